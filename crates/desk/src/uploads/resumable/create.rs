//! Someone begins an upload that comes in parts, maybe with its first part.

use std::time::Duration;

use frontdesk_files::clean_name;
use frontdesk_model::{Actor, error::ErrorCode, upload::ResumableUpload};
use frontdesk_store::ResumableRow;

use super::Part;
use crate::{
    Desk,
    error::{Error, Result},
};

/// After that time without bytes, an upload makes room for a new one of the same person: its client
/// may never have heard where it is.
const IDLE: Duration = Duration::from_secs(3_600);

/// When somebody who has too many uploads may try again.
const RETRY_SECONDS: u64 = 10;

/// An upload to be begun.
#[derive(Clone, Debug, Default)]
pub struct NewResumable {
    /// Bytes of the whole file.
    pub length: u64,
    /// What the client calls it.
    pub name: Option<String>,
    /// The media type that the client states.
    pub declared: Option<String>,
    /// All that the client says of it, as it came.
    pub metadata: Option<String>,
}

impl Desk {
    /// Begins an upload of the caller's. A first part that comes with it must go well, or nothing
    /// of the upload is kept: its client does not know yet where it is.
    ///
    /// # Errors
    /// `Forbidden` for a blocked caller; `TooLarge`; `QuotaUser`, `QuotaTotal`;
    /// `TooManyUploads`; those of [`Desk::append_resumable`].
    pub async fn create_resumable(
        &self,
        actor: &Actor,
        new: NewResumable,
        first: Option<Part>,
    ) -> Result<ResumableUpload> {
        self.check_not_blocked(actor)?;
        let limit = self.config.upload_max_bytes;
        if new.length > limit {
            return Err(Error::new(
                ErrorCode::TooLarge,
                format!("the file is larger than the {limit} bytes allowed"),
            ));
        }
        self.check_quota(actor, new.length).await?;
        let now = self.clock.now();
        let row = ResumableRow {
            id: self.ids.make(),
            person_id: actor.id.clone(),
            node: self.partials.node().to_owned(),
            length: new.length.cast_signed(),
            name: clean_name(new.name.as_deref().unwrap_or("file")),
            declared_type: new.declared,
            metadata: new.metadata,
            created_at: now,
            active_at: now,
            expires_at: now.plus(self.config.upload_expires),
            finished_cid: None,
        };
        self.add_resumable(&row).await?;
        let first = match first {
            Some(first) => first,
            None if row.length == 0 => Part::empty(),
            None => return self.resumable_view(row, 0).await,
        };
        self.append_first(actor, row, first).await
    }

    async fn add_resumable(&self, row: &ResumableRow) -> Result<()> {
        let most = i64::from(self.config.upload_max_open);
        let mut tx = self.store.begin().await?;
        if !tx.add_resumable(row, most).await? {
            let idle = row.created_at.minus(IDLE);
            tx.remove_idle_resumables(&row.person_id, idle).await?;
            if !tx.add_resumable(row, most).await? {
                let why = format!(
                    "you have {most} uploads under way; finish or cancel one of them first"
                );
                return Err(Error::new(ErrorCode::TooManyUploads, why).retry_in(RETRY_SECONDS));
            }
        }
        Ok(tx.commit().await?)
    }
}
