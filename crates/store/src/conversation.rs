//! Conversations as such, whether they are tickets, chats or both.

use frontdesk_model::{
    ConversationId, PersonId, Timestamp, chat::ChatStatus, context::ConversationContext,
    ticket::TicketStatus,
};

use crate::{
    Access, Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, Engine},
};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversationRow {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    /// The last public message's `seq`, which is also their count.
    pub last_seq: i64,
    /// None when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    pub topic: Option<String>,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// None when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    pub ticket_number: Option<i64>,
    pub subject: Option<String>,
    pub assigned_to: Option<PersonId>,
    pub assigned_to_name: Option<String>,
    pub tags: Vec<String>,
    pub snoozed_until: Option<Timestamp>,
    pub snoozed_by: Option<PersonId>,
    pub merged_into: Option<ConversationId>,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
    /// When it was rated first.
    pub rated_at: Option<Timestamp>,
    /// Whose work was rated.
    pub rated_agent_id: Option<PersonId>,
    /// When its transcript was last asked for.
    pub transcript_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

row!(ConversationRow {
    id,
    user_id,
    user_name,
    last_seq,
    chat_status,
    topic,
    agent_id,
    agent_name,
    ticket_status,
    ticket_number,
    subject,
    assigned_to,
    assigned_to_name,
    tags,
    snoozed_until,
    snoozed_by,
    merged_into,
    rating,
    rating_comment,
    rated_at,
    rated_agent_id,
    transcript_at,
    created_at,
    updated_at,
});

impl ConversationRow {
    /// Whether a chat is under way in it.
    pub fn has_open_chat(&self) -> bool {
        matches!(
            self.chat_status,
            Some(ChatStatus::Waiting | ChatStatus::Active)
        )
    }

    /// Whether it is done with, for now: its chat has ended, or its ticket is
    /// resolved.
    pub fn is_over(&self) -> bool {
        self.chat_status == Some(ChatStatus::Closed)
            || self.ticket_status.is_some_and(TicketStatus::is_done)
    }
}

const CONVERSATIONS: &str = "SELECT c.id, c.user_id, c.user_name, c.last_seq,
        ch.status AS chat_status, ch.topic, ch.agent_id, ch.agent_name,
        t.status AS ticket_status, t.number AS ticket_number, t.subject, t.assigned_to,
        t.assigned_to_name, c.tags, c.snoozed_until, c.snoozed_by, c.merged_into, c.rating,
        c.rating_comment, c.rated_at, c.rated_agent_id, c.transcript_at, c.created_at,
        c.updated_at
    FROM conversation c
    LEFT JOIN chat ch ON ch.conversation_id = c.id
    LEFT JOIN ticket t ON t.conversation_id = c.id
    WHERE ";

async fn find(
    db: &mut impl Source,
    id: ConversationId,
    access: &Access,
) -> Result<Option<ConversationRow>> {
    let mut sql = Builder::new(db.engine(), CONVERSATIONS);
    sql.push("c.id = ").bind(id);
    access.restrict(&mut sql);
    db.fetch_optional(sql.build()).await
}

impl Tx {
    /// The conversation, locked until the transaction ends against all who
    /// write to it, to its chat or to its ticket. `NotFound` when there is none for `access`.
    pub async fn conversation(
        &mut self,
        id: ConversationId,
        access: &Access,
    ) -> Result<ConversationRow> {
        if self.engine() == Engine::Postgres {
            // Locked by a statement of its own: one that waits for a lock sees
            // the locked row as it is then, but what it joins as it was before.
            self.run(
                "SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE",
                &[&id],
            )
            .await?;
        }
        find(self, id, access).await?.ok_or(NOT_FOUND)
    }

    /// Replaces a conversation's tags.
    pub async fn set_tags(&mut self, id: ConversationId, tags: &[String]) -> Result<()> {
        self.changed_conversation(id);
        self.write_tags(id, tags).await
    }

    /// The same within a write that notes the change itself.
    pub(crate) async fn write_tags(&mut self, id: ConversationId, tags: &[String]) -> Result<()> {
        self.run(
            "UPDATE conversation SET tags = $2 WHERE id = $1",
            &[&id, &tags.to_vec()],
        )
        .await?;
        Ok(())
    }

    /// Keeps what the customer's browser said when the conversation began.
    pub async fn keep_context(
        &mut self,
        id: ConversationId,
        context: &ConversationContext,
    ) -> Result<()> {
        self.run(
            "UPDATE conversation SET context = $2 WHERE id = $1",
            &[&id, context],
        )
        .await?;
        Ok(())
    }

    /// Notes that the transcript was asked for now.
    pub async fn note_transcript(&mut self, id: ConversationId, now: Timestamp) -> Result<()> {
        self.run(
            "UPDATE conversation SET transcript_at = $2 WHERE id = $1",
            &[&id, &now],
        )
        .await?;
        Ok(())
    }
}

pub(crate) const NOT_FOUND: Error = Error::NotFound {
    what: "conversation",
};

impl Store {
    pub async fn conversation(
        &self,
        id: ConversationId,
        access: &Access,
    ) -> Result<Option<ConversationRow>> {
        let mut db = self;
        find(&mut db, id, access).await
    }

    /// What the customer's browser said when the conversation began. No access
    /// is checked.
    pub async fn context(&self, id: ConversationId) -> Result<Option<ConversationContext>> {
        let mut db = self;
        let found: Option<One<Option<ConversationContext>>> = db
            .optional(
                "SELECT context AS value FROM conversation WHERE id = $1",
                &[&id],
            )
            .await?;
        Ok(found.and_then(|found| found.0))
    }
}
