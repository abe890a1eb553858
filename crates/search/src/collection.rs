//! One tantivy index: opening, checking, writing and reading it. Which documents live in it and
//! how they are searched is said elsewhere.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
    TantivyError, Term,
};

use crate::analysis;
use crate::error::{Error, Result};
use crate::schema::{self, Fields};

/// Memory in which a writer for batches gathers documents before it writes a segment: the least
/// that tantivy accepts. It is taken while a batch is written, not while the server idles.
const BATCH_MEMORY_BYTES: usize = 15_000_000;
/// The same for each thread of a rebuild, where larger segments spare merges.
const REBUILD_MEMORY_BYTES: usize = 30_000_000;
/// Threads of a rebuild's writer; where there are fewer cores, so many.
const REBUILD_THREADS: usize = 2;
/// Stored documents that are compressed together: larger blocks are smaller on disk, and slower
/// to show a document of.
const STORED_BLOCK_BYTES: usize = 64 * 1024;
/// How hard stored documents are compressed. Level 19 would gain four in a hundred and take four
/// times as long.
const STORED_COMPRESSION_LEVEL: i32 = 12;
/// Decompressed blocks of stored documents kept per segment.
const STORED_BLOCKS_CACHED: usize = 4;
/// Up to this size every byte of an index is checked on opening; a larger one only by its
/// structure, because reading it all would delay the start and fill the memory.
const CHECKSUM_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// One step of a batch.
pub(crate) enum Operation {
    Put {
        id: Vec<u8>,
        document: TantivyDocument,
    },
    Delete {
        id: Vec<u8>,
    },
}

/// What a writer is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WriterSize {
    /// Some documents now and then.
    Batch,
    /// All documents there are.
    Rebuild,
}

/// What a commit carries beside its documents, so that both reach the disk together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The place in the caller's change log up to which changes are in the index.
    #[serde(default)]
    pub(crate) position: Option<u64>,
    /// Where the change log ended when the rebuild of this generation began.
    #[serde(default)]
    pub(crate) start: Option<u64>,
    /// How far a rebuild has come with this collection.
    #[serde(default)]
    pub(crate) cursor: Option<String>,
    /// Whether a rebuild has come to the end of this collection.
    #[serde(default)]
    pub(crate) scanned: bool,
}

/// One index of documents of one kind.
pub(crate) struct Collection {
    index: Index,
    reader: IndexReader,
    pub(crate) fields: Fields,
    /// Made by the first batch: a server that only reads needs neither its memory nor its lock.
    writer: Mutex<Slot>,
    /// What the last commit carried.
    mark: Mutex<Mark>,
}

/// The place of a writer.
#[derive(Default)]
struct Slot {
    writer: Option<IndexWriter>,
    /// Counts writers: what one has taken up and not committed goes with it.
    number: u64,
}

impl Collection {
    pub(crate) fn in_memory() -> Result<Self> {
        let (schema, fields) = schema::build();
        let index = Index::builder()
            .schema(schema)
            .settings(settings())
            .tokenizers(analysis::tokenizers())
            .create_in_ram()?;
        Self::new(index, fields)
    }

    /// Creates an empty index in a directory, which must be empty or missing.
    pub(crate) fn create(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        let (schema, fields) = schema::build();
        let index = Index::builder()
            .schema(schema)
            .settings(settings())
            .tokenizers(analysis::tokenizers())
            .create_in_dir(dir)?;
        Self::new(index, fields)
    }

    /// Opens an existing index and checks it.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        let (schema, fields) = schema::build();
        let mut index = Index::open_in_dir(dir)?;
        index.set_tokenizers(analysis::tokenizers());
        if index.schema() != schema {
            return Err(corrupted("it has another schema"));
        }
        if size_bytes(dir)? <= CHECKSUM_LIMIT_BYTES && !index.validate_checksum()?.is_empty() {
            return Err(corrupted("a checksum does not match"));
        }
        Self::new(index, fields)
    }

    fn new(index: Index, fields: Fields) -> Result<Self> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORED_BLOCKS_CACHED)
            .try_into()?;
        let mark = match index.load_metas()?.payload {
            Some(payload) => serde_json::from_str(&payload)
                .map_err(|_| corrupted("the mark of its last commit is not readable"))?,
            None => Mark::default(),
        };
        Ok(Self {
            index,
            reader,
            fields,
            writer: Mutex::default(),
            mark: Mutex::new(mark),
        })
    }

    /// A view of the last batch, which later batches do not change.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// What the last commit carried.
    pub(crate) fn mark(&self) -> Mark {
        locked(&self.mark).clone()
    }

    /// Writes the operations in one commit, together with the mark that `mark` makes of the
    /// last one, and makes them searchable.
    ///
    /// After a failure the writer is thrown away, which forgets what was not committed.
    pub(crate) fn apply(
        &self,
        operations: Vec<Operation>,
        mark: impl FnOnce(Mark) -> Mark,
    ) -> Result<()> {
        let mut slot = locked(&self.writer);
        // Taken out, so that an error or panic below leaves no half-written batch behind.
        let mut writer = self.take_writer(&mut slot, WriterSize::Batch)?;
        self.write(&mut writer, operations)?;
        self.commit_of(&mut writer, mark)?;
        slot.writer = Some(writer);
        self.reader.reload()?;
        Ok(())
    }

    /// Takes the operations up, to be written by the next commit, or sooner when they are many.
    /// Tells the number of the writer that holds them.
    pub(crate) fn add(&self, operations: Vec<Operation>, size: WriterSize) -> Result<u64> {
        let mut slot = locked(&self.writer);
        let mut writer = self.take_writer(&mut slot, size)?;
        self.write(&mut writer, operations)?;
        slot.writer = Some(writer);
        Ok(slot.number)
    }

    /// Commits what was added to the writer of this number. False when it is gone, and what it
    /// had taken up and not committed with it.
    pub(crate) fn commit(&self, number: u64, mark: impl FnOnce(Mark) -> Mark) -> Result<bool> {
        let mut slot = locked(&self.writer);
        if slot.number != number {
            return Ok(false);
        }
        let Some(mut writer) = slot.writer.take() else {
            return Ok(false);
        };
        self.commit_of(&mut writer, mark)?;
        slot.writer = Some(writer);
        self.reader.reload()?;
        Ok(true)
    }

    /// Removes every document and the mark.
    pub(crate) fn clear(&self) -> Result<()> {
        let mut slot = locked(&self.writer);
        let mut writer = self.take_writer(&mut slot, WriterSize::Batch)?;
        writer.delete_all_documents()?;
        writer.commit()?;
        *locked(&self.mark) = Mark::default();
        slot.writer = Some(writer);
        self.reader.reload()?;
        Ok(())
    }

    /// Gives the writer's memory and lock back, when its merges are done. What was not
    /// committed is forgotten.
    pub(crate) fn close_writer(&self) {
        let writer = locked(&self.writer).writer.take();
        if let Some(writer) = writer
            && let Err(error) = writer.wait_merging_threads()
        {
            tracing::warn!(%error, "a merge of the search index has failed");
        }
    }

    /// Makes one segment of what many documents at once were written to, and closes the writer.
    /// Every segment has a dictionary of its own, and each word is looked up in each of them.
    pub(crate) fn close_merged(&self) -> Result<()> {
        let mut slot = locked(&self.writer);
        if let Some(writer) = slot.writer.take() {
            writer.wait_merging_threads()?;
        }
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            let mut writer = self.take_writer(&mut slot, WriterSize::Batch)?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.merge(&segments).wait()?;
            writer.garbage_collect_files().wait()?;
            writer.wait_merging_threads()?;
        }
        self.reader.reload()?;
        Ok(())
    }

    fn commit_of(&self, writer: &mut IndexWriter, mark: impl FnOnce(Mark) -> Mark) -> Result<()> {
        let mark = mark(self.mark());
        let payload = serde_json::to_string(&mark)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        *locked(&self.mark) = mark;
        Ok(())
    }

    fn write(&self, writer: &mut IndexWriter, operations: Vec<Operation>) -> Result<()> {
        for operation in operations {
            match operation {
                Operation::Put { id, document } => {
                    writer.delete_term(Term::from_field_bytes(self.fields.id, &id));
                    writer.add_document(document)?;
                }
                Operation::Delete { id } => {
                    writer.delete_term(Term::from_field_bytes(self.fields.id, &id));
                }
            }
        }
        Ok(())
    }

    fn take_writer(&self, slot: &mut Slot, size: WriterSize) -> Result<IndexWriter> {
        if let Some(writer) = slot.writer.take() {
            return Ok(writer);
        }
        slot.number += 1;
        let (threads, memory) = match size {
            WriterSize::Batch => (1, BATCH_MEMORY_BYTES),
            WriterSize::Rebuild => (cores().min(REBUILD_THREADS), REBUILD_MEMORY_BYTES),
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .memory_budget_per_thread(memory)
            .build();
        Ok(self.index.writer_with_options(options)?)
    }
}

/// The most memory that writers of one collection gather documents in.
pub(crate) const WRITER_MEMORY_BYTES: usize = REBUILD_THREADS * REBUILD_MEMORY_BYTES;
/// The most memory that one segment keeps of documents it has shown.
pub(crate) const SEGMENT_CACHE_BYTES: usize = STORED_BLOCKS_CACHED * STORED_BLOCK_BYTES;

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn settings() -> IndexSettings {
    IndexSettings {
        // One thread fewer per batch; documents are small.
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORED_BLOCK_BYTES,
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(STORED_COMPRESSION_LEVEL),
        }),
        ..IndexSettings::default()
    }
}

fn corrupted(why: &str) -> Error {
    Error::Engine(tantivy::TantivyError::DataCorruption(
        tantivy::error::DataCorruption::comment_only(why),
    ))
}

fn size_bytes(dir: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let entry = entry.map_err(Error::io(dir))?;
        total += entry.metadata().map_err(Error::io(dir))?.len();
    }
    Ok(total)
}
