//! An agent marks a customer as important.

use frontdesk_model::{PersonId, PersonProfile, person::PersonPatch};

use super::{block::existing, profile::agents_only};
use crate::{Call, Desk, error::Result};

impl Desk {
    /// Changes what the patch names. It counts from the person's next chat on.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn update_person(
        &self,
        call: &Call,
        id: &PersonId,
        patch: &PersonPatch,
    ) -> Result<PersonProfile> {
        agents_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        let before = existing(tx.profile(id).await?)?;
        if let Some(is_vip) = patch.is_vip.filter(|is_vip| *is_vip != before.is_vip) {
            tx.set_vip(id, is_vip).await?;
            let details = serde_json::json!({ "isVip": is_vip });
            self.audit_person(&mut tx, call, "person.vip", id, details)
                .await?;
        }
        let person = existing(tx.profile(id).await?)?;
        tx.commit().await?;
        Ok(self.profile_view(person))
    }
}
