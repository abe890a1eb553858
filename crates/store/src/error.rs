//! What can go wrong in the store, told so that a caller can act on it.

use std::borrow::Cow;

use sqlx::error::ErrorKind;

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
    /// What is sealed cannot be opened or made: its key is not there, or it was
    /// changed. The sentence names the row.
    #[error("something sealed cannot be read: {0}")]
    Sealed(String),
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

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Corrupt(error.to_string())
            }
            sqlx::Error::Database(ref database) => {
                let kind = database.kind();
                let code = database.code().unwrap_or_default();
                from_database(kind, &code, database.message()).unwrap_or(Self::Database(error))
            }
            other => Self::Database(other),
        }
    }
}

/// The meaning of an engine's code: SQLite's result codes
/// (<https://www.sqlite.org/rescode.html>) are numbers, PostgreSQL's SQLSTATEs
/// have five characters.
fn from_database(kind: ErrorKind, code: &str, message: &str) -> Option<Error> {
    match kind {
        ErrorKind::UniqueViolation => {
            return Some(Error::conflict("row", "this is there already"));
        }
        ErrorKind::ForeignKeyViolation => {
            return Some(Error::conflict("row", "what it belongs to is not there"));
        }
        _ => {}
    }
    if code.len() == 5 {
        return match code {
            "40001" | "40P01" | "53300" | "55P03" | "57P03" => Some(Error::Busy),
            "53100" => Some(Error::Full),
            "XX001" | "XX002" => Some(Error::Corrupt(message.to_owned())),
            _ => None,
        };
    }
    // The low byte is the primary code.
    match code.parse::<i64>().ok()? & 0xff {
        5 | 6 => Some(Error::Busy),
        13 => Some(Error::Full),
        11 | 26 => Some(Error::Corrupt(message.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_codes_become_what_a_caller_can_act_on() {
        let meaning = |code| from_database(ErrorKind::Other, code, "");
        assert!(matches!(meaning("5"), Some(Error::Busy)));
        assert!(matches!(meaning("517"), Some(Error::Busy)));
        assert!(matches!(meaning("40P01"), Some(Error::Busy)));
        assert!(matches!(meaning("13"), Some(Error::Full)));
        assert!(matches!(meaning("53100"), Some(Error::Full)));
        assert!(matches!(meaning("11"), Some(Error::Corrupt(_))));
        assert!(meaning("42601").is_none());
    }
}
