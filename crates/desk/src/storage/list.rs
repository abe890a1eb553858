//! An admin looks through the files.

use frontdesk_model::{
    Actor, Page, PageRequest,
    storage::{FileReference, FileUpload, StoredFileView},
};
use frontdesk_store::{FileCarrier, StoredFilter, UploadRow};

use crate::{Desk, access::admins_only, error::Result};

impl Desk {
    /// Files that are not deleted, the newest first, with who uploaded them and
    /// what carries them.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn stored_files(
        &self,
        actor: &Actor,
        filter: &StoredFilter,
        page: &PageRequest,
    ) -> Result<Page<StoredFileView>> {
        admins_only(actor)?;
        let page = self.store.stored_files(filter, page).await?;
        let files: Vec<_> = page.items.iter().map(|row| row.file.clone()).collect();
        let cids: Vec<_> = files.iter().map(|file| file.cid.clone()).collect();
        let uploads = self.store.uploads_of(&cids).await?;
        let carriers = self.store.carriers_of(&cids).await?;
        let attachments = self.attachments_now(files).await?;
        let rows = page.items.into_iter().zip(attachments);
        let items = rows.map(|(row, attachment)| StoredFileView {
            uploads: uploads_of(&attachment.cid, &uploads),
            references: references_of(&attachment.cid, &carriers),
            pinned: row.pinned,
            sealed: row.sealed,
            created_at: row.created_at,
            attachment,
        });
        Ok(Page {
            items: items.collect(),
            next: page.next,
        })
    }
}

fn uploads_of(cid: &str, rows: &[UploadRow]) -> Vec<FileUpload> {
    let own = rows.iter().filter(|row| row.cid == cid);
    own.map(|row| FileUpload {
        user_id: row.person_id.clone(),
        user_name: row.name.clone(),
        at: row.created_at,
    })
    .collect()
}

fn references_of(cid: &str, rows: &[FileCarrier]) -> Vec<FileReference> {
    let own = rows.iter().filter(|row| row.cid == cid);
    own.map(|row| FileReference {
        conversation_id: row.conversation_id,
        number: row.number,
    })
    .collect()
}
