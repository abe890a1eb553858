//! Where the data lies.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use frontdesk_model::{Clock, IdSource};
use frontdesk_store::{DatabaseUrl, StoreConfig};

use super::{Database, Number, setting::section};

section! {
    /// Where the data lies.
    "Storage" Storage {
        /// Directory of everything the desk keeps: database, files, search index. Made when it is missing.
        data_dir: PathBuf = "./data",
        /// Directory of the sentence-embedding model all-MiniLM-L6-v2 (`make model` fetches it): articles are then found by what they mean, too. Empty: by their words alone.
        search_model: Option<PathBuf> = "",
        /// sqlite:<path> or postgres://…; without it, a SQLite file in DATA_DIR.
        database_url: Option<Database> = "",
        /// Connections for reading (SQLite); PostgreSQL gets four times as many for everything.
        database_readers: Number<1, 64> = "4",
        /// Under load, chat messages are committed to disk at most once in this many milliseconds; 0 as fast as the disk can.
        commit_interval_ms: Number<0, 1_000> = "10",
    }
}

impl Storage {
    pub fn database(&self) -> DatabaseUrl {
        match &self.database_url {
            Some(database) => database.0.clone(),
            None => DatabaseUrl::Sqlite(self.data_dir.join("frontdesk.db")),
        }
    }

    /// The file of the database, where it is one.
    pub fn database_file(&self) -> Option<PathBuf> {
        match self.database() {
            DatabaseUrl::Sqlite(file) => Some(file),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// On the file system of the files, so that a finished upload is renamed.
    pub fn staging_dir(&self) -> PathBuf {
        self.data_dir.join("staging")
    }

    /// Uploads that come in parts.
    pub fn partial_dir(&self) -> PathBuf {
        self.data_dir.join("partial")
    }

    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("search")
    }

    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    pub fn store(&self, clock: Clock, ids: IdSource) -> StoreConfig {
        StoreConfig {
            readers: self.database_readers.narrow(),
            commit_interval: Duration::from_millis(self.commit_interval_ms.0),
            clock,
            ids,
            ..StoreConfig::new(self.database())
        }
    }
}
