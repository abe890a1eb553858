//! Which files were read and compared with their CIDs, and which were damaged.

use frontdesk_model::Timestamp;

use crate::{
    BlockRow, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::Engine,
};

/// A file to be checked, or a pack of imported blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unchecked {
    pub cid: String,
    pub size: i64,
    /// The name of the chunking profile that gave the CID.
    pub profile: String,
    pub was_damaged: bool,
    pub is_pack: bool,
    /// What is stored is ciphertext; `size` is that of the plain file.
    pub sealed: bool,
}

row!(Unchecked {
    cid,
    size,
    profile,
    was_damaged,
    is_pack,
    sealed,
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
    /// What the database finds wrong when it reads through all of itself;
    /// nothing when it is sound. Only SQLite can tell.
    pub async fn find_damage(&self) -> Result<Vec<String>> {
        let mut db = self;
        if db.engine() == Engine::Postgres {
            return Ok(Vec::new());
        }
        let found: Vec<One<String>> = db
            .all(
                "SELECT integrity_check AS value FROM pragma_integrity_check
                 WHERE integrity_check <> 'ok'",
                &[],
            )
            .await?;
        Ok(found.into_iter().map(|One(line)| line).collect())
    }

    /// Files that are there and were not checked since `since`, and packs of
    /// imported blocks, of which no check is noted; in the order of their CIDs,
    /// after `after`. A pack was made under `profile`.
    pub async fn unchecked_files(
        &self,
        since: Timestamp,
        after: &str,
        limit: u32,
        profile: &str,
    ) -> Result<Vec<Unchecked>> {
        let mut db = self;
        db.all(
            "SELECT cid, size, profile, sealed, (damaged_at IS NOT NULL) AS was_damaged,
                 FALSE AS is_pack FROM attachment
             WHERE deleted_at IS NULL AND cid > $1 AND COALESCE(checked_at, 0) < $2
             UNION ALL
             SELECT p.root, MAX(p.leaf_offset + p.leaf_length), $4, FALSE, FALSE, TRUE FROM (
                 SELECT root, leaf_offset, leaf_length FROM block
                 WHERE root > $1 AND leaf_offset IS NOT NULL
                 UNION ALL SELECT root, leaf_offset, leaf_length FROM block_copy
                 WHERE root > $1 AND leaf_offset IS NOT NULL) p
             WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.cid = p.root)
             GROUP BY p.root
             ORDER BY 1 LIMIT $3",
            &[&after, &since, &i64::from(limit), &profile],
        )
        .await
    }

    /// The blocks that lie in an object of the file store, in their order there.
    pub async fn blocks_in(&self, root: &str) -> Result<Vec<BlockRow>> {
        let mut db = self;
        db.all(
            "SELECT cid, root, leaf_offset, leaf_length, node FROM block
             WHERE root = $1 AND leaf_offset IS NOT NULL
             UNION SELECT cid, root, leaf_offset, leaf_length, node FROM block_copy
             WHERE root = $1 AND leaf_offset IS NOT NULL
             ORDER BY leaf_offset",
            &[&root],
        )
        .await
    }

    /// Every place in which a block is known to lie.
    pub async fn places_of_block(&self, cid: &str) -> Result<Vec<BlockRow>> {
        let mut db = self;
        db.all(
            "SELECT cid, root, leaf_offset, leaf_length, node FROM block WHERE cid = $1
             UNION ALL SELECT cid, root, leaf_offset, leaf_length, node FROM block_copy
             WHERE cid = $1",
            &[&cid],
        )
        .await
    }
}
