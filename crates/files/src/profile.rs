//! The rules by which a file becomes a UnixFS DAG, and so the rules that decide its CID.
//!
//! The rules only: [`crate::dag`] applies them.

/// How a file is cut into blocks and how those are linked.
///
/// Every profile here means CIDv1, SHA2-256, raw leaves, chunks of one fixed size and a balanced
/// tree; profiles differ in the two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The name to record beside each CID, so that content can be rebuilt under the same rules.
    pub name: &'static str,
    /// Bytes in a leaf; the last leaf may be shorter.
    pub chunk_size: usize,
    /// Most links that one dag-pb node carries.
    pub max_links: usize,
}

/// `unixfs-v1-2025`: 1 MiB chunks, 1024 links a node.
///
/// Source: [IPIP-499, UnixFS CID profiles](https://specs.ipfs.tech/ipips/ipip-0499/). Changing
/// this constant changes the CID of every file of more than one chunk; files that were stored
/// before keep theirs, since their blocks were recorded.
pub const PROFILE: Profile = Profile {
    name: "unixfs-v1-2025",
    chunk_size: 1024 * 1024,
    max_links: 1024,
};

#[cfg(test)]
pub(crate) mod tests {
    use super::Profile;

    /// What Kubo does with `--cid-version=1`: the numbers of `unixfs-v0-2015` with raw leaves.
    pub(crate) const KUBO_V1: Profile = Profile {
        name: "kubo-cid-version-1",
        chunk_size: 256 * 1024,
        max_links: 174,
    };

    /// Small enough that a kilobyte makes a tree of six levels.
    pub(crate) const TINY: Profile = Profile {
        name: "tiny",
        chunk_size: 4,
        max_links: 3,
    };
}
