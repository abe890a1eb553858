//! Running a search: from a request to ranked, highlighted hits.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use crate::access::Access;
use crate::document::{Hit, Reader, SearchRequest, SearchResults};
use crate::error::Result;
use crate::highlight::{self, Highlighter};
use crate::index::SearchIndex;
use crate::query::{self, Relevance};
use crate::schema::{self, Fields};
use crate::understanding;

/// The most hits one search returns.
pub const MAX_HITS: usize = 100;
/// How many hits can be skipped: nobody reads further, and each one skipped costs memory.
pub const MAX_OFFSET: usize = 10_000;

/// What the exact number of a ticket is worth: more than a few words.
const NUMBER_WEIGHT: f32 = 20.0;
/// How many words of a text are tried as a ticket's number.
const MAX_NUMBERS: usize = 64;

impl SearchIndex {
    /// Searches articles or tickets for what the reader may see. Text without a word finds
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read; never because of
    /// the text.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let collection = self.collection(request.kind);
        let fields = &collection.fields;
        let Some(access) = Access::of(&request.reader, request.kind, fields) else {
            return Ok(SearchResults::default());
        };
        let searcher = collection.searcher();
        let words = understanding::understand(&access.view(&searcher), &request.text)?;
        let relevance = Relevance::of(&searcher, &words, &access.matching)?;
        let Some(found) = words_or_number(relevance.as_ref(), &request.text, fields) else {
            return Ok(SearchResults::default());
        };
        let mut filters = access.filters;
        if let Some(category) = &request.category {
            filters.push(query::exactly(Term::from_field_text(
                fields.category,
                category,
            )));
        }
        let found = query::filtered(found, &filters);
        if request.limit == 0 || request.offset > MAX_OFFSET {
            let total = searcher.search(&found, &Count)?;
            let hits = Vec::new();
            return Ok(SearchResults { hits, total });
        }
        let (ranked, total) = rank(&searcher, &*found, relevance.as_ref(), request)?;
        let highlighter = Highlighter::new(&searcher, &words, fields.body)?;
        let shows_notes = request.reader == Reader::Staff;
        let hits = ranked
            .into_iter()
            .map(|(score, address)| {
                hit(&searcher, fields, &highlighter, address, score, shows_notes)
            })
            .collect::<Result<_>>()?;
        Ok(SearchResults { hits, total })
    }
}

/// The documents asked for, best first, and how many match in all.
fn rank(
    searcher: &Searcher,
    found: &dyn Query,
    relevance: Option<&Relevance>,
    request: &SearchRequest,
) -> Result<(Vec<(f32, DocAddress)>, usize)> {
    let order = (
        SortBySimilarityScore,
        SortByStaticFastValue::<i64>::for_field(schema::UPDATED_AT),
    );
    let best = TopDocs::with_limit(request.limit.min(MAX_HITS))
        .and_offset(request.offset)
        .order_by(order);
    let collector = (best, Count);
    let (ranked, total) = match relevance {
        Some(relevance) => {
            let statistics = relevance.statistics(searcher);
            searcher.search_with_statistics_provider(found, &collector, &statistics)?
        }
        None => searcher.search(found, &collector)?,
    };
    let ranked = ranked
        .into_iter()
        .map(|((score, _), address)| (score, address))
        .collect();
    Ok((ranked, total))
}

/// Documents with the words, or the ticket whose number stands in the text. None if the text
/// has neither.
fn words_or_number(
    relevance: Option<&Relevance>,
    text: &str,
    fields: &Fields,
) -> Option<Box<dyn Query>> {
    let words = relevance.map(|relevance| relevance.query.box_clone());
    let numbers = text
        .split_whitespace()
        .take(MAX_NUMBERS)
        .filter_map(|word| schema::number_forms(word).into_iter().next())
        .filter(|number| number.contains(|letter: char| letter.is_ascii_digit()))
        .map(|number| {
            let number = query::exactly(Term::from_field_text(fields.number, &number));
            query::boosted(number, NUMBER_WEIGHT)
        });
    let mut queries = words.into_iter().chain(numbers).peekable();
    queries.peek()?;
    Some(query::should(queries))
}

fn hit(
    searcher: &Searcher,
    fields: &Fields,
    highlighter: &Highlighter,
    address: DocAddress,
    score: f32,
    shows_notes: bool,
) -> Result<Hit> {
    let document: TantivyDocument = searcher.doc(address)?;
    let text = |field| stored_text(&document, field);
    let body = text(fields.body);
    let body_highlight = highlighter
        .fragment(body)
        .or_else(|| {
            shows_notes
                .then(|| highlighter.fragment(text(fields.notes)))
                .flatten()
        })
        .unwrap_or_else(|| highlight::beginning(body));
    Ok(Hit {
        id: text(fields.id).to_owned(),
        score,
        title_highlight: highlighter.whole(text(fields.title)),
        body_highlight,
    })
}

pub(crate) fn stored_text(document: &TantivyDocument, field: Field) -> &str {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}
