//! Chats of the past and present, and their messages.

use frontdesk_model::{
    Actor, ConversationId, Page, PageRequest,
    chat::{ChatMessage, ChatSession},
};
use frontdesk_store::{ChatFilter, ChatRow, Notes};

use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
    view::session_view,
};

/// A piece of a chat's history.
#[derive(Clone, Debug)]
pub struct ChatHistory {
    pub session: ChatSession,
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// Whether there is more after the last of them.
    pub more: bool,
}

impl Desk {
    /// Chats, newest first: a customer's own; for staff all, or those that the
    /// filter names.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn chat_sessions(
        &self,
        actor: &Actor,
        filter: &ChatFilter,
        page: &PageRequest,
    ) -> Result<Page<ChatSession>> {
        let rows = self.store.chats(&access_of(actor), filter, page).await?;
        Ok(rows.map(session_view))
    }

    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn chat_session(&self, actor: &Actor, id: ConversationId) -> Result<ChatSession> {
        Ok(session_view(self.readable_chat(actor, id).await?))
    }

    /// The messages after `after`, at most `limit`.
    ///
    /// # Errors
    /// `NotFound`, for another's chat as well.
    pub async fn chat_messages(
        &self,
        actor: &Actor,
        id: ConversationId,
        after: i64,
        limit: u32,
    ) -> Result<ChatHistory> {
        let row = self.readable_chat(actor, id).await?;
        let rows = self
            .store
            .messages(id, after.max(0), limit, Notes::PublicOnly)
            .await?;
        let last = rows.last().map_or(after, |message| message.seq);
        Ok(ChatHistory {
            more: last < row.last_seq && !rows.is_empty(),
            session: session_view(row),
            messages: self.message_views(rows).await?,
        })
    }

    async fn readable_chat(&self, actor: &Actor, id: ConversationId) -> Result<ChatRow> {
        self.store
            .chat(id, &access_of(actor))
            .await?
            .ok_or_else(|| Error::not_found("chat"))
    }
}
