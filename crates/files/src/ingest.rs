//! One upload: takes its bytes as they arrive, and writes, hashes, counts and sniffs them in one
//! pass. Memory stays the same whatever the file's size.
//!
//! What comes out is [`Staged`]; a [`Backend`](crate::Backend) makes it durable.

use std::io::{self, Read, Seek, Write as _};
use std::path::Path;

use bytes::Bytes;
use cid::Cid;
use tempfile::NamedTempFile;

use crate::dag::{Block, Dag, DagBuilder};
use crate::error::{Error, IoContext, Result, blocking};
use crate::media::MediaType;
use crate::names::clean_name;
use crate::profile::Profile;
use crate::seal::{FileKey, Opened, Sealer};
use crate::sniff::{Content, Sniffer};
use crate::staging::{UploadRules, new_file};
use crate::structure::{ImageSize, inspect, write_without_metadata};

/// Bytes collected before they are hashed and written on a blocking thread: about a millisecond of
/// work, so that changing threads costs little beside it.
const BATCH: usize = 256 * 1024;

/// An upload that is coming in. Dropping it removes what was written.
pub struct Ingest {
    /// Gone once the upload has ended, and while a blocking thread has it.
    worker: Option<Worker>,
    batch: Vec<u8>,
    size: u64,
    profile: Profile,
    rules: UploadRules,
}

/// The part of an upload that is moved to a blocking thread and back.
struct Worker {
    kept: Kept,
    sniffer: Sniffer,
}

impl Worker {
    fn absorb(&mut self, bytes: &[u8]) -> Result<()> {
        self.kept
            .push(bytes)
            .during("could not write", self.kept.file.path())?;
        self.sniffer.push(bytes);
        Ok(())
    }

    fn finish(self) -> Result<(Whole, Content)> {
        Ok((self.kept.finish()?, self.sniffer.finish()))
    }
}

/// A file that is being written, in the form in which it will be kept.
struct Kept {
    file: NamedTempFile,
    dag: DagBuilder,
    sealer: Option<Sealer>,
}

/// A file that is written.
struct Whole {
    file: NamedTempFile,
    dag: Dag,
    seal: Option<Seal>,
}

impl Kept {
    fn new(file: NamedTempFile, profile: Profile, seal: bool) -> Result<Self> {
        let sealer = seal.then(Sealer::new).transpose();
        Ok(Self {
            sealer: sealer.during("no key could be made for", file.path())?,
            file,
            dag: DagBuilder::new(profile),
        })
    }

    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Self { file, dag, sealer } = self;
        let mut keep = keeper(file, dag);
        match sealer {
            Some(sealer) => sealer.push(bytes, &mut keep),
            None => keep(bytes),
        }
    }

    fn finish(self) -> Result<Whole> {
        let Self {
            mut file,
            mut dag,
            sealer,
        } = self;
        let sealed = sealer
            .map(|sealer| sealer.finish(&mut keeper(&mut file, &mut dag)))
            .transpose();
        let sealed = sealed.during("could not write", file.path())?;
        Ok(Whole {
            dag: dag.finish(),
            seal: sealed.map(|(key, plain_size)| Seal { key, plain_size }),
            file,
        })
    }
}

/// Writes and hashes bytes as they are kept.
fn keeper<'f>(
    file: &'f mut NamedTempFile,
    dag: &'f mut DagBuilder,
) -> impl FnMut(&[u8]) -> io::Result<()> + 'f {
    move |bytes| {
        file.write_all(bytes)?;
        dag.push(bytes);
        Ok(())
    }
}

impl Ingest {
    pub(crate) fn new(file: NamedTempFile, profile: Profile, rules: UploadRules) -> Result<Self> {
        Ok(Self {
            worker: Some(Worker {
                kept: Kept::new(file, profile, rules.seal)?,
                sniffer: Sniffer::new(),
            }),
            batch: Vec::new(),
            size: 0,
            profile,
            rules,
        })
    }

    /// Bytes taken so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes the file's next bytes. A `write` that is cancelled, like one that fails, ends the
    /// upload: its bytes are removed.
    ///
    /// # Errors
    /// [`Error::TooLarge`] as soon as the limit is passed; [`Error::Io`] where the disk refuses;
    /// [`Error::Ended`] after either.
    pub async fn write(&mut self, chunk: Bytes) -> Result<()> {
        if self.worker.is_none() {
            return Err(Error::Ended);
        }
        self.size += chunk.len() as u64;
        if self.size > self.rules.max_bytes {
            self.worker = None;
            return Err(Error::TooLarge {
                limit: self.rules.max_bytes,
            });
        }
        let mut rest = chunk.as_ref();
        while !rest.is_empty() {
            let room = BATCH - self.batch.len();
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.batch.extend_from_slice(now);
            rest = later;
            if self.batch.len() == BATCH {
                self.absorb_batch().await?;
            }
        }
        Ok(())
    }

    /// Ends the file and decides its type from its bytes. `name` is the client's file name, which is
    /// cleaned; `declared` the media type that the client stated, if any.
    ///
    /// # Errors
    /// [`Error::Refused`] if the type is not allowed, the name or the declaration belies it, the
    /// file is damaged or something else as well, or the image is too large;
    /// [`Error::Io`], [`Error::Ended`]. Nothing is kept then.
    pub async fn finish(mut self, name: &str, declared: Option<&str>) -> Result<Staged> {
        let mut worker = self.worker.take().ok_or(Error::Ended)?;
        let batch = std::mem::take(&mut self.batch);
        let (whole, content) = blocking(move || {
            worker.absorb(&batch)?;
            worker.finish()
        })
        .await?;
        let name = clean_name(name);
        let media_type = self.rules.allowed.judge(content, &name, declared)?;
        let (profile, rules) = (self.profile, self.rules);
        let (whole, image) = blocking(move || settle(whole, media_type, profile, &rules)).await?;
        let Whole { file, dag, seal } = whole;
        Ok(Staged {
            stored: Stored {
                cid: dag.root,
                size: dag.size,
                media_type,
                name,
                profile: profile.name,
                image,
                blocks: dag.blocks,
                seal,
            },
            file,
        })
    }

    async fn absorb_batch(&mut self) -> Result<()> {
        let mut worker = self.worker.take().ok_or(Error::Ended)?;
        let mut batch = std::mem::take(&mut self.batch);
        let (worker, batch) = blocking(move || {
            worker.absorb(&batch)?;
            batch.clear();
            Ok((worker, batch))
        })
        .await?;
        self.worker = Some(worker);
        self.batch = batch;
        Ok(())
    }
}

/// Looks through a complete file, and writes it anew where metadata is to be left out.
fn settle(
    whole: Whole,
    media_type: MediaType,
    profile: Profile,
    rules: &UploadRules,
) -> Result<(Whole, Option<ImageSize>)> {
    let path = whole.file.path();
    let original = whole.file.reopen().during("could not read", path)?;
    let opened = match &whole.seal {
        Some(seal) => {
            let opened = Opened::new(&original, &seal.key, seal.plain_size);
            settle_as(
                opened.during("could not read", path)?,
                path,
                media_type,
                profile,
                rules,
            )
        }
        None => settle_as(&original, path, media_type, profile, rules),
    };
    let (rewritten, image) = opened?;
    Ok((rewritten.unwrap_or(whole), image))
}

/// The same of a file whose plain bytes can be read; nothing is written anew where nothing is left
/// out.
fn settle_as(
    mut plain: impl Read + Seek,
    path: &Path,
    media_type: MediaType,
    profile: Profile,
    rules: &UploadRules,
) -> Result<(Option<Whole>, Option<ImageSize>)> {
    let found = inspect(&mut plain, media_type, rules.images, rules.metadata)
        .during("could not read", path)??;
    if found.kept.is_empty() {
        return Ok((None, found.size));
    }
    let dir = path.parent().unwrap_or(Path::new("."));
    let file = new_file(dir).during("could not make a file in", dir)?;
    // What was sealed is not sealed again under the same key, but under a new one.
    let mut clean = Kept::new(file, profile, rules.seal)?;
    write_without_metadata(&mut plain, &found.kept, |bytes| clean.push(bytes))
        .during("could not write", path)?;
    Ok((Some(clean.finish()?), found.size))
}

/// A complete, accepted upload that is not durable yet. Dropping it removes its bytes.
#[derive(Debug)]
pub struct Staged {
    stored: Stored,
    file: NamedTempFile,
}

/// What there is to record of a file: once a backend has put it, this is durable.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The root of the file's DAG.
    pub cid: Cid,
    /// Bytes as they are kept; of a sealed file, of its ciphertext.
    pub size: u64,
    /// The type that its plain bytes have.
    pub media_type: MediaType,
    /// The cleaned file name.
    pub name: String,
    /// The [`Profile`](crate::Profile) under which the CID holds.
    pub profile: &'static str,
    /// Of an image.
    pub image: Option<ImageSize>,
    /// Every block once, children before parents: leaves as ranges of the file, nodes inline.
    pub blocks: Vec<Block>,
    /// Of a sealed file.
    pub seal: Option<Seal>,
}

impl Stored {
    /// Bytes of the file as people know it.
    pub fn plain_size(&self) -> u64 {
        self.seal.as_ref().map_or(self.size, |seal| seal.plain_size)
    }
}

/// What opens a sealed file. Without it, the file is gone.
#[derive(Debug, Clone)]
pub struct Seal {
    /// The file's own key.
    pub key: FileKey,
    /// Bytes of the file before it was sealed.
    pub plain_size: u64,
}

/// What will be recorded: [`Stored`]'s fields can be read before the file is put.
impl std::ops::Deref for Staged {
    type Target = Stored;

    fn deref(&self) -> &Stored {
        &self.stored
    }
}

impl Staged {
    /// The complete file, readable until this value is dropped or put.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    pub(crate) fn new(stored: Stored, file: NamedTempFile) -> Self {
        Self { stored, file }
    }

    pub(crate) fn into_parts(self) -> (Stored, NamedTempFile) {
        (self.stored, self.file)
    }

    /// Opens the file anew, with a position of its own.
    pub(crate) fn reopen(&self) -> io::Result<tokio::fs::File> {
        self.file.reopen().map(tokio::fs::File::from_std)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use proptest::prelude::*;

    use super::*;
    use crate::dag::tests::sample;
    use crate::media::AllowedTypes;
    use crate::profile::PROFILE;
    use crate::refusal::Refusal;
    use crate::staging::Staging;

    fn rules(max_bytes: u64) -> UploadRules {
        UploadRules {
            max_bytes,
            allowed: AllowedTypes::default(),
            ..UploadRules::default()
        }
    }

    async fn begin(dir: &Path, max_bytes: u64) -> Ingest {
        let staging = Staging::open(dir, PROFILE).await.unwrap();
        staging.begin(rules(max_bytes)).await.unwrap()
    }

    fn files_in(dir: &Path) -> usize {
        std::fs::read_dir(dir).unwrap().count()
    }

    /// Text of any length.
    fn words(len: usize) -> Vec<u8> {
        sample(len)
            .into_iter()
            .map(|byte| b'a' + byte % 26)
            .collect()
    }

    #[tokio::test]
    async fn an_upload_is_staged_with_its_cid_size_type_name_and_blocks() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 10_000_000).await;
        let bytes = words(2_500_000);
        for chunk in bytes.chunks(70_000) {
            upload.write(Bytes::copy_from_slice(chunk)).await.unwrap();
        }
        let staged = upload
            .finish("../log.txt", Some("text/plain"))
            .await
            .unwrap();

        let mut expected = DagBuilder::new(PROFILE);
        expected.push(&bytes);
        let expected = expected.finish();
        assert_eq!(staged.cid, expected.root);
        assert_eq!(staged.blocks, expected.blocks);
        assert_eq!(staged.size, 2_500_000);
        assert_eq!(staged.media_type, MediaType::PlainText);
        assert_eq!(staged.name, "log.txt");
        assert_eq!(staged.profile, "unixfs-v1-2025");
        assert_eq!(std::fs::read(staged.path()).unwrap(), bytes);
    }

    #[tokio::test]
    async fn a_sealed_upload_is_never_plain_on_the_disk_and_is_addressed_by_its_ciphertext() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::open(dir.path(), PROFILE).await.unwrap();
        let rules = UploadRules {
            seal: true,
            ..rules(10_000_000)
        };
        let mut upload = staging.begin(rules).await.unwrap();
        let bytes = words(1_500_000);
        for chunk in bytes.chunks(70_000) {
            upload.write(Bytes::copy_from_slice(chunk)).await.unwrap();
            for entry in std::fs::read_dir(dir.path()).unwrap() {
                let there = std::fs::read(entry.unwrap().path()).unwrap();
                assert!(!there.windows(26).any(|part| part == &bytes[..26]));
            }
        }
        let staged = upload.finish("log.txt", Some("text/plain")).await.unwrap();

        let sealed = std::fs::read(staged.path()).unwrap();
        let mut expected = DagBuilder::new(PROFILE);
        expected.push(&sealed);
        assert_eq!(staged.cid, expected.finish().root);
        assert_eq!(staged.size, sealed.len() as u64);
        assert_eq!(staged.size, crate::seal::sealed_len(1_500_000));
        assert_eq!(staged.plain_size(), 1_500_000);
        assert_eq!(staged.media_type, MediaType::PlainText);
        let seal = staged.seal.as_ref().unwrap();
        let opened = Opened::new(io::Cursor::new(sealed), &seal.key, seal.plain_size);
        let mut plain = Vec::new();
        opened.unwrap().read_to_end(&mut plain).unwrap();
        assert_eq!(plain, bytes);
    }

    #[tokio::test]
    async fn metadata_is_taken_out_of_a_sealed_image_before_it_is_sealed() {
        use crate::structure::tests::jpeg_with_metadata;
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::open(dir.path(), PROFILE).await.unwrap();
        let rules = UploadRules {
            seal: true,
            ..rules(10_000_000)
        };
        let mut upload = staging.begin(rules).await.unwrap();
        upload.write(jpeg_with_metadata(1).into()).await.unwrap();
        let staged = upload.finish("a.jpg", None).await.unwrap();

        let seal = staged.seal.clone().unwrap();
        let file = std::fs::File::open(staged.path()).unwrap();
        let mut plain = Vec::new();
        let opened = Opened::new(file, &seal.key, seal.plain_size);
        opened.unwrap().read_to_end(&mut plain).unwrap();
        assert!(plain.starts_with(&[0xFF, 0xD8]));
        assert!(plain.len() < jpeg_with_metadata(1).len());
        assert!(!plain.windows(4).any(|part| part == b"Exif"));
        assert!(staged.image.is_some());
    }

    #[tokio::test]
    async fn a_file_of_exactly_the_limit_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 5).await;
        upload.write(Bytes::from_static(b"12345")).await.unwrap();
        assert_eq!(upload.finish("a.txt", None).await.unwrap().size, 5);
    }

    #[tokio::test]
    async fn one_byte_over_the_limit_ends_the_upload_and_nothing_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 5).await;
        upload.write(Bytes::from_static(b"12345")).await.unwrap();
        let error = upload.write(Bytes::from_static(b"6")).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { limit: 5 }));
        assert_eq!(files_in(dir.path()), 0);
        let error = upload.write(Bytes::from_static(b"7")).await.unwrap_err();
        assert!(matches!(error, Error::Ended));
        let error = upload.finish("a.txt", None).await.unwrap_err();
        assert!(matches!(error, Error::Ended));
    }

    #[tokio::test]
    async fn a_refused_type_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 100).await;
        upload.write(Bytes::from_static(b"%PDF-1.7")).await.unwrap();
        let error = upload.finish("x.png", Some("image/png")).await.unwrap_err();
        assert!(matches!(error, Error::Refused(Refusal::NameLies { .. })));
        assert_eq!(files_in(dir.path()), 0);
    }

    #[tokio::test]
    async fn dropping_an_upload_or_a_staged_file_removes_its_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 1_000_000).await;
        upload.write(words(600_000).into()).await.unwrap();
        assert_eq!(files_in(dir.path()), 1);
        drop(upload);
        assert_eq!(files_in(dir.path()), 0);

        let staged = begin(dir.path(), 10)
            .await
            .finish("empty.txt", None)
            .await
            .unwrap();
        assert_eq!(files_in(dir.path()), 1);
        drop(staged);
        assert_eq!(files_in(dir.path()), 0);
    }

    #[tokio::test]
    async fn a_cancelled_write_ends_the_upload() {
        let dir = tempfile::tempdir().unwrap();
        let mut upload = begin(dir.path(), 10_000_000).await;
        let mut write = Box::pin(upload.write(words(9_000_000).into()));
        // The first poll hands a batch to a blocking thread and waits for it.
        assert!((&mut write).now_or_never().is_none());
        drop(write);
        let error = upload.write(Bytes::from_static(b"x")).await.unwrap_err();
        assert!(matches!(error, Error::Ended));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_split_of_the_same_bytes_gives_the_same_file(
            len in 0usize..1_500_000,
            sizes in prop::collection::vec(1usize..400_000, 1..8),
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let dir = tempfile::tempdir().unwrap();
                let bytes = Bytes::from(words(len));
                let mut upload = begin(dir.path(), 10_000_000).await;
                let mut rest = bytes.clone();
                for size in sizes.iter().cycle() {
                    if rest.is_empty() {
                        break;
                    }
                    let chunk = rest.split_to((*size).min(rest.len()));
                    upload.write(chunk).await.unwrap();
                }
                let staged = upload.finish("a.txt", None).await.unwrap();
                let mut whole = DagBuilder::new(PROFILE);
                whole.push(&bytes);
                assert_eq!(staged.cid, whole.finish().root);
                assert_eq!(std::fs::read(staged.path()).unwrap(), bytes);
            });
        }
    }
}
