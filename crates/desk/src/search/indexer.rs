//! Follows the store's change log: one task a process keeps this process's
//! index as the store is. It reads what has changed since its position, looks
//! at the present state of each thing, and commits a batch at once; so changes
//! may be read twice, and come in any order. The position reaches the disk with
//! the documents. What one does oneself is found at once: who has just written
//! waits a moment for the index ([`Desk::await_own_changes`]).

use std::{
    collections::{BTreeSet, HashSet},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use frontdesk_model::Actor;
use frontdesk_search::Change;
use frontdesk_store::{FailPoint, SearchChange, SearchKind};
use tokio::sync::watch;

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
/// How long the log is kept: a process that was away for longer builds its
/// index anew.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3_600);
/// How often the position of a quiet index is written down, lest it fall behind
/// what the log keeps.
const NOTED: Duration = Duration::from_secs(3_600);

/// Where a reader of the log is.
struct Log {
    position: i64,
    /// What was read beyond the position.
    ahead: HashSet<SearchChange>,
    /// Whether the index is one to go on with. Else its position is not
    /// written down: it is being built anew.
    keeps: bool,
    noted: (i64, Instant),
}

impl Log {
    fn at(position: i64, keeps: bool) -> Self {
        Self {
            position,
            ahead: HashSet::new(),
            keeps,
            noted: (position, Instant::now()),
        }
    }
}

/// Follows until it is told to stop.
pub(crate) async fn follow(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let changed = desk.store.search_changed();
    desk.following.is_running.store(true, Ordering::Release);
    let mut log = None;
    while !*stopped.borrow() {
        let started = Instant::now();
        if let Err(error) = desk.follow_on(&mut log).await {
            tracing::error!(%error, "the search index could not follow the store");
        }
        let rest = started.elapsed().clamp(SHORTEST_REST, LONGEST_REST);
        let gather = async {
            // Also when it fails: the next try is not at once.
            tokio::time::sleep(rest).await;
            tokio::select! {
                () = changed.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        };
        tokio::select! {
            () = gather => {}
            () = desk.following.urgent.notified() => {}
            _ = stopped.changed() => {}
        }
    }
    desk.following.is_running.store(false, Ordering::Release);
    if let Some(log) = &mut log
        && let Err(error) = desk.note_position(log).await
    {
        tracing::warn!(%error, "the position of the search index could not be noted");
    }
}

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
        let store = &self.store;
        if !store.has_search_change_of(&reader.id, position).await? {
            return Ok(());
        }
        if !self.catch_up().await {
            tracing::warn!("the search index did not catch up in time");
        }
        Ok(())
    }

    /// Has the index take up what has been committed until now; whether it did
    /// so in time.
    pub(super) async fn catch_up(&self) -> bool {
        let following = &self.following;
        let mut passes = following.passes.subscribe();
        let next = passes.borrow().begun + 1;
        following.urgent.notify_one();
        let caught_up = passes.wait_for(|passes| passes.done >= next);
        tokio::time::timeout(OWN_CHANGES, caught_up).await.is_ok()
    }

    /// One look at the log.
    async fn follow_on(&self, log: &mut Option<Log>) -> Result<()> {
        let mut pass = 0;
        self.following.passes.send_modify(|passes| {
            passes.begun += 1;
            pass = passes.begun;
        });
        if self.following.replaced.swap(false, Ordering::AcqRel) {
            *log = None;
        }
        let mut at = match log.take() {
            Some(log) => log,
            None => self.begin_to_follow().await?,
        };
        if self.read_log(&mut at).await? {
            if at.noted.1.elapsed() >= NOTED {
                self.note_position(&mut at).await?;
            }
            *log = Some(at);
            self.following
                .passes
                .send_modify(|passes| passes.done = pass);
        }
        Ok(())
    }

    /// Begins at the position of the index that is there. One that the log
    /// doesn't go back to, or that the store has not come to, belongs to an
    /// index that is built anew; what changes meanwhile is found all the same.
    async fn begin_to_follow(&self) -> Result<Log> {
        let _writing = self.following.writing.lock().await;
        let horizon = self.store.search_horizon().await?;
        let floor = self.store.search_floor().await?;
        let index = self.index.clone();
        // Asked for in any case: from now on changes are meant for this one.
        let position = blocking(move || {
            index.claim()?;
            Ok(index.position())
        })
        .await?;
        let known = match position {
            Some(position) => i64::try_from(position).ok(),
            // Empty, and the log begins with it.
            None => (!self.index.needs_rebuild()).then_some(0),
        };
        let log = match known.filter(|position| (floor..=horizon).contains(position)) {
            Some(position) => Log::at(position, !self.index.needs_rebuild()),
            None => Log::at(horizon, false),
        };
        if !log.keeps {
            self.following.want_rebuild();
        }
        let following = &self.following;
        following.position.store(log.position, Ordering::Release);
        Ok(log)
    }

    /// False when the index was replaced meanwhile.
    async fn read_log(&self, log: &mut Log) -> Result<bool> {
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
                let position = log.keeps.then_some(reached.max(log.position));
                if !self.index_changes(&new, position).await? {
                    return Ok(false);
                }
            }
            last = page.last().cloned();
            ahead.extend(page.into_iter().filter(|change| change.place >= horizon));
            if is_last {
                break;
            }
        }
        log.position = log.position.max(horizon);
        log.ahead = ahead;
        let following = &self.following;
        let _writing = following.writing.lock().await;
        if following.replaced.load(Ordering::Acquire) {
            return Ok(false);
        }
        following.position.store(log.position, Ordering::Release);
        Ok(true)
    }

    async fn note_position(&self, log: &mut Log) -> Result<()> {
        if log.keeps && log.position > log.noted.0 {
            self.apply(Vec::new(), Some(log.position)).await?;
        }
        log.noted = (log.position, Instant::now());
        Ok(())
    }

    /// Brings the index up to date with these things. False when it was
    /// replaced meanwhile.
    async fn index_changes(
        &self,
        changed: &BTreeSet<(SearchKind, &str)>,
        position: Option<i64>,
    ) -> Result<bool> {
        let _writing = self.following.writing.lock().await;
        let changes = self.changes_of(changed).await?;
        self.store.reached(FailPoint::BeforeIndex).await;
        let applied = self.apply(changes, position).await?;
        self.store.reached(FailPoint::AfterIndex).await;
        Ok(applied)
    }

    /// What these things are now, as changes of the index.
    pub(super) async fn changes_of(
        &self,
        changed: &BTreeSet<(SearchKind, &str)>,
    ) -> Result<Vec<Change>> {
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
        Ok(changes)
    }

    /// False when the index was replaced since its position was asked for.
    async fn apply(&self, changes: Vec<Change>, position: Option<i64>) -> Result<bool> {
        let index = self.index.clone();
        let position = position.and_then(|position| u64::try_from(position).ok());
        blocking(move || match index.apply(changes, position) {
            Err(frontdesk_search::Error::Replaced) => Ok(false),
            applied => applied.map(|()| true),
        })
        .await
    }
}
