//! Help while typing: what the text may become, and "did you mean".

use std::collections::{BTreeSet, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{TantivyDocument, TantivyError, Term};

use crate::access::Access;
use crate::analysis;
use crate::completion;
use crate::document::Kind;
use crate::error::Result;
use crate::index::SearchIndex;
use crate::knowledge::PopularQuery;
use crate::language::{self, Language};
use crate::query;
use crate::request::{Facet, Reader, Suggestions};
use crate::schema::{Fields, facet_column};
use crate::search::{MAX_HITS, stored_text};
use crate::spelling::Dictionary;
use crate::syntax::{Context, ParsedQuery};
use crate::understanding::{self, View, Word};

/// How many words of titles are tried as the completion of the last word.
const MAX_COMPLETIONS: usize = 32;
/// How many values of a facet are looked at in each segment of an index.
const MAX_VALUES_TRIED: usize = 10_000;
/// How many completions of the last word are offered, after titles and past queries.
const MAX_WORDS: usize = 3;

impl SearchIndex {
    /// What the text may become: past queries and titles of articles the reader may see that
    /// hold every word typed so far, the last one possibly unfinished; the last word completed;
    /// for staff, filters; and the text with its misspelt words corrected. Any text is valid.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn suggest(&self, text: &str, context: &Context<'_>, limit: usize) -> Result<Suggestions> {
        let serving = self.serving();
        let collection = serving.collection(Kind::Article);
        let fields = &collection.fields;
        let Some(access) = Access::of(context.reader, Kind::Article, fields) else {
            return Ok(Suggestions::default());
        };
        let searcher = collection.searcher();
        let query = ParsedQuery::parse(text, context);
        let synonyms = self.knowledge.synonyms();
        let languages = language::present(&searcher, fields.language)?;
        let view = access.view(&searcher)?;
        let words = understanding::understand(&view, &languages, &synonyms, &query.words)?;
        let limit = limit.min(MAX_HITS);
        let mut completions = Completions::of(text, limit);
        // Only plain words have a past or are in titles.
        if query.is_plain() && !words.is_empty() && limit > 0 {
            let dictionary = Dictionary::new(&view.visible, &access.spelling);
            for past in popular(&self.knowledge.popular(), &words, &dictionary, limit)? {
                completions.add(past);
            }
            for title in titles(&view, fields, &languages, &words, limit)? {
                completions.add(title);
            }
            if let Some((last, finished)) = words.split_last()
                && last.source.end == text.len()
            {
                let before = &text[..last.source.start];
                let corrected = did_you_mean(before, finished);
                let before = corrected.as_deref().unwrap_or(before);
                for word in dictionary.completions(&last.text, MAX_WORDS)? {
                    completions.add(format!("{before}{word}"));
                }
            }
        }
        let filters = match context.reader {
            Reader::Staff => completion::of(text, limit, |open| match open.name {
                "tag" => self.values(Facet::Tag, &open.value, limit),
                "category" => self.values(Facet::Category, &open.value, limit),
                _ => Ok(Vec::new()),
            })?,
            _ => Vec::new(),
        };
        Ok(Suggestions {
            completions: completions.texts,
            did_you_mean: did_you_mean(text, &words),
            filters,
        })
    }
}

impl SearchIndex {
    /// Values of a facet that begin so, whatever the case, in alphabetical order, over all
    /// documents: for staff alone. What only a document had that is gone may still be among them.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn values(&self, facet: Facet, beginning: &str, limit: usize) -> Result<Vec<String>> {
        let beginning = beginning.to_lowercase();
        let mut found = BTreeSet::new();
        let serving = self.serving();
        for kind in Kind::ALL {
            let searcher = serving.collection(kind).searcher();
            for segment in searcher.segment_readers() {
                let Some(column) = segment.fast_fields().str(facet_column(facet))? else {
                    continue;
                };
                let mut values = column.dictionary().stream().map_err(TantivyError::from)?;
                let mut tried = 0;
                while tried < MAX_VALUES_TRIED && values.advance() {
                    tried += 1;
                    if let Ok(value) = std::str::from_utf8(values.key())
                        && value.to_lowercase().starts_with(&beginning)
                    {
                        found.insert(value.to_owned());
                    }
                }
            }
        }
        Ok(found.into_iter().take(limit).collect())
    }
}

/// Texts to show, each once in whatever case, none of them what was typed already.
struct Completions {
    texts: Vec<String>,
    known: HashSet<String>,
    limit: usize,
}

impl Completions {
    fn of(typed: &str, limit: usize) -> Self {
        Self {
            texts: Vec::new(),
            known: HashSet::from([typed.trim().to_lowercase()]),
            limit,
        }
    }

    fn add(&mut self, text: String) {
        if self.texts.len() < self.limit && self.known.insert(text.to_lowercase()) {
            self.texts.push(text);
        }
    }
}

/// Past queries that begin with the words typed so far, most frequent first, and that consist
/// of words which the reader's documents hold. At most half of the completions.
fn popular(
    past: &[PopularQuery],
    words: &[Word],
    dictionary: &Dictionary<'_>,
    limit: usize,
) -> Result<Vec<String>> {
    let Some((last, finished)) = words.split_last() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for query in past {
        if found.len() == limit.div_ceil(2) {
            break;
        }
        let begins = query.words.len() >= words.len()
            && finished
                .iter()
                .zip(&query.words)
                .all(|(typed, past)| typed.meant() == past)
            && query.words[finished.len()].starts_with(last.meant());
        if begins && all_known(&query.words, dictionary)? {
            found.push(query.text.clone());
        }
    }
    Ok(found)
}

fn all_known(words: &[String], dictionary: &Dictionary<'_>) -> Result<bool> {
    for word in words {
        if !Language::ALL.iter().any(|one| one.is_function_word(word))
            && !dictionary.contains(word)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Titles with every word typed so far.
fn titles(
    view: &View<'_>,
    fields: &Fields,
    languages: &[Language],
    words: &[Word],
    limit: usize,
) -> Result<Vec<String>> {
    let Some((last, finished)) = words.split_last() else {
        return Ok(Vec::new());
    };
    let words_of_titles = [fields.title_words];
    let dictionary = Dictionary::new(&view.visible, &words_of_titles);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for word in finished {
        let stems = analysis::stems_of_word(languages, word.meant());
        clauses.push((Occur::Must, in_title(fields, &stems, &[])));
    }
    let stems = analysis::stems_of_word(languages, last.meant());
    let continued = dictionary.completions(last.meant(), MAX_COMPLETIONS)?;
    clauses.push((Occur::Must, in_title(fields, &stems, &continued)));

    let found = query::filtered(Box::new(BooleanQuery::new(clauses)), view.access);
    let best = TopDocs::with_limit(limit).order_by_score();
    let mut titles: Vec<String> = Vec::new();
    let searcher = view.visible.searcher;
    for (_, address) in searcher.search(&found, &best)? {
        let document: TantivyDocument = searcher.doc(address)?;
        let title = stored_text(&document, fields.title);
        if !titles.iter().any(|known| known == title) {
            titles.push(title.to_owned());
        }
    }
    Ok(titles)
}

/// Titles with one of these stems, or with one of the continued words.
fn in_title(fields: &Fields, stems: &[String], continued: &[String]) -> Box<dyn Query> {
    let stemmed = stems
        .iter()
        .map(|stem| Term::from_field_text(fields.title, stem));
    let terms = continued
        .iter()
        .map(|word| Term::from_field_text(fields.title_words, word))
        .chain(stemmed);
    query::should(terms.map(query::exactly))
}

/// The text with every misspelt word replaced and all else as it was typed.
pub(crate) fn did_you_mean(text: &str, words: &[Word]) -> Option<String> {
    let mut meant = String::with_capacity(text.len());
    let mut done = 0;
    for word in words {
        if let Some(correction) = &word.correction {
            meant.push_str(&text[done..word.source.start]);
            meant.push_str(correction);
            done = word.source.end;
        }
    }
    if done == 0 {
        return None;
    }
    meant.push_str(&text[done..]);
    Some(meant)
}
