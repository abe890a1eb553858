//! Attachments: taking them in, and giving them out; content by CID and path,
//! and as archives.

mod announce;
mod blocks;
mod content;
mod delete;
mod export_car;
mod hand_over;
mod hold;
mod import_car;
mod keys;
mod link;
mod locate;
mod look_up;
mod quarantine;
mod quota;
mod receive;
mod renditions;
mod resumable;
mod scan;
mod text;
mod view;

pub use content::Content;
pub use export_car::{Exported, ExportedRoots};
pub use hand_over::{FileStoreStatus, NodeStatus};
pub(crate) use hold::Hold;
pub use import_car::Imported;
pub use keys::MASTER_SETTING;
pub(crate) use keys::{check_master_keys, stored_size};
pub use link::{Linked, SignedLink};
pub use locate::{Directory, Entity, Located};
pub(crate) use quota::Allowance;
pub use receive::{Accepted, Upload};
pub(crate) use resumable::Holds;
pub use resumable::{NewResumable, Part, Resumed, UploadBody};
pub(crate) use view::Facts;

use frontdesk_model::{Actor, attachment::ScanState, error::ErrorCode};
use frontdesk_store::StoredFile;

use crate::{
    Desk,
    error::{Error, Result},
};

/// Conversations in which a change of one file is told; the newest of more.
const MAX_CARRIERS: u32 = 100;

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
        let cids_of: Vec<_> = cids.iter().map(String::as_str).collect();
        let facts = self.store.file_facts(&cids_of).await?;
        if let Some(bad) = facts.iter().find(|file| file.scan == ScanState::Infected) {
            return Err(Error::new(
                ErrorCode::FileInfected,
                format!("malware was found in {}; it cannot be sent", bad.cid),
            ));
        }
        files.sort_by_key(|file| cids.iter().position(|cid| *cid == file.cid));
        Ok(files)
    }
}
