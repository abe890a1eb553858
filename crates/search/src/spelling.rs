//! The spelling dictionary: which words a reader's documents hold, which are close to a
//! misspelt one and which complete an unfinished one.

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, EnableScoring, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::analysis;
use crate::error::Result;

/// Shorter words are not corrected: too many others are one edit away.
const MIN_LETTERS_ONE_EDIT: usize = 4;
/// From this length a second edit is allowed, if the first letter is right.
const MIN_LETTERS_TWO_EDITS: usize = 8;
/// Longer words are not corrected, which bounds the automaton.
const MAX_LETTERS: usize = 40;
/// How many candidates are checked for being in a document the reader may see.
const MAX_CHECKED: usize = 256;
/// How many terms of a dictionary are read to complete a prefix.
const MAX_STREAMED: usize = 10_000;

/// A word of the dictionary that is close to one that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    pub(crate) word: String,
    /// Edits (insert, delete, replace, swap of neighbours) between the two.
    pub(crate) distance: u8,
    doc_freq: u64,
}

/// The words of the documents that one reader may see.
pub(crate) struct Dictionary<'a> {
    searcher: &'a Searcher,
    fields: &'a [Field],
    access: &'a [Box<dyn Query>],
}

impl<'a> Dictionary<'a> {
    /// The words of `fields` in the documents that match every query of `access`.
    pub(crate) fn new(
        searcher: &'a Searcher,
        fields: &'a [Field],
        access: &'a [Box<dyn Query>],
    ) -> Self {
        Self {
            searcher,
            fields,
            access,
        }
    }

    /// The most likely meant words for one that is not in the dictionary, best first.
    pub(crate) fn corrections(&self, word: &str, limit: usize) -> Result<Vec<Correction>> {
        let letters = word.chars().count();
        if !(MIN_LETTERS_ONE_EDIT..=MAX_LETTERS).contains(&letters) || !analysis::is_spellable(word)
        {
            return Ok(Vec::new());
        }
        let mut candidates = self.within(word, 1, "")?;
        let first = word.chars().next();
        if letters >= MIN_LETTERS_TWO_EDITS {
            let beginning = &word[..first.map_or(0, char::len_utf8)];
            for farther in self.within(word, 2, beginning)? {
                if !candidates.iter().any(|near| near.word == farther.word) {
                    candidates.push(farther);
                }
            }
        }
        candidates.sort_by_key(|candidate| {
            (
                candidate.distance,
                candidate.word.chars().next() != first,
                std::cmp::Reverse(candidate.doc_freq),
                candidate.word.clone(),
            )
        });
        self.visible(candidates, limit, |candidate| &candidate.word)
    }

    /// The most frequent words that begin with `prefix`, other than itself.
    pub(crate) fn completions(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let mut doc_freqs: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            for field in self.fields {
                let inverted = segment.inverted_index(*field)?;
                let mut stream = inverted.terms().range().gt(prefix).into_stream()?;
                let mut streamed = 0;
                while streamed < MAX_STREAMED && stream.advance() {
                    streamed += 1;
                    let Ok(word) = std::str::from_utf8(stream.key()) else {
                        continue;
                    };
                    if !word.starts_with(prefix) {
                        break;
                    }
                    *doc_freqs.entry(word.to_owned()).or_default() +=
                        u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = doc_freqs.into_iter().collect();
        words.sort_by(|(left, left_freq), (right, right_freq)| {
            right_freq.cmp(left_freq).then_with(|| left.cmp(right))
        });
        let visible = self.visible(words, limit, |(word, _)| word)?;
        Ok(visible.into_iter().map(|(word, _)| word).collect())
    }

    /// Whether a document that the reader may see holds the word.
    pub(crate) fn contains(&self, word: &str) -> Result<bool> {
        for field in self.fields {
            if holds(
                self.searcher,
                self.access,
                Term::from_field_text(*field, word),
            )? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first `limit` candidates that are in a document the reader may see.
    fn visible<T>(
        &self,
        candidates: Vec<T>,
        limit: usize,
        word: impl Fn(&T) -> &str,
    ) -> Result<Vec<T>> {
        let mut visible = Vec::new();
        for candidate in candidates.into_iter().take(MAX_CHECKED) {
            if visible.len() == limit {
                break;
            }
            if self.contains(word(&candidate))? {
                visible.push(candidate);
            }
        }
        Ok(visible)
    }

    /// Every word of the dictionary within this edit distance that begins like this.
    fn within(&self, word: &str, distance: u8, beginning: &str) -> Result<Vec<Correction>> {
        let Some(field) = self.fields.first() else {
            return Ok(Vec::new());
        };
        let term = Term::from_field_text(*field, word);
        // Made once: it costs more than to look through a small dictionary.
        let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
        let mut doc_freqs: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            for field in self.fields {
                let inverted = segment.inverted_index(*field)?;
                let near = inverted.terms().search(&automaton).ge(beginning);
                let mut stream = near.into_stream()?;
                while stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
                    if let Ok(found) = std::str::from_utf8(stream.key()) {
                        *doc_freqs.entry(found.to_owned()).or_default() +=
                            u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        Ok(doc_freqs
            .into_iter()
            .map(|(word, doc_freq)| Correction {
                word,
                distance,
                doc_freq,
            })
            .collect())
    }
}

/// Whether a living document that matches every query of `access` holds the term. Stops at the
/// first one.
pub(crate) fn holds(searcher: &Searcher, access: &[Box<dyn Query>], term: Term) -> Result<bool> {
    if searcher.doc_freq(&term)? == 0 {
        return Ok(false);
    }
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = access
        .iter()
        .map(|query| (Occur::Must, query.box_clone()))
        .collect();
    clauses.push((
        Occur::Must,
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
    ));
    let weight =
        BooleanQuery::new(clauses).weight(EnableScoring::disabled_from_searcher(searcher))?;
    for segment in searcher.segment_readers() {
        let mut documents = weight.scorer(segment, 1.0)?;
        while documents.doc() != TERMINATED {
            if !segment.is_deleted(documents.doc()) {
                return Ok(true);
            }
            documents.advance();
        }
    }
    Ok(false)
}
