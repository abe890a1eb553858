//! The operator has the storage looked after at once and to the end, by hand
//! and without a server. The caller has the machine, so nobody is asked for.

use std::time::Duration;

use frontdesk_model::storage::{Collection, Scrub};
use frontdesk_store::Lane;

use super::{Damaged, LAST_SCRUB, scrub::pause, to_keep};
use crate::{Desk, error::Result};

/// Removals that are taken at a time, and for how long nobody else takes them.
const REMOVALS: u32 = 16;
const LEASE: Duration = Duration::from_secs(60);

/// What a check has found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    pub scrub: Scrub,
    /// What is damaged and could not be repaired.
    pub damaged: Vec<Damaged>,
}

impl Desk {
    /// Compares everything with its CID and repairs what it can; `gently` at no
    /// more bytes a second than the server would. `tell` hears how far it is.
    /// A server beside it may do the same: nothing is read twice for that.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away; what is checked stays checked.
    pub async fn scrub_now(&self, gently: bool, mut tell: impl FnMut(&Scrub)) -> Result<Checked> {
        let mut scrub = Scrub {
            started_at: self.clock.now(),
            finished_at: None,
            checked: 0,
            damaged: 0,
            repaired: 0,
        };
        let mut damaged = Vec::new();
        let mut after = String::new();
        loop {
            let batch = self.scrub_batch(&mut scrub, &after).await?;
            damaged.extend(batch.damaged);
            let Some(last) = batch.last else { break };
            tell(&scrub);
            after = last;
            if gently {
                tokio::time::sleep(pause(batch.bytes, self.config.scrub_rate)).await;
            }
        }
        scrub.finished_at = Some(self.clock.now());
        let mut tx = self.store.begin().await?;
        tx.set_setting(LAST_SCRUB, &to_keep(&scrub)?).await?;
        tx.commit().await?;
        Ok(Checked { scrub, damaged })
    }

    /// Clears away what nothing needs, bytes included.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away; what is gone stays gone.
    pub async fn collect_now(&self) -> Result<Collection> {
        let mut collection = Collection {
            finished_at: self.clock.now(),
            files: 0,
            bytes: 0,
        };
        while self.collect_batch(&mut collection).await? > 0 {}
        self.finish_removals().await?;
        self.sweep().await?;
        while self.remove_waiting().await? > 0 {}
        self.end_collection(collection).await
    }

    /// Carries out some of the removals that wait; gives how many.
    async fn remove_waiting(&self) -> Result<usize> {
        let worker = format!("by-hand-{}", self.ids.next());
        let jobs = self
            .store
            .claim_jobs(Lane::Removals, &worker, REMOVALS, LEASE, self.clock.now())
            .await?;
        let count = jobs.len();
        for claimed in jobs {
            let outcome = self.run_job(&claimed.job).await;
            self.settle_jobs(&[claimed], outcome).await?;
        }
        Ok(count)
    }
}
