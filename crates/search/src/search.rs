//! Running a search: from a request to ranked, highlighted hits and counted facets.

use tantivy::collector::sort_key::SortByStaticFastValue;
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::{AllQuery, ConstScoreQuery, EnableScoring, Query};
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};

use crate::access::{self, Access};
use crate::analysis;
use crate::best;
use crate::collection::Collection;
use crate::confidence;
use crate::document::Kind;
use crate::error::Result;
use crate::facets::FacetCounts;
use crate::filters::Filtering;
use crate::highlight::{self, Highlighter};
use crate::index::SearchIndex;
use crate::keys;
use crate::language;
use crate::query::{self, Conditions, Relevance};
use crate::request::{Hit, Place, SearchRequest, SearchResults, Sort};
use crate::schema::{self, Fields};
use crate::semantic::{self, Answer, Blend, Lexical};
use crate::suggest::did_you_mean;
use crate::understanding::{self, View, Word};

/// The most hits one search returns.
pub const MAX_HITS: usize = 100;
/// How many hits can be skipped: nobody reads further, and each one skipped costs memory.
pub const MAX_OFFSET: usize = 10_000;

/// What the exact number of a conversation, or address of a customer, is worth: more than a
/// few words.
const EXACT_WEIGHT: f32 = 20.0;

/// A document of one search: its score and where it lies.
type Ranked = (f32, DocAddress);

impl SearchIndex {
    /// Searches documents of one kind for what the reader may see. Text without a word finds
    /// nothing, unless there are filters: then all that fulfil them.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) or [`Error::Damaged`](crate::Error::Damaged) if
    /// the index cannot be read; never because of the text.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let serving = self.serving();
        self.guarded(&serving, || {
            self.search_in(serving.collection(request.kind), request)
        })
    }

    fn search_in(&self, collection: &Collection, request: &SearchRequest) -> Result<SearchResults> {
        let fields = &collection.fields;
        let Some(access) = Access::of(&request.reader, request.kind, fields) else {
            return Ok(SearchResults::default());
        };
        let Some(request) = &with_filters_of_query(request) else {
            return Ok(SearchResults::default());
        };
        let searcher = collection.searcher();
        let view = access.view(&searcher)?;
        let query = &request.query;
        let synonyms = self.knowledge.synonyms();
        let languages = language::present(&searcher, fields.language)?;
        let words = understanding::understand(&view, &languages, &synonyms, &query.words)?;
        let relevance = Relevance::of(&searcher, &words, &access.matching)?;
        let by_words = relevance.as_ref().map(|one| one.query.box_clone());
        let found = words_or_exact(by_words, request, fields);
        let nothing_left = words.is_empty() && found.is_none();
        let conditions = Conditions::of(query, &languages, &access.matching.fields);
        let lexical = Lexical {
            found: found.as_deref(),
            relevance: relevance.as_ref(),
        };
        let blend = self.blend(request, &view, &access, &lexical, &words)?;
        let answer = blend.as_ref().map(Answer::of);
        let found = match blend {
            Some(blend) => Some(blend.into_query()),
            None => found,
        };
        let Some(found) = found.or_else(|| everything(request, nothing_left)) else {
            return Ok(SearchResults::default());
        };
        let attempts = match &relevance {
            Some(relevance) if request.sort != Sort::Relevance => relevance
                .strictest_first()
                .into_iter()
                .filter_map(|words| words_or_exact(Some(words), request, fields))
                .collect(),
            _ => vec![found],
        };
        let run = Run {
            searcher: &searcher,
            relevance: relevance.as_ref(),
            filtering: Filtering {
                searcher: &searcher,
                fields,
                kind: request.kind,
                reader: &request.reader,
            },
            access: &access,
            request,
        };
        let mut attempts = attempts.into_iter();
        let (ranked, mut results) = loop {
            let Some(attempt) = attempts.next() else {
                return Ok(SearchResults::default());
            };
            let Some(outcome) = run.all(&*conditions.restrict(attempt))? else {
                return Ok(SearchResults::default());
            };
            if outcome.1.total > 0 || attempts.len() == 0 {
                break outcome;
            }
        };
        if let Some((score, _)) = ranked.first().filter(|_| tells_answer(request)) {
            results.confidence = match answer {
                Some(answer) => answer.confidence,
                None => relevance.as_ref().map_or(0.0, |relevance| {
                    confidence::of(*score, relevance.asked, searcher.num_docs())
                }),
            };
            results.answered = results.confidence >= confidence::ANSWERED;
        }
        results.understood = words.iter().all(Word::is_known);
        if request.offset == 0 {
            results.did_you_mean = did_you_mean(&query.text, &words);
        }
        let mut shown = words;
        shown.extend(
            query
                .phrases
                .iter()
                .flat_map(|phrase| understanding::exactly(phrase, &languages)),
        );
        let highlighter = Highlighter::new(&searcher, &shown, &languages, fields.body)?;
        results.hits = ranked
            .into_iter()
            .map(|ranked| hit(&searcher, fields, &access, &highlighter, ranked))
            .collect::<Result<_>>()?;
        Ok(results)
    }

    /// What words and meaning find together: among articles, where there is a model.
    fn blend(
        &self,
        request: &SearchRequest,
        view: &View<'_>,
        access: &Access,
        lexical: &Lexical<'_>,
        words: &[Word],
    ) -> Result<Option<Blend>> {
        let Some(meanings) = self.semantic.meanings() else {
            return Ok(None);
        };
        // By time, everything that is faintly alike would come up.
        let by_time = request.sort != Sort::Relevance;
        if request.kind != Kind::Article || words.is_empty() || by_time {
            return Ok(None);
        }
        let meant = semantic::meant(view, &request.query.words, words)?;
        let searcher = view.visible.searcher;
        meanings.blend(searcher, access, lexical, &meant).map(Some)
    }
}

/// One search under way.
struct Run<'a> {
    searcher: &'a Searcher,
    relevance: Option<&'a Relevance>,
    filtering: Filtering<'a>,
    access: &'a Access,
    request: &'a SearchRequest,
}

impl Run<'_> {
    /// The documents asked for, and results that have all but the hits. None if a filter asks
    /// for what the reader may not see.
    fn all(&self, found: &dyn Query) -> Result<Option<(Vec<Ranked>, SearchResults)>> {
        let request = self.request;
        let Some(restricted) = self.restrict(found, None)? else {
            return Ok(None);
        };
        let facets = if request.facets {
            access::facets(&request.reader, request.kind)
        } else {
            Vec::new()
        };
        let (chosen, free): (Vec<_>, Vec<_>) = facets.into_iter().partition(|facet| {
            let mut filters = request.filters.iter();
            filters.any(|filter| filter.facet() == Some(*facet))
        });
        let free = (!free.is_empty()).then_some(FacetCounts { facets: free });
        let (ranked, total, counted) = self.rank(&*restricted, free)?;
        let mut facets = counted.unwrap_or_default();
        for facet in chosen {
            if let Some(others) = self.restrict(found, Some(facet))? {
                let counts = FacetCounts {
                    facets: vec![facet],
                };
                facets.extend(self.searcher.search(&others, &counts)?);
            }
        }
        let results = SearchResults {
            hits: Vec::new(),
            total,
            facets,
            ..SearchResults::default()
        };
        Ok(Some((ranked, results)))
    }

    fn restrict(
        &self,
        found: &dyn Query,
        except: Option<crate::Facet>,
    ) -> Result<Option<Box<dyn Query>>> {
        self.filtering.restrict(
            found.box_clone(),
            &self.access.filters,
            &self.request.filters,
            except,
        )
    }

    /// The documents asked for in their order, how many match in all, and the facets.
    fn rank<F: Collector>(
        &self,
        found: &dyn Query,
        facets: Option<F>,
    ) -> Result<(Vec<Ranked>, usize, Option<F::Fruit>)> {
        let request = self.request;
        if request.limit == 0 || request.offset > MAX_OFFSET {
            let (total, facets) = self.counted(found, facets)?;
            return Ok((Vec::new(), total, facets));
        }
        let limit = request.limit.min(MAX_HITS);
        let order = match request.sort {
            Sort::Relevance => {
                let ranked = self.by_relevance(found, limit)?;
                let (total, facets) = self.counted(found, facets)?;
                return Ok((ranked, total, facets));
            }
            Sort::Newest => Order::Desc,
            Sort::Oldest => Order::Asc,
        };
        let top = TopDocs::with_limit(limit).and_offset(request.offset);
        let time = SortByStaticFastValue::<i64>::for_field(schema::UPDATED_AT);
        let first = top.order_by((time, order));
        let (ranked, (total, facets)) = match facets {
            Some(facets) => {
                let collectors = (first, Count, facets);
                let (ranked, total, facets) = self.searcher.search(found, &collectors)?;
                (ranked, (total, Some(facets)))
            }
            None => {
                let (ranked, total) = self.searcher.search(found, &(first, Count))?;
                (ranked, (total, None))
            }
        };
        let ranked = ranked.into_iter().map(|(_, address)| (0.0, address));
        Ok((ranked.collect(), total, facets))
    }

    /// How many match, and the facets.
    fn counted<F: Collector>(
        &self,
        found: &dyn Query,
        facets: Option<F>,
    ) -> Result<(usize, Option<F::Fruit>)> {
        Ok(match facets {
            Some(facets) => {
                let (total, facets) = self.searcher.search(found, &(Count, facets))?;
                (total, Some(facets))
            }
            None => (self.searcher.search(found, &Count)?, None),
        })
    }

    fn by_relevance(&self, found: &dyn Query, limit: usize) -> Result<Vec<Ranked>> {
        let wanted = self.request.offset + limit;
        let neighbours = self
            .relevance
            .filter(|relevance| !relevance.neighbours.is_empty());
        let count = match neighbours {
            Some(_) => wanted.max(best::LOOKED_AT),
            None => wanted,
        };
        let statistics = self
            .relevance
            .map(|relevance| relevance.statistics(self.searcher));
        let scoring = match &statistics {
            Some(statistics) => query::scored_by(self.searcher, statistics),
            None => EnableScoring::enabled_from_searcher(self.searcher),
        };
        let mut ranked = best::best(self.searcher, &*found.weight(scoring)?, count)?;
        if let Some(relevance) = neighbours {
            best::rank_neighbours(self.searcher, relevance, &mut ranked)?;
        }
        let page = ranked.into_iter().skip(self.request.offset).take(limit);
        Ok(page.map(|one| (one.score, one.address)).collect())
    }
}

/// Documents with the words, or the one whose number or address stands in the text. None if
/// the text has neither.
fn words_or_exact(
    words: Option<Box<dyn Query>>,
    request: &SearchRequest,
    fields: &Fields,
) -> Option<Box<dyn Query>> {
    let exact = match request.kind {
        Kind::Article => Vec::new(),
        Kind::Conversation => keys::numbers_in(&request.query.words),
        Kind::Customer => keys::contacts_in(&request.query.words),
    };
    let exact = exact.into_iter().map(|key| {
        let key = query::exactly(Term::from_field_text(fields.exact, &key));
        query::boosted(key, EXACT_WEIGHT)
    });
    let mut queries: Vec<_> = words.into_iter().chain(exact).collect();
    match queries.len() {
        0 | 1 => queries.pop(),
        _ => Some(query::should(queries.into_iter())),
    }
}

/// All documents, if something but no word was asked for.
fn everything(request: &SearchRequest, no_words: bool) -> Option<Box<dyn Query>> {
    let query = &request.query;
    let asked = !request.filters.is_empty()
        || !query.types.is_empty()
        || !query.phrases.is_empty()
        || !query.excluded.is_empty();
    (no_words && asked).then(|| {
        let all: Box<dyn Query> = Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
        all
    })
}

/// Whether the first hit is the best article there is.
fn tells_answer(request: &SearchRequest) -> bool {
    request.kind == Kind::Article && request.sort == Sort::Relevance && request.offset == 0
}

/// The request with the filters of its text beside its own; none if the text asks for other
/// types of document.
fn with_filters_of_query(request: &SearchRequest) -> Option<SearchRequest> {
    let of_types = request.query.type_filters(request.kind)?;
    let mut request = request.clone();
    request
        .filters
        .extend(request.query.filters.iter().cloned());
    request.filters.extend(of_types);
    Some(request)
}

fn hit(
    searcher: &Searcher,
    fields: &Fields,
    access: &Access,
    highlighter: &Highlighter,
    (score, address): Ranked,
) -> Result<Hit> {
    let document: TantivyDocument = searcher.doc(address)?;
    let (body_highlight, place) = best_fragment(&document, access, highlighter);
    let id = document.get_first(fields.id).and_then(|id| id.as_bytes());
    Ok(Hit {
        id: keys::to_id(id.unwrap_or_default()),
        score,
        title_highlight: highlighter.whole(stored_text(&document, fields.title)),
        body_highlight,
        place,
    })
}

/// The piece with the most found words among the texts that may be shown, the earlier text
/// first; without any, the beginning of the first text.
fn best_fragment(
    document: &TantivyDocument,
    access: &Access,
    highlighter: &Highlighter,
) -> (String, Place) {
    let mut best: Option<(String, usize, Place)> = None;
    for (field, place) in &access.shown {
        if let Some((html, found)) = highlighter.fragment(stored_text(document, *field))
            && best.as_ref().is_none_or(|(_, most, _)| found > *most)
        {
            best = Some((html, found, *place));
        }
    }
    match best {
        Some((html, _, place)) => (html, place),
        None => {
            let first = access.shown.first();
            let text = first.map_or("", |(field, _)| stored_text(document, *field));
            (highlight::beginning(text), Place::Title)
        }
    }
}

pub(crate) fn stored_text(document: &TantivyDocument, field: Field) -> &str {
    let stored = document.get_first(field).and_then(|value| value.as_str());
    analysis::unmarked(stored.unwrap_or_default()).1
}
