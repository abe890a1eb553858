//! The vectors that are kept on disk beside the index, each under the key of its text, so that
//! nothing is embedded twice: not after a restart, nor after a rebuild of the index.
//!
//! Derived data: a file that is damaged, of another model or held by another process costs the
//! time to embed again, never a wrong answer.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontdesk_embedding::CompactVector;

use super::chunks::ChunkKey;

/// The first bytes of the file, before the model's fingerprint.
const MAGIC: &[u8] = b"frontdesk vectors 1\n";
/// A key, a vector, and a checksum of both.
const RECORD_BYTES: usize = size_of::<ChunkKey>() + CompactVector::BYTES + 4;
/// The file is written anew when it holds this many vectors that no article has any more,
/// besides as many as are needed.
const MAX_UNUSED: usize = 4_096;

/// Vectors by the key of their text.
pub(crate) struct Kept {
    vectors: HashMap<ChunkKey, Arc<CompactVector>>,
    /// None in memory, or when the file cannot be used.
    file: Option<KeptFile>,
}

struct KeptFile {
    path: PathBuf,
    header: Vec<u8>,
    /// Open for appending, and locked.
    file: File,
}

impl Kept {
    pub(crate) fn in_memory() -> Self {
        Self {
            vectors: HashMap::new(),
            file: None,
        }
    }

    /// The vectors that a model with this fingerprint left in the file; none if another one did.
    pub(crate) fn open(path: &Path, fingerprint: &str) -> Self {
        let header = [MAGIC, fingerprint.as_bytes(), b"\n"].concat();
        match KeptFile::open(path, header) {
            Ok((file, vectors)) => Self {
                vectors,
                file: Some(file),
            },
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "the vectors of articles cannot be kept; they are computed anew after each start");
                Self::in_memory()
            }
        }
    }

    pub(crate) fn get(&self, key: &ChunkKey) -> Option<Arc<CompactVector>> {
        self.vectors.get(key).cloned()
    }

    /// Keeps a vector. If the disk refuses, it is kept in memory.
    pub(crate) fn put(&mut self, key: ChunkKey, vector: Arc<CompactVector>) {
        if let Some(file) = &mut self.file
            && let Err(error) = file.file.write_all(&record(&key, &vector))
        {
            tracing::warn!(%error, path = %file.path.display(), "the vectors of articles cannot be kept");
            self.file = None;
        }
        self.vectors.insert(key, vector);
    }

    /// Forgets vectors that are not in use, once there are many of them.
    pub(crate) fn tidy(&mut self, used: &HashSet<ChunkKey>) {
        if self.vectors.len() <= 2 * used.len() + MAX_UNUSED {
            return;
        }
        self.vectors.retain(|key, _| used.contains(key));
        if let Some(file) = &mut self.file
            && let Err(error) = file.rewrite(&self.vectors)
        {
            tracing::warn!(%error, path = %file.path.display(), "the vectors of articles cannot be kept");
            self.file = None;
        }
    }
}

impl KeptFile {
    fn open(
        path: &Path,
        header: Vec<u8>,
    ) -> io::Result<(Self, HashMap<ChunkKey, Arc<CompactVector>>)> {
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)?;
        file.try_lock()?;
        let mut reader = BufReader::new(&file);
        let mut found = vec![0; header.len()];
        let is_ours = reader.read_exact(&mut found).is_ok() && found == header;
        let vectors = if is_ours {
            read_records(&mut reader)?
        } else {
            HashMap::new()
        };
        if is_ours {
            // Behind the last whole record stands what a crash left.
            let whole = header.len() + vectors.len() * RECORD_BYTES;
            file.set_len(whole as u64)?;
        } else {
            file.set_len(0)?;
            file.write_all(&header)?;
        }
        file.seek(io::SeekFrom::End(0))?;
        let kept = Self {
            path: path.to_owned(),
            header,
            file,
        };
        Ok((kept, vectors))
    }

    /// Replaces the file by one with exactly these vectors.
    fn rewrite(&mut self, vectors: &HashMap<ChunkKey, Arc<CompactVector>>) -> io::Result<()> {
        let scratch = self.path.with_extension("new");
        let mut file = File::create(&scratch)?;
        file.try_lock()?;
        let mut content = self.header.clone();
        for (key, vector) in vectors {
            content.extend(record(key, vector));
        }
        file.write_all(&content)?;
        file.sync_all()?;
        fs::rename(&scratch, &self.path)?;
        self.file = file;
        Ok(())
    }
}

fn record(key: &ChunkKey, vector: &CompactVector) -> Vec<u8> {
    let mut record = Vec::with_capacity(RECORD_BYTES);
    record.extend(key);
    record.extend(vector.to_bytes());
    let checksum = crc32fast::hash(&record);
    record.extend(checksum.to_le_bytes());
    record
}

/// The records up to the first that is not whole. A key stands in one record only.
fn read_records(reader: &mut impl Read) -> io::Result<HashMap<ChunkKey, Arc<CompactVector>>> {
    let mut vectors = HashMap::new();
    let mut bytes = [0; RECORD_BYTES];
    loop {
        match reader.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error),
        }
        let Some((key, vector)) = parsed(&bytes) else {
            break;
        };
        if vectors.insert(key, Arc::new(vector)).is_some() {
            break;
        }
    }
    Ok(vectors)
}

fn parsed(record: &[u8; RECORD_BYTES]) -> Option<(ChunkKey, CompactVector)> {
    let (content, checksum) = record.split_last_chunk::<4>()?;
    if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
        return None;
    }
    let (key, vector) = content.split_first_chunk::<16>()?;
    let vector = vector.first_chunk::<{ CompactVector::BYTES }>()?;
    Some((*key, CompactVector::from_bytes(vector)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantic::chunks::key;
    use frontdesk_embedding::{DIMENSIONS, Vector};

    fn vector(seed: usize) -> Arc<CompactVector> {
        let mut numbers = [0.0; DIMENSIONS];
        numbers[seed % DIMENSIONS] = 1.0;
        numbers[0] += 0.5;
        Arc::new(CompactVector::new(&Vector::normalised(numbers)))
    }

    fn filled(path: &Path, count: usize) -> Kept {
        let mut kept = Kept::open(path, "a");
        for seed in 0..count {
            kept.put(key(&seed.to_string()), vector(seed));
        }
        kept
    }

    #[test]
    fn vectors_are_there_after_a_restart_and_only_for_their_model() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("vectors");
        drop(filled(&path, 3));
        let kept = Kept::open(&path, "a");
        assert_eq!(kept.get(&key("2")), Some(vector(2)));
        assert_eq!(kept.get(&key("3")), None);
        drop(kept);
        assert_eq!(Kept::open(&path, "b").vectors.len(), 0);
        assert_eq!(Kept::open(&path, "a").vectors.len(), 0);
    }

    #[test]
    fn what_a_crash_cut_off_or_a_disk_changed_is_left_out() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("vectors");
        drop(filled(&path, 3));
        let whole = fs::read(&path).expect("read");
        fs::write(&path, &whole[..whole.len() - 5]).expect("written");
        let mut kept = Kept::open(&path, "a");
        assert_eq!(kept.vectors.len(), 2);
        kept.put(key("new"), vector(9));
        drop(kept);
        assert_eq!(Kept::open(&path, "a").vectors.len(), 3);

        let mut changed = whole;
        let place = changed.len() - RECORD_BYTES - 50;
        changed[place] ^= 1;
        fs::write(&path, &changed).expect("written");
        assert_eq!(Kept::open(&path, "a").vectors.len(), 1);
    }

    #[test]
    fn unused_vectors_are_forgotten_when_they_are_many() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("vectors");
        let mut kept = filled(&path, MAX_UNUSED + 3);
        let used = HashSet::from([key("0"), key("1")]);
        kept.tidy(&used);
        assert_eq!(kept.vectors.len(), MAX_UNUSED + 3);
        kept.tidy(&HashSet::from([key("0")]));
        assert_eq!(kept.vectors.len(), 1);
        kept.put(key("later"), vector(5));
        drop(kept);
        let kept = Kept::open(&path, "a");
        assert_eq!(kept.get(&key("0")), Some(vector(0)));
        assert_eq!(kept.get(&key("later")), Some(vector(5)));
        assert_eq!(kept.vectors.len(), 2);
    }

    #[test]
    fn a_file_that_another_process_has_open_is_left_alone() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("vectors");
        let first = filled(&path, 2);
        let mut second = Kept::open(&path, "b");
        second.put(key("x"), vector(1));
        drop(second);
        drop(first);
        assert_eq!(Kept::open(&path, "a").vectors.len(), 2);
    }
}
