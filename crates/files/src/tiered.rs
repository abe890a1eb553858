//! A store of our own in front of an IPFS node. Files are put into the store alone, so that an
//! upload is durable whether the node is there or not; handing them over is somebody else's job.
//! They are read from the store, or else from the node.

use std::ops::Range;
use std::sync::Arc;

use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

use crate::backend::{Backend, ByteStream, Object};
use crate::error::{Error, Result};
use crate::ingest::{Staged, Stored};
use crate::node::Node;

/// Our store, then the node.
#[derive(Clone)]
pub struct Tiered {
    own: Arc<dyn Backend>,
    node: Node,
}

impl Tiered {
    /// The node behind a store.
    pub fn new(own: Arc<dyn Backend>, node: Node) -> Self {
        Self { own, node }
    }

    /// The store in front.
    pub fn own(&self) -> &dyn Backend {
        &*self.own
    }

    /// The node behind it.
    pub fn node(&self) -> &Node {
        &self.node
    }
}

impl Backend for Tiered {
    fn put(&self, staged: Staged) -> BoxFuture<'_, Result<Stored>> {
        self.own.put(staged)
    }

    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>> {
        Box::pin(async move {
            match self.own.read(root, range.clone()).await {
                Err(Error::NotFound(_)) => self.node.read(root, range).await,
                read => read,
            }
        })
    }

    fn size<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>> {
        Box::pin(async move {
            match self.own.size(root).await? {
                Some(size) => Ok(Some(size)),
                None => self.node.size(root).await,
            }
        })
    }

    /// From the store alone: the node is told to unpin by who knows that nobody refers to the file
    /// any more, and may be away now.
    fn delete<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<()>> {
        self.own.delete(root)
    }

    /// What lies in the store.
    fn list(&self) -> BoxStream<'_, Result<Object>> {
        self.own.list()
    }

    fn kind(&self) -> &'static str {
        self.own.kind()
    }

    /// The store's: without the node, files are taken in all the same.
    fn health(&self) -> BoxFuture<'_, Result<String>> {
        self.own.health()
    }
}
