//! From a delivery's turn to its outcome: what is in it, and the ledger of each
//! try. A try begins and ends in a transaction of its own, so that a crash in
//! between costs a repeat under the same key.

use std::{collections::HashMap, time::Duration};

use frontdesk_model::{
    ConversationId, DeliveryId, JobId, NotificationId, PersonId, PushSubscriptionId, Timestamp,
    delivery::{AttemptOutcome, Channel, DeliveryState, SkipReason},
    job::Job,
    notification::NotificationType,
};

use super::{DeliveryRow, SELECT};
use crate::{
    Error, Result, Store, Tx,
    db::Source,
    notification::Words,
    row::{One, row},
    sql::{Builder, KEPT_ROWS},
    store::Core,
};

/// What comes later than this after it was first due was delayed.
const DELAYED: Duration = Duration::from_secs(60);

pub(super) fn job(delivery_id: DeliveryId, channel: Channel, run: i64) -> Job {
    Job::Deliver {
        delivery_id,
        channel,
        run,
    }
}

/// A delivery whose turn it is, with what it tells of.
#[derive(Clone, PartialEq, Debug)]
pub struct Package {
    pub delivery: DeliveryRow,
    /// The oldest first.
    pub notifications: Vec<Packed>,
}

/// A notification that a delivery tells of.
#[derive(Clone, PartialEq, Debug)]
pub struct Packed {
    pub delivery_id: DeliveryId,
    pub id: NotificationId,
    pub kind: NotificationType,
    pub title: String,
    pub message: String,
    pub data: serde_json::Value,
    pub conversation_id: Option<ConversationId>,
    pub created_at: Timestamp,
    /// In the list, or where it happened.
    pub read: bool,
}

struct PackedRow {
    delivery_id: DeliveryId,
    id: NotificationId,
    person_id: PersonId,
    kind: NotificationType,
    title: String,
    message: String,
    data: serde_json::Value,
    sealed: Option<Vec<u8>>,
    sealed_under: Option<String>,
    conversation_id: Option<ConversationId>,
    created_at: Timestamp,
    read_at: Option<Timestamp>,
    user_id: Option<PersonId>,
    user_read_seq: Option<i64>,
    agent_read_seq: Option<i64>,
}

row!(PackedRow {
    delivery_id,
    id,
    person_id,
    kind,
    title,
    message,
    data,
    sealed,
    sealed_under,
    conversation_id,
    created_at,
    read_at,
    user_id,
    user_read_seq,
    agent_read_seq,
});

impl PackedRow {
    fn opened(self, core: &Core) -> Packed {
        let row = self;
        let sealed = (row.sealed.as_deref(), row.sealed_under.as_deref());
        let plain = Words {
            title: row.title,
            message: row.message,
            data: row.data,
        };
        let words = Words::opened(core, row.id, plain, sealed);
        // A chat's message may have been read in the chat.
        let mark = if row.user_id.as_ref() == Some(&row.person_id) {
            row.user_read_seq
        } else {
            row.agent_read_seq
        };
        let seq = words.data.get("seq").and_then(serde_json::Value::as_i64);
        let seen = row.kind == NotificationType::ChatMessage
            && seq.is_some_and(|seq| mark.is_some_and(|mark| mark >= seq));
        Packed {
            delivery_id: row.delivery_id,
            id: row.id,
            kind: row.kind,
            title: words.title,
            message: words.message,
            data: words.data,
            conversation_id: row.conversation_id,
            created_at: row.created_at,
            read: row.read_at.is_some() || seen,
        }
    }
}

/// What became of the turn of a delivery.
#[derive(Clone, PartialEq, Debug)]
pub enum Begun {
    /// It is to be sent now.
    Now(Box<Package>),
    /// Its time was moved.
    Later(Timestamp),
    /// It is done, or another job has it.
    Never,
}

/// How a try ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SettledState {
    Sent,
    Skipped(SkipReason),
    /// To be tried again then.
    Failed(Timestamp),
    Dead,
    /// It was no try: its turn comes again then.
    Postponed(Timestamp),
}

/// The end of one try of a delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    pub id: DeliveryId,
    pub job: JobId,
    pub channel: Channel,
    /// Which try it was, from 1.
    pub attempt: i64,
    /// When it was first due.
    pub planned_at: Timestamp,
    pub state: SettledState,
    pub error: Option<String>,
    pub provider_id: Option<String>,
    /// Masked; none leaves what is known.
    pub target: Option<String>,
    pub reached: Vec<PushSubscriptionId>,
    pub took: Duration,
}

impl Settled {
    fn state(&self) -> DeliveryState {
        match self.state {
            SettledState::Sent => DeliveryState::Sent,
            SettledState::Skipped(_) => DeliveryState::Skipped,
            SettledState::Failed(_) => DeliveryState::Failed,
            SettledState::Dead => DeliveryState::Dead,
            SettledState::Postponed(_) if self.attempt > 1 => DeliveryState::Failed,
            SettledState::Postponed(_) => DeliveryState::Waiting,
        }
    }

    fn outcome(&self) -> Option<AttemptOutcome> {
        match self.state {
            SettledState::Sent => Some(AttemptOutcome::Sent),
            SettledState::Skipped(_) => Some(AttemptOutcome::Skipped),
            SettledState::Failed(_) => Some(AttemptOutcome::Failed),
            SettledState::Dead => Some(AttemptOutcome::Dead),
            SettledState::Postponed(_) => None,
        }
    }

    fn again_at(&self) -> Option<Timestamp> {
        match self.state {
            SettledState::Failed(at) | SettledState::Postponed(at) => Some(at),
            SettledState::Sent | SettledState::Skipped(_) | SettledState::Dead => None,
        }
    }
}

impl Store {
    /// The turn of these deliveries, each in the run that its job is of: those
    /// that are due are being sent from now on, and nothing joins them any
    /// more. The answers are in the order of the question.
    pub async fn begin_deliveries(
        &self,
        turns: &[(DeliveryId, i64)],
        now: Timestamp,
    ) -> Result<Vec<Begun>> {
        let mut tx = self.begin().await?;
        let mut begun = HashMap::new();
        for chunk in turns.chunks(500) {
            let mut sql = Builder::new(tx.engine(), "WITH turn (id, run) AS (VALUES ");
            sql.tuples(chunk, |tuple, (id, run)| {
                tuple.bind(*id).bind(*run);
            });
            sql.push(
                ") UPDATE delivery
                 SET state = 'sending', gathering = FALSE, attempts = delivery.attempts + 1
                 FROM turn WHERE delivery.id = turn.id AND delivery.run = turn.run
                     AND delivery.state IN ('waiting', 'failed', 'sending')
                     AND delivery.due_at <= ",
            );
            sql.bind(now).push(" RETURNING delivery.id AS value");
            let ids: Vec<One<DeliveryId>> = tx.fetch(sql.build()).await?;
            begun.extend(ids.into_iter().map(|id| (id.0, Vec::new())));
        }
        let mut rows = HashMap::new();
        for chunk in turns.chunks(500) {
            let mut sql = Builder::new(tx.engine(), SELECT);
            sql.push(" AND d.id")
                .within(chunk.iter().map(|(id, _)| *id));
            let found: Vec<DeliveryRow> = tx.fetch(sql.build()).await?;
            let opened = found.into_iter().map(|row| row.opened(&self.core));
            rows.extend(opened.map(|row| (row.id, row)));
        }
        let ids: Vec<_> = begun.keys().copied().collect();
        for chunk in ids.chunks(500) {
            for packed in tx.packed(chunk).await? {
                if let Some(contents) = begun.get_mut(&packed.delivery_id) {
                    contents.push(packed);
                }
            }
        }
        tx.commit().await?;
        Ok(turns
            .iter()
            .map(|(id, run)| match (rows.remove(id), begun.remove(id)) {
                (Some(delivery), Some(notifications)) => Begun::Now(Box::new(Package {
                    delivery,
                    notifications,
                })),
                (Some(row), None) if row.run == *run && is_open(row.state) => {
                    Begun::Later(row.due_at)
                }
                _ => Begun::Never,
            })
            .collect())
    }

    /// Ends tries: what became of each delivery, the line in the ledger, and
    /// the job, which is done or due again.
    pub async fn settle_deliveries(&self, settled: &[Settled], now: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.settle_deliveries(settled, now).await?;
        tx.commit().await
    }

    /// Moves jobs whose deliveries were moved, and ends those that have nothing
    /// to do any more.
    pub async fn settle_turns(&self, moved: &[(JobId, Timestamp)], over: &[JobId]) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.end_jobs(over).await?;
        tx.move_jobs(moved).await?;
        tx.commit().await
    }
}

fn is_open(state: DeliveryState) -> bool {
    matches!(
        state,
        DeliveryState::Waiting | DeliveryState::Failed | DeliveryState::Sending
    )
}

impl Tx {
    async fn packed(&mut self, deliveries: &[DeliveryId]) -> Result<Vec<Packed>> {
        let mut sql = Builder::new(
            self.engine(),
            "SELECT dn.delivery_id, n.*, c.user_id, ch.user_read_seq, ch.agent_read_seq
             FROM delivery_notification dn JOIN notification n ON n.id = dn.notification_id
             LEFT JOIN conversation c ON c.id = n.conversation_id
             LEFT JOIN chat ch ON ch.conversation_id = n.conversation_id
             WHERE dn.delivery_id",
        );
        sql.within(deliveries).push(" ORDER BY n.created_at, n.id");
        let rows: Vec<PackedRow> = self.fetch(sql.build()).await?;
        let core = &self.core;
        Ok(rows.into_iter().map(|row| row.opened(core)).collect())
    }

    /// As [`Store::settle_deliveries`], with what else follows from it.
    pub async fn settle_deliveries(&mut self, settled: &[Settled], now: Timestamp) -> Result<()> {
        for chunk in settled.chunks(KEPT_ROWS) {
            self.settle_rows(chunk, now).await?;
        }
        self.write_attempts(settled, now).await?;
        let over: Vec<_> = settled
            .iter()
            .filter(|one| one.again_at().is_none())
            .map(|one| one.job)
            .collect();
        self.end_jobs(&over).await?;
        let again: Vec<_> = settled
            .iter()
            .filter_map(|one| Some((one.job, one.again_at()?)))
            .collect();
        self.move_jobs(&again).await
    }

    async fn settle_rows(&mut self, settled: &[Settled], now: Timestamp) -> Result<()> {
        let mut sql = Builder::new(
            self.engine(),
            "WITH done (id, state, reason, attempts, due, sent, error, provider, target, reached)
             AS (VALUES ",
        );
        sql.tuples(settled, |tuple, one| {
            let postponed = matches!(one.state, SettledState::Postponed(_));
            let reason = match one.state {
                SettledState::Skipped(reason) => Some(reason),
                _ => None,
            };
            tuple
                .bind(one.id)
                .bind(one.state())
                .bind(reason)
                .bind(one.attempt - i64::from(postponed))
                .bind(one.again_at())
                .bind((one.state == SettledState::Sent).then_some(now))
                .bind(&one.error)
                .bind(&one.provider_id)
                .bind(&one.target)
                .bind(&one.reached);
        });
        sql.push(
            ") UPDATE delivery
             SET state = done.state, reason = done.reason, attempts = done.attempts,
                 due_at = COALESCE(done.due, delivery.due_at),
                 sent_at = COALESCE(done.sent, delivery.sent_at),
                 last_error = CASE WHEN done.state IN ('sent', 'skipped') THEN NULL
                     ELSE COALESCE(done.error, delivery.last_error) END,
                 provider_id = COALESCE(done.provider, delivery.provider_id),
                 target = COALESCE(done.target, delivery.target),
                 reached = done.reached
             FROM done WHERE delivery.id = done.id AND delivery.state = 'sending'",
        );
        self.execute(sql.build()).await?;
        Ok(())
    }

    async fn write_attempts(&mut self, settled: &[Settled], now: Timestamp) -> Result<()> {
        let ids = self.core.ids.clone();
        let tried: Vec<_> = settled
            .iter()
            .filter_map(|one| Some((one, one.outcome()?)))
            .collect();
        for chunk in tried.chunks(500) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO delivery_attempt (id, delivery_id, channel, attempt, outcome, error,
                     duration_ms, delayed, provider_id, attempted_at) VALUES ",
            );
            sql.tuples(chunk, |tuple, (one, outcome)| {
                let delayed =
                    *outcome == AttemptOutcome::Sent && now.since(one.planned_at) >= DELAYED;
                tuple
                    .bind(ids.next())
                    .bind(one.id)
                    .bind(one.channel)
                    .bind(one.attempt)
                    .bind(*outcome)
                    .bind(&one.error)
                    .bind(i64::try_from(one.took.as_millis()).unwrap_or(i64::MAX))
                    .bind(delayed)
                    .bind(&one.provider_id)
                    .bind(now);
            });
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    async fn end_jobs(&mut self, jobs: &[JobId]) -> Result<()> {
        for chunk in jobs.chunks(500) {
            let mut sql = Builder::new(self.engine(), "DELETE FROM job WHERE id");
            sql.within(chunk);
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    async fn move_jobs(&mut self, jobs: &[(JobId, Timestamp)]) -> Result<()> {
        for chunk in jobs.chunks(500) {
            let mut sql = Builder::new(self.engine(), "WITH again (id, due) AS (VALUES ");
            sql.tuples(chunk, |tuple, (id, due)| {
                tuple.bind(*id).bind(*due);
            });
            sql.push(
                ") UPDATE job SET due_at = again.due, locked_until = NULL, locked_by = NULL
                 FROM again WHERE job.id = again.id",
            );
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    /// Sends a delivery again under the same key. `NotFound`; `Conflict` while
    /// it waits for its first try or is being sent.
    pub async fn replay_delivery(&mut self, id: DeliveryId, now: Timestamp) -> Result<()> {
        let mut sql = Builder::new(
            self.engine(),
            "SELECT state AS value FROM delivery WHERE id = ",
        );
        sql.bind(id).lock("delivery");
        let state: Option<One<DeliveryState>> = self.fetch_optional(sql.build()).await?;
        match state.map(|state| state.0) {
            None => Err(Error::NotFound { what: "delivery" }),
            Some(DeliveryState::Waiting | DeliveryState::Sending) => Err(Error::conflict(
                "delivery",
                "this delivery is on its way; it can be replayed when that is over",
            )),
            Some(_) => self.replay_all(&[id], now).await,
        }
    }

    /// Sends up to `limit` dead deliveries again, the oldest first; gives how
    /// many there were.
    pub async fn replay_dead(
        &mut self,
        channel: Option<Channel>,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        limit: u32,
        now: Timestamp,
    ) -> Result<u64> {
        let mut sql = Builder::new(
            self.engine(),
            "SELECT id AS value FROM delivery WHERE state = 'dead'",
        );
        if let Some(channel) = channel {
            sql.push(" AND channel = ").bind(channel);
        }
        if let Some(from) = from {
            sql.push(" AND created_at >= ").bind(from);
        }
        if let Some(to) = to {
            sql.push(" AND created_at < ").bind(to);
        }
        sql.push(" ORDER BY created_at, id LIMIT ")
            .bind(i64::from(limit))
            .lock("delivery");
        let ids: Vec<One<DeliveryId>> = self.fetch(sql.build()).await?;
        let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
        self.replay_all(&ids, now).await?;
        Ok(ids.len() as u64)
    }

    async fn replay_all(&mut self, ids: &[DeliveryId], now: Timestamp) -> Result<()> {
        for chunk in ids.chunks(500) {
            let mut sql = Builder::new(
                self.engine(),
                "UPDATE delivery SET state = 'waiting', gathering = FALSE, run = run + 1,
                     reason = NULL, attempts = 0, reached = ",
            );
            sql.bind(Vec::<PushSubscriptionId>::new())
                .push(", planned_at = ")
                .bind(now)
                .push(", due_at = ")
                .bind(now)
                .push(" WHERE id")
                .within(chunk)
                .push(" RETURNING id, channel, run");
            let replayed: Vec<Replay> = self.fetch(sql.build()).await?;
            let jobs: Vec<_> = replayed
                .iter()
                .map(|one| job(one.id, one.channel, one.run))
                .collect();
            self.enqueue_all(&jobs, now).await?;
        }
        Ok(())
    }

    /// A receipt of the other side has come: it arrived, or it did not. False
    /// when no delivery has that id of theirs.
    pub async fn note_arrival(
        &mut self,
        provider_id: &str,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let text = match error {
            None => {
                "UPDATE delivery SET state = 'delivered', delivered_at = $2, last_error = $3
                 WHERE provider_id = $1 AND state IN ('sent', 'delivered')"
            }
            Some(_) => {
                "UPDATE delivery SET state = 'dead', due_at = $2, last_error = $3
                 WHERE provider_id = $1 AND state = 'sent'"
            }
        };
        Ok(self.run(text, &[&provider_id, &now, &error]).await? > 0)
    }
}

struct Replay {
    id: DeliveryId,
    channel: Channel,
    run: i64,
}

row!(Replay { id, channel, run });
