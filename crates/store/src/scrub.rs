//! Which files were read and compared with their CIDs, and which were damaged.

use frontdesk_model::Timestamp;

use crate::{Result, Store, Tx, db::Source, row::row};

/// A file to be checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unchecked {
    pub cid: String,
    pub size: i64,
    /// The name of the chunking profile that gave the CID.
    pub profile: String,
    pub was_damaged: bool,
}

row!(Unchecked {
    cid,
    size,
    profile,
    was_damaged,
});

impl Tx {
    /// Notes what a check has found. A damaged file is marked until it is whole
    /// again; a file that is stored anew is.
    pub async fn set_checked(&mut self, cid: &str, is_whole: bool, now: Timestamp) -> Result<()> {
        self.run(
            "UPDATE attachment SET checked_at = $2,
                 damaged_at = CASE WHEN $3 THEN NULL ELSE COALESCE(damaged_at, $2) END
             WHERE cid = $1 AND deleted_at IS NULL",
            &[&cid, &now, &is_whole],
        )
        .await?;
        Ok(())
    }

    /// Keeps two checks from being begun at once, until the transaction ends.
    pub async fn lock_upkeep(&mut self) -> Result<()> {
        self.lock_file("upkeep").await
    }
}

impl Store {
    /// Files that are there and were not checked since `since`, in the order of
    /// their CIDs, after `after`.
    pub async fn unchecked_files(
        &self,
        since: Timestamp,
        after: &str,
        limit: u32,
    ) -> Result<Vec<Unchecked>> {
        let mut db = self;
        db.all(
            "SELECT cid, size, profile, (damaged_at IS NOT NULL) AS was_damaged FROM attachment
             WHERE deleted_at IS NULL AND cid > $1 AND COALESCE(checked_at, 0) < $2
             ORDER BY cid LIMIT $3",
            &[&after, &since, &i64::from(limit)],
        )
        .await
    }
}
