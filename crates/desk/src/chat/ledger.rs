//! The decisions of the router on their way to the disk and to the agents.
//!
//! An offer must not wait for a write, and under load one transaction stores
//! the decisions of many settlings. So they are stored behind the router's
//! back, in their order, and sent to the agents once they are on disk. Whoever
//! reads decisions waits for those before them.

use std::time::Duration;

use frontdesk_model::{Timestamp, routing::Decision};
use tokio::sync::{mpsc, oneshot};

use super::router::Ruling;
use crate::{
    Desk,
    hub::{Event, Namespace},
};

/// Entries that may wait to be stored; the router waits when it is full.
const QUEUE: usize = 4_096;
/// Decisions that one transaction stores at most, about.
const BATCH: usize = 256;
/// How often a failed write is tried before its decisions are given up.
const TRIES: u32 = 5;
/// Before the second try; doubled before each further one.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) enum Entry {
    Decided(Vec<Decision>),
    /// Answered when everything before it is stored.
    Flush(oneshot::Sender<()>),
}

/// The way in; the way out is taken when the desk is opened.
pub(crate) struct Ledger {
    entries: mpsc::Sender<Entry>,
    queue: std::sync::Mutex<Option<mpsc::Receiver<Entry>>>,
}

impl Ledger {
    pub fn new() -> Self {
        let (entries, queue) = mpsc::channel(QUEUE);
        Self {
            entries,
            queue: std::sync::Mutex::new(Some(queue)),
        }
    }

    pub fn take_queue(&self) -> Option<mpsc::Receiver<Entry>> {
        let mut queue = self
            .queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.take()
    }

    /// Everything that was decided before is stored when this returns.
    pub async fn flush(&self) {
        let (done, stored) = oneshot::channel();
        if self.entries.send(Entry::Flush(done)).await.is_ok() {
            // An error means that the desk is closing.
            let _ = stored.await;
        }
    }
}

impl Desk {
    /// What was decided before is stored when this returns.
    pub(crate) async fn flush_decisions(&self) {
        self.chat.ledger.flush().await;
    }

    /// Hands decisions over to be stored.
    pub(super) async fn record_decisions(&self, rulings: Vec<Ruling>, now: Timestamp) {
        if rulings.is_empty() {
            return;
        }
        let decisions = rulings.into_iter().map(|ruling| Decision {
            id: self.ids.make(),
            session_id: ruling.session,
            kind: ruling.kind,
            agent_id: ruling.agent,
            agent_name: ruling.agent_name,
            team_id: ruling.team,
            reason: ruling.reason,
            at: now,
        });
        let entry = Entry::Decided(decisions.collect());
        if self.chat.ledger.entries.send(entry).await.is_err() {
            tracing::warn!("decisions of the router could not be recorded: the desk is closing");
        }
    }
}

/// Stores what comes, and tells the agents.
pub(super) async fn keep(desk: Desk, mut queue: mpsc::Receiver<Entry>) {
    let mut entries = Vec::new();
    while queue.recv_many(&mut entries, BATCH).await > 0 {
        let mut decisions = Vec::new();
        let mut waiting = Vec::new();
        for entry in entries.drain(..) {
            match entry {
                Entry::Decided(some) => decisions.extend(some),
                Entry::Flush(done) => waiting.push(done),
            }
        }
        if store(&desk, &decisions).await {
            for decision in decisions {
                let event = Event::Decision(decision);
                desk.hub.broadcast(Namespace::ChatAgent, &event);
            }
        }
        for done in waiting {
            // Whoever asked may have gone.
            let _ = done.send(());
        }
    }
}

async fn store(desk: &Desk, decisions: &[Decision]) -> bool {
    let mut pause = PAUSE;
    for attempt in 1..=TRIES {
        match try_to_store(desk, decisions).await {
            Ok(()) => return true,
            Err(error) => {
                tracing::warn!(%error, attempt, "decisions of the router were not stored");
            }
        }
        if attempt < TRIES {
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }
    metrics::counter!("frontdesk_decisions_lost_total").increment(decisions.len() as u64);
    false
}

async fn try_to_store(desk: &Desk, decisions: &[Decision]) -> frontdesk_store::Result<()> {
    if decisions.is_empty() {
        return Ok(());
    }
    let mut tx = desk.store.begin().await?;
    tx.add_decisions(decisions).await?;
    tx.commit().await
}
