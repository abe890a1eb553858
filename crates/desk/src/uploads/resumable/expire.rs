//! Removes what nobody went on with, and what a crash left behind.

use std::collections::HashSet;

use frontdesk_model::UploadId;

use super::finish::discard;
use crate::{Desk, error::Result};

impl Desk {
    /// Forgets uploads whose time is over, then removes bytes here that belong to no upload that
    /// is still waiting for some. (A row is there before its bytes are.)
    pub(crate) async fn expire_resumables(&self) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let expired = tx.remove_expired_resumables(self.clock.now()).await?;
        tx.commit().await?;
        if expired > 0 {
            tracing::info!(expired, "forgot uploads whose time was over");
        }
        let ids: Vec<UploadId> = self
            .partials
            .ids()
            .await?
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        let waiting: HashSet<UploadId> = self
            .store
            .unfinished_resumables(&ids)
            .await?
            .into_iter()
            .collect();
        for id in ids.into_iter().filter(|id| !waiting.contains(id)) {
            // What somebody still works at is removed another time.
            if let Some(_hold) = self.uploads.try_hold(id)
                && let Ok(partial) = self.partials.take(&id.to_string()).await
            {
                discard(partial).await;
            }
        }
        Ok(())
    }

    /// Asks requests that work at uploads to end, so that a stop of the server need not wait for
    /// them: their clients go on after it.
    pub fn stop_uploads(&self) {
        self.uploads.stop_all();
    }
}
