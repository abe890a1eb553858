//! Someone uploads a file: checked, hashed and stored while it streams in.

use bytes::Bytes;
use frontdesk_files::{Block, Ingest, Staged, Stored, UploadRules};
use frontdesk_model::{
    Actor, PersonId, UploadId,
    attachment::{Attachment, FilesMode, ScanState},
    error::ErrorCode,
    job::Job,
};
use frontdesk_store::{AttachmentRow, BlockRow, NewAttachment, NewFileKey, StoredFile};

use super::{hold::Hold, quota::Allowance};
use crate::{
    Desk,
    error::{Error, Result},
};

/// A file that is coming in. Dropping it keeps nothing.
pub struct Upload {
    desk: Desk,
    person: PersonId,
    allowance: Allowance,
    ingest: Ingest,
}

/// A file that has come in whole and may be kept. Dropping it keeps nothing.
pub struct Accepted {
    desk: Desk,
    person: PersonId,
    allowance: Allowance,
    staged: Staged,
}

impl Desk {
    /// Begins an upload of the caller's.
    ///
    /// # Errors
    /// `Forbidden` for a blocked caller; `QuotaUser`, `QuotaTotal` when no byte
    /// more may come; when no file can be made.
    pub async fn begin_upload(&self, actor: &Actor) -> Result<Upload> {
        self.check_not_blocked(actor)?;
        self.check_quota(actor, 1).await?;
        Ok(Upload {
            ingest: self.staging.begin(self.upload_rules()).await?,
            desk: self.clone(),
            person: actor.id.clone(),
            allowance: Allowance::of(actor),
        })
    }
}

impl Desk {
    /// What every upload must keep to, whichever way it comes.
    pub(super) fn upload_rules(&self) -> UploadRules {
        UploadRules {
            max_bytes: self.config.upload_max_bytes,
            allowed: self.config.upload_types.clone(),
            images: self.config.upload_images,
            metadata: self.config.upload_metadata,
            seal: self.config.files_mode == FilesMode::Sealed,
        }
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
            allowance: self.allowance,
        })
    }
}

impl Accepted {
    /// Stores the file durably, and remembers whose it is.
    ///
    /// # Errors
    /// `QuotaUser`, `QuotaTotal`; `Unavailable`, `InsufficientStorage`; nothing
    /// is kept then.
    pub async fn store(self) -> Result<Attachment> {
        self.store_as(None).await
    }

    /// The same for the file that a resumable upload has become, which is noted with it.
    ///
    /// # Errors
    /// `Gone` when the upload was forgotten meanwhile; those of [`Accepted::store`].
    pub(super) async fn store_finished(self, upload: UploadId) -> Result<Attachment> {
        self.store_as(Some(upload)).await
    }

    async fn store_as(self, upload: Option<UploadId>) -> Result<Attachment> {
        let Self {
            desk,
            person,
            allowance,
            staged,
        } = self;
        // Once the bytes are put, the record must follow, even when the
        // client has gone: so the rest runs on its own.
        let work = tokio::spawn(async move {
            let (stored, hold) = desk.put(staged, Some(&person), allowance).await?;
            let size = stored.plain_size();
            let key = desk.wrap_key(&stored)?;
            let attachment = new_attachment(stored, key, Whose::Person(person), desk.first_state());
            let file = StoredFile {
                cid: attachment.cid.clone(),
                name: attachment.name.clone(),
                size: attachment.size,
                media_type: attachment.media_type.clone(),
            };
            if let Err(error) = desk.record_upload(&attachment, &hold, upload).await {
                desk.drop_hold(hold).await;
                return Err(error);
            }
            metrics::counter!("frontdesk_uploads_total").increment(1);
            metrics::counter!("frontdesk_upload_bytes_total").increment(size);
            let facts = desk.facts_of([&file]).await?;
            let (_, mut views) = desk.attachment_views(vec![file], &facts);
            Ok(views.remove(0))
        });
        work.await.map_err(|error| Error::internal(&error))?
    }
}

impl Desk {
    async fn record_upload(
        &self,
        attachment: &NewAttachment,
        hold: &Hold,
        upload: Option<UploadId>,
    ) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        self.end_hold(&mut tx, hold).await?;
        if tx.add_attachment(attachment, now).await? {
            // What must follow from a new file; a known one is decided.
            let row = tx.lock_attachment(&attachment.cid).await?;
            let next = row.map(|row| self.next_jobs(&row)).unwrap_or_default();
            tx.enqueue_all(&next, now).await?;
        }
        self.hand_over(&mut tx, &attachment.cid).await?;
        if let Some(id) = upload
            && !tx.finish_resumable(id, &attachment.cid).await?
        {
            tx.rollback().await?;
            return Err(Error::new(ErrorCode::Gone, "this upload was given up"));
        }
        Ok(tx.commit().await?)
    }

    /// The scan, or what follows it where nothing is scanned.
    fn next_jobs(&self, row: &AttachmentRow) -> Vec<Job> {
        match row.scan {
            ScanState::Pending => vec![Job::ScanFile {
                cid: row.cid.clone(),
            }],
            _ => self.jobs_of_open(row),
        }
    }
}

/// Who a file is of.
pub(super) enum Whose {
    Person(PersonId),
    /// The desk's own, such as a smaller form of an image.
    Desk,
}

/// What there is to record of a file that was stored.
pub(super) fn new_attachment(
    stored: Stored,
    key: Option<NewFileKey>,
    whose: Whose,
    scan: ScanState,
) -> NewAttachment {
    let root = stored.cid.to_string();
    NewAttachment {
        size: stored.plain_size().cast_signed(),
        media_type: stored.media_type.to_string(),
        profile: stored.profile.to_owned(),
        name: stored.name,
        person_id: match whose {
            Whose::Person(person) => Some(person),
            Whose::Desk => None,
        },
        scan,
        width: stored.image.map(|image| image.width.into()),
        height: stored.image.map(|image| image.height.into()),
        blocks: stored
            .blocks
            .into_iter()
            .map(|block| block_row(&root, block))
            .collect(),
        key,
        cid: root,
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
