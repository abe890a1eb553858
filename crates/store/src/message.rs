//! Messages of conversations: reads for chats and tickets, and the write of a
//! ticket's responses and notes. Chat messages are written by the writer.

use frontdesk_model::{
    ConversationId, MessageId, Page, PageRequest, PersonId, Timestamp, chat::Sender,
};

use crate::{Access, Result, Store, StoredFile, Tx};

/// A response, a note, or a chat's first message, to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// A note that only staff sees, with a numbering of its own.
    pub internal: bool,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// The same one from the same sender gives the first message again.
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub internal: bool,
    /// 1, 2, 3 … among the conversation's public messages, or among its notes.
    pub seq: i64,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
}

/// A stored message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    pub message: MessageRow,
    /// True when it was there already, by its sender's `clientId`.
    pub repeated: bool,
}

/// Whether internal notes are among what is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notes {
    PublicOnly,
    /// For staff: in order of time. `after_seq` passes over public messages
    /// only; the notes are given all.
    NotesToo,
}

impl Tx {
    /// Appends to a conversation under its next `seq`, and moves the times of
    /// the conversation and its ticket on. `NotFound` without the conversation.
    pub async fn append(&mut self, message: &NewMessage) -> Result<Appended> {
        todo!()
    }
}

impl Store {
    /// Oldest first, after `after_seq` (0 for all). No access is checked.
    pub async fn messages(
        &self,
        conversation: ConversationId,
        after_seq: i64,
        limit: u32,
        notes: Notes,
    ) -> Result<Vec<MessageRow>> {
        todo!()
    }
    /// The last `limit` public messages, oldest first. No access is checked.
    pub async fn latest_messages(
        &self,
        conversation: ConversationId,
        limit: u32,
    ) -> Result<Vec<MessageRow>> {
        todo!()
    }
    /// A ticket's responses, oldest first: the owner gets the public ones,
    /// staff the notes as well. Somebody else's ticket is empty.
    pub async fn responses(
        &self,
        ticket: ConversationId,
        access: &Access,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>> {
        todo!()
    }
}
