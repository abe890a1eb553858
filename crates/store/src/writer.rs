//! The group-commit writer of chat messages.

use frontdesk_model::{ConversationId, MessageId, PersonId, Timestamp, chat::Sender, job::Job};

use crate::{Appended, MessageRow, NewNotification, Result, Store, StoredFile, StoredNotification};

/// A chat message to be stored, with what follows from it.
#[derive(Clone, Debug)]
pub struct NewChatMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
    /// Stored with the message; not when it is a repeat.
    pub notifications: Vec<NewNotification>,
    pub jobs: Vec<Job>,
}

/// A chat message that has just become durable, and whom it concerns.
#[derive(Clone, Debug)]
pub struct CommittedMessage {
    pub message: MessageRow,
    pub user_id: PersonId,
    pub agent_id: Option<PersonId>,
    pub notifications: Vec<StoredNotification>,
}

impl Store {
    /// Appends to a chat and returns when the message is on disk.
    ///
    /// Errors: `NotFound` without the chat, or for a user whose chat it is not;
    /// `Conflict` when it is closed; `Forbidden` for an agent who doesn't hold
    /// it; `Busy` when the queue is full (then nothing is stored). A caller
    /// that stops waiting changes nothing: the message may still be stored.
    pub async fn append_chat(&self, message: NewChatMessage) -> Result<Appended> {
        todo!()
    }
}
