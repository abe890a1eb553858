//! `/metrics` in the text format of Prometheus. Counters and histograms are
//! recorded where things happen; here are their buckets, and what is looked at
//! when somebody asks: the outbox, the database's size, the process itself.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use frontdesk_desk::Desk;
use frontdesk_files::BreakerState;
use frontdesk_store::Store;
use metrics::{Unit, describe_gauge, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::config::{Config, Secret};

/// From what a chat message takes to what nobody waits for, in seconds.
const SECONDS: &[f64] = &[
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// Messages of one commit.
const MESSAGES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
/// How often what was recorded is folded into the histograms.
const UPKEEP: Duration = Duration::from_secs(5);
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Starts to record. To be called once, before anything is counted.
pub fn start() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_batch_messages".to_owned()), MESSAGES)?
        .install_recorder()?;
    describe();
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    Ok(handle)
}

fn describe() {
    describe_gauge!(
        "frontdesk_outbox_ready",
        "Jobs that wait, run or are to be retried"
    );
    describe_gauge!("frontdesk_outbox_dead", "Jobs that were given up");
    describe_gauge!(
        "frontdesk_ipfs_breaker",
        "The breaker before the IPFS node: 0 closed, 1 half-open, 2 open"
    );
    describe_gauge!(
        "frontdesk_ipfs_files",
        "Files of the IPFS node: waiting, pinned, leaving, lost"
    );
    describe_gauge!(
        "frontdesk_database_bytes",
        Unit::Bytes,
        "Size of the SQLite file and its log"
    );
    describe_gauge!(
        "process_resident_memory_bytes",
        Unit::Bytes,
        "Resident memory of the process"
    );
    describe_gauge!("process_open_fds", "Open files and sockets of the process");
    gauge!("frontdesk_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
}

#[derive(Clone)]
struct Metrics {
    handle: PrometheusHandle,
    store: Store,
    desk: Desk,
    database_file: Option<Arc<PathBuf>>,
    token: Option<Arc<Secret>>,
}

/// The route `/metrics`.
pub fn routes(handle: PrometheusHandle, store: Store, desk: Desk, config: &Config) -> Router {
    Router::new()
        .route("/metrics", get(show))
        .with_state(Metrics {
            handle,
            store,
            desk,
            database_file: config.storage.database_file().map(Arc::new),
            token: config.telemetry.metrics_token.clone().map(Arc::new),
        })
}

async fn show(State(metrics): State<Metrics>, headers: HeaderMap) -> Response {
    if let Some(token) = &metrics.token
        && !is_bearer(&headers, token)
    {
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
        let text = "send METRICS_TOKEN as a bearer token\n";
        return (StatusCode::UNAUTHORIZED, challenge, text).into_response();
    }
    metrics.look().await;
    (
        [(header::CONTENT_TYPE, CONTENT_TYPE)],
        metrics.handle.render(),
    )
        .into_response()
}

/// Compares in a time that doesn't depend on where the two differ.
fn is_bearer(headers: &HeaderMap, token: &Secret) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
        .is_some_and(|given| {
            aws_lc_rs::constant_time::verify_slices_are_equal(given, token.0.as_bytes()).is_ok()
        })
}

impl Metrics {
    /// Looks at what has no event of its own.
    async fn look(&self) {
        match self.store.outbox_depth().await {
            Ok(depth) => {
                gauge!("frontdesk_outbox_ready").set(depth.ready as f64);
                gauge!("frontdesk_outbox_dead").set(depth.dead as f64);
            }
            Err(error) => tracing::warn!(%error, "the outbox could not be counted"),
        }
        self.look_at_node().await;
        let file = self.database_file.clone();
        let looked = tokio::task::spawn_blocking(move || {
            if let Some(file) = file {
                gauge!("frontdesk_database_bytes").set(database_bytes(&file) as f64);
            }
            look_at_process();
        });
        if let Err(error) = looked.await {
            tracing::warn!(%error, "the process could not be looked at");
        }
    }
}

impl Metrics {
    async fn look_at_node(&self) {
        match self.desk.node_status().await {
            Ok(None) => {}
            Ok(Some(node)) => {
                let breaker = match node.breaker {
                    BreakerState::Closed => 0.0,
                    BreakerState::HalfOpen => 1.0,
                    BreakerState::Open => 2.0,
                };
                gauge!("frontdesk_ipfs_breaker").set(breaker);
                let places = node.places;
                for (state, files) in [
                    ("waiting", places.waiting),
                    ("pinned", places.pinned),
                    ("leaving", places.leaving),
                    ("lost", places.lost),
                ] {
                    gauge!("frontdesk_ipfs_files", "state" => state).set(files as f64);
                }
            }
            Err(error) => tracing::warn!(%error, "the files of the IPFS node could not be counted"),
        }
    }
}

/// The database with its write-ahead log.
fn database_bytes(file: &std::path::Path) -> u64 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    [file.to_owned(), PathBuf::from(log)]
        .iter()
        .filter_map(|path| std::fs::metadata(path).ok())
        .map(|metadata| metadata.len())
        .sum()
}

/// What Linux tells of the process; other systems have no /proc.
fn look_at_process() {
    if let Some(bytes) = resident_bytes() {
        gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(open.count() as f64);
    }
}

/// `VmRSS` of proc(5), which is in KiB.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1_024)
}
