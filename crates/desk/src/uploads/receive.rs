//! Someone uploads a file: checked, hashed and stored while it streams in.

use bytes::Bytes;
use frontdesk_files::{Block, Ingest, Staged, UploadRules};
use frontdesk_model::{
    Actor, PersonId,
    attachment::{Attachment, ScanState},
};
use frontdesk_store::{BlockRow, NewAttachment, StoredFile};

use crate::{Desk, error::Result};

/// A file that is coming in. Dropping it keeps nothing.
pub struct Upload {
    desk: Desk,
    person: PersonId,
    ingest: Ingest,
}

/// A file that has come in whole and may be kept. Dropping it keeps nothing.
pub struct Accepted {
    desk: Desk,
    person: PersonId,
    staged: Staged,
}

impl Desk {
    /// Begins an upload of the caller's.
    ///
    /// # Errors
    /// `Forbidden` for a blocked caller; when no file can be made.
    pub async fn begin_upload(&self, actor: &Actor) -> Result<Upload> {
        self.check_not_blocked(actor)?;
        let rules = UploadRules {
            max_bytes: self.config.upload_max_bytes,
            allowed: self.config.upload_types.clone(),
        };
        Ok(Upload {
            ingest: self.staging.begin(rules).await?,
            desk: self.clone(),
            person: actor.id.clone(),
        })
    }
}

impl Upload {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// `TooLarge` as soon as the limit is passed; nothing is kept then.
    pub async fn write(&mut self, chunk: Bytes) -> Result<()> {
        Ok(self.ingest.write(chunk).await?)
    }

    /// Ends the upload and decides the type by the bytes.
    ///
    /// # Errors
    /// `UnsupportedType`.
    pub async fn finish(self, name: &str, declared: Option<&str>) -> Result<Accepted> {
        Ok(Accepted {
            staged: self.ingest.finish(name, declared).await?,
            desk: self.desk,
            person: self.person,
        })
    }
}

impl Accepted {
    /// Stores the file durably, and remembers whose it is.
    ///
    /// # Errors
    /// `Unavailable`, `InsufficientStorage`; nothing is kept then.
    pub async fn store(self) -> Result<Attachment> {
        let Self {
            desk,
            person,
            staged,
        } = self;
        // Once the bytes are put, the record must follow, even when the
        // client has gone: so the rest runs on its own.
        let work = tokio::spawn(async move {
            let stored = desk.backend.put(staged).await?;
            let root = stored.cid.to_string();
            let file = StoredFile {
                cid: root.clone(),
                name: stored.name,
                size: stored.size.cast_signed(),
                media_type: stored.media_type.to_string(),
            };
            let attachment = NewAttachment {
                cid: file.cid.clone(),
                size: file.size,
                media_type: file.media_type.clone(),
                profile: stored.profile.to_owned(),
                name: file.name.clone(),
                person_id: Some(person),
                scan: ScanState::Unscanned,
                width: None,
                height: None,
                blocks: stored
                    .blocks
                    .into_iter()
                    .map(|block| block_row(&root, block))
                    .collect(),
            };
            let mut tx = desk.store.begin().await?;
            tx.add_attachment(&attachment, desk.clock.now()).await?;
            tx.commit().await?;
            metrics::counter!("frontdesk_uploads_total").increment(1);
            metrics::counter!("frontdesk_upload_bytes_total").increment(stored.size);
            let facts = desk.facts_of([&file]).await?;
            let (_, mut views) = desk.attachment_views(vec![file], &facts);
            Ok(views.remove(0))
        });
        work.await.map_err(|error| crate::Error::internal(&error))?
    }
}

fn block_row(root: &str, block: Block) -> BlockRow {
    let cid = block.cid().to_string();
    let root = root.to_owned();
    match block {
        Block::Leaf { offset, len, .. } => BlockRow {
            cid,
            root,
            offset: Some(offset.cast_signed()),
            length: Some(len.cast_signed()),
            node: None,
        },
        Block::Node { bytes, .. } => BlockRow {
            cid,
            root,
            offset: None,
            length: None,
            node: Some(bytes.to_vec()),
        },
    }
}
