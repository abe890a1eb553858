//! Builds the UnixFS DAG of a file while its bytes stream by.
//!
//! Only links are kept, never file bytes, so memory does not grow with the file (about 50 bytes a
//! chunk). Where the bytes go is none of this module's business.

use std::collections::HashSet;

use bytes::Bytes;
use cid::Cid;
use cid::multihash::Multihash;
use sha2::{Digest, Sha256};

use crate::profile::Profile;
use crate::protobuf::{put_bytes, put_number};

/// Multicodec of a block of plain bytes, <https://github.com/multiformats/multicodec>.
pub const RAW: u64 = 0x55;
/// Multicodec of a dag-pb node.
pub const DAG_PB: u64 = 0x70;
/// Multihash code of SHA2-256.
pub const SHA2_256: u64 = 0x12;

/// One block of a file's DAG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A raw leaf: `len` bytes of the file, from `offset` on.
    Leaf {
        /// The leaf's CID, with codec [`RAW`].
        cid: Cid,
        /// Where the leaf begins in the file, in bytes.
        offset: u64,
        /// The leaf's length in bytes.
        len: u64,
    },
    /// A dag-pb node that links leaves or further nodes; small, so it is carried inline.
    Node {
        /// The node's CID, with codec [`DAG_PB`].
        cid: Cid,
        /// The node's whole encoding.
        bytes: Bytes,
    },
}

impl Block {
    /// The block's CID.
    pub fn cid(&self) -> &Cid {
        match self {
            Self::Leaf { cid, .. } | Self::Node { cid, .. } => cid,
        }
    }

    /// The block's length in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Leaf { len, .. } => *len,
            Self::Node { bytes, .. } => bytes.len() as u64,
        }
    }
}

/// A finished DAG.
#[derive(Debug, Clone)]
pub struct Dag {
    /// The file's CID: the only leaf's where one leaf was enough, else the top node's.
    pub root: Cid,
    /// The file's length in bytes.
    pub size: u64,
    /// Every block once, children before parents. A leaf that occurs several times in the file is
    /// listed at its first offset.
    pub blocks: Vec<Block>,
}

/// Takes a file's bytes in pieces of any size and builds its DAG.
pub struct DagBuilder {
    profile: Profile,
    leaf: Sha256,
    leaf_len: usize,
    size: u64,
    /// Links that wait for a parent: leaves first, then one level of nodes after the other.
    levels: Vec<Vec<Link>>,
    seen: HashSet<Cid>,
    blocks: Vec<Block>,
}

/// What a parent must know of a child.
#[derive(Clone, Copy)]
struct Link {
    cid: Cid,
    /// File bytes under the child (UnixFS `blocksizes`).
    file_bytes: u64,
    /// Encoded bytes of the child and of all under it (dag-pb `Tsize`).
    dag_bytes: u64,
}

impl DagBuilder {
    /// Starts an empty file.
    ///
    /// # Panics
    /// If the profile's chunk size is zero or its nodes could carry fewer than two links: no tree
    /// can be built so.
    pub fn new(profile: Profile) -> Self {
        assert!(profile.chunk_size > 0, "chunks must hold bytes");
        assert!(profile.max_links > 1, "a tree needs nodes with two links");
        Self {
            profile,
            leaf: Sha256::new(),
            leaf_len: 0,
            size: 0,
            levels: vec![Vec::new()],
            seen: HashSet::new(),
            blocks: Vec::new(),
        }
    }

    /// Appends `bytes` to the file. Costs the hashing of `bytes`, and no copy.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = self.profile.chunk_size - self.leaf_len;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.leaf.update(now);
            self.leaf_len += now.len();
            self.size += now.len() as u64;
            bytes = later;
            if self.leaf_len == self.profile.chunk_size {
                self.end_leaf();
            }
        }
    }

    /// Ends the file. An empty one is a single empty leaf, as the reference importers have it.
    pub fn finish(mut self) -> Dag {
        if self.leaf_len > 0 || self.size == 0 {
            self.end_leaf();
        }
        let mut level = 0;
        while level + 1 < self.levels.len() || self.levels[level].len() > 1 {
            self.end_node(level);
            level += 1;
        }
        Dag {
            root: self.levels[level][0].cid,
            size: self.size,
            blocks: self.blocks,
        }
    }

    fn end_leaf(&mut self) {
        let digest = std::mem::take(&mut self.leaf).finalize();
        let len = std::mem::take(&mut self.leaf_len) as u64;
        let cid = cid_of_digest(RAW, &digest);
        let offset = self.size - len;
        self.keep(Block::Leaf { cid, offset, len });
        self.link(
            0,
            Link {
                cid,
                file_bytes: len,
                dag_bytes: len,
            },
        );
    }

    /// Puts a link on its level, after making a node of the links there if no more would fit.
    /// Waiting for the link too many keeps an exactly full tree from growing an idle level.
    fn link(&mut self, level: usize, link: Link) {
        if level == self.levels.len() {
            self.levels.push(Vec::new());
        }
        if self.levels[level].len() == self.profile.max_links {
            self.end_node(level);
        }
        self.levels[level].push(link);
    }

    fn end_node(&mut self, level: usize) {
        let links = std::mem::take(&mut self.levels[level]);
        let bytes = encode_node(&links);
        let cid = cid_of(DAG_PB, &bytes);
        let below: u64 = links.iter().map(|link| link.dag_bytes).sum();
        let node = Link {
            cid,
            file_bytes: links.iter().map(|link| link.file_bytes).sum(),
            dag_bytes: below + bytes.len() as u64,
        };
        self.keep(Block::Node {
            cid,
            bytes: bytes.into(),
        });
        self.link(level + 1, node);
    }

    fn keep(&mut self, block: Block) {
        if self.seen.insert(*block.cid()) {
            self.blocks.push(block);
        }
    }
}

/// The CIDv1 (SHA2-256) of a block's bytes.
pub fn cid_of(codec: u64, bytes: &[u8]) -> Cid {
    cid_of_digest(codec, &Sha256::digest(bytes))
}

fn cid_of_digest(codec: u64, digest: &[u8]) -> Cid {
    let hash = Multihash::wrap(SHA2_256, digest).expect("32 bytes fit into a 64-byte multihash");
    Cid::new_v1(codec, hash)
}

/// Encodes a file's inner node: dag-pb in its canonical order, links before data
/// (<https://ipld.io/specs/codecs/dag-pb/spec/>), around a UnixFS message of type file
/// (<https://specs.ipfs.tech/unixfs/>).
fn encode_node(links: &[Link]) -> Vec<u8> {
    const UNIXFS_TYPE_FILE: u64 = 2;
    let mut node = Vec::with_capacity(links.len() * 60);
    for link in links {
        let mut entry = Vec::with_capacity(56);
        put_bytes(&mut entry, 1, &link.cid.to_bytes()); // Hash
        put_bytes(&mut entry, 2, b""); // Name: present and empty in a file's links
        put_number(&mut entry, 3, link.dag_bytes); // Tsize
        put_bytes(&mut node, 2, &entry); // PBNode.Links
    }
    let mut unixfs = Vec::with_capacity(16 + links.len() * 4);
    put_number(&mut unixfs, 1, UNIXFS_TYPE_FILE);
    put_number(
        &mut unixfs,
        3,
        links.iter().map(|link| link.file_bytes).sum(),
    );
    for link in links {
        put_number(&mut unixfs, 4, link.file_bytes); // blocksizes
    }
    put_bytes(&mut node, 1, &unixfs); // PBNode.Data
    node
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use rust_unixfs::file::adder::{BalancedCollector, Chunker, FileAdder};

    use super::*;
    use crate::profile::PROFILE;
    use crate::profile::tests::{KUBO_V1, TINY};

    const MIB: usize = 1024 * 1024;

    /// The bytes that the fixed CIDs below stand for.
    pub(crate) fn sample(len: usize) -> Vec<u8> {
        (0..len).map(|i| ((i * 31 + 7) % 251) as u8).collect()
    }

    fn build(profile: Profile, bytes: &[u8]) -> Dag {
        let mut builder = DagBuilder::new(profile);
        builder.push(bytes);
        builder.finish()
    }

    /// Every block of the independent importer, the root last.
    fn oracle(profile: Profile, mut bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut adder = FileAdder::builder()
            .with_chunker(Chunker::Size(profile.chunk_size))
            .with_collector(BalancedCollector::with_branching_factor(profile.max_links))
            .build();
        let mut blocks = Vec::new();
        while !bytes.is_empty() {
            let (ready, used) = adder.push(bytes);
            blocks.extend(ready);
            bytes = &bytes[used..];
        }
        blocks.extend(adder.finish());
        blocks
            .into_iter()
            .map(|(cid, bytes)| (cid.to_string(), bytes))
            .collect()
    }

    /// Root and number of blocks, as npm `ipfs-unixfs-importer` 17.1.1 gave them for
    /// `importBytes(sample(len), blockstore, { profile: 'unixfs-v1-2025' })`, and for other
    /// numbers with `{ cidVersion: 1, rawLeaves: true, reduceSingleLeafToSelf: true, chunker:
    /// fixedSize({ chunkSize }), layout: balanced({ maxChildrenPerNode }) }`.
    #[rustfmt::skip] // one row a file
    const REFERENCE: &[(Profile, usize, &str, usize)] = &[
        (PROFILE, 0, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", 1),
        (PROFILE, 1, "bafkreigkgwdvr5wspzwpiutssn4xpj2i7wedshnwphhnu7ohx4pqaxxipe", 1),
        (PROFILE, 262_144, "bafkreieiuj5mzeuqor24l4lmo2yumm6665yv4gq7ozzp2nrfmqrjyboosy", 1),
        (PROFILE, 262_145, "bafkreiblxnlqct76zfl7mh3fq22e5anlpqc6crgk7m24nsem626dfqk6s4", 1),
        (PROFILE, MIB, "bafkreia4lg4goabhhbaug6a2rkf76lz3is6yqggq6u5rhmdeyi3vugx6ha", 1),
        (PROFILE, MIB + 1, "bafybeiaqfhzf4fft5arkdimw7quirxuglvotfah44yawdjg6zujvn6lidu", 3),
        (PROFILE, 5 * MIB, "bafybeig4magrp3m4ttubgzzn473nwrc3t2dtpcdtuzdnkftgppe2ehif3u", 6),
        (PROFILE, 10 * MIB, "bafybeihxol3bouahslqubdnfmf4d4xi6gkywxloosdyi4aczjqzamctom4", 11),
        (KUBO_V1, 262_144, "bafkreieiuj5mzeuqor24l4lmo2yumm6665yv4gq7ozzp2nrfmqrjyboosy", 1),
        (KUBO_V1, 262_145, "bafybeich6cqd6yabw3cku6edwmz4rvwe275nx2l6ootvc2bpbt5bdvarua", 3),
        (KUBO_V1, MIB, "bafybeihui4agg3d5vku5qnjg6luskvvue7twfha5k4uw4mowbowx4i6uke", 5),
        (KUBO_V1, 174 * 262_144, "bafybeiafkae3md3zfgdgpk2ztpkul5dzotu4bgbnvuinadceqrqa2rz7bi", 175),
        (KUBO_V1, 174 * 262_144 + 1, "bafybeibo5yjphmmdq6aigqtgrijost25l5lmv5l37von7hrjv7sagnx4sy", 178),
        (TINY, 4, "bafkreifzth3zyu2kgmw7xge2w6gnupizm7awcm6kdvtiz5rhg74no2ewf4", 1),
        (TINY, 5, "bafybeiechalmngjaju55flgititc6ekalazwhraqiobxigu5mq54klgnkm", 3),
        (TINY, 12, "bafybeifq3zb5bq7totg3rcxc3d5s4ucxfyj4rkubqlneb7dtooyjeqvrma", 4),
        (TINY, 13, "bafybeibplwbu42y5y7u6ggepcgqbt4dn65kptxkpqho2ki3dewpmlahg7q", 7),
        (TINY, 36, "bafybeic5jvreccx77myt5zgphyllbhb4aizmxw4mudjmvalfysqerledku", 13),
        (TINY, 37, "bafybeidoykhqzrhayhpqncuk7vfsxcfft5hpeekjzh5cmijkclhalknlli", 17),
        (TINY, 108, "bafybeiaa4atitpd4ai2xaxpl6jlpr4xzqo5ylixzzk7xfc23ujjl7in26q", 40),
        (TINY, 109, "bafybeiaboj3r7bjf47snpfpxgjlj3ly7zo7b7xerymed5jiekzfpknsh2m", 45),
        (TINY, 1000, "bafybeiaeurkkfp2lqidw6bwxlcfvaq6ukhkxotzvpsir3nx7aph4qyyahi", 379),
    ];

    #[test]
    fn roots_and_block_counts_equal_the_reference_importers() {
        for &(profile, len, root, blocks) in REFERENCE {
            let dag = build(profile, &sample(len));
            assert_eq!(dag.root.to_string(), root, "{} of {len}", profile.name);
            assert_eq!(dag.blocks.len(), blocks, "{} of {len}", profile.name);
            assert_eq!(dag.size, len as u64);
        }
    }

    #[test]
    fn a_file_of_one_chunk_is_its_raw_leaf() {
        let bytes = sample(100);
        let dag = build(PROFILE, &bytes);
        let leaf = Block::Leaf {
            cid: cid_of(RAW, &bytes),
            offset: 0,
            len: 100,
        };
        assert_eq!(dag.root, cid_of(RAW, &bytes));
        assert_eq!(dag.blocks, [leaf]);
    }

    #[test]
    fn a_leaf_that_repeats_is_listed_once_at_its_first_offset() {
        let dag = build(TINY, &[b"aaaabbbbaaaa".as_slice(), b"bbbb"].concat());
        let leaves: Vec<_> = dag
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Leaf { offset, .. } => Some(*offset),
                Block::Node { .. } => None,
            })
            .collect();
        assert_eq!(leaves, [0, 4]);
    }

    proptest! {
        #[test]
        fn every_block_equals_the_independent_importers(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            chunk_size in 1usize..9,
            max_links in 2usize..6,
        ) {
            let profile = Profile { name: "any", chunk_size, max_links };
            let dag = build(profile, &bytes);
            let expected = oracle(profile, &bytes);
            prop_assert_eq!(&dag.root.to_string(), &expected.last().unwrap().0);
            let expected: BTreeMap<_, _> = expected.into_iter().collect();
            prop_assert_eq!(dag.blocks.len(), expected.len());
            for block in &dag.blocks {
                let theirs = &expected[&block.cid().to_string()];
                match block {
                    Block::Leaf { offset, len, .. } => {
                        let range = *offset as usize..(offset + len) as usize;
                        prop_assert_eq!(&bytes[range], theirs);
                    }
                    Block::Node { bytes, .. } => prop_assert_eq!(bytes, theirs),
                }
            }
        }

        #[test]
        fn the_way_a_file_is_split_into_pushes_does_not_matter(
            bytes in prop::collection::vec(any::<u8>(), 0..400),
            cuts in prop::collection::vec(0usize..400, 0..12),
        ) {
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut builder = DagBuilder::new(TINY);
            for pair in cuts.windows(2) {
                builder.push(&bytes[pair[0]..pair[1]]);
            }
            let (split, whole) = (builder.finish(), build(TINY, &bytes));
            prop_assert_eq!(split.root, whole.root);
            prop_assert_eq!(split.blocks, whole.blocks);
        }
    }
}
