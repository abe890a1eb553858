//! An agent makes a ticket of a chat: the same conversation, whose messages
//! are the ticket's responses from then on.

use frontdesk_model::{
    ConversationId,
    article::DEFAULT_CATEGORY,
    chat::{ChatStatus, Sender},
    conversation::ChatToTicket,
    notification::NotificationType,
    ticket::{Priority, Ticket, TicketStatus},
    validate::TITLE_MAX_CHARS,
};
use frontdesk_store::{
    Access, Assignee, ChatRow, MessageRow, NewTicketRow, Notes, TicketChange, TicketRow,
};

use crate::{
    Call, Desk,
    access::agents_only,
    error::{Error, Result},
    tickets::excerpt,
    view::session_view,
    webhooks::Happening,
};

/// Messages that are looked through for the customer's first one.
const FIRST_MESSAGES: u32 = 20;

impl Desk {
    /// Makes a ticket of a chat, which goes on unless `close_chat` is asked for.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff, and for closing another agent's chat;
    /// `NotFound`; `Conflict` when it is a ticket already or was merged;
    /// `InvalidInput`, also when the assignee isn't an agent.
    pub async fn chat_to_ticket(
        &self,
        call: &Call,
        id: ConversationId,
        input: &ChatToTicket,
    ) -> Result<Ticket> {
        agents_only(&call.actor)?;
        let input = input.validate()?;
        let assignee = match &input.assigned_to {
            Some(person) => Some(self.assignee(person).await?),
            None => None,
        };
        let first = self
            .store
            .messages(id, 0, FIRST_MESSAGES, Notes::PublicOnly)
            .await?
            .into_iter()
            .find(|message| message.sender == Sender::User);
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let chat = tx
            .chat(id, &Access::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        if chat.merged_into.is_some() {
            return Err(Error::conflict(
                "this chat was merged into another conversation",
            ));
        }
        let closes = input.close_chat && chat.status != ChatStatus::Closed;
        if closes
            && chat
                .agent_id
                .as_ref()
                .is_some_and(|it| *it != call.actor.id)
        {
            return Err(Error::forbidden("another agent holds this chat"));
        }
        tx.create_ticket(&self.ticket_of(&chat, first, &input, now))
            .await?;
        let row = tx
            .update_ticket(id, &taken_up(&chat, assignee), now)
            .await?;
        let mut session = chat.clone();
        if closes {
            session = tx.close_chat(id, now).await?;
        }
        session.ticket_number = Some(row.number);
        let told = self.ticket_made(call, &row);
        let notified = tx.add_notifications(&told).await?;
        self.emit(&mut tx, Happening::TicketCreated(&row)).await?;
        if closes {
            self.emit(&mut tx, Happening::ChatClosed(&session)).await?;
        }
        let details = serde_json::json!({ "ticketNumber": row.number, "closed": closes });
        tx.add_audit(&self.audit_entry(&call.actor, "chat.ticket", id, details))
            .await?;
        let facts = self.facts_in(&mut tx, [&row]).await?;
        let ticket = self.ticket_view(row.clone(), &facts);
        self.keep_answer(&mut tx, call, &ticket).await?;
        tx.commit().await?;
        self.tell_session(&session_view(session.clone()), None);
        if closes {
            router.close(id, &call.actor.name);
            self.after_close(&mut router, &chat, &session).await;
        }
        drop(router);
        metrics::counter!("frontdesk_tickets_created_total").increment(1);
        self.ticket_changed(&row, notified).await;
        Ok(ticket)
    }

    fn ticket_of(
        &self,
        chat: &ChatRow,
        first: Option<MessageRow>,
        input: &ChatToTicket,
        now: frontdesk_model::Timestamp,
    ) -> NewTicketRow {
        let words = first.as_ref().map(|message| message.content.as_str());
        let words = words.filter(|words| !words.is_empty());
        let subject = input
            .subject
            .clone()
            .or_else(|| chat.topic.clone())
            .or_else(|| words.map(excerpt))
            .unwrap_or_else(|| format!("Chat with {}", chat.user_name));
        NewTicketRow {
            id: chat.id,
            user_id: chat.user_id.clone(),
            user_name: chat.user_name.clone(),
            description: words.map_or_else(|| subject.clone(), str::to_owned),
            subject: subject.chars().take(TITLE_MAX_CHARS).collect(),
            category: input
                .category
                .clone()
                .unwrap_or_else(|| DEFAULT_CATEGORY.to_owned()),
            priority: input.priority.unwrap_or(Priority::Medium),
            tags: Vec::new(),
            // They are with the message, which is a response of the ticket.
            attachments: Vec::new(),
            created_at: now,
        }
    }

    fn ticket_made(
        &self,
        call: &Call,
        ticket: &TicketRow,
    ) -> Vec<frontdesk_store::NewNotification> {
        let mut told = vec![self.about_ticket(
            ticket,
            &ticket.user_id,
            NotificationType::TicketUpdate,
            format!("Your chat is ticket #{} now", ticket.number),
            ticket.subject.clone(),
        )];
        if let Some(assignee) = &ticket.assigned_to
            && *assignee != call.actor.id
        {
            told.push(self.about_ticket(
                ticket,
                assignee,
                NotificationType::TicketUpdate,
                format!("Ticket #{} is yours", ticket.number),
                format!("{} assigned “{}” to you", call.actor.name, ticket.subject),
            ));
        }
        told
    }
}

/// A chat that an agent holds is a ticket that somebody is at.
fn taken_up(chat: &ChatRow, assignee: Option<Assignee>) -> TicketChange {
    let holder = match (&chat.agent_id, &chat.agent_name) {
        (Some(id), Some(name)) => Some(Assignee {
            id: id.clone(),
            name: name.clone(),
        }),
        _ => None,
    };
    TicketChange {
        status: holder.is_some().then_some(TicketStatus::InProgress),
        assigned_to: Some(assignee.or(holder)),
        ..TicketChange::default()
    }
}
