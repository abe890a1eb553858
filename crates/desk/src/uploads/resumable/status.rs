//! Someone asks how far their upload has come. If all bytes are here and something kept them from
//! becoming an attachment, they become one now.

use frontdesk_model::{Actor, UploadId, upload::ResumableUpload};
use frontdesk_store::ResumableRow;

use super::{PATIENCE, hold::Hold, locked};
use crate::{
    Desk,
    error::{Error, Result},
};

/// An upload, with what its client said of it.
#[derive(Clone, Debug)]
pub struct Resumed {
    pub upload: ResumableUpload,
    /// `Upload-Metadata` as it came.
    pub metadata: Option<String>,
}

impl Desk {
    /// Where the caller is to go on. A request that still works at the upload is ended: its client
    /// is the one who asks, and would not if it were still sending.
    ///
    /// # Errors
    /// `NotFound`, `Gone`; `Locked` when the other request doesn't end in time; if all bytes are
    /// here, those of finishing it, as [`Desk::append_resumable`].
    pub async fn resume_upload(&self, actor: &Actor, id: UploadId) -> Result<Resumed> {
        let row = self.own_resumable(actor, id).await?;
        let metadata = row.metadata.clone();
        let upload = match row.finished_cid {
            Some(_) => self.finished_view(row).await?,
            None => {
                let hold = self.uploads.hold_within(id, PATIENCE, true).await;
                self.settle_upload(actor, id, hold.ok_or_else(locked)?)
                    .await?
            }
        };
        Ok(Resumed { upload, metadata })
    }

    /// How the caller's upload stands. A request that works at it goes on.
    ///
    /// # Errors
    /// Those of [`Desk::resume_upload`].
    pub async fn resumable_upload(&self, actor: &Actor, id: UploadId) -> Result<ResumableUpload> {
        self.own_resumable(actor, id).await?;
        // The bytes first: they are removed after the row says that it is finished.
        let offset = self.partials.offset(&id.to_string()).await?;
        let row = self.own_resumable(actor, id).await?;
        if row.finished_cid.is_some() {
            return self.finished_view(row).await;
        }
        if offset < row.length.cast_unsigned() {
            return self.resumable_view(row, offset).await;
        }
        // It is being finished, or something has kept it from that.
        let hold = self.uploads.hold_within(id, PATIENCE, false).await;
        self.settle_upload(actor, id, hold.ok_or_else(locked)?)
            .await
    }

    /// Looks at what is on disk, and finishes what is whole.
    async fn settle_upload(
        &self,
        actor: &Actor,
        id: UploadId,
        hold: Hold,
    ) -> Result<ResumableUpload> {
        let (desk, actor) = (self.clone(), actor.clone());
        let work = tokio::spawn(async move {
            // Whoever had it before may have finished or removed it.
            let row = desk.own_resumable(&actor, id).await?;
            let view = desk.settle_upload_held(&actor, row).await;
            drop(hold);
            view
        });
        work.await.map_err(|error| Error::internal(&error))?
    }

    async fn settle_upload_held(
        &self,
        actor: &Actor,
        row: ResumableRow,
    ) -> Result<ResumableUpload> {
        if row.finished_cid.is_some() {
            return self.finished_view(row).await;
        }
        let partial = self.partials.take(&row.id.to_string()).await?;
        let offset = partial.len();
        if offset == row.length.cast_unsigned() {
            return self.finish_resumable(actor, row, partial).await;
        }
        self.resumable_view(row, offset).await
    }
}
