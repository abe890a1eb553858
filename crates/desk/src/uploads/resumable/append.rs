//! Someone sends the next bytes of an upload.

use std::time::Duration;

use frontdesk_files::{Append, BodyEnd, ByteStream, Checksum};
use frontdesk_model::{Actor, UploadId, error::ErrorCode, upload::ResumableUpload};
use frontdesk_store::ResumableRow;
use futures_util::StreamExt as _;

use super::{gone, hold::Hold, locked};
use crate::{
    Desk,
    error::{Error, Result},
};

/// How often it is noted that bytes have come.
const NOTE_EVERY: Duration = Duration::from_secs(60);

/// The bytes of one request.
pub type UploadBody = ByteStream;

/// What one request adds to an upload.
pub struct Part {
    /// Bytes that the request announced, where it did.
    pub len: Option<u64>,
    /// What the bytes must give.
    pub checksum: Option<Checksum>,
    pub body: UploadBody,
}

impl Part {
    /// Adds nothing.
    pub(super) fn empty() -> Self {
        Self {
            len: Some(0),
            checksum: None,
            body: Box::pin(futures_util::stream::empty()),
        }
    }
}

impl Desk {
    /// Adds bytes at `offset` to the caller's upload. With the last of them, it becomes an
    /// attachment. Runs to its end even when the caller's future is dropped: what has arrived when
    /// a connection breaks is kept.
    ///
    /// # Errors
    /// `Forbidden` for a blocked caller; `NotFound`, `Gone`; `Conflict` when the upload's offset is
    /// another; `Locked` while another request works at it; `TooLarge` for more bytes than it has
    /// left, and `ChecksumMismatch`, by which nothing of this request is kept;
    /// `InsufficientStorage`, after which it can be resumed. What the finished file is refused for
    /// (`UnsupportedType` and others) ends the upload.
    pub async fn append_resumable(
        &self,
        actor: &Actor,
        id: UploadId,
        offset: u64,
        part: Part,
    ) -> Result<ResumableUpload> {
        self.check_not_blocked(actor)?;
        self.own_resumable(actor, id).await?;
        let hold = self.uploads.try_hold(id).ok_or_else(locked)?;
        let (desk, actor) = (self.clone(), actor.clone());
        let work = tokio::spawn(async move {
            // Whoever had it before may have finished or removed it.
            let row = desk.own_resumable(&actor, id).await?;
            let (_, view) = desk.append_part(&actor, row, offset, part, &hold).await?;
            Ok(view)
        });
        work.await.map_err(|error| Error::internal(&error))?
    }

    /// The part that comes with a new upload: if it fails, the upload goes.
    pub(super) async fn append_first(
        &self,
        actor: &Actor,
        row: ResumableRow,
        part: Part,
    ) -> Result<ResumableUpload> {
        let hold = self.uploads.try_hold(row.id).ok_or_else(locked)?;
        let (desk, actor) = (self.clone(), actor.clone());
        let work = tokio::spawn(async move {
            let id = row.id;
            let appended = desk.append_part(&actor, row, 0, part, &hold).await;
            match appended {
                Ok((BodyEnd::Complete, view)) => Ok(view),
                // Nobody hears this.
                Ok(_) => {
                    desk.remove_resumable(id).await?;
                    Err(locked())
                }
                Err(error) => {
                    desk.remove_resumable(id).await?;
                    Err(error)
                }
            }
        });
        work.await.map_err(|error| Error::internal(&error))?
    }

    async fn append_part(
        &self,
        actor: &Actor,
        row: ResumableRow,
        offset: u64,
        mut part: Part,
        hold: &Hold,
    ) -> Result<(BodyEnd, ResumableUpload)> {
        let length = row.length.cast_unsigned();
        if row.finished_cid.is_some() {
            check_offset(offset, length)?;
            check_empty(&mut part).await?;
            return Ok((BodyEnd::Complete, self.finished_view(row).await?));
        }
        let mut partial = self.partials.take(&row.id.to_string()).await?;
        check_offset(offset, partial.len())?;
        let left = length.saturating_sub(offset);
        check_room(part.len, left)?;
        let row = self.note_activity(row).await?;
        let rules = Append {
            most: left,
            checksum: part.checksum.take(),
        };
        let appended = partial.append(&mut part.body, &rules, hold.stopped());
        let appended = appended.await.map_err(|error| match error {
            frontdesk_files::Error::TooLarge { limit } => no_room(limit),
            other => other.into(),
        })?;
        if partial.len() == length {
            return Ok((
                appended.end,
                self.finish_resumable(actor, row, partial).await?,
            ));
        }
        if appended.end == BodyEnd::Stopped {
            return Err(locked());
        }
        Ok((appended.end, self.resumable_view(row, partial.len()).await?))
    }

    /// Keeps an upload that goes on from expiring.
    async fn note_activity(&self, mut row: ResumableRow) -> Result<ResumableRow> {
        let now = self.clock.now();
        if now.since(row.active_at) < NOTE_EVERY {
            return Ok(row);
        }
        row.active_at = now;
        row.expires_at = now.plus(self.config.upload_expires);
        let mut tx = self.store.begin().await?;
        tx.touch_resumable(row.id, row.active_at, row.expires_at)
            .await?;
        tx.commit().await?;
        Ok(row)
    }

    /// Forgets an upload; its file goes with the next tidying, if not before.
    pub(super) async fn remove_resumable(&self, id: UploadId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let was_there = tx.remove_resumable(id).await?;
        tx.commit().await?;
        was_there.then_some(()).ok_or_else(gone)
    }
}

fn check_offset(given: u64, present: u64) -> Result<()> {
    if given == present {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "the upload's offset is {present}, not {given}; go on from there"
    )))
}

fn check_room(announced: Option<u64>, left: u64) -> Result<()> {
    match announced {
        Some(len) if len > left => Err(no_room(left)),
        _ => Ok(()),
    }
}

/// Nothing can be added to what is finished.
async fn check_empty(part: &mut Part) -> Result<()> {
    check_room(part.len, 0)?;
    while let Some(Ok(bytes)) = part.body.next().await {
        check_room(Some(bytes.len() as u64), 0)?;
    }
    Ok(())
}

fn no_room(left: u64) -> Error {
    Error::new(
        ErrorCode::TooLarge,
        format!("the upload has {left} bytes left; nothing of this request was kept"),
    )
}
