//! Uploads that come in parts, over any number of requests and lives of the process: one growing
//! file each. How bytes are added to one is in [`append`]; who may, and what becomes of a file that
//! is whole, is not known here.
//!
//! The length of the file is how far the upload has come. What is told to anybody was flushed to
//! the disk before: at the end of each part, from time to time within one, and when a file is
//! opened again after a crash.
//!
//! A part that comes with a checksum counts only once that was verified. Until then a note beside
//! the file says where the part begins, so that after a crash its bytes are taken back.

mod append;
mod checksum;

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use append::{Append, Appended, BodyEnd};
pub use checksum::{Checksum, ChecksumAlgorithm};

use crate::backend::ByteStream;
use crate::error::{Error, IoContext, Result, blocking};
use crate::local::{pieces, sync_dir};

/// How the files end that hold an upload's bytes.
const PART: &str = ".part";
/// How the notes end that say from where on bytes are not verified.
const UNVERIFIED: &str = ".unverified";
/// Holds the name of this directory.
const NODE: &str = "node";

/// The directory of the uploads that are under way. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Partials {
    dir: Arc<Path>,
    node: Arc<str>,
}

impl Partials {
    /// Opens the directory, making it if need be. A new one is given the name `fresh`, which must
    /// be unique among all directories that one database knows.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be made or written.
    pub async fn open(dir: impl Into<PathBuf>, fresh: &str) -> Result<Self> {
        let dir: Arc<Path> = dir.into().into();
        let fresh = fresh.to_owned();
        blocking(move || {
            fs::create_dir_all(&dir).during("could not make", &dir)?;
            let node = name_of(&dir, &fresh).during("could not name", &dir)?;
            sync_dir(&dir)?;
            Ok(Self {
                node: node.into(),
                dir,
            })
        })
        .await
    }

    /// The directory's own name, the same at every start: it tells the copies of a server that
    /// share a database, but no disk, whose upload is whose.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Opens an upload's file for this caller alone, as long as what it gets lives. Bytes of a part
    /// that was never verified are taken back; what is left is on disk.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process has it; [`Error::Io`].
    pub async fn take(&self, id: &str) -> Result<Partial> {
        let paths = Paths::new(&self.dir, id);
        blocking(move || {
            let (file, len) = open(&paths)?;
            Ok(Partial {
                file: Some(file),
                paths,
                len,
            })
        })
        .await
    }

    /// How far an upload has come, on disk, whoever works at it meanwhile: 0 where there is none.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub async fn offset(&self, id: &str) -> Result<u64> {
        let paths = Paths::new(&self.dir, id);
        blocking(move || {
            let before = paths.unverified_from()?;
            let len = match File::open(&paths.part) {
                Ok(file) => {
                    let len = file.metadata().map(|facts| facts.len());
                    let len = len.during("could not read", &paths.part)?;
                    file.sync_data().during("could not flush", &paths.part)?;
                    len
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
                Err(error) => return Err(error).during("could not open", &paths.part),
            };
            // A part with a checksum may have begun or ended in between.
            let after = paths.unverified_from()?;
            Ok([before, after].into_iter().flatten().fold(len, u64::min))
        })
        .await
    }

    /// The ids of all uploads that have a file here.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub async fn ids(&self) -> Result<Vec<String>> {
        let dir = self.dir.clone();
        blocking(move || {
            let mut ids = Vec::new();
            for entry in fs::read_dir(&dir).during("could not list", &dir)? {
                let name = entry.during("could not list", &dir)?.file_name();
                if let Some(id) = name.to_str().and_then(|name| name.strip_suffix(PART)) {
                    ids.push(id.to_owned());
                }
            }
            Ok(ids)
        })
        .await
    }
}

/// Where the files of one upload are.
#[derive(Debug, Clone)]
struct Paths {
    dir: Arc<Path>,
    part: Arc<Path>,
    unverified: Arc<Path>,
}

impl Paths {
    fn new(dir: &Arc<Path>, id: &str) -> Self {
        Self {
            dir: dir.clone(),
            part: dir.join(format!("{id}{PART}")).into(),
            unverified: dir.join(format!("{id}{UNVERIFIED}")).into(),
        }
    }

    /// Notes, durably, that bytes from `start` on are not verified.
    fn note_unverified(&self, start: u64) -> Result<()> {
        let written = File::create(&self.unverified).and_then(|mut note| {
            note.write_all(start.to_string().as_bytes())?;
            note.sync_all()
        });
        written.during("could not write", &self.unverified)?;
        sync_dir(&self.dir)
    }

    /// Takes the note back, durably: otherwise a crash would take back bytes that were acknowledged.
    fn forget_unverified(&self) -> Result<()> {
        remove(&self.unverified)?;
        sync_dir(&self.dir)
    }

    /// From where on bytes are not verified, if a crash has left such bytes. A note that cannot be
    /// read was not written to its end, and no bytes come before that.
    fn unverified_from(&self) -> Result<Option<u64>> {
        match fs::read_to_string(&self.unverified) {
            Ok(text) => Ok(Some(text.parse().unwrap_or(u64::MAX))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).during("could not read", &self.unverified),
        }
    }
}

/// An upload's file, which nobody else has meanwhile.
#[derive(Debug)]
pub struct Partial {
    /// Away only while a blocking thread has it.
    file: Option<File>,
    paths: Paths,
    len: u64,
}

#[allow(clippy::len_without_is_empty, reason = "an upload's offset")]
impl Partial {
    /// Bytes that are on disk.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Streams the bytes that are there, from the first.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub async fn read(&self) -> Result<ByteStream> {
        let path = &self.paths.part;
        let file = tokio::fs::File::open(path).await;
        Ok(pieces(file.during("could not open", path)?, self.len))
    }

    /// Removes the file.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub async fn remove(self) -> Result<()> {
        // The file stays locked until it is gone.
        let Self { file, paths, .. } = self;
        blocking(move || {
            remove(&paths.unverified)?;
            remove(&paths.part)?;
            drop(file);
            sync_dir(&paths.dir)
        })
        .await
    }
}

/// Opens or makes the file, locks it, takes back what was not verified, and flushes the rest.
fn open(paths: &Paths) -> Result<(File, u64)> {
    let path = &*paths.part;
    let file = loop {
        let file = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .during("could not open", path)?;
        match file.try_lock() {
            // Whoever had it may have removed it before it was locked here.
            Ok(()) if path.exists() => break file,
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse),
            Err(TryLockError::Error(error)) => return Err(error).during("could not lock", path),
        }
    };
    let mut len = file.metadata().during("could not read", path)?.len();
    let unverified = paths.unverified_from()?;
    if let Some(start) = unverified
        && start < len
    {
        file.set_len(start).during("could not shorten", path)?;
        len = start;
    }
    file.sync_all().during("could not flush", path)?;
    if unverified.is_some() {
        paths.forget_unverified()?;
    } else {
        sync_dir(&paths.dir)?;
    }
    Ok((file, len))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.during("could not remove", path),
    }
}

/// The name that the directory has, or now gets: of several processes that start at once, all take
/// the name that the first has given.
fn name_of(dir: &Path, fresh: &str) -> io::Result<String> {
    let path = dir.join(NODE);
    if !path.exists() {
        let mut file = tempfile::NamedTempFile::new_in(dir)?;
        file.write_all(fresh.as_bytes())?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            Err(refused) if refused.error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(refused.error);
            }
            _ => {}
        }
    }
    fs::read_to_string(path)
}

#[cfg(test)]
mod tests;
