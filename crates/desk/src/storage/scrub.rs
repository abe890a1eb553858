//! Every file is read and compared with its CID, slowly: a job, a batch at a
//! time, that comes back when the bytes it has read are paid for in time.

use std::{io, time::Duration};

use frontdesk_files::{Cid, DagBuilder, Error as FileError, PROFILE};
use frontdesk_model::{job::Job, storage::Scrub};
use frontdesk_store::{NewAudit, Unchecked};
use futures_util::TryStreamExt as _;

use super::{LAST_SCRUB, to_keep};
use crate::{
    Desk,
    error::{Error, Result},
};

/// Files of one batch.
const BATCH: u32 = 100;
/// Bytes after which a batch ends.
const BATCH_BYTES: u64 = 32 * 1024 * 1024;

impl Desk {
    /// Checks a batch of files, and leaves the rest to a job of its own.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away; what is checked stays checked.
    pub(crate) async fn scrub_files(&self, mut scrub: Scrub, after: &str) -> Result<()> {
        let due = self.store.unchecked_files(scrub.started_at, after, BATCH);
        let mut bytes = 0;
        let mut last = None;
        for file in due.await? {
            let was_whole = self.is_whole(&file).await?;
            let is_whole = was_whole || self.repair(&file).await?;
            self.note_check(&file, is_whole).await?;
            scrub.checked += 1;
            scrub.damaged += u64::from(!was_whole);
            scrub.repaired += u64::from(!was_whole && is_whole);
            bytes += u64::try_from(file.size).unwrap_or(0);
            last = Some(file.cid);
            if bytes >= BATCH_BYTES {
                break;
            }
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        match last {
            Some(after) => {
                let wait = pause(bytes, self.config.scrub_rate);
                tx.enqueue(&Job::ScrubFiles { scrub, after }, now.plus(wait))
                    .await?;
            }
            None => scrub.finished_at = Some(now),
        }
        tx.set_setting(LAST_SCRUB, &to_keep(&scrub)?).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the bytes of a file are there and what its CID says.
    async fn is_whole(&self, file: &Unchecked) -> Result<bool> {
        if file.profile != PROFILE.name {
            // Another version of Frontdesk has made this CID.
            return Ok(true);
        }
        let root: Cid = file
            .cid
            .parse()
            .map_err(|_| Error::given_up(format!("{} is no CID", file.cid)))?;
        let size = file.size.cast_unsigned();
        let mut bytes = match self.backend.read(&root, 0..size).await {
            Err(FileError::NotFound(_) | FileError::OutOfRange { .. }) => return Ok(false),
            read => read?,
        };
        let mut dag = DagBuilder::new(PROFILE);
        loop {
            match bytes.try_next().await {
                Ok(Some(piece)) => dag.push(&piece),
                Ok(None) => return Ok(dag.finish().root == root),
                Err(error) if is_damage(&error) => return Ok(false),
                Err(error) => return Err(Error::unavailable(error.to_string())),
            }
        }
    }

    /// Lets go of our own copy, which is damaged, where the IPFS node has
    /// another: that one is read from then on. Whether it is whole.
    async fn repair(&self, file: &Unchecked) -> Result<bool> {
        let (Some(tiered), Ok(root)) = (&self.tiered, file.cid.parse::<Cid>()) else {
            return Ok(false);
        };
        if !tiered.node().holds(&root).await? {
            return Ok(false);
        }
        tracing::warn!(
            cid = file.cid,
            "the copy of a file here is damaged; it is read from the IPFS node"
        );
        tiered.own().delete(&root).await?;
        self.is_whole(file).await
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

/// A file that ends too early is damaged, as is one of which the disk has lost parts.
fn is_damage(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    error.kind() == io::ErrorKind::UnexpectedEof || error.raw_os_error() == Some(EIO)
}

/// How long to wait after so many bytes, at so many bytes a second.
fn pause(bytes: u64, rate: u64) -> Duration {
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
