//! What people do with tickets.

mod create;
mod list;
mod respond;
pub(crate) mod update;

use frontdesk_model::{
    Actor, ConversationId, events::TicketChanged, notification::NotificationType, ticket::Ticket,
};
use frontdesk_store::{Access, NewNotification, StoredNotification, TicketRow};

pub(crate) use create::Draft;
pub use list::TicketCounts;
pub(crate) use respond::{OtherWay, Words};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

/// What a person may see of tickets and chats; part of every query.
pub(crate) fn access_of(actor: &Actor) -> Access {
    if actor.is_staff() {
        Access::Staff
    } else {
        Access::Owner(actor.id.clone())
    }
}

impl Desk {
    /// One ticket: one's own, or any for staff.
    ///
    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn ticket(&self, actor: &Actor, id: ConversationId) -> Result<Ticket> {
        let row = self.store.ticket(id, &access_of(actor)).await?;
        let row = row.ok_or_else(|| Error::not_found("ticket"))?;
        self.ticket_now(row).await
    }

    /// A notification about a ticket, to be stored with what it tells.
    pub(crate) fn about_ticket(
        &self,
        ticket: &TicketRow,
        person: &frontdesk_model::PersonId,
        kind: NotificationType,
        title: String,
        message: String,
    ) -> NewNotification {
        NewNotification {
            id: self.ids.make(),
            person_id: person.clone(),
            kind,
            title,
            message,
            data: serde_json::json!({
                "ticketId": ticket.id,
                "ticketNumber": ticket.number,
                "subject": ticket.subject,
            }),
            dedup_key: None,
            created_at: self.clock.now(),
        }
    }

    /// After the commit: tells those who look at the ticket that it has
    /// changed, and those who were notified.
    pub(crate) async fn ticket_changed(
        &self,
        ticket: &TicketRow,
        notified: Vec<StoredNotification>,
    ) {
        let event = Event::TicketChanged(TicketChanged {
            ticket_id: ticket.id,
        });
        self.hub.send(&ticket.user_id, Namespace::Root, &event);
        self.hub.send_to_staff(Namespace::Root, &event);
        self.deliver_notifications(notified).await;
    }
}

/// The first words of what somebody said, for notifications.
pub(crate) fn said(text: &str) -> String {
    match text.is_empty() {
        true => "sent a file".to_owned(),
        false => excerpt(text),
    }
}

/// The first words of a text, for notifications.
pub(crate) fn excerpt(text: &str) -> String {
    const CHARS: usize = 140;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= CHARS {
        return line;
    }
    let mut short: String = line.chars().take(CHARS - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_at_most_140_characters() {
        assert_eq!(excerpt("two\n  lines"), "two lines");
        assert_eq!(excerpt(&"ü".repeat(200)).chars().count(), 140);
    }
}
