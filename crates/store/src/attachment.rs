//! Uploaded files and the blocks of their DAGs. The bytes live elsewhere.

use frontdesk_model::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Result, Store, Tx, db::Source, row::row, sql::Builder};

/// A file as messages and tickets carry it; its address is added by the caller.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StoredFile {
    pub cid: String,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
}

/// An upload to be recorded.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    pub cid: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    /// The name of the chunking profile that gave the CID.
    pub profile: String,
    /// What the uploader calls it.
    pub name: String,
    pub person_id: PersonId,
    pub blocks: Vec<BlockRow>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentRow {
    pub cid: String,
    pub size: i64,
    pub media_type: String,
    pub profile: String,
    pub created_at: Timestamp,
}

/// A block of a file's DAG: a stretch of the file, or a node's whole encoding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockRow {
    pub cid: String,
    /// The file it was first seen in.
    pub root: String,
    /// Where the leaf begins in that file, in bytes.
    pub offset: Option<i64>,
    /// The leaf's length in bytes.
    pub length: Option<i64>,
    pub node: Option<Vec<u8>>,
}

row!(AttachmentRow {
    cid,
    size,
    media_type,
    profile,
    created_at,
});
row!(BlockRow {
    cid,
    root,
    offset: "leaf_offset",
    length: "leaf_length",
    node,
});
row!(StoredFile {
    cid,
    name,
    size,
    media_type,
});

/// Blocks that one statement stores: each has five arguments, and the engines
/// take some tens of thousands.
const BLOCKS_PER_STATEMENT: usize = 1_000;

impl Tx {
    /// Records an upload; the same file again, by anyone, adds only who
    /// uploaded it and under which name (the last name counts).
    pub async fn add_attachment(&mut self, file: &NewAttachment, now: Timestamp) -> Result<()> {
        let new = self
            .run(
                "INSERT INTO attachment (cid, size, media_type, profile, created_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                &[&file.cid, &file.size, &file.media_type, &file.profile, &now],
            )
            .await?;
        self.run(
            "INSERT INTO upload (cid, person_id, name, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (cid, person_id) DO UPDATE SET name = excluded.name",
            &[&file.cid, &file.person_id, &file.name, &now],
        )
        .await?;
        if new == 0 {
            return Ok(());
        }
        // In the order of their names, so that two files that share blocks
        // never wait for each other crosswise.
        let mut blocks: Vec<_> = file.blocks.iter().collect();
        blocks.sort_unstable_by(|a, b| a.cid.cmp(&b.cid));
        for blocks in blocks.chunks(BLOCKS_PER_STATEMENT) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO block (cid, root, leaf_offset, leaf_length, node) VALUES ",
            );
            sql.tuples(blocks, |tuple, block| {
                tuple
                    .bind(&block.cid)
                    .bind(&block.root)
                    .bind(block.offset)
                    .bind(block.length)
                    .bind(&block.node);
            });
            sql.push(" ON CONFLICT DO NOTHING");
            self.execute(sql.build()).await?;
        }
        Ok(())
    }
}

impl Store {
    pub async fn attachment(&self, cid: &str) -> Result<Option<AttachmentRow>> {
        let mut db = self;
        db.optional("SELECT * FROM attachment WHERE cid = $1", &[&cid])
            .await
    }

    /// Those of `cids` that this person uploaded, in the order of `cids`.
    pub async fn uploaded_by(&self, cids: &[String], person: &PersonId) -> Result<Vec<StoredFile>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT a.cid, u.name, a.size, a.media_type
             FROM upload u JOIN attachment a ON a.cid = u.cid WHERE u.person_id = ",
        );
        sql.bind(person).push(" AND u.cid").within(cids);
        let found: Vec<StoredFile> = db.fetch(sql.build()).await?;
        Ok(cids
            .iter()
            .filter_map(|cid| found.iter().find(|file| file.cid == *cid).cloned())
            .collect())
    }

    pub async fn block(&self, cid: &str) -> Result<Option<BlockRow>> {
        let mut db = self;
        db.optional("SELECT * FROM block WHERE cid = $1", &[&cid])
            .await
    }
}
