//! Follows a path from a CID: through directories, sharded or not, and DAG-CBOR documents.

use cid::Cid;

use super::hamt::{Bucket, NameHash, Shard};
use super::node::{Node, node_of};
use crate::block::{Blocks, bad};
use crate::cbor;
use crate::error::{Error, Result};

/// The most segments of a path.
pub const MAX_PATH_SEGMENTS: usize = 64;

/// Where a path leads.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The CID that the path ends at.
    pub cid: Cid,
    /// The CID at the path's beginning and after each segment that leads to another block, the
    /// end's the last.
    pub roots: Vec<Cid>,
    /// Every block that was read on the way, in that order, and not the end's.
    pub trail: Vec<Cid>,
}

/// Follows `path` from `root`. Nothing is read where the path is empty.
///
/// # Errors
/// [`Error::NoSuchPath`] where a segment leads nowhere or the path is too long; those of
/// [`Blocks::get`].
pub async fn resolve(blocks: &dyn Blocks, root: Cid, path: &[String]) -> Result<Resolved> {
    if path.len() > MAX_PATH_SEGMENTS {
        return Err(Error::NoSuchPath);
    }
    let mut at = Resolved {
        cid: root,
        roots: vec![root],
        trail: Vec::new(),
    };
    let mut rest = path;
    while let Some(name) = rest.first() {
        let block = blocks.get(&at.cid).await?;
        at.trail.push(at.cid);
        let (next, used) = match node_of(&at.cid, block.clone())? {
            Node::Directory(directory) => {
                let link = directory.links.iter().find(|link| link.name == *name);
                (link.map(|link| link.cid), 1)
            }
            Node::Shard(shard) => (find(blocks, shard, name, &mut at.trail).await?, 1),
            Node::Document => match cbor::link_at(&block, rest) {
                Ok(Some((cid, used))) => (Some(cid), used),
                Ok(None) => (None, 0),
                Err(why) => return Err(bad(&at.cid, why)),
            },
            Node::File(_) | Node::Symlink(_) | Node::Opaque => (None, 0),
        };
        at.cid = next.ok_or(Error::NoSuchPath)?;
        at.roots.push(at.cid);
        rest = &rest[used..];
    }
    Ok(at)
}

/// Looks for a name from the root of a sharded directory on; notes the nodes below that it reads.
async fn find(
    blocks: &dyn Blocks,
    root: Shard,
    name: &str,
    trail: &mut Vec<Cid>,
) -> Result<Option<Cid>> {
    // The bits of the hash bound the depth.
    let mut hash = NameHash::of(name);
    let mut shard = root;
    loop {
        let below = match shard.find(name, &mut hash) {
            None => return Ok(None),
            Some(Bucket::Entry(_, link)) => return Ok(Some(link.cid)),
            Some(Bucket::Shard(link)) => link.cid,
        };
        let block = blocks.get(&below).await?;
        trail.push(below);
        shard = match node_of(&below, block)? {
            Node::Shard(shard) => shard,
            _ => return Err(bad(&below, "it should be a part of a sharded directory")),
        };
    }
}
