//! An admin reads the audit log.

use frontdesk_model::{Actor, Page, PageRequest, audit::AuditEntry};
use frontdesk_store::AuditFilter;

use crate::{Desk, access::admins_only, error::Result};

impl Desk {
    /// What staff and the desk itself did, newest first. An action such as
    /// `moderation` stands for everything that begins with `moderation.` too.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn audit(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>> {
        admins_only(actor)?;
        Ok(self.store.audit(filter, page).await?)
    }
}
