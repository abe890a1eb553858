//! Someone asks how files stand now.

use frontdesk_model::{
    Actor,
    attachment::{Attachment, MAX_FILES_ASKED},
};

use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
};

impl Desk {
    /// Those of `cids` that the caller has uploaded or may see in a
    /// conversation, in the order of `cids`; others are left out.
    ///
    /// # Errors
    /// `InvalidInput` for more than [`MAX_FILES_ASKED`].
    pub async fn files(&self, actor: &Actor, cids: &[String]) -> Result<Vec<Attachment>> {
        if cids.len() > MAX_FILES_ASKED {
            return Err(Error::invalid_field(
                "cid",
                format!("at most {MAX_FILES_ASKED} files can be asked for at once"),
            ));
        }
        let files = self
            .store
            .visible_files(cids, &actor.id, &access_of(actor))
            .await?;
        self.attachments_now(files).await
    }
}
