//! An upload whose bytes are all here becomes an attachment, by the same way as every other.
//!
//! It may be done any number of times, and each step may be the last before a crash: the bytes are
//! removed only after the file and what the upload has become are recorded, in one transaction.

use frontdesk_files::Partial;
use frontdesk_model::{Actor, error::ErrorCode, upload::ResumableUpload};
use frontdesk_store::ResumableRow;
use futures_util::TryStreamExt as _;

use crate::{
    Accepted, Desk,
    error::{Error, Result},
};

impl Desk {
    /// Checks and stores the file. What is refused for its content is gone, for it would be refused
    /// again; after any other failure the next request tries again.
    pub(super) async fn finish_resumable(
        &self,
        actor: &Actor,
        row: ResumableRow,
        partial: Partial,
    ) -> Result<ResumableUpload> {
        // Never closed.
        let _turn = self.finishing.acquire().await;
        let accepted = match self.accept_resumable(actor, &row, &partial).await {
            Err(error) if is_refused(&error) => {
                self.remove_resumable(row.id).await?;
                discard(partial).await;
                return Err(error);
            }
            accepted => accepted?,
        };
        let attachment = accepted.store_finished(row.id).await?;
        discard(partial).await;
        let length = row.length.cast_unsigned();
        let view = self.resumable_view(row, length).await?;
        Ok(ResumableUpload {
            attachment: Some(attachment),
            ..view
        })
    }

    async fn accept_resumable(
        &self,
        actor: &Actor,
        row: &ResumableRow,
        partial: &Partial,
    ) -> Result<Accepted> {
        let mut upload = self.begin_upload(actor).await?;
        let mut bytes = partial.read().await?;
        while let Some(piece) = bytes
            .try_next()
            .await
            .map_err(|error| Error::internal(&error))?
        {
            upload.write(piece).await?;
        }
        upload.finish(&row.name, row.declared_type.as_deref()).await
    }
}

/// Whether it is the file itself that is not accepted.
fn is_refused(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::TooLarge
            | ErrorCode::UnsupportedType
            | ErrorCode::Refused
            | ErrorCode::InvalidInput
    )
}

/// Removes bytes that are not needed any more. If that fails, the tidying does it.
pub(super) async fn discard(partial: Partial) {
    if let Err(error) = partial.remove().await {
        tracing::warn!(%error, "the bytes of an upload could not be removed yet");
    }
}
