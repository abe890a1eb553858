//! What every store of files can do.

use std::io;
use std::ops::Range;

use bytes::Bytes;
use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

use crate::error::Result;
use crate::ingest::{Staged, Stored};

/// Bytes of a file in pieces of at most [`MAX_PIECE`], in order. A piece that cannot be read, and a
/// file that turns out shorter than asked, end the stream with an error.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

/// The most bytes in one piece of a [`ByteStream`].
pub const MAX_PIECE: usize = 64 * 1024;

/// A store of files by their CID. Object-safe, to be shared as `Arc<dyn Backend>`.
///
/// A backend knows nothing of who refers to a file. So whoever deletes must see to it that no
/// reference exists, nor comes into being at the same time by a `put` of the same content.
pub trait Backend: Send + Sync {
    /// Makes a staged file durable: once this returns, it survives a crash of the machine as far as
    /// the backend can promise. The same content is stored once, however often it is put.
    ///
    /// What it gives back, blocks included, belongs into the database in the transaction that
    /// stores the reference to the file.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable), [`Error::Backend`](crate::Error::Backend)
    /// or [`Error::Io`](crate::Error::Io); the staged bytes are gone then.
    fn put(&self, staged: Staged) -> BoxFuture<'_, Result<Stored>>;

    /// Streams the bytes `range` of a file; an empty range gives an empty stream. Reading begins
    /// when the stream is polled, and never runs ahead of its reader by more than a piece or two.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound),
    /// [`Error::OutOfRange`](crate::Error::OutOfRange), and those of [`put`](Self::put).
    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>>;

    /// The length of a file in bytes; `None` if it is not stored.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    fn size<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>>;

    /// Whether a file is stored.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    fn has<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move { Ok(self.size(root).await?.is_some()) })
    }

    /// Removes a file, durably. Removing one that is not stored succeeds.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    fn delete<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<()>>;

    /// Checks that files can be stored now, and says by whom, for a person to read.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    fn health(&self) -> BoxFuture<'_, Result<String>>;
}

/// The check of a range that every backend makes before it streams.
pub(crate) fn check_range(range: &Range<u64>, size: u64) -> Result<()> {
    if range.start <= range.end && range.end <= size {
        return Ok(());
    }
    Err(crate::Error::OutOfRange {
        range: range.clone(),
        size,
    })
}
