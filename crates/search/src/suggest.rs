//! Help while typing: titles that match so far, and "did you mean".

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{Searcher, TantivyDocument, Term};

use crate::access::Access;
use crate::analysis::{self, Language};
use crate::document::Kind;
use crate::error::Result;
use crate::index::SearchIndex;
use crate::query;
use crate::request::{Reader, Suggestions};
use crate::schema::Fields;
use crate::search::{MAX_HITS, stored_text};
use crate::spelling::Dictionary;
use crate::understanding::{self, Word};

/// How many words of titles are tried as the completion of the last word.
const MAX_COMPLETIONS: usize = 32;

impl SearchIndex {
    /// Titles of articles the reader may see that hold every word typed so far, the last one
    /// possibly unfinished; and the text with its misspelt words corrected by words of those
    /// articles. Any text is valid.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn suggest(&self, text: &str, reader: &Reader, limit: usize) -> Result<Suggestions> {
        let collection = self.collection(Kind::Article);
        let fields = &collection.fields;
        let Some(access) = Access::of(reader, Kind::Article, fields) else {
            return Ok(Suggestions::default());
        };
        let searcher = collection.searcher();
        let words = understanding::understand(&access.view(&searcher), text)?;
        Ok(Suggestions {
            completions: completions(&searcher, fields, &access, &words, limit)?,
            did_you_mean: did_you_mean(text, &words),
        })
    }
}

fn completions(
    searcher: &Searcher,
    fields: &Fields,
    access: &Access,
    words: &[Word],
    limit: usize,
) -> Result<Vec<String>> {
    let Some((last, finished)) = words.split_last() else {
        return Ok(Vec::new());
    };
    if limit == 0 {
        return Ok(Vec::new());
    }
    let titles = [fields.title_words];
    let dictionary = Dictionary::new(searcher, &titles, &access.filters);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for word in finished {
        let meant = word.correction.as_ref().unwrap_or(&word.text);
        clauses.push((Occur::Must, in_title(fields, meant, &[])));
    }
    let meant = last.correction.as_ref().unwrap_or(&last.text);
    let continued = dictionary.completions(meant, MAX_COMPLETIONS)?;
    clauses.push((Occur::Must, in_title(fields, meant, &continued)));

    let found = query::filtered(Box::new(BooleanQuery::new(clauses)), &access.filters);
    let best = TopDocs::with_limit(limit.min(MAX_HITS)).order_by_score();
    let mut titles: Vec<String> = Vec::new();
    for (_, address) in searcher.search(&found, &best)? {
        let document: TantivyDocument = searcher.doc(address)?;
        let title = stored_text(&document, fields.title);
        if !titles.iter().any(|known| known == title) {
            titles.push(title.to_owned());
        }
    }
    Ok(titles)
}

/// Titles with this word in any inflection, or with one of its continuations.
fn in_title(fields: &Fields, word: &str, continued: &[String]) -> Box<dyn Query> {
    let stem = analysis::stem(Language::DEFAULT, word);
    let stemmed = Term::from_field_text(fields.title, &stem);
    let terms = continued
        .iter()
        .map(|word| Term::from_field_text(fields.title_words, word))
        .chain([stemmed]);
    query::should(terms.map(query::exactly))
}

/// The text with every misspelt word replaced and all else as it was typed.
fn did_you_mean(text: &str, words: &[Word]) -> Option<String> {
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
