//! The thread that embeds articles while the desk runs.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::locked;
use crate::index::SearchIndex;

/// How long the embedder waits before it tries again what has failed.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Embeds articles as they change, in a thread of its own, until it is dropped: that ends the
/// thread before the next paragraph.
///
/// An article is found by its words as soon as it is in the index, and by its meaning as soon as
/// the embedder has come to it. Only ids and finished vectors are held in memory, never a queue
/// of texts.
pub struct Embedder {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
}

impl Embedder {
    /// Starts embedding what the model of the index has not embedded yet.
    ///
    /// # Errors
    /// When the operating system refuses a thread.
    pub fn start(index: Arc<SearchIndex>) -> io::Result<Self> {
        let signal = index.semantic.signal();
        signal.restart();
        let thread = thread::Builder::new()
            .name("embedder".into())
            .spawn(move || run(&index))?;
        Ok(Self {
            signal,
            thread: Some(thread),
        })
    }
}

impl Embedder {
    /// Waits until every change made before this call has been embedded, or could not be.
    pub fn settle(&self) {
        self.signal.settle();
    }
}

impl Drop for Embedder {
    fn drop(&mut self) {
        self.signal.stop();
        if let Some(thread) = self.thread.take() {
            // It ended by a panic at worst, which has been reported.
            let _ = thread.join();
        }
    }
}

fn run(index: &SearchIndex) {
    let signal = index.semantic.signal();
    let mut seen = 0;
    loop {
        match signal.wait(seen) {
            Some(version) => seen = version,
            None => return,
        }
        let embedded = index.embed_while(&|| !signal.stopped());
        signal.finished(seen);
        match embedded {
            Ok(0) => {}
            Ok(articles) => tracing::info!(articles, "articles can be found by their meaning"),
            Err(error) => {
                tracing::warn!(%error, "articles could not be embedded");
                seen = 0;
                signal.pause(RETRY_AFTER);
            }
        }
    }
}

/// Tells the embedder that there is something to do, or that it shall end.
#[derive(Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Default)]
struct State {
    /// Grows with every change of articles.
    version: u64,
    /// The version up to which the embedder has looked.
    finished: u64,
    stopped: bool,
}

impl Signal {
    pub(crate) fn changed(&self) {
        locked(&self.state).version += 1;
        self.told.notify_all();
    }

    fn restart(&self) {
        locked(&self.state).stopped = false;
    }

    fn stop(&self) {
        locked(&self.state).stopped = true;
        self.told.notify_all();
    }

    fn stopped(&self) -> bool {
        locked(&self.state).stopped
    }

    /// Waits until the version is another one than this; none when it shall end.
    fn wait(&self, seen: u64) -> Option<u64> {
        let state = self
            .told
            .wait_while(locked(&self.state), |state| {
                state.version == seen && !state.stopped
            })
            .unwrap_or_else(PoisonError::into_inner);
        (!state.stopped).then_some(state.version)
    }

    fn finished(&self, version: u64) {
        locked(&self.state).finished = version;
        self.told.notify_all();
    }

    fn settle(&self) {
        let mut state = locked(&self.state);
        let version = state.version;
        while state.finished < version && !state.stopped {
            state = self
                .told
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for some time, or until it shall end.
    fn pause(&self, time: Duration) {
        // Either outcome is as good: the caller looks again.
        let _ = self
            .told
            .wait_timeout_while(locked(&self.state), time, |state| !state.stopped);
    }
}
