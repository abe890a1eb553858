//! Uploaded files and the blocks of their DAGs. The bytes live elsewhere.

use frontdesk_model::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Result, Store, Tx};

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

impl Tx {
    /// Records an upload; the same file again, by anyone, adds only who
    /// uploaded it and under which name.
    pub async fn add_attachment(&mut self, file: &NewAttachment, now: Timestamp) -> Result<()> {
        todo!()
    }
}

impl Store {
    pub async fn attachment(&self, cid: &str) -> Result<Option<AttachmentRow>> {
        todo!()
    }
    /// Those of `cids` that this person uploaded, in the order of `cids`.
    pub async fn uploaded_by(&self, cids: &[String], person: &PersonId) -> Result<Vec<StoredFile>> {
        todo!()
    }
    pub async fn block(&self, cid: &str) -> Result<Option<BlockRow>> {
        todo!()
    }
}
