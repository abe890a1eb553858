//! Uploads, attachments, imports, deletions and collections of the same few
//! files, at the same time: whoever was told that their file is stored can read
//! it, until they or an admin delete it, and so can whoever imported it; what a
//! ticket carries is there or was deleted; the smaller forms of an image are
//! there as long as it is; and in the end nothing is left behind.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use frontdesk_desk::ExportedRoots;
use frontdesk_http::HttpOptions;
use frontdesk_testkit::{Postgres, TestData, TestDesk};
use futures_util::future::join_all;
use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use super::{HOUR, settled};
use crate::client::{Server, file};

const PEOPLE: [&str; 3] = ["maya", "eve", "noor"];

/// What is sent: small text, one of several blocks, and an image, of which
/// smaller forms are made.
static FILES: LazyLock<[(&str, &str, Vec<u8>); 3]> = LazyLock::new(|| {
    let long = "a line of a long log\n".repeat(60_000);
    [
        (
            "notes.txt",
            "text/plain",
            b"the first of the files".to_vec(),
        ),
        ("long.txt", "text/plain", long.into_bytes()),
        ("wide.png", "image/png", wide_png()),
    ]
});

/// Wide enough for a preview beside the thumbnail.
fn wide_png() -> Vec<u8> {
    let image = image::RgbImage::from_fn(1_700, 40, |x, y| {
        image::Rgb([(x % 251) as u8, (y * 5) as u8, 90])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

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
    /// The operator imports an archive of the file.
    Import {
        what: usize,
    },
    Collect,
    /// Time goes by, so that what is not attached is old.
    Wait,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let pair = || (0..PEOPLE.len(), 0..FILES.len());
    let deed = prop_oneof![
        4 => pair().prop_map(|(who, what)| Deed::Send { who, what }),
        3 => pair().prop_map(|(who, what)| Deed::Upload { who, what }),
        4 => pair().prop_map(|(who, what)| Deed::Delete { who, what }),
        1 => (0..FILES.len()).prop_map(|what| Deed::Import { what }),
        2 => Just(Deed::Collect),
        1 => Just(Deed::Wait),
    ];
    proptest::collection::vec(deed, 1..16)
}

/// A desk, and what was done to it.
struct Run {
    server: Server,
    cids: Vec<String>,
    /// An archive of each file.
    archives: Vec<PathBuf>,
    /// Which were imported.
    imported: Mutex<[bool; 3]>,
}

async fn upload(server: &Server, who: usize, what: usize) -> String {
    let (name, media_type, bytes) = &FILES[what];
    let files = [file(name, media_type, bytes)];
    let data = server.user(PEOPLE[who]).upload(&files).await.data();
    data["cid"].as_str().unwrap().to_owned()
}

/// Archives of all files, as another desk exports them.
async fn archives(dir: &Path) -> Vec<PathBuf> {
    let server = Server::of(TestDesk::open().await, HttpOptions::default());
    let mut paths = Vec::new();
    for what in 0..FILES.len() {
        let cid = upload(&server, 0, what).await;
        let path = dir.join(format!("{what}.car"));
        let root = ExportedRoots::Cid(cid);
        let exported = server.kit.desk.export_car(&root, &path);
        exported.await.unwrap();
        paths.push(path);
    }
    paths
}

impl Run {
    async fn act(&self, deed: Deed) {
        let server = &self.server;
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
                let path = format!("/files/{}", self.cids[what]);
                let answer = server.user(PEOPLE[who]).delete(&path).await;
                assert!([200, 404].contains(&answer.status.as_u16()), "{answer:?}");
            }
            Deed::Import { what } => {
                let imported = server.kit.desk.import_car(&self.archives[what]).await;
                assert_eq!(imported.unwrap().roots, [self.cids[what].clone()]);
                self.imported.lock().unwrap()[what] = true;
            }
            Deed::Collect => {
                let admin = server.admin("ada");
                let answer = admin.post("/storage/collect", &json!({})).await;
                assert_eq!(answer.status, 202);
            }
            Deed::Wait => server.kit.clock.advance(HOUR),
        }
    }

    async fn check(&self) {
        settled(&self.server).await;
        for what in 0..FILES.len() {
            self.check_file(what).await;
        }
    }

    async fn check_file(&self, what: usize) {
        let (server, cid, bytes) = (&self.server, &self.cids[what], &FILES[what].2);
        let was_imported = self.imported.lock().unwrap()[what];
        let row = server.kit.store.attachment(cid).await.unwrap();
        let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
        let carriers = server.kit.store.carriers(cid, 1).await.unwrap();
        match row {
            Some(row) if row.deleted_at.is_none() => {
                assert!(read.bytes == *bytes, "{cid} is not what was sent");
                self.check_renditions(cid).await;
            }
            Some(_) => assert_eq!(read.status, 410),
            None => {
                assert!(carriers.is_empty(), "a ticket carries what is not there");
                match was_imported {
                    true => assert!(read.bytes == *bytes, "{cid} is not what was imported"),
                    false => assert_eq!(read.status, 404),
                }
            }
        }
        for person in PEOPLE {
            let cids = [cid.clone()];
            let id = person.into();
            let own = server.kit.store.uploaded_by(&cids, &id).await;
            if !own.unwrap().is_empty() {
                assert!(read.bytes == *bytes, "{person} uploaded {cid}");
            }
        }
    }

    /// Both smaller forms of an image that is there can be opened.
    async fn check_renditions(&self, cid: &str) {
        let made = self.server.kit.store.renditions(cid).await.unwrap();
        let is_image = cid == self.cids[2];
        assert_eq!(made.len(), if is_image { 2 } else { 0 }, "{made:?}");
        for (_, rendition) in made {
            let path = format!("/ipfs/{rendition}");
            let read = self.server.anyone().get(&path).await;
            assert_eq!(read.status, 200, "{rendition} of {cid}");
            image::load_from_memory(&read.bytes).unwrap();
        }
    }

    /// Everything is deleted: at most packs of what was imported are left, and
    /// what is left is sound.
    async fn end(self) {
        let server = &self.server;
        for cid in &self.cids {
            server.admin("ada").delete(&format!("/files/{cid}")).await;
        }
        settled(server).await;
        let imported = *self.imported.lock().unwrap();
        if imported == [false; 3] {
            assert!(server.kit.objects().is_empty(), "something is left behind");
        }
        let checked = server.kit.desk.scrub_now(false, |_| {}).await.unwrap();
        assert_eq!(checked.damaged, []);
    }
}

async fn run(data: TestData, archives: Vec<PathBuf>, rounds: &[Vec<Deed>]) {
    let kit = TestDesk::over(Arc::new(data), Default::default(), |config| {
        config.orphan_after = Duration::from_secs(1_800);
    });
    let server = Server::of(kit.await, HttpOptions::default());
    let mut cids = Vec::new();
    for what in 0..FILES.len() {
        cids.push(upload(&server, 0, what).await);
    }
    let run = Run {
        server,
        cids,
        archives,
        imported: Mutex::default(),
    };
    for round in rounds {
        join_all(round.iter().map(|deed| run.act(*deed))).await;
        run.check().await;
    }
    run.end().await;
}

fn run_all(cases: u32, data: impl Fn() -> TestData) {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    let dir = tempfile::tempdir().unwrap();
    let archives = runtime().block_on(archives(dir.path()));
    proptest!(config, |(rounds in proptest::collection::vec(deeds(), 1..4))| {
        let runtime = runtime();
        runtime.block_on(run(data(), archives.clone(), &rounds));
        runtime.shutdown_timeout(Duration::from_secs(5));
    });
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn nothing_that_is_referred_to_is_ever_lost() {
    run_all(8, TestData::new);
}

#[test]
fn nothing_that_is_referred_to_is_ever_lost_on_postgres() {
    run_all(4, || {
        TestData::on_postgres(Postgres::shared().create_database())
    });
}
