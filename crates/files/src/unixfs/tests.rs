//! Reading against DAGs that this crate and an independent importer have built.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use cid::Cid;
use futures_util::TryStreamExt as _;
use proptest::prelude::*;
use rust_unixfs::file::adder::{BalancedCollector, Chunker, FileAdder};

use super::*;
use crate::block::canonical;
use crate::block::tests::Memory;
use crate::dag::tests::sample;
use crate::dag::{Block, DAG_PB, DagBuilder, RAW};
use crate::error::{Error, Result};
use crate::profile::{PROFILE, Profile};
use crate::protobuf::{put_bytes, put_number};
use crate::{Blocks, MAX_PIECE};

/// A file as this crate stores it: CIDv1, raw leaves.
fn ours(memory: &mut Memory, profile: Profile, bytes: &[u8]) -> Cid {
    let mut builder = DagBuilder::new(profile);
    builder.push(bytes);
    let dag = builder.finish();
    for block in dag.blocks {
        let (cid, bytes) = match block {
            Block::Node { cid, bytes } => (cid, bytes),
            Block::Leaf { cid, offset, len } => {
                let range = offset as usize..(offset + len) as usize;
                (cid, Bytes::copy_from_slice(&bytes[range]))
            }
        };
        memory.0.insert(cid, bytes);
    }
    dag.root
}

/// A file as Kubo stores it by default: CIDv0, leaves wrapped in dag-pb.
fn wrapped(memory: &mut Memory, chunk: usize, links: usize, mut bytes: &[u8]) -> Cid {
    let leaves: Vec<(Cid, u64, u64)> = {
        let mut leaves = Vec::new();
        while !bytes.is_empty() || leaves.is_empty() {
            let (now, later) = bytes.split_at(chunk.min(bytes.len()));
            let block = file_node(Some(now), &[]);
            let size = block.len() as u64;
            leaves.push((v0(memory, block), now.len() as u64, size));
            bytes = later;
        }
        leaves
    };
    let mut level = leaves;
    while level.len() > 1 {
        level = level
            .chunks(links)
            .map(|children| {
                let block = file_node(None, children);
                let below: u64 = children.iter().map(|(_, _, dag)| dag).sum();
                let size = block.len() as u64 + below;
                let bytes = children.iter().map(|(_, bytes, _)| bytes).sum();
                (v0(memory, block), bytes, size)
            })
            .collect();
    }
    level[0].0
}

fn v0(memory: &mut Memory, block: Vec<u8>) -> Cid {
    let v1 = memory.put(DAG_PB, block);
    Cid::new_v0(*v1.hash()).unwrap()
}

fn file_node(data: Option<&[u8]>, children: &[(Cid, u64, u64)]) -> Vec<u8> {
    let mut node = Vec::new();
    for (cid, _, dag) in children {
        let mut link = Vec::new();
        put_bytes(&mut link, 1, &cid.to_bytes());
        put_bytes(&mut link, 2, b"");
        put_number(&mut link, 3, *dag);
        put_bytes(&mut node, 2, &link);
    }
    let mut unixfs = Vec::new();
    put_number(&mut unixfs, 1, 2);
    if let Some(data) = data {
        put_bytes(&mut unixfs, 2, data);
    }
    let below: u64 = children.iter().map(|(_, bytes, _)| bytes).sum();
    put_number(
        &mut unixfs,
        3,
        below + data.map_or(0, |data| data.len() as u64),
    );
    for (_, bytes, _) in children {
        put_number(&mut unixfs, 4, *bytes);
    }
    put_bytes(&mut node, 1, &unixfs);
    node
}

fn directory(memory: &mut Memory, entries: &[(&str, Cid)]) -> Cid {
    let mut node = Vec::new();
    for (name, cid) in entries {
        let mut link = Vec::new();
        put_bytes(&mut link, 1, &cid.to_bytes());
        put_bytes(&mut link, 2, name.as_bytes());
        put_number(&mut link, 3, 7);
        put_bytes(&mut node, 2, &link);
    }
    put_bytes(&mut node, 1, &[8, 1]);
    memory.put(DAG_PB, node)
}

async fn read_range(blocks: &Arc<Memory>, root: &Cid, range: Range<u64>) -> Result<Vec<u8>> {
    let Node::File(file) = node_of(root, blocks.get(root).await?)? else {
        panic!("{root} is no file");
    };
    let pieces: Vec<Bytes> = read(blocks.clone(), file, range)?
        .try_collect()
        .await
        .map_err(|error| error.downcast::<Error>().unwrap())?;
    assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
    Ok(pieces.concat())
}

async fn cids(blocks: &Arc<Memory>, at: Resolved, what: Walk) -> Vec<Cid> {
    let walked: Vec<(Cid, Bytes)> = walk(blocks.clone(), at, what).try_collect().await.unwrap();
    walked.into_iter().map(|(cid, _)| cid).collect()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(work)
}

fn names(path: &[&str]) -> Vec<String> {
    path.iter().map(ToString::to_string).collect()
}

const ALL: Walk = Walk {
    scope: Scope::All,
    duplicates: false,
};

#[tokio::test]
async fn files_of_the_three_profiles_are_read_whole() {
    let bytes = sample(2_500_000);
    let mut memory = Memory::default();
    let kubo = Profile {
        name: "kubo-cid-version-1",
        chunk_size: 256 * 1024,
        max_links: 174,
    };
    let roots = [
        ours(&mut memory, PROFILE, &bytes),
        ours(&mut memory, kubo, &bytes),
        wrapped(&mut memory, 256 * 1024, 174, &bytes),
    ];
    assert_eq!(roots[2].version(), cid::Version::V0);
    let blocks = Arc::new(memory);
    for root in roots {
        let whole = read_range(&blocks, &root, 0..bytes.len() as u64).await;
        assert!(whole.unwrap() == bytes, "{root}");
    }
}

#[tokio::test]
async fn a_file_of_the_independent_importer_is_read() {
    let bytes = sample(1000);
    let mut adder = FileAdder::builder()
        .with_chunker(Chunker::Size(7))
        .with_collector(BalancedCollector::with_branching_factor(3))
        .build();
    let mut blocks = Vec::new();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (ready, used) = adder.push(rest);
        blocks.extend(ready);
        rest = &rest[used..];
    }
    blocks.extend(adder.finish());
    let mut memory = Memory::default();
    let mut root = None;
    for (cid, block) in blocks {
        let cid: Cid = cid.to_string().parse().unwrap();
        memory.0.insert(canonical(&cid), block.into());
        root = Some(cid);
    }
    let whole = read_range(&Arc::new(memory), &root.unwrap(), 0..1000).await;
    assert_eq!(whole.unwrap(), bytes);
}

#[tokio::test]
async fn a_range_needs_only_the_blocks_that_hold_it() {
    let mut memory = Memory::default();
    let root = ours(&mut memory, PROFILE, &sample(3 * 1024 * 1024));
    let missing = crate::dag::cid_of(RAW, &sample(3 * 1024 * 1024)[1024 * 1024..2 * 1024 * 1024]);
    memory.0.remove(&missing).unwrap();
    let blocks = Arc::new(memory);
    assert!(read_range(&blocks, &root, 10..20).await.is_ok());
    assert!(
        read_range(&blocks, &root, 2_500_000..2_500_010)
            .await
            .is_ok()
    );
    let error = read_range(&blocks, &root, 0..1_048_577).await.unwrap_err();
    assert!(matches!(error, Error::NotFound(cid) if cid == missing));
}

#[tokio::test]
async fn a_part_that_lies_about_its_size_ends_the_file() {
    let mut memory = Memory::default();
    let leaf = memory.put(RAW, &b"four"[..]);
    let root = memory.put(DAG_PB, file_node(None, &[(leaf, 5, 4)]));
    let error = read_range(&Arc::new(memory), &root, 0..5)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Block { cid, .. } if *cid == leaf));
}

#[tokio::test]
async fn a_path_leads_through_directories_and_tells_its_way() {
    let mut memory = Memory::default();
    let file = memory.put(RAW, &b"hello"[..]);
    let inner = directory(&mut memory, &[("a b", file)]);
    let outer = directory(&mut memory, &[("x", file), ("inner", inner)]);
    let found = resolve(&memory, outer, &names(&["inner", "a b"]))
        .await
        .unwrap();
    assert_eq!(found.cid, file);
    assert_eq!(found.roots, [outer, inner, file]);
    assert_eq!(found.trail, [outer, inner]);
    for path in [&["y"][..], &["x", "y"], &["inner", ""], &["inner", ".."]] {
        let error = resolve(&memory, outer, &names(path)).await.unwrap_err();
        assert!(matches!(error, Error::NoSuchPath), "{path:?}");
    }
    let long = vec!["inner".to_owned(); MAX_PATH_SEGMENTS + 1];
    assert!(resolve(&memory, outer, &long).await.is_err());
}

#[tokio::test]
async fn a_walk_gives_each_node_before_what_it_links() {
    let mut memory = Memory::default();
    let tiny = Profile {
        name: "tiny",
        chunk_size: 4,
        max_links: 2,
    };
    let file = ours(&mut memory, tiny, b"aaaabbbbccccaaaa");
    let outer = directory(&mut memory, &[("one", file), ("two", file)]);
    let blocks = Arc::new(memory);
    let at = |roots: &[Cid]| Resolved {
        cid: *roots.last().unwrap(),
        roots: roots.to_vec(),
        trail: roots[..roots.len() - 1].to_vec(),
    };
    let once = cids(&blocks, at(&[outer]), ALL).await;
    // The directory, three nodes and three different leaves.
    assert_eq!(once.len(), 7);
    assert_eq!(once[..2], [outer, file]);
    let twice = Walk {
        duplicates: true,
        ..ALL
    };
    assert_eq!(cids(&blocks, at(&[outer]), twice).await.len(), 1 + 2 * 7);
    let entity = Walk {
        scope: Scope::Entity(None),
        ..ALL
    };
    assert_eq!(cids(&blocks, at(&[outer]), entity).await, [outer]);
    assert_eq!(cids(&blocks, at(&[outer, file]), entity).await.len(), 7);
    let block = Walk {
        scope: Scope::Block,
        ..ALL
    };
    assert_eq!(
        cids(&blocks, at(&[outer, file]), block).await,
        [outer, file]
    );
    let stretch = |from, to| Walk {
        scope: Scope::Entity(Some(EntityBytes { from, to })),
        ..ALL
    };
    // The root, one of its two nodes, one leaf.
    assert_eq!(
        cids(&blocks, at(&[file]), stretch(5, Some(6))).await.len(),
        3
    );
    // The last leaf has the bytes of the first: it is given once.
    let ends = cids(&blocks, at(&[file]), stretch(0, None)).await;
    assert_eq!(ends.len(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_range_of_any_tree_is_the_slice(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        chunk in 1usize..20,
        links in 2usize..5,
        a: prop::sample::Index,
        b: prop::sample::Index,
        raw: bool,
    ) {
        let mut memory = Memory::default();
        let root = if raw {
            let profile = Profile { name: "any", chunk_size: chunk, max_links: links };
            ours(&mut memory, profile, &bytes)
        } else {
            wrapped(&mut memory, chunk, links, &bytes)
        };
        let (a, b) = (a.index(bytes.len() + 1), b.index(bytes.len() + 1));
        let range = a.min(b)..a.max(b);
        let asked = range.start as u64..range.end as u64;
        let read = run(read_range(&Arc::new(memory), &root, asked)).unwrap();
        prop_assert_eq!(read, &bytes[range]);
    }

    #[test]
    fn a_changed_dag_is_read_or_refused_and_never_gives_more_than_it_says(
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut memory = Memory::default();
        let tiny = Profile { name: "tiny", chunk_size: 4, max_links: 3 };
        let file = ours(&mut memory, tiny, &sample(60));
        let root = directory(&mut memory, &[("file", file)]);
        // The bytes change behind their CIDs' back: worse than any import allows.
        let mut all: Vec<Cid> = memory.0.keys().copied().collect();
        all.sort();
        for (which, at, byte) in changes {
            let block = memory.0.get_mut(&all[which.index(all.len())]).unwrap();
            let mut bytes = block.to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            *block = bytes.into();
        }
        let blocks = Arc::new(memory);
        run(async {
            let found = resolve(blocks.as_ref(), root, &names(&["file"])).await;
            let at = found.unwrap_or(Resolved { cid: file, roots: vec![file], trail: vec![] });
            let _ = walk(blocks.clone(), at.clone(), ALL).try_collect::<Vec<_>>().await;
            let Ok(block) = blocks.get(&at.cid).await else { return };
            if let Ok(node) = node_of(&at.cid, block) {
                let _ = entries(blocks.as_ref(), &node, 10).await;
                if let Node::File(file) = node {
                    let most = file.size.min(1000);
                    let read = read(blocks.clone(), file, 0..most).unwrap();
                    if let Ok(pieces) = read.try_collect::<Vec<_>>().await {
                        assert!(pieces.concat().len() as u64 <= most);
                    }
                }
            }
        });
    }
}
