//! An admin decides about files: looks at one again, or releases it.

use frontdesk_model::{
    Actor,
    attachment::{Attachment, ScanState},
    job::Job,
};
use frontdesk_store::{AttachmentRow, NewAudit, StoredFile, Tx};

use crate::{
    Desk,
    access::admins_only,
    error::{Error, Result},
};

impl Desk {
    /// Has a file scanned once more; until that is done nobody can open it.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `Conflict` without a
    /// scanner, and for a file that was deleted.
    pub async fn rescan_file(&self, actor: &Actor, cid: &str) -> Result<Attachment> {
        admins_only(actor)?;
        if self.scanner.is_none() {
            return Err(Error::conflict(
                "there is no scanner; set CLAMD_URL to have files scanned",
            ));
        }
        let (mut tx, row) = self.file_to_decide(cid).await?;
        let now = self.clock.now();
        tx.set_scan(&row.cid, ScanState::Pending, None, now).await?;
        let job = Job::ScanFile {
            cid: row.cid.clone(),
        };
        tx.enqueue(&job, now).await?;
        self.audit_file(&mut tx, actor, "file.rescan", &row).await?;
        tx.commit().await?;
        self.after_decision(actor, row).await
    }

    /// Lets a file out of quarantine, or one that the scanner does not take: it
    /// counts as clean from then on.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `Conflict` for a file
    /// that is neither.
    pub async fn release_file(&self, actor: &Actor, cid: &str) -> Result<Attachment> {
        admins_only(actor)?;
        let (mut tx, row) = self.file_to_decide(cid).await?;
        let is_held = row.scan == ScanState::Pending && row.scan_detail.is_some();
        if row.scan != ScanState::Infected && !is_held {
            return Err(Error::conflict("this file is not under quarantine"));
        }
        let now = self.clock.now();
        let detail = format!(
            "released by {}; was {}",
            actor.name,
            row.scan_detail.as_deref().unwrap_or("infected")
        );
        tx.set_scan(&row.cid, ScanState::Clean, Some(&detail), now)
            .await?;
        tx.enqueue_all(&self.jobs_of_open(&row), now).await?;
        self.audit_file(&mut tx, actor, "file.release", &row)
            .await?;
        tx.commit().await?;
        self.after_decision(actor, row).await
    }

    async fn file_to_decide(&self, cid: &str) -> Result<(Tx, AttachmentRow)> {
        let mut tx = self.store.begin().await?;
        let row = tx.lock_attachment(cid).await?;
        let row = row.ok_or_else(|| Error::not_found("file"))?;
        match row.deleted_at {
            Some(_) => Err(Error::conflict("this file was deleted")),
            None => Ok((tx, row)),
        }
    }

    async fn audit_file(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &'static str,
        row: &AttachmentRow,
    ) -> Result<()> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action,
            subject: row.cid.clone(),
            details: serde_json::json!({ "was": row.scan, "finding": row.scan_detail }),
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }

    async fn after_decision(&self, actor: &Actor, row: AttachmentRow) -> Result<Attachment> {
        self.tell_attachment(&row.cid).await?;
        let cids = [row.cid.clone()];
        let access = frontdesk_store::Access::Staff;
        let seen = self.store.visible_files(&cids, &actor.id, &access).await?;
        let file = seen.into_iter().next().unwrap_or(StoredFile {
            name: row.cid.clone(),
            cid: row.cid,
            size: row.size,
            media_type: row.media_type,
        });
        let mut views = self.attachments_now(vec![file]).await?;
        Ok(views.remove(0))
    }
}
