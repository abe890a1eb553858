//! Uploaded files and the blocks of their DAGs. The bytes live elsewhere.

use frontdesk_model::{
    PersonId, Timestamp,
    attachment::{RenditionKind, ScanState},
};
use serde::{Deserialize, Serialize};

use crate::{NewFileKey, Result, Store, Tx, db::Source, row::row, sql::Builder};

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
    /// Bytes; of a sealed file, of the plain one.
    pub size: i64,
    pub media_type: String,
    /// The name of the chunking profile that gave the CID.
    pub profile: String,
    /// What the uploader calls it.
    pub name: String,
    /// None for what the desk itself has made, such as a rendition.
    pub person_id: Option<PersonId>,
    /// The state of a file that is new here.
    pub scan: ScanState,
    /// Pixels, of an image.
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub blocks: Vec<BlockRow>,
    /// Of a sealed file.
    pub key: Option<NewFileKey>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentRow {
    pub cid: String,
    pub size: i64,
    pub media_type: String,
    pub profile: String,
    pub created_at: Timestamp,
    pub scan: ScanState,
    /// What the scanner said, or who decided otherwise.
    pub scan_detail: Option<String>,
    pub scanned_at: Option<Timestamp>,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub quarantined_at: Option<Timestamp>,
    /// Its bytes are gone, or on their way.
    pub deleted_at: Option<Timestamp>,
    /// Its bytes were found to be lost or not what its CID says.
    pub damaged_at: Option<Timestamp>,
    /// What is stored is ciphertext; `size` is that of the plain file.
    pub sealed: bool,
}

/// What changes of a file beside its bytes; for lists of messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    pub cid: String,
    pub scan: ScanState,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub deleted_at: Option<Timestamp>,
    /// The CIDs of its smaller forms.
    pub thumbnail: Option<String>,
    pub preview: Option<String>,
    pub sealed: bool,
}

/// A smaller form of an image, which is a file itself.
#[derive(Clone, Debug)]
pub struct NewRendition {
    /// Of which file.
    pub of: String,
    pub kind: RenditionKind,
    pub width: i64,
    pub height: i64,
    pub file: NewAttachment,
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
    scan,
    scan_detail,
    scanned_at,
    width,
    height,
    quarantined_at,
    deleted_at,
    damaged_at,
    sealed,
});
row!(FileFacts {
    cid,
    scan,
    width,
    height,
    deleted_at,
    thumbnail,
    preview,
    sealed,
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

impl Tx {
    /// Records an upload; the same file again, by anyone, adds only who
    /// uploaded it and under which name (the last name counts). One that was
    /// deleted is there again, as new. True when its state is that of `file`.
    pub async fn add_attachment(&mut self, file: &NewAttachment, now: Timestamp) -> Result<bool> {
        let new = self
            .run(
                "INSERT INTO attachment
                     (cid, size, media_type, profile, scan, width, height, created_at, sealed)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (cid) DO UPDATE SET scan = excluded.scan, scan_detail = NULL,
                     scanned_at = NULL, quarantined_at = NULL, deleted_at = NULL,
                     removed_at = NULL, checked_at = NULL, damaged_at = NULL,
                     width = excluded.width, height = excluded.height,
                     sealed = excluded.sealed
                 WHERE attachment.deleted_at IS NOT NULL",
                &[
                    &file.cid,
                    &file.size,
                    &file.media_type,
                    &file.profile,
                    &file.scan,
                    &file.width,
                    &file.height,
                    &now,
                    &file.key.is_some(),
                ],
            )
            .await?;
        if let Some(person) = &file.person_id {
            self.run(
                "INSERT INTO upload (cid, person_id, name, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (cid, person_id) DO UPDATE SET name = excluded.name,
                     created_at = excluded.created_at",
                &[&file.cid, person, &file.name, &now],
            )
            .await?;
        }
        if new == 0 {
            // Its bytes have just been stored once more.
            self.run(
                "UPDATE attachment SET damaged_at = NULL WHERE cid = $1 AND damaged_at IS NOT NULL",
                &[&file.cid],
            )
            .await?;
            return Ok(false);
        }
        self.add_blocks(&file.blocks).await?;
        if let Some(key) = &file.key {
            self.add_file_key(&file.cid, key).await?;
        }
        Ok(true)
    }

    /// The file's row, locked against other writers until the transaction ends.
    /// What comes to carry the file meanwhile does not wait: it may wait for
    /// this transaction already, where that has written to the row before.
    pub async fn lock_attachment(&mut self, cid: &str) -> Result<Option<AttachmentRow>> {
        let mut sql = Builder::new(self.engine(), "SELECT a.* FROM attachment a WHERE a.cid = ");
        sql.bind(cid).lock_contents("a");
        self.fetch_optional(sql.build()).await
    }

    /// The same, also against anything that comes to carry the file. Only for a
    /// transaction that has not written to the row.
    pub(crate) async fn seal_off_attachment(&mut self, cid: &str) -> Result<Option<AttachmentRow>> {
        let mut sql = Builder::new(self.engine(), "SELECT a.* FROM attachment a WHERE a.cid = ");
        sql.bind(cid).lock("a");
        self.fetch_optional(sql.build()).await
    }

    /// What is known of these files now.
    pub async fn file_facts(&mut self, cids: &[&str]) -> Result<Vec<FileFacts>> {
        facts(self, cids).await
    }
}

/// One query, whatever their number; none for none.
async fn facts(db: &mut impl Source, cids: &[&str]) -> Result<Vec<FileFacts>> {
    if cids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Builder::new(
        db.engine(),
        "SELECT a.cid, a.scan, a.width, a.height, a.deleted_at, a.sealed,
             t.rendition_cid AS thumbnail, p.rendition_cid AS preview
         FROM attachment a
         LEFT JOIN rendition t ON t.cid = a.cid AND t.kind = 'thumbnail'
         LEFT JOIN rendition p ON p.cid = a.cid AND p.kind = 'preview'
         WHERE a.cid",
    );
    sql.within(cids.iter().copied());
    db.fetch(sql.build()).await
}

impl Store {
    /// What is known of these files now.
    pub async fn file_facts(&self, cids: &[&str]) -> Result<Vec<FileFacts>> {
        let mut db = self;
        facts(&mut db, cids).await
    }

    pub async fn attachment(&self, cid: &str) -> Result<Option<AttachmentRow>> {
        let mut db = self;
        db.optional("SELECT * FROM attachment WHERE cid = $1", &[&cid])
            .await
    }

    /// Those of `cids` that this person uploaded and that are there still, in the order of `cids`.
    pub async fn uploaded_by(&self, cids: &[String], person: &PersonId) -> Result<Vec<StoredFile>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT a.cid, u.name, a.size, a.media_type
             FROM upload u JOIN attachment a ON a.cid = u.cid WHERE a.deleted_at IS NULL AND u.person_id = ",
        );
        sql.bind(person).push(" AND u.cid").within(cids);
        let found: Vec<StoredFile> = db.fetch(sql.build()).await?;
        Ok(cids
            .iter()
            .filter_map(|cid| found.iter().find(|file| file.cid == *cid).cloned())
            .collect())
    }
}
