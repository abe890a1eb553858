//! Upkeep is begun: by an admin, or because it is time. Each kind runs once at
//! a time, however many ask for it and however many copies of the server run.

use std::time::Duration;

use frontdesk_model::{Actor, job::Job, storage::Scrub};
use frontdesk_store::NewAudit;

use super::{LAST_SCRUB, to_keep};
use crate::{Desk, access::admins_only, error::Result};

impl Desk {
    /// An admin has what nothing needs cleared away now.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn begin_collection(&self, actor: &Actor) -> Result<()> {
        admins_only(actor)?;
        self.begin_collection_as(Some(actor)).await
    }

    /// An admin has every file compared with its CID now.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn begin_scrub(&self, actor: &Actor) -> Result<()> {
        admins_only(actor)?;
        self.begin_scrub_as(Some(actor), Duration::ZERO).await
    }

    /// Begins what it is time for.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn begin_upkeep(&self) -> Result<()> {
        self.begin_collection_as(None).await?;
        match self.config.scrub_every {
            Some(every) => self.begin_scrub_as(None, every).await,
            None => Ok(()),
        }
    }

    async fn begin_collection_as(&self, actor: Option<&Actor>) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.lock_upkeep().await?;
        if tx.jobs_under_way(Job::COLLECT).await? == 0 {
            let job = Job::CollectFiles { files: 0, bytes: 0 };
            tx.enqueue(&job, now).await?;
        }
        if let Some(actor) = actor {
            tx.add_audit(&self.upkeep_audit(actor, "storage.collect"))
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Begins a check, unless one runs or was begun less than `every` ago.
    async fn begin_scrub_as(&self, actor: Option<&Actor>, every: Duration) -> Result<()> {
        let now = self.clock.now();
        let last: Option<Scrub> = self.kept(LAST_SCRUB).await?;
        if last.is_some_and(|last| last.started_at > now.minus(every)) {
            return Ok(());
        }
        let scrub = Scrub {
            started_at: now,
            finished_at: None,
            checked: 0,
            damaged: 0,
            repaired: 0,
        };
        let mut tx = self.store.begin().await?;
        tx.lock_upkeep().await?;
        if tx.jobs_under_way(Job::SCRUB).await? == 0 {
            tx.set_setting(LAST_SCRUB, &to_keep(&scrub)?).await?;
            let after = String::new();
            tx.enqueue(&Job::ScrubFiles { scrub, after }, now).await?;
        }
        if let Some(actor) = actor {
            tx.add_audit(&self.upkeep_audit(actor, "storage.scrub"))
                .await?;
        }
        Ok(tx.commit().await?)
    }

    fn upkeep_audit<'a>(&self, actor: &'a Actor, action: &'static str) -> NewAudit<'a> {
        NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action,
            subject: "storage".to_owned(),
            details: serde_json::json!({}),
            at: self.clock.now(),
        }
    }
}
