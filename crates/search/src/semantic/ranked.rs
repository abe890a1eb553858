//! A query whose matches and scores are known already.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// The documents of one segment with their scores, by ascending id.
pub(crate) type Scored = Vec<(DocId, Score)>;

/// Matches the documents that it was given, with the scores that it was given.
#[derive(Debug, Clone, Default)]
pub(crate) struct RankedQuery {
    segments: Arc<HashMap<SegmentId, Arc<Scored>>>,
}

impl RankedQuery {
    pub(crate) fn new(segments: impl IntoIterator<Item = (SegmentId, Scored)>) -> Self {
        let segments = segments
            .into_iter()
            .map(|(segment, scored)| (segment, Arc::new(scored)));
        Self {
            segments: Arc::new(segments.collect()),
        }
    }
}

impl Query for RankedQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for RankedQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scored = self.segments.get(&reader.segment_id());
        Ok(Box::new(RankedScorer {
            scored: scored.cloned().unwrap_or_default(),
            place: 0,
            boost,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )));
        }
        Ok(Explanation::new("words and meaning", scorer.score()))
    }
}

struct RankedScorer {
    scored: Arc<Scored>,
    place: usize,
    boost: Score,
}

impl DocSet for RankedScorer {
    fn advance(&mut self) -> DocId {
        self.place = (self.place + 1).min(self.scored.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.place += self.scored[self.place..].partition_point(|(doc, _)| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.scored
            .get(self.place)
            .map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.scored.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for RankedScorer {
    fn score(&mut self) -> Score {
        let score = self.scored.get(self.place).map_or(0.0, |(_, score)| *score);
        score * self.boost
    }
}
