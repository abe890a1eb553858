//! A group-commit writer: one task that stores whatever has queued while its
//! last commit ran, so that many callers share one fsync. What is stored, and
//! how, is its [`Groups`]' own.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{Error, Result};

/// What a writer stores.
pub(crate) trait Groups: Send + Sync + 'static {
    /// What a caller hands over.
    type Item: Send + 'static;
    /// What the caller gets once it is on disk.
    type Answer: Send + 'static;
    /// What others are told of a commit.
    type Told: Send + 'static;
    /// What is written, for the log.
    const NAME: &'static str;

    /// Stores a group, as far as it can be stored.
    fn store(&self, items: Vec<Self::Item>) -> impl Future<Output = Stored<Self>> + Send;
}

/// What became of a group: an answer to each of its items, in their order, and
/// what to tell of them.
pub(crate) struct Stored<G: Groups + ?Sized> {
    pub answers: Vec<Result<G::Answer>>,
    pub told: Vec<G::Told>,
}

/// How a writer takes its time.
pub(crate) struct Pace {
    /// Items that may wait; one more is refused with [`Error::Busy`].
    pub capacity: usize,
    /// Items of one group at most.
    pub group_max: usize,
    /// Items that need no more company: they are stored at once.
    pub enough: usize,
    /// Groups of fewer are stored at most once in this time.
    pub interval: Duration,
}

struct Queued<G: Groups> {
    item: G::Item,
    answer: oneshot::Sender<Result<G::Answer>>,
}

/// The store's end of a writer.
pub(crate) struct GroupWriter<G: Groups> {
    /// `None` once the store is closed.
    queue: Mutex<Option<mpsc::Sender<Queued<G>>>>,
    told: Mutex<Option<mpsc::Receiver<G::Told>>>,
    /// Whether somebody reads `told`.
    heard: Arc<AtomicBool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl<G: Groups> GroupWriter<G> {
    /// Must be called within a tokio runtime.
    pub fn start(groups: G, pace: Pace) -> Self {
        let capacity = pace.capacity.max(1);
        let (queue, queued) = mpsc::channel(capacity);
        let (told, receiver) = mpsc::channel(capacity);
        let heard = Arc::new(AtomicBool::new(false));
        let task = Task {
            groups,
            queued,
            told,
            heard: Arc::clone(&heard),
            pace,
        };
        Self {
            queue: Mutex::new(Some(queue)),
            told: Mutex::new(Some(receiver)),
            heard,
            task: Mutex::new(Some(tokio::spawn(task.run()))),
        }
    }

    /// Takes an item; the future that it gives back is ready when the item is
    /// stored, or can't be. A caller that stops waiting changes nothing.
    ///
    /// Errors, at once: `Busy` when the queue is full, `Closed`.
    pub fn enqueue(
        &self,
        item: G::Item,
    ) -> Result<impl Future<Output = Result<G::Answer>> + Send + use<G>> {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or(Error::Closed)?;
        queue
            .try_send(Queued { item, answer })
            .map_err(|refused| match refused {
                mpsc::error::TrySendError::Full(_) => Error::Busy,
                mpsc::error::TrySendError::Closed(_) => Error::Closed,
            })?;
        Ok(async move { answered.await.map_err(|_| Error::Closed)? })
    }

    /// The stream of what is told, in the order of commits. It can be taken
    /// once; who takes it must read it, for the writer waits when it is full.
    pub fn take_told(&self) -> Option<mpsc::Receiver<G::Told>> {
        let receiver = take(&self.told)?;
        self.heard.store(true, Ordering::Release);
        Some(receiver)
    }

    /// Whether items are still taken and stored.
    pub fn is_running(&self) -> bool {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Takes no more, and waits until what was taken is stored.
    pub async fn drain(&self) {
        drop(take(&self.queue));
        let task = take(&self.task);
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, writer = G::NAME, "a group writer ended badly");
        }
    }
}

fn take<T>(from: &Mutex<Option<T>>) -> Option<T> {
    from.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// The writer itself.
struct Task<G: Groups> {
    groups: G,
    queued: mpsc::Receiver<Queued<G>>,
    told: mpsc::Sender<G::Told>,
    heard: Arc<AtomicBool>,
    pace: Pace,
}

impl<G: Groups> Task<G> {
    /// Ends when the store is closed or gone, with an empty queue.
    async fn run(mut self) {
        let max = self.pace.group_max.max(1);
        let mut group = Vec::new();
        let mut rested = Instant::now();
        while self.queued.recv_many(&mut group, max).await > 0 {
            self.gather(&mut group, max, rested).await;
            self.store(&mut group).await;
            rested = Instant::now() + self.pace.interval;
        }
    }

    /// Shortly after a commit, waits for company until `rested`: under load
    /// that bounds the commits a second; an idle desk never waits.
    async fn gather(&mut self, group: &mut Vec<Queued<G>>, max: usize, rested: Instant) {
        let enough = self.pace.enough.min(max);
        while group.len() < enough {
            let room = max - group.len();
            match timeout_at(rested, self.queued.recv_many(group, room)).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Others are told before a caller is answered.
    async fn store(&mut self, group: &mut Vec<Queued<G>>) {
        let (items, callers): (Vec<_>, Vec<_>) = group
            .drain(..)
            .map(|queued| (queued.item, queued.answer))
            .unzip();
        let stored = self.groups.store(items).await;
        if self.heard.load(Ordering::Acquire) {
            for told in stored.told {
                // A reader that went away is not an error.
                let _ = self.told.send(told).await;
            }
        }
        for (answer, caller) in stored.answers.into_iter().zip(callers) {
            // A caller that went away is not an error either.
            let _ = caller.send(answer);
        }
    }
}
