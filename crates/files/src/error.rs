//! What can go wrong with a file, in one type.

use std::io;
use std::ops::Range;
use std::path::Path;

use cid::Cid;

use crate::refusal::Refusal;

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong with a file. Nothing was kept of an upload that ended in one of these.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes came than an upload may have.
    #[error("the file is larger than the {limit} bytes allowed")]
    TooLarge {
        /// The most bytes that a file may have.
        limit: u64,
    },
    /// The content is of a type that is not allowed, or the name or declared type belies it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The upload ended before: by an error, by `finish`, or because a `write` was cancelled.
    #[error("this upload has already ended; start a new one")]
    Ended,
    /// Another process is writing this upload.
    #[error("this upload is being written by somebody else")]
    InUse,
    /// The bytes of a part of an upload do not give the checksum that came with them.
    #[error("the bytes do not have the checksum that came with them; send them again")]
    ChecksumMismatch,
    /// A configured type is not among those that can be recognised.
    #[error("unknown upload type `{given}`; known are {known}")]
    UnknownType {
        /// The entry as it was given.
        given: String,
        /// Every accepted group and media type.
        known: String,
    },
    /// The configured address of the IPFS node cannot be used.
    #[error("`{given}` is no address of an IPFS node's RPC: {why}")]
    NodeAddress {
        /// The address as it was given, without a password.
        given: String,
        /// What is wrong with it.
        why: String,
    },
    /// What was configured of a backend cannot be used.
    #[error("{setting} cannot be used: {why}")]
    Setting {
        /// The key of the configuration.
        setting: &'static str,
        /// What is wrong with it; never a secret.
        why: String,
    },
    /// The backend holds no file of this CID.
    #[error("no file is stored under {0}")]
    NotFound(Cid),
    /// The block is here but may not be given out now; whoever withholds it knows why.
    #[error("the block {0} may not be given out")]
    Withheld(Cid),
    /// A block is not what its CID or its place in a DAG says.
    #[error("the block {cid} cannot be used: {why}")]
    Block {
        /// The block's CID.
        cid: Box<Cid>,
        /// What is wrong with it.
        why: String,
    },
    /// An archive breaks the rules of its format or a limit.
    #[error("this is no usable CAR file: {why}")]
    Car {
        /// What is wrong with it, and where.
        why: String,
    },
    /// A path leads nowhere.
    #[error("there is nothing at this path")]
    NoSuchPath,
    /// A range does not lie within the file.
    #[error("bytes {}..{} lie outside of a file of {size} bytes", range.start, range.end)]
    OutOfRange {
        /// What was asked for.
        range: Range<u64>,
        /// The file's length in bytes.
        size: u64,
    },
    /// The backend cannot be reached now; the same request may succeed later.
    #[error("{backend} is unavailable: {why}")]
    Unavailable {
        /// Which backend, with its address.
        backend: String,
        /// What was seen.
        why: String,
    },
    /// The backend was reached, and refused or answered what it should not.
    #[error("{backend} failed: {why}")]
    Backend {
        /// Which backend, with its address.
        backend: String,
        /// What it answered.
        why: String,
    },
    /// The local file system refused.
    #[error("{what}: {source}")]
    Io {
        /// What was tried, with the path.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
}

/// Says what was tried when the file system refuses.
pub(crate) trait IoContext<T> {
    fn during(self, what: &str, path: &Path) -> Result<T>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn during(self, what: &str, path: &Path) -> Result<T> {
        self.map_err(|source| Error::Io {
            what: format!("{what} {}", path.display()),
            source,
        })
    }
}

/// Runs file and hash work where it does not hold up other tasks.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(Error::Io {
            what: "a file task did not finish".to_owned(),
            source: io::Error::other(stopped),
        }),
    }
}
