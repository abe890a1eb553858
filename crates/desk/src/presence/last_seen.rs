//! When people were last seen: noted in memory at once, written to the store
//! in groups, off the way of everything else.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use frontdesk_model::{PersonId, Timestamp};
use frontdesk_store::LastSeen as Seen;
use tokio::sync::Notify;

use crate::{Desk, error::Result};

/// What comes within this time is written together.
const GROUPED_FOR: Duration = Duration::from_secs(2);
/// People who may wait to be written; one more is noted at their next sign of life.
const WAITING_MAX: usize = 50_000;
/// People in one transaction: it must not hold up chat messages for long.
const TRANSACTION_MAX: usize = 500;

#[derive(Default)]
pub(crate) struct LastSeen {
    waiting: Mutex<HashMap<PersonId, Timestamp>>,
    ready: Notify,
}

impl LastSeen {
    pub fn note(&self, person: &PersonId, at: Timestamp) {
        let mut waiting = self.lock();
        let full = waiting.len() >= WAITING_MAX;
        match waiting.entry(person.clone()) {
            Entry::Occupied(mut entry) => {
                entry.insert(at);
            }
            Entry::Vacant(_) if full => {
                metrics::counter!("frontdesk_last_seen_skipped_total").increment(1);
            }
            Entry::Vacant(entry) => {
                entry.insert(at);
            }
        }
        drop(waiting);
        self.ready.notify_one();
    }

    fn noted(&self, person: &PersonId) -> Option<Timestamp> {
        self.lock().get(person).copied()
    }

    fn take(&self) -> Vec<Seen> {
        let mut seen: Vec<_> = std::mem::take(&mut *self.lock())
            .into_iter()
            .map(|(id, last_seen_at)| Seen { id, last_seen_at })
            .collect();
        // In one order, whoever writes.
        seen.sort_unstable_by(|a, b| a.id.as_str().cmp(b.id.as_str()));
        seen
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PersonId, Timestamp>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// A person has done something. Connections call it when they begin and
    /// end, and at most once a minute in between.
    pub fn saw(&self, person: &PersonId) {
        self.presence.seen.note(person, self.clock.now());
    }

    /// When a person was last seen; none when they have never been here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn last_seen(&self, person: &PersonId) -> Result<Option<Timestamp>> {
        if let Some(at) = self.presence.seen.noted(person) {
            return Ok(Some(at));
        }
        let seen = self.store.last_seen(std::slice::from_ref(person)).await?;
        Ok(seen.first().map(|one| one.last_seen_at))
    }

    /// Writes what was noted.
    pub(crate) async fn save_last_seen(&self) {
        for seen in self.presence.seen.take().chunks(TRANSACTION_MAX) {
            if let Err(error) = self.write_last_seen(seen).await {
                // Each is noted again at their next sign of life.
                tracing::warn!(%error, people = seen.len(), "when people were last seen was not stored");
            }
        }
    }

    async fn write_last_seen(&self, seen: &[Seen]) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.save_last_seen(seen).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Writes from time to time.
pub(super) async fn keep_last_seen(desk: Desk) {
    loop {
        desk.presence.seen.ready.notified().await;
        tokio::time::sleep(GROUPED_FOR).await;
        desk.save_last_seen().await;
    }
}
