//! Someone gives their upload up.

use frontdesk_model::{Actor, UploadId};

use super::{PATIENCE, finish::discard, locked};
use crate::{Desk, error::Result};

impl Desk {
    /// Ends the caller's upload and removes its bytes. One that is finished is only forgotten as an
    /// upload: the attachment stays.
    ///
    /// # Errors
    /// `NotFound`, `Gone`; `Locked` when a request that works at it doesn't end in time.
    pub async fn terminate_resumable(&self, actor: &Actor, id: UploadId) -> Result<()> {
        self.own_resumable(actor, id).await?;
        let hold = self.uploads.hold_within(id, PATIENCE, true).await;
        let hold = hold.ok_or_else(locked)?;
        let row = self.own_resumable(actor, id).await?;
        self.remove_resumable(id).await?;
        if row.finished_cid.is_none() {
            discard(self.partials.take(&id.to_string()).await?).await;
        }
        drop(hold);
        Ok(())
    }
}
