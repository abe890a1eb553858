//! What nothing needs is cleared away: files that were never attached, files
//! whose time is over, and bytes that were left behind. A job, a batch at a time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use frontdesk_model::{Timestamp, job::Job, storage::Collection};
use frontdesk_store::{Collectable, NewAudit};
use futures_util::TryStreamExt as _;

use super::{LAST_COLLECTION, to_keep};
use crate::{Desk, error::Result};

/// Files that are looked for at a time.
const BATCH: u32 = 200;
/// After which time the rest is left to a job of its own: a job is held for a minute.
const TURN: Duration = Duration::from_secs(20);
/// A removal that was begun longer ago than this has been cut off.
const CUT_OFF: Duration = Duration::from_secs(15 * 60);

/// Objects of the file store that are looked up at a time.
const SWEPT: usize = 200;

/// Milliseconds since 1970.
fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

impl Desk {
    /// Clears away what can be within one turn.
    ///
    /// # Errors
    /// Only faults of ours; what is done stays done.
    pub(crate) async fn collect_files(&self, files: u64, bytes: u64) -> Result<()> {
        let began = Instant::now();
        let mut collection = Collection {
            finished_at: self.clock.now(),
            files,
            bytes,
        };
        loop {
            let found = self.collect_batch(&mut collection).await?;
            if found == 0 {
                break;
            }
            if began.elapsed() > TURN {
                return self.collect_later(&collection).await;
            }
        }
        self.finish_removals().await?;
        self.sweep().await?;
        self.end_collection(collection).await.map(|_| ())
    }

    /// One batch; gives how many files have gone.
    pub(super) async fn collect_batch(&self, collection: &mut Collection) -> Result<u64> {
        let now = self.clock.now();
        let before = now.minus(self.config.orphan_after);
        let mut gone = 0;
        for file in self.store.orphans(before, BATCH).await? {
            if self.collect_orphan(&file, before).await? {
                gone += 1;
                collection.files += 1;
                collection.bytes += u64::try_from(file.size).unwrap_or(0);
            }
        }
        if let Some(period) = self.config.file_retention {
            let before = now.minus(period);
            for file in self.store.expired_files(before, BATCH).await? {
                if self.expire_file(&file, before).await? {
                    gone += 1;
                    collection.files += 1;
                    collection.bytes += u64::try_from(file.size).unwrap_or(0);
                }
            }
        }
        Ok(gone)
    }

    async fn collect_orphan(&self, file: &Collectable, before: Timestamp) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let gone = tx
            .forget_orphan(&file.cid, before, self.clock.now())
            .await?;
        tx.commit().await?;
        Ok(gone)
    }

    async fn expire_file(&self, file: &Collectable, before: Timestamp) -> Result<bool> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let gone = tx.expire_file(&file.cid, before, now).await?;
        if gone {
            tx.add_audit(&NewAudit {
                id: self.ids.make(),
                actor: None,
                action: "file.expire",
                subject: file.cid.clone(),
                details: serde_json::json!({ "size": file.size }),
                at: now,
            })
            .await?;
        }
        tx.commit().await?;
        if gone {
            self.tell_attachment(&file.cid).await?;
        }
        Ok(gone)
    }

    /// Takes up removals that were cut off, or given up while the file store
    /// was away.
    pub(super) async fn finish_removals(&self) -> Result<()> {
        let now = self.clock.now();
        let before = now.minus(CUT_OFF);
        let left = self.store.unfinished_removals(before, BATCH).await?;
        let mut tx = self.store.begin().await?;
        tx.drop_expired_holds(now).await?;
        let jobs: Vec<_> = left
            .into_iter()
            .map(|cid| Job::RemoveFile { cid })
            .collect();
        tx.enqueue_all(&jobs, now).await?;
        Ok(tx.commit().await?)
    }

    /// Removes files on this machine's disk of which the database knows nothing,
    /// such as what a crash has left between two steps. Other stores may hold
    /// what is not ours.
    pub(super) async fn sweep(&self) -> Result<()> {
        if self.backend.kind() != "local" {
            return Ok(());
        }
        let before = self.clock.now().minus(self.config.orphan_after).0;
        let mut objects = self.backend.list().try_ready_chunks(SWEPT);
        loop {
            let found = objects.try_next().await.map_err(|error| error.1)?;
            let Some(found) = found else {
                return Ok(());
            };
            let old = found
                .into_iter()
                .filter(|object| object.since.is_some_and(|since| millis(since) < before));
            let cids: Vec<_> = old.map(|object| object.cid.to_string()).collect();
            let unknown = self.store.unknown_objects(&cids).await?;
            if unknown.is_empty() {
                continue;
            }
            tracing::info!(files = unknown.len(), "files that nobody knows are removed");
            let jobs: Vec<_> = unknown
                .into_iter()
                .map(|cid| Job::RemoveFile { cid })
                .collect();
            let mut tx = self.store.begin().await?;
            tx.enqueue_all(&jobs, self.clock.now()).await?;
            tx.commit().await?;
        }
    }

    async fn collect_later(&self, so_far: &Collection) -> Result<()> {
        let job = Job::CollectFiles {
            files: so_far.files,
            bytes: so_far.bytes,
        };
        let mut tx = self.store.begin().await?;
        tx.enqueue(&job, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn end_collection(&self, collection: Collection) -> Result<Collection> {
        let collection = Collection {
            finished_at: self.clock.now(),
            ..collection
        };
        let mut tx = self.store.begin().await?;
        tx.set_setting(LAST_COLLECTION, &to_keep(&collection)?)
            .await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_files_collected_total").increment(collection.files);
        Ok(collection)
    }
}
