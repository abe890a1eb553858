//! A customer opens a ticket.

use frontdesk_model::{
    job::Job,
    ticket::{NewTicket, Priority, Ticket},
};
use frontdesk_store::{NewTicketRow, TicketRow};

use crate::{Call, Desk, error::Result};

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
    /// Opens a ticket of the caller's.
    ///
    /// # Errors
    /// `InvalidInput`; also when an attachment wasn't uploaded by the caller;
    /// `Forbidden` for a blocked caller.
    pub async fn create_ticket(&self, call: &Call, input: &NewTicket) -> Result<Ticket> {
        let draft = Draft {
            ticket: input.clone(),
            ..Draft::default()
        };
        self.open_ticket(call, draft).await
    }

    /// As [`Desk::create_ticket`]: the way of everything that a customer
    /// writes and that becomes a ticket.
    pub(crate) async fn open_ticket(&self, call: &Call, draft: Draft) -> Result<Ticket> {
        self.check_not_blocked(&call.actor)?;
        let input = draft.ticket.validate(&self.config.input)?;
        let attachments = self.attachable(&call.actor, &input.attachments).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let row = tx
            .create_ticket(&NewTicketRow {
                id: self.ids.make(),
                user_id: call.actor.id.clone(),
                user_name: call.actor.name.clone(),
                subject: input.subject,
                description: with_postscript(input.description, &draft.postscript),
                category: input.category.unwrap_or_default(),
                priority: input.priority.unwrap_or(Priority::Medium),
                tags: draft.tags,
                attachments,
                created_at: now,
            })
            .await?;
        if let Some(email) = &draft.email {
            tx.give_email(&call.actor.id, email).await?;
        }
        let index = Job::IndexTicket { ticket_id: row.id };
        tx.enqueue(&index, now).await?;
        let ticket = self.ticket_view(row.clone());
        self.keep_answer(&mut tx, call, &ticket).await?;
        tx.commit().await?;
        self.ticket_opened(&row).await;
        Ok(ticket)
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
