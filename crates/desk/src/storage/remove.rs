//! The bytes of a file go, if nothing needs them. Uploads of the same content
//! and removals exclude each other, see [`frontdesk_store::Tx::begin_removal`].

use frontdesk_files::Cid;

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// Removes the bytes of a file from the store of files. Whatever is cut off
    /// half-way is done again from the start.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away.
    pub(crate) async fn remove_file(&self, cid: &str) -> Result<()> {
        let root: Cid = cid
            .parse()
            .map_err(|_| Error::given_up(format!("{cid} is no CID")))?;
        let mut tx = self.store.begin().await?;
        let is_free = tx.begin_removal(cid, self.clock.now()).await?;
        tx.commit().await?;
        if !is_free {
            return Ok(());
        }
        self.backend.delete(&root).await?;
        let mut tx = self.store.begin().await?;
        tx.end_removal(cid, self.clock.now()).await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_files_removed_total").increment(1);
        Ok(())
    }
}
