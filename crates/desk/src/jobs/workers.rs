//! Takes jobs from the outbox in batches. Jobs that wait for somebody else's
//! server have a worker of their own, so that nothing else waits behind them.
//! The other tasks of a process, such as the one that keeps its search index,
//! begin and end here too.

use std::{sync::Arc, time::Duration};

use frontdesk_model::{JobId, delivery::Channel, error::ErrorCode, job::Job};
use frontdesk_store::{ClaimedJob, Lane};
use tokio::{
    sync::{Notify, watch},
    task::{JoinHandle, JoinSet},
};

use super::backoff;
use crate::{
    Desk,
    error::Result,
    inbox::keep_lists_live,
    mail_in::watch_mailbox,
    search::{follow, rebuild_when_wanted, tend_search},
};

/// Jobs taken at a time.
const BATCH: u32 = 256;
/// Slow jobs taken at a time; they are worked at together.
const SLOW_BATCH: u32 = 4;
/// How long a stop waits for a server that is slow.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// How long a worker may take for a batch before another may claim it.
pub(super) const LEASE: Duration = Duration::from_secs(60);
/// How often the outbox is looked at without being woken: another process may
/// have left jobs there.
pub(super) const POLL: Duration = Duration::from_secs(1);
/// How often what has expired is removed.
const TIDY: Duration = Duration::from_secs(3_600);
/// How often what is kept in memory is read again: another process may have
/// changed it.
const RELOAD: Duration = Duration::from_secs(30);
/// How long the ledger of attempts is kept.
const LEDGER: Duration = Duration::from_secs(30 * 24 * 3_600);

/// How long it is known which mail came in.
const INBOUND_MAIL: Duration = Duration::from_secs(90 * 24 * 3_600);

/// The running workers of one process.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts the workers; they run until [`Workers::stop`].
    pub fn start(desk: &Desk) -> Self {
        let (stop, stopped) = watch::channel(false);
        let slow = Arc::new(Notify::new());
        let files = Arc::new(Notify::new());
        let node = Arc::new(Notify::new());
        let mut woken = vec![Arc::clone(&slow), Arc::clone(&files), Arc::clone(&node)];
        let deliveries = Channel::OUTSIDE.map(|channel| {
            let called = Arc::new(Notify::new());
            woken.push(Arc::clone(&called));
            tokio::spawn(super::deliveries::work(
                desk.clone(),
                stopped.clone(),
                called,
                channel,
            ))
        });
        let mut tasks = vec![
            tokio::spawn(work(desk.clone(), stopped.clone(), woken)),
            tokio::spawn(work_slowly(desk.clone(), stopped.clone(), slow, Lane::Slow)),
            tokio::spawn(work_slowly(
                desk.clone(),
                stopped.clone(),
                files,
                Lane::Files,
            )),
            tokio::spawn(super::node::work(desk.clone(), stopped.clone(), node)),
            tokio::spawn(follow(desk.clone(), stopped.clone())),
            tokio::spawn(rebuild_when_wanted(desk.clone(), stopped.clone())),
            tokio::spawn(keep_lists_live(desk.clone(), stopped.clone())),
            tokio::spawn(tidy(desk.clone(), stopped.clone())),
            tokio::spawn(watch_mailbox(desk.clone(), stopped.clone())),
            tokio::spawn(tend_search(desk.clone(), stopped.clone())),
            tokio::spawn(reload(desk.clone(), stopped)),
        ];
        tasks.extend(deliveries);
        Self { stop, tasks }
    }

    /// Ends them after the batch they are at. What is left waits in the store.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a worker ended badly");
            }
        }
    }
}

async fn work(desk: Desk, mut stopped: watch::Receiver<bool>, others: Vec<Arc<Notify>>) {
    let ready = desk.store.jobs_ready();
    let name = format!("{}-{}", std::process::id(), desk.ids.next());
    while !*stopped.borrow() {
        match desk.run_jobs(&name).await {
            Ok(done) if done == BATCH as usize => {}
            outcome => {
                if let Err(error) = outcome {
                    tracing::error!(%error, "the outbox could not be worked at");
                }
                tokio::select! {
                    // Only one can be woken by the store: it wakes the others.
                    () = ready.notified() => others.iter().for_each(|other| other.notify_one()),
                    () = tokio::time::sleep(POLL) => {}
                    _ = stopped.changed() => {}
                }
            }
        }
    }
}

async fn work_slowly(
    desk: Desk,
    mut stopped: watch::Receiver<bool>,
    woken: Arc<Notify>,
    lane: Lane,
) {
    let name = format!("{}-{}-slow", std::process::id(), desk.ids.next());
    while !*stopped.borrow() {
        let mut stopping = stopped.clone();
        let outcome = tokio::select! {
            outcome = desk.run_slow_jobs(&name, lane) => outcome,
            // What is cut off here is tried again when its lease has ended.
            () = patience(&mut stopping) => return,
        };
        match outcome {
            Ok(done) if done == SLOW_BATCH as usize => {}
            outcome => {
                if let Err(error) = outcome {
                    tracing::error!(%error, "the slow jobs of the outbox could not be worked at");
                }
                tokio::select! {
                    () = woken.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                    _ = stopped.changed() => {}
                }
            }
        }
    }
}

/// Ends a while after the workers are told to stop.
pub(super) async fn patience(stopped: &mut watch::Receiver<bool>) {
    // An error means that nobody is left who could say it.
    let _ = stopped.wait_for(|stopped| *stopped).await;
    tokio::time::sleep(STOP_PATIENCE).await;
}

async fn tidy(desk: Desk, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let before = desk.clock.now().minus(LEDGER);
        if let Err(error) = desk.store.prune(before).await {
            tracing::warn!(%error, "what has expired could not be removed");
        }
        if let Err(error) = desk.prune_deliveries().await {
            tracing::warn!(%error, "the ledger of deliveries could not be pruned");
        }
        let before = desk.clock.now().minus(INBOUND_MAIL);
        if let Err(error) = desk.store.prune_inbound_mail(before).await {
            tracing::warn!(%error, "the list of mail that came in could not be pruned");
        }
        if let Err(error) = desk.read_earlier_files().await {
            tracing::warn!(%error, "files of earlier times could not be put in line");
        }
        if let Err(error) = desk.trim_search_changes().await {
            tracing::warn!(%error, "the log of changes could not be trimmed");
        }
        if let Err(error) = desk.forget_old_searches().await {
            tracing::warn!(%error, "the log of searches could not be pruned");
        }
        if let Err(error) = desk.forget_old_links().await {
            tracing::warn!(%error, "old links to sign in with could not be pruned");
        }
        if let Err(error) = desk.expire_resumables().await {
            tracing::warn!(%error, "uploads whose time is over could not be removed");
        }
        if let Err(error) = desk.begin_upkeep().await {
            tracing::warn!(%error, "the upkeep of files could not be begun");
        }
        desk.forget_idle_limits();
        tokio::select! {
            () = tokio::time::sleep(TIDY) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn reload(desk: Desk, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tokio::select! {
            () = tokio::time::sleep(RELOAD) => {}
            _ = stopped.changed() => break,
        }
        if let Err(error) = desk.reload().await {
            tracing::warn!(%error, "what is kept in memory could not be read again");
        }
    }
}

impl Desk {
    /// Reads again what is kept in memory and other processes may have changed.
    async fn reload(&self) -> Result<()> {
        self.load_settings().await?;
        self.load_blocked().await?;
        self.load_webhooks().await?;
        self.refresh_rules().await?;
        // Of keys that were destroyed. Readers may be in the way; then next time.
        self.store.erase_traces().await?;
        self.hurry_scans().await
    }

    /// Carries out one batch of jobs; gives how many there were.
    async fn run_jobs(&self, worker: &str) -> Result<usize> {
        let now = self.clock.now();
        let jobs = self
            .store
            .claim_jobs(Lane::Quick, worker, BATCH, LEASE, now)
            .await?;
        let count = jobs.len();
        let (plans, others): (Vec<_>, Vec<_>) = jobs
            .into_iter()
            .partition(|claimed| matches!(claimed.job, Job::PlanDeliveries { .. }));
        if !plans.is_empty() {
            self.run_plans(plans).await?;
        }
        for claimed in others {
            let outcome = self.run_job(&claimed.job).await;
            self.settle_jobs(&[claimed], outcome).await?;
        }
        Ok(count)
    }

    /// Carries out a few slow jobs at once; gives how many there were.
    async fn run_slow_jobs(&self, worker: &str, lane: Lane) -> Result<usize> {
        let now = self.clock.now();
        let jobs = self
            .store
            .claim_jobs(lane, worker, SLOW_BATCH, LEASE, now)
            .await?;
        let count = jobs.len();
        let mut running = JoinSet::new();
        for claimed in jobs {
            let desk = self.clone();
            running.spawn(async move {
                let outcome = desk.run_job(&claimed.job).await;
                desk.settle_jobs(&[claimed], outcome).await
            });
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

    /// Plans what several jobs ask for at once; each alone when that fails, so
    /// that a bad one fails alone.
    async fn run_plans(&self, jobs: Vec<ClaimedJob>) -> Result<()> {
        let all: Vec<_> = jobs
            .iter()
            .flat_map(|claimed| match &claimed.job {
                Job::PlanDeliveries { notification_ids } => notification_ids.as_slice(),
                // Only plans are asked for.
                _ => &[],
            })
            .copied()
            .collect();
        if self.plan_deliveries(&all).await.is_ok() {
            return self.settle_jobs(&jobs, Ok(())).await;
        }
        for claimed in jobs {
            let outcome = self.run_job(&claimed.job).await;
            self.settle_jobs(&[claimed], outcome).await?;
        }
        Ok(())
    }

    pub(crate) async fn run_job(&self, job: &Job) -> Result<()> {
        match job {
            Job::Announce {
                announcement_id,
                title,
                message,
                after,
            } => {
                self.announce_to_batch(*announcement_id, title, message, after.as_ref())
                    .await
            }
            Job::MailTranscript {
                conversation_id,
                message_id,
            } => self.mail_transcript(*conversation_id, message_id).await,
            Job::WakeSnoozed {
                conversation_id,
                until,
                note,
            } => {
                self.wake_snoozed(*conversation_id, *until, note.as_deref())
                    .await
            }
            Job::SnoozeEnded {
                conversation_id,
                agent_id,
                at,
            } => self.snooze_ended(*conversation_id, agent_id, *at).await,
            Job::NoteModeration {
                conversation_id,
                message_id,
                deeds,
            } => {
                self.note_moderation(*conversation_id, *message_id, deeds)
                    .await
            }
            Job::AppendApproved { review_id } => match self.append_approved(*review_id).await {
                // The review is pending again: an agent decides anew.
                Err(error) if error.code() == ErrorCode::Conflict => Ok(()),
                outcome => outcome,
            },
            Job::ScanFile { cid } => self.scan_file(cid).await,
            Job::MakeRenditions { cid } => self.make_renditions(cid).await,
            Job::ReadFileText { cid } => self.read_file_text(cid).await,
            Job::RemoveFile { cid } => self.remove_file(cid).await,
            Job::CollectFiles { files, bytes } => self.collect_files(*files, *bytes).await,
            Job::ScrubFiles { scrub, after } => self.scrub_files(*scrub, after).await,
            Job::RewrapKeys => self.rewrap_keys().await,
            Job::SealBodies { table, after } => self.seal_bodies(table.as_deref(), *after).await,
            Job::PinFile { cid } => self.pin_file(cid).await,
            Job::UnpinFile { cid } => self.unpin_file(cid).await,
            Job::PlanDeliveries { notification_ids } => {
                self.plan_deliveries(notification_ids).await
            }
            // They have workers of their own.
            Job::Deliver { .. } => Ok(()),
            Job::EmitEvent {
                event_id,
                event,
                at,
                data,
            } => self.emit_event(*event_id, *event, *at, data).await,
            Job::ReadMail { mail_id } => self.read_mail(*mail_id).await,
            Job::MailAccount {
                person_id,
                news,
                message_id,
            } => self.mail_account(person_id, news, message_id).await,
            Job::MailSignInLink {
                link_id,
                message_id,
            } => self.mail_link(*link_id, message_id).await,
        }
    }

    /// Ends jobs that went well, and puts those that didn't on their way again.
    pub(crate) async fn settle_jobs(&self, jobs: &[ClaimedJob], outcome: Result<()>) -> Result<()> {
        let now = self.clock.now();
        let outcome_name = if outcome.is_ok() { "done" } else { "failed" };
        for claimed in jobs {
            metrics::counter!(
                "frontdesk_jobs_total",
                "kind" => claimed.job.kind(),
                "outcome" => outcome_name,
            )
            .increment(1);
        }
        match outcome {
            Ok(()) => {
                let ids: Vec<JobId> = jobs.iter().map(|claimed| claimed.id).collect();
                self.store.finish_jobs(&ids, now).await?;
            }
            Err(error) => {
                for claimed in jobs {
                    let wait = match claimed.job.never_gives_up() {
                        true => Some(backoff::for_ever(claimed.attempts, rand::random())),
                        false => backoff::after(claimed.attempts, rand::random()),
                    };
                    let wait = wait.filter(|_| !error.is_permanent());
                    let retry_at = wait.map(|wait| now.plus(wait));
                    self.store
                        .fail_job(claimed.id, error.detail(), retry_at, now)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
