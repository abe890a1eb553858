//! What the tasks of the search index share: how far it has come, who waits for
//! it, and whether it is to be built anew.

use std::sync::{
    PoisonError, RwLock,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

use frontdesk_model::search_index::RebuildProgress;
use tokio::sync::{Mutex, Notify, watch};

/// How the index of this process follows the store.
#[derive(Default)]
pub(crate) struct Following {
    /// Changes before it are in the index. It is set while nobody else writes.
    pub(super) position: AtomicI64,
    pub(super) is_running: AtomicBool,
    pub(super) passes: watch::Sender<Passes>,
    /// Somebody waits: no rest now.
    pub(super) urgent: Notify,
    /// Held from reading what things are now until that is in the index: a batch and a
    /// rebuild that catches up must not put what is older over what is newer.
    pub(super) writing: Mutex<()>,
    /// Held while index and store are compared, which reads much.
    pub(super) comparing: Mutex<()>,
    /// Another generation serves: its position is another.
    pub(super) replaced: AtomicBool,
    is_rebuild_wanted: AtomicBool,
    pub(super) rebuild_wanted: Notify,
    rebuild: RwLock<Option<RebuildProgress>>,
}

/// Looks at the log, counted from the start of the process.
#[derive(Clone, Copy, Default)]
pub(super) struct Passes {
    pub begun: u64,
    /// The last one that went well.
    pub done: u64,
}

impl Following {
    /// Has the index built anew; a rebuild that is under way is enough.
    pub(super) fn want_rebuild(&self) {
        self.is_rebuild_wanted.store(true, Ordering::Release);
        self.rebuild_wanted.notify_one();
    }

    /// Whether somebody wants the index built anew.
    pub(super) fn is_rebuild_wanted(&self) -> bool {
        self.is_rebuild_wanted.load(Ordering::Acquire)
    }

    /// The index was built anew: batches begin at its position. To be told while
    /// nobody else writes.
    pub(super) fn rebuilt(&self) {
        self.is_rebuild_wanted.store(false, Ordering::Release);
        self.replaced.store(true, Ordering::Release);
        self.position.store(0, Ordering::Release);
        self.urgent.notify_one();
    }

    /// How far the rebuild is that is under way.
    pub(super) fn progress(&self) -> Option<RebuildProgress> {
        let progress = self.rebuild.read().unwrap_or_else(PoisonError::into_inner);
        progress.clone()
    }

    pub(super) fn set_progress(&self, progress: Option<RebuildProgress>) {
        *self.rebuild.write().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}
