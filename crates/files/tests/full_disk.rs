//! A disk that is full: what does not fit is refused and leaves nothing behind,
//! and what is there stays. On a small file system of its own, which only root
//! can mount.

use std::{fs, path::Path, process::Command};

use bytes::Bytes;
use frontdesk_files::{
    AllowedTypes, Backend as _, Error, LocalBackend, PROFILE, Result, Staged, Staging, UploadRules,
};
use futures_util::TryStreamExt as _;

/// Bytes of the whole file system.
const ROOM: usize = 4 * 1024 * 1024;

/// A file system that goes with this.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None, loudly, where it cannot be mounted.
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = format!("size={ROOM}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(dir.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(dir)),
            why => {
                eprintln!("SKIPPED: no small file system can be mounted here: {why:?}");
                None
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

async fn stage(staging: &Staging, bytes: usize, fill: u8) -> Result<Staged> {
    let rules = UploadRules {
        max_bytes: 1 << 30,
        allowed: AllowedTypes::default(),
        ..UploadRules::default()
    };
    let mut upload = staging.begin(rules).await?;
    for _ in 0..bytes / 1024 {
        upload.write(Bytes::from(vec![fill; 1024])).await?;
    }
    upload.finish("a.txt", None).await
}

fn count(dir: &Path) -> usize {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { count(&path) } else { 1 })
        .sum()
}

fn is_full(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull)
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_what_is_there_stays() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let staging = Staging::open(disk.0.path().join("staging"), PROFILE)
        .await
        .unwrap();
    let store = LocalBackend::open(disk.0.path()).await.unwrap();
    let first = stage(&staging, ROOM / 2, b'a').await.unwrap();
    let first = store.put(first).await.unwrap().cid;
    for _ in 0..3 {
        let error = stage(&staging, ROOM, b'b').await.unwrap_err();
        assert!(is_full(&error), "{error}");
    }
    assert_eq!(count(disk.0.path()), 1, "nothing is left behind");
    let size = (ROOM / 2) as u64;
    let read = store.read(&first, 0..size).await.unwrap();
    let bytes: Vec<Bytes> = read.try_collect().await.unwrap();
    assert!(bytes.iter().flatten().all(|byte| *byte == b'a'));
    assert_eq!(bytes.iter().map(Bytes::len).sum::<usize>(), ROOM / 2);
    // There is room again when something goes.
    store.delete(&first).await.unwrap();
    let second = stage(&staging, ROOM / 2 + 1024 * 1024, b'b').await.unwrap();
    store.put(second).await.unwrap();
    store.health().await.unwrap();
}
