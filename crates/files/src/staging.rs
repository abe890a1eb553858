//! The directory in which uploads wait until they are complete, and its tidiness.
//!
//! Every file there is locked by the process that writes it. A crash releases the lock, so that
//! the next start tells leftovers from the uploads of another process that is alive.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use crate::error::{IoContext, Result, blocking};
use crate::ingest::Ingest;
use crate::media::AllowedTypes;
use crate::pack::Pack;
use crate::profile::Profile;
use crate::structure::{ImageLimits, MetadataRule};

const PREFIX: &str = "upload-";

/// What an upload must keep to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRules {
    /// The most bytes that a file may have.
    pub max_bytes: u64,
    /// The types that it may have.
    pub allowed: AllowedTypes,
    /// How large an image may be.
    pub images: ImageLimits,
    /// What becomes of an image's metadata.
    pub metadata: MetadataRule,
    /// Whether the file is encrypted under a key of its own, before it gets its CID. Its plain
    /// bytes never reach the disk then.
    pub seal: bool,
}

impl Default for UploadRules {
    fn default() -> Self {
        Self {
            max_bytes: 10 * 1024 * 1024,
            allowed: AllowedTypes::default(),
            images: ImageLimits::default(),
            metadata: MetadataRule::default(),
            seal: false,
        }
    }
}

/// Where uploads are written while they come in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Staging {
    dir: Arc<Path>,
    profile: Profile,
}

impl Staging {
    /// Opens the directory, making it if need be, and removes what a crash left there. For a
    /// [`LocalBackend`](crate::LocalBackend) it must be on the same file system as the objects.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where the directory cannot be made or read.
    pub async fn open(dir: impl Into<PathBuf>, profile: Profile) -> Result<Self> {
        let dir: Arc<Path> = dir.into().into();
        let opened = Self {
            dir: dir.clone(),
            profile,
        };
        blocking(move || {
            fs::create_dir_all(&dir).during("could not make the staging directory", &dir)?;
            sweep(&dir).during("could not sweep the staging directory", &dir)
        })
        .await?;
        Ok(opened)
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where no file can be made.
    pub async fn begin(&self, rules: UploadRules) -> Result<Ingest> {
        Ingest::new(self.file().await?, self.profile, rules)
    }

    /// Begins a pack of blocks.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where no file can be made.
    pub async fn begin_pack(&self) -> Result<Pack> {
        Ok(Pack::new(self.file().await?, self.profile))
    }

    async fn file(&self) -> Result<NamedTempFile> {
        let dir = self.dir.clone();
        blocking(move || {
            new_file(&dir).during("could not make a file in the staging directory", &dir)
        })
        .await
    }
}

/// Makes a locked file. A sweep by another process may take it between the two steps; then the
/// next one is tried.
pub(crate) fn new_file(dir: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(dir)?;
        match file.as_file().try_lock() {
            Ok(()) if file.path().exists() => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn sweep(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        match remove_if_abandoned(&entry.path()) {
            Ok(true) => {
                tracing::info!(file = %entry.path().display(), "removed an upload that a crash left")
            }
            Ok(false) => {}
            // Another process swept it first.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn remove_if_abandoned(path: &Path) -> io::Result<bool> {
    let file = File::options().write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => fs::remove_file(path).map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::PROFILE;

    #[tokio::test]
    async fn opening_removes_what_a_crash_left_and_spares_uploads_that_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let leftover = dir.path().join("upload-crashed");
        let foreign = dir.path().join("notes.txt");
        fs::write(&leftover, b"half a file").unwrap();
        fs::write(&foreign, b"not ours").unwrap();
        let alive = new_file(dir.path()).unwrap();

        Staging::open(dir.path(), PROFILE).await.unwrap();

        assert!(!leftover.exists());
        assert!(foreign.exists());
        assert!(alive.path().exists());
    }

    #[tokio::test]
    async fn a_directory_that_cannot_be_made_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let blocked = dir.path().join("file");
        fs::write(&blocked, b"").unwrap();
        let error = Staging::open(blocked.join("staging"), PROFILE)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("file/staging"), "{error}");
    }
}
