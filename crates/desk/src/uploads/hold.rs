//! Bytes are put into the file store under a hold, so that a removal of the
//! same content at the same moment cannot take them away again, and so that
//! what is promised counts against the quotas.

use std::time::Duration;

use frontdesk_files::{Staged, Stored};
use frontdesk_model::{PersonId, job::Job};
use frontdesk_store::{Held, NewHold, Tx};
use uuid::Uuid;

use super::quota::{Allowance, all_full};
use crate::{
    Desk,
    error::{Error, Result},
};

/// How long a hold counts; putting a file takes less.
const LIFE: Duration = Duration::from_secs(3_600);
/// How often, and with which pause, one asks while the same bytes are being removed.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// The right to record what was put; given back when that fails.
pub(crate) struct Hold {
    id: Uuid,
    cid: String,
}

impl Desk {
    /// Makes a staged file durable. What it gives belongs into the database in
    /// one transaction with [`Desk::end_hold`].
    ///
    /// # Errors
    /// `QuotaUser`, `QuotaTotal`; `Unavailable`, `InsufficientStorage`.
    pub(crate) async fn put(
        &self,
        staged: Staged,
        person: Option<&PersonId>,
        allowance: Allowance,
    ) -> Result<(Stored, Hold)> {
        let hold = self.hold_bytes(&staged, person, allowance).await?;
        match self.backend.put(staged).await {
            Ok(stored) => Ok((stored, hold)),
            Err(error) => {
                self.drop_hold(hold).await;
                Err(error.into())
            }
        }
    }

    async fn hold_bytes(
        &self,
        staged: &Staged,
        person: Option<&PersonId>,
        allowance: Allowance,
    ) -> Result<Hold> {
        let limits = self.limits(allowance);
        for _ in 0..TRIES {
            let now = self.clock.now();
            let hold = NewHold {
                id: self.ids.next(),
                cid: staged.cid.to_string(),
                person_id: person.cloned(),
                size: staged.plain_size().cast_signed(),
                expires_at: now.plus(LIFE),
            };
            let mut tx = self.store.begin().await?;
            match tx.hold_file(&hold, limits, now).await? {
                Held::Yes => {
                    tx.commit().await?;
                    return Ok(Hold {
                        id: hold.id,
                        cid: hold.cid,
                    });
                }
                Held::PersonFull => return Err(self.person_full()),
                Held::AllFull => return Err(all_full()),
                Held::Removing => tx.rollback().await?,
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(Error::unavailable(
            "the same file is just being deleted; try again",
        ))
    }

    /// Ends a hold, in the transaction that records what was put.
    ///
    /// # Errors
    /// `Unavailable` when its time was over: then nothing may be recorded.
    pub(crate) async fn end_hold(&self, tx: &mut Tx, hold: &Hold) -> Result<()> {
        match tx.release_hold(hold.id).await? {
            true => Ok(()),
            false => Err(Error::unavailable(
                "storing the file took too long; upload it again",
            )),
        }
    }

    /// Gives a hold back of which nothing was recorded. What was put is
    /// cleared away, unless others need it.
    pub(crate) async fn drop_hold(&self, hold: Hold) {
        let dropped = async {
            let mut tx = self.store.begin().await?;
            tx.release_hold(hold.id).await?;
            let cid = hold.cid;
            tx.enqueue(&Job::RemoveFile { cid }, self.clock.now())
                .await?;
            tx.commit().await
        };
        if let Err(error) = dropped.await {
            // It ends by itself.
            tracing::warn!(%error, "a hold on a file could not be given back");
        }
    }
}
