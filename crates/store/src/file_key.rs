//! The keys of sealed files, as they are wrapped under the operator's master
//! key. Destroying one erases its file, wherever copies of it lie; so what is
//! destroyed here leaves no trace in the database's files either.

use std::sync::atomic::Ordering;

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
};

/// The key of a file, wrapped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileKeyRow {
    pub cid: String,
    /// The id of the master key that it is wrapped under.
    pub master: String,
    pub wrapped: Vec<u8>,
}

/// The key of a file that is being recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFileKey {
    pub master: String,
    pub wrapped: Vec<u8>,
}

row!(FileKeyRow {
    cid,
    master,
    wrapped,
});

impl Tx {
    pub(crate) async fn add_file_key(&mut self, cid: &str, key: &NewFileKey) -> Result<()> {
        self.run(
            "INSERT INTO file_key (cid, master, wrapped) VALUES ($1, $2, $3)",
            &[&cid, &key.master, &key.wrapped],
        )
        .await?;
        Ok(())
    }

    /// Destroys the key of a file, if it has one; whether it had.
    pub(crate) async fn destroy_file_key(&mut self, cid: &str) -> Result<bool> {
        let text = "DELETE FROM file_key WHERE cid = $1";
        let destroyed = self.run(text, &[&cid]).await? > 0;
        if destroyed {
            self.core.has_traces.store(true, Ordering::Relaxed);
        }
        Ok(destroyed)
    }

    /// Puts a file's key under another master key. False when it isn't there as
    /// it was any more.
    pub async fn rewrap_file_key(&mut self, was: &FileKeyRow, now: &NewFileKey) -> Result<bool> {
        let text = "UPDATE file_key SET master = $3, wrapped = $4 WHERE cid = $1 AND master = $2";
        let changed = self
            .run(text, &[&was.cid, &was.master, &now.master, &now.wrapped])
            .await?
            > 0;
        if changed {
            self.core.has_traces.store(true, Ordering::Relaxed);
        }
        Ok(changed)
    }
}

impl Store {
    /// The key of a file; none when it was never sealed, or is destroyed.
    pub async fn file_key(&self, cid: &str) -> Result<Option<FileKeyRow>> {
        let mut db = self;
        db.optional("SELECT * FROM file_key WHERE cid = $1", &[&cid])
            .await
    }

    /// Keys that are wrapped under another master key than this one.
    pub async fn file_keys_not_under(&self, master: &str, limit: u32) -> Result<Vec<FileKeyRow>> {
        let mut db = self;
        db.all(
            "SELECT * FROM file_key WHERE master <> $1 ORDER BY master, cid LIMIT $2",
            &[&master, &i64::from(limit)],
        )
        .await
    }

    /// Master keys that keys of files are wrapped under.
    pub async fn file_master_keys(&self) -> Result<Vec<String>> {
        let mut db = self;
        let found: Vec<One<String>> = db
            .all("SELECT DISTINCT master AS value FROM file_key", &[])
            .await?;
        Ok(found.into_iter().map(|One(master)| master).collect())
    }

    /// The ids of the master keys that files or rows are sealed under, in order.
    pub async fn master_keys_in_use(&self) -> Result<Vec<String>> {
        let mut keys = self.file_master_keys().await?;
        keys.extend(self.row_keys_in_use().await?);
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// Clears the write-ahead log where keys were destroyed, since it still
    /// holds the pages on which they stood; in the database itself SQLite has
    /// overwritten them. False when readers are in the way: try again. Nothing
    /// to do on PostgreSQL, which decides itself.
    pub async fn erase_traces(&self) -> Result<bool> {
        if !self.core.has_traces.swap(false, Ordering::Relaxed) {
            return Ok(true);
        }
        let cleared = self.core.db.clear_log().await;
        if !matches!(cleared, Ok(true)) {
            self.core.has_traces.store(true, Ordering::Relaxed);
        }
        cleared
    }
}
