//! HTML fragments that show why a document was found. Everything is escaped; the only markup is
//! `<mark>` around found words.

use std::collections::BTreeMap;

use tantivy::schema::Field;
use tantivy::snippet::{Snippet, SnippetGenerator, collapse_overlapped_ranges};
use tantivy::{Score, Searcher, Term};

use crate::analysis::{self, Language};
use crate::understanding::Word;

/// Length of a body fragment, in bytes of its text.
const FRAGMENT_BYTES: usize = 220;

/// How much of a text is looked through for a fragment.
const MAX_SEARCHED_BYTES: usize = 128 * 1024;

/// Makes the fragments of one search.
pub(crate) struct Highlighter {
    whole: SnippetGenerator,
    fragment: SnippetGenerator,
}

impl Highlighter {
    /// Highlights the stems that stand for the words; function words only if there are no others.
    pub(crate) fn new(
        searcher: &Searcher,
        words: &[Word],
        languages: &[Language],
        body: Field,
    ) -> tantivy::Result<Self> {
        let any_content = words
            .iter()
            .any(|word| !word.is_function_word && word.stems().next().is_some());
        let mut stems = BTreeMap::new();
        for word in words {
            if any_content && word.is_function_word {
                continue;
            }
            for (stem, weight) in word.stems() {
                let doc_freq = searcher.doc_freq(&Term::from_field_text(body, stem))?;
                let rarity = weight / (1.0 + doc_freq as Score);
                stems.insert(stem.to_owned(), rarity);
            }
        }
        let analyzer = analysis::stems_among(languages, stems.keys().cloned().collect());
        Ok(Self {
            whole: SnippetGenerator::new(stems.clone(), analyzer.clone(), body, usize::MAX),
            fragment: SnippetGenerator::new(stems, analyzer, body, FRAGMENT_BYTES),
        })
    }

    /// The whole text, with the found words marked.
    pub(crate) fn whole(&self, text: &str) -> String {
        let snippet = self.whole.snippet(text);
        if snippet.is_empty() {
            return escaped(text);
        }
        let range = snippet.fragment_range();
        // The snippet begins at 0 and ends with the last word: what follows is punctuation.
        marked(&snippet) + &escaped(&text[range.end..])
    }

    /// The piece of the text with the most found words, and how many it has; none if it has no
    /// found word.
    pub(crate) fn fragment(&self, text: &str) -> Option<(String, usize)> {
        let text = &text[..text.floor_char_boundary(MAX_SEARCHED_BYTES)];
        let snippet = self.fragment.snippet(text);
        if snippet.is_empty() {
            return None;
        }
        let range = snippet.fragment_range();
        let found = collapse_overlapped_ranges(snippet.highlighted()).len();
        let html = with_ellipses(text, range.start, range.end, &marked(&snippet));
        Some((html, found))
    }
}

/// The beginning of a text in which no word was found.
pub(crate) fn beginning(text: &str) -> String {
    if text.len() <= FRAGMENT_BYTES {
        return escaped(text);
    }
    let limit = text.floor_char_boundary(FRAGMENT_BYTES);
    let end = text[..limit].rfind(char::is_whitespace).unwrap_or(limit);
    with_ellipses(text, 0, end, &escaped(&text[..end]))
}

fn with_ellipses(text: &str, start: usize, end: usize, html: &str) -> String {
    let is_rest = |rest: &str| rest.contains(char::is_alphanumeric);
    let before = if is_rest(&text[..start]) { "… " } else { "" };
    let after = if is_rest(&text[end..]) { " …" } else { "" };
    format!("{before}{html}{after}")
}

fn marked(snippet: &Snippet) -> String {
    let text = snippet.fragment();
    let mut html = String::with_capacity(text.len() + 32);
    let mut done = 0;
    for range in collapse_overlapped_ranges(snippet.highlighted()) {
        html.push_str(&escaped(&text[done..range.start]));
        html.push_str("<mark>");
        html.push_str(&escaped(&text[range.clone()]));
        html.push_str("</mark>");
        done = range.end;
    }
    html.push_str(&escaped(&text[done..]));
    html
}

/// Escapes for HTML text and quoted attributes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_html_reads_is_escaped() {
        assert_eq!(
            escaped(r#"<a b="c">&'"#),
            "&lt;a b=&quot;c&quot;&gt;&amp;&#39;"
        );
    }

    #[test]
    fn a_beginning_is_cut_between_words() {
        let text = "word ".repeat(100);
        let cut = beginning(&text);
        assert!(cut.ends_with("word …"), "{cut}");
        assert!(cut.len() <= FRAGMENT_BYTES + 4);
    }

    #[test]
    fn a_beginning_never_cuts_a_letter() {
        let cut = beginning(&"é".repeat(500));
        assert!(cut.starts_with('é') && cut.ends_with("é …"));
    }
}
