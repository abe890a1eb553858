//! Receipts of chats: how far each side's devices have received, and each side
//! has read. They are written in groups, beside the messages and never in their
//! way: one transaction for all that came since the last one, at most ten a
//! second, however many there are. Who reads a chat to its end has read what they
//! were notified of about it: that is marked in the same transaction.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use frontdesk_model::{ConversationId, PersonId, chat::Sender};
use tokio::sync::mpsc;

use crate::{
    Error, Result, Store, StoreConfig, Tx,
    db::Source,
    group::{GroupWriter, Groups, Pace, Stored},
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

/// What a commit of receipts has changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CommittedRead {
    Receipt(CommittedReceipt),
    /// Somebody's notifications about a chat are read.
    Notifications {
        person_id: PersonId,
        conversation_id: ConversationId,
    },
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
        self.receipts.enqueue(receipt)
    }

    /// The stream of marks as they move, and of notifications that are read with
    /// them, in the order of commits. It can be taken once; who takes it must read
    /// it, for the writer waits when it is full.
    pub fn take_receipts(&self) -> Option<mpsc::Receiver<CommittedRead>> {
        self.receipts.take_told()
    }
}

/// Receipts of one commit at most.
const GROUP_MAX: usize = 1_024;

/// The group writer of receipts.
pub(crate) type Receipts = GroupWriter<Marking>;

pub(crate) struct Marking(Arc<Core>);

impl Receipts {
    /// Shortly after a commit it waits for company however many there are: each
    /// commit would hold up a batch of messages.
    pub fn of(core: Arc<Core>, config: &StoreConfig) -> Self {
        let pace = Pace {
            capacity: config.receipt_queue,
            group_max: GROUP_MAX,
            enough: GROUP_MAX,
            interval: config.receipt_interval,
        };
        Self::start(Marking(core), pace)
    }
}

impl Groups for Marking {
    type Item = NewReceipt;
    type Answer = ();
    type Told = CommittedRead;
    const NAME: &'static str = "receipts";

    async fn store(&self, receipts: Vec<NewReceipt>) -> Stored<Self> {
        metrics::counter!("frontdesk_store_receipts_total").increment(receipts.len() as u64);
        metrics::counter!("frontdesk_store_receipt_groups_total").increment(1);
        write(&self.0, &receipts).await.unwrap_or_else(|error| {
            tracing::warn!(%error, receipts = receipts.len(), "receipts were not stored");
            Stored {
                answers: receipts.iter().map(|_| Err(for_each(&error))).collect(),
                told: Vec::new(),
            }
        })
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
    fn takes_part(&self, receipt: &NewReceipt) -> bool {
        match receipt.side {
            Sender::User => self.user_id == receipt.person_id,
            Sender::Agent => self.agent_id.as_ref() == Some(&receipt.person_id),
        }
    }

    /// Moves a mark as far as the receipt says; never back, never past the last message.
    fn apply(&mut self, receipt: &NewReceipt) -> Result<()> {
        if !self.takes_part(receipt) {
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

/// Stores a group in one transaction, or nothing of it when that is an `Err`.
async fn write(core: &Arc<Core>, receipts: &[NewReceipt]) -> Result<Stored<Marking>> {
    let (mut tx, before) = lock_marks(core, receipts).await?;
    let mut after = before.clone();
    let answers = receipts
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
    let ends = ends_read(receipts, &after);
    let read = notifications_read(&mut tx, &ends).await?;
    if moved.is_empty() && read.is_empty() {
        tx.rollback().await?;
    } else {
        let marks: Vec<_> = moved.iter().map(|(marks, _)| *marks).collect();
        let script = update(tx.engine(), &marks);
        tx.commit_after(script).await?;
    }
    let moved = moved.into_iter().flat_map(|(_, moved)| moved);
    let told = moved.map(CommittedRead::Receipt).chain(read).collect();
    Ok(Stored { answers, told })
}

/// Somebody who has read a chat as far as it went when the group was begun.
type EndRead = (PersonId, ConversationId, i64);

/// Who says to have read what was the end of a chat, each once.
fn ends_read(
    receipts: &[NewReceipt],
    chats: &BTreeMap<ConversationId, Marks>,
) -> BTreeSet<EndRead> {
    let reads = receipts
        .iter()
        .filter(|receipt| receipt.kind == ReceiptKind::Read);
    reads
        .filter_map(|receipt| {
            let marks = chats.get(&receipt.conversation_id)?;
            let is_end = receipt.seq >= marks.last_seq && marks.takes_part(receipt);
            is_end.then(|| (receipt.person_id.clone(), marks.id, marks.last_seq))
        })
        .collect()
}

/// Marks what they were notified of about these chats. A message that has come
/// meanwhile, with its notification, is seen by the statement or not as one; so
/// what tells of it is never taken for read.
async fn notifications_read(tx: &mut Tx, ends: &BTreeSet<EndRead>) -> Result<Vec<CommittedRead>> {
    let now = tx.core.clock.now();
    let ends: Vec<_> = ends.iter().collect();
    let mut read = BTreeSet::new();
    for ends in ends.chunks(KEPT_ROWS) {
        let mut sql = Builder::new(tx.engine(), "WITH ended (person, chat, seq) AS (VALUES ");
        sql.tuples(ends, |tuple, (person, chat, seq)| {
            tuple.bind(person).bind(*chat).bind(*seq);
        });
        sql.push(") UPDATE notification SET read_at = ")
            .bind(now)
            .push(
                " FROM ended JOIN conversation c ON c.id = ended.chat AND c.last_seq = ended.seq
             WHERE notification.person_id = ended.person
                 AND notification.conversation_id = ended.chat
                 AND notification.read_at IS NULL
             RETURNING notification.person_id, notification.conversation_id",
            );
        let rows: Vec<ReadRow> = tx.fetch(sql.build()).await?;
        read.extend(
            rows.into_iter()
                .map(|row| (row.person_id, row.conversation_id)),
        );
    }
    let told = |(person_id, conversation_id)| CommittedRead::Notifications {
        person_id,
        conversation_id,
    };
    Ok(read.into_iter().map(told).collect())
}

struct ReadRow {
    person_id: PersonId,
    conversation_id: ConversationId,
}

row!(ReadRow {
    person_id,
    conversation_id,
});

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
