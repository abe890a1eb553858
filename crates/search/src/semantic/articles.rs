//! The meanings of the articles that are in the index, by the fingerprint of their content: an
//! article that changes has none until it is embedded again.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};

use frontdesk_embedding::{CompactVector, MAX_TOKENS, Probe};
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher, SegmentReader, TantivyDocument};

use super::chunks::{self, ChunkKey};
use super::{Meanings, locked};
use crate::error::Result;
use crate::schema::{self, Fields};
use crate::search::stored_text;

/// The share of the best piece in an article's likeness; the rest is that of its centre. The
/// best piece finds the answer in a long article; the centre tells articles apart that have
/// similar pieces. Of the tried shares the figures were best from .3 to .5; 1 alone
/// cost a twentieth of the right first hits.
const BEST_PIECE: f32 = 0.4;

/// What is known of the meanings of articles.
#[derive(Default)]
pub(crate) struct Articles {
    known: RwLock<HashMap<u64, Arc<Meaning>>>,
}

/// The meaning of an article.
struct Meaning {
    keys: Vec<ChunkKey>,
    pieces: Vec<Arc<CompactVector>>,
    centre: CompactVector,
}

impl Meaning {
    fn new(keys: Vec<ChunkKey>, pieces: Vec<Arc<CompactVector>>) -> Self {
        let centre = CompactVector::centre(pieces.iter().map(|piece| &**piece));
        Self {
            keys,
            pieces,
            centre,
        }
    }

    /// How like its meaning is to another, from 0 to 1.
    fn likeness(&self, probe: &Probe) -> f32 {
        let best = self
            .pieces
            .iter()
            .map(|piece| piece.cosine(probe))
            .fold(0.0, f32::max);
        BEST_PIECE * best + (1.0 - BEST_PIECE) * self.centre.cosine(probe).max(0.0)
    }
}

impl Articles {
    pub(crate) fn len(&self) -> usize {
        self.read().len()
    }

    /// The likeness of every known article, by the fingerprint of its content.
    pub(crate) fn likenesses(&self, probe: &Probe) -> HashMap<u64, f32> {
        let known = self.read();
        known
            .iter()
            .map(|(fingerprint, meaning)| (*fingerprint, meaning.likeness(probe)))
            .collect()
    }

    fn contains(&self, fingerprint: u64) -> bool {
        self.read().contains_key(&fingerprint)
    }

    fn insert(&self, fingerprint: u64, meaning: Meaning) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(fingerprint, Arc::new(meaning));
    }

    /// Forgets all but these, and returns the keys of what is left.
    fn retain(&self, fingerprints: &HashSet<u64>) -> HashSet<ChunkKey> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|fingerprint, _| fingerprints.contains(fingerprint));
        known
            .values()
            .flat_map(|meaning| meaning.keys.iter().copied())
            .collect()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<u64, Arc<Meaning>>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Meanings {
    /// Embeds the articles in this view of the index that are not known yet, and forgets those
    /// that are not in it. Stops, with the rest undone, when `goes_on` says no.
    pub(crate) fn embed_missing(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<usize> {
        let mut present = HashSet::new();
        let mut embedded = 0;
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let fingerprints = fingerprints(segment)?;
            for doc in segment.doc_ids_alive() {
                let Some(fingerprint) = fingerprints.first(doc) else {
                    continue;
                };
                present.insert(fingerprint);
                if self.articles.contains(fingerprint) {
                    continue;
                }
                let article: TantivyDocument = searcher.doc(DocAddress::new(ordinal, doc))?;
                let title = stored_text(&article, fields.title);
                let body = stored_text(&article, fields.body);
                let Some(meaning) = self.meaning(title, body, goes_on) else {
                    return Ok(embedded);
                };
                self.articles.insert(fingerprint, meaning);
                embedded += 1;
            }
        }
        let used = self.articles.retain(&present);
        // An index that is being rebuilt is empty at first; its vectors will be needed again.
        if !used.is_empty() {
            locked(&self.kept).tidy(&used);
        }
        Ok(embedded)
    }

    fn meaning(&self, title: &str, body: &str, goes_on: &dyn Fn() -> bool) -> Option<Meaning> {
        let chunks = chunks::chunks(title, body);
        let mut keys = Vec::with_capacity(chunks.len());
        let mut pieces = Vec::with_capacity(chunks.len());
        for chunk in &chunks {
            if !goes_on() {
                return None;
            }
            let key = chunks::key(chunk);
            pieces.push(self.piece(chunk, &key));
            keys.push(key);
        }
        Some(Meaning::new(keys, pieces))
    }

    fn piece(&self, text: &str, key: &ChunkKey) -> Arc<CompactVector> {
        if let Some(vector) = locked(&self.kept).get(key) {
            return vector;
        }
        // Not under the lock: it takes long.
        let vector = self.model.embed_beginning(text, MAX_TOKENS);
        let vector = Arc::new(CompactVector::new(&vector));
        self.computed.fetch_add(1, Ordering::Relaxed);
        locked(&self.kept).put(*key, vector.clone());
        vector
    }
}

/// The column that tells the content of each article of a segment.
pub(super) fn fingerprints(segment: &SegmentReader) -> tantivy::Result<Column<u64>> {
    segment.fast_fields().u64(schema::FINGERPRINT)
}
