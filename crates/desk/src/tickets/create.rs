//! A customer opens a ticket.

use frontdesk_model::{
    job::Job,
    ticket::{NewTicket, Priority, Ticket},
};
use frontdesk_store::NewTicketRow;

use crate::{Call, Desk, error::Result};

impl Desk {
    /// Opens a ticket of the caller's.
    ///
    /// # Errors
    /// `InvalidInput`; also when an attachment wasn't uploaded by the caller.
    pub async fn create_ticket(&self, call: &Call, input: &NewTicket) -> Result<Ticket> {
        let input = input.validate(&self.config.input)?;
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
                description: input.description,
                category: input.category.unwrap_or_default(),
                priority: input.priority.unwrap_or(Priority::Medium),
                tags: Vec::new(),
                attachments,
                created_at: now,
            })
            .await?;
        let index = Job::IndexTicket { ticket_id: row.id };
        tx.enqueue(&index, now).await?;
        let ticket = self.ticket_view(row.clone());
        self.keep_answer(&mut tx, call, &ticket).await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_tickets_created_total").increment(1);
        self.ticket_changed(&row, Vec::new()).await;
        Ok(ticket)
    }
}
