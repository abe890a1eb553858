//! What every store of files can do.

use std::io;
use std::ops::Range;
use std::time::SystemTime;

use bytes::Bytes;
use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};

use crate::dag::DagBuilder;
use crate::error::{Error, Result};
use crate::ingest::{Staged, Stored};
use crate::profile::Profile;

/// Bytes of a file in pieces of at most [`MAX_PIECE`], in order. A piece that cannot be read, and a
/// file that turns out shorter than asked, end the stream with an error.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

/// The most bytes in one piece of a [`ByteStream`].
pub const MAX_PIECE: usize = 64 * 1024;

/// One file that a backend holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The root of the file's DAG.
    pub cid: Cid,
    /// The file's length in bytes.
    pub size: u64,
    /// When the file came to where it lies, where the backend knows: one that came a moment ago
    /// may belong to an upload whose record is still being written.
    pub since: Option<SystemTime>,
}

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

    /// Every file that is held, in no order; what comes or goes meanwhile may be among them or not.
    /// Things that are no files of a backend are passed over. Memory does not grow with their
    /// number.
    ///
    /// # Errors
    /// Those of [`put`](Self::put); one ends the stream.
    fn list(&self) -> BoxStream<'_, Result<Object>>;

    /// What kind of store it is: `local`, `s3` or `ipfs`.
    fn kind(&self) -> &'static str {
        "local"
    }

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
    Err(Error::OutOfRange {
        range: range.clone(),
        size,
    })
}

/// Reads a whole file and tells whether its bytes are what its CID says under `profile`, the one
/// that gave the CID. `false` also for a file that ends too early.
///
/// # Errors
/// Those of [`Backend::read`], and [`Error::Io`] where reading is cut off.
pub async fn is_intact(backend: &dyn Backend, root: &Cid, profile: Profile) -> Result<bool> {
    let size = backend.size(root).await?.ok_or(Error::NotFound(*root))?;
    let mut bytes = backend.read(root, 0..size).await?;
    let mut dag = DagBuilder::new(profile);
    loop {
        match bytes.try_next().await {
            Ok(Some(piece)) => dag.push(&piece),
            Ok(None) => return Ok(dag.finish().root == *root),
            Err(error) => match error.downcast::<Error>() {
                // Who reads by blocks has checked them.
                Ok(Error::Block { .. }) => return Ok(false),
                Ok(error) => return Err(error),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
                Err(source) => {
                    return Err(Error::Io {
                        what: format!("{root} could not be read"),
                        source,
                    });
                }
            },
        }
    }
}

/// Gives exactly `left` bytes of a stream, in pieces of at most [`MAX_PIECE`].
pub(crate) fn exactly(
    bytes: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    left: u64,
) -> ByteStream {
    let state = (Box::pin(bytes), Bytes::new(), left);
    stream::try_unfold(state, |(mut bytes, mut ready, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        while ready.is_empty() {
            let next = bytes.try_next().await?;
            ready = next.ok_or(io::ErrorKind::UnexpectedEof)?;
        }
        let most = left.min(MAX_PIECE as u64) as usize;
        let piece = ready.split_to(ready.len().min(most));
        let left = left - piece.len() as u64;
        Ok(Some((piece, (bytes, ready, left))))
    })
    .boxed()
}
