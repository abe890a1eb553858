//! The keys of sealed files: wrapped when a file is recorded, opened when it is
//! read, and put under a new master key when the operator has changed it.

use frontdesk_files::{
    Stored,
    seal::{FileKey, MasterKeys, WrappedKey, sealed_len},
};
use frontdesk_model::{attachment::FilesMode, error::ErrorCode, job::Job};
use frontdesk_store::{FileKeyRow, NewFileKey, Store};

use crate::{
    Desk, DeskConfig,
    error::{Error, Result},
};

/// Under which name the id of the present master key is kept: copies of the
/// server must have the same one.
pub const MASTER_SETTING: &str = "files_master_key";
/// Keys that are put under another master key in one transaction.
const REWRAPPED: u32 = 500;

/// Bytes that the store of files has of a file of `size` bytes.
pub(crate) fn stored_size(size: i64, sealed: bool) -> u64 {
    match sealed {
        true => sealed_len(size.cast_unsigned()),
        false => size.cast_unsigned(),
    }
}

/// Whether files or rows are sealed because the operator wants it.
fn seals(config: &DeskConfig) -> bool {
    config.files_mode == FilesMode::Sealed || config.notify.encrypt_at_rest
}

/// Whether the keys are here that something is sealed under; gives their ids. To be
/// asked before anything sealed is read.
///
/// # Errors
/// `InvalidInput`, naming what the operator must set.
pub(crate) async fn check_master_keys(
    config: &DeskConfig,
    keys: Option<&MasterKeys>,
    store: &Store,
) -> Result<Vec<String>> {
    let in_use = store.master_keys_in_use().await?;
    match keys {
        None if config.notify.encrypt_at_rest => Err(missing(
            "NOTIFY_ENCRYPT_AT_REST is on, and there is no master key",
            "FILES_MASTER_KEY",
        )),
        None if seals(config) || !in_use.is_empty() => Err(missing(
            "there are sealed files or secrets, and no master key",
            "FILES_MASTER_KEY",
        )),
        None => Ok(in_use),
        Some(keys) => match in_use.iter().find(|id| !keys.knows(id)) {
            Some(unknown) => Err(missing(
                &format!(
                    "files or secrets are sealed under the master key {unknown}, which is not here"
                ),
                "FILES_MASTER_KEY, or FILES_MASTER_KEYS_OLD if it was replaced",
            )),
            None => Ok(in_use),
        },
    }
}

impl Desk {
    /// What is to be recorded of a file's key, where it has one.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(super) fn wrap_key(&self, stored: &Stored) -> Result<Option<NewFileKey>> {
        let Some(seal) = &stored.seal else {
            return Ok(None);
        };
        let wrapped = self.masters()?.wrap(&seal.key, &stored.cid.to_string());
        Ok(Some(to_keep(
            wrapped.map_err(|error| Error::internal(&error))?,
        )))
    }

    /// The key of a sealed file.
    ///
    /// # Errors
    /// `FileDamaged` when it is lost.
    pub(super) async fn key_of(&self, cid: &str) -> Result<FileKey> {
        let row = self.store.file_key(cid).await?;
        let row = row.ok_or_else(|| unreadable("its key is not there"))?;
        self.open_key(row)
    }

    fn open_key(&self, row: FileKeyRow) -> Result<FileKey> {
        let cid = row.cid;
        let wrapped = WrappedKey {
            master: row.master,
            bytes: row.wrapped,
        };
        self.masters()?.unwrap(&wrapped, &cid).map_err(|error| {
            tracing::error!(cid, %error, "a sealed file cannot be opened");
            unreadable(&error.to_string())
        })
    }

    pub(super) fn masters(&self) -> Result<&MasterKeys> {
        let keys = self.master_keys.as_ref();
        keys.ok_or_else(|| Error::unavailable("no master key of files is configured"))
    }

    /// At start: whether everything that was sealed can be opened, and whether
    /// other copies of the server seal under the same key. Begins a rotation
    /// where the present key is a new one.
    ///
    /// # Errors
    /// `InvalidInput`, naming what the operator must set.
    pub(crate) async fn check_master_keys(&self) -> Result<()> {
        let in_use =
            check_master_keys(&self.config, self.master_keys.as_ref(), &self.store).await?;
        let Some(keys) = &self.master_keys else {
            return Ok(());
        };
        if seals(&self.config) {
            self.register_master_key(keys, in_use.is_empty()).await?;
        }
        if in_use.iter().any(|id| id != keys.id()) {
            self.begin_rewrapping().await?;
        }
        Ok(())
    }

    /// Notes which key files are sealed under from now on.
    async fn register_master_key(&self, keys: &MasterKeys, is_first: bool) -> Result<()> {
        let known = self
            .store
            .setting_or_insert(MASTER_SETTING, keys.id())
            .await?;
        if known == keys.id() {
            return Ok(());
        }
        if !keys.knows(&known) && !is_first {
            return Err(missing(
                &format!("files are sealed under the master key {known}, which is not here"),
                "FILES_MASTER_KEY on all copies of the server to the same key, or \
                 FILES_MASTER_KEYS_OLD if it was replaced",
            ));
        }
        let mut tx = self.store.begin().await?;
        tx.set_setting(MASTER_SETTING, keys.id()).await?;
        Ok(tx.commit().await?)
    }

    async fn begin_rewrapping(&self) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.lock_upkeep().await?;
        if tx.jobs_under_way(Job::REWRAP).await? == 0 {
            tx.enqueue(&Job::RewrapKeys, self.clock.now()).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Puts a batch of keys under the present master key, and leaves the rest to
    /// a job of its own. Whatever is cut off is done again.
    ///
    /// # Errors
    /// `FileDamaged` when keys can't be opened; the others are rewrapped.
    pub(crate) async fn rewrap_keys(&self) -> Result<()> {
        let keys = self.masters()?;
        let rows = self.store.file_keys_not_under(keys.id(), REWRAPPED).await?;
        if rows.is_empty() {
            if self.reseal_bodies().await? {
                return Ok(());
            }
            tracing::info!(
                master = keys.id(),
                "all files and rows are sealed under the present master key; the old one is not \
                 needed here any more"
            );
            return Ok(());
        }
        let count = rows.len();
        let mut tx = self.store.begin().await?;
        for row in rows {
            let key = self.open_key(row.clone())?;
            let wrapped = keys.wrap(&key, &row.cid);
            let wrapped = wrapped.map_err(|error| Error::internal(&error))?;
            tx.rewrap_file_key(&row, &to_keep(wrapped)).await?;
        }
        tx.enqueue(&Job::RewrapKeys, self.clock.now()).await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_file_keys_rewrapped_total").increment(count as u64);
        Ok(())
    }
}

fn to_keep(key: WrappedKey) -> NewFileKey {
    NewFileKey {
        master: key.master,
        wrapped: key.bytes,
    }
}

fn unreadable(why: &str) -> Error {
    Error::new(
        ErrorCode::FileDamaged,
        format!("this file is sealed and cannot be opened: {why}"),
    )
}

fn missing(what: &str, set: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("{what}; set {set}"))
}
