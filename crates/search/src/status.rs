//! What an operator sees of the index, and what comparing it with its source needs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::collection::{Collection, SEGMENT_CACHE_BYTES, WRITER_MEMORY_BYTES};
use crate::document::Kind;
use crate::error::Result;
use crate::generation::{self, Generation};
use crate::index::SearchIndex;
use crate::keys;
use crate::schema;

/// How the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It has everything up to its position.
    Complete,
    /// It has never been complete: what is found grows with the rebuild.
    Incomplete,
    /// Damage was found: it answers what it can, and has to be rebuilt.
    Damaged,
}

impl State {
    /// `complete`, `incomplete` or `damaged`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Damaged => "damaged",
        }
    }
}

/// The index at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// How it is.
    pub state: State,
    /// The number of the generation that answers; higher after each rebuild.
    pub generation: u64,
    /// As [`SearchIndex::position`].
    pub position: Option<u64>,
    /// Each kind, in the order of [`Kind::ALL`].
    pub kinds: Vec<KindStatus>,
    /// A rebuild that is under way or was broken off, if it isn't of this generation.
    pub rebuild: Option<RebuildStatus>,
    /// Whether a rebuild is under way.
    pub is_rebuilding: bool,
    /// The most memory that writers and caches take, in bytes; files are mapped beside it.
    pub memory_limit_bytes: usize,
}

impl Status {
    /// Bytes on disk.
    pub fn bytes(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.bytes).sum()
    }
}

/// One kind of document in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindStatus {
    /// Which.
    pub kind: Kind,
    /// Documents that can be found.
    pub documents: u64,
    /// Parts that each search looks into.
    pub segments: usize,
    /// Bytes on disk; 0 in memory.
    pub bytes: u64,
}

/// A generation that doesn't serve yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuildStatus {
    /// Its number.
    pub generation: u64,
    /// Bytes on disk so far.
    pub bytes: u64,
}

impl SearchIndex {
    /// How the index is at this moment.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) if its directory cannot be read.
    pub fn status(&self) -> Result<Status> {
        let serving = self.serving();
        let kinds: Vec<KindStatus> = Kind::ALL
            .into_iter()
            .map(|kind| kind_status(&serving, kind))
            .collect::<Result<_>>()?;
        let segments: usize = kinds.iter().map(|kind| kind.segments).sum();
        Ok(Status {
            state: match (serving.is_damaged(), serving.is_complete()) {
                (true, _) => State::Damaged,
                (false, true) => State::Complete,
                (false, false) => State::Incomplete,
            },
            generation: serving.number,
            position: serving.position(),
            rebuild: match self.root() {
                Some(root) => rebuild_status(root, serving.number)?,
                None => None,
            },
            is_rebuilding: self.rebuilding.load(Ordering::Acquire),
            memory_limit_bytes: Kind::ALL.len() * WRITER_MEMORY_BYTES
                + segments * SEGMENT_CACHE_BYTES,
            kinds,
        })
    }

    /// How many documents of this kind there are.
    pub fn count(&self, kind: Kind) -> u64 {
        self.serving().collection(kind).searcher().num_docs()
    }

    /// Ids and fingerprints ([`Document::fingerprint`](crate::Document::fingerprint)) of this
    /// kind, in the order of ids, beginning behind `after`. UUIDs are in their own order, which
    /// is that of their text; other ids come before them.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn ids(&self, kind: Kind, after: Option<&str>, limit: usize) -> Result<Vec<(String, u64)>> {
        let serving = self.serving();
        self.guarded(&serving, || ids(serving.collection(kind), after, limit))
    }

    /// The fingerprint of one document; none if it isn't in the index.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn fingerprint(&self, kind: Kind, id: &str) -> Result<Option<u64>> {
        let serving = self.serving();
        self.guarded(&serving, || {
            let collection = serving.collection(kind);
            let key = keys::of_id(id);
            for segment in collection.searcher().segment_readers() {
                if let Some(found) = living(collection, segment, &key)? {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
    }
}

fn kind_status(generation: &Generation, kind: Kind) -> Result<KindStatus> {
    let searcher = generation.collection(kind).searcher();
    Ok(KindStatus {
        kind,
        documents: searcher.num_docs(),
        segments: searcher.segment_readers().len(),
        bytes: generation.bytes(kind)?,
    })
}

fn rebuild_status(root: &Path, serving: u64) -> Result<Option<RebuildStatus>> {
    let latest = generation::numbers(root)?.last().copied();
    let Some(number) = latest.filter(|number| *number > serving) else {
        return Ok(None);
    };
    Ok(Some(RebuildStatus {
        generation: number,
        bytes: generation::bytes_of(root, number)?,
    }))
}

fn ids(collection: &Collection, after: Option<&str>, limit: usize) -> Result<Vec<(String, u64)>> {
    let after = after.map(keys::of_id);
    let mut found: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for segment in collection.searcher().segment_readers() {
        let inverted = segment.inverted_index(collection.fields.id)?;
        let range = inverted.terms().range();
        let range = match &after {
            Some(after) => range.gt(after),
            None => range,
        };
        let mut keys = range.into_stream()?;
        let mut taken = 0;
        while taken < limit && keys.advance() {
            if let Some(fingerprint) = living(collection, segment, keys.key())? {
                found.insert(keys.key().to_vec(), fingerprint);
                taken += 1;
            }
        }
    }
    let first = found.into_iter().take(limit);
    Ok(first
        .map(|(key, found)| (keys::to_id(&key), found))
        .collect())
}

/// The fingerprint of the living document with this key in the segment.
fn living(collection: &Collection, segment: &SegmentReader, key: &[u8]) -> Result<Option<u64>> {
    let field = collection.fields.id;
    let inverted = segment.inverted_index(field)?;
    let term = Term::from_field_bytes(field, key);
    let Some(mut documents) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(None);
    };
    let fingerprints = segment.fast_fields().u64(schema::FINGERPRINT)?;
    while documents.doc() != TERMINATED {
        if !segment.is_deleted(documents.doc()) {
            return Ok(fingerprints.first(documents.doc()));
        }
        documents.advance();
    }
    Ok(None)
}
