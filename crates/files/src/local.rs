//! Files on this machine's disk: each stored once, whole and contiguous, so that a range is a seek.
//!
//! A file lies under `objects/<two characters>/<cid>`. It is written elsewhere, flushed, and only
//! then renamed into place, so that what is there is complete. The index of blocks is not here but
//! in the database, see [`Stored::blocks`].

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use crate::backend::{Backend, ByteStream, MAX_PIECE, Object, check_range};
use crate::error::{Error, IoContext, Result, blocking};
use crate::ingest::{Staged, Stored};

/// Files under one directory of the local disk.
#[derive(Debug, Clone)]
pub struct LocalBackend {
    objects: Arc<Path>,
}

impl LocalBackend {
    /// Opens the store under `dir`, making it if need be.
    ///
    /// # Errors
    /// [`Error::Io`] where the directory cannot be made.
    pub async fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        let dir = dir.into();
        let objects: Arc<Path> = dir.join("objects").into();
        let opened = Self {
            objects: objects.clone(),
        };
        blocking(move || {
            fs::create_dir_all(&objects).during("could not make", &objects)?;
            sync_dir(&dir)
        })
        .await?;
        Ok(opened)
    }

    /// Where a file lies. The two characters are the last but one and two: those in front are the
    /// same in every CID, and the last has fewer values.
    fn path_of(&self, root: &Cid) -> PathBuf {
        let name = root.to_string();
        let end = name.len() - 1;
        self.objects.join(&name[end - 2..end]).join(name)
    }
}

impl Backend for LocalBackend {
    fn put(&self, staged: Staged) -> BoxFuture<'_, Result<Stored>> {
        let path = self.path_of(&staged.cid);
        let objects = self.objects.clone();
        Box::pin(blocking(move || {
            let (stored, file) = staged.into_parts();
            let shard = path.parent().unwrap_or(&objects);
            file.as_file()
                .sync_all()
                .during("could not flush", file.path())?;
            make_dir(shard, &objects)?;
            // The same content again takes the place of the file that is there: that is as cheap,
            // heals a damaged one, and disturbs no reader.
            file.persist(&path)
                .map_err(|refused| refused.error)
                .during("could not move an upload to", &path)?;
            sync_dir(shard)?;
            Ok(stored)
        }))
    }

    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>> {
        Box::pin(async move {
            let path = self.path_of(root);
            let mut file = match tokio::fs::File::open(&path).await {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(Error::NotFound(*root));
                }
                opened => opened.during("could not open", &path)?,
            };
            let size = file.metadata().await.during("could not read", &path)?.len();
            check_range(&range, size)?;
            file.seek(io::SeekFrom::Start(range.start))
                .await
                .during("could not read", &path)?;
            Ok(pieces(file, range.end - range.start))
        })
    }

    fn size<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>> {
        Box::pin(async move {
            let path = self.path_of(root);
            match tokio::fs::metadata(&path).await {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                found => Ok(Some(found.during("could not read", &path)?.len())),
            }
        })
    }

    fn delete<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<()>> {
        let path = self.path_of(root);
        let objects = self.objects.clone();
        Box::pin(blocking(move || match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => {
                removed.during("could not remove", &path)?;
                sync_dir(path.parent().unwrap_or(&objects))
            }
        }))
    }

    fn list(&self) -> BoxStream<'_, Result<Object>> {
        let objects = self.objects.clone();
        // One directory at a time, of which there are at most 32 * 32.
        stream::once(blocking(move || directories(&objects)))
            .map_ok(|dirs| stream::iter(dirs).map(Ok))
            .try_flatten()
            .and_then(|dir| blocking(move || files(&dir)))
            .map_ok(|files| stream::iter(files).map(Ok))
            .try_flatten()
            .boxed()
    }

    fn health(&self) -> BoxFuture<'_, Result<String>> {
        let objects = self.objects.clone();
        Box::pin(blocking(move || {
            probe(&objects).during("could not write to", &objects)?;
            Ok(format!("files in {}", objects.display()))
        }))
    }
}

fn directories(objects: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(objects).during("could not read", objects)?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.during("could not read", objects)?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    Ok(found)
}

/// The files of one directory. What is removed meanwhile is passed over.
fn files(dir: &Path) -> Result<Vec<Object>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).during("could not read", dir)? {
        let entry = entry.during("could not read", dir)?;
        let name = entry.file_name();
        let Some(cid) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        match entry.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => {
                let metadata = read.during("could not read", &entry.path())?;
                found.push(Object {
                    cid,
                    size: metadata.len(),
                    since: changed(&metadata),
                });
            }
        }
    }
    Ok(found)
}

/// When a file was moved to where it lies. Its bytes are older: a rename does not touch the time
/// of their change, but that of the file's entry.
fn changed(metadata: &fs::Metadata) -> Option<SystemTime> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }
    #[cfg(not(unix))]
    metadata.modified().ok()
}

/// Streams the next `len` bytes of a file.
pub(crate) fn pieces(file: tokio::fs::File, len: u64) -> ByteStream {
    stream::try_unfold((file, len), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let mut piece = vec![0; left.min(MAX_PIECE as u64) as usize];
        file.read_exact(&mut piece).await?;
        let left = left - piece.len() as u64;
        Ok(Some((Bytes::from(piece), (file, left))))
    })
    .boxed()
}

/// Makes a directory of objects, and its entry durable.
fn make_dir(dir: &Path, parent: &Path) -> Result<()> {
    match fs::create_dir(dir) {
        // Whoever made it may not have flushed the entry yet.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(error).during("could not make", dir)
        }
        _ => sync_dir(parent),
    }
}

/// Makes the entries of a directory durable: renames, new and removed files.
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .during("could not flush", dir)
}

fn probe(dir: &Path) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix("probe-").tempfile_in(dir)?;
    file.write_all(b"probe")?;
    file.as_file().sync_all()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::TryStreamExt as _;
    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;
    use crate::dag::tests::sample;
    use crate::media::AllowedTypes;
    use crate::profile::PROFILE;
    use crate::staging::{Staging, UploadRules};

    struct Fixture {
        dir: TempDir,
        staging: Staging,
        backend: LocalBackend,
    }

    impl Fixture {
        async fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let staging = Staging::open(dir.path().join("staging"), PROFILE).await;
            let backend = LocalBackend::open(dir.path()).await;
            Self {
                staging: staging.unwrap(),
                backend: backend.unwrap(),
                dir,
            }
        }

        async fn stage(&self, bytes: &[u8]) -> Staged {
            let rules = UploadRules {
                max_bytes: 100_000_000,
                allowed: AllowedTypes::default(),
                ..UploadRules::default()
            };
            let mut upload = self.staging.begin(rules).await.unwrap();
            upload.write(Bytes::copy_from_slice(bytes)).await.unwrap();
            upload.finish("a.pdf", None).await.unwrap()
        }

        async fn put(&self, bytes: &[u8]) -> Cid {
            let staged = self.stage(bytes).await;
            self.backend.put(staged).await.unwrap().cid
        }

        async fn read(&self, root: &Cid, range: Range<u64>) -> Vec<u8> {
            let stream = self.backend.read(root, range).await.unwrap();
            let pieces: Vec<Bytes> = stream.try_collect().await.unwrap();
            assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
            pieces.concat()
        }

        fn objects(&self) -> Vec<PathBuf> {
            let shards = fs::read_dir(self.dir.path().join("objects")).unwrap();
            shards
                .flat_map(|shard| fs::read_dir(shard.unwrap().path()).unwrap())
                .map(|entry| entry.unwrap().path())
                .collect()
        }
    }

    fn pdf(len: usize) -> Vec<u8> {
        [b"%PDF-".as_slice(), &sample(len)].concat()
    }

    #[tokio::test]
    async fn a_stored_file_reads_back_and_leaves_staging_empty() {
        let fixture = Fixture::new().await;
        let bytes = pdf(300_000);
        let root = fixture.put(&bytes).await;
        assert_eq!(fixture.read(&root, 0..bytes.len() as u64).await, bytes);
        assert_eq!(fixture.backend.size(&root).await.unwrap(), Some(300_005));
        assert!(fixture.backend.has(&root).await.unwrap());
        let staging = fs::read_dir(fixture.dir.path().join("staging")).unwrap();
        assert_eq!(staging.count(), 0);
    }

    #[tokio::test]
    async fn the_same_content_twice_is_stored_once() {
        let fixture = Fixture::new().await;
        let bytes = pdf(1000);
        let (first, second) = (fixture.put(&bytes).await, fixture.put(&bytes).await);
        assert_eq!(first, second);
        assert_eq!(fixture.objects().len(), 1);
        assert_eq!(fixture.read(&first, 0..1005).await, bytes);
    }

    #[tokio::test]
    async fn the_same_content_at_the_same_time_is_stored_once() {
        let fixture = Fixture::new().await;
        let bytes = pdf(200_000);
        let staged = [fixture.stage(&bytes).await, fixture.stage(&bytes).await];
        let puts = staged.map(|staged| fixture.backend.put(staged));
        let roots = futures_util::future::try_join_all(puts).await.unwrap();
        assert_eq!(roots[0].cid, roots[1].cid);
        assert_eq!(fixture.objects().len(), 1);
    }

    #[tokio::test]
    async fn a_reader_keeps_its_file_while_it_is_put_again_or_deleted() {
        let fixture = Fixture::new().await;
        let bytes = pdf(500_000);
        let root = fixture.put(&bytes).await;
        let stream = fixture.backend.read(&root, 0..500_005).await.unwrap();
        fixture.put(&bytes).await;
        fixture.backend.delete(&root).await.unwrap();
        let pieces: Vec<Bytes> = stream.try_collect().await.unwrap();
        assert_eq!(pieces.concat(), bytes);
    }

    #[tokio::test]
    async fn putting_a_damaged_file_again_heals_it() {
        let fixture = Fixture::new().await;
        let bytes = pdf(1000);
        let root = fixture.put(&bytes).await;
        fs::write(&fixture.objects()[0], b"damaged").unwrap();
        fixture.put(&bytes).await;
        assert_eq!(fixture.read(&root, 0..1005).await, bytes);
    }

    #[tokio::test]
    async fn a_file_cut_short_while_it_is_read_ends_the_stream_with_an_error() {
        let fixture = Fixture::new().await;
        let root = fixture.put(&pdf(300_000)).await;
        let stream = fixture.backend.read(&root, 0..300_005).await.unwrap();
        let file = File::options().write(true).open(&fixture.objects()[0]);
        file.unwrap().set_len(100_000).unwrap();
        let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn deleting_is_idempotent_and_the_file_is_gone() {
        let fixture = Fixture::new().await;
        let root = fixture.put(&pdf(10)).await;
        fixture.backend.delete(&root).await.unwrap();
        fixture.backend.delete(&root).await.unwrap();
        assert!(!fixture.backend.has(&root).await.unwrap());
        let error = fixture.backend.read(&root, 0..1).await.err().unwrap();
        assert!(matches!(error, Error::NotFound(cid) if cid == root));
    }

    #[tokio::test]
    async fn a_range_outside_of_the_file_is_an_error() {
        let fixture = Fixture::new().await;
        let root = fixture.put(&pdf(5)).await;
        assert!(fixture.read(&root, 10..10).await.is_empty());
        #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
        for range in [0..11, 11..11, 5..4] {
            let error = fixture.backend.read(&root, range).await.err().unwrap();
            assert!(matches!(error, Error::OutOfRange { size: 10, .. }));
        }
    }

    #[tokio::test]
    async fn health_tells_whether_the_directory_can_be_written() {
        let fixture = Fixture::new().await;
        let said = fixture.backend.health().await.unwrap();
        assert!(said.starts_with("files in "), "{said}");
        assert!(fixture.objects().is_empty());
        fs::remove_dir(fixture.dir.path().join("objects")).unwrap();
        let error = fixture.backend.health().await.unwrap_err();
        assert!(matches!(error, Error::Io { .. }));
    }

    #[test]
    fn any_range_reads_back_the_slice() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let bytes = pdf(1_200_000);
        let (fixture, root) = runtime.block_on(async {
            let fixture = Fixture::new().await;
            let root = fixture.put(&bytes).await;
            (fixture, root)
        });
        let runtime = Mutex::new(runtime);
        proptest!(ProptestConfig::with_cases(64), |(
            a in 0..=bytes.len(),
            b in 0..=bytes.len(),
        )| {
            let range = a.min(b)..a.max(b);
            let asked = range.start as u64..range.end as u64;
            let read = runtime.lock().unwrap().block_on(fixture.read(&root, asked));
            prop_assert!(read == bytes[range]);
        });
    }
}
