//! The IPFS node that files are handed over to: the Kubo RPC behind a circuit breaker. What it
//! gives is read block by block, and each block is checked, so that a node can withhold bytes but
//! not change them.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use cid::Cid;
use frontdesk_breaker::{Breaker, BreakerRules, BreakerState, Guarded};
use futures_util::future::BoxFuture;

use crate::backend::{Backend as _, ByteStream, check_range};
use crate::block::{Blocks, bad};
use crate::error::{Error, Result};
use crate::kubo::KuboBackend;
use crate::unixfs::{self, FileNode, Node as UnixFsNode};

/// An IPFS node that may be away. Cheap to clone; all clones share the breaker.
#[derive(Debug, Clone)]
pub struct Node {
    kubo: KuboBackend,
    breaker: Arc<Breaker>,
}

impl Node {
    /// A node at the address of its RPC. Does not connect.
    ///
    /// # Errors
    /// Those of [`KuboBackend::new`].
    pub fn new(address: &str, rules: BreakerRules) -> Result<Self> {
        Ok(Self {
            kubo: KuboBackend::new(address)?,
            breaker: Arc::new(Breaker::new(rules)),
        })
    }

    /// How the breaker stands.
    pub fn state(&self) -> BreakerState {
        self.breaker.state()
    }

    /// How long the node will be left alone; `None` where it may be asked.
    pub fn wait(&self) -> Option<Duration> {
        self.breaker.wait()
    }

    /// Who the node is, for a person to read.
    ///
    /// # Errors
    /// Those of a [`Backend`](crate::Backend); so for all that follows.
    pub async fn health(&self) -> Result<String> {
        self.guard(self.kubo.health()).await
    }

    /// Gives the node an archive of the whole DAG `root`, about `size` bytes long, and has it pinned.
    pub async fn import(&self, root: &Cid, car: ByteStream, size: u64) -> Result<()> {
        self.guard(self.kubo.import(root, car, size)).await
    }

    /// Whether the node has the DAG pinned and its root block is there.
    pub async fn holds(&self, root: &Cid) -> Result<bool> {
        if !self.guard(self.kubo.has(root)).await? {
            return Ok(false);
        }
        match self.get(root).await {
            Ok(_) => Ok(true),
            // Its bytes are not what they were: as good as lost.
            Err(Error::NotFound(_) | Error::Block { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Unpins a DAG, and forgets blocks of it that are known to be damaged. One that is not pinned
    /// is no error.
    pub async fn unpin(&self, root: &Cid) -> Result<()> {
        self.guard(self.kubo.delete(root)).await
    }

    /// The length of a file that the node has, pinned or not.
    pub async fn size(&self, root: &Cid) -> Result<Option<u64>> {
        match file(self, root).await {
            Ok(file) => Ok(Some(file.size)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Streams the bytes `range` of a file that the node has.
    pub async fn read(&self, root: &Cid, range: Range<u64>) -> Result<ByteStream> {
        read(Arc::new(self.clone()), root, range).await
    }

    async fn guard<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let name = self.kubo.shown();
        let away = |error: &Error| matches!(error, Error::Unavailable { .. });
        self.breaker
            .guard(name, away, work)
            .await
            .map_err(|guarded| match guarded {
                Guarded::Failed(error) => error,
                Guarded::Open(wait) => Error::Unavailable {
                    backend: name.to_owned(),
                    why: format!(
                        "it did not answer, and is asked again in {} s",
                        wait.as_secs() + 1
                    ),
                },
            })
    }
}

impl Blocks for Node {
    /// A block that the node itself has: it does not look for it elsewhere.
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes>> {
        Box::pin(self.guard(self.kubo.block(cid)))
    }
}

/// Streams a file by its blocks.
pub(crate) async fn read(
    blocks: Arc<dyn Blocks>,
    root: &Cid,
    range: Range<u64>,
) -> Result<ByteStream> {
    let file = file(&*blocks, root).await?;
    check_range(&range, file.size)?;
    unixfs::read(blocks, file, range)
}

/// The root of a file.
pub(crate) async fn file(blocks: &dyn Blocks, root: &Cid) -> Result<FileNode> {
    let block = blocks.get(root).await?;
    match unixfs::node_of(root, block)? {
        UnixFsNode::File(file) => Ok(file),
        _ => Err(bad(root, "it is no file")),
    }
}
