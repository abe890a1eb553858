//! A customer opens a ticket.

use frontdesk_model::{
    chat::Sender,
    moderation::{ReviewAction, ReviewKind, RuleAction},
    ticket::{NewTicket, Priority, Ticket},
};
use frontdesk_store::{NewReview, NewTicketRow, TicketRow, Tx};

use crate::{
    Call, Desk,
    error::Result,
    moderation::{Sending, Submitted},
    webhooks::Happening,
};

/// A ticket to be opened, and what the desk itself adds to the customer's words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub ticket: NewTicket,
    /// Written below the description; empty for nothing.
    pub postscript: String,
    pub tags: Vec<String>,
    /// An address of the caller's, kept if they have none.
    pub email: Option<String>,
}

impl Desk {
    /// Opens a ticket of the caller's. One that moderation holds is stored on
    /// the review list, and opened when it is approved.
    ///
    /// # Errors
    /// `InvalidInput`, also when an attachment wasn't uploaded by the caller;
    /// `Refused` by moderation; `Forbidden` for a blocked caller.
    pub async fn create_ticket(&self, call: &Call, input: &NewTicket) -> Result<Submitted<Ticket>> {
        let draft = Draft {
            ticket: input.clone(),
            ..Draft::default()
        };
        self.open_ticket(call, draft).await
    }

    /// As [`Desk::create_ticket`]: the way of everything that a customer
    /// writes and that becomes a ticket.
    pub(crate) async fn open_ticket(&self, call: &Call, draft: Draft) -> Result<Submitted<Ticket>> {
        self.check_not_blocked(&call.actor)?;
        let input = draft.ticket.validate(&self.config.input)?;
        let content = with_postscript(input.description, &draft.postscript);
        let attachments = self.attachable(&call.actor, &input.attachments).await?;
        let sending = Sending {
            kind: ReviewKind::Ticket,
            conversation: None,
            author: &call.actor,
            as_agent: call.actor.is_staff(),
            subject: Some(&input.subject),
            content: &content,
            attachments: &attachments,
            mark: call.idempotency.as_ref().map(|key| key.key.as_str()),
        };
        let verdict = self.moderate(&sending).await;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        if verdict.action == Some(RuleAction::Refuse) {
            tx.rollback().await?;
            return Err(self.refused(&sending, &verdict).await);
        }
        let row = NewTicketRow {
            id: self.ids.make(),
            user_id: call.actor.id.clone(),
            user_name: call.actor.name.clone(),
            subject: verdict.masked_subject.clone().unwrap_or(input.subject),
            description: verdict.masked.clone().unwrap_or(content),
            category: input.category.unwrap_or_default(),
            priority: input.priority.unwrap_or(Priority::Medium),
            tags: draft.tags,
            attachments: verdict.mask_files(attachments.clone()),
            created_at: now,
        };
        if let Some(email) = &draft.email {
            tx.give_email(&call.actor.id, email).await?;
        }
        let about = review_of(self.ids.make(), &row);
        if verdict.action == Some(RuleAction::Hold) {
            let held = self.hold(&mut tx, about, &verdict).await?;
            let answer = Submitted::Held { held };
            self.keep_answer(&mut tx, call, &answer).await?;
            tx.commit().await?;
            self.tell_review_queue().await;
            return Ok(answer);
        }
        let row = self.store_ticket(&mut tx, &row).await?;
        self.keep_context(&mut tx, row.id, input.context.as_ref())
            .await?;
        let flagged = self
            .record_deeds(&mut tx, &about, &self.deeds(&verdict))
            .await?;
        let facts = self.facts_in(&mut tx, [&row]).await?;
        let ticket = self.ticket_view(row.clone(), &facts);
        self.keep_answer(&mut tx, call, &ticket).await?;
        tx.commit().await?;
        self.ticket_opened(&row).await;
        if flagged {
            self.tell_review_queue().await;
        }
        Ok(Submitted::Done(ticket))
    }

    /// Stores a ticket with what follows from it, in the caller's transaction.
    pub(crate) async fn store_ticket(&self, tx: &mut Tx, row: &NewTicketRow) -> Result<TicketRow> {
        let row = tx.create_ticket(row).await?;
        self.emit(tx, Happening::TicketCreated(&row)).await?;
        Ok(row)
    }

    /// After the commit of a new ticket: it is counted and told.
    pub(crate) async fn ticket_opened(&self, row: &TicketRow) {
        metrics::counter!("frontdesk_tickets_created_total").increment(1);
        self.ticket_changed(row, Vec::new()).await;
    }
}

fn with_postscript(mut description: String, postscript: &str) -> String {
    if !postscript.is_empty() {
        description.push_str("\n\n");
        description.push_str(postscript);
    }
    description
}

/// How a ticket stands on the review list.
fn review_of(id: frontdesk_model::ReviewId, ticket: &NewTicketRow) -> NewReview {
    NewReview {
        id,
        kind: ReviewKind::Ticket,
        conversation_id: ticket.id,
        sender: Sender::User,
        sender_id: ticket.user_id.clone(),
        sender_name: ticket.user_name.clone(),
        client_id: None,
        message_id: None,
        content: ticket.description.clone(),
        attachments: ticket.attachments.clone(),
        subject: Some(ticket.subject.clone()),
        category: Some(ticket.category.clone()),
        priority: Some(ticket.priority),
        rule: String::new(),
        action: ReviewAction::Flag,
        created_at: ticket.created_at,
    }
}
