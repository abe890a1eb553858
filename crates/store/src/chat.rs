//! Chats: a conversation with a place in the queue and an agent.

use frontdesk_model::{
    ConversationId, Page, PageRequest, Person, PersonId, Timestamp,
    chat::{ChatSession, ChatStatus, Sender},
};

use crate::{Access, Result, Store, Tx};

/// Whose chats may be seen: the same rule as for tickets.
pub type ChatAccess = Access;

/// `queue_rank` of a chat that was handed back: before all new ones.
pub const RANK_RETURNED: i64 = 0;
/// `queue_rank` of a new chat.
pub const RANK_NORMAL: i64 = 1;

/// A chat to be opened; it waits at first.
#[derive(Clone, Debug)]
pub struct NewChat {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChatRow {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    pub status: ChatStatus,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// The last message's `seq`, which is also their count.
    pub last_seq: i64,
    /// The first 200 characters of the last message.
    pub last_message: Option<String>,
    pub user_read_seq: i64,
    pub agent_read_seq: i64,
    /// [`RANK_RETURNED`] or [`RANK_NORMAL`].
    pub queue_rank: i64,
    /// Since when it has been waiting; kept while it is handed on.
    pub queued_at: Timestamp,
    /// When it was accepted first.
    pub accepted_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// What the last agent left for the next.
    pub note: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl From<&ChatRow> for ChatSession {
    fn from(row: &ChatRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id.clone(),
            user_name: row.user_name.clone(),
            topic: row.topic.clone(),
            status: row.status,
            agent_id: row.agent_id.clone(),
            agent_name: row.agent_name.clone(),
            message_count: row.last_seq,
            last_message: row.last_message.clone(),
            user_read_seq: row.user_read_seq,
            agent_read_seq: row.agent_read_seq,
            created_at: row.created_at,
            updated_at: row.updated_at,
            queued_at: row.queued_at,
            closed_at: row.closed_at,
        }
    }
}

impl Tx {
    /// Opens a chat. `Conflict` when the user has an open one.
    pub async fn open_chat(&mut self, chat: &NewChat) -> Result<ChatRow> {
        todo!()
    }
    /// The chat, locked against other writers until the transaction ends.
    pub async fn chat(
        &mut self,
        id: ConversationId,
        access: &ChatAccess,
    ) -> Result<Option<ChatRow>> {
        todo!()
    }
    /// The user's open chat, locked like [`Tx::chat`].
    pub async fn open_chat_of(&mut self, user: &PersonId) -> Result<Option<ChatRow>> {
        todo!()
    }
    /// Gives a waiting chat to an agent: of several, exactly one wins, the
    /// others get `Conflict`. `NotFound` without the chat.
    pub async fn accept_chat(
        &mut self,
        id: ConversationId,
        agent: &Person,
        now: Timestamp,
    ) -> Result<ChatRow> {
        todo!()
    }
    /// Closes it. `Conflict` when it is closed already.
    pub async fn close_chat(&mut self, id: ConversationId, now: Timestamp) -> Result<ChatRow> {
        todo!()
    }
    /// Puts an active chat back into the queue at `rank`. `Conflict` when it is
    /// not active, or not held by `expected_agent` if one is given.
    pub async fn requeue_chat(
        &mut self,
        id: ConversationId,
        expected_agent: Option<&PersonId>,
        rank: i64,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ChatRow> {
        todo!()
    }
    /// Hands an active chat from one agent to another. `Conflict` when `from`
    /// doesn't hold it.
    pub async fn transfer_chat(
        &mut self,
        id: ConversationId,
        from: &PersonId,
        to: &Person,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ChatRow> {
        todo!()
    }
    /// Moves a side's read mark forward, at most to the last message. `None`
    /// when it was there already.
    pub async fn mark_chat_read(
        &mut self,
        id: ConversationId,
        side: Sender,
        seq: i64,
    ) -> Result<Option<ChatRow>> {
        todo!()
    }
}

impl Store {
    pub async fn chat(&self, id: ConversationId, access: &ChatAccess) -> Result<Option<ChatRow>> {
        todo!()
    }
    /// The user's chat that is not closed.
    pub async fn open_chat_of(&self, user: &PersonId) -> Result<Option<ChatRow>> {
        todo!()
    }
    /// Newest first (by creation).
    pub async fn chats(
        &self,
        access: &Access,
        status: Option<ChatStatus>,
        held_by: Option<&PersonId>,
        page: &PageRequest,
    ) -> Result<Page<ChatRow>> {
        todo!()
    }
    /// The queue, next first.
    pub async fn waiting_chats(&self) -> Result<Vec<ChatRow>> {
        todo!()
    }
    /// All chats with an agent.
    pub async fn active_chats(&self) -> Result<Vec<ChatRow>> {
        todo!()
    }
    /// Seconds that the last accepted chats had waited, newest accept first.
    pub async fn recent_waits(&self, limit: u32) -> Result<Vec<i64>> {
        todo!()
    }
}
