//! Uploads, attachments, deletions and collections of the same few files, at
//! the same time: whoever was told that their file is stored can read it, until
//! they or an admin delete it; what a ticket carries is there or was deleted;
//! and in the end nothing is left behind.

use std::{sync::Arc, time::Duration};

use frontdesk_http::HttpOptions;
use frontdesk_testkit::{Postgres, TestData, TestDesk};
use futures_util::future::join_all;
use proptest::prelude::*;
use serde_json::json;

use super::{HOUR, settled};
use crate::client::{Server, file};

const PEOPLE: [&str; 3] = ["maya", "eve", "noor"];
const TEXTS: [&str; 2] = ["the first of the files", "the second of the files"];

#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Uploads a file; so many steps later the ticket that carries it is made.
    Send {
        who: usize,
        what: usize,
    },
    Upload {
        who: usize,
        what: usize,
    },
    Delete {
        who: usize,
        what: usize,
    },
    Collect,
    /// Time goes by, so that what is not attached is old.
    Wait,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let pair = || (0..PEOPLE.len(), 0..TEXTS.len());
    let deed = prop_oneof![
        4 => pair().prop_map(|(who, what)| Deed::Send { who, what }),
        3 => pair().prop_map(|(who, what)| Deed::Upload { who, what }),
        4 => pair().prop_map(|(who, what)| Deed::Delete { who, what }),
        2 => Just(Deed::Collect),
        1 => Just(Deed::Wait),
    ];
    proptest::collection::vec(deed, 1..24)
}

async fn upload(server: &Server, who: usize, what: usize) -> String {
    let files = [file("notes.txt", "text/plain", TEXTS[what].as_bytes())];
    let data = server.user(PEOPLE[who]).upload(&files).await.data();
    data["cid"].as_str().unwrap().to_owned()
}

async fn act(server: &Server, cids: &[String], deed: Deed) {
    match deed {
        Deed::Send { who, what } => {
            let cid = upload(server, who, what).await;
            let ticket = json!({
                "subject": "s", "description": "d", "category": "c", "attachments": [cid],
            });
            let answer = server.user(PEOPLE[who]).post("/tickets", &ticket).await;
            // It may have been deleted, or collected as old, in between.
            assert!([201, 400].contains(&answer.status.as_u16()), "{answer:?}");
        }
        Deed::Upload { who, what } => {
            upload(server, who, what).await;
        }
        Deed::Delete { who, what } => {
            let path = format!("/files/{}", cids[what]);
            let answer = server.user(PEOPLE[who]).delete(&path).await;
            assert!([200, 404].contains(&answer.status.as_u16()), "{answer:?}");
        }
        Deed::Collect => {
            let admin = server.admin("ada");
            let answer = admin.post("/storage/collect", &json!({})).await;
            assert_eq!(answer.status, 202);
        }
        Deed::Wait => server.kit.clock.advance(HOUR),
    }
}

async fn check(server: &Server, cids: &[String]) {
    settled(server).await;
    for (cid, text) in cids.iter().zip(TEXTS) {
        let row = server.kit.store.attachment(cid).await.unwrap();
        let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
        let carriers = server.kit.store.carriers(cid, 1).await.unwrap();
        match row {
            Some(row) if row.deleted_at.is_none() => assert_eq!(read.text(), text),
            Some(_) => assert_eq!(read.status, 410),
            None => {
                assert_eq!(read.status, 404);
                assert!(carriers.is_empty(), "a ticket carries what is not there");
            }
        }
        for person in PEOPLE {
            let cids = [cid.clone()];
            let person = person.into();
            let own = server.kit.store.uploaded_by(&cids, &person).await;
            if !own.unwrap().is_empty() {
                assert_eq!(read.text(), text, "{person} uploaded it");
            }
        }
    }
}

async fn run(data: TestData, rounds: &[Vec<Deed>]) {
    let kit = TestDesk::over(Arc::new(data), Default::default(), |config| {
        config.orphan_after = Duration::from_secs(1_800);
    });
    let server = Server::of(kit.await, HttpOptions::default());
    let mut cids = Vec::new();
    for what in 0..TEXTS.len() {
        cids.push(upload(&server, 0, what).await);
    }
    for round in rounds {
        join_all(round.iter().map(|deed| act(&server, &cids, *deed))).await;
        check(&server, &cids).await;
    }
    for cid in &cids {
        server.admin("ada").delete(&format!("/files/{cid}")).await;
    }
    settled(&server).await;
    assert!(server.kit.objects().is_empty(), "nothing is left behind");
}

fn run_all(cases: u32, data: impl Fn() -> TestData) {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    proptest!(config, |(rounds in proptest::collection::vec(deeds(), 1..4))| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(run(data(), &rounds));
        runtime.shutdown_timeout(Duration::from_secs(5));
    });
}

#[test]
fn nothing_that_is_referred_to_is_ever_lost() {
    run_all(24, TestData::new);
}

#[test]
fn nothing_that_is_referred_to_is_ever_lost_on_postgres() {
    run_all(8, || {
        TestData::on_postgres(Postgres::shared().create_database())
    });
}
