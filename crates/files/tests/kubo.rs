//! The Kubo backend against a small node over real HTTP, which checks all that it is sent, and can
//! misbehave. What holds of every backend is in `backends`, where a real node answers.

mod support;

use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use frontdesk_files::{
    Backend, BreakerRules, BreakerState, Cid, Error, KuboBackend, MAX_PIECE, PROFILE, Profile,
};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use proptest::prelude::*;
use support::desk::{Desk, pdf};
use support::node::{Manner, Node};

/// Chunks small enough for a tree of three levels.
const SMALL: Profile = Profile {
    name: "small",
    chunk_size: 1000,
    max_links: 5,
};

async fn read(backend: &KuboBackend, root: &Cid, range: Range<u64>) -> Vec<u8> {
    let stream = backend.read(root, range).await.unwrap();
    let pieces: Vec<Bytes> = stream.try_collect().await.unwrap();
    assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
    pieces.concat()
}

#[tokio::test]
async fn a_file_is_sent_as_a_car_whose_every_block_is_true_and_reads_back() {
    let node = Node::start(Manner::Good).await;
    let backend = KuboBackend::new(&node.url).unwrap();
    for (profile, len) in [
        (SMALL, 0),
        (SMALL, 1000),
        (SMALL, 51_234),
        (PROFILE, 3_000_000),
    ] {
        let desk = Desk::new(profile).await;
        let bytes = if len == 0 { Vec::new() } else { pdf(len) };
        let staged = desk.stage(&bytes).await;
        let (root, blocks) = (staged.cid, staged.blocks.len());

        let stored = backend.put(staged).await.unwrap();

        assert_eq!(stored.cid, root);
        assert_eq!(desk.staged_files(), 0);
        // The node has checked the hash of each block that it counts here.
        assert_eq!(node.last_import(), (root, blocks));
        assert!(backend.has(&root).await.unwrap());
        let size = bytes.len() as u64;
        assert_eq!(backend.size(&root).await.unwrap(), Some(size));
        assert_eq!(read(&backend, &root, 0..size).await, bytes);
    }
}

#[tokio::test]
async fn the_same_content_twice_is_stored_once() {
    let node = Node::start(Manner::Good).await;
    let backend = KuboBackend::new(&node.url).unwrap();
    let desk = Desk::new(SMALL).await;
    backend.put(desk.stage(&pdf(5000)).await).await.unwrap();
    let blocks = node.blocks();
    backend.put(desk.stage(&pdf(5000)).await).await.unwrap();
    assert_eq!(node.blocks(), blocks);
}

#[tokio::test]
async fn deleting_unpins_and_is_idempotent() {
    let node = Node::start(Manner::Good).await;
    let backend = KuboBackend::new(&node.url).unwrap();
    let desk = Desk::new(SMALL).await;
    let root = backend.put(desk.stage(&pdf(10)).await).await.unwrap().cid;
    backend.delete(&root).await.unwrap();
    backend.delete(&root).await.unwrap();
    assert!(!backend.has(&root).await.unwrap());
    assert_eq!(backend.size(&root).await.unwrap(), None);
    let error = backend.read(&root, 0..1).await.err().unwrap();
    assert!(matches!(error, Error::NotFound(cid) if cid == root));
}

#[tokio::test]
async fn a_range_outside_of_the_file_is_an_error() {
    let node = Node::start(Manner::Good).await;
    let backend = KuboBackend::new(&node.url).unwrap();
    let desk = Desk::new(SMALL).await;
    let root = backend.put(desk.stage(&pdf(5)).await).await.unwrap().cid;
    assert!(read(&backend, &root, 3..3).await.is_empty());
    let error = backend.read(&root, 4..11).await.err().unwrap();
    assert!(matches!(error, Error::OutOfRange { size: 10, .. }));
}

#[tokio::test]
async fn health_names_the_node() {
    let node = Node::start(Manner::Good).await;
    let said = KuboBackend::new(&node.url).unwrap().health().await.unwrap();
    assert_eq!(
        said,
        format!(
            "test-node/1 at the IPFS node at {}, peer 12D3Test",
            node.url
        )
    );
}

#[tokio::test]
async fn a_node_that_is_down_is_unavailable_and_nothing_is_kept() {
    // Bound but not listening: connections are refused, and nobody else gets the port.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let backend = KuboBackend::new(&url).unwrap();
    let desk = Desk::new(SMALL).await;
    let staged = desk.stage(&pdf(10)).await;
    let root = staged.cid;
    let failures = [
        backend.health().await.unwrap_err(),
        backend.put(staged).await.unwrap_err(),
        backend.size(&root).await.unwrap_err(),
        backend.delete(&root).await.unwrap_err(),
        backend.read(&root, 0..1).await.err().unwrap(),
    ];
    for error in failures {
        assert!(matches!(error, Error::Unavailable { .. }), "{error}");
        assert!(error.to_string().contains(&url), "{error}");
    }
    assert_eq!(desk.staged_files(), 0);
}

#[tokio::test]
async fn a_put_that_the_node_does_not_confirm_fails() {
    for (manner, message) in [
        (Manner::ConfirmsAnother, "did not confirm the import"),
        (Manner::ConfirmsNothing, "did not confirm the import"),
        (Manner::PinFails, "no space left"),
        (Manner::Refuses, "the repository is locked"),
        (Manner::Forbids, "403"),
    ] {
        let node = Node::start(manner).await;
        let backend = KuboBackend::new(&node.url).unwrap();
        let desk = Desk::new(SMALL).await;
        let error = backend.put(desk.stage(&pdf(10)).await).await.unwrap_err();
        assert!(matches!(error, Error::Backend { .. }), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn a_gateway_in_front_that_finds_no_node_means_unavailable() {
    let node = Node::start(Manner::BadGateway).await;
    let error = KuboBackend::new(&node.url)
        .unwrap()
        .health()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
}

#[tokio::test]
async fn a_block_that_is_not_what_its_cid_says_ends_the_stream_with_an_error() {
    for manner in [Manner::CutsBlocksShort, Manner::ChangesBlocks] {
        let node = Node::start(manner).await;
        let backend = KuboBackend::new(&node.url).unwrap();
        let desk = Desk::new(SMALL).await;
        let root = backend.put(desk.stage(&pdf(4000)).await).await.unwrap().cid;
        let stream = backend.read(&root, 0..4005).await.unwrap();
        let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
        let error = error.downcast::<Error>().unwrap();
        assert!(matches!(error, Error::Block { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_node_that_is_down_is_left_alone() {
    let node = Node::start(Manner::BadGateway).await;
    let rules = BreakerRules {
        failures: 2,
        first_wait: Duration::from_secs(3600),
        longest_wait: Duration::from_secs(3600),
    };
    let client = frontdesk_files::Node::new(&node.url, rules).unwrap();
    for _ in 0..2 {
        client.health().await.unwrap_err();
    }
    assert_eq!(client.state(), BreakerState::Open);
    let asked = node.questions();
    for _ in 0..10 {
        let error = client.health().await.unwrap_err();
        assert!(matches!(error, Error::Unavailable { .. }), "{error}");
    }
    assert_eq!(node.questions(), asked, "it was asked all the same");
}

#[tokio::test]
async fn an_archive_that_cannot_be_read_does_not_speak_against_the_node() {
    let node = Node::start(Manner::Good).await;
    let client = frontdesk_files::Node::new(&node.url, BreakerRules::default()).unwrap();
    let desk = Desk::new(SMALL).await;
    let root = desk.stage(&pdf(10)).await.cid;
    for _ in 0..4 {
        let broken = stream::iter([
            Ok(Bytes::from_static(b"begin")),
            Err(std::io::Error::other(Error::NotFound(root))),
        ]);
        let error = client.import(&root, broken.boxed(), 10).await.unwrap_err();
        assert!(matches!(error, Error::NotFound(_)), "{error}");
    }
    assert_eq!(client.state(), BreakerState::Closed);
    client.health().await.unwrap();
}

#[test]
fn any_range_reads_back_the_slice() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bytes = pdf(200_000);
    let (_node, backend, root) = runtime.block_on(async {
        let node = Node::start(Manner::Good).await;
        let backend = KuboBackend::new(&node.url).unwrap();
        let desk = Desk::new(SMALL).await;
        let root = backend.put(desk.stage(&bytes).await).await.unwrap().cid;
        (node, backend, root)
    });
    proptest!(ProptestConfig::with_cases(48), |(a in 0..=bytes.len(), b in 0..=bytes.len())| {
        let range = a.min(b)..a.max(b);
        let asked = range.start as u64..range.end as u64;
        prop_assert!(runtime.block_on(read(&backend, &root, asked)) == bytes[range]);
    });
}
