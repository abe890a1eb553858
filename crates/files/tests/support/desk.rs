//! Where uploads of a test come from.

use bytes::Bytes;
use frontdesk_files::{AllowedTypes, Profile, Staged, Staging, UploadRules};
use tempfile::TempDir;

/// A staging directory that lives as long as the test.
pub struct Desk {
    dir: TempDir,
    staging: Staging,
}

impl Desk {
    pub async fn new(profile: Profile) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::open(dir.path(), profile).await.unwrap();
        Self { dir, staging }
    }

    pub async fn stage(&self, bytes: &[u8]) -> Staged {
        let rules = UploadRules {
            max_bytes: 100_000_000,
            allowed: AllowedTypes::default(),
            ..UploadRules::default()
        };
        let mut upload = self.staging.begin(rules).await.unwrap();
        upload.write(Bytes::copy_from_slice(bytes)).await.unwrap();
        upload.finish("a", None).await.unwrap()
    }

    pub fn staged_files(&self) -> usize {
        std::fs::read_dir(self.dir.path()).unwrap().count()
    }
}

/// A file of `len` bytes and five.
pub fn pdf(len: usize) -> Vec<u8> {
    let tail = (0..len).map(|i| ((i * 31 + 7) % 251) as u8);
    b"%PDF-".iter().copied().chain(tail).collect()
}

/// The same with bytes that no other `seed` gives.
#[allow(dead_code, reason = "not every test needs it")]
pub fn pdf_of(seed: u64, len: usize) -> Vec<u8> {
    let mut bytes = pdf(len);
    let mark = format!("%PDF-1.7 {seed:020}");
    let len = bytes.len().min(mark.len());
    bytes[..len].copy_from_slice(&mark.as_bytes()[..len]);
    bytes
}
