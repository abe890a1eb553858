//! An admin reads the audit log.

use frontdesk_model::{Actor, Page, PageRequest, Role, audit::AuditEntry};
use frontdesk_store::AuditFilter;

use crate::{
    Desk,
    error::{Error, Result},
};

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
        if actor.role != Role::Admin {
            return Err(Error::forbidden("only admins may read the audit log"));
        }
        Ok(self.store.audit(filter, page).await?)
    }
}
