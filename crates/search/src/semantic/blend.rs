//! Words and meaning in one score.

use std::sync::Arc;

use tantivy::query::{AllQuery, EnableScoring, Query};
use tantivy::{DocId, Searcher};

use super::Meanings;
use super::articles::fingerprints;
use super::ranked::{RankedQuery, Scored};
use crate::access::Access;
use crate::error::Result;
use crate::query::{self, Relevance};

/// The share of the words in the score of an article; the rest is the likeness of its meaning.
/// A linear blend ranked better than one of ranks.
const WORDS: f32 = 0.2;
/// What the words' best score is taken to lack, so that words which match little count less:
/// about what two rare words are worth.
const WORDS_DOUBT: f32 = 10.0;
/// An article without any word of the query is found if its meaning is at least so like.
const MIN_LIKENESS: f32 = 0.3;
/// How like an article is taken to be whose meaning is not known yet, if it is the best by its
/// words; others in proportion.
const UNKNOWN_LIKENESS: f32 = 0.6;

/// What words and meaning find together.
pub(crate) struct Blend {
    /// Finds and ranks; the scores are from 0 to 1.
    pub(crate) query: RankedQuery,
    /// The likeness of the article that is most like the query, among those that the reader may
    /// see.
    pub(crate) best_likeness: f32,
}

impl Blend {
    pub(crate) fn into_query(self) -> Box<dyn Query> {
        Box::new(self.query)
    }
}

/// The words of a query: what they find, and how that is scored.
pub(crate) struct Lexical<'a> {
    pub(crate) found: Option<&'a dyn Query>,
    pub(crate) relevance: Option<&'a Relevance>,
}

impl Meanings {
    /// Blends what the words find with what `text` means.
    pub(crate) fn blend(
        self: &Arc<Self>,
        searcher: &Searcher,
        access: &Access,
        lexical: &Lexical<'_>,
        text: &str,
    ) -> Result<Blend> {
        let probe = self.queries.probe(&self.model, text);
        let likenesses = self.articles.likenesses(&probe);
        let words = lexical.scores(searcher, access)?;
        let best_words = words
            .iter()
            .flatten()
            .fold(0.0, |best: f32, score| best.max(*score));
        let visible = query::filtered(Box::new(AllQuery), &access.filters);
        let visible = visible.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut blend = Blend {
            query: RankedQuery::default(),
            best_likeness: 0.0,
        };
        let mut segments = Vec::new();
        for (segment, words) in searcher.segment_readers().iter().zip(words) {
            let fingerprints = fingerprints(segment)?;
            let mut scored = Scored::new();
            visible.for_each_no_score(segment, &mut |docs: &[DocId]| {
                for doc in docs {
                    if segment.is_deleted(*doc) {
                        continue;
                    }
                    let words = words[*doc as usize];
                    let share = if words > 0.0 { words / best_words } else { 0.0 };
                    let known = fingerprints
                        .first(*doc)
                        .and_then(|fingerprint| likenesses.get(&fingerprint).copied());
                    blend.best_likeness = blend.best_likeness.max(known.unwrap_or(0.0));
                    let likeness = known.unwrap_or(share * UNKNOWN_LIKENESS);
                    if words > 0.0 || likeness >= MIN_LIKENESS {
                        let words = words / (best_words + WORDS_DOUBT);
                        let score = WORDS * words + (1.0 - WORDS) * likeness;
                        scored.push((*doc, score));
                    }
                }
            })?;
            segments.push((segment.segment_id(), scored));
        }
        blend.query = RankedQuery::new(segments);
        Ok(blend)
    }
}

impl Lexical<'_> {
    /// For each segment the score of every document by its words; 0 for those not found.
    fn scores(&self, searcher: &Searcher, access: &Access) -> Result<Vec<Vec<f32>>> {
        let segments = searcher.segment_readers();
        let mut scores: Vec<Vec<f32>> = segments
            .iter()
            .map(|segment| vec![0.0; segment.max_doc() as usize])
            .collect();
        let Some(found) = self.found else {
            return Ok(scores);
        };
        let found = query::filtered(found.box_clone(), &access.filters);
        let weight = match self.relevance {
            Some(relevance) => found.weight(EnableScoring::Enabled {
                searcher,
                statistics_provider: &relevance.statistics(searcher),
            })?,
            None => found.weight(EnableScoring::enabled_from_searcher(searcher))?,
        };
        for (segment, scores) in segments.iter().zip(&mut scores) {
            weight.for_each(segment, &mut |doc, score| {
                if !segment.is_deleted(doc) {
                    scores[doc as usize] = score;
                }
            })?;
        }
        Ok(scores)
    }
}
