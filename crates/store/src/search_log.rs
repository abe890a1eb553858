//! The reading side of the change log that search indexes follow.
//!
//! A *position* is a place before which a reader has seen everything. On
//! PostgreSQL a transaction may commit after one with a greater number; so a
//! position never passes the number of one that is still under way
//! ([`Store::search_horizon`]), though what lies beyond is read as soon as it
//! is committed. Rows are forgotten after a time ([`Tx::trim_search_changes`]);
//! who comes back with a position before the floor has missed something.

use frontdesk_model::{PersonId, Timestamp};

use crate::{
    Result, SearchKind, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, Engine},
};

/// One line of the log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SearchChange {
    pub place: i64,
    pub kind: SearchKind,
    pub id: String,
    /// Empty when nobody waits for it.
    pub writer: String,
}

row!(SearchChange {
    place,
    kind,
    id,
    writer,
});

impl Store {
    /// The greatest position of a reader that has read everything there is now:
    /// to be asked for before reading.
    pub async fn search_horizon(&self) -> Result<i64> {
        let mut db = self;
        let horizon: One<i64> = match db.engine() {
            Engine::Sqlite => {
                db.one(
                    "SELECT value + 1 AS value FROM counter WHERE name = 'search-change'",
                    &[],
                )
                .await?
            }
            Engine::Postgres => {
                db.one(
                    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
                         AS value",
                    &[],
                )
                .await?
            }
        };
        Ok(horizon.0)
    }

    /// The first position from which on nothing is missing.
    pub async fn search_floor(&self) -> Result<i64> {
        let mut db = self;
        let floor: One<i64> = db
            .one(
                "SELECT value FROM counter WHERE name = 'search-change-floor'",
                &[],
            )
            .await?;
        Ok(floor.0)
    }

    /// A page of the log from a position on, or after the last line of the page
    /// before. The same thing stands there once for each of its writers.
    pub async fn search_changes(
        &self,
        position: i64,
        after: Option<&SearchChange>,
        limit: u32,
    ) -> Result<Vec<SearchChange>> {
        let mut db = self;
        let limit = i64::from(limit);
        let Some(after) = after else {
            return db
                .all(
                    "SELECT place, kind, id, writer FROM search_change WHERE place >= $1
                     ORDER BY place, kind, id, writer LIMIT $2",
                    &[&position, &limit],
                )
                .await;
        };
        db.all(
            "SELECT place, kind, id, writer FROM search_change
             WHERE place >= $1 AND (place, kind, id, writer) > ($1, $2, $3, $4)
             ORDER BY place, kind, id, writer LIMIT $5",
            &[
                &after.place,
                &after.kind.as_str(),
                &after.id,
                &after.writer,
                &limit,
            ],
        )
        .await
    }

    /// How many things have changed since this position.
    pub async fn search_changes_since(&self, position: i64) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM
                     (SELECT DISTINCT kind, id FROM search_change WHERE place >= $1) AS changed",
                &[&position],
            )
            .await?;
        Ok(count.0)
    }

    /// Those of these things that have changed since this position.
    pub async fn search_changed_among(
        &self,
        kind: SearchKind,
        ids: &[String],
        position: i64,
    ) -> Result<Vec<String>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT DISTINCT id AS value FROM search_change WHERE place >= ",
        );
        sql.bind(position).push(" AND kind = ").bind(kind.as_str());
        sql.push(" AND id").within(ids);
        let changed: Vec<One<String>> = db.fetch(sql.build()).await?;
        Ok(changed.into_iter().map(|id| id.0).collect())
    }

    /// Whether a person has changed something that a reader at this position
    /// may not have seen.
    pub async fn has_search_change_of(&self, person: &PersonId, position: i64) -> Result<bool> {
        let mut db = self;
        let found: One<bool> = db
            .one(
                "SELECT EXISTS (SELECT 1 FROM search_change WHERE place >= $2 AND writer = $1)
                     AS value",
                &[person, &position],
            )
            .await?;
        Ok(found.0)
    }
}

impl Tx {
    /// Forgets what was changed before `before`; tells how much that was.
    pub async fn trim_search_changes(&mut self, before: Timestamp) -> Result<u64> {
        let last: One<Option<i64>> = self
            .one(
                "SELECT MAX(place) AS value FROM search_change WHERE changed_at < $1",
                &[&before],
            )
            .await?;
        let Some(last) = last.0 else {
            return Ok(0);
        };
        self.run(
            "UPDATE counter SET value = $1 WHERE name = 'search-change-floor' AND value < $1",
            &[&(last + 1)],
        )
        .await?;
        self.run(
            "DELETE FROM search_change WHERE changed_at < $1 AND place <= $2",
            &[&before, &last],
        )
        .await
    }
}
