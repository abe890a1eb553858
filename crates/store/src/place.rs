//! How far the IPFS node is with each file: the record that hand-over goes by.
//!
//! Pinning and unpinning the same file never go on together: a file that is
//! wanted again while it leaves waits until it has left.

use frontdesk_model::{Timestamp, attachment::PinState, job::Job};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::Builder,
};

/// A file that the node has, or should have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilePlace {
    pub cid: String,
    pub state: PinState,
    /// When the node last confirmed that it has the file.
    pub confirmed_at: Option<Timestamp>,
}

/// How many files are in each state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlaceCounts {
    pub waiting: i64,
    pub pinned: i64,
    pub leaving: i64,
    pub lost: i64,
}

row!(FilePlace {
    cid,
    state,
    confirmed_at,
});
row!(PlaceCounts {
    waiting,
    pinned,
    leaving,
    lost,
});

impl Tx {
    /// Wants the node to have a file, and stores the job that hands it over.
    /// One that it has already is looked at anew.
    pub async fn want_pinned(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        self.run(
            "INSERT INTO file_place (cid, state, wanted, changed_at) VALUES ($1, $2, TRUE, $3)
             ON CONFLICT (cid) DO UPDATE SET wanted = TRUE,
                 state = CASE WHEN file_place.state = 'lost' THEN 'waiting'
                     ELSE file_place.state END",
            &[&cid, &PinState::Waiting, &now],
        )
        .await?;
        let cid = cid.to_owned();
        self.enqueue(&Job::PinFile { cid }, now).await
    }

    /// The node has confirmed that it has a file. False when it is not wanted
    /// any more: then it must be let go.
    pub async fn confirm_pinned(&mut self, cid: &str, now: Timestamp) -> Result<bool> {
        let confirmed = self
            .run(
                "UPDATE file_place SET state = 'pinned', confirmed_at = $2, changed_at = $2
                 WHERE cid = $1 AND state <> 'leaving'",
                &[&cid, &now],
            )
            .await?;
        Ok(confirmed > 0)
    }

    /// The node has lost a file. It is handed over anew from our own copy, or
    /// is lost when there is none.
    pub async fn miss_pinned(&mut self, cid: &str, is_here: bool, now: Timestamp) -> Result<()> {
        let state = if is_here {
            PinState::Waiting
        } else {
            PinState::Lost
        };
        let missed = self
            .run(
                "UPDATE file_place SET state = $2, confirmed_at = NULL, changed_at = $3
                 WHERE cid = $1 AND state <> 'leaving'",
                &[&cid, &state, &now],
            )
            .await?;
        if missed > 0 && is_here {
            let cid = cid.to_owned();
            self.enqueue(&Job::PinFile { cid }, now).await?;
        }
        Ok(())
    }

    /// Wants the node to let go of a file, and stores the job that says so.
    pub async fn want_unpinned(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        self.run(
            "INSERT INTO file_place (cid, state, wanted, changed_at) VALUES ($1, $2, FALSE, $3)
             ON CONFLICT (cid) DO UPDATE SET state = excluded.state, wanted = FALSE,
                 changed_at = excluded.changed_at",
            &[&cid, &PinState::Leaving, &now],
        )
        .await?;
        let cid = cid.to_owned();
        self.enqueue(&Job::UnpinFile { cid }, now).await
    }

    /// Says nothing more of a file that the node neither has nor can be given.
    pub async fn forget_place(&mut self, cid: &str) -> Result<()> {
        self.run("DELETE FROM file_place WHERE cid = $1", &[&cid])
            .await?;
        Ok(())
    }

    /// The node has let go of a file. One that is wanted again waits from now on.
    pub async fn confirm_unpinned(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        let wanted = self
            .run(
                "UPDATE file_place SET state = 'waiting', confirmed_at = NULL, changed_at = $2
                 WHERE cid = $1 AND state = 'leaving' AND wanted",
                &[&cid, &now],
            )
            .await?;
        if wanted > 0 {
            let cid = cid.to_owned();
            return self.enqueue(&Job::PinFile { cid }, now).await;
        }
        self.run(
            "DELETE FROM file_place WHERE cid = $1 AND state = 'leaving'",
            &[&cid],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    pub async fn file_place(&self, cid: &str) -> Result<Option<FilePlace>> {
        let mut db = self;
        db.optional("SELECT * FROM file_place WHERE cid = $1", &[&cid])
            .await
    }

    /// What is known of these files.
    pub async fn file_places(&self, cids: &[String]) -> Result<Vec<FilePlace>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM file_place WHERE cid");
        sql.within(cids);
        db.fetch(sql.build()).await
    }

    pub async fn place_counts(&self) -> Result<PlaceCounts> {
        let mut db = self;
        db.one(
            "SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
                 COUNT(CASE WHEN state = 'pinned' THEN 1 END) AS pinned,
                 COUNT(CASE WHEN state = 'leaving' THEN 1 END) AS leaving,
                 COUNT(CASE WHEN state = 'lost' THEN 1 END) AS lost FROM file_place",
            &[],
        )
        .await
    }

    /// Files that the node should have and was never told of: those from before
    /// there was a node, and those that may be given out only now.
    pub async fn unplaced_files(&self, limit: u32) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT a.cid AS value FROM attachment a
                 WHERE a.deleted_at IS NULL AND a.scan IN ('clean', 'unscanned')
                     AND NOT EXISTS (SELECT 1 FROM file_place p WHERE p.cid = a.cid)
                 ORDER BY a.created_at, a.cid LIMIT $1",
                &[&i64::from(limit)],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }

    /// Files that the node should not have any more: deleted ones, and those in
    /// which malware was found.
    pub async fn misplaced_files(&self, limit: u32) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT p.cid AS value FROM file_place p LEFT JOIN attachment a ON a.cid = p.cid
                 WHERE p.state <> 'leaving'
                     AND (a.deleted_at IS NOT NULL OR a.scan = 'infected' OR (a.cid IS NULL
                         AND NOT EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = p.cid)))
                 ORDER BY p.cid LIMIT $1",
                &[&i64::from(limit)],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }

    /// Files that the node has not confirmed since `before`, the longest ago
    /// first.
    pub async fn unconfirmed_files(&self, before: Timestamp, limit: u32) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT cid AS value FROM file_place
                 WHERE state = 'pinned' AND confirmed_at < $1
                 ORDER BY confirmed_at, cid LIMIT $2",
                &[&before, &i64::from(limit)],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }
}
