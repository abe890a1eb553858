//! From understood words to a tantivy query, and the weights of relevance.
//!
//! A document is found by any of the words (so that whole questions find something) and ranked by
//! the sum over the words. The stems that stand for one word count once, as the best of them.
//! Neighbouring words and character trigrams add to the score but find nothing, unless no word
//! is understood at all.

use std::collections::HashMap;

use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery,
    EnableScoring, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analysis::{self, Language};
use crate::confidence;
use crate::exclusion::Excluded;
use crate::syntax::ParsedQuery;
use crate::understanding::Word;
use crate::words::{self, Weighted, WordsQuery};

/// What a word in the title is worth, compared to one in the body.
pub(crate) const TITLE_WEIGHT: f32 = 2.0;
/// What a word in the body or the notes is worth.
pub(crate) const BODY_WEIGHT: f32 = 1.0;
/// What a word among tags, category, status and priority is worth.
pub(crate) const LABEL_WEIGHT: f32 = 0.5;
/// What a synonym is worth, compared to the word that was typed.
const SYNONYM_WEIGHT: f32 = 0.9;
/// What two neighbouring words are worth as neighbours, on top of what they are worth alone.
const PHRASE_WEIGHT: f32 = 0.3;
/// How far apart neighbours may be: "transfer my money" is near "transfer money".
const PHRASE_SLOP: u32 = 1;
/// How many pairs of stems are looked for in the place of two neighbouring words, where
/// documents are few.
const MAX_PAIRS: usize = 6;
/// What a matching trigram is worth: it lifts word forms that the stemmer does not join.
const TRIGRAM_WEIGHT: f32 = 0.3;
/// The share of its trigrams by which a text is found when no word of it is understood.
const MIN_TRIGRAM_SHARE: f32 = 0.6;

/// A field to match stems in, and what a match there is worth.
pub(crate) struct WeightedField {
    pub(crate) field: Field,
    pub(crate) weight: f32,
    /// Whether the field has positions, so that neighbours can be looked for.
    pub(crate) has_positions: bool,
}

/// Where and by what a reader's text matches.
pub(crate) struct Matching {
    /// The stemmed fields.
    pub(crate) fields: Vec<WeightedField>,
    /// The field of character trigrams, where documents have them.
    pub(crate) trigrams: Option<Field>,
    /// Whether a document is found by words of grammar alone although words of content are
    /// understood too. If not, they only rank.
    pub(crate) function_words_find: bool,
    /// Whether neighbouring words are looked for among the best documents alone.
    pub(crate) neighbours_of_best: bool,
}

/// A query and the document frequencies it has to be scored with.
pub(crate) struct Relevance {
    pub(crate) query: Box<dyn Query>,
    /// Each word of content by itself; of a text without any, each word.
    significant: Vec<Box<dyn Query>>,
    /// What words are worth that stand next to each other, where that is not in the query.
    pub(crate) neighbours: Vec<Box<dyn Query>>,
    doc_freqs: HashMap<Term, u64>,
    /// What the text asks for: the [`confidence::rarity`] of its words, added up. A word that
    /// nothing stands for is as rare as can be.
    pub(crate) asked: f32,
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

impl Relevance {
    /// Builds the query that finds and ranks. None if nothing can match.
    pub(crate) fn of(
        searcher: &Searcher,
        words: &[Word],
        matching: &Matching,
    ) -> tantivy::Result<Option<Self>> {
        let fields = &matching.fields;
        let trigrams = trigram_clauses(words, matching.trigrams);
        let doc_freqs = shared_doc_freqs(searcher, words, fields)?;
        let asked = asked(searcher, words, fields, &doc_freqs);
        let Some(found) = any_word(words, matching) else {
            let query = rescue(trigrams);
            return Ok(query.map(|query| Self {
                query,
                significant: Vec::new(),
                neighbours: Vec::new(),
                doc_freqs,
                asked,
            }));
        };
        let pairs = if matching.neighbours_of_best {
            1
        } else {
            MAX_PAIRS
        };
        let neighbours = phrases(words, fields, pairs);
        let neighbours = neighbours.into_iter();
        let mut neighbours = neighbours
            .map(|near| boosted(near, PHRASE_WEIGHT))
            .collect();
        let mut ranking: Vec<Box<dyn Query>> = Vec::new();
        if !matching.neighbours_of_best {
            ranking.append(&mut neighbours);
        }
        if !trigrams.is_empty() {
            let trigrams = Box::new(BooleanQuery::new(trigrams));
            ranking.push(boosted(trigrams, TRIGRAM_WEIGHT));
        }
        Ok(Some(Self {
            query: ranked_by(found.query, ranking),
            significant: found.significant,
            neighbours,
            doc_freqs,
            asked,
        }))
    }

    /// Documents with all words of content, with half of them, with any: to be tried in turn
    /// where nothing but the words tells a good match from a bad one.
    pub(crate) fn strictest_first(&self) -> Vec<Box<dyn Query>> {
        let count = self.significant.len();
        if count == 0 {
            return vec![self.query.box_clone()];
        }
        let mut least = vec![count, count.div_ceil(2), 1];
        least.dedup();
        least
            .into_iter()
            .map(|least| {
                let words = self.significant.iter();
                let clauses = words
                    .map(|word| (Occur::Should, word.box_clone()))
                    .collect();
                let query: Box<dyn Query> =
                    Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least));
                query
            })
            .collect()
    }

    /// The statistics to score this query with.
    pub(crate) fn statistics<'a>(&'a self, searcher: &'a Searcher) -> SharedStatistics<'a> {
        SharedStatistics {
            searcher,
            doc_freqs: &self.doc_freqs,
        }
    }
}

/// Scores by these statistics.
pub(crate) fn scored_by<'a>(
    searcher: &'a Searcher,
    statistics: &'a SharedStatistics<'a>,
) -> EnableScoring<'a> {
    EnableScoring::enabled_from_statistics_provider(statistics, searcher)
}

/// `query` and every one of `filters`, which do not change the score.
pub(crate) fn filtered(query: Box<dyn Query>, filters: &[Box<dyn Query>]) -> Box<dyn Query> {
    let mut clauses: Clauses = vec![(Occur::Must, query)];
    clauses.extend(filters.iter().map(|filter| {
        let filter: Box<dyn Query> = Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0));
        (Occur::Must, filter)
    }));
    Box::new(BooleanQuery::new(clauses))
}

/// Documents that match every one of the queries.
pub(crate) fn all_of(queries: &[Box<dyn Query>]) -> Box<dyn Query> {
    let clauses = queries.iter().map(|query| (Occur::Must, query.box_clone()));
    Box::new(BooleanQuery::new(clauses.collect()))
}

/// Documents with exactly this term.
pub(crate) fn exactly(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Documents that match at least one of the queries.
pub(crate) fn should(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(
        queries.map(|query| (Occur::Should, query)).collect(),
    ))
}

pub(crate) fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

fn scored(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Documents with any of the words, and with each of those that carry content.
struct AnyWord {
    query: Box<dyn Query>,
    significant: Vec<Box<dyn Query>>,
}

/// None if no word is understood.
fn any_word(words: &[Word], matching: &Matching) -> Option<AnyWord> {
    let fields = &matching.fields;
    if words.iter().any(|word| word.synonyms.is_some()) {
        return any_concept(concepts(words, fields), matching);
    }
    let understood = || words.iter().filter(|word| !word.alternatives.is_empty());
    let only_grammar = understood().all(|word| word.is_function_word);
    let mut significant: Vec<Box<dyn Query>> = Vec::new();
    let mut concepts = Vec::new();
    for word in understood() {
        let is_significant = !word.is_function_word || only_grammar;
        let concept = words::Concept {
            finds: matching.function_words_find || is_significant,
            alternatives: alternatives(word, fields),
        };
        if is_significant {
            let concepts = vec![concept.clone()];
            significant.push(Box::new(WordsQuery { concepts }));
        }
        concepts.push(concept);
    }
    if concepts.is_empty() {
        return None;
    }
    let query = Box::new(WordsQuery { concepts });
    Some(AnyWord { query, significant })
}

fn any_concept(concepts: Vec<Concept>, matching: &Matching) -> Option<AnyWord> {
    let only_grammar = concepts.iter().all(|concept| concept.is_grammar);
    let is_significant = |concept: &Concept| !concept.is_grammar || only_grammar;
    let significant = concepts.iter().filter(|concept| is_significant(concept));
    let significant = significant
        .map(|concept| concept.query.box_clone())
        .collect();
    let (finding, ranking): (Vec<Concept>, Vec<Concept>) = concepts
        .into_iter()
        .partition(|concept| matching.function_words_find || is_significant(concept));
    if finding.is_empty() {
        return None;
    }
    let found = should(finding.into_iter().map(|concept| concept.query));
    let ranking = ranking.into_iter().map(|concept| concept.query);
    Some(AnyWord {
        query: ranked_by(found, ranking.collect()),
        significant,
    })
}

/// What is found, ranked by more than what finds it.
fn ranked_by(found: Box<dyn Query>, ranking: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if ranking.is_empty() {
        return found;
    }
    let mut clauses: Clauses = vec![(Occur::Must, found)];
    clauses.extend(ranking.into_iter().map(|query| (Occur::Should, query)));
    Box::new(BooleanQuery::new(clauses))
}

/// The terms that stand for a word, for each of its alternatives.
fn alternatives(word: &Word, fields: &[WeightedField]) -> Vec<Vec<Weighted>> {
    let of_alternative = word.alternatives.iter().map(|alternative| {
        let in_fields = fields.iter().map(|weighted| Weighted {
            term: Term::from_field_text(weighted.field, &alternative.stem),
            weight: weighted.weight * alternative.weight,
        });
        in_fields.collect()
    });
    of_alternative.collect()
}

/// A word, or an expression of several that has synonyms.
struct Concept {
    query: Box<dyn Query>,
    /// Whether it carries grammar rather than content.
    is_grammar: bool,
}

/// What the words ask for. Words that nothing stands for are left out.
fn concepts(words: &[Word], fields: &[WeightedField]) -> Vec<Concept> {
    let mut concepts = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.first() {
        let length = first
            .synonyms
            .as_ref()
            .map_or(1, |meaning| meaning.words.len());
        let (expression, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        let understood: Vec<&Word> = expression
            .iter()
            .filter(|word| !word.alternatives.is_empty())
            .collect();
        let is_grammar = first.synonyms.is_none() && first.is_function_word;
        let itself = || should(understood.iter().map(|word| any_alternative(word, fields)));
        let query = match &first.synonyms {
            Some(meaning) => {
                let synonyms = meaning.finds.iter().map(|stems| synonym(stems, fields));
                let all = synonyms.chain([itself()]).collect();
                Box::new(DisjunctionMaxQuery::new(all))
            }
            None if understood.is_empty() => continue,
            None => any_alternative(understood[0], fields),
        };
        concepts.push(Concept { query, is_grammar });
    }
    concepts
}

/// A synonym of one or more words, those next to each other.
fn synonym(stems: &[String], fields: &[WeightedField]) -> Box<dyn Query> {
    boosted(expression(stems, fields, PHRASE_SLOP), SYNONYM_WEIGHT)
}

/// One or more words in their order, at most `slop` others between, in one of the fields.
fn expression(stems: &[String], fields: &[WeightedField], slop: u32) -> Box<dyn Query> {
    let in_fields = fields.iter().filter_map(|weighted| {
        let mut terms = stems
            .iter()
            .map(|stem| Term::from_field_text(weighted.field, stem));
        let query = match stems.len() {
            1 => scored(terms.next()?),
            _ if weighted.has_positions => near(terms.collect(), slop),
            _ => return None,
        };
        Some(boosted(query, weighted.weight))
    });
    should(in_fields)
}

/// Phrases that have to be there, and words and phrases that may not.
pub(crate) struct Conditions {
    phrases: Vec<Box<dyn Query>>,
    excluded: Vec<Box<dyn Query>>,
}

impl Conditions {
    pub(crate) fn of(
        query: &ParsedQuery,
        languages: &[Language],
        fields: &[WeightedField],
    ) -> Self {
        let all = |texts: &[String]| {
            texts
                .iter()
                .filter(|text| text.contains(char::is_alphanumeric))
                .map(|text| {
                    let mut in_languages: Vec<Vec<String>> = Vec::new();
                    for language in languages {
                        let stems = analysis::stems(*language, text);
                        if !stems.is_empty() && !in_languages.contains(&stems) {
                            in_languages.push(stems);
                        }
                    }
                    should(
                        in_languages
                            .iter()
                            .map(|stems| expression(stems, fields, 0)),
                    )
                })
                .collect()
        };
        Self {
            phrases: all(&query.phrases),
            excluded: all(&query.excluded),
        }
    }

    /// What of `found` meets the conditions.
    pub(crate) fn restrict(&self, found: Box<dyn Query>) -> Box<dyn Query> {
        if self.phrases.is_empty() && self.excluded.is_empty() {
            return found;
        }
        let mut clauses: Clauses = vec![(Occur::Must, found)];
        clauses.extend(
            self.phrases
                .iter()
                .map(|phrase| (Occur::Must, phrase.box_clone())),
        );
        clauses.extend(self.excluded.iter().map(|query| {
            let query: Box<dyn Query> = Box::new(Excluded(query.box_clone()));
            (Occur::MustNot, query)
        }));
        Box::new(BooleanQuery::new(clauses))
    }
}

/// The word in any field; of its alternatives the best one counts.
fn any_alternative(word: &Word, fields: &[WeightedField]) -> Box<dyn Query> {
    let alternatives = word.alternatives.iter().map(|alternative| {
        let in_fields = fields.iter().map(|weighted| {
            let term = Term::from_field_text(weighted.field, &alternative.stem);
            boosted(scored(term), weighted.weight)
        });
        boosted(should(in_fields), alternative.weight)
    });
    Box::new(DisjunctionMaxQuery::new(alternatives.collect()))
}

/// Each two neighbouring words as neighbours, unless both carry only grammar.
fn phrases(words: &[Word], fields: &[WeightedField], pairs: usize) -> Vec<Box<dyn Query>> {
    let mut queries: Vec<Box<dyn Query>> = Vec::new();
    for pair in words.windows(2) {
        if pair.iter().all(|word| word.is_function_word) {
            continue;
        }
        let mut stems = pairs_of_stems(&pair[0], &pair[1]);
        stems.truncate(pairs);
        if stems.is_empty() {
            continue;
        }
        for weighted in fields.iter().filter(|weighted| weighted.has_positions) {
            let neighbours = stems.iter().map(|(stems, weight)| {
                let terms = stems.map(|stem| Term::from_field_text(weighted.field, stem));
                boosted(near(terms.to_vec(), PHRASE_SLOP), *weight)
            });
            let best = DisjunctionMaxQuery::new(neighbours.collect());
            queries.push(boosted(Box::new(best), weighted.weight));
        }
    }
    queries
}

/// What stands for two neighbouring words, the most likely first, and what it is worth: the
/// neighbour tells which correction or completion is meant.
fn pairs_of_stems<'a>(left: &'a Word, right: &'a Word) -> Vec<([&'a str; 2], f32)> {
    let mut pairs: Vec<_> = left
        .alternatives
        .iter()
        .flat_map(|left| {
            let rights = right.alternatives.iter();
            rights.map(move |right| ([&*left.stem, &*right.stem], left.weight * right.weight))
        })
        .collect();
    pairs.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    pairs
}

/// Terms in their order, at most `slop` others between.
fn near(terms: Vec<Term>, slop: u32) -> Box<dyn Query> {
    let mut phrase = PhraseQuery::new(terms);
    phrase.set_slop(slop);
    Box::new(phrase)
}

/// The trigrams of the words that carry content, each once.
fn trigram_clauses(words: &[Word], field: Option<Field>) -> Clauses {
    let Some(field) = field else {
        return Clauses::new();
    };
    let mut trigrams: Vec<String> = words
        .iter()
        .filter(|word| !word.is_function_word)
        .flat_map(|word| analysis::trigrams(word.meant()))
        .collect();
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
        .iter()
        .map(|trigram| {
            let term = Term::from_field_text(field, trigram);
            (Occur::Should, scored(term))
        })
        .collect()
}

/// Finds by trigrams alone what is spelt too differently for the dictionary.
fn rescue(trigrams: Clauses) -> Option<Box<dyn Query>> {
    if trigrams.is_empty() {
        return None;
    }
    let enough = (trigrams.len() as f32 * MIN_TRIGRAM_SHARE).ceil() as usize;
    let query = BooleanQuery::with_minimum_required_clauses(trigrams, enough);
    Some(boosted(Box::new(query), TRIGRAM_WEIGHT))
}

/// The document frequency that all alternatives of a word have in all fields: the greatest.
///
/// With its own frequency, a misspelling that stands in one document would outweigh the word
/// that was meant, and a common word would count as rare because few titles hold it.
fn shared_doc_freqs(
    searcher: &Searcher,
    words: &[Word],
    fields: &[WeightedField],
) -> tantivy::Result<HashMap<Term, u64>> {
    let mut doc_freqs: HashMap<Term, u64> = HashMap::new();
    for word in words {
        let terms = || {
            word.alternatives.iter().flat_map(|alternative| {
                fields
                    .iter()
                    .map(|weighted| Term::from_field_text(weighted.field, &alternative.stem))
            })
        };
        let mut shared = 0;
        for term in terms() {
            shared = shared.max(searcher.doc_freq(&term)?);
        }
        for term in terms() {
            let doc_freq = doc_freqs.entry(term).or_default();
            *doc_freq = shared.max(*doc_freq);
        }
    }
    Ok(doc_freqs)
}

/// See [`Relevance::asked`].
fn asked(
    searcher: &Searcher,
    words: &[Word],
    fields: &[WeightedField],
    doc_freqs: &HashMap<Term, u64>,
) -> f32 {
    let rarities = words.iter().map(|word| {
        let term = word.alternatives.first().zip(fields.first());
        let term = term.map(|(known, of)| Term::from_field_text(of.field, &known.stem));
        let doc_freq = term.and_then(|term| doc_freqs.get(&term).copied());
        confidence::rarity(doc_freq.unwrap_or(0), searcher.num_docs())
    });
    rarities.sum()
}

/// The searcher's statistics, but with the document frequencies that alternatives share.
pub(crate) struct SharedStatistics<'a> {
    searcher: &'a Searcher,
    doc_freqs: &'a HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for SharedStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.doc_freqs.get(term) {
            Some(doc_freq) => Ok(*doc_freq),
            None => self.searcher.doc_freq(term),
        }
    }
}
