//! The review list, and how many wait on it.

use frontdesk_model::{
    Actor, Page, PageRequest, ReviewId,
    events::ReviewQueue,
    moderation::{CONTEXT_MESSAGES, Review, ReviewContext, ReviewInContext, ReviewState},
};
use frontdesk_store::ReviewRow;

use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
    hub::{Deliver, Event, Namespace},
    uploads::Facts,
};

impl Desk {
    /// What is or was on the review list: what waits longest first, everything
    /// else newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn reviews(
        &self,
        actor: &Actor,
        state: Option<ReviewState>,
        page: &PageRequest,
    ) -> Result<Page<Review>> {
        agents_only(actor)?;
        let rows = self.store.reviews(state, page).await?;
        let facts = self.facts_of(&rows.items).await?;
        Ok(rows.map(|row| self.review_view(row, &facts)))
    }

    /// One review, with what was said around it.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn review(&self, actor: &Actor, id: ReviewId) -> Result<ReviewInContext> {
        agents_only(actor)?;
        let row = self.store.review(id).await?;
        let row = row.ok_or_else(|| Error::not_found("review"))?;
        let around = self.store.messages_around(&row, CONTEXT_MESSAGES).await?;
        let facts = self.facts_of([&row]).await?;
        Ok(ReviewInContext {
            context: ReviewContext {
                before: self.message_views(around.before).await?,
                after: self.message_views(around.after).await?,
            },
            review: self.review_view(row, &facts),
        })
    }

    pub(super) fn review_view(&self, row: ReviewRow, facts: &Facts) -> Review {
        let (attachments, files) = self.attachment_views(row.attachments, facts);
        Review {
            id: row.id,
            kind: row.kind,
            conversation_id: row.conversation_id,
            sender_id: row.sender_id,
            sender_name: row.sender_name,
            content: row.content,
            attachments,
            files,
            subject: row.subject,
            client_id: row.client_id,
            message_id: row.message_id,
            rule: row.rule,
            action: row.action,
            state: row.state,
            decided_by: row.decided_by,
            decided_by_name: row.decided_by_name,
            decided_at: row.decided_at,
            reason: row.reason,
            created_at: row.created_at,
        }
    }

    /// Tells all agents how many reviews wait.
    pub(crate) async fn tell_review_queue(&self) {
        let _turn = self.moderation.counting.lock().await;
        if let Some(event) = self.review_queue().await {
            self.hub.broadcast(Namespace::ChatAgent, &event);
        }
    }

    /// Tells one connection that is attached already.
    pub(crate) async fn show_review_queue(&self, out: &dyn Deliver) {
        let _turn = self.moderation.counting.lock().await;
        if let Some(event) = self.review_queue().await {
            out.deliver(&event);
        }
    }

    async fn review_queue(&self) -> Option<Event> {
        match self.store.pending_reviews().await {
            Ok(pending) => Some(Event::ReviewQueue(ReviewQueue { pending })),
            Err(error) => {
                tracing::warn!(%error, "the reviews could not be counted");
                None
            }
        }
    }
}
