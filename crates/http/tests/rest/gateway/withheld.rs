//! Files that are being checked or infected: no form of the gateway gives
//! their bytes. Deleted ones pass the same check.

use axum::http::Method;
use frontdesk_files::{Block, DagBuilder, PROFILE};
use frontdesk_model::attachment::ScanState;
use frontdesk_store::{BlockRow, NewAttachment};

use crate::client::{Server, file};

/// A file of three leaves that was found to be so, its CID, and that of its
/// first leaf.
async fn upload(server: &Server, scan: ScanState) -> (String, String) {
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
    let mut dag = DagBuilder::new(PROFILE);
    dag.push(&bytes);
    let dag = dag.finish();
    let root = dag.root.to_string();
    let row = |block: &Block| {
        let (offset, length, node) = match block {
            Block::Leaf { offset, len, .. } => (Some(*offset as i64), Some(*len as i64), None),
            Block::Node { bytes, .. } => (None, None, Some(bytes.to_vec())),
        };
        BlockRow {
            cid: block.cid().to_string(),
            root: root.clone(),
            offset,
            length,
            node,
        }
    };
    let known = NewAttachment {
        cid: root.clone(),
        size: bytes.len() as i64,
        media_type: "text/plain".into(),
        profile: PROFILE.name.into(),
        name: "letters.txt".into(),
        person_id: None,
        scan,
        width: None,
        height: None,
        blocks: dag.blocks.iter().map(row).collect(),
        key: None,
    };
    let mut tx = server.kit.store.begin().await.unwrap();
    tx.add_attachment(&known, server.kit.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // Brings the bytes; what is known of them stays.
    let files = [file("letters.txt", "text/plain", &bytes)];
    let data = server.user("maya").upload(&files).await.data();
    assert_eq!(data["cid"], root);
    let leaf = dag.blocks[0].cid().to_string();
    (root, leaf)
}

fn forms(root: &str, leaf: &str) -> [String; 7] {
    [
        format!("/ipfs/{root}"),
        format!("/ipfs/{root}?format=raw"),
        format!("/ipfs/{root}?format=car"),
        format!("/ipfs/{root}?format=car&dag-scope=block"),
        format!("/ipfs/{leaf}"),
        format!("/ipfs/{leaf}?format=raw"),
        format!("/ipfs/{leaf}?format=car"),
    ]
}

#[tokio::test]
async fn no_form_gives_a_file_that_may_not_be_opened() {
    for (state, code) in [
        (ScanState::Pending, "file-pending"),
        (ScanState::Infected, "file-infected"),
    ] {
        let server = Server::start().await;
        let (root, leaf) = upload(&server, state).await;
        let anyone = server.anyone();
        for form in forms(&root, &leaf) {
            for headers in [
                &[][..],
                &[("range", "bytes=0-9")],
                &[("cache-control", "only-if-cached")],
                &[("if-none-match", "*")],
            ] {
                let answer = anyone.get_with(&form, headers).await;
                answer.fails(403, code);
                let head = anyone.bare(Method::HEAD, &form, headers).await;
                assert_eq!(head.status, 403, "{form}");
            }
        }
        let waits = anyone.get(&format!("/ipfs/{root}?format=car")).await;
        let retry = waits.header("retry-after");
        assert_eq!(retry.is_empty(), state == ScanState::Infected);
    }
}

#[tokio::test]
async fn a_file_without_a_verdict_is_given_in_every_form() {
    let server = Server::start().await;
    let (root, leaf) = upload(&server, ScanState::Unscanned).await;
    for form in forms(&root, &leaf) {
        let answer = server.anyone().get(&form).await;
        assert_eq!(answer.status, 200, "{form}");
    }
}

#[tokio::test]
async fn what_is_not_here_is_not_confirmed_as_known() {
    let server = Server::start().await;
    let known = [("if-none-match", "*")];
    for form in ["", "?format=raw", "?format=car"] {
        let path = format!("/ipfs/QmYzfKSE55XCjD1MW128RfciAf2DViABhEiXfgVFMabSjN{form}");
        let answer = server.anyone().get_with(&path, &known).await;
        answer.fails(404, "not-found");
    }
}
