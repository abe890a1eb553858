//! What is done around a conversation, whether it is a ticket, a chat or both.

mod context;
mod export;
mod merge;
mod note;
mod own;
mod rating;
mod redirect;
mod snooze;
mod text;
mod to_chat;
mod to_ticket;
mod transcript;

pub use export::{Export, ExportFormat};
pub use rating::RatingList;
pub(crate) use snooze::tell_router;
pub(crate) use text::moment;

use frontdesk_model::{
    Actor, ConversationId, PersonId,
    conversation::{Conversation, ConversationKind},
    events::TicketChanged,
};
use frontdesk_store::{Access, ConversationRow, NewAudit};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
    view::session_view,
};

pub(crate) fn kind_of(ticket_number: Option<i64>) -> ConversationKind {
    match ticket_number {
        Some(_) => ConversationKind::Ticket,
        None => ConversationKind::Chat,
    }
}

pub(crate) fn conversation_view(row: ConversationRow) -> Conversation {
    Conversation {
        id: row.id,
        kind: kind_of(row.ticket_number),
        subject: row.subject.or(row.topic),
        user_id: row.user_id,
        user_name: row.user_name,
        chat_status: row.chat_status,
        agent_id: row.agent_id,
        agent_name: row.agent_name,
        ticket_status: row.ticket_status,
        ticket_number: row.ticket_number,
        message_count: row.last_seq,
        snoozed_until: row.snoozed_until,
        snoozed_by: row.snoozed_by,
        merged_into: row.merged_into,
        rating: row.rating,
        rating_comment: row.rating_comment,
        rated_at: row.rated_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// What a conversation is called where there is room for a few words.
pub(crate) fn title_of(row: &ConversationRow) -> String {
    match (&row.subject, row.ticket_number, &row.topic) {
        (Some(subject), Some(number), _) => format!("#{number} {subject}"),
        (_, _, Some(topic)) => format!("{topic} ({})", row.user_name),
        _ => format!("the chat with {}", row.user_name),
    }
}

/// A merged conversation takes nothing more, but by way of the other.
pub(crate) fn refuse_merged(row: &ConversationRow) -> Result<()> {
    match row.merged_into {
        None => Ok(()),
        Some(_) => Err(Error::conflict(
            "this conversation was merged into another; go on there",
        )),
    }
}

impl Desk {
    /// Who did what to a conversation, for the audit log.
    pub(crate) fn audit_entry<'a>(
        &self,
        actor: &'a Actor,
        action: &'static str,
        subject: ConversationId,
        details: serde_json::Value,
    ) -> NewAudit<'a> {
        NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action,
            subject: subject.to_string(),
            details,
            at: self.clock.now(),
        }
    }

    /// After a commit: tells the agents concerned (who holds the chat, and
    /// `also`) and those who look at the ticket how the conversation stands now.
    pub(crate) async fn tell_conversation(
        &self,
        id: ConversationId,
        also: Option<&PersonId>,
    ) -> Result<Conversation> {
        if let Some(row) = self.store.chat(id, &Access::Staff).await? {
            let session = session_view(row);
            let holder = session.agent_id.clone();
            let event = Event::SessionUpdated(session);
            let also = also.filter(|also| Some(*also) != holder.as_ref());
            for agent in holder.iter().chain(also) {
                self.hub.send(agent, Namespace::ChatAgent, &event);
            }
        }
        let row = self.conversation_row(id, &Access::Staff).await?;
        if row.ticket_number.is_some() {
            let event = Event::TicketChanged(TicketChanged { ticket_id: id });
            self.hub.send_to_staff(Namespace::Root, &event);
        }
        Ok(conversation_view(row))
    }

    pub(crate) async fn conversation_row(
        &self,
        id: ConversationId,
        access: &Access,
    ) -> Result<ConversationRow> {
        self.store
            .conversation(id, access)
            .await?
            .ok_or_else(|| Error::not_found("conversation"))
    }
}
