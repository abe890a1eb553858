//! Attachments: taking them in, and giving them out.

mod content;
mod look_up;
mod receive;
mod view;

pub use content::Content;
pub use receive::{Accepted, Upload};
pub(crate) use view::Facts;

use frontdesk_model::Actor;
use frontdesk_store::StoredFile;

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// The files behind these CIDs, in their order, if the caller has
    /// uploaded every one of them.
    pub(crate) async fn attachable(
        &self,
        actor: &Actor,
        cids: &[String],
    ) -> Result<Vec<StoredFile>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut files = self.store.uploaded_by(cids, &actor.id).await?;
        let unknown = cids
            .iter()
            .find(|cid| !files.iter().any(|file| file.cid == **cid));
        if let Some(cid) = unknown {
            return Err(Error::invalid_field(
                "attachments",
                format!("{cid} was not uploaded here by you; upload it first"),
            ));
        }
        files.sort_by_key(|file| cids.iter().position(|cid| *cid == file.cid));
        Ok(files)
    }
}
