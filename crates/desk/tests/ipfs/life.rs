//! A desk with an IPFS node behind it, which can be stopped dead.

use std::{
    collections::HashSet,
    future::Future,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use frontdesk_desk::DeskConfig;
use frontdesk_files::{Backend as _, BreakerState, Cid, KuboBackend, LocalBackend};
use frontdesk_model::{PageRequest, Role, attachment::Attachment};
use frontdesk_store::{FailPoint, FailPoints, JobAttempt, JobOutcome, PlaceCounts};
use frontdesk_testkit::{Peer, TestData, TestDesk};
use futures_util::TryStreamExt as _;
use tokio::{runtime::Runtime, sync::watch, time::Instant};

/// A hang must fail a test, not stop the suite.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often what has no event is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What a desk has of its own.
pub struct Life {
    runtime: Option<Runtime>,
    pub kit: Option<TestDesk>,
    steps: watch::Sender<Steps>,
}

#[derive(Clone, Default)]
struct Steps {
    held: HashSet<FailPoint>,
    arrived: Vec<FailPoint>,
}

impl Life {
    /// A desk over the data, whose copies are kept beside the node's or not, and
    /// that stops at `held`.
    pub fn begin(data: &Arc<TestData>, keep_local: bool, held: &[FailPoint]) -> Self {
        Self::with(data, held, |config| config.keep_local = keep_local)
    }

    /// A desk with other settings.
    pub fn with(
        data: &Arc<TestData>,
        held: &[FailPoint],
        change: impl FnOnce(&mut DeskConfig),
    ) -> Self {
        let runtime = Runtime::new().unwrap();
        let steps = watch::Sender::new(Steps {
            held: held.iter().copied().collect(),
            arrived: Vec::new(),
        });
        let kit = TestDesk::over(Arc::clone(data), hook(&steps), |config| {
            change(config);
            config.node_check = Duration::from_secs(3_600);
        });
        let kit = runtime.block_on(kit);
        Self {
            runtime: Some(runtime),
            kit: Some(kit),
            steps,
        }
    }

    pub fn kit(&self) -> &TestDesk {
        self.kit.as_ref().unwrap()
    }

    /// Runs a part of the test in this life.
    pub fn run<T>(&self, part: impl Future<Output = T>) -> T {
        let runtime = self.runtime.as_ref().unwrap();
        runtime.block_on(async { tokio::time::timeout(PATIENCE, part).await.unwrap() })
    }

    /// Until something has come to a point.
    pub async fn arrival(&self, point: FailPoint) {
        let mut steps = self.steps.subscribe();
        let arrived = steps.wait_for(|steps| steps.arrived.contains(&point));
        arrived.await.unwrap();
    }

    /// Stops everything dead, as the end of a process does.
    pub fn crash(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
    }

    /// Uploads a text; gives what was acknowledged.
    pub async fn upload(&self, text: &str) -> Attachment {
        let desk = &self.kit().desk;
        let maya = self.kit().actor("maya", Role::User).await;
        let mut upload = desk.begin_upload(&maya).await.unwrap();
        upload
            .write(Bytes::copy_from_slice(text.as_bytes()))
            .await
            .unwrap();
        let accepted = upload.finish("a.txt", Some("text/plain")).await.unwrap();
        accepted.store().await.unwrap()
    }

    /// The file as the desk gives it out.
    pub async fn read(&self, file: &Attachment) -> String {
        let content = self.kit().desk.content(&file.cid).await.unwrap();
        let pieces = content.read(0..content.size).await.unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        String::from_utf8(pieces.concat()).unwrap()
    }

    pub async fn places(&self) -> PlaceCounts {
        self.kit().store.place_counts().await.unwrap()
    }

    /// Until the places are these.
    pub async fn until(&self, wanted: PlaceCounts) {
        let end = Instant::now() + PATIENCE;
        while self.places().await != wanted {
            assert!(
                Instant::now() < end,
                "{:?}, not {wanted:?}",
                self.places().await
            );
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Until the breaker stands so.
    pub async fn until_breaker(&self, wanted: BreakerState) {
        loop {
            let status = self.kit().desk.file_store_status().await.unwrap();
            if status.node.unwrap().breaker == wanted {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Until a job of this kind has failed.
    pub async fn until_failed(&self, kind: &str) {
        loop {
            let ledger = self.kit().store.job_attempts(&PageRequest::default()).await;
            let failed = |one: &JobAttempt| one.kind == kind && one.outcome == JobOutcome::Failed;
            if ledger.unwrap().items.iter().any(failed) {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Goes past every lease and every wait of a job.
    pub fn pass_leases(&self) {
        self.kit().clock.advance(Duration::from_secs(3_601));
    }
}

fn hook(steps: &watch::Sender<Steps>) -> FailPoints {
    let steps = steps.clone();
    FailPoints::new(move |point| {
        let mut holds = false;
        steps.send_modify(|steps| {
            steps.arrived.push(point);
            holds = steps.held.contains(&point);
        });
        async move {
            if holds {
                std::future::pending::<()>().await;
            }
        }
    })
}

/// Data of a desk with a node at this address.
pub fn data(url: &str) -> Arc<TestData> {
    let data = TestData::new();
    data.set_node(url);
    Arc::new(data)
}

pub fn pinned(count: i64) -> PlaceCounts {
    PlaceCounts {
        pinned: count,
        ..PlaceCounts::default()
    }
}

pub fn waiting(count: i64) -> PlaceCounts {
    PlaceCounts {
        waiting: count,
        ..PlaceCounts::default()
    }
}

/// A text of its own for each call, of more than one block.
pub fn text() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let line = format!(
        "{} {number} says hello again and again\n",
        std::process::id()
    );
    line.repeat(1_200_000 / line.len())
}

/// The node as somebody else sees it.
pub struct Witness(KuboBackend);

impl Witness {
    pub fn of(url: &str) -> Self {
        Self(KuboBackend::new(url).unwrap())
    }

    pub async fn has(&self, file: &Attachment) -> bool {
        self.0.has(&root(file)).await.unwrap()
    }

    pub async fn read(&self, file: &Attachment) -> String {
        let pieces = self.0.read(&root(file), 0..file.size).await.unwrap();
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        String::from_utf8(pieces.concat()).unwrap()
    }

    pub async fn unpin(&self, file: &Attachment) {
        self.0.delete(&root(file)).await.unwrap();
    }
}

pub fn root(file: &Attachment) -> Cid {
    file.cid.parse().unwrap()
}

/// Until our own copy is gone.
pub async fn until_gone(own: &LocalBackend, file: &Attachment) {
    while own.has(&root(file)).await.unwrap() {
        tokio::time::sleep(LOOK).await;
    }
}

/// A node that can be stopped and started at one address.
pub struct Restartable {
    dir: tempfile::TempDir,
    pub url: String,
    port: u16,
}

impl Restartable {
    /// One that is not running.
    pub fn stopped() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let first = Peer::ipfs_at(dir.path(), 0);
        let (url, port) = (first.url.clone(), first.port());
        first.kill();
        Self { dir, url, port }
    }

    pub fn start(&self) -> Peer {
        let dir: &Path = self.dir.path();
        // A node that was killed leaves its lock.
        let _ = std::fs::remove_dir_all(dir.join("repo/repo.lock"));
        Peer::ipfs_at(dir, self.port)
    }
}
