//! What is in a directory, sharded or not.

use cid::Cid;

use super::MAX_DAG_DEPTH;
use super::hamt::{Bucket, Shard};
use super::node::{Node, node_of};
use super::pb::PbLink;
use crate::block::{Blocks, bad};
use crate::error::Result;

/// One entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, with what is not UTF-8 replaced.
    pub name: String,
    /// What lies there.
    pub cid: Cid,
    /// Encoded bytes of all that lies there, as the directory's maker said.
    pub dag_size: Option<u64>,
}

/// The entries of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Sorted by name.
    pub entries: Vec<Entry>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// The first `most` entries of a directory, in the order in which its blocks have them; `None` for
/// a node that is no directory.
///
/// # Errors
/// Those of [`Blocks::get`]; [`Error::Block`](crate::Error::Block) where a part of a sharded
/// directory is none.
pub async fn entries(blocks: &dyn Blocks, node: &Node, most: usize) -> Result<Option<Listing>> {
    let mut found = match node {
        Node::Directory(directory) => directory.links.iter().take(most + 1).map(entry).collect(),
        Node::Shard(shard) => from_shard(blocks, shard, most + 1).await?,
        _ => return Ok(None),
    };
    let more = found.len() > most;
    found.truncate(most);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Some(Listing {
        entries: found,
        more,
    }))
}

async fn from_shard(blocks: &dyn Blocks, root: &Shard, most: usize) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    add(root, 0, most, &mut found, &mut waiting);
    while let Some((cid, depth)) = waiting.pop() {
        if found.len() >= most {
            break;
        }
        if depth > MAX_DAG_DEPTH {
            return Err(bad(&cid, "the directory is sharded too deeply"));
        }
        match node_of(&cid, blocks.get(&cid).await?)? {
            Node::Shard(shard) => add(&shard, depth, most, &mut found, &mut waiting),
            _ => return Err(bad(&cid, "it should be a part of a sharded directory")),
        }
    }
    Ok(found)
}

fn add(
    shard: &Shard,
    depth: usize,
    most: usize,
    found: &mut Vec<Entry>,
    waiting: &mut Vec<(Cid, usize)>,
) {
    for bucket in shard.buckets() {
        match bucket {
            Bucket::Shard(link) => waiting.push((link.cid, depth + 1)),
            Bucket::Entry(name, link) if found.len() < most => found.push(Entry {
                name: String::from_utf8_lossy(&name).into_owned(),
                ..entry(link)
            }),
            Bucket::Entry(..) => {}
        }
    }
}

fn entry(link: &PbLink) -> Entry {
    Entry {
        name: String::from_utf8_lossy(&link.name).into_owned(),
        cid: link.cid,
        dag_size: link.dag_size,
    }
}
