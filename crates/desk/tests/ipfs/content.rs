//! What was put into the node by others is read through the desk.

use std::time::Duration;

use bytes::Bytes;
use frontdesk_desk::{Entity, SignedLink};
use frontdesk_files::{DagBuilder, PROFILE};
use frontdesk_model::attachment::FilesMode;
use frontdesk_store::PlaceCounts;
use frontdesk_testkit::Peer;
use futures_util::TryStreamExt as _;

use crate::life::{Life, data, text};

#[test]
fn a_file_that_was_added_to_the_node_is_read_under_its_cid() {
    let node = Peer::ipfs();
    let life = Life::begin(&data(&node.url), true, &[]);
    life.run(async {
        let text = text().repeat(3);
        let cid = add(&node.url, &text).await;
        let mut ours = DagBuilder::new(PROFILE);
        ours.push(text.as_bytes());
        assert_eq!(
            cid,
            ours.finish().root.to_string(),
            "the same CID both ways"
        );

        let located = life.kit().desk.locate(&cid, &[]).await.unwrap();
        let Entity::File(content) = located.open().await.unwrap() else {
            panic!("it is a file");
        };
        assert_eq!(content.size, text.len() as u64);
        let range = 1_000_000..2_100_000;
        let pieces = content
            .read(range.start as u64..range.end as u64)
            .await
            .unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        assert!(pieces.concat() == text.as_bytes()[range]);
    });
}

#[test]
fn a_sealed_file_lies_at_the_node_as_ciphertext_and_is_opened_from_there() {
    let node = Peer::ipfs();
    let life = Life::with(&data(&node.url), &[], |config| {
        config.keep_local = false;
        config.files_mode = FilesMode::Sealed;
    });
    life.run(async {
        let text = text().repeat(2);
        let file = life.upload(&text).await;
        let pinned = PlaceCounts {
            pinned: 1,
            ..PlaceCounts::default()
        };
        life.until(pinned).await;
        // Our own copy goes next: then the node alone has it.
        let mut turns = tokio::time::interval(Duration::from_millis(20));
        while !life.kit().objects().is_empty() {
            turns.tick().await;
        }
        let desk = &life.kit().desk;
        let stored = desk.content(&file.cid).await.unwrap();
        let pieces = stored.read(0..stored.size).await.unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        let stored = pieces.concat();
        assert!(stored.starts_with(b"frontdesk-seal"));
        let mut dag = DagBuilder::new(PROFILE);
        dag.push(&stored);
        assert_eq!(file.cid, dag.finish().root.to_string());

        let linked = desk.open_link(&link(&file.url)).await.unwrap();
        let range = 1_000_000..1_100_000;
        let pieces = linked.content.read(1_000_000..1_100_000).await.unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        assert!(pieces.concat() == text.as_bytes()[range]);
    });
}

/// What a signed address says.
fn link(url: &str) -> SignedLink {
    let (path, query) = url.split_once('?').unwrap();
    let of = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).unwrap().1.to_owned()
    };
    SignedLink {
        cid: path.rsplit('/').next().unwrap().to_owned(),
        rendition: None,
        expires: of("expires").parse().unwrap(),
        signature: of("signature"),
    }
}

#[test]
fn what_nobody_has_is_not_found() {
    let life = Life::begin(&data(&Peer::ipfs().url), true, &[]);
    life.run(async {
        let mut dag = DagBuilder::new(PROFILE);
        dag.push(text().as_bytes());
        let cid = dag.finish().root.to_string();
        let located = life.kit().desk.locate(&cid, &[]).await.unwrap();
        let error = located.open().await.err().unwrap();
        assert_eq!(error.code(), frontdesk_model::error::ErrorCode::NotFound);
    });
}

/// Adds a file as people do with `ipfs add`, under the profile that the desk has.
async fn add(url: &str, text: &str) -> String {
    let options = "cid-version=1&raw-leaves=true&chunker=size-1048576&pin=true&cid-base=base32";
    // The node wants to know of each part what it is.
    let part = reqwest::multipart::Part::text(text.to_owned())
        .file_name("a.txt")
        .mime_str("text/plain")
        .unwrap();
    let answer = reqwest::Client::new()
        .post(format!("{url}/api/v0/add?{options}"))
        .multipart(reqwest::multipart::Form::new().part("file", part))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let added: serde_json::Value = serde_json::from_str(answer.lines().last().unwrap()).unwrap();
    added["Hash"].as_str().unwrap().to_owned()
}
