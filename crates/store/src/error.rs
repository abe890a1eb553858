//! What can go wrong in the store, told so that a caller can act on it.

use std::borrow::Cow;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such row, or none that the caller may see.
    #[error("there is no such {what}")]
    NotFound { what: &'static str },
    /// The row is in another state than the write needs, or a name is taken.
    #[error("{what}: {why}")]
    Conflict {
        what: &'static str,
        why: Cow<'static, str>,
    },
    /// The row is there, but not this person's to write to.
    #[error("{what}: {why}")]
    Forbidden {
        what: &'static str,
        why: Cow<'static, str>,
    },
    /// The idempotency key was used for another request before.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// A bounded queue is full or the database is locked: nothing was stored,
    /// try again.
    #[error("the store is busy; try again")]
    Busy,
    /// The disk, or the database's quota, is full: nothing was stored.
    #[error("the disk of the database is full")]
    Full,
    /// The database file is damaged, or a row holds what cannot be read.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A file of the store could not be opened or locked.
    #[error("{path}: {source}")]
    File {
        path: String,
        source: std::io::Error,
    },
    /// Anything else that the database said.
    #[error("database: {0}")]
    Database(sqlx::Error),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    pub(crate) fn conflict(what: &'static str, why: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict {
            what,
            why: why.into(),
        }
    }

    pub(crate) fn forbidden(what: &'static str, why: impl Into<Cow<'static, str>>) -> Self {
        Self::Forbidden {
            what,
            why: why.into(),
        }
    }
}
