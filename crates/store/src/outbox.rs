//! The outbox: jobs that were stored with what made them necessary, and the
//! ledger of what became of them.

use std::time::Duration;

use frontdesk_model::{Cursor, JobId, Page, PageRequest, Timestamp, delivery::Channel, job::Job};

use crate::{
    Error, IDEMPOTENCY_TTL, Result, Store, Tx,
    db::Source,
    row::{FromRow, One, Row, row},
    sql::{Builder, Engine},
};

/// A job that one worker holds until its lease ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimedJob {
    pub id: JobId,
    pub job: Job,
    /// Which attempt this is, from 1.
    pub attempts: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OutboxDepth {
    /// Waiting, held or to be retried.
    pub ready: i64,
    /// Given up; an admin may replay them.
    pub dead: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct DeadJob {
    pub id: JobId,
    pub kind: String,
    pub payload: serde_json::Value,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobOutcome {
    Done,
    /// It will be tried again.
    Failed,
    /// It will not.
    Dead,
}

/// A line of the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct JobAttempt {
    pub id: uuid::Uuid,
    pub job_id: JobId,
    pub kind: String,
    pub attempt: i64,
    pub outcome: JobOutcome,
    pub error: Option<String>,
    pub at: Timestamp,
}

impl JobOutcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dead => "dead",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "done" => Some(Self::Done),
            "failed" => Some(Self::Failed),
            "dead" => Some(Self::Dead),
            _ => None,
        }
    }
}

row!(OutboxDepth { ready, dead });
row!(DeadJob {
    id,
    kind,
    payload,
    attempts,
    last_error,
    created_at,
});
row!(JobAttempt {
    id,
    job_id,
    kind,
    attempt,
    outcome,
    error,
    at: "attempted_at",
});

/// What the ledger must know of a job.
struct Tried {
    id: JobId,
    kind: String,
    attempts: i64,
}

row!(Tried { id, kind, attempts });

/// A claimed job as it is stored.
struct Claimed {
    tried: Tried,
    payload: serde_json::Value,
    due_at: Timestamp,
}

impl FromRow for Claimed {
    fn from_row(row: &Row<'_>) -> Result<Self, sqlx::Error> {
        Ok(Self {
            tried: Tried::from_row(row)?,
            payload: row.get("payload")?,
            due_at: row.get("due_at")?,
        })
    }
}

/// Rows that one statement stores: far below the arguments that engines take.
const ROWS_PER_STATEMENT: usize = 1_000;

impl Tx {
    /// Stores a job that is due from `due` on.
    pub async fn enqueue(&mut self, job: &Job, due: Timestamp) -> Result<()> {
        self.enqueue_all(std::slice::from_ref(job), due).await
    }

    /// Stores jobs that are due from `due` on.
    pub async fn enqueue_all(&mut self, jobs: &[Job], due: Timestamp) -> Result<()> {
        self.enqueue_each(jobs.iter().map(|job| (job, due))).await
    }

    /// Stores jobs, each with the time from which on it is due.
    pub async fn enqueue_each<'j>(
        &mut self,
        jobs: impl IntoIterator<Item = (&'j Job, Timestamp)>,
    ) -> Result<()> {
        let now = self.core.clock.now();
        let ids = self.core.ids.clone();
        let jobs = jobs
            .into_iter()
            .map(|(job, due)| {
                let id = ids.make::<JobId>();
                Ok((id, job, self.core.payload_to_keep(id, job)?, due))
            })
            .collect::<Result<Vec<_>>>()?;
        for jobs in jobs.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO job (id, kind, lane, payload, state, due_at, created_at) VALUES ",
            );
            sql.tuples(jobs, |tuple, (id, job, payload, due)| {
                tuple
                    .bind(*id)
                    .bind(job.kind())
                    .bind(Lane::of(job.kind()).as_str())
                    .bind(payload)
                    .bind("ready")
                    .bind(due)
                    .bind(now);
            });
            self.execute(sql.build()).await?;
            self.has_jobs = true;
        }
        Ok(())
    }

    /// Makes a dead job ready again, due at once, with its attempts forgotten.
    /// `NotFound` when there is no such dead job.
    pub async fn replay_job(&mut self, id: JobId, now: Timestamp) -> Result<()> {
        let replayed = self
            .run(
                "UPDATE job SET state = 'ready', attempts = 0, due_at = $2, locked_until = NULL,
                     locked_by = NULL
                 WHERE id = $1 AND state = 'dead'",
                &[&id, &now],
            )
            .await?;
        self.has_jobs |= replayed == 1;
        match replayed {
            0 => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }

    /// Jobs of a kind that are not done and not given up.
    pub async fn jobs_under_way(&mut self, kind: &str) -> Result<i64> {
        let count: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM job
                 WHERE state = 'ready' AND lane = $2 AND kind = $1",
                &[&kind, &Lane::of(kind).as_str()],
            )
            .await?;
        Ok(count.0)
    }

    async fn write_ledger(
        &mut self,
        tried: &[Tried],
        outcome: JobOutcome,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let ids = self.core.ids.clone();
        for tried in tried.chunks(ROWS_PER_STATEMENT) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO job_attempt
                     (id, job_id, kind, attempt, outcome, error, attempted_at) VALUES ",
            );
            sql.tuples(tried, |tuple, job| {
                tuple
                    .bind(ids.next())
                    .bind(job.id)
                    .bind(&job.kind)
                    .bind(job.attempts)
                    .bind(outcome)
                    .bind(error)
                    .bind(now);
            });
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    /// Ends an attempt that failed, and says when the next one is.
    async fn end_attempt(
        &mut self,
        id: JobId,
        error: &str,
        retry_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let (state, outcome) = match retry_at {
            Some(_) => ("ready", JobOutcome::Failed),
            None => ("dead", JobOutcome::Dead),
        };
        let tried: Option<Tried> = self
            .optional(
                "UPDATE job SET state = $2, due_at = $3, last_error = $4, locked_until = NULL,
                     locked_by = NULL
                 WHERE id = $1 AND state = 'ready' RETURNING id, kind, attempts",
                &[&id, &state, &retry_at.unwrap_or(now), &error],
            )
            .await?;
        let tried = tried.ok_or(NOT_FOUND)?;
        self.write_ledger(&[tried], outcome, Some(error), now).await
    }
}

const NOT_FOUND: Error = Error::NotFound { what: "job" };

/// Which jobs a worker takes: some wait for somebody else's server, and others
/// must not wait behind them. Stored with each job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Those that need only what is ours.
    Quick,
    /// [`Job::SLOW_KINDS`].
    Slow,
    /// [`Job::FILE_KINDS`].
    Files,
    /// [`Job::NODE_KINDS`].
    Node,
    /// Of those of `Files`, only [`Job::REMOVE`].
    Removals,
    /// What is sent by one channel.
    Deliver(Channel),
    All,
}

impl Lane {
    /// The lane of a kind of jobs.
    pub fn of(kind: &str) -> Self {
        let sent_by = |channel: &Channel| Job::deliver_kind(*channel) == kind;
        match kind {
            kind if Job::SLOW_KINDS.contains(&kind) => Self::Slow,
            kind if Job::FILE_KINDS.contains(&kind) => Self::Files,
            kind if Job::NODE_KINDS.contains(&kind) => Self::Node,
            _ => match Channel::ALL.iter().copied().find(sent_by) {
                Some(channel) => Self::Deliver(channel),
                None => Self::Quick,
            },
        }
    }

    /// Its name in the database.
    fn as_str(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Slow => "slow",
            Self::Files => "files",
            Self::Node => "node",
            Self::Deliver(channel) => channel.as_str(),
            Self::Removals => Self::Files.as_str(),
            Self::All => "all",
        }
    }

    fn restrict(self, sql: &mut Builder) {
        if self != Self::All {
            sql.push(" AND lane = ").bind(self.as_str());
        }
        if self == Self::Removals {
            sql.push(" AND kind = ").bind(Job::REMOVE);
        }
    }
}

impl Store {
    /// Takes up to `limit` due jobs of a lane for `worker`, those due first; nobody else
    /// gets them before the lease ends. A payload that can't be read goes to
    /// the dead ones.
    pub async fn claim_jobs(
        &self,
        lane: Lane,
        worker: &str,
        limit: u32,
        lease: Duration,
        now: Timestamp,
    ) -> Result<Vec<ClaimedJob>> {
        // Looking is cheap; a transaction for nothing is not.
        if !self.has_due_job(lane, now).await? {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let mut sql = Builder::new(
            tx.engine(),
            "WITH due AS MATERIALIZED (
                 SELECT id FROM job WHERE state = 'ready' AND due_at <= ",
        );
        sql.bind(now)
            .push(" AND (locked_until IS NULL OR locked_until <= ")
            .bind(now)
            .push(")");
        lane.restrict(&mut sql);
        sql.push(" ORDER BY due_at, id LIMIT ")
            .bind(i64::from(limit));
        if tx.engine() == Engine::Postgres {
            // Passes over the rows that another process is claiming.
            sql.push(" FOR UPDATE SKIP LOCKED");
        }
        sql.push(") UPDATE job SET locked_until = ")
            .bind(now.plus(lease))
            .push(", locked_by = ")
            .bind(worker)
            .push(
                ", attempts = attempts + 1
                 WHERE id IN (SELECT id FROM due) RETURNING id, kind, payload, attempts, due_at",
            );
        let mut claimed: Vec<Claimed> = tx.fetch(sql.build()).await?;
        claimed.sort_unstable_by_key(|claimed| (claimed.due_at, claimed.tried.id));
        let mut jobs = Vec::with_capacity(claimed.len());
        for Claimed { tried, payload, .. } in claimed {
            match tx.core.job_of(tried.id, payload) {
                Ok(job) => jobs.push(ClaimedJob {
                    id: tried.id,
                    job,
                    attempts: tried.attempts,
                }),
                Err(error) => {
                    let error = format!("the payload cannot be read: {error}");
                    tx.end_attempt(tried.id, &error, None, now).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(jobs)
    }

    /// Whether a job can be claimed now.
    async fn has_due_job(&self, lane: Lane, now: Timestamp) -> Result<bool> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT due_at AS value FROM job WHERE state = 'ready'",
        );
        lane.restrict(&mut sql);
        sql.push(" AND due_at <= ")
            .bind(now)
            .push(" AND (locked_until IS NULL OR locked_until <= ")
            .bind(now)
            .push(") ORDER BY due_at, id LIMIT 1");
        let due: Option<One<Timestamp>> = db.fetch_optional(sql.build()).await?;
        Ok(due.is_some())
    }

    /// Takes done jobs out of the outbox, with their lines in the ledger (but
    /// those of [`Job::QUIET_KINDS`]).
    pub async fn finish_jobs(&self, ids: &[JobId], now: Timestamp) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let mut sql = Builder::new(tx.engine(), "DELETE FROM job WHERE id");
        sql.within(ids).push(" RETURNING id, kind, attempts");
        let mut done: Vec<Tried> = tx.fetch(sql.build()).await?;
        done.retain(|job| !Job::QUIET_KINDS.contains(&job.kind.as_str()));
        tx.write_ledger(&done, JobOutcome::Done, None, now).await?;
        tx.commit().await
    }

    /// Puts a failed job back until `retry_at`, or among the dead without one.
    pub async fn fail_job(
        &self,
        id: JobId,
        error: &str,
        retry_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.end_attempt(id, error, retry_at, now).await?;
        tx.commit().await
    }

    /// When the next job of a lane can be claimed. Looks at all of them.
    pub async fn next_job_due(&self, lane: Lane) -> Result<Option<Timestamp>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT MIN(CASE WHEN locked_until > due_at THEN locked_until ELSE due_at END) AS value
             FROM job WHERE state = 'ready'",
        );
        lane.restrict(&mut sql);
        let due: Option<One<Option<Timestamp>>> = db.fetch_optional(sql.build()).await?;
        Ok(due.and_then(|due| due.0))
    }

    /// Jobs of a kind that failed and are due later than `now`.
    pub async fn delayed_jobs(&self, kind: &str, now: Timestamp) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM job
                 WHERE state = 'ready' AND lane = $3 AND attempts > 0 AND kind = $1
                     AND due_at > $2",
                &[&kind, &now, &Lane::of(kind).as_str()],
            )
            .await?;
        Ok(count.0)
    }

    /// Makes those due at once; tells how many there were.
    pub async fn hurry_jobs(&self, kind: &str, now: Timestamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let hurried = tx
            .run(
                "UPDATE job SET due_at = $2
                 WHERE state = 'ready' AND lane = $3 AND attempts > 0 AND kind = $1
                     AND due_at > $2",
                &[&kind, &now, &Lane::of(kind).as_str()],
            )
            .await?;
        tx.has_jobs |= hurried > 0;
        tx.commit().await?;
        Ok(hurried)
    }

    /// Prolongs the lease of a job that its worker still holds.
    pub async fn renew_job(&self, id: JobId, worker: &str, until: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run(
            "UPDATE job SET locked_until = $3
             WHERE id = $1 AND locked_by = $2 AND state = 'ready'",
            &[&id, &worker, &until],
        )
        .await?;
        tx.commit().await
    }

    pub async fn outbox_depth(&self) -> Result<OutboxDepth> {
        let mut db = self;
        db.one(
            "SELECT COUNT(CASE WHEN state = 'ready' THEN 1 END) AS ready,
                 COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead FROM job",
            &[],
        )
        .await
    }

    /// Newest first.
    pub async fn dead_jobs(&self, page: &PageRequest) -> Result<Page<DeadJob>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM job WHERE state = 'dead'");
        sql.before("(created_at, id)", page)
            .push(" ORDER BY created_at DESC, id DESC")
            .limit(page);
        let rows: Vec<DeadJob> = db.fetch(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        }))
    }

    /// The ledger, newest first.
    pub async fn job_attempts(&self, page: &PageRequest) -> Result<Page<JobAttempt>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM job_attempt WHERE TRUE");
        sql.before("(attempted_at, id)", page)
            .push(" ORDER BY attempted_at DESC, id DESC")
            .limit(page);
        let rows: Vec<JobAttempt> = db.fetch(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.at.0,
            id: row.id,
        }))
    }

    /// Forgets the ledger before `before`, and idempotency keys whose time is up.
    pub async fn prune(&self, before: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run(
            "DELETE FROM job_attempt WHERE attempted_at < $1",
            &[&before],
        )
        .await?;
        let since = self.core.clock.now().minus(IDEMPOTENCY_TTL);
        tx.run("DELETE FROM idempotency WHERE created_at <= $1", &[&since])
            .await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DatabaseUrl, StoreConfig};

    #[tokio::test]
    async fn a_payload_that_cannot_be_read_goes_to_the_dead() {
        let dir = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(dir.path().join("desk.db"));
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let now = Timestamp(1_000);
        let mut tx = store.begin().await.unwrap();
        tx.run(
            "INSERT INTO job (id, kind, payload, state, due_at, created_at)
             VALUES ($1, 'unheard-of', $2, 'ready', $3, $3)",
            &[
                &uuid::Uuid::from_u128(7),
                &serde_json::json!({"kind": "unheard-of"}),
                &now,
            ],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let lease = Duration::from_secs(1);
        let claimed = store
            .claim_jobs(Lane::All, "worker", 10, lease, now)
            .await
            .unwrap();
        assert!(claimed.is_empty());
        let dead = store.dead_jobs(&PageRequest::default()).await.unwrap();
        assert_eq!(dead.items[0].kind, "unheard-of");
        let ledger = store.job_attempts(&PageRequest::default()).await.unwrap();
        assert_eq!(ledger.items[0].outcome, JobOutcome::Dead);
        let error = ledger.items[0].error.as_deref().unwrap();
        assert!(error.contains("cannot be read"), "{error}");
    }
}
