//! The files of a mail: they pass the same checks as every upload. What is
//! refused is named in the words that they came with.

use bytes::Bytes;
use frontdesk_model::{Actor, validate::MAX_ATTACHMENTS};
use frontdesk_notify::inbound::{File, InboundMail};

use crate::{Desk, error::Result};

/// What became of a mail's files.
pub(super) struct Attached {
    /// Those that were taken, by their CIDs.
    pub cids: Vec<String>,
    /// Those that were not, each with the reason.
    pub refused: Vec<String>,
}

/// Characters of a reason.
const REASON: usize = 200;

impl Desk {
    /// Stores a mail's files as its writer's. A repeat stores nothing twice.
    ///
    /// # Errors
    /// Only what may go well later.
    pub(super) async fn attach_files(&self, actor: &Actor, mail: &InboundMail) -> Result<Attached> {
        let mut attached = Attached {
            cids: Vec::new(),
            refused: Vec::new(),
        };
        for file in &mail.files {
            if attached.cids.len() == MAX_ATTACHMENTS {
                let why = format!("{} (more than {MAX_ATTACHMENTS} files)", file.name);
                attached.refused.push(why);
                continue;
            }
            match self.attach_file(actor, file).await {
                Ok(cid) if attached.cids.contains(&cid) => {}
                Ok(cid) => attached.cids.push(cid),
                Err(error) if error.is_final() => {
                    let why: String = error.detail().chars().take(REASON).collect();
                    attached.refused.push(format!("{} ({why})", file.name));
                }
                Err(error) => return Err(error),
            }
        }
        if mail.files_left_out > 0 {
            attached
                .refused
                .push(format!("and {} more", mail.files_left_out));
        }
        Ok(attached)
    }

    async fn attach_file(&self, actor: &Actor, file: &File) -> Result<String> {
        let mut upload = self.begin_upload(actor).await?;
        upload.write(Bytes::copy_from_slice(&file.bytes)).await?;
        // What the sender calls the type is often wrong; the bytes decide.
        let accepted = upload.finish(&file.name, None).await?;
        Ok(accepted.store().await?.cid)
    }
}
