//! The one error type of this crate.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

/// What can go wrong in the search index. A query never fails because of its text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or directory of the index could not be created, written or removed.
    #[error(
        "the search index at {path} is not usable: {source}; check that the directory is writable and the disk not full"
    )]
    Io {
        /// The file or directory concerned.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another process holds the write lock of this index directory.
    #[error(
        "another process writes to this search index; stop it, or give each server its own data directory, and try again"
    )]
    Busy,
    /// A rebuild is under way already.
    #[error("the search index is being rebuilt already")]
    Rebuilding,
    /// A rebuild has ended: the index has another position now.
    #[error("the search index was replaced by a rebuilt one; go on from its position")]
    Replaced,
    /// The index is damaged where it was read.
    #[error("the search index is damaged; it will be rebuilt")]
    Damaged,
    /// The search engine failed. If it persists, remove the index directory: it is rebuilt.
    #[error("the search engine failed: {0}")]
    Engine(TantivyError),
}

/// Result of this crate's operations.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

impl Error {
    /// Whether the index itself is the cause, and another one would help.
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::Damaged
            | Self::Engine(
                TantivyError::DataCorruption(_)
                | TantivyError::OpenReadError(_)
                | TantivyError::IncompatibleIndex(_),
            ) => true,
            Self::Engine(TantivyError::IoError(error)) => matches!(
                error.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::NotFound
            ),
            _ => false,
        }
    }
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Busy,
            other => Self::Engine(other),
        }
    }
}

/// Term dictionaries report plain I/O errors.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Engine(error.into())
    }
}
