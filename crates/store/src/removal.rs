//! The end of files: what is deleted, what nothing needs any more, and which
//! places of their blocks take over. The bytes follow by [`Job::RemoveFile`],
//! under the rules of [`Tx::begin_removal`].

use std::collections::HashMap;

use frontdesk_model::{PersonId, Timestamp, job::Job};

use crate::{
    BlockRow, Result, Store, Tx, block,
    db::Source,
    row::{One, row},
    sql::{Builder, Engine},
};

/// A file that may be cleared away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Collectable {
    pub cid: String,
    pub size: i64,
}

row!(Collectable { cid, size });

/// Where a block lies.
struct Home {
    cid: String,
    root: String,
}

row!(Home { cid, root });

/// A file `a` that nothing carries, that nobody has uploaded since `$1`, and
/// that the operator didn't import.
const ORPHANS: &str = "SELECT a.cid, a.size FROM attachment a
     WHERE a.deleted_at IS NULL AND a.created_at < $1
     AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.cid = a.cid AND u.created_at >= $1)
     AND NOT EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = a.cid)
     AND NOT EXISTS (SELECT 1 FROM rendition n WHERE n.rendition_cid = a.cid)
     AND NOT EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = a.cid)
     AND ($2 = '' OR a.cid = $2) ORDER BY a.created_at, a.cid LIMIT $3";

/// A file `a` all of whose conversations were over before `$1`. What waits for
/// its review is not over.
const EXPIRED: &str = "SELECT a.cid, a.size FROM attachment a
     WHERE a.deleted_at IS NULL AND a.created_at < $1
     AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.cid = a.cid AND u.created_at >= $1)
     AND EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = a.cid)
     AND NOT EXISTS (SELECT 1 FROM attachment_reference r
         LEFT JOIN ticket t ON t.conversation_id = r.conversation_id
         LEFT JOIN chat c ON c.conversation_id = r.conversation_id
         WHERE r.cid = a.cid AND CASE
             WHEN t.conversation_id IS NULL AND c.conversation_id IS NULL THEN 1
             WHEN t.conversation_id IS NOT NULL AND t.status NOT IN ('resolved', 'closed') THEN 1
             WHEN t.conversation_id IS NOT NULL
                 AND COALESCE(t.resolved_at, t.updated_at) >= $1 THEN 1
             WHEN c.conversation_id IS NOT NULL AND c.status <> 'closed' THEN 1
             WHEN c.conversation_id IS NOT NULL
                 AND COALESCE(c.closed_at, $1) >= $1 THEN 1
             WHEN r.created_at >= $1 THEN 1
             ELSE 0 END = 1)
     AND NOT EXISTS (SELECT 1 FROM rendition n
         JOIN attachment o ON o.cid = n.cid AND o.deleted_at IS NULL
         WHERE n.rendition_cid = a.cid AND n.cid <> a.cid)
     AND NOT EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = a.cid)
     AND ($2 = '' OR a.cid = $2) ORDER BY a.created_at, a.cid LIMIT $3";

impl Tx {
    /// Takes back that a person uploaded a file; whether they had.
    pub async fn drop_upload(&mut self, cid: &str, person: &PersonId) -> Result<bool> {
        let text = "DELETE FROM upload WHERE cid = $1 AND person_id = $2";
        Ok(self.run(text, &[&cid, person]).await? > 0)
    }

    /// Whether a file is kept for somebody: for another uploader, or as a
    /// smaller form of an image that is there.
    pub async fn is_claimed(&mut self, cid: &str) -> Result<bool> {
        let claimed: One<bool> = self
            .one(
                "SELECT (EXISTS (SELECT 1 FROM upload WHERE cid = $1)
                     OR EXISTS (SELECT 1 FROM rendition n
                         JOIN attachment o ON o.cid = n.cid AND o.deleted_at IS NULL
                         WHERE n.rendition_cid = $1 AND n.cid <> $1)) AS value",
                &[&cid],
            )
            .await?;
        Ok(claimed.0)
    }

    /// Deletes a file for everyone, with the smaller forms that are only its
    /// own: nobody has uploaded it any more, its blocks are found elsewhere or
    /// not at all, its key is destroyed, and its bytes go by a job. Name and size stay with what
    /// carries it. Repeating it changes nothing.
    pub async fn delete_file(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        let files = self.with_renditions(cid).await?;
        for cid in &files {
            self.mark_deleted(cid, now).await?;
            self.run("DELETE FROM upload WHERE cid = $1", &[cid])
                .await?;
        }
        self.remove_later(files, now).await
    }

    /// Takes a file away that nothing has carried since before `before`, with
    /// its row, so that nothing can come to refer to it. False when that isn't
    /// so any more.
    pub async fn forget_orphan(
        &mut self,
        cid: &str,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        // A reference that is being written holds the row until it is there.
        if self.seal_off_attachment(cid).await?.is_none() {
            return Ok(false);
        }
        let still: Vec<Collectable> = self.all(ORPHANS, &[&before, &cid, &1_i64]).await?;
        if still.is_empty() {
            return Ok(false);
        }
        let files = self.with_renditions(cid).await?;
        for own in files.iter().filter(|own| *own != cid) {
            self.mark_deleted(own, now).await?;
        }
        self.run("DELETE FROM upload WHERE cid = $1", &[&cid])
            .await?;
        self.destroy_file_key(cid).await?;
        self.run("DELETE FROM attachment WHERE cid = $1", &[&cid])
            .await?;
        self.remove_later(files, now).await?;
        Ok(true)
    }

    /// Deletes a file all of whose conversations were over before `before`.
    /// False when that isn't so any more.
    pub async fn expire_file(
        &mut self,
        cid: &str,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        if self.seal_off_attachment(cid).await?.is_none() {
            return Ok(false);
        }
        let still: Vec<Collectable> = self.all(EXPIRED, &[&before, &cid, &1_i64]).await?;
        if still.is_empty() {
            return Ok(false);
        }
        self.delete_file(cid, now).await?;
        Ok(true)
    }

    /// A file that was marked before keeps its time. A sealed one is erased with
    /// its key.
    async fn mark_deleted(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        let text = "UPDATE attachment SET deleted_at = $2 WHERE cid = $1 AND deleted_at IS NULL";
        self.run(text, &[&cid, &now]).await?;
        self.destroy_file_key(cid).await?;
        self.forget_file_text(cid).await?;
        self.changed_carriers(cid).await
    }

    /// Deletes smaller forms that were made anew or may not be seen, if they
    /// are sealed: each time that one is made, it is another file. Gives those
    /// that are not.
    pub(crate) async fn discard_sealed(
        &mut self,
        files: Vec<String>,
        now: Timestamp,
    ) -> Result<Vec<String>> {
        let (mut sealed, mut plain) = (Vec::new(), Vec::new());
        for cid in files {
            if self.destroy_file_key(&cid).await? {
                self.mark_deleted(&cid, now).await?;
                sealed.push(cid);
            } else {
                plain.push(cid);
            }
        }
        if !sealed.is_empty() {
            self.remove_later(sealed, now).await?;
        }
        Ok(plain)
    }

    /// A file, and its smaller forms that are nobody else's; they are its no longer.
    async fn with_renditions(&mut self, cid: &str) -> Result<Vec<String>> {
        let own: Vec<One<String>> = self
            .all(
                "SELECT DISTINCT n.rendition_cid AS value FROM rendition n
                 WHERE n.cid = $1 AND n.rendition_cid <> $1
                 AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.cid = n.rendition_cid)
                 AND NOT EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = n.rendition_cid)
                 AND NOT EXISTS (SELECT 1 FROM rendition o
                     WHERE o.rendition_cid = n.rendition_cid AND o.cid <> $1)",
                &[&cid],
            )
            .await?;
        self.run("DELETE FROM rendition WHERE cid = $1", &[&cid])
            .await?;
        let mut files = vec![cid.to_owned()];
        files.extend(own.into_iter().map(|One(own)| own));
        Ok(files)
    }

    async fn remove_later(&mut self, files: Vec<String>, now: Timestamp) -> Result<()> {
        // After all rows of files: who stores a file takes them in that order.
        self.lock_blocks(true).await?;
        for cid in &files {
            self.rehome_blocks(cid).await?;
        }
        let jobs: Vec<_> = files
            .into_iter()
            .map(|cid| Job::RemoveFile { cid })
            .collect();
        self.enqueue_all(&jobs, now).await
    }

    /// Blocks that lie in `root` are found in another file that has them, or
    /// else not at all.
    async fn rehome_blocks(&mut self, root: &str) -> Result<()> {
        self.run("DELETE FROM block_copy WHERE root = $1", &[&root])
            .await?;
        self.run(
            "UPDATE block SET
                 root = (SELECT c.root FROM block_copy c WHERE c.cid = block.cid
                     ORDER BY c.root LIMIT 1),
                 leaf_offset = (SELECT c.leaf_offset FROM block_copy c WHERE c.cid = block.cid
                     ORDER BY c.root LIMIT 1),
                 leaf_length = (SELECT c.leaf_length FROM block_copy c WHERE c.cid = block.cid
                     ORDER BY c.root LIMIT 1),
                 node = (SELECT c.node FROM block_copy c WHERE c.cid = block.cid
                     ORDER BY c.root LIMIT 1)
             WHERE root = $1 AND EXISTS (SELECT 1 FROM block_copy c WHERE c.cid = block.cid)",
            &[&root],
        )
        .await?;
        self.run("DELETE FROM block WHERE root = $1", &[&root])
            .await?;
        Ok(())
    }

    /// Keeps the places of blocks from changing until the transaction ends:
    /// alone to take some away, together with others to add to them.
    pub(crate) async fn lock_blocks(&mut self, alone: bool) -> Result<()> {
        if self.engine() == Engine::Postgres {
            let text = match alone {
                true => "SELECT TRUE AS value FROM (SELECT pg_advisory_xact_lock(10, 1)) AS locked",
                false => {
                    "SELECT TRUE AS value FROM
                     (SELECT pg_advisory_xact_lock_shared(10, 1)) AS locked"
                }
            };
            self.all::<One<bool>>(text, &[]).await?;
        }
        Ok(())
    }

    /// Notes the further places of blocks that are known by another file. The
    /// blocks themselves must be stored, and the places locked.
    pub(crate) async fn add_block_copies(&mut self, blocks: &[&BlockRow]) -> Result<()> {
        if blocks.is_empty() {
            return Ok(());
        }
        let mut sql = Builder::new(self.engine(), "SELECT cid, root FROM block WHERE cid");
        sql.within(blocks.iter().map(|block| &block.cid));
        let known: Vec<Home> = self.fetch(sql.build()).await?;
        let known: HashMap<_, _> = known
            .into_iter()
            .map(|home| (home.cid, home.root))
            .collect();
        let is_elsewhere = |block: &&&BlockRow| {
            known
                .get(&block.cid)
                .is_some_and(|root| *root != block.root)
        };
        let mut copies: Vec<_> = blocks.iter().filter(is_elsewhere).collect();
        copies.dedup_by(|a, b| a.cid == b.cid);
        if copies.is_empty() {
            return Ok(());
        }
        let mut sql = Builder::new(
            self.engine(),
            "INSERT INTO block_copy (cid, root, leaf_offset, leaf_length, node) VALUES ",
        );
        sql.tuples(copies, |tuple, block| block::bind(tuple, block));
        sql.push(" ON CONFLICT DO NOTHING");
        self.execute(sql.build()).await?;
        Ok(())
    }

    /// Forgets holds whose makers are gone, and has what they have put removed
    /// unless it was recorded; gives how many.
    pub async fn drop_expired_holds(&mut self, now: Timestamp) -> Result<usize> {
        let dropped: Vec<One<String>> = self
            .all(
                "DELETE FROM file_hold WHERE expires_at <= $1 RETURNING cid AS value",
                &[&now],
            )
            .await?;
        let count = dropped.len();
        let jobs: Vec<_> = dropped
            .into_iter()
            .map(|One(cid)| Job::RemoveFile { cid })
            .collect();
        self.enqueue_all(&jobs, now).await?;
        Ok(count)
    }
}

impl Store {
    /// Files that nothing carries and nobody has uploaded since `before`, the
    /// oldest first.
    pub async fn orphans(&self, before: Timestamp, limit: u32) -> Result<Vec<Collectable>> {
        let mut db = self;
        let limit = i64::from(limit);
        db.all(ORPHANS, &[&before, &"", &limit]).await
    }

    /// Files all of whose conversations were over before `before`.
    pub async fn expired_files(&self, before: Timestamp, limit: u32) -> Result<Vec<Collectable>> {
        let mut db = self;
        let limit = i64::from(limit);
        db.all(EXPIRED, &[&before, &"", &limit]).await
    }

    /// Files whose bytes should be gone and may not be: deleted before
    /// `before`, or with a removal that was begun before.
    pub async fn unfinished_removals(&self, before: Timestamp, limit: u32) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT cid AS value FROM attachment WHERE deleted_at < $1 AND removed_at IS NULL
                 UNION SELECT cid FROM file_removal WHERE started_at < $1
                 ORDER BY 1 LIMIT $2",
                &[&before, &i64::from(limit)],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }

    /// Those of `cids` of which the database knows nothing: no file, no block
    /// that lies there, nobody who is storing it.
    pub async fn unknown_objects(&self, cids: &[String]) -> Result<Vec<String>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT cid AS value FROM attachment WHERE deleted_at IS NULL AND cid",
        );
        sql.within(cids)
            .push(" UNION SELECT root FROM block WHERE root")
            .within(cids)
            .push(" UNION SELECT root FROM block_copy WHERE root")
            .within(cids)
            .push(" UNION SELECT cid FROM file_hold WHERE cid")
            .within(cids);
        let known: Vec<One<String>> = db.fetch(sql.build()).await?;
        Ok(cids
            .iter()
            .filter(|cid| !known.iter().any(|One(known)| known == *cid))
            .cloned()
            .collect())
    }
}
