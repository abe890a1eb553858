//! Searching articles by what they mean, where there is a model: their pieces are embedded in
//! the background, and the likeness of their meaning to the query's is blended with what the
//! words say. Everything here is derived from the index; without a model nothing of it happens.

mod answer;
mod articles;
mod blend;
mod chunks;
mod embedder;
mod kept;
mod meant;
mod queries;
mod ranked;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use frontdesk_embedding::Model;

use crate::document::Kind;
use crate::error::Result;
use crate::index::SearchIndex;

pub(crate) use answer::Answer;
pub(crate) use blend::{Blend, Lexical};
pub use embedder::Embedder;
pub(crate) use meant::meant;
pub(crate) use ranked::RankedQuery;

use articles::Articles;
use embedder::Signal;
use kept::Kept;
use queries::Queries;

/// Where vectors are kept: beside the directories of the index's versions, so that they outlive
/// them.
const KEPT_FILE: &str = "vectors";

/// What an index knows of meanings: nothing, until it is given a model.
#[derive(Default)]
pub(crate) struct Semantic {
    meanings: RwLock<Option<Arc<Meanings>>>,
    /// Tells the embedder that articles have changed.
    signal: Arc<Signal>,
}

/// A model and what it made of the articles.
pub(crate) struct Meanings {
    model: Arc<Model>,
    articles: Articles,
    kept: Mutex<Kept>,
    queries: Queries,
    /// Texts of articles that went through the model.
    computed: AtomicUsize,
}

/// How far the articles' meanings are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningStatus {
    /// Tells the model from others.
    pub fingerprint: String,
    /// Articles that are found by their meaning. The others are found by their words alone,
    /// until the embedder has come to them.
    pub articles: usize,
    /// Texts that went through the model since it was given to the index. What is kept on disk
    /// doesn't go through it again.
    pub computed: usize,
}

impl SearchIndex {
    /// Searches articles by meaning, too, from now on. Those that this model embedded before
    /// are read from beside the index; [`Self::embed_missing`] or an [`Embedder`] adds the rest.
    pub fn use_model(&self, model: Arc<Model>) {
        let kept = match self.directory() {
            Some(directory) => Kept::open(&directory.join(KEPT_FILE), model.fingerprint()),
            None => Kept::in_memory(),
        };
        let meanings = Meanings {
            model,
            articles: Articles::default(),
            kept: Mutex::new(kept),
            queries: Queries::default(),
            computed: AtomicUsize::new(0),
        };
        *self.semantic.slot_mut() = Some(Arc::new(meanings));
        self.semantic.changed();
    }

    /// Embeds every article that has not been embedded since it changed, and forgets what is no
    /// longer there. Takes some hundredths of a second for each new paragraph, on the calling
    /// thread; searches go on meanwhile. Does nothing without a model. Returns how many articles
    /// became known.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn embed_missing(&self) -> Result<usize> {
        self.embed_while(&|| true)
    }

    /// How far the articles' meanings are known; none without a model.
    pub fn meaning_status(&self) -> Option<MeaningStatus> {
        let meanings = self.semantic.meanings()?;
        Some(MeaningStatus {
            fingerprint: meanings.model.fingerprint().to_owned(),
            articles: meanings.articles.len(),
            computed: meanings.computed.load(Ordering::Relaxed),
        })
    }

    /// As [`Self::embed_missing`], as long as `goes_on` says so before each paragraph.
    pub(crate) fn embed_while(&self, goes_on: &dyn Fn() -> bool) -> Result<usize> {
        let Some(meanings) = self.semantic.meanings() else {
            return Ok(0);
        };
        let serving = self.serving();
        let collection = serving.collection(Kind::Article);
        meanings.embed_missing(&collection.searcher(), &collection.fields, goes_on)
    }
}

impl Semantic {
    /// What is known, if there is a model.
    pub(crate) fn meanings(&self) -> Option<Arc<Meanings>> {
        self.meanings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Articles have changed.
    pub(crate) fn changed(&self) {
        self.signal.changed();
    }

    pub(crate) fn signal(&self) -> Arc<Signal> {
        self.signal.clone()
    }

    fn slot_mut(&self) -> std::sync::RwLockWriteGuard<'_, Option<Arc<Meanings>>> {
        self.meanings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
