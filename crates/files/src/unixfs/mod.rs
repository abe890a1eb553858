//! Reads UnixFS (<https://specs.ipfs.tech/unixfs/>) over [`Blocks`](crate::Blocks): files of every
//! profile (CIDv0 and CIDv1, raw and dag-pb leaves), plain and sharded directories, symlinks, and
//! paths through them.
//!
//! Blocks are taken as somebody else's: whatever their bytes are, reading ends with an answer or a
//! typed error, in memory bounded by the size of a block and the depth of the DAG. That a block is
//! what its CID says is checked where it comes in, not here. Building DAGs is [`crate::dag`]'s.

mod directory;
mod hamt;
mod node;
mod path;
mod pb;
mod read;
#[cfg(test)]
mod tests;
mod walk;

pub use directory::{Entry, Listing, entries};
pub use node::{FileNode, Node, node_of};
pub use path::{MAX_PATH_SEGMENTS, Resolved, resolve};
pub(crate) use pb::decode_cid;
pub use read::read;
pub use walk::{EntityBytes, Scope, Walk, walk, walk_all};

/// How deep a DAG may be below the block that is asked for. A tree of two links a node holds more
/// than any disk long before.
pub const MAX_DAG_DEPTH: usize = 64;
