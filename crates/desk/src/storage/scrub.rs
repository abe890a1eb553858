//! Every file is read and compared with its CID, slowly: a job, a batch at a
//! time, that comes back when the bytes it has read are paid for in time.

use std::{io, time::Duration};

use frontdesk_files::{Cid, DagBuilder, Error as FileError, PROFILE};
use frontdesk_model::{job::Job, storage::Scrub};
use frontdesk_store::{NewAudit, Unchecked};
use futures_util::TryStreamExt as _;

use super::{LAST_SCRUB, to_keep};
use crate::uploads::stored_size;
use crate::{
    Desk,
    error::{Error, Result},
};

/// Files of one batch.
const BATCH: u32 = 100;
/// Bytes after which a batch ends.
const BATCH_BYTES: u64 = 32 * 1024 * 1024;

/// What was found in one batch.
pub(super) struct Batch {
    /// The last that was looked at; none when there was nothing left.
    pub last: Option<String>,
    /// Bytes that were read.
    pub bytes: u64,
    pub damaged: Vec<Damaged>,
}

/// Something in the store whose bytes are missing or not what its CID says, and
/// of which no other copy was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Damaged {
    pub cid: String,
    /// Bytes.
    pub size: u64,
    /// Whether it holds imported blocks, and is no file that people know.
    pub is_pack: bool,
}

impl Desk {
    /// Checks a batch of files, and leaves the rest to a job of its own.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away; what is checked stays checked.
    pub(crate) async fn scrub_files(&self, mut scrub: Scrub, after: &str) -> Result<()> {
        let batch = self.scrub_batch(&mut scrub, after).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        match batch.last {
            Some(after) => {
                let wait = pause(batch.bytes, self.config.scrub_rate);
                tx.enqueue(&Job::ScrubFiles { scrub, after }, now.plus(wait))
                    .await?;
            }
            None => scrub.finished_at = Some(now),
        }
        tx.set_setting(LAST_SCRUB, &to_keep(&scrub)?).await?;
        Ok(tx.commit().await?)
    }

    /// Checks some of what lies after `after`, and repairs what it can.
    pub(super) async fn scrub_batch(&self, scrub: &mut Scrub, after: &str) -> Result<Batch> {
        let due = self
            .store
            .unchecked_files(scrub.started_at, after, BATCH, PROFILE.name);
        let mut batch = Batch {
            last: None,
            bytes: 0,
            damaged: Vec::new(),
        };
        for file in due.await? {
            let size = stored_size(file.size, file.sealed);
            let was_whole = self.is_whole(&file).await?;
            let is_whole = was_whole || self.repair(&file).await?;
            self.note_check(&file, is_whole).await?;
            scrub.checked += 1;
            scrub.damaged += u64::from(!was_whole);
            scrub.repaired += u64::from(!was_whole && is_whole);
            if !is_whole {
                batch.damaged.push(Damaged {
                    cid: file.cid.clone(),
                    size,
                    is_pack: file.is_pack,
                });
            }
            batch.bytes += size;
            batch.last = Some(file.cid);
            if batch.bytes >= BATCH_BYTES {
                break;
            }
        }
        Ok(batch)
    }

    /// Whether the bytes are there and what the CID says; our own copy where
    /// there should be one.
    async fn is_whole(&self, file: &Unchecked) -> Result<bool> {
        if file.profile != PROFILE.name {
            // Another version of Frontdesk has made this CID.
            return Ok(true);
        }
        let root = root_of(file)?;
        let size = stored_size(file.size, file.sealed);
        let read = match &self.tiered {
            Some(tiered) if self.config.keep_local || file.is_pack => {
                tiered.own().read(&root, 0..size).await
            }
            _ => self.backend.read(&root, 0..size).await,
        };
        let mut bytes = match read {
            Err(error) if is_damage(&error) => return Ok(false),
            read => read?,
        };
        let mut dag = DagBuilder::new(PROFILE);
        loop {
            match bytes.try_next().await {
                Ok(Some(piece)) => dag.push(&piece),
                Ok(None) => return Ok(dag.finish().root == root),
                Err(error) => match error.downcast::<FileError>() {
                    Ok(error) if is_damage(&error) => return Ok(false),
                    Ok(error) => return Err(error.into()),
                    Err(error) if is_lost(&error) => return Ok(false),
                    Err(error) => return Err(Error::unavailable(error.to_string())),
                },
            }
        }
    }

    /// Puts the file together from its blocks, wherever a good copy of each is,
    /// and stores it in place of the damaged one. Whether it is whole then.
    async fn repair(&self, file: &Unchecked) -> Result<bool> {
        let root = root_of(file)?;
        if !self.salvage(&root, file).await? {
            return Ok(false);
        }
        let is_whole = self.is_whole(file).await?;
        if is_whole {
            tracing::warn!(
                cid = file.cid,
                "a stored file was damaged and is repaired from other copies"
            );
        }
        Ok(is_whole)
    }

    /// Writes down what was found. A file that was deleted meanwhile is not damaged.
    async fn note_check(&self, file: &Unchecked, is_whole: bool) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.set_checked(&file.cid, is_whole, now).await?;
        let is_news = !is_whole && !file.was_damaged;
        if is_news {
            tracing::error!(cid = file.cid, "a stored file is damaged");
            tx.add_audit(&NewAudit {
                id: self.ids.make(),
                actor: None,
                action: "file.damaged",
                subject: file.cid.clone(),
                details: serde_json::json!({ "size": file.size }),
                at: now,
            })
            .await?;
        }
        tx.commit().await?;
        let outcome = if is_whole { "whole" } else { "damaged" };
        metrics::counter!("frontdesk_files_checked_total", "outcome" => outcome).increment(1);
        Ok(())
    }
}

fn root_of(file: &Unchecked) -> Result<Cid> {
    file.cid
        .parse()
        .map_err(|_| Error::given_up(format!("{} is no CID", file.cid)))
}

/// Whether the bytes are missing or wrong, and not only away.
pub(super) fn is_damage(error: &FileError) -> bool {
    match error {
        FileError::NotFound(_) | FileError::OutOfRange { .. } | FileError::Block { .. } => true,
        FileError::Io { source, .. } => is_lost(source),
        _ => false,
    }
}

/// A file that ends too early is damaged, as is one of which the disk has lost parts.
fn is_lost(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    error.kind() == io::ErrorKind::UnexpectedEof || error.raw_os_error() == Some(EIO)
}

/// How long to wait after so many bytes, at so many bytes a second.
pub(super) fn pause(bytes: u64, rate: u64) -> Duration {
    Duration::from_millis(bytes.saturating_mul(1_000) / rate.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_paid_for_in_time() {
        assert_eq!(pause(10_000_000, 5_000_000), Duration::from_secs(2));
        assert_eq!(pause(0, 5_000_000), Duration::ZERO);
        assert_eq!(pause(1, 0), Duration::from_secs(1));
    }
}
