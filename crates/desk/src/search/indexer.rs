//! Follows the store's change log: one task a process keeps this process's
//! index as the store is. It reads what has changed since its position, looks
//! at the present state of each thing, and commits a batch at once; so changes
//! may be read twice, and come in any order. What one does oneself is found at
//! once: who has just written waits a moment for the index
//! ([`Desk::await_own_changes`]).

use std::{
    collections::{BTreeSet, HashSet},
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
    time::{Duration, Instant},
};

use frontdesk_model::Actor;
use frontdesk_search::Change;
use frontdesk_store::{SearchChange, SearchKind};
use tokio::sync::{Notify, watch};

use super::query::blocking;
use crate::{Desk, error::Result};

/// Changes that are read, and committed to the index, at a time.
const PAGE: u32 = 200;
/// How often the log is looked at without being woken: another process may
/// have written.
const POLL: Duration = Duration::from_millis(400);
/// The rest between two passes gathers changes and leaves the processor to
/// others: as long as the last pass took, within these bounds.
const SHORTEST_REST: Duration = Duration::from_millis(50);
const LONGEST_REST: Duration = Duration::from_millis(400);
/// How long a search waits for its reader's own changes.
const OWN_CHANGES: Duration = Duration::from_secs(2);

/// How far the index of this process follows the store.
pub(crate) struct Following {
    /// Changes before it are in the index.
    position: AtomicI64,
    is_running: AtomicBool,
    passes: watch::Sender<Passes>,
    /// Somebody waits: no rest now.
    urgent: Notify,
}

/// Looks at the log, counted from the start of the process.
#[derive(Clone, Copy, Default)]
struct Passes {
    begun: u64,
    /// The last one that went well.
    done: u64,
}

impl Default for Following {
    fn default() -> Self {
        Self {
            position: AtomicI64::new(0),
            is_running: AtomicBool::new(false),
            passes: watch::Sender::default(),
            urgent: Notify::new(),
        }
    }
}

/// Where a reader of the log is.
struct Log {
    position: i64,
    /// What was read beyond the position.
    ahead: HashSet<SearchChange>,
}

/// Follows until it is told to stop.
pub(crate) async fn follow(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let changed = desk.store.search_changed();
    desk.following.is_running.store(true, Ordering::Release);
    let mut log = None;
    while !*stopped.borrow() {
        let started = Instant::now();
        let outcome = desk.follow_on(&mut log).await;
        if let Err(error) = outcome {
            tracing::error!(%error, "the search index could not follow the store");
        }
        let rest = started.elapsed().clamp(SHORTEST_REST, LONGEST_REST);
        tokio::select! {
            () = async {
                // Also when it fails: the next try is not at once.
                tokio::time::sleep(rest).await;
                tokio::select! {
                    () = changed.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            } => {}
            () = desk.following.urgent.notified() => {}
            _ = stopped.changed() => {}
        }
    }
    desk.following.is_running.store(false, Ordering::Release);
}

/// How long the log is kept: a process that was away for longer builds its
/// index anew.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3_600);

impl Desk {
    /// Forgets what every index has seen, or will not ask for again.
    pub(crate) async fn trim_search_changes(&self) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.trim_search_changes(self.clock.now().minus(KEPT)).await?;
        Ok(tx.commit().await?)
    }

    /// Waits until a search finds what its reader has changed, if that is not
    /// so yet; not for long, and not when nothing follows the store here.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(super) async fn await_own_changes(&self, reader: &Actor) -> Result<()> {
        let following = &self.following;
        if !following.is_running.load(Ordering::Acquire) {
            return Ok(());
        }
        let position = following.position.load(Ordering::Acquire);
        if !self
            .store
            .has_search_change_of(&reader.id, position)
            .await?
        {
            return Ok(());
        }
        let mut passes = following.passes.subscribe();
        let next = passes.borrow().begun + 1;
        following.urgent.notify_one();
        let caught_up = passes.wait_for(|passes| passes.done >= next);
        if tokio::time::timeout(OWN_CHANGES, caught_up).await.is_err() {
            tracing::warn!("the search index did not catch up in time");
        }
        Ok(())
    }

    /// One look at the log; the first fills the index.
    async fn follow_on(&self, log: &mut Option<Log>) -> Result<()> {
        let mut pass = 0;
        self.following.passes.send_modify(|passes| {
            passes.begun += 1;
            pass = passes.begun;
        });
        match log {
            Some(log) => self.read_log(log).await?,
            None => {
                let position = self.starting_position().await?;
                *log = Some(Log {
                    position,
                    ahead: HashSet::new(),
                });
                self.following.position.store(position, Ordering::Release);
            }
        }
        self.following
            .passes
            .send_modify(|passes| passes.done = pass);
        Ok(())
    }

    /// The position of the index that is there; one that the log doesn't go
    /// back to, or that the store has not come to, belongs to an index that is
    /// built anew.
    async fn starting_position(&self) -> Result<i64> {
        let horizon = self.store.search_horizon().await?;
        let floor = self.store.search_floor().await?;
        let known = self
            .index
            .position()
            .filter(|_| !self.index.needs_rebuild());
        let known = known.and_then(|position| i64::try_from(position).ok());
        match known.filter(|position| (floor..=horizon).contains(position)) {
            Some(position) => Ok(position),
            None => self.fill_index(floor, horizon).await,
        }
    }

    async fn read_log(&self, log: &mut Log) -> Result<()> {
        // Asked for first: what has a smaller number is there to be read.
        let horizon = self.store.search_horizon().await?;
        let mut ahead = HashSet::new();
        let mut last: Option<SearchChange> = None;
        loop {
            let page = self
                .store
                .search_changes(log.position, last.as_ref(), PAGE)
                .await?;
            let new: BTreeSet<_> = page
                .iter()
                .filter(|change| !log.ahead.contains(change))
                .map(|change| (change.kind, change.id.as_str()))
                .collect();
            let is_last = page.len() < PAGE as usize;
            // What lies before the last line's place was read as well.
            let reached = match page.last() {
                Some(last) if !is_last => last.place.min(horizon),
                _ => horizon,
            };
            if !new.is_empty() {
                self.index_changes(&new, reached).await?;
            }
            last = page.last().cloned();
            ahead.extend(page.into_iter().filter(|change| change.place >= horizon));
            if is_last {
                break;
            }
        }
        log.position = log.position.max(horizon);
        log.ahead = ahead;
        self.following
            .position
            .store(log.position, Ordering::Release);
        Ok(())
    }

    /// Brings the index up to date with these things.
    async fn index_changes(
        &self,
        changed: &BTreeSet<(SearchKind, &str)>,
        position: i64,
    ) -> Result<()> {
        let of = |wanted| {
            let ids = changed.iter().filter(move |(kind, _)| *kind == wanted);
            ids.map(|(_, id)| *id)
        };
        let articles: Vec<_> = of(SearchKind::Article)
            .filter_map(|id| id.parse().ok())
            .collect();
        let conversations: Vec<_> = of(SearchKind::Conversation)
            .filter_map(|id| id.parse().ok())
            .collect();
        let customers: Vec<_> = of(SearchKind::Customer).map(Into::into).collect();
        let mut changes = self.article_changes(&articles).await?;
        changes.extend(self.customer_changes(&customers).await?);
        changes.extend(self.conversation_changes(&conversations).await?);
        self.apply(changes, Some(position)).await
    }

    /// Commits changes, and up to where in the log they are all.
    pub(super) async fn apply(&self, changes: Vec<Change>, position: Option<i64>) -> Result<()> {
        let index = self.index.clone();
        let position = position.and_then(|position| u64::try_from(position).ok());
        blocking(move || index.apply(changes, position)).await
    }
}
