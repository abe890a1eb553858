//! A conversation as it is taken away: a download of everything said in it.

use frontdesk_model::{
    Actor, ConversationId, PageRequest,
    chat::ChatMessage,
    conversation::{ConversationExport, Note},
    page::MAX_LIMIT,
};
use frontdesk_store::{Access, Notes};

use super::{conversation_view, text};
use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
    view::session_view,
};

/// Messages that are read at a time.
const PIECE: u32 = 500;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ExportFormat {
    #[default]
    Json,
    Text,
}

/// A file to be downloaded.
#[derive(Clone, Debug)]
pub struct Export {
    pub file_name: String,
    pub media_type: &'static str,
    pub body: String,
}

impl Desk {
    /// Everything said in a conversation and in those that were merged into
    /// it, for its customer and for staff; with the notes when staff asks.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `Forbidden` when a customer asks for
    /// notes.
    pub async fn export_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
        format: ExportFormat,
        notes: bool,
    ) -> Result<Export> {
        if notes && !actor.is_staff() {
            return Err(Error::forbidden("only agents may see internal notes"));
        }
        let export = self
            .taken_away(id, &access_of(actor), notes, Extent::Whole)
            .await?;
        let name = match export.conversation.ticket_number {
            Some(number) => format!("ticket-{number}"),
            None => format!("chat-{id}"),
        };
        Ok(match format {
            ExportFormat::Json => Export {
                file_name: format!("{name}.json"),
                media_type: "application/json",
                body: serde_json::to_string_pretty(&export)
                    .map_err(|error| Error::internal(&error))?,
            },
            ExportFormat::Text => Export {
                file_name: format!("{name}.txt"),
                media_type: "text/plain; charset=utf-8",
                body: text::plain(&self.config.name, &export),
            },
        })
    }

    /// A conversation with what was said in it, and the same of those that
    /// were merged into it.
    pub(super) async fn taken_away(
        &self,
        id: ConversationId,
        access: &Access,
        notes: bool,
        extent: Extent,
    ) -> Result<ConversationExport> {
        let mut export = self.one_taken_away(id, access, notes, extent).await?;
        for merged in self.store.merged(id).await? {
            let merged = self
                .one_taken_away(merged.id, access, notes, extent)
                .await?;
            export.merged.push(merged);
        }
        Ok(export)
    }

    async fn one_taken_away(
        &self,
        id: ConversationId,
        access: &Access,
        notes: bool,
        extent: Extent,
    ) -> Result<ConversationExport> {
        let row = self.conversation_row(id, access).await?;
        let ticket = self.store.ticket(id, access).await?;
        let chat = self.store.chat(id, access).await?;
        let messages = match extent {
            Extent::Whole => self.all_messages(id).await?,
            Extent::Latest(limit) => {
                let rows = self.store.latest_messages(id, limit).await?;
                self.message_views(rows).await?
            }
        };
        let ticket = match ticket {
            Some(ticket) => Some(self.ticket_now(ticket).await?),
            None => None,
        };
        Ok(ConversationExport {
            conversation: conversation_view(row),
            ticket,
            chat: chat.map(session_view),
            messages,
            notes: if notes {
                Some(self.all_notes(id).await?)
            } else {
                None
            },
            merged: Vec::new(),
            exported_at: self.clock.now(),
            time_zone: "UTC".to_owned(),
        })
    }

    async fn all_messages(&self, id: ConversationId) -> Result<Vec<ChatMessage>> {
        let mut messages: Vec<ChatMessage> = Vec::new();
        loop {
            let after = messages.last().map_or(0, |message| message.seq);
            let piece = self
                .store
                .messages(id, after, PIECE, Notes::PublicOnly)
                .await?;
            let more = piece.len() == PIECE as usize;
            messages.extend(self.message_views(piece).await?);
            if !more {
                return Ok(messages);
            }
        }
    }

    async fn all_notes(&self, id: ConversationId) -> Result<Vec<Note>> {
        let mut notes = Vec::new();
        let mut page = PageRequest {
            limit: MAX_LIMIT,
            after: None,
        };
        loop {
            let piece = self.store.notes(id, &page).await?;
            notes.extend(self.note_views(piece.items).await?);
            page.after = piece.next;
            if page.after.is_none() {
                return Ok(notes);
            }
        }
    }
}

/// How much is taken.
#[derive(Clone, Copy)]
pub(super) enum Extent {
    Whole,
    /// At most so many of the last messages of each conversation.
    Latest(u32),
}
