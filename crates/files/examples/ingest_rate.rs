//! How fast a file is taken in: chunked, hashed, sniffed, written and flushed, against the least that
//! a store must do with the same bytes (write, flush, one SHA-256), and against an IPFS node's `add`.
//!
//! ```text
//! cargo run --release -p frontdesk-files --example ingest_rate -- [--mb 100] [--rounds 7]
//!     [--dir DIR] [--node http://127.0.0.1:5001]
//! ```
//!
//! `node web/e2e/servers/ipfs/run.mjs` starts the node of the tests and prints its address.
//!
//! Rounds take turns, each with bytes of its own; medians are printed.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use frontdesk_files::{Backend as _, LocalBackend, PROFILE, Staging, UploadRules};
use sha2::{Digest as _, Sha256};

/// Bytes that come at a time, as from a socket.
const PIECE: usize = 64 * 1024;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Options {
    bytes: usize,
    rounds: usize,
    dir: PathBuf,
    node: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let dir = tempfile::tempdir_in(&options.dir)?;
    let staging = Staging::open(dir.path().join("staging"), PROFILE).await?;
    let backend = LocalBackend::open(dir.path()).await?;
    let (mut least, mut ours, mut node) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..options.rounds {
        let bytes = sample(options.bytes, round as u64);
        least.push(write_flush_hash(dir.path(), &bytes)?);
        ours.push(ingest(&staging, &backend, &bytes).await?);
        if let Some(url) = &options.node {
            node.push(add(url, &bytes).await?);
        }
    }
    let mut out = std::io::stdout().lock();
    let mb = options.bytes as f64 / 1e6;
    let (least, ours) = (median(least), median(ours));
    let mut line = |name: &str, seconds: f64| {
        writeln!(
            out,
            "{name:<28} {:>8.1} ms {:>9.0} MB/s",
            seconds * 1e3,
            mb / seconds
        )
    };
    line("write + flush + SHA-256", least)?;
    line("ingest", ours)?;
    if !node.is_empty() {
        let node = median(node);
        line("the node's add", node)?;
        writeln!(
            out,
            "ingest is {:.1} times as fast as the node",
            node / ours
        )?;
    }
    writeln!(
        out,
        "ingest reaches {:.0} % of the least",
        least / ours * 100.0
    )?;
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options {
        bytes: 100_000_000,
        rounds: 7,
        dir: std::env::temp_dir(),
        node: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or("each option takes a value")?;
        match name.as_str() {
            "--mb" => options.bytes = value.parse::<usize>()? * 1_000_000,
            "--rounds" => options.rounds = value.parse::<usize>()?.max(1),
            "--dir" => options.dir = value.into(),
            "--node" => options.node = Some(value),
            _ => return Err(format!("unknown option {name}").into()),
        }
    }
    Ok(options)
}

/// Bytes that do not compress or repeat, of an allowed type (xorshift64).
fn sample(len: usize, seed: u64) -> Bytes {
    let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bytes = Vec::with_capacity(len + 8);
    bytes.extend(b"%PDF-1.7");
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes.into()
}

fn write_flush_hash(dir: &Path, bytes: &[u8]) -> Result<Duration> {
    let begun = Instant::now();
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    let mut hash = Sha256::new();
    for piece in bytes.chunks(PIECE) {
        file.write_all(piece)?;
        hash.update(piece);
    }
    file.as_file().sync_all()?;
    std::hint::black_box(hash.finalize());
    Ok(begun.elapsed())
}

async fn ingest(staging: &Staging, backend: &LocalBackend, bytes: &Bytes) -> Result<Duration> {
    let begun = Instant::now();
    let rules = UploadRules {
        max_bytes: u64::MAX,
        ..UploadRules::default()
    };
    let mut upload = staging.begin(rules).await?;
    for at in (0..bytes.len()).step_by(PIECE) {
        let end = bytes.len().min(at + PIECE);
        upload.write(bytes.slice(at..end)).await?;
    }
    let staged = upload.finish("sample.pdf", None).await?;
    let stored = backend.put(staged).await?;
    let took = begun.elapsed();
    backend.delete(&stored.cid).await?;
    Ok(took)
}

/// The node is told to make the same DAG.
async fn add(url: &str, bytes: &Bytes) -> Result<Duration> {
    // js-ipfs wants to know of each part what it is.
    let part = reqwest::multipart::Part::stream(bytes.clone())
        .file_name("sample.pdf")
        .mime_str("application/octet-stream")?;
    let form = reqwest::multipart::Form::new().part("file", part);
    let query = "cid-version=1&raw-leaves=true&chunker=size-1048576&pin=true&quieter=true";
    let url = format!("{}/api/v0/add?{query}", url.trim_end_matches('/'));
    let begun = Instant::now();
    let answer = reqwest::Client::new()
        .post(url)
        .multipart(form)
        .send()
        .await?;
    answer.error_for_status()?.bytes().await?;
    Ok(begun.elapsed())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
