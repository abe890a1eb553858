//! Files are looked at by a virus scanner: a job that is stored with the
//! upload. What it says, and what people are told of it.

use frontdesk_files::{NoVerdict, Verdict};
use frontdesk_model::{PersonId, attachment::ScanState, job::Job, notification::NotificationType};
use frontdesk_store::{AttachmentRow, Carrier, NewAudit, NewNotification, Tx};

use super::MAX_CARRIERS;
use crate::{
    Desk,
    config::WhenUnscanned,
    error::{Error, Result},
};

impl Desk {
    /// The state of a file that is new here.
    pub(super) fn first_state(&self) -> ScanState {
        match self.scanner {
            Some(_) => ScanState::Pending,
            None => ScanState::Unscanned,
        }
    }

    /// Has the scanner look at a file, unless that is done or decided already.
    ///
    /// # Errors
    /// `Unavailable` while the scanner or the file store is away.
    pub(crate) async fn scan_file(&self, cid: &str) -> Result<()> {
        let Some(row) = self.store.attachment(cid).await? else {
            return Ok(());
        };
        let is_open = matches!(row.scan, ScanState::Pending | ScanState::Unscanned);
        if row.deleted_at.is_some() || !is_open {
            return Ok(());
        }
        let Some(scanner) = &self.scanner else {
            // The operator has taken it away: nobody looks any more.
            return self.settle_scan(&row, ScanState::Unscanned, None).await;
        };
        let content = self.plain(&row).await?;
        let bytes = content.read(0..content.size).await?;
        match scanner.scan(bytes).await {
            Ok(Verdict::Clean) => self.settle_scan(&row, ScanState::Clean, None).await,
            Ok(Verdict::Infected(name)) => {
                tracing::warn!(cid, finding = name, "malware was found in a file");
                self.settle_scan(&row, ScanState::Infected, Some(&name))
                    .await
            }
            Err(why @ NoVerdict::TooLarge { .. }) => self.let_unscanned(&row, &why).await,
            Err(why) => {
                metrics::counter!("frontdesk_scans_total", "verdict" => "none").increment(1);
                if self.config.when_unscanned == WhenUnscanned::Allow
                    && row.scan == ScanState::Pending
                {
                    self.settle_scan(&row, ScanState::Unscanned, Some(&why.to_string()))
                        .await?;
                }
                Err(Error::unavailable(why.to_string()))
            }
        }
    }

    /// A file that the scanner will never take: open to those who may see it, or
    /// shut until an admin decides, as the operator has chosen.
    async fn let_unscanned(&self, row: &AttachmentRow, why: &NoVerdict) -> Result<()> {
        metrics::counter!("frontdesk_scans_total", "verdict" => "too-large").increment(1);
        tracing::warn!(cid = row.cid, size = row.size, %why, "a file is not scanned");
        let state = match self.config.when_unscanned {
            WhenUnscanned::Allow => ScanState::Unscanned,
            WhenUnscanned::Hold => row.scan,
        };
        self.settle_scan(row, state, Some(&why.to_string())).await
    }

    /// Stores what was found, with all that follows, and tells those concerned.
    async fn settle_scan(
        &self,
        row: &AttachmentRow,
        state: ScanState,
        detail: Option<&str>,
    ) -> Result<()> {
        let now = self.clock.now();
        let carriers = self.store.carriers(&row.cid, MAX_CARRIERS).await?;
        let mut tx = self.store.begin().await?;
        let Some(present) = tx.lock_attachment(&row.cid).await? else {
            return Ok(());
        };
        // Released or deleted meanwhile.
        if present.scan != row.scan || present.deleted_at.is_some() {
            return tx.rollback().await.map_err(Into::into);
        }
        tx.set_scan(&row.cid, state, detail, now).await?;
        let mut notified = Vec::new();
        match state {
            ScanState::Infected => {
                tx.drop_renditions(&row.cid, now).await?;
                let told = self.finding_tidings(row, detail.unwrap_or_default(), &carriers);
                notified = tx.add_notifications(&told.await?).await?;
                self.audit_finding(&mut tx, row, detail).await?;
            }
            ScanState::Clean | ScanState::Unscanned => {
                // One that was let through has had its smaller forms made.
                if row.scan == ScanState::Pending {
                    tx.enqueue_all(&self.jobs_of_open(row), now).await?;
                }
            }
            ScanState::Pending => self.audit_held(&mut tx, row, detail).await?,
        }
        tx.commit().await?;
        metrics::counter!("frontdesk_scans_total", "verdict" => state.as_str()).increment(1);
        if state != row.scan {
            self.tell_attachment(&row.cid).await?;
        }
        self.deliver_notifications(notified).await;
        Ok(())
    }

    /// For those who uploaded it, and for the agents of the conversations that
    /// carry it.
    async fn finding_tidings(
        &self,
        row: &AttachmentRow,
        finding: &str,
        carriers: &[Carrier],
    ) -> Result<Vec<NewNotification>> {
        let uploaders = self.store.uploaders(&row.cid).await?;
        let name = carriers
            .first()
            .map_or("A file", |carrier| carrier.name.as_str());
        let told =
            |person: &PersonId, message: String, carrier: Option<&Carrier>| NewNotification {
                id: self.ids.make(),
                person_id: person.clone(),
                kind: NotificationType::System,
                title: "Malware was found in a file".to_owned(),
                message,
                data: serde_json::json!({
                    "cid": row.cid,
                    "finding": finding,
                    "conversationId": carrier.map(|carrier| carrier.conversation_id),
                    "ticketId": carrier
                        .filter(|carrier| carrier.is_ticket)
                        .map(|carrier| carrier.conversation_id),
                }),
                dedup_key: Some(format!("infected-{}-{}", row.cid, row.created_at.0)),
                created_at: self.clock.now(),
            };
        let mut tidings: Vec<_> = uploaders
            .iter()
            .map(|uploader| {
                let message = format!(
                    "{name}, which you sent, can't be opened by anyone: {finding} was found in it."
                );
                told(uploader, message, carriers.first())
            })
            .collect();
        for carrier in carriers {
            let agents = carrier.agent_id.iter().chain(&carrier.assigned_to);
            for agent in agents.filter(|agent| !uploaders.contains(agent)) {
                let message = format!(
                    "{} in a conversation of yours is under quarantine: {finding} was found in it.",
                    carrier.name
                );
                tidings.push(told(agent, message, Some(carrier)));
            }
        }
        Ok(tidings)
    }

    async fn audit_finding(
        &self,
        tx: &mut Tx,
        row: &AttachmentRow,
        finding: Option<&str>,
    ) -> Result<()> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: None,
            action: "file.infected",
            subject: row.cid.clone(),
            details: serde_json::json!({
                "finding": finding,
                "size": row.size,
                "type": row.media_type,
            }),
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }

    async fn audit_held(&self, tx: &mut Tx, row: &AttachmentRow, why: Option<&str>) -> Result<()> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: None,
            action: "file.unscannable",
            subject: row.cid.clone(),
            details: serde_json::json!({ "why": why, "size": row.size }),
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }

    /// Has the files scanned at once whose scans wait for a scanner that was
    /// away, if it is back.
    pub(crate) async fn hurry_scans(&self) -> Result<()> {
        let Some(scanner) = &self.scanner else {
            return Ok(());
        };
        let now = self.clock.now();
        if self.store.delayed_jobs(Job::SCAN, now).await? == 0 || scanner.version().await.is_err() {
            return Ok(());
        }
        let hurried = self.store.hurry_jobs(Job::SCAN, now).await?;
        tracing::info!(
            files = hurried,
            "the scanner is back; waiting files are scanned"
        );
        Ok(())
    }
}
