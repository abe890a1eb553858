//! The blocks of a DAG in the order in which a reader needs them: depth first, a node before what
//! it links (`order=dfs` of <https://specs.ipfs.tech/http-gateways/trustless-gateway/>).

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use cid::Cid;
use futures_util::stream::{self, BoxStream, StreamExt as _};

use super::MAX_DAG_DEPTH;
use super::hamt::Bucket;
use super::node::{FileNode, Node, links, node_of};
use super::path::Resolved;
use crate::block::{Blocks, bad, canonical, identity, is_raw};
use crate::error::Result;

/// How much of a DAG is wanted (`dag-scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The block at the end of the path.
    Block,
    /// A whole file or the stretch of it, the enumeration of a directory, or else one block.
    Entity(Option<EntityBytes>),
    /// All that lies below.
    All,
}

/// A stretch of a file (`entity-bytes`): the first and the last byte; what is negative counts from
/// the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityBytes {
    /// The first byte.
    pub from: i64,
    /// The last byte, included; the file's when it is missing.
    pub to: Option<i64>,
}

impl EntityBytes {
    /// The stretch of a file of `size` bytes, cut to it.
    pub fn within(&self, size: u64) -> Range<u64> {
        let at = |offset: i64| match u64::try_from(offset) {
            Ok(offset) => Some(offset),
            Err(_) => size.checked_sub(offset.unsigned_abs()),
        };
        let start = at(self.from).unwrap_or(0).min(size);
        let end = match self.to {
            None => size,
            Some(to) => at(to).map_or(0, |last| last.saturating_add(1).min(size)),
        };
        start..end.max(start)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// How much of the DAG.
    pub scope: Scope,
    /// Whether a block that occurs several times is given each time (`dups=y`). If not, 32 bytes
    /// and some are remembered of each block.
    pub duplicates: bool,
}

/// The blocks of the path, then those of its end. Blocks of identity CIDs are read but not given,
/// as their CID says it all. An error ends the stream.
pub fn walk(
    blocks: Arc<dyn Blocks>,
    at: Resolved,
    what: Walk,
) -> BoxStream<'static, Result<(Cid, Bytes)>> {
    let mut walker = Walker {
        blocks,
        what,
        seen: HashSet::new(),
        waiting: vec![Visit {
            cid: at.cid,
            depth: 0,
            wanted: Wanted::Scope,
        }],
    };
    let trail = at.trail.into_iter().rev().map(|cid| Visit {
        cid,
        depth: 0,
        wanted: Wanted::Alone,
    });
    walker.waiting.extend(trail);
    walker.run()
}

/// Several whole DAGs, each block once.
pub fn walk_all(
    blocks: Arc<dyn Blocks>,
    roots: Vec<Cid>,
) -> BoxStream<'static, Result<(Cid, Bytes)>> {
    let visits = roots.into_iter().rev().map(|cid| Visit {
        cid,
        depth: 0,
        wanted: Wanted::Scope,
    });
    let walker = Walker {
        blocks,
        what: Walk {
            scope: Scope::All,
            duplicates: false,
        },
        seen: HashSet::new(),
        waiting: visits.collect(),
    };
    walker.run()
}

struct Walker {
    blocks: Arc<dyn Blocks>,
    what: Walk,
    /// Of what was given, the CIDs' canonical form.
    seen: HashSet<Cid>,
    /// What is still to be visited, the next last.
    waiting: Vec<Visit>,
}

struct Visit {
    cid: Cid,
    depth: usize,
    wanted: Wanted,
}

/// What is wanted of a block that is visited.
#[derive(Clone)]
enum Wanted {
    /// This block alone.
    Alone,
    /// What the scope says, from the end of the path on.
    Scope,
    /// A file's part with all below it.
    File,
    /// This stretch of a file's part.
    Bytes(Range<u64>),
    /// The nodes of a sharded directory.
    Shards,
}

impl Walker {
    fn run(self) -> BoxStream<'static, Result<(Cid, Bytes)>> {
        stream::try_unfold(self, |mut walker| async move {
            let block = walker.next().await?;
            Ok(block.map(|block| (block, walker)))
        })
        .boxed()
    }

    async fn next(&mut self) -> Result<Option<(Cid, Bytes)>> {
        while let Some(visit) = self.waiting.pop() {
            let cid = visit.cid;
            if visit.depth > MAX_DAG_DEPTH {
                return Err(bad(&cid, "the DAG is nested too deeply"));
            }
            let is_virtual = identity(&cid).is_some();
            let known =
                !self.what.duplicates && !is_virtual && self.seen.contains(&canonical(&cid));
            // What was given before may have been given for another stretch of the file, or as a
            // block of the path.
            if known && (is_raw(&cid) || !self.may_hold_more(&visit)) {
                continue;
            }
            let block = self.blocks.get(&cid).await?;
            self.expand(&visit, &block)?;
            if is_virtual || known {
                continue;
            }
            if !self.what.duplicates {
                self.seen.insert(canonical(&cid));
            }
            return Ok(Some((cid, block)));
        }
        Ok(None)
    }

    fn may_hold_more(&self, visit: &Visit) -> bool {
        matches!(visit.wanted, Wanted::Bytes(_)) || visit.depth == 0
    }

    fn expand(&mut self, visit: &Visit, block: &Bytes) -> Result<()> {
        let wanted = match (&visit.wanted, self.what.scope) {
            (Wanted::Alone, _) | (Wanted::Scope, Scope::Block) => return Ok(()),
            (Wanted::Scope, Scope::All) => {
                let links = links(&visit.cid, block)?;
                self.wait(
                    visit.depth,
                    links.into_iter().map(|cid| (cid, Wanted::Scope)),
                );
                return Ok(());
            }
            _ if is_raw(&visit.cid) => return Ok(()),
            (wanted, _) => wanted.clone(),
        };
        match (node_of(&visit.cid, block.clone())?, wanted) {
            (Node::File(file), Wanted::Scope) => {
                let stretch = match self.what.scope {
                    Scope::Entity(Some(bytes)) => Some(bytes.within(file.size)),
                    _ => None,
                };
                self.wait_for_file(visit.depth, &file, stretch);
            }
            (Node::File(file), Wanted::File) => self.wait_for_file(visit.depth, &file, None),
            (Node::File(file), Wanted::Bytes(range)) => {
                self.wait_for_file(visit.depth, &file, Some(range));
            }
            (Node::Shard(shard), Wanted::Scope | Wanted::Shards) => {
                let below: Vec<_> = shard
                    .buckets()
                    .filter_map(|bucket| match bucket {
                        Bucket::Shard(link) => Some((link.cid, Wanted::Shards)),
                        Bucket::Entry(..) => None,
                    })
                    .collect();
                self.wait(visit.depth, below.into_iter());
            }
            // Directories, symlinks, documents: the one block is all.
            _ => {}
        }
        Ok(())
    }

    fn wait_for_file(&mut self, depth: usize, file: &FileNode, range: Option<Range<u64>>) {
        let Some(range) = range else {
            let parts = file.parts.iter().map(|part| (part.cid, Wanted::File));
            return self.wait(depth, parts.collect::<Vec<_>>().into_iter());
        };
        let mut start = file.inline.len() as u64;
        let mut wanted = Vec::new();
        for part in &file.parts {
            let end = start.saturating_add(part.size);
            if range.start.max(start) < range.end.min(end) {
                let within = range.start.saturating_sub(start)..range.end.min(end) - start;
                wanted.push((part.cid, Wanted::Bytes(within)));
            }
            start = end;
        }
        self.wait(depth, wanted.into_iter());
    }

    fn wait(&mut self, depth: usize, below: impl DoubleEndedIterator<Item = (Cid, Wanted)>) {
        let visits = below.rev().map(|(cid, wanted)| Visit {
            cid,
            depth: depth + 1,
            wanted,
        });
        self.waiting.extend(visits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_cut_to_the_file() {
        let within = |from, to| EntityBytes { from, to }.within(10);
        assert_eq!(within(0, None), 0..10);
        assert_eq!(within(2, Some(4)), 2..5);
        assert_eq!(within(2, Some(400)), 2..10);
        assert_eq!(within(-3, None), 7..10);
        assert_eq!(within(-300, Some(-3)), 0..8);
        assert_eq!(within(3, Some(-3)), 3..8);
        assert_eq!(within(0, Some(0)), 0..1);
        assert!(within(30, None).is_empty());
        assert!(within(5, Some(2)).is_empty());
        assert!(within(0, Some(-11)).is_empty());
        assert_eq!(within(0, Some(i64::MAX)), 0..10);
        assert_eq!(within(i64::MIN, None), 0..10);
    }
}
