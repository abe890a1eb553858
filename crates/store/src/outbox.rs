//! The outbox: jobs that were stored with what made them necessary, and the
//! ledger of what became of them.

use std::time::Duration;

use frontdesk_model::{JobId, Page, PageRequest, Timestamp, job::Job};

use crate::{Result, Store, Tx};

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

impl Tx {
    /// Stores a job that is due from `due` on.
    pub async fn enqueue(&mut self, job: &Job, due: Timestamp) -> Result<()> {
        todo!()
    }
    pub async fn enqueue_all(&mut self, jobs: &[Job], due: Timestamp) -> Result<()> {
        todo!()
    }
    /// Makes a dead job ready again, due at once, with its attempts forgotten.
    pub async fn replay_job(&mut self, id: JobId, now: Timestamp) -> Result<()> {
        todo!()
    }
}

impl Store {
    /// Takes up to `limit` due jobs for `worker`; nobody else gets them before
    /// the lease ends. A payload that can't be read goes to the dead ones.
    pub async fn claim_jobs(
        &self,
        worker: &str,
        limit: u32,
        lease: Duration,
        now: Timestamp,
    ) -> Result<Vec<ClaimedJob>> {
        todo!()
    }
    /// Takes done jobs out of the outbox, with their lines in the ledger.
    pub async fn finish_jobs(&self, ids: &[JobId], now: Timestamp) -> Result<()> {
        todo!()
    }
    /// Puts a failed job back until `retry_at`, or among the dead without one.
    pub async fn fail_job(
        &self,
        id: JobId,
        error: &str,
        retry_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        todo!()
    }
    /// When the next job can be claimed.
    pub async fn next_job_due(&self) -> Result<Option<Timestamp>> {
        todo!()
    }
    pub async fn outbox_depth(&self) -> Result<OutboxDepth> {
        todo!()
    }
    /// Newest first.
    pub async fn dead_jobs(&self, page: &PageRequest) -> Result<Page<DeadJob>> {
        todo!()
    }
    /// The ledger, newest first.
    pub async fn job_attempts(&self, page: &PageRequest) -> Result<Page<JobAttempt>> {
        todo!()
    }
    /// Forgets the ledger before `before`, and idempotency keys whose time is up.
    pub async fn prune(&self, before: Timestamp) -> Result<()> {
        todo!()
    }
}
