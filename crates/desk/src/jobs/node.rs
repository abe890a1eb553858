//! The worker that hands files over to the IPFS node, and asks after them. While
//! the node is away its breaker is open, and no job is taken.

use std::{sync::Arc, time::Duration};

use frontdesk_files::{BreakerState, Node};
use frontdesk_model::job::Job;
use frontdesk_store::{ClaimedJob, Lane};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::Instant,
};

use super::workers::{LEASE, POLL, patience};
use crate::{Desk, error::Result};

/// Files that are handed over at once.
const AT_ONCE: u32 = 4;
/// How often the lease of a job is prolonged while it runs: a large file takes
/// long on a slow line.
const RENEWAL: Duration = Duration::from_secs(20);
/// How often files are looked for that the node should have and was never told
/// of, should not have any more, or has not confirmed for long.
const ROUND: Duration = Duration::from_secs(60);

/// Works until it is stopped; ends at once where there is no node.
pub(super) async fn work(desk: Desk, mut stopped: watch::Receiver<bool>, woken: Arc<Notify>) {
    let Some(node) = desk.tiered.as_ref().map(|tiered| tiered.node().clone()) else {
        return;
    };
    let name = format!("{}-{}-node", std::process::id(), desk.ids.next());
    let mut next_round = Instant::now();
    while !*stopped.borrow() {
        let mut stopping = stopped.clone();
        let turn = async {
            if Instant::now() >= next_round {
                next_round = Instant::now() + ROUND;
                desk.look_after_node().await?;
            }
            desk.run_node_jobs(&node, &name).await
        };
        let outcome = tokio::select! {
            outcome = turn => outcome,
            // What is cut off here is tried again when its lease has ended.
            () = patience(&mut stopping) => return,
        };
        if matches!(outcome, Ok(done) if done == AT_ONCE as usize) {
            continue;
        }
        if let Err(error) = outcome {
            tracing::error!(%error, "files could not be handed over");
        }
        tokio::select! {
            () = woken.notified() => {}
            () = tokio::time::sleep(node.wait().unwrap_or(POLL)) => {}
            _ = stopped.changed() => {}
        }
    }
}

impl Desk {
    /// Finds what the node should have or should not have, and asks after what
    /// it has not confirmed for long. The workers do so every minute.
    ///
    /// # Errors
    /// When the database or our own store of files cannot be read.
    pub async fn look_after_node(&self) -> Result<()> {
        while self.reconcile_places().await? > 0 {}
        while self.check_places().await? > 0 {}
        Ok(())
    }

    /// Carries out a few jobs at once; gives how many there were.
    async fn run_node_jobs(&self, node: &Node, worker: &str) -> Result<usize> {
        if node.wait().is_some() {
            return Ok(0);
        }
        if node.state() == BreakerState::HalfOpen {
            // A small question tries, not a large file.
            if node.health().await.is_err() {
                return Ok(0);
            }
            for kind in Job::NODE_KINDS {
                self.store.hurry_jobs(kind, self.clock.now()).await?;
            }
        }
        let now = self.clock.now();
        let claimed = self
            .store
            .claim_jobs(Lane::Node, worker, AT_ONCE, LEASE, now)
            .await?;
        let count = claimed.len();
        let mut running = JoinSet::new();
        for job in claimed {
            let (desk, worker) = (self.clone(), worker.to_owned());
            running.spawn(async move { desk.run_node_job(job, &worker).await });
        }
        while let Some(ended) = running.join_next().await {
            match ended {
                Ok(settled) => settled?,
                // Its lease ends, and it is tried again.
                Err(error) => tracing::error!(%error, "a job ended badly"),
            }
        }
        Ok(count)
    }

    async fn run_node_job(&self, claimed: ClaimedJob, worker: &str) -> Result<()> {
        let outcome = {
            let work = self.run_job(&claimed.job);
            tokio::pin!(work);
            loop {
                tokio::select! {
                    outcome = &mut work => break outcome,
                    () = tokio::time::sleep(RENEWAL) => {
                        let until = self.clock.now().plus(LEASE);
                        self.store.renew_job(claimed.id, worker, until).await?;
                    }
                }
            }
        };
        self.settle_jobs(&[claimed], outcome).await
    }
}
