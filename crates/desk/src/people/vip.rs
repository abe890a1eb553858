//! An agent marks a customer as important.

use frontdesk_model::{PersonId, PersonProfile, person::PersonPatch};

use super::block::existing;
use crate::{Call, Desk, access::agents_only, chat::priority, error::Result};

impl Desk {
    /// Changes what the patch names. It counts at once, for a chat that waits too.
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
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let before = existing(tx.profile(id).await?)?;
        if let Some(is_vip) = patch.is_vip.filter(|is_vip| *is_vip != before.is_vip) {
            tx.set_vip(id, is_vip).await?;
            let details = serde_json::json!({ "isVip": is_vip });
            self.audit_person(&mut tx, call, "person.vip", id, details)
                .await?;
        }
        let person = existing(tx.profile(id).await?)?;
        let open = tx.open_chat_of(id).await?;
        tx.commit().await?;
        if let Some(row) = open {
            router.set_priority(row.id, priority(&row));
            self.settle(&mut router).await;
        }
        Ok(self.profile_view(person))
    }
}
