//! However large a file is, storing and reading it takes the same memory, in every backend. A test
//! process of its own, so that nothing else is measured.

#[path = "support/desk.rs"]
#[expect(dead_code, reason = "this test needs little of it")]
mod desk;
#[expect(
    dead_code,
    unused_macros,
    unused_imports,
    reason = "this test needs little of it"
)]
mod suite;

use bytes::Bytes;
use frontdesk_files::{AllowedTypes, PROFILE, Staged, Staging, UploadRules, is_intact};
use futures_util::TryStreamExt as _;
use suite::Subject;

const PIECE: usize = 64 * 1024;
/// 96 MiB.
const PIECES: u64 = 1_536;
/// Far below the file, and above what one part of an upload to S3 takes on its way.
const MOST: u64 = 40 << 20;

#[tokio::test]
async fn memory_does_not_grow_with_the_file() {
    let subjects = [
        Subject::embedded().await,
        Subject::s3().await,
        Subject::js_ipfs().await,
    ];
    for subject in subjects.into_iter().flatten() {
        let dir = tempfile::tempdir().unwrap();
        let staged = stage(&dir, subject.seed).await;
        let root = staged.cid;
        forget_peak();
        let before = peak_bytes();
        subject.backend.put(staged).await.unwrap();
        assert!(is_intact(&*subject.backend, &root, PROFILE).await.unwrap());
        // A reader that stops after a piece is not read ahead for.
        let mut stream = subject
            .backend
            .read(&root, 0..PIECES * PIECE as u64)
            .await
            .unwrap();
        stream.try_next().await.unwrap().unwrap();
        assert!(subject.backend.has(&root).await.unwrap());
        let grown = peak_bytes().saturating_sub(before);
        assert!(grown < MOST, "{grown} bytes more were resident");
        subject.backend.delete(&root).await.unwrap();
    }
}

async fn stage(dir: &tempfile::TempDir, seed: u64) -> Staged {
    let staging = Staging::open(dir.path(), PROFILE).await.unwrap();
    let rules = UploadRules {
        max_bytes: 1 << 30,
        allowed: AllowedTypes::default(),
        ..UploadRules::default()
    };
    let mut upload = staging.begin(rules).await.unwrap();
    for piece in 0..PIECES {
        let line = format!("{seed:020} {piece:042}\n");
        let bytes = Bytes::from(line.repeat(PIECE / line.len()));
        upload.write(bytes).await.unwrap();
    }
    upload.finish("large.txt", None).await.unwrap()
}

/// Begins a new peak (proc(5), `clear_refs`).
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// `VmHWM` of proc(5), which is in KiB.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.unwrap().trim().strip_suffix("kB").unwrap().trim();
    kib.parse::<u64>().unwrap() * 1024
}
