//! Uploads, attachments, deletions and collections of sealed files, at the same
//! time: whoever was told that their file is stored can read it, until they or
//! an admin delete it; what a ticket carries is there or was deleted; a file has
//! a key as long as it is there, and no longer; and in the end nothing is left
//! behind. (Of public files, `storage` has the same.)

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use frontdesk_http::HttpOptions;
use frontdesk_model::attachment::FilesMode;
use frontdesk_testkit::{Postgres, TestData, TestDesk};
use futures_util::future::join_all;
use proptest::prelude::*;
use serde_json::json;

use crate::{
    client::{Server, file},
    storage::{HOUR, settled},
};

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

/// The files that were ever uploaded, with their texts: the same text is another
/// file each time.
#[derive(Default)]
struct Known(Mutex<Vec<(String, usize)>>);

impl Known {
    fn add(&self, cid: String, what: usize) {
        let mut known = self.0.lock().unwrap();
        if !known.iter().any(|(other, _)| *other == cid) {
            known.push((cid, what));
        }
    }

    fn all(&self) -> Vec<(String, usize)> {
        self.0.lock().unwrap().clone()
    }

    /// The last one with this text.
    fn last(&self, what: usize) -> String {
        let all = self.all();
        let last = all.into_iter().rfind(|(_, text)| *text == what);
        last.unwrap().0
    }
}

async fn upload(server: &Server, known: &Known, who: usize, what: usize) -> String {
    let files = [file("notes.txt", "text/plain", TEXTS[what].as_bytes())];
    let data = server.user(PEOPLE[who]).upload(&files).await.data();
    let cid = data["cid"].as_str().unwrap().to_owned();
    known.add(cid.clone(), what);
    cid
}

async fn act(server: &Server, known: &Known, deed: Deed) {
    match deed {
        Deed::Send { who, what } => {
            let cid = upload(server, known, who, what).await;
            let ticket = json!({
                "subject": "s", "description": "d", "category": "c", "attachments": [cid],
            });
            let answer = server.user(PEOPLE[who]).post("/tickets", &ticket).await;
            // It may have been deleted, or collected as old, in between.
            assert!([201, 400].contains(&answer.status.as_u16()), "{answer:?}");
        }
        Deed::Upload { who, what } => {
            upload(server, known, who, what).await;
        }
        Deed::Delete { who, what } => {
            let path = format!("/files/{}", known.last(what));
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

/// A file's text, or the status of the refusal.
async fn read(server: &Server, cid: &str) -> Result<String, u16> {
    let admin = server.admin("ada");
    let listed = admin.get(&format!("/storage/files?q={cid}")).await.data();
    let url = listed[0]["attachment"]["url"].as_str();
    let path = url.map(|url| url.replace("http://localhost:3001", ""));
    let path = path.unwrap_or_else(|| format!("/ipfs/{cid}"));
    let answer = server.anyone().get(&path).await;
    match answer.status.as_u16() {
        200 => Ok(answer.text()),
        status => Err(status),
    }
}

async fn check(server: &Server, known: &Known) {
    settled(server).await;
    for (cid, what) in known.all() {
        let text = TEXTS[what].to_owned();
        let row = server.kit.store.attachment(&cid).await.unwrap();
        let read = read(server, &cid).await;
        let carriers = server.kit.store.carriers(&cid, 1).await.unwrap();
        let key = server.kit.store.file_key(&cid).await.unwrap();
        let is_there = row.as_ref().is_some_and(|row| row.deleted_at.is_none());
        assert_eq!(key.is_some(), is_there);
        match row {
            Some(row) if row.deleted_at.is_none() => assert_eq!(read, Ok(text.clone())),
            Some(_) => assert_eq!(read, Err(410)),
            None => {
                assert_eq!(read, Err(404));
                assert!(carriers.is_empty(), "a ticket carries what is not there");
            }
        }
        for person in PEOPLE {
            let cids = [cid.clone()];
            let person = person.into();
            let own = server.kit.store.uploaded_by(&cids, &person).await;
            if !own.unwrap().is_empty() {
                assert_eq!(read, Ok(text.clone()), "{person} uploaded it");
            }
        }
    }
}

async fn run(data: TestData, rounds: &[Vec<Deed>]) {
    let kit = TestDesk::over(Arc::new(data), Default::default(), |config| {
        config.orphan_after = Duration::from_secs(1_800);
        config.files_mode = FilesMode::Sealed;
    });
    let server = Server::of(kit.await, HttpOptions::default());
    let known = Known::default();
    for what in 0..TEXTS.len() {
        upload(&server, &known, 0, what).await;
    }
    for round in rounds {
        join_all(round.iter().map(|deed| act(&server, &known, *deed))).await;
        check(&server, &known).await;
    }
    for (cid, _) in known.all() {
        server.admin("ada").delete(&format!("/files/{cid}")).await;
    }
    settled(&server).await;
    assert!(server.kit.objects().is_empty(), "nothing is left behind");
    let keys = server.kit.store.file_master_keys().await.unwrap();
    assert!(keys.is_empty(), "no key is left behind");
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
fn nothing_that_is_sealed_and_referred_to_is_ever_lost() {
    run_all(16, TestData::new);
}

#[test]
fn nothing_that_is_sealed_and_referred_to_is_ever_lost_on_postgres() {
    run_all(6, || {
        TestData::on_postgres(Postgres::shared().create_database())
    });
}
