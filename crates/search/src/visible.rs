//! Which documents a reader may see, listed once a search, to tell whether one of them holds a
//! term. What a reader may see is said in `access`.

use tantivy::query::{EnableScoring, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use crate::error::Result;
use crate::query;

/// The living documents that one reader may see.
pub(crate) struct Visible<'a> {
    pub(crate) searcher: &'a Searcher,
    /// For each segment its documents in ascending order; none: all of them.
    listed: Option<Vec<Vec<DocId>>>,
}

impl<'a> Visible<'a> {
    /// The documents that match every one of these queries.
    pub(crate) fn of(searcher: &'a Searcher, access: &[Box<dyn Query>]) -> Result<Self> {
        if access.is_empty() {
            return Ok(Self {
                searcher,
                listed: None,
            });
        }
        let weight =
            query::all_of(access).weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut listed = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            let mut documents = Vec::new();
            weight.for_each_no_score(segment, &mut |docs| {
                documents.extend(docs.iter().filter(|doc| !segment.is_deleted(**doc)));
            })?;
            listed.push(documents);
        }
        Ok(Self {
            searcher,
            listed: Some(listed),
        })
    }

    /// Whether one of them holds the term.
    pub(crate) fn holds(&self, term: &Term) -> Result<bool> {
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let listed = self.listed.as_ref().map(|segments| &*segments[ordinal]);
            if holds_in(segment, listed, term)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn holds_in(segment: &SegmentReader, listed: Option<&[DocId]>, term: &Term) -> Result<bool> {
    if listed.is_some_and(<[DocId]>::is_empty) {
        return Ok(false);
    }
    let inverted = segment.inverted_index(term.field())?;
    let Some(found) = inverted.get_term_info(term)? else {
        return Ok(false);
    };
    if listed.is_none() && !segment.has_deletes() {
        return Ok(true);
    }
    let mut postings = inverted.read_postings_from_terminfo(&found, IndexRecordOption::Basic)?;
    let Some(mut rest) = listed else {
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Ok(true);
            }
            postings.advance();
        }
        return Ok(false);
    };
    // Each list skips to where the other one is.
    while let Some(next) = rest.first()
        && postings.doc() != TERMINATED
    {
        let at = if postings.doc() < *next {
            postings.seek(*next)
        } else {
            postings.doc()
        };
        if at == *next {
            return Ok(true);
        }
        rest = &rest[rest.partition_point(|doc| *doc < at)..];
    }
    Ok(false)
}
