//! What is kept of people's comings and goings: when each was last seen.

use frontdesk_model::{ConversationId, PersonId, Timestamp};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, KEPT_ROWS},
};

/// When a person was last seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastSeen {
    pub id: PersonId,
    pub last_seen_at: Timestamp,
}

row!(LastSeen { id, last_seen_at });

impl Tx {
    /// Keeps when people were last seen; never moves it back. People who are
    /// not known are passed over.
    pub async fn save_last_seen(&mut self, seen: &[LastSeen]) -> Result<()> {
        for seen in seen.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(self.engine(), "WITH seen (id, at) AS (VALUES ");
            sql.tuples(seen, |tuple, one| {
                tuple.bind(&one.id).bind(one.last_seen_at);
            });
            sql.push(
                ") UPDATE person SET last_seen_at = seen.at
                 FROM seen WHERE person.id = seen.id AND person.last_seen_at < seen.at",
            );
            self.execute(sql.build()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// When each of these people was last seen, as far as they are known.
    pub async fn last_seen(&self, people: &[PersonId]) -> Result<Vec<LastSeen>> {
        let mut db = self;
        let mut found = Vec::new();
        for people in people.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(db.engine(), "SELECT id, last_seen_at FROM person WHERE id");
            sql.within(people.iter());
            found.extend(db.fetch::<LastSeen>(sql.build()).await?);
        }
        Ok(found)
    }

    /// Whether there is such a conversation, a chat or a ticket.
    pub async fn has_conversation(&self, id: ConversationId) -> Result<bool> {
        let mut db = self;
        let found: Option<One<i64>> = db
            .optional(
                "SELECT CAST(1 AS BIGINT) AS value FROM conversation WHERE id = $1",
                &[&id],
            )
            .await?;
        Ok(found.is_some())
    }
}
