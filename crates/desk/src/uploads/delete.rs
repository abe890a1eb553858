//! Someone deletes a file.

use frontdesk_model::{Actor, Role, attachment::Attachment};
use frontdesk_store::{AttachmentRow, NewAudit, StoredFile};

use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
};

impl Desk {
    /// Deletes a file. The uploader takes back what they uploaded: the file is
    /// deleted with the last one who did; until then it stays for the others.
    /// An admin deletes it for everyone. Messages keep its name and size. Its
    /// bytes go by a job, when nothing else needs them.
    ///
    /// # Errors
    /// `NotFound` when it is not there or not the caller's.
    pub async fn delete_file(&self, actor: &Actor, cid: &str) -> Result<Attachment> {
        let now = self.clock.now();
        let name = self.name_of(actor, cid).await?;
        let mut tx = self.store.begin().await?;
        let row = tx.lock_attachment(cid).await?;
        let row = row.ok_or_else(|| Error::not_found("file"))?;
        let was_own = tx.drop_upload(cid, &actor.id).await?;
        let is_admin = actor.role == Role::Admin;
        if !was_own && !is_admin {
            return Err(Error::not_found("file"));
        }
        let is_last = is_admin || !tx.is_claimed(cid).await?;
        if is_last && row.deleted_at.is_none() {
            tx.delete_file(cid, now).await?;
        }
        if row.deleted_at.is_none() {
            tx.add_audit(&NewAudit {
                id: self.ids.make(),
                actor: Some(actor),
                action: "file.delete",
                subject: row.cid.clone(),
                details: serde_json::json!({
                    "name": name, "size": row.size, "forEveryone": is_last,
                }),
                at: now,
            })
            .await?;
        }
        tx.commit().await?;
        self.tell_attachment(cid).await?;
        self.deleted_view(row, name).await
    }

    /// What the caller knows the file as.
    async fn name_of(&self, actor: &Actor, cid: &str) -> Result<String> {
        let cids = [cid.to_owned()];
        let access = access_of(actor);
        let known = self.store.visible_files(&cids, &actor.id, &access).await?;
        let name = known.into_iter().next().map(|file| file.name);
        Ok(name.unwrap_or_else(|| cid.to_owned()))
    }

    async fn deleted_view(&self, row: AttachmentRow, name: String) -> Result<Attachment> {
        let file = StoredFile {
            name,
            cid: row.cid,
            size: row.size,
            media_type: row.media_type,
        };
        let mut views = self.attachments_now(vec![file]).await?;
        Ok(views.remove(0))
    }
}
