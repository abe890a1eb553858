//! The gateway against the fixtures of the IPFS gateway conformance suite. One
//! file a group of the suite.

mod cache;
mod listing;
mod path;
mod raw;
mod trustless;
mod withheld;

use std::path::PathBuf;

use frontdesk_files::car::CarReader;

use crate::client::{Answer, Server};

pub const FOREVER: &str = "public, max-age=29030400, immutable";

/// A fixture, imported into the desk.
pub struct Fixture {
    /// The CIDs of its blocks, in the archive's order; the root's comes first.
    pub cids: Vec<String>,
    pub blocks: Vec<Vec<u8>>,
}

impl Fixture {
    pub async fn import(server: &Server, name: &str) -> Self {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/ipfs")
            .join(name);
        server.kit.desk.import_car(&file).await.unwrap();
        let (cids, blocks) = read_car(&std::fs::read(file).unwrap()).await;
        Self { cids, blocks }
    }

    pub fn root(&self) -> &str {
        &self.cids[0]
    }

    /// The CIDs at these places.
    pub fn at(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|at| self.cids[*at].clone()).collect()
    }
}

/// The CIDs and blocks of a CAR, each checked.
pub async fn read_car(bytes: &[u8]) -> (Vec<String>, Vec<Vec<u8>>) {
    let mut reader = CarReader::open(bytes).await.unwrap();
    let (mut cids, mut blocks) = (Vec::new(), Vec::new());
    while let Some((cid, block)) = reader.next().await.unwrap() {
        cids.push(cid.to_string());
        blocks.push(block.to_vec());
    }
    (cids, blocks)
}

/// The CIDs of a CAR that was answered.
pub async fn cids_of(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let kind = answer.header("content-type");
    assert!(kind.starts_with("application/vnd.ipld.car"), "{kind}");
    read_car(&answer.bytes).await.0
}
