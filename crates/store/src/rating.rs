//! Ratings of conversations.

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, PersonId, Timestamp, rating::RatingFilter,
};

use crate::{Result, Store, Tx, db::Source, row::row, sql::Builder};

/// A rating to be stored, or one that replaces it.
#[derive(Clone, Debug)]
pub struct NewRatingRow<'a> {
    pub conversation_id: ConversationId,
    /// 1 to 5.
    pub score: i64,
    pub comment: Option<&'a str>,
    pub agent_id: Option<&'a PersonId>,
    pub agent_name: Option<&'a str>,
    /// When it was rated first.
    pub rated_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatingRow {
    pub id: ConversationId,
    pub topic: Option<String>,
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    pub user_id: PersonId,
    pub user_name: String,
    pub rated_agent_id: Option<PersonId>,
    pub rated_agent_name: Option<String>,
    pub rating: i64,
    pub rating_comment: Option<String>,
    pub rated_at: Timestamp,
}

row!(RatingRow {
    id,
    topic,
    subject,
    ticket_number,
    user_id,
    user_name,
    rated_agent_id,
    rated_agent_name,
    rating,
    rating_comment,
    rated_at,
});

/// What the ratings of a choice come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RatingTotals {
    pub count: i64,
    /// Of all scores.
    pub sum: i64,
    /// Scores of 4 and 5.
    pub satisfied: i64,
}

row!(RatingTotals {
    count,
    sum,
    satisfied
});

impl Tx {
    /// Stores a rating in place of an earlier one.
    pub async fn rate(&mut self, rating: &NewRatingRow<'_>) -> Result<()> {
        self.run(
            "UPDATE conversation SET rating = $2, rating_comment = $3, rated_at = $4,
                 rated_agent_id = $5, rated_agent_name = $6
             WHERE id = $1",
            &[
                &rating.conversation_id,
                &rating.score,
                &rating.comment,
                &rating.rated_at,
                &rating.agent_id,
                &rating.agent_name,
            ],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// Newest first.
    pub async fn ratings(
        &self,
        filter: &RatingFilter,
        page: &PageRequest,
    ) -> Result<Page<RatingRow>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT c.id, ch.topic, t.subject, t.number AS ticket_number, c.user_id, c.user_name,
                 c.rated_agent_id, c.rated_agent_name, c.rating, c.rating_comment, c.rated_at
             FROM conversation c
             LEFT JOIN chat ch ON ch.conversation_id = c.id
             LEFT JOIN ticket t ON t.conversation_id = c.id
             WHERE c.rated_at IS NOT NULL",
        );
        restrict(&mut sql, filter);
        sql.before("(c.rated_at, c.id)", page)
            .push(" ORDER BY c.rated_at DESC, c.id DESC")
            .limit(page);
        let rows = db.fetch::<RatingRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.rated_at.0,
            id: row.id.0,
        }))
    }

    pub async fn rating_totals(&self, filter: &RatingFilter) -> Result<RatingTotals> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(c.rating), 0) AS BIGINT) AS sum,
                 COUNT(CASE WHEN c.rating >= 4 THEN 1 END) AS satisfied
             FROM conversation c WHERE c.rated_at IS NOT NULL",
        );
        restrict(&mut sql, filter);
        let totals = db.fetch_optional(sql.build()).await?;
        Ok(totals.unwrap_or(RatingTotals {
            count: 0,
            sum: 0,
            satisfied: 0,
        }))
    }
}

fn restrict(sql: &mut Builder, filter: &RatingFilter) {
    if let Some(agent) = &filter.agent {
        sql.push(" AND c.rated_agent_id = ").bind(agent);
    }
    if let Some(from) = filter.from {
        sql.push(" AND c.rated_at >= ").bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND c.rated_at < ").bind(to);
    }
}
