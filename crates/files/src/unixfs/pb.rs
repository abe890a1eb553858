//! Decodes dag-pb (<https://ipld.io/specs/codecs/dag-pb/spec/>) and the UnixFS message in it
//! (<https://specs.ipfs.tech/unixfs/>). Bytes are shared with the block, not copied.

use bytes::Bytes;
use cid::Cid;

use crate::protobuf::{Field, Fields, MALFORMED};

/// Why a block cannot be decoded.
type Result<T> = std::result::Result<T, &'static str>;

/// A dag-pb node.
#[derive(Debug, Default)]
pub(crate) struct PbNode {
    pub links: Vec<PbLink>,
    pub data: Option<Bytes>,
}

/// A link of a dag-pb node.
#[derive(Debug, Clone)]
pub(crate) struct PbLink {
    pub cid: Cid,
    /// Any bytes; UTF-8 in every directory that common tools make.
    pub name: Bytes,
    /// Encoded bytes of all that lies below, as the node's maker said.
    pub dag_size: Option<u64>,
}

impl PbNode {
    pub(crate) fn decode(block: Bytes) -> Result<Self> {
        let mut node = Self::default();
        for field in Fields::of(block) {
            match field? {
                Field::Bytes(1, data) if node.data.is_none() => node.data = Some(data),
                Field::Bytes(2, link) => node.links.push(PbLink::decode(link)?),
                _ => return Err("it has a field that dag-pb does not know"),
            }
        }
        Ok(node)
    }
}

impl PbLink {
    fn decode(message: Bytes) -> Result<Self> {
        let (mut cid, mut name, mut dag_size) = (None, Bytes::new(), None);
        for field in Fields::of(message) {
            match field? {
                Field::Bytes(1, bytes) if cid.is_none() => cid = Some(decode_cid(&bytes)?),
                Field::Bytes(2, bytes) => name = bytes,
                Field::Number(3, size) => dag_size = Some(size),
                _ => return Err("it has a link with a field that dag-pb does not know"),
            }
        }
        Ok(Self {
            cid: cid.ok_or("it has a link without a CID")?,
            name,
            dag_size,
        })
    }
}

/// A CID that takes all of `bytes`.
pub(crate) fn decode_cid(bytes: &[u8]) -> Result<Cid> {
    let mut rest = bytes;
    match Cid::read_bytes(&mut rest) {
        Ok(cid) if rest.is_empty() => Ok(cid),
        _ => Err("it has a link that is no CID"),
    }
}

/// What a UnixFS node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Raw,
    Directory,
    File,
    Symlink,
    Shard,
}

/// The UnixFS message of a dag-pb node. Its mode and modification time are not used here.
#[derive(Debug)]
pub(crate) struct UnixFs {
    pub kind: Kind,
    pub data: Bytes,
    pub file_size: Option<u64>,
    pub block_sizes: Vec<u64>,
    pub hash_type: Option<u64>,
    pub fanout: Option<u64>,
}

impl UnixFs {
    pub(crate) fn decode(message: Bytes) -> Result<Self> {
        let mut kind = None;
        let mut found = Self {
            kind: Kind::Raw,
            data: Bytes::new(),
            file_size: None,
            block_sizes: Vec::new(),
            hash_type: None,
            fanout: None,
        };
        for field in Fields::of(message) {
            match field? {
                Field::Number(1, number) => kind = Some(kind_of(number)?),
                Field::Bytes(2, data) => found.data = data,
                Field::Number(3, size) => found.file_size = Some(size),
                Field::Number(4, size) => found.block_sizes.push(size),
                // The same numbers packed, as newer encoders write them.
                Field::Bytes(4, packed) => unpack(&packed, &mut found.block_sizes)?,
                Field::Number(5, number) => found.hash_type = Some(number),
                Field::Number(6, number) => found.fanout = Some(number),
                _ => {}
            }
        }
        found.kind = kind.ok_or("its UnixFS message has no type")?;
        Ok(found)
    }
}

fn kind_of(number: u64) -> Result<Kind> {
    match number {
        0 => Ok(Kind::Raw),
        1 => Ok(Kind::Directory),
        2 => Ok(Kind::File),
        4 => Ok(Kind::Symlink),
        5 => Ok(Kind::Shard),
        _ => Err("its UnixFS type is not supported"),
    }
}

fn unpack(mut packed: &[u8], into: &mut Vec<u64>) -> Result<()> {
    while !packed.is_empty() {
        let (value, used) = crate::varint::get(packed).ok_or(MALFORMED)?;
        into.push(value);
        packed = &packed[used..];
    }
    Ok(())
}
