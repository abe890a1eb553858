//! Conversations that are set aside for later. When one is brought back by
//! time, a job that is due then does it; when its customer writes, the write
//! itself does (see `message` and `batch`).

use frontdesk_model::{ConversationId, PersonId, Timestamp};

use crate::{Access, ConversationRow, Result, Tx};

impl Tx {
    /// Sets a conversation aside until then. A second time replaces the first.
    pub async fn snooze(
        &mut self,
        id: ConversationId,
        by: &PersonId,
        until: Timestamp,
    ) -> Result<ConversationRow> {
        self.changed_conversation(id);
        self.run(
            "UPDATE conversation SET snoozed_until = $2, snoozed_by = $3 WHERE id = $1",
            &[&id, &until, by],
        )
        .await?;
        self.conversation(id, &Access::Staff).await
    }

    /// Brings a conversation back. None when it is not set aside, or not until
    /// the time that is expected.
    pub async fn unsnooze(
        &mut self,
        id: ConversationId,
        expected: Option<Timestamp>,
    ) -> Result<Option<ConversationRow>> {
        let before = self.conversation(id, &Access::Staff).await?;
        let fits = match expected {
            Some(until) => before.snoozed_until == Some(until),
            None => before.snoozed_until.is_some(),
        };
        if !fits {
            return Ok(None);
        }
        self.changed_conversation(id);
        self.run(
            "UPDATE conversation SET snoozed_until = NULL, snoozed_by = NULL WHERE id = $1",
            &[&id],
        )
        .await?;
        Ok(Some(before))
    }
}
