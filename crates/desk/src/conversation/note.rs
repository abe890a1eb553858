//! Internal notes: what staff writes to each other in a conversation.

use frontdesk_model::{
    ConversationId, Page, PageRequest,
    chat::Sender,
    conversation::{NewNote, Note},
};
use frontdesk_store::{Access, MessageRow, NewMessage};

use super::refuse_merged;
use crate::{
    Call, Desk,
    access::agents_only,
    error::Result,
    hub::{Event, Namespace},
    uploads::Facts,
};

impl Desk {
    /// A conversation's notes, oldest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn notes(
        &self,
        actor: &frontdesk_model::Actor,
        id: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<Note>> {
        agents_only(actor)?;
        self.conversation_row(id, &Access::Staff).await?;
        let rows = self.store.notes(id, page).await?;
        let facts = self.facts_of(&rows.items).await?;
        Ok(rows.map(|row| self.note_view(row, &facts)))
    }

    /// Writes a note. Every agent's console hears of it, and nobody else.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` once the
    /// conversation is merged; `InvalidInput`.
    pub async fn write_note(
        &self,
        call: &Call,
        id: ConversationId,
        input: &NewNote,
    ) -> Result<Note> {
        agents_only(&call.actor)?;
        let input = input.validate(&self.config.input)?;
        let attachments = self.attachable(&call.actor, &input.attachments).await?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let row = tx.conversation(id, &Access::Staff).await?;
        refuse_merged(&row)?;
        let told = self
            .mention_tidings(&call.actor, id, row.ticket_number.is_some(), &input.content)
            .await?;
        let appended = tx
            .append(&NewMessage {
                id: self.ids.make(),
                conversation_id: id,
                internal: true,
                sender: Sender::Agent,
                sender_id: call.actor.id.clone(),
                sender_name: call.actor.name.clone(),
                client_id: input.client_id,
                content: input.content,
                attachments,
                created_at: self.clock.now(),
            })
            .await?;
        let mut notified = Vec::new();
        if !appended.repeated {
            notified = tx.add_notifications(&told).await?;
        }
        let facts = self.facts_in(&mut tx, [&appended.message]).await?;
        let note = self.note_view(appended.message, &facts);
        self.keep_answer(&mut tx, call, &note).await?;
        tx.commit().await?;
        if !appended.repeated {
            self.show_note(note.clone());
        }
        self.deliver_notifications(notified).await;
        Ok(note)
    }

    /// After the commit: shows a note to the agents.
    pub(crate) async fn tell_note(&self, row: MessageRow) {
        match self.facts_of([&row]).await {
            Ok(facts) => self.show_note(self.note_view(row, &facts)),
            // It is stored, and seen at the next look.
            Err(error) => tracing::warn!(%error, "a note could not be shown"),
        }
    }

    fn show_note(&self, note: Note) {
        self.hub.broadcast(Namespace::ChatAgent, &Event::Note(note));
    }

    pub(crate) async fn note_views(&self, rows: Vec<MessageRow>) -> Result<Vec<Note>> {
        let facts = self.facts_of(&rows).await?;
        Ok(rows
            .into_iter()
            .map(|row| self.note_view(row, &facts))
            .collect())
    }

    pub(crate) fn note_view(&self, row: MessageRow, facts: &Facts) -> Note {
        let (_, files) = self.attachment_views(row.attachments, facts);
        Note {
            id: row.id,
            session_id: row.conversation_id,
            seq: row.seq,
            client_id: row.client_id,
            content: row.content,
            files,
            author_id: row.sender_id,
            author_name: row.sender_name,
            created_at: row.created_at,
        }
    }
}
