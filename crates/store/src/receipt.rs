//! Receipts of chats: how far each side's devices have received, and each side
//! has read. They are written in groups, beside the messages and never in their
//! way: one transaction for all that came since the last one, at most ten a
//! second, however many there are.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use frontdesk_model::{ConversationId, PersonId, chat::Sender};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{
    Error, Result, Store, StoreConfig, Tx,
    db::Source,
    row::row,
    sql::{Builder, Engine, KEPT_ROWS, Script},
    store::Core,
};

/// What a receipt tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceiptKind {
    /// A device has received it.
    Delivered,
    /// Someone has seen it, so a device has received it too.
    Read,
}

/// A receipt to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReceipt {
    pub conversation_id: ConversationId,
    pub side: Sender,
    /// Who tells it: must be the chat's customer or its present agent.
    pub person_id: PersonId,
    pub kind: ReceiptKind,
    /// The last message that it covers; one past the last is taken for the last.
    pub seq: i64,
}

/// A mark that has moved and is on disk, and whom it concerns. When a side has
/// read and received further at once, the one of `Read` tells both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommittedReceipt {
    pub conversation_id: ConversationId,
    pub side: Sender,
    pub kind: ReceiptKind,
    pub seq: i64,
    pub user_id: PersonId,
    pub agent_id: Option<PersonId>,
}

impl Store {
    /// Takes a receipt; the future that it gives back is ready when the receipt
    /// is on disk. Marks only move forward: an older one changes nothing.
    ///
    /// Errors, at once: `Busy` when the queue is full, `Closed`. Later:
    /// `NotFound` without the chat or for who takes no part in it; `Busy` when
    /// it could not be stored now.
    pub fn record_receipt(
        &self,
        receipt: NewReceipt,
    ) -> Result<impl Future<Output = Result<()>> + Send + use<>> {
        let (answer, answered) = oneshot::channel();
        self.receipts.enqueue(Queued { receipt, answer })?;
        Ok(async move { answered.await.map_err(|_| Error::Closed)? })
    }

    /// The stream of marks as they move, in the order of commits. It can be
    /// taken once; who takes it must read it, for the writer waits when it is full.
    pub fn take_receipts(&self) -> Option<mpsc::Receiver<CommittedReceipt>> {
        let receiver = take(&self.receipts.committed)?;
        self.receipts.heard.store(true, Ordering::Release);
        Some(receiver)
    }
}

/// Receipts of one commit at most.
const GROUP_MAX: usize = 1_024;

struct Queued {
    receipt: NewReceipt,
    answer: oneshot::Sender<Result<()>>,
}

/// The store's end of the writer of receipts.
pub(crate) struct Receipts {
    /// `None` once the store is closed.
    queue: Mutex<Option<mpsc::Sender<Queued>>>,
    committed: Mutex<Option<mpsc::Receiver<CommittedReceipt>>>,
    /// Whether somebody reads `committed`.
    heard: Arc<AtomicBool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Receipts {
    pub fn start(core: Arc<Core>, config: &StoreConfig) -> Self {
        let capacity = config.receipt_queue.max(1);
        let (queue, queued) = mpsc::channel(capacity);
        let (committed, receiver) = mpsc::channel(capacity);
        let heard = Arc::new(AtomicBool::new(false));
        let task = Task {
            core,
            queued,
            committed,
            heard: Arc::clone(&heard),
            interval: config.receipt_interval,
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

    /// Takes no more, and waits until what was taken is stored.
    pub async fn drain(&self) {
        drop(take(&self.queue));
        let task = take(&self.task);
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer of receipts ended badly");
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
    committed: mpsc::Sender<CommittedReceipt>,
    heard: Arc<AtomicBool>,
    interval: Duration,
}

impl Task {
    /// Ends when the store is closed or gone, with an empty queue.
    async fn run(mut self) {
        let mut group = Vec::new();
        let mut rested = Instant::now();
        while self.queued.recv_many(&mut group, GROUP_MAX).await > 0 {
            self.gather(&mut group, rested).await;
            self.store(group.split_off(0)).await;
            rested = Instant::now() + self.interval;
        }
    }

    /// Shortly after a commit, waits for company: it bounds the commits a
    /// second, each of which would hold up a batch of messages.
    async fn gather(&mut self, group: &mut Vec<Queued>, rested: Instant) {
        while group.len() < GROUP_MAX {
            let room = GROUP_MAX - group.len();
            match timeout_at(rested, self.queued.recv_many(group, room)).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    async fn store(&mut self, group: Vec<Queued>) {
        let (receipts, answers): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|queued| (queued.receipt, queued.answer))
            .unzip();
        metrics::counter!("frontdesk_store_receipts_total").increment(receipts.len() as u64);
        metrics::counter!("frontdesk_store_receipt_groups_total").increment(1);
        let stored = write(&self.core, &receipts).await;
        let results = match stored {
            Ok(group) => {
                for committed in group.moved {
                    self.tell(committed).await;
                }
                group.results
            }
            Err(error) => {
                tracing::warn!(%error, receipts = receipts.len(), "receipts were not stored");
                receipts.iter().map(|_| Err(for_each(&error))).collect()
            }
        };
        for (result, answer) in results.into_iter().zip(answers) {
            // A caller that went away is not an error.
            let _ = answer.send(result);
        }
    }

    async fn tell(&mut self, committed: CommittedReceipt) {
        if self.heard.load(Ordering::Acquire) {
            // A reader that went away is not an error either.
            let _ = self.committed.send(committed).await;
        }
    }
}

/// What each caller hears of a group that failed; a repeat does no harm.
fn for_each(error: &Error) -> Error {
    match error {
        Error::Closed => Error::Closed,
        Error::Full => Error::Full,
        _ => Error::Busy,
    }
}

/// What the writer must know of a chat.
#[derive(Clone)]
struct Marks {
    id: ConversationId,
    last_seq: i64,
    user_id: PersonId,
    agent_id: Option<PersonId>,
    user_delivered_seq: i64,
    user_read_seq: i64,
    agent_delivered_seq: i64,
    agent_read_seq: i64,
}

row!(Marks {
    id,
    last_seq,
    user_id,
    agent_id,
    user_delivered_seq,
    user_read_seq,
    agent_delivered_seq,
    agent_read_seq,
});

impl Marks {
    /// Moves a mark as far as the receipt says; never back, never past the last message.
    fn apply(&mut self, receipt: &NewReceipt) -> Result<()> {
        let takes_part = match receipt.side {
            Sender::User => self.user_id == receipt.person_id,
            Sender::Agent => self.agent_id.as_ref() == Some(&receipt.person_id),
        };
        if !takes_part {
            return Err(Error::NotFound { what: "chat" });
        }
        let seq = receipt.seq.min(self.last_seq);
        let (delivered, read) = match receipt.side {
            Sender::User => (&mut self.user_delivered_seq, &mut self.user_read_seq),
            Sender::Agent => (&mut self.agent_delivered_seq, &mut self.agent_read_seq),
        };
        *delivered = seq.max(*delivered);
        if receipt.kind == ReceiptKind::Read {
            *read = seq.max(*read);
        }
        Ok(())
    }

    fn of(&self, side: Sender) -> (i64, i64) {
        match side {
            Sender::User => (self.user_delivered_seq, self.user_read_seq),
            Sender::Agent => (self.agent_delivered_seq, self.agent_read_seq),
        }
    }

    /// What there is to tell since `before`.
    fn moved_since(&self, before: &Self) -> Vec<CommittedReceipt> {
        let mut moved = Vec::new();
        for side in [Sender::User, Sender::Agent] {
            let ((delivered, read), (was_delivered, was_read)) = (self.of(side), before.of(side));
            let mut tell = |kind, seq| {
                moved.push(CommittedReceipt {
                    conversation_id: self.id,
                    side,
                    kind,
                    seq,
                    user_id: self.user_id.clone(),
                    agent_id: self.agent_id.clone(),
                });
            };
            if read > was_read {
                tell(ReceiptKind::Read, read);
            }
            if delivered > was_delivered && (read == was_read || delivered > read) {
                tell(ReceiptKind::Delivered, delivered);
            }
        }
        moved
    }
}

struct Group {
    results: Vec<Result<()>>,
    moved: Vec<CommittedReceipt>,
}

/// Stores a group in one transaction, or nothing of it when that is an `Err`.
async fn write(core: &Arc<Core>, receipts: &[NewReceipt]) -> Result<Group> {
    let (tx, before) = lock_marks(core, receipts).await?;
    let mut after = before.clone();
    let results = receipts
        .iter()
        .map(|receipt| match after.get_mut(&receipt.conversation_id) {
            Some(marks) => marks.apply(receipt),
            None => Err(Error::NotFound { what: "chat" }),
        })
        .collect();
    let moved: Vec<_> = after
        .values()
        .zip(before.values())
        .map(|(after, before)| (after, after.moved_since(before)))
        .filter(|(_, moved)| !moved.is_empty())
        .collect();
    if moved.is_empty() {
        tx.rollback().await?;
    } else {
        let marks: Vec<_> = moved.iter().map(|(marks, _)| *marks).collect();
        let script = update(tx.engine(), &marks);
        tx.commit_after(script).await?;
    }
    Ok(Group {
        results,
        moved: moved.into_iter().flat_map(|(_, moved)| moved).collect(),
    })
}

/// The chats' marks, locked in the order in which messages lock them: of both
/// rows of a chat only the one that is written, so that a group waits for a
/// batch but never the other way round in a circle.
async fn lock_marks(
    core: &Arc<Core>,
    receipts: &[NewReceipt],
) -> Result<(Tx, BTreeMap<ConversationId, Marks>)> {
    let mut ids: Vec<_> = receipts.iter().map(|one| one.conversation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let query = |ids: &[ConversationId]| {
        let mut sql = Builder::new(
            core.db.engine(),
            "SELECT c.id, c.last_seq, c.user_id, ch.agent_id, ch.user_delivered_seq,
                 ch.user_read_seq, ch.agent_delivered_seq, ch.agent_read_seq
             FROM chat ch JOIN conversation c ON c.id = ch.conversation_id WHERE c.id",
        );
        sql.within(ids.iter()).push(" ORDER BY c.id").lock("ch");
        sql
    };
    let (first, rest) = ids.split_at(ids.len().min(KEPT_ROWS));
    let (mut tx, mut locked) = Tx::begin_with::<Marks>(Arc::clone(core), query(first)).await?;
    for ids in rest.chunks(KEPT_ROWS) {
        locked.extend(tx.fetch::<Marks>(query(ids).build()).await?);
    }
    Ok((
        tx,
        locked.into_iter().map(|marks| (marks.id, marks)).collect(),
    ))
}

fn update(engine: Engine, marks: &[&Marks]) -> Script {
    let mut script = Script::new(engine);
    for marks in marks.chunks(KEPT_ROWS) {
        let sql = script.statement(
            "WITH mark (id, user_delivered, user_read, agent_delivered, agent_read) AS (VALUES ",
        );
        sql.tuples(marks, |tuple, marks| {
            tuple
                .bind(marks.id)
                .bind(marks.user_delivered_seq)
                .bind(marks.user_read_seq)
                .bind(marks.agent_delivered_seq)
                .bind(marks.agent_read_seq);
        });
        sql.push(
            ") UPDATE chat
             SET user_delivered_seq = mark.user_delivered, user_read_seq = mark.user_read,
                 agent_delivered_seq = mark.agent_delivered, agent_read_seq = mark.agent_read
             FROM mark WHERE chat.conversation_id = mark.id",
        );
    }
    script
}
