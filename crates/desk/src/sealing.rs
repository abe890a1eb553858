//! Rows that are sealed under the operator's master key: the secrets of webhooks
//! and of web push wherever there is a key, and bodies of notifications and
//! deliveries where `NOTIFY_ENCRYPT_AT_REST` says so. The store keeps them; here
//! is the key to them, and the job that seals what was written before.

use std::sync::Arc;

use frontdesk_files::seal::MasterKeys;
use frontdesk_model::job::Job;
use frontdesk_store::{Cipher, SealedTable, Sealing, Store};
use uuid::Uuid;

use crate::{Desk, error::Result};

/// Rows that are sealed in one transaction.
const SEALED_TOGETHER: u32 = 500;
/// The setting that says under which key all bodies were sealed; absent or empty
/// while plain ones may be there.
const ALL_SEALED: &str = "bodies_sealed";

struct RowCipher(MasterKeys);

impl Cipher for RowCipher {
    fn key_id(&self) -> &str {
        self.0.id()
    }

    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, String> {
        let sealed = self.0.seal_row(place, plain);
        Ok(sealed.map_err(|error| error.to_string())?.bytes)
    }

    fn open(&self, key_id: &str, place: &str, sealed: &[u8]) -> Result<Vec<u8>, String> {
        let opened = self.0.open_row(place, key_id, sealed);
        Ok(opened.map_err(|error| error.to_string())?.to_vec())
    }
}

/// Has the store seal under these keys from now on.
pub(crate) fn seal_with(store: &Store, keys: &MasterKeys, bodies: bool) {
    store.seal_with(Sealing {
        cipher: Arc::new(RowCipher(keys.clone())),
        bodies,
    });
}

impl Desk {
    /// At start, when the keys are known to be the right ones: secrets are sealed,
    /// and a job for bodies that lie there in plain is begun.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn begin_sealing(&self) -> Result<()> {
        let Some(keys) = &self.master_keys else {
            return Ok(());
        };
        self.store.seal_webhook_secrets().await?;
        let done = self.store.setting(ALL_SEALED).await?.unwrap_or_default();
        let wanted = self.config.notify.encrypt_at_rest;
        if !wanted && !done.is_empty() {
            // What is written from now on is plain.
            let mut tx = self.store.begin().await?;
            tx.set_setting(ALL_SEALED, "").await?;
            tx.commit().await?;
        }
        if wanted && done != keys.id() {
            let mut tx = self.store.begin().await?;
            tx.lock_upkeep().await?;
            if tx.jobs_under_way(Job::SEAL).await? == 0 {
                let job = Job::SealBodies {
                    table: None,
                    after: None,
                };
                tx.enqueue(&job, self.clock.now()).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Seals a batch of plain bodies, and leaves the rest to a job of its own.
    /// Whatever is cut off is done again, which changes nothing.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn seal_bodies(&self, table: Option<&str>, after: Option<Uuid>) -> Result<()> {
        // Turned off meanwhile: what is sealed stays readable.
        let Some(keys) = self
            .master_keys
            .as_ref()
            .filter(|_| self.config.notify.encrypt_at_rest)
        else {
            return Ok(());
        };
        let [first, ..] = SealedTable::ALL;
        let table = table.and_then(SealedTable::parse).unwrap_or(first);
        let mut tx = self.store.begin().await?;
        let next = match tx.seal_bodies(table, after, SEALED_TOGETHER).await? {
            Some(after) => Some((table, Some(after))),
            None => following(table).map(|table| (table, None)),
        };
        match next {
            Some((table, after)) => {
                let rest = Job::SealBodies {
                    table: Some(table.as_str().to_owned()),
                    after,
                };
                tx.enqueue(&rest, self.clock.now()).await?;
            }
            None => tx.set_setting(ALL_SEALED, keys.id()).await?,
        }
        tx.commit().await?;
        if next.is_none() {
            tracing::info!("all bodies of notifications and deliveries are sealed");
            self.store.erase_traces().await?;
        }
        Ok(())
    }

    /// Puts a batch of sealed bodies under the present key; false when there was
    /// none left.
    pub(crate) async fn reseal_bodies(&self) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let count = tx.reseal_bodies(SEALED_TOGETHER).await?;
        if count > 0 {
            tx.enqueue(&Job::RewrapKeys, self.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(count > 0)
    }
}

fn following(table: SealedTable) -> Option<SealedTable> {
    let mut all = SealedTable::ALL.into_iter();
    all.by_ref().find(|it| *it == table)?;
    all.next()
}
