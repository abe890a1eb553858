//! The spelling dictionary: which words a reader's documents hold, which are close to a
//! misspelt one and which complete an unfinished one.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::schema::Field;

use crate::analysis;
use crate::error::Result;
use crate::levenshtein::Near;
use crate::visible::Visible;

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
    visible: &'a Visible<'a>,
    fields: &'a [Field],
}

impl<'a> Dictionary<'a> {
    /// The words of `fields` in these documents.
    pub(crate) fn new(visible: &'a Visible<'a>, fields: &'a [Field]) -> Self {
        Self { visible, fields }
    }

    /// The most likely meant words for one that is not in the dictionary, best first.
    pub(crate) fn corrections(&self, word: &str, limit: usize) -> Result<Vec<Correction>> {
        let letters = word.chars().count();
        if !(MIN_LETTERS_ONE_EDIT..=MAX_LETTERS).contains(&letters) || !analysis::is_spellable(word)
        {
            return Ok(Vec::new());
        }
        let mut candidates = self.within(&Near::new(word, 1, false))?;
        if letters >= MIN_LETTERS_TWO_EDITS {
            for farther in self.within(&Near::new(word, 2, true))? {
                if !candidates.iter().any(|near| near.word == farther.word) {
                    candidates.push(farther);
                }
            }
        }
        let first = word.chars().next();
        candidates.sort_by_key(|candidate| {
            (
                candidate.distance,
                candidate.word.chars().next() != first,
                std::cmp::Reverse(candidate.doc_freq),
                candidate.word.clone(),
            )
        });
        self.first_visible(candidates, limit, |candidate| &candidate.word)
    }

    /// The most frequent words that begin with `prefix`, other than itself.
    pub(crate) fn completions(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let mut doc_freqs: HashMap<String, u64> = HashMap::new();
        for segment in self.visible.searcher.segment_readers() {
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
        let visible = self.first_visible(words, limit, |(word, _)| word)?;
        Ok(visible.into_iter().map(|(word, _)| word).collect())
    }

    /// Whether a document that the reader may see holds the word.
    pub(crate) fn contains(&self, word: &str) -> Result<bool> {
        for field in self.fields {
            if self.visible.holds(&Term::from_field_text(*field, word))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first `limit` candidates that are in a document the reader may see.
    fn first_visible<T>(
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

    /// Every word of the dictionary that is near.
    fn within(&self, near: &Near) -> Result<Vec<Correction>> {
        let mut doc_freqs: HashMap<String, u64> = HashMap::new();
        for segment in self.visible.searcher.segment_readers() {
            for field in self.fields {
                let inverted = segment.inverted_index(*field)?;
                let mut stream = inverted.terms().search(near).into_stream()?;
                while stream.advance() {
                    if let Ok(found) = std::str::from_utf8(stream.key())
                        && analysis::is_spellable(found)
                    {
                        *doc_freqs.entry(found.to_owned()).or_default() +=
                            u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let corrections = doc_freqs.into_iter().filter_map(|(word, doc_freq)| {
            Some(Correction {
                distance: near.distance(&word)?,
                word,
                doc_freq,
            })
        });
        Ok(corrections.collect())
    }
}
