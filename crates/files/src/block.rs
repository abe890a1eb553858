//! Blocks by their CID: the interface that reading stands on, the check that bytes are what their
//! CID says, and the limits of both.
//!
//! Where blocks lie is not known here. UnixFS, paths and CARs are read over [`Blocks`] alone, so
//! that uploads, imported content and other stores look the same.

use bytes::Bytes;
use cid::Cid;
use cid::multihash::Multihash;
use futures_util::future::BoxFuture;
use sha2::{Digest as _, Sha256, Sha512};

use crate::dag::{DAG_PB, RAW, SHA2_256};
use crate::error::{Error, Result};

/// The most bytes that a block may have: what IPFS nodes exchange
/// (<https://specs.ipfs.tech/bitswap-protocol/#block-sizes>).
pub const MAX_BLOCK_BYTES: usize = 2 * 1024 * 1024;
/// Multicodec of a DAG-CBOR document.
pub const DAG_CBOR: u64 = 0x71;
/// Multihash code of SHA2-512.
const SHA2_512: u64 = 0x13;
/// Multihash code of a "hash" that is the bytes themselves.
const IDENTITY: u64 = 0x00;

/// Something that gives blocks by their CID.
pub trait Blocks: Send + Sync {
    /// The whole block, which has at most [`MAX_BLOCK_BYTES`]. An identity CID may be asked for
    /// like any other; see [`identity`].
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such block, [`Error::Withheld`] where it may not be
    /// given out, and those of a [`Backend`](crate::Backend).
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes>>;
}

/// The bytes within an identity CID; `None` for any other.
pub fn identity(cid: &Cid) -> Option<&[u8]> {
    (cid.hash().code() == IDENTITY).then(|| cid.hash().digest())
}

/// The form under which a block is stored and found: CIDv1. A CIDv0 names the same block.
pub fn canonical(cid: &Cid) -> Cid {
    cid.into_v1().unwrap_or(*cid)
}

/// Checks that a block's bytes are what its CID says.
///
/// # Errors
/// [`Error::Block`] if they are not, if the block is longer than [`MAX_BLOCK_BYTES`], or if its
/// hash function is none of SHA2-256, SHA2-512 and identity, in full length.
pub fn verify(cid: &Cid, bytes: &[u8]) -> Result<()> {
    if bytes.len() > MAX_BLOCK_BYTES {
        let why = format!(
            "it has {} bytes, and {MAX_BLOCK_BYTES} are allowed",
            bytes.len()
        );
        return Err(bad(cid, why));
    }
    let hash: Multihash<64> = *cid.hash();
    let holds = match hash.code() {
        SHA2_256 => hash.digest() == Sha256::digest(bytes).as_slice(),
        SHA2_512 => hash.digest() == Sha512::digest(bytes).as_slice(),
        IDENTITY => hash.digest() == bytes,
        code => {
            let why = format!("its hash function {code:#x} is not supported");
            return Err(bad(cid, why));
        }
    };
    if holds {
        Ok(())
    } else {
        Err(bad(cid, "its bytes are not what the CID says".to_owned()))
    }
}

/// A block that cannot be read as what it should be.
pub(crate) fn bad(cid: &Cid, why: impl Into<String>) -> Error {
    Error::Block {
        cid: Box::new(*cid),
        why: why.into(),
    }
}

/// Whether a block of this codec may link others.
pub fn may_link(cid: &Cid) -> bool {
    matches!(cid.codec(), DAG_PB | DAG_CBOR)
}

/// Whether a block is a stretch of a file and nothing else.
pub fn is_raw(cid: &Cid) -> bool {
    cid.codec() == RAW
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::dag::cid_of;

    /// Blocks in memory.
    #[derive(Default)]
    pub(crate) struct Memory(pub HashMap<Cid, Bytes>);

    impl Memory {
        pub(crate) fn put(&mut self, codec: u64, bytes: impl Into<Bytes>) -> Cid {
            let bytes = bytes.into();
            let cid = cid_of(codec, &bytes);
            self.0.insert(cid, bytes);
            cid
        }
    }

    impl Blocks for Memory {
        fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes>> {
            Box::pin(async move {
                if let Some(bytes) = identity(cid) {
                    return Ok(Bytes::copy_from_slice(bytes));
                }
                let found = self.0.get(&canonical(cid));
                found.cloned().ok_or(Error::NotFound(*cid))
            })
        }
    }

    #[test]
    fn a_block_must_be_what_its_cid_says() {
        let cid = cid_of(RAW, b"abc");
        assert!(verify(&cid, b"abc").is_ok());
        assert!(matches!(verify(&cid, b"abd"), Err(Error::Block { .. })));
        let long = vec![0; MAX_BLOCK_BYTES + 1];
        let cid = cid_of(RAW, &long);
        assert!(verify(&cid, &long).is_err());
        assert!(verify(&cid_of(RAW, &long[1..]), &long[1..]).is_ok());
    }

    #[test]
    fn an_identity_cid_carries_its_bytes_and_a_shortened_hash_proves_nothing() {
        let hash = Multihash::wrap(IDENTITY, b"abc").unwrap();
        let cid = Cid::new_v1(RAW, hash);
        assert_eq!(identity(&cid), Some(b"abc".as_slice()));
        assert!(verify(&cid, b"abc").is_ok());
        assert!(verify(&cid, b"ab").is_err());
        let short = Multihash::wrap(SHA2_256, &Sha256::digest(b"abc")[..8]).unwrap();
        assert!(verify(&Cid::new_v1(RAW, short), b"abc").is_err());
        let md5 = Multihash::wrap(0xd5, &[0; 16]).unwrap();
        assert!(verify(&Cid::new_v1(RAW, md5), b"").is_err());
    }

    #[test]
    fn both_versions_of_a_cid_are_one_block() {
        let v1 = cid_of(DAG_PB, b"x");
        let v0 = Cid::new_v0(*v1.hash()).unwrap();
        assert_eq!(canonical(&v0), v1);
        assert_eq!(canonical(&v1), v1);
    }
}
