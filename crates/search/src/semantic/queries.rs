//! The vectors of queries that were asked lately: a page asks the same for its hits and its
//! suggestions, and many people ask the same.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use frontdesk_embedding::{Model, Probe};

use super::locked;

/// How many are remembered, about 1 KB each.
const MAX_REMEMBERED: usize = 256;
/// How much of a query is understood, about 45 words: it bounds the time that a query takes.
const MAX_QUERY_TOKENS: usize = 64;

/// Queries of late, the last one first.
#[derive(Default)]
pub(crate) struct Queries {
    asked: Mutex<VecDeque<(String, Arc<Probe>)>>,
}

impl Queries {
    /// The query, ready to be compared.
    pub(crate) fn probe(&self, model: &Model, text: &str) -> Arc<Probe> {
        if let Some(probe) = self.remembered(text) {
            return probe;
        }
        let probe = Arc::new(Probe::new(&model.embed_beginning(text, MAX_QUERY_TOKENS)));
        let mut asked = locked(&self.asked);
        asked.push_front((text.to_owned(), probe.clone()));
        asked.truncate(MAX_REMEMBERED);
        probe
    }

    fn remembered(&self, text: &str) -> Option<Arc<Probe>> {
        let mut asked = locked(&self.asked);
        let place = asked.iter().position(|(known, _)| known == text)?;
        let found = asked.remove(place)?;
        let probe = found.1.clone();
        asked.push_front(found);
        Some(probe)
    }
}
