//! A customer rates a conversation once it is over; staff reads what they say.

use frontdesk_model::{
    Actor, ConversationId, Page, PageRequest,
    conversation::Conversation,
    moderation::ReviewKind,
    rating::{NewRating, Rating, RatingFilter, RatingSummary},
};
use frontdesk_store::{Access, ConversationRow, NewRatingRow, RatingRow};

use super::{kind_of, refuse_merged};
use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
    moderation::Field,
    webhooks::Happening,
};

/// A page of ratings, and what all of the choice come to.
#[derive(Clone, Debug)]
pub struct RatingList {
    pub page: Page<Rating>,
    pub summary: RatingSummary,
}

impl Desk {
    /// Rates one's own conversation, or changes what one said before.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `Conflict` while it goes on, once it
    /// is merged, and when the time for changes (`RATING_DAYS`) is over;
    /// `InvalidInput`; `Refused` by moderation.
    pub async fn rate_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
        input: &NewRating,
    ) -> Result<Conversation> {
        let mut input = input.validate()?;
        let now = self.clock.now();
        let owner = Access::Owner(actor.id.clone());
        // Nobody is moderated where they may not write.
        let row = self.conversation_row(id, &owner).await?;
        check_over(&row)?;
        let kind = match row.ticket_number {
            Some(_) => ReviewKind::Response,
            None => ReviewKind::Message,
        };
        let comment = input.comment.as_mut().map(|text| Field {
            member: "comment".to_owned(),
            label: "comment".to_owned(),
            text,
        });
        let comment = self
            .pass_fields(actor, kind, Some(id), comment.into_iter().collect())
            .await?;
        let mut tx = self.store.begin().await?;
        let row = tx.conversation(id, &owner).await?;
        check_over(&row)?;
        let first = row.rated_at.unwrap_or(now);
        if now.since(first) >= self.config.rating_period {
            return Err(Error::conflict("this rating is too old to be changed"));
        }
        let (agent_id, agent_name) = rated_agent(&row);
        let rated = NewRatingRow {
            conversation_id: id,
            score: input.score,
            comment: input.comment.as_deref(),
            agent_id,
            agent_name,
            rated_at: first,
        };
        tx.rate(&rated).await?;
        self.emit(&mut tx, Happening::Rated(&rated, &actor.id))
            .await?;
        let flagged = self
            .record_fields(&mut tx, actor, kind, id, &comment)
            .await?;
        tx.commit().await?;
        if flagged {
            self.tell_review_queue().await;
        }
        metrics::counter!("frontdesk_ratings_total").increment(1);
        self.tell_conversation(id, agent_id).await
    }

    /// Ratings, newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn ratings(
        &self,
        actor: &Actor,
        filter: &RatingFilter,
        page: &PageRequest,
    ) -> Result<RatingList> {
        agents_only(actor)?;
        let rows = self.store.ratings(filter, page).await?;
        let totals = self.store.rating_totals(filter).await?;
        let share = |part: i64| (totals.count > 0).then(|| part as f64 / totals.count as f64);
        Ok(RatingList {
            page: rows.map(view),
            summary: RatingSummary {
                count: totals.count,
                average: share(totals.sum),
                satisfied: share(totals.satisfied),
            },
        })
    }
}

fn check_over(row: &ConversationRow) -> Result<()> {
    refuse_merged(row)?;
    if !row.is_over() {
        return Err(Error::conflict(
            "this conversation still goes on; rate it when it is over",
        ));
    }
    Ok(())
}

/// Who held the chat last, or has the ticket.
fn rated_agent(row: &ConversationRow) -> (Option<&frontdesk_model::PersonId>, Option<&str>) {
    match &row.agent_id {
        Some(agent) => (Some(agent), row.agent_name.as_deref()),
        None => (row.assigned_to.as_ref(), row.assigned_to_name.as_deref()),
    }
}

fn view(row: RatingRow) -> Rating {
    Rating {
        conversation_id: row.id,
        kind: kind_of(row.ticket_number),
        subject: row.subject.or(row.topic),
        ticket_number: row.ticket_number,
        user_id: row.user_id,
        user_name: row.user_name,
        agent_id: row.rated_agent_id,
        agent_name: row.rated_agent_name,
        score: row.rating,
        comment: row.rating_comment,
        rated_at: row.rated_at,
    }
}
