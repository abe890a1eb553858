//! Responses to a ticket, and notes among staff.

use frontdesk_model::{
    Actor, ConversationId, Page, PageRequest, PersonId,
    chat::Sender,
    job::Job,
    notification::NotificationType,
    ticket::{NewResponse, Response, TicketStatus},
};
use frontdesk_store::{NewMessage, NewNotification, TicketChange, TicketRow};

use super::{access_of, excerpt, update::resolution};
use crate::{
    Call, Desk,
    error::{Error, Result},
};

impl Desk {
    /// A ticket's responses, oldest first; staff sees the notes among them.
    ///
    /// # Errors
    /// `NotFound`, for another's ticket as well.
    pub async fn responses(
        &self,
        actor: &Actor,
        ticket: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<Response>> {
        self.ticket(actor, ticket).await?;
        let rows = self
            .store
            .responses(ticket, &access_of(actor), page)
            .await?;
        Ok(rows.map(|row| self.response_view(row)))
    }

    /// Answers a ticket. A response of staff sets an open ticket to
    /// in-progress; one of the owner reopens a resolved one. Notes change
    /// nothing and are shown to staff alone.
    ///
    /// # Errors
    /// `NotFound`, for another's ticket as well; `Conflict` when the owner
    /// answers a closed ticket; `Forbidden` for a note by anyone but staff,
    /// and for a blocked caller; `InvalidInput`.
    pub async fn respond(
        &self,
        call: &Call,
        ticket: ConversationId,
        input: &NewResponse,
    ) -> Result<Response> {
        let actor = &call.actor;
        if input.internal && !actor.is_staff() {
            return Err(Error::forbidden("only agents may write internal notes"));
        }
        self.check_not_blocked(actor)?;
        let input = input.validate(&self.config.input)?;
        let attachments = self.attachable(actor, &input.attachments).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let before = tx
            .ticket(ticket, &access_of(actor))
            .await?
            .ok_or_else(|| Error::not_found("ticket"))?;
        // An agent who answers their own ticket speaks as its owner.
        let owner = before.user_id == actor.id;
        if owner && before.status == TicketStatus::Closed && !input.internal {
            return Err(Error::conflict(
                "this ticket is closed; open a new one and mention its number",
            ));
        }
        let appended = tx
            .append(&NewMessage {
                id: self.ids.make(),
                conversation_id: ticket,
                internal: input.internal,
                sender: if owner { Sender::User } else { Sender::Agent },
                sender_id: actor.id.clone(),
                sender_name: actor.name.clone(),
                client_id: None,
                content: input.response.clone(),
                attachments,
                created_at: now,
            })
            .await?;
        let status = (!input.internal)
            .then(|| status_after_response(before.status, owner))
            .flatten();
        let change = TicketChange {
            resolved_at: resolution(&before, status, now),
            status,
            ..TicketChange::default()
        };
        let after = tx.update_ticket(ticket, &change, now).await?;
        let told = self.response_tidings(actor, &after, &input, owner);
        let notified = tx.add_notifications(&told).await?;
        tx.enqueue(&Job::IndexTicket { ticket_id: ticket }, now)
            .await?;
        let response = self.response_view(appended.message);
        self.keep_answer(&mut tx, call, &response).await?;
        tx.commit().await?;
        self.ticket_changed(&after, notified).await;
        Ok(response)
    }

    fn response_tidings(
        &self,
        actor: &Actor,
        ticket: &TicketRow,
        input: &NewResponse,
        owner: bool,
    ) -> Vec<NewNotification> {
        if input.internal {
            return Vec::new();
        }
        let reader: Option<&PersonId> = if owner {
            ticket.assigned_to.as_ref()
        } else {
            Some(&ticket.user_id)
        };
        reader
            .filter(|reader| **reader != actor.id)
            .map(|reader| {
                self.about_ticket(
                    ticket,
                    reader,
                    NotificationType::TicketResponse,
                    format!("{} answered ticket #{}", actor.name, ticket.number),
                    excerpt(&input.response),
                )
            })
            .into_iter()
            .collect()
    }
}

/// The status that a public response leads to, when it changes it.
fn status_after_response(before: TicketStatus, by_owner: bool) -> Option<TicketStatus> {
    match (before, by_owner) {
        (TicketStatus::Open, false) => Some(TicketStatus::InProgress),
        (TicketStatus::Resolved, true) => Some(TicketStatus::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_takes_an_open_ticket_up_and_the_owner_reopens_a_resolved_one() {
        use TicketStatus::{Closed, InProgress, Open, Resolved};
        assert_eq!(status_after_response(Open, false), Some(InProgress));
        assert_eq!(status_after_response(Resolved, true), Some(Open));
        for (status, by_owner) in [
            (Open, true),
            (InProgress, true),
            (InProgress, false),
            (Resolved, false),
            (Closed, false),
        ] {
            assert_eq!(status_after_response(status, by_owner), None);
        }
    }
}
