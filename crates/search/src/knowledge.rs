//! What the desk tells the index besides documents: synonyms, and what others searched for with
//! success. It lives in memory only; its owner is the caller, who gives it again at each start
//! and after each change.

use std::sync::{Arc, PoisonError, RwLock};

use crate::analysis;
use crate::index::SearchIndex;
use crate::synonyms::Synonyms;

/// How many past queries are kept: the most frequent ones.
pub const MAX_POPULAR: usize = 10_000;

/// Shared by every search, replaced as a whole.
#[derive(Default)]
pub(crate) struct Knowledge {
    synonyms: RwLock<Arc<Synonyms>>,
    popular: RwLock<Arc<Vec<PopularQuery>>>,
}

/// A query that found something before.
pub(crate) struct PopularQuery {
    /// As it is shown.
    pub(crate) text: String,
    /// Its words, in lower case and without diacritics.
    pub(crate) words: Vec<String>,
}

impl Knowledge {
    pub(crate) fn synonyms(&self) -> Arc<Synonyms> {
        get(&self.synonyms)
    }

    /// The past queries, most frequent first.
    pub(crate) fn popular(&self) -> Arc<Vec<PopularQuery>> {
        get(&self.popular)
    }
}

impl SearchIndex {
    /// Replaces the synonyms; searches that begin afterwards use them.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        set(&self.knowledge.synonyms, synonyms);
    }

    /// Replaces the past queries that completions are taken from: each with how often it was
    /// asked. A reader is only shown those whose words all stand in articles that this reader
    /// may see; still, give no query that could name a person.
    pub fn set_popular(&self, mut queries: Vec<(String, u32)>) {
        queries.sort_by(|(left, left_count), (right, right_count)| {
            right_count.cmp(left_count).then_with(|| left.cmp(right))
        });
        queries.truncate(MAX_POPULAR);
        let popular = queries
            .into_iter()
            .map(|(text, _)| PopularQuery {
                words: analysis::words_of(&text),
                text,
            })
            .filter(|query| !query.words.is_empty())
            .collect();
        set(&self.knowledge.popular, popular);
    }
}

fn get<T>(slot: &RwLock<Arc<T>>) -> Arc<T> {
    slot.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn set<T>(slot: &RwLock<Arc<T>>, value: T) {
    *slot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(value);
}
