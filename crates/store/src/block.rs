//! Blocks by themselves, as CARs bring them, and the roots that are kept for
//! their own sake. Blocks of uploads are recorded with the upload.

use frontdesk_model::{ConversationId, Timestamp};

use crate::{
    BlockRow, Result, Store, StoredFile, Tx,
    db::Source,
    row::One,
    sql::{Builder, Tuple},
};

/// Rows of one statement: each block has five arguments, and the engines take
/// some tens of thousands.
const ROWS_PER_STATEMENT: usize = 1_000;

/// The columns that `block` and `block_copy` have in common: cid, root,
/// leaf_offset, leaf_length, node.
pub(crate) fn bind(tuple: &mut Tuple<'_>, block: &BlockRow) {
    tuple
        .bind(&block.cid)
        .bind(&block.root)
        .bind(block.offset)
        .bind(block.length)
        .bind(&block.node);
}

impl Tx {
    /// Records blocks; of those that are known, this is a further place.
    pub async fn add_blocks(&mut self, blocks: &[BlockRow]) -> Result<()> {
        self.lock_blocks(false).await?;
        // In the order of their names, so that two writers that share blocks
        // never wait for each other crosswise.
        let mut blocks: Vec<_> = blocks.iter().collect();
        blocks.sort_unstable_by(|a, b| a.cid.cmp(&b.cid));
        for blocks in blocks.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO block (cid, root, leaf_offset, leaf_length, node) VALUES ",
            );
            sql.tuples(blocks, |tuple, block| bind(tuple, block));
            sql.push(" ON CONFLICT DO NOTHING");
            self.execute(sql.build()).await?;
            self.add_block_copies(blocks).await?;
        }
        Ok(())
    }

    /// Keeps these DAGs from now on.
    pub async fn pin_roots(&mut self, roots: &[String], now: Timestamp) -> Result<()> {
        for roots in roots.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO imported_root (cid, created_at) VALUES ",
            );
            sql.tuples(roots, |tuple, root| {
                tuple.bind(root).bind(now);
            });
            sql.push(" ON CONFLICT DO NOTHING");
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    /// Keeps a DAG no longer for its own sake; whether it was.
    pub async fn unpin_root(&mut self, root: &str) -> Result<bool> {
        let text = "DELETE FROM imported_root WHERE cid = $1";
        Ok(self.run(text, &[&root]).await? > 0)
    }
}

impl Store {
    pub async fn block(&self, cid: &str) -> Result<Option<BlockRow>> {
        let mut db = self;
        db.optional("SELECT * FROM block WHERE cid = $1", &[&cid])
            .await
    }

    /// Those of `cids` whose blocks are here.
    pub async fn known_blocks(&self, cids: &[String]) -> Result<Vec<String>> {
        let mut db = self;
        let mut known = Vec::new();
        for cids in cids.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(db.engine(), "SELECT cid AS value FROM block WHERE cid");
            sql.within(cids);
            let found: Vec<One<String>> = db.fetch(sql.build()).await?;
            known.extend(found.into_iter().map(|One(cid)| cid));
        }
        Ok(known)
    }

    /// Whether a DAG was imported and is kept for its own sake.
    pub async fn is_imported(&self, root: &str) -> Result<bool> {
        let mut db = self;
        let found: Option<One<String>> = db
            .optional(
                "SELECT cid AS value FROM imported_root WHERE cid = $1",
                &[&root],
            )
            .await?;
        Ok(found.is_some())
    }

    /// The roots that were imported and are kept, the oldest first.
    pub async fn imported_roots(&self) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT cid AS value FROM imported_root ORDER BY created_at, cid",
                &[],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }

    /// The CIDs of all files that are recorded here, the oldest first.
    pub async fn attachment_cids(&self) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all(
                "SELECT cid AS value FROM attachment ORDER BY created_at, cid",
                &[],
            )
            .await?;
        Ok(found.into_iter().map(|One(cid)| cid).collect())
    }
}

impl Store {
    /// The CIDs of all files that a ticket carries: its own, and those of its
    /// messages and notes, each once. Empty when there is no such ticket.
    pub async fn ticket_files(&self, ticket: ConversationId) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<Vec<StoredFile>>> = db
            .all(
                "SELECT attachments AS value FROM ticket WHERE conversation_id = $1
                 UNION ALL SELECT attachments FROM message
                 WHERE conversation_id = $1 AND attachments <> '[]'",
                &[&ticket],
            )
            .await?;
        let mut cids = Vec::new();
        for file in found.into_iter().flat_map(|One(files)| files) {
            if !cids.contains(&file.cid) {
                cids.push(file.cid);
            }
        }
        Ok(cids)
    }

    /// The ticket of this number.
    pub async fn ticket_of_number(&self, number: i64) -> Result<Option<ConversationId>> {
        let mut db = self;
        let found: Option<One<ConversationId>> = db
            .optional(
                "SELECT conversation_id AS value FROM ticket WHERE number = $1",
                &[&number],
            )
            .await?;
        Ok(found.map(|One(id)| id))
    }
}
