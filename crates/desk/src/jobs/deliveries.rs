//! The workers that send: one a channel, so that none waits behind another.
//! Each keeps a number of deliveries under way, and writes down together what
//! has ended meanwhile; so neither a slow server nor a long queue makes it
//! slower than it must be, and what it holds in memory is bounded.

use std::{sync::Arc, time::Duration};

use frontdesk_model::{
    JobId, Timestamp,
    delivery::{AttemptOutcome, Channel},
    job::Job,
};
use frontdesk_notify::webhook::webhook_retry;
use frontdesk_store::{Begun, ClaimedJob, FailPoint, Lane, Package, Settled, SettledState};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::Instant,
};

use super::{
    backoff,
    workers::{LEASE, POLL, patience},
};
use crate::{
    Desk,
    error::Result,
    notifications::{Consequence, Outcome},
};

/// Deliveries of one channel that are under way at once.
const AT_ONCE: u32 = 512;

/// Works until it is stopped.
pub(super) async fn work(
    desk: Desk,
    mut stopped: watch::Receiver<bool>,
    woken: Arc<Notify>,
    channel: Channel,
) {
    let mut lane = DeliveryLane::new(desk, channel);
    while !*stopped.borrow() {
        let mut stopping = stopped.clone();
        let turn = tokio::select! {
            turn = lane.turn(&woken) => turn,
            // What is cut off here is tried again when its lease has ended.
            () = patience(&mut stopping) => return,
        };
        let rest = match turn {
            Ok(Turn::Busy) => continue,
            Ok(Turn::Idle(rest)) => rest,
            Err(error) => {
                let channel = channel.as_str();
                tracing::error!(%error, channel, "deliveries could not be worked at");
                POLL
            }
        };
        tokio::select! {
            () = woken.notified() => {}
            () = tokio::time::sleep(rest) => {}
            _ = stopped.changed() => {}
        }
    }
    lane.finish(&mut stopped).await;
}

enum Turn {
    /// There may be more to do at once.
    Busy,
    /// There is nothing to do for so long, unless somebody calls.
    Idle(Duration),
}

struct DeliveryLane {
    desk: Desk,
    channel: Channel,
    name: String,
    under_way: JoinSet<(Settled, Vec<Consequence>)>,
    /// Ended, and not written down.
    ended: Vec<Settled>,
    /// What follows from that.
    after: Vec<Consequence>,
    /// As many may be under way.
    at_once: u32,
}

impl DeliveryLane {
    fn new(desk: Desk, channel: Channel) -> Self {
        // No more than a second's worth: what waits for its turn holds a lease.
        let rate = desk.config.notify.rate(channel);
        let kind = channel.as_str();
        Self {
            name: format!("{}-{}-{kind}", std::process::id(), desk.ids.next()),
            at_once: rate.map_or(AT_ONCE, |rate| rate.clamp(1, AT_ONCE)),
            desk,
            channel,
            under_way: JoinSet::new(),
            ended: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Takes what is due as far as there is room, and writes down what has ended.
    async fn turn(&mut self, woken: &Notify) -> Result<Turn> {
        let rests = self.desk.channel_rests(self.channel);
        let room = self.at_once.saturating_sub(self.under_way.len() as u32);
        let mut took = 0;
        if rests.is_none() && room * 2 >= self.at_once {
            took = self.take(room).await?;
        }
        if self.under_way.is_empty() {
            self.settle().await?;
            return Ok(match rests {
                Some(wait) => Turn::Idle(wait.max(Duration::from_millis(10))),
                None if took > 0 => Turn::Busy,
                None => Turn::Idle(POLL),
            });
        }
        // A slow one must not keep the others waiting.
        tokio::select! {
            Some(ended) = self.under_way.join_next() => self.keep(ended),
            () = woken.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
        while let Some(ended) = self.under_way.try_join_next() {
            self.keep(ended);
        }
        self.settle().await?;
        Ok(Turn::Busy)
    }

    fn keep(&mut self, ended: Result<(Settled, Vec<Consequence>), tokio::task::JoinError>) {
        match ended {
            Ok((settled, after)) => {
                self.ended.push(settled);
                self.after.extend(after);
            }
            // Its lease ends, and it is tried again.
            Err(error) => tracing::error!(%error, "a delivery ended badly"),
        }
    }

    /// Claims what is due and begins to send it; gives how many there were.
    async fn take(&mut self, room: u32) -> Result<usize> {
        let desk = &self.desk;
        let now = desk.clock.now();
        let jobs = desk
            .store
            .claim_jobs(Lane::Deliver(self.channel), &self.name, room, LEASE, now)
            .await?;
        if jobs.is_empty() {
            return Ok(0);
        }
        let turns: Vec<_> = jobs.iter().filter_map(turn_of).collect();
        let begun = desk.store.begin_deliveries(&turns, now).await?;
        let (mut moved, mut over) = (Vec::new(), Vec::new());
        let mut packages = Vec::with_capacity(begun.len());
        for (job, begun) in jobs.iter().zip(begun) {
            match begun {
                Begun::Now(package) => packages.push((job.id, package)),
                Begun::Later(due) => moved.push((job.id, due)),
                Begun::Never => over.push(job.id),
            }
        }
        if !moved.is_empty() || !over.is_empty() {
            desk.store.settle_turns(&moved, &over).await?;
        }
        let all: Vec<_> = packages.iter().map(|(_, package)| &**package).collect();
        let around = Arc::new(desk.circumstances(&all).await?);
        for (job, package) in packages {
            let (desk, around) = (desk.clone(), Arc::clone(&around));
            self.under_way.spawn(async move {
                let started = Instant::now();
                let tried = desk.send_delivery(&package, &around).await;
                let took = started.elapsed();
                let settled = settled(&package, job, tried.outcome, took, desk.clock.now());
                (settled, tried.after)
            });
        }
        Ok(jobs.len())
    }

    async fn settle(&mut self) -> Result<()> {
        if self.ended.is_empty() {
            return Ok(());
        }
        for settled in &self.ended {
            metrics::counter!(
                "frontdesk_deliveries_total",
                "channel" => self.channel.as_str(),
                "outcome" => outcome_name(&settled.state),
            )
            .increment(1);
        }
        let now = self.desk.clock.now();
        let after = self.after.clone();
        self.desk.settle_deliveries(&self.ended, after, now).await?;
        self.ended.clear();
        self.after.clear();
        self.desk.store.reached(FailPoint::AfterSettle).await;
        Ok(())
    }

    /// Writes down what still ends within the patience of a stop.
    async fn finish(mut self, stopped: &mut watch::Receiver<bool>) {
        let rest = async {
            while let Some(ended) = self.under_way.join_next().await {
                self.keep(ended);
            }
        };
        tokio::select! {
            () = rest => {}
            () = patience(stopped) => {}
        }
        if let Err(error) = self.settle().await {
            tracing::error!(%error, "what was sent could not be written down");
        }
    }
}

fn turn_of(job: &ClaimedJob) -> Option<(frontdesk_model::DeliveryId, i64)> {
    match job.job {
        Job::Deliver {
            delivery_id, run, ..
        } => Some((delivery_id, run)),
        // Only these are in the lane.
        _ => None,
    }
}

fn outcome_name(state: &SettledState) -> &'static str {
    match state {
        SettledState::Sent => AttemptOutcome::Sent.as_str(),
        SettledState::Skipped(_) => AttemptOutcome::Skipped.as_str(),
        SettledState::Failed(_) => AttemptOutcome::Failed.as_str(),
        SettledState::Dead => AttemptOutcome::Dead.as_str(),
        SettledState::Postponed(_) => "postponed",
    }
}

/// What a try comes to for the store.
fn settled(
    package: &Package,
    job: JobId,
    outcome: Outcome,
    took: Duration,
    now: Timestamp,
) -> Settled {
    let delivery = &package.delivery;
    let mut settled = Settled {
        id: delivery.id,
        job,
        channel: delivery.channel,
        attempt: delivery.attempts,
        planned_at: delivery.planned_at,
        state: SettledState::Sent,
        error: None,
        provider_id: None,
        target: None,
        reached: delivery.reached.clone(),
        took,
    };
    let again = |asked: Option<Duration>| {
        let wait = retry_wait(delivery.channel, delivery.attempts, asked, rand::random());
        wait.map_or(SettledState::Dead, |wait| {
            SettledState::Failed(now.plus(wait))
        })
    };
    match outcome {
        Outcome::Sent {
            target,
            provider_id,
            reached,
        } => {
            settled.target = target;
            settled.provider_id = provider_id;
            settled.reached = reached;
        }
        Outcome::Skipped(reason) => settled.state = SettledState::Skipped(reason),
        Outcome::Failed(why, asked, _) => {
            settled.state = again(asked);
            settled.error = Some(why);
        }
        Outcome::Partly(why, reached) => {
            settled.state = again(None);
            settled.error = Some(why);
            settled.reached = reached;
        }
        Outcome::Refused(why) => {
            settled.state = SettledState::Dead;
            settled.error = Some(why);
        }
        Outcome::Postponed(wait) => settled.state = SettledState::Postponed(now.plus(wait)),
    }
    settled
}

/// How long until the next try, not before the other side asks for one; none
/// when this was the last.
fn retry_wait(
    channel: Channel,
    attempt: i64,
    asked: Option<Duration>,
    random: f64,
) -> Option<Duration> {
    if channel == Channel::Webhook {
        return webhook_retry(u32::try_from(attempt).ok()?, random, asked);
    }
    let wait = backoff::after(attempt, random)?;
    Some(wait.max(asked.unwrap_or_default()))
}
