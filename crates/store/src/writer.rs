//! The group-commit writer of chat messages: one task that commits whatever
//! has queued while its last commit ran, so that many senders share one fsync.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use frontdesk_model::{ConversationId, MessageId, PersonId, Timestamp, chat::Sender, job::Job};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{
    Appended, Error, MessageRow, NewNotification, Result, Store, StoreConfig, StoredFile,
    StoredNotification,
    batch::{self, Outcome},
    store::Core,
};

/// A chat message to be stored, with what follows from it.
#[derive(Clone, Debug)]
pub struct NewChatMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// The sender's own mark: a repeat of it gives the first message again.
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    /// Whether it is said by way of the conversation's ticket: then any agent
    /// may say it, not only the one who holds the chat.
    pub response: bool,
    pub created_at: Timestamp,
    /// Stored with the message; not when it is a repeat.
    pub notifications: Vec<NewNotification>,
    /// Stored with the message, due at once; not when it is a repeat.
    pub jobs: Vec<Job>,
}

/// A chat message that has just become durable, and whom it concerns.
#[derive(Clone, Debug)]
pub struct CommittedMessage {
    pub message: MessageRow,
    pub user_id: PersonId,
    pub agent_id: Option<PersonId>,
    /// Whether the conversation is a ticket too.
    pub is_ticket: bool,
    /// Those of its notifications that are new.
    pub notifications: Vec<StoredNotification>,
}

impl Store {
    /// Appends to a chat and returns when the message is on disk.
    ///
    /// Errors: `NotFound` without the chat, or for a user whose chat it is not;
    /// `Conflict` when it is closed; `Forbidden` for an agent who doesn't hold
    /// it; `Busy` when the queue is full (then nothing is stored). A caller
    /// that stops waiting changes nothing: the message may still be stored.
    pub async fn append_chat(&self, message: NewChatMessage) -> Result<Appended> {
        let (answer, answered) = oneshot::channel();
        self.writer.enqueue(Queued { message, answer })?;
        answered.await.map_err(|_| Error::Closed)?
    }
}

/// Messages that need no more company: the writer commits at once.
const ENOUGH: usize = 32;

struct Queued {
    message: NewChatMessage,
    answer: oneshot::Sender<Result<Appended>>,
}

/// The store's end of the writer.
pub(crate) struct Writer {
    /// `None` once the store is closed.
    queue: Mutex<Option<mpsc::Sender<Queued>>>,
    committed: Mutex<Option<mpsc::Receiver<CommittedMessage>>>,
    /// Whether somebody reads `committed`.
    heard: Arc<AtomicBool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub fn start(core: Arc<Core>, config: &StoreConfig) -> Self {
        let capacity = config.writer_queue.max(1);
        let (queue, queued) = mpsc::channel(capacity);
        let (committed, receiver) = mpsc::channel(capacity);
        let heard = Arc::new(AtomicBool::new(false));
        let task = Task {
            core,
            queued,
            committed,
            heard: Arc::clone(&heard),
            batch_max: config.batch_max.max(1),
            commit_interval: config.commit_interval,
        };
        Self {
            queue: Mutex::new(Some(queue)),
            committed: Mutex::new(Some(receiver)),
            heard,
            task: Mutex::new(Some(tokio::spawn(task.run()))),
        }
    }

    fn enqueue(&self, queued: Queued) -> Result<()> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or(Error::Closed)?;
        queue.try_send(queued).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Closed,
        })
    }

    pub fn take_committed(&self) -> Option<mpsc::Receiver<CommittedMessage>> {
        let receiver = take(&self.committed)?;
        self.heard.store(true, Ordering::Release);
        Some(receiver)
    }

    /// Whether messages are still taken and stored.
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
            tracing::error!(%error, "the writer of chat messages ended badly");
        }
    }
}

fn take<T>(from: &Mutex<Option<T>>) -> Option<T> {
    from.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// The writer itself.
struct Task {
    core: Arc<Core>,
    queued: mpsc::Receiver<Queued>,
    committed: mpsc::Sender<CommittedMessage>,
    heard: Arc<AtomicBool>,
    batch_max: usize,
    commit_interval: Duration,
}

impl Task {
    /// Ends when the store is closed or gone, with an empty queue.
    async fn run(mut self) {
        let mut batch = Vec::with_capacity(self.batch_max);
        let mut rested = Instant::now();
        while self.queued.recv_many(&mut batch, self.batch_max).await > 0 {
            self.gather(&mut batch, rested).await;
            self.store(&mut batch).await;
            rested = Instant::now() + self.commit_interval;
        }
    }

    /// Shortly after a commit, waits for company until `rested`: under load
    /// that bounds the commits a second; an idle desk never waits.
    async fn gather(&mut self, batch: &mut Vec<Queued>, rested: Instant) {
        let enough = ENOUGH.min(self.batch_max);
        while batch.len() < enough {
            let room = self.batch_max - batch.len();
            match timeout_at(rested, self.queued.recv_many(batch, room)).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    async fn store(&mut self, batch: &mut Vec<Queued>) {
        let (messages, answers): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .map(|queued| (queued.message, queued.answer))
            .unzip();
        let outcomes = batch::store(&self.core, &messages).await;
        for (outcome, answer) in outcomes.into_iter().zip(answers) {
            let result = match outcome {
                Ok(Outcome::Repeated(message)) => Ok(Appended {
                    message,
                    repeated: true,
                }),
                Ok(Outcome::Stored(committed)) => {
                    let message = committed.message.clone();
                    self.tell(*committed).await;
                    Ok(Appended {
                        message,
                        repeated: false,
                    })
                }
                Err(error) => Err(error),
            };
            // A caller that went away is not an error.
            let _ = answer.send(result);
        }
    }

    async fn tell(&mut self, committed: CommittedMessage) {
        if self.heard.load(Ordering::Acquire) {
            // A reader that went away is not an error either.
            let _ = self.committed.send(committed).await;
        }
    }
}
