//! What one block is: a piece of a file, a directory, a symlink, or something else.

use bytes::Bytes;
use cid::Cid;

use super::hamt::Shard;
use super::pb::{Kind, PbLink, PbNode, UnixFs};
use crate::block::{DAG_CBOR, bad};
use crate::dag::{DAG_PB, RAW};
use crate::error::Result;

/// A block, understood.
#[derive(Debug)]
pub enum Node {
    /// A file or a part of one.
    File(FileNode),
    /// A directory in one block.
    Directory(Directory),
    /// The root of a sharded directory, or a part of one.
    Shard(Shard),
    /// A symlink: the path that it points to.
    Symlink(Bytes),
    /// A DAG-CBOR document.
    Document,
    /// A block of a codec that is not read here.
    Opaque,
}

/// A file's inner node or leaf.
#[derive(Debug)]
pub struct FileNode {
    /// Bytes that come before those of the parts.
    pub(crate) inline: Bytes,
    pub(crate) parts: Vec<Part>,
    /// Bytes of the whole file below this node.
    pub size: u64,
}

/// A child of a file's node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub cid: Cid,
    /// Bytes of the file that it must hold.
    pub size: u64,
}

/// The links of a directory.
#[derive(Debug)]
pub struct Directory {
    pub(crate) links: Vec<PbLink>,
}

/// Reads a block by the codec of its CID.
///
/// # Errors
/// [`Error::Block`](crate::Error::Block) where the bytes are not what the codec asks for.
pub fn node_of(cid: &Cid, block: Bytes) -> Result<Node> {
    match cid.codec() {
        RAW => Ok(Node::File(FileNode::leaf(block))),
        DAG_PB => decode(block).map_err(|why| bad(cid, why)),
        DAG_CBOR => Ok(Node::Document),
        _ => Ok(Node::Opaque),
    }
}

fn decode(block: Bytes) -> Result<Node, &'static str> {
    let node = PbNode::decode(block)?;
    let Some(data) = node.data else {
        return Err("it carries no UnixFS message");
    };
    let message = UnixFs::decode(data)?;
    Ok(match message.kind {
        Kind::Raw | Kind::File => Node::File(FileNode::of(message, &node.links)?),
        Kind::Directory => Node::Directory(Directory { links: node.links }),
        Kind::Shard => Node::Shard(Shard::of(&message, node.links)?),
        Kind::Symlink => Node::Symlink(message.data),
    })
}

impl FileNode {
    fn leaf(bytes: Bytes) -> Self {
        Self {
            size: bytes.len() as u64,
            inline: bytes,
            parts: Vec::new(),
        }
    }

    fn of(message: UnixFs, links: &[PbLink]) -> Result<Self, &'static str> {
        if message.block_sizes.len() != links.len() {
            return Err("it does not say the size of each of its parts");
        }
        let parts: Vec<Part> = links
            .iter()
            .zip(&message.block_sizes)
            .map(|(link, size)| Part {
                cid: link.cid,
                size: *size,
            })
            .collect();
        let size = parts
            .iter()
            .try_fold(message.data.len() as u64, |sum, part| {
                sum.checked_add(part.size)
            })
            .ok_or("its size is beyond all bounds")?;
        if message.file_size.is_some_and(|said| said != size) {
            return Err("its size is not the sum of its parts'");
        }
        Ok(Self {
            inline: message.data,
            parts,
            size,
        })
    }
}

/// All links of a block, in its order.
pub(crate) fn links(cid: &Cid, block: &Bytes) -> Result<Vec<Cid>> {
    match cid.codec() {
        DAG_PB => PbNode::decode(block.clone())
            .map(|node| node.links.into_iter().map(|link| link.cid).collect())
            .map_err(|why| bad(cid, why)),
        DAG_CBOR => crate::cbor::links(block).map_err(|why| bad(cid, why)),
        _ => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dag::cid_of;

    fn read(bytes: &[u8]) -> Result<Node> {
        let bytes = Bytes::copy_from_slice(bytes);
        node_of(&cid_of(DAG_PB, &bytes), bytes)
    }

    /// A file of "abc" and one link of five bytes, as dag-pb.
    fn sample() -> Vec<u8> {
        use crate::protobuf::{put_bytes, put_number};
        let mut link = Vec::new();
        put_bytes(&mut link, 1, &cid_of(RAW, b"12345").to_bytes());
        put_bytes(&mut link, 2, b"");
        put_number(&mut link, 3, 5);
        let mut unixfs = Vec::new();
        put_number(&mut unixfs, 1, 2);
        put_bytes(&mut unixfs, 2, b"abc");
        put_number(&mut unixfs, 3, 8);
        put_number(&mut unixfs, 4, 5);
        let mut node = Vec::new();
        put_bytes(&mut node, 2, &link);
        put_bytes(&mut node, 1, &unixfs);
        node
    }

    #[test]
    fn a_node_of_a_file_tells_its_parts() {
        let Node::File(file) = read(&sample()).unwrap() else {
            panic!("not a file");
        };
        assert_eq!(file.size, 8);
        assert_eq!(file.inline, "abc");
        assert_eq!(file.parts.len(), 1);
    }

    #[test]
    fn sizes_that_do_not_add_up_are_refused() {
        for (from, to) in [([0x18, 8], [0x18, 9]), ([0x20, 5], [0x20, 4])] {
            let mut bytes = sample();
            let at = bytes.windows(2).rposition(|two| two == from).unwrap();
            bytes[at..at + 2].copy_from_slice(&to);
            assert!(read(&bytes).is_err());
        }
    }

    #[test]
    fn a_node_without_a_unixfs_message_is_none() {
        assert!(read(b"").is_err());
        assert!(read(b"\x0a\x00").is_err());
        assert!(read(b"\x0a\x02\x08\x09").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        #[test]
        fn a_changed_node_is_read_or_refused(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
            cut: prop::sample::Index,
        ) {
            let mut bytes = sample();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = read(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = read(&bytes);
        }
    }
}
