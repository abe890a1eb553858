//! Merging: a conversation is shown with another of the same customer. Nothing
//! is moved or copied; how it stood before is kept, so that it can be undone.

use frontdesk_model::{
    Actor, ConversationId, PersonId, Timestamp, chat::ChatStatus, ticket::TicketStatus,
};

use crate::{
    Access, ConversationRow, Error, Result, Store, Tx,
    conversation::NOT_FOUND,
    db::Source,
    row::{One, row},
};

/// A merged conversation, as it is listed with the one it went into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MergedRow {
    pub id: ConversationId,
    pub topic: Option<String>,
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    pub last_seq: i64,
    pub merged_at: Timestamp,
    pub merged_by_name: String,
    pub created_at: Timestamp,
}

row!(MergedRow {
    id,
    topic,
    subject,
    ticket_number,
    last_seq,
    merged_at,
    merged_by_name,
    created_at,
});

/// How a conversation stood before it was merged.
struct Former {
    chat_status: Option<ChatStatus>,
    chat_closed_at: Option<Timestamp>,
    ticket_status: Option<TicketStatus>,
    ticket_resolved_at: Option<Timestamp>,
    snoozed_until: Option<Timestamp>,
    snoozed_by: Option<PersonId>,
}

row!(Former {
    chat_status,
    chat_closed_at,
    ticket_status,
    ticket_resolved_at,
    snoozed_until,
    snoozed_by,
});

impl Tx {
    /// Merges `id` into `into`: closes its chat and its ticket, and hides it
    /// from lists. Gives how it stood before. `NotFound` without either;
    /// `Conflict` for two customers, for itself, and for chains of merges.
    pub async fn merge(
        &mut self,
        id: ConversationId,
        into: ConversationId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<ConversationRow> {
        if id == into {
            return Err(conflict("a conversation cannot be merged into itself"));
        }
        // Locked in the order of ids, so that two merges cannot wait for each other.
        let (low, high) = (id.min(into), id.max(into));
        let low = self.conversation(low, &Access::Staff).await?;
        let high = self.conversation(high, &Access::Staff).await?;
        let (source, target) = if low.id == id {
            (low, high)
        } else {
            (high, low)
        };
        self.check_mergeable(&source, &target).await?;
        self.changed_conversation(id);
        self.run(
            "INSERT INTO conversation_merge (conversation_id, chat_status, chat_closed_at,
                 ticket_status, ticket_resolved_at, snoozed_until, snoozed_by, merged_by,
                 merged_by_name, merged_at)
             SELECT c.id, ch.status, ch.closed_at, t.status, t.resolved_at, c.snoozed_until,
                 c.snoozed_by, $2, $3, $4
             FROM conversation c
             LEFT JOIN chat ch ON ch.conversation_id = c.id
             LEFT JOIN ticket t ON t.conversation_id = c.id
             WHERE c.id = $1",
            &[&id, &by.id, &by.name, &now],
        )
        .await?;
        self.run(
            "UPDATE conversation SET merged_into = $2, snoozed_until = NULL, snoozed_by = NULL
             WHERE id = $1",
            &[&id, &into],
        )
        .await?;
        self.run(
            "UPDATE chat SET status = 'closed', closed_at = $2
             WHERE conversation_id = $1 AND status <> 'closed'",
            &[&id, &now],
        )
        .await?;
        self.run(
            "UPDATE ticket SET status = 'closed', resolved_at = COALESCE(resolved_at, $2)
             WHERE conversation_id = $1",
            &[&id, &now],
        )
        .await?;
        Ok(source)
    }

    async fn check_mergeable(
        &mut self,
        source: &ConversationRow,
        target: &ConversationRow,
    ) -> Result<()> {
        if source.user_id != target.user_id {
            return Err(conflict(
                "these conversations are of two customers; only those of one can be merged",
            ));
        }
        if source.merged_into.is_some() {
            return Err(conflict("this conversation is merged already"));
        }
        if target.merged_into.is_some() {
            return Err(conflict(
                "the other conversation was merged itself; merge into the one it went into",
            ));
        }
        let followers: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM conversation WHERE merged_into = $1",
                &[&source.id],
            )
            .await?;
        if followers.0 > 0 {
            return Err(conflict(
                "others were merged into this conversation; take them apart first",
            ));
        }
        Ok(())
    }

    /// Undoes a merge: the chat and the ticket stand as they did before. Gives
    /// the conversation that it was merged into. `Conflict` when it isn't
    /// merged, or when its chat was open and its customer has another one now.
    pub async fn unmerge(&mut self, id: ConversationId) -> Result<ConversationId> {
        let row = self.conversation(id, &Access::Staff).await?;
        let Some(into) = row.merged_into else {
            return Err(conflict("this conversation is not merged"));
        };
        let former: Former = self
            .optional(
                "DELETE FROM conversation_merge WHERE conversation_id = $1
                 RETURNING chat_status, chat_closed_at, ticket_status, ticket_resolved_at,
                     snoozed_until, snoozed_by",
                &[&id],
            )
            .await?
            .ok_or(NOT_FOUND)?;
        self.changed_conversation(id);
        self.run(
            "UPDATE conversation SET merged_into = NULL, snoozed_until = $2, snoozed_by = $3
             WHERE id = $1",
            &[&id, &former.snoozed_until, &former.snoozed_by],
        )
        .await?;
        if let Some(status) = former.chat_status {
            let was_open = status != ChatStatus::Closed;
            if was_open && self.open_chat_of(&row.user_id).await?.is_some() {
                return Err(conflict(
                    "this customer has another open chat now; close it first",
                ));
            }
            self.run(
                "UPDATE chat SET status = $2, closed_at = $3 WHERE conversation_id = $1",
                &[&id, &status, &former.chat_closed_at],
            )
            .await?;
        }
        if let Some(status) = former.ticket_status {
            self.run(
                "UPDATE ticket SET status = $2, resolved_at = $3 WHERE conversation_id = $1",
                &[&id, &status, &former.ticket_resolved_at],
            )
            .await?;
        }
        Ok(into)
    }
}

fn conflict(why: &'static str) -> Error {
    Error::conflict("conversation", why)
}

impl Store {
    /// The conversations that were merged into this one, oldest merge first.
    /// No access is checked.
    pub async fn merged(&self, into: ConversationId) -> Result<Vec<MergedRow>> {
        let mut db = self;
        db.all(
            "SELECT c.id, ch.topic, t.subject, t.number AS ticket_number, c.last_seq,
                 m.merged_at, m.merged_by_name, c.created_at
             FROM conversation c
             JOIN conversation_merge m ON m.conversation_id = c.id
             LEFT JOIN chat ch ON ch.conversation_id = c.id
             LEFT JOIN ticket t ON t.conversation_id = c.id
             WHERE c.merged_into = $1 ORDER BY m.merged_at, c.id",
            &[&into],
        )
        .await
    }
}
