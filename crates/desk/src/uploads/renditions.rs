//! Smaller forms of images: a job that follows once a file may be opened. A
//! file of which none can be made stays usable as it is.

use bytes::Bytes;
use frontdesk_files::{AllowedTypes, MediaType, Rendition, UploadRules, can_be_rendered};
use frontdesk_model::{attachment::RenditionKind, job::Job};
use frontdesk_store::{AttachmentRow, NewRendition};
use futures_util::TryStreamExt as _;

use super::{
    hold::Hold,
    quota::Allowance,
    receive::{Whose, new_attachment},
};
use crate::{
    Desk,
    error::{Error, Result},
};

/// Bytes of an image that is read to make smaller forms: a larger one has none.
const MAX_FILE: u64 = 32 * 1024 * 1024;
/// Bytes that a smaller form may have.
const MAX_RENDITION: u64 = 16 * 1024 * 1024;

/// The job that makes smaller forms of a file, where there can be any.
pub(super) fn rendition_job(row: &AttachmentRow) -> Option<Job> {
    let media_type = media_type(row)?;
    let is_small = row.size.cast_unsigned() <= MAX_FILE;
    (can_be_rendered(media_type) && is_small).then(|| Job::MakeRenditions {
        cid: row.cid.clone(),
    })
}

pub(super) fn media_type(row: &AttachmentRow) -> Option<MediaType> {
    MediaType::ALL
        .into_iter()
        .find(|media_type| media_type.as_str() == row.media_type)
}

impl Desk {
    /// Makes and stores the smaller forms of a file that may be opened.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away.
    pub(crate) async fn make_renditions(&self, cid: &str) -> Result<()> {
        // One at a time: an image takes its pixels of memory.
        let Ok(_turn) = self.rendering.acquire().await else {
            return Ok(());
        };
        let Some(row) = self.store.attachment(cid).await? else {
            return Ok(());
        };
        let Some(media_type) = media_type(&row) else {
            return Ok(());
        };
        let size = row.size.cast_unsigned();
        if row.deleted_at.is_some() || !row.scan.is_open() || size > MAX_FILE {
            return Ok(());
        }
        let kinds = wanted(&row);
        let bytes = self.plain(&row).await?.read(0..size).await?;
        let file = bytes
            .try_fold(Vec::new(), |mut file, piece| async move {
                file.extend_from_slice(&piece);
                Ok(file)
            })
            .await
            .map_err(|error| Error::unavailable(format!("the file cannot be read: {error}")))?;
        let edges: Vec<u32> = kinds.iter().map(|kind| kind.max_edge()).collect();
        let work = move || frontdesk_files::renditions(&file, media_type, &edges);
        let made = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Error::internal(&error))?;
        let made = match made {
            Ok(made) => made,
            Err(why) => {
                metrics::counter!("frontdesk_renditions_failed_total").increment(1);
                tracing::info!(cid, %why, "an image has no smaller forms");
                return Ok(());
            }
        };
        for (kind, rendition) in kinds.into_iter().zip(made) {
            self.store_rendition(&row, kind, rendition).await?;
        }
        self.tell_attachment(cid).await
    }

    async fn store_rendition(
        &self,
        of: &AttachmentRow,
        kind: RenditionKind,
        rendition: Rendition,
    ) -> Result<()> {
        let rules = UploadRules {
            max_bytes: MAX_RENDITION,
            allowed: AllowedTypes::default(),
            seal: of.sealed,
            ..UploadRules::default()
        };
        let mut ingest = self.staging.begin(rules).await?;
        ingest.write(Bytes::from(rendition.bytes)).await?;
        let staged = ingest.finish(kind.as_str(), None).await?;
        let (stored, hold) = self.put(staged, None, Allowance::Desk).await?;
        let key = self.wrap_key(&stored)?;
        let new = NewRendition {
            of: of.cid.clone(),
            kind,
            width: rendition.width.into(),
            height: rendition.height.into(),
            file: new_attachment(stored, key, Whose::Desk, of.scan),
        };
        let recorded = self.record_rendition(&new, &hold).await;
        if !matches!(recorded, Ok(true)) {
            self.drop_hold(hold).await;
        }
        recorded.map(|_| ())
    }

    /// False when the image can't be opened any more: it was found infected, or
    /// deleted, while it was made smaller.
    async fn record_rendition(&self, new: &NewRendition, hold: &Hold) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let present = tx.lock_attachment(&new.of).await?;
        let is_open = |row: &AttachmentRow| row.scan.is_open() && row.deleted_at.is_none();
        if !present.as_ref().is_some_and(is_open) {
            tx.rollback().await?;
            return Ok(false);
        }
        self.end_hold(&mut tx, hold).await?;
        tx.add_rendition(new, self.clock.now()).await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_renditions_total").increment(1);
        Ok(true)
    }
}

/// A thumbnail of each, a preview of what is larger than that.
fn wanted(row: &AttachmentRow) -> Vec<RenditionKind> {
    let longest = row.width.max(row.height).unwrap_or(i64::MAX);
    let mut kinds = vec![RenditionKind::Thumbnail];
    if longest > i64::from(RenditionKind::Preview.max_edge()) {
        kinds.push(RenditionKind::Preview);
    }
    kinds
}
