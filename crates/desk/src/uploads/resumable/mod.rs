//! Uploads that come in parts, over any number of requests: tus, without HTTP.
//!
//! Three things together say how such an upload stands: its row (whose it is, which file it has
//! become), its file of collected bytes (how far it has come) and, while a request works at it, its
//! [`Hold`]. The row is written first and finished last, so whatever a crash leaves between is
//! completed by the next request, or removed when the time of the upload is over.

mod append;
mod create;
mod expire;
mod finish;
mod hold;
mod status;
mod terminate;

pub use append::{Part, UploadBody};
pub use create::NewResumable;
pub(crate) use hold::Holds;
pub use status::Resumed;

use std::time::Duration;

use frontdesk_model::{Actor, UploadId, error::ErrorCode, upload::ResumableUpload};
use frontdesk_store::ResumableRow;

use crate::{
    Desk,
    error::{Error, Result},
};

/// How long one waits for a request that was asked to stop, or that is finishing the file.
const PATIENCE: Duration = Duration::from_secs(20);

impl Desk {
    /// The caller's upload.
    ///
    /// # Errors
    /// `NotFound` when it is not there or somebody else's; `Gone` when its time is over;
    /// `Unavailable` when its bytes lie on another copy of the server.
    async fn own_resumable(&self, actor: &Actor, id: UploadId) -> Result<ResumableRow> {
        let row = self.store.resumable(id).await?;
        let row = row
            .filter(|row| row.person_id == actor.id)
            .ok_or_else(|| Error::not_found("upload"))?;
        if row.expires_at <= self.clock.now() {
            return Err(gone());
        }
        if row.finished_cid.is_none() && row.node != self.partials.node() {
            return Err(Error::unavailable(
                "this upload was begun on another copy of the server; try again, and tell the \
                 operator if it stays",
            ));
        }
        Ok(row)
    }

    /// How an upload stands, for its person.
    async fn resumable_view(&self, row: ResumableRow, offset: u64) -> Result<ResumableUpload> {
        let attachment = match row.finished_cid {
            Some(cid) => {
                let files = self.store.uploaded_by(&[cid], &row.person_id).await?;
                let facts = self.facts_of(&files).await?;
                self.attachment_views(files, &facts).1.pop()
            }
            None => None,
        };
        Ok(ResumableUpload {
            id: row.id,
            offset,
            length: row.length.cast_unsigned(),
            name: row.name,
            expires_at: row.expires_at,
            attachment,
        })
    }

    /// The view of an upload that is finished; none when it isn't yet.
    async fn finished_view(&self, row: ResumableRow) -> Result<ResumableUpload> {
        let length = row.length.cast_unsigned();
        self.resumable_view(row, length).await
    }
}

fn gone() -> Error {
    Error::new(
        ErrorCode::Gone,
        "the time of this upload is over; begin a new one",
    )
}

fn locked() -> Error {
    Error::new(
        ErrorCode::Locked,
        "another request is working at this upload; ask for its offset and go on from there",
    )
}
