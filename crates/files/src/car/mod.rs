//! CARv1, the archive in which IPFS nodes exchange blocks
//! (<https://ipld.io/specs/transport/car/carv1/>): a header that names the roots, then each block
//! after its length and CID.
//!
//! Own code, since the crate `iroh-car` neither checks that blocks are what their CIDs say nor lets
//! the limits be set, and brings a general CBOR decoder for the one header.

mod file;
mod reader;

use bytes::{BufMut as _, Bytes, BytesMut};
use cid::Cid;
use futures_util::stream::{self, BoxStream, StreamExt as _};

pub use file::{length, write};
pub use reader::{CarReader, MAX_HEADER_BYTES, MAX_SECTION_BYTES};

use crate::backend::ByteStream;
use crate::cbor::{put_head, put_link};
use crate::error::Result;
use crate::varint;

/// The media type of a CAR.
pub const MEDIA_TYPE: &str = "application/vnd.ipld.car";

/// Streams an archive of blocks as they come. An error of theirs ends it.
pub fn archive(roots: &[Cid], blocks: BoxStream<'static, Result<(Cid, Bytes)>>) -> ByteStream {
    let head = stream::iter([Ok(header(roots))]);
    let sections = blocks.map(|block| {
        let (cid, bytes) = block.map_err(std::io::Error::other)?;
        let head = section_head(&cid, bytes.len() as u64);
        let mut section = BytesMut::with_capacity(head.len() + bytes.len());
        section.put(head.as_slice());
        section.put(bytes);
        Ok(section.freeze())
    });
    head.chain(sections).boxed()
}

/// The header in DAG-CBOR, `{"roots": […], "version": 1}`, after its length.
fn header(roots: &[Cid]) -> Bytes {
    let mut cbor = Vec::with_capacity(24 + roots.len() * 48);
    put_head(&mut cbor, 5, 2);
    cbor.extend(b"\x65roots");
    put_head(&mut cbor, 4, roots.len() as u64);
    for root in roots {
        put_link(&mut cbor, root);
    }
    cbor.extend(b"\x67version\x01");
    let mut out = Vec::with_capacity(cbor.len() + 4);
    varint::put(&mut out, cbor.len() as u64);
    out.extend(cbor);
    out.into()
}

/// What comes before a block's bytes: the length of CID and block, and the CID.
fn section_head(cid: &Cid, size: u64) -> Vec<u8> {
    let cid = cid.to_bytes();
    let mut head = Vec::with_capacity(cid.len() + 4);
    varint::put(&mut head, cid.len() as u64 + size);
    head.extend(cid);
    head
}
