//! An agent blocks a customer who misbehaves, or lets them write again.

use frontdesk_model::{PersonId, PersonProfile, person::Block};
use frontdesk_store::{NewAudit, PersonRow, Tx};

use crate::{
    Call, Desk,
    access::agents_only,
    error::{Error, Result},
};

impl Desk {
    /// Blocks a customer: what they write is refused from now on, and their
    /// open chat ends. Blocking again changes the reason.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`; `NotFound`; `Conflict`
    /// for an agent or admin.
    pub async fn block_person(
        &self,
        call: &Call,
        id: &PersonId,
        input: &Block,
    ) -> Result<PersonProfile> {
        agents_only(&call.actor)?;
        let reason = input.validate()?.reason;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let person = existing(tx.profile(id).await?)?;
        if person.role.is_staff() {
            return Err(Error::conflict(
                "agents and admins can't be blocked; take their role away first",
            ));
        }
        tx.block_person(id, &reason, now).await?;
        let open = tx.open_chat_of(id).await?;
        let closed = match &open {
            Some(chat) => Some(tx.close_chat(chat.id, now).await?),
            None => None,
        };
        let details = serde_json::json!({
            "reason": reason,
            "closedSessionId": open.as_ref().map(|chat| chat.id),
        });
        self.audit_person(&mut tx, call, "person.block", id, details)
            .await?;
        let person = existing(tx.profile(id).await?)?;
        tx.commit().await?;
        self.blocked.add(id);
        if let (Some(before), Some(after)) = (&open, &closed) {
            self.after_close(&mut router, before, after).await;
        }
        Ok(self.profile_view(person))
    }

    /// Lets a blocked customer write again; no effect on anyone else.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn unblock_person(&self, call: &Call, id: &PersonId) -> Result<PersonProfile> {
        agents_only(&call.actor)?;
        let _blocking = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let before = existing(tx.profile(id).await?)?;
        if before.blocked_at.is_some() {
            tx.unblock_person(id).await?;
            let details = serde_json::json!({ "reason": before.blocked_reason });
            self.audit_person(&mut tx, call, "person.unblock", id, details)
                .await?;
        }
        let person = existing(tx.profile(id).await?)?;
        tx.commit().await?;
        self.blocked.remove(id);
        Ok(self.profile_view(person))
    }

    /// Leaves behind what was done about a person.
    pub(super) async fn audit_person(
        &self,
        tx: &mut Tx,
        call: &Call,
        action: &'static str,
        person: &PersonId,
        details: serde_json::Value,
    ) -> Result<()> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action,
            subject: person.as_str().to_owned(),
            details,
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }
}

pub(super) fn existing(person: Option<PersonRow>) -> Result<PersonRow> {
    person.ok_or_else(|| Error::not_found("person"))
}
