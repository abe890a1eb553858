//! The fields of the index and how a document fills them.
//!
//! Articles and tickets have the same schema in two separate indexes, so that neither the
//! statistics of relevance nor the spelling dictionary of one reaches the other.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::analysis::{self, Language};
use crate::document::{ArticleDocument, TicketDocument};

/// Handles of the fields, in one place so that no field is looked up by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The document's id: what a put replaces by.
    pub(crate) id: Field,
    /// The customer who owns a ticket.
    pub(crate) owner: Field,
    /// Whether non-staff readers may find an article.
    pub(crate) published: Field,
    /// The category, exactly.
    pub(crate) category: Field,
    /// A ticket's number in lower case: whole, and its parts that hold a digit.
    pub(crate) number: Field,
    /// Stemmed title or subject.
    pub(crate) title: Field,
    /// Unstemmed words of the title: what completions complete.
    pub(crate) title_words: Field,
    /// Stemmed body.
    pub(crate) body: Field,
    /// Stemmed internal notes of a ticket.
    pub(crate) notes: Field,
    /// Stemmed words of tags, category, status and priority.
    pub(crate) labels: Field,
    /// Character trigrams of title and body.
    pub(crate) grams: Field,
    /// Unstemmed words of title, body and labels: the spelling dictionary.
    pub(crate) spell: Field,
    /// Unstemmed words of the notes: the part of the dictionary that only staff use.
    pub(crate) spell_notes: Field,
    /// Milliseconds since the Unix epoch.
    pub(crate) updated_at: Field,
}

/// Name of [`Fields::updated_at`], by which the collector finds the column.
pub(crate) const UPDATED_AT: &str = "updated_at";

/// Builds the schema. Any change to it, or to an analyzer, needs a new
/// [`SCHEMA_VERSION`](crate::SCHEMA_VERSION).
pub(crate) fn build() -> (Schema, Fields) {
    let stemmed = Language::DEFAULT.stemmed();
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        owner: schema.add_text_field("owner", STRING),
        published: schema.add_bool_field("published", INDEXED),
        category: schema.add_text_field("category", STRING),
        number: schema.add_text_field("number", STRING),
        title: schema.add_text_field("title", positions(stemmed).set_stored()),
        title_words: schema.add_text_field("title_words", terms_only(analysis::WORDS)),
        body: schema.add_text_field("body", positions(stemmed).set_stored()),
        notes: schema.add_text_field("notes", positions(stemmed).set_stored()),
        labels: schema.add_text_field("labels", frequencies(stemmed)),
        grams: schema.add_text_field("grams", frequencies(analysis::TRIGRAMS)),
        spell: schema.add_text_field("spell", terms_only(analysis::SPELLING)),
        spell_notes: schema.add_text_field("spell_notes", terms_only(analysis::SPELLING)),
        updated_at: schema.add_i64_field(UPDATED_AT, FAST),
    };
    (schema.build(), fields)
}

fn positions(analyzer: &str) -> TextOptions {
    text(analyzer, IndexRecordOption::WithFreqsAndPositions, true)
}

fn frequencies(analyzer: &str) -> TextOptions {
    text(analyzer, IndexRecordOption::WithFreqs, true)
}

fn terms_only(analyzer: &str) -> TextOptions {
    text(analyzer, IndexRecordOption::Basic, false)
}

fn text(analyzer: &str, record: IndexRecordOption, lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(analyzer)
            .set_index_option(record)
            .set_fieldnorms(lengths),
    )
}

impl Fields {
    pub(crate) fn article(&self, article: &ArticleDocument) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, &article.id);
        document.add_bool(self.published, article.published);
        document.add_text(self.category, &article.category);
        document.add_i64(self.updated_at, article.updated_at_ms);
        self.add_text(&mut document, &article.title, &article.body);
        self.add_labels(
            &mut document,
            article.tags.iter().chain([&article.category]),
        );
        document
    }

    pub(crate) fn ticket(&self, ticket: &TicketDocument) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, &ticket.id);
        document.add_text(self.owner, &ticket.owner_id);
        document.add_text(self.category, &ticket.category);
        document.add_i64(self.updated_at, ticket.updated_at_ms);
        for form in number_forms(&ticket.number) {
            document.add_text(self.number, form);
        }
        self.add_text(&mut document, &ticket.subject, &ticket.body);
        self.add_labels(
            &mut document,
            [&ticket.category, &ticket.status, &ticket.priority],
        );
        document.add_text(self.notes, &ticket.notes);
        document.add_text(self.spell_notes, &ticket.notes);
        document
    }

    fn add_text(&self, document: &mut TantivyDocument, title: &str, body: &str) {
        document.add_text(self.title, title);
        document.add_text(self.title_words, title);
        document.add_text(self.body, body);
        for text in [title, body] {
            document.add_text(self.grams, text);
            document.add_text(self.spell, text);
        }
    }

    fn add_labels<'a>(
        &self,
        document: &mut TantivyDocument,
        labels: impl IntoIterator<Item = &'a String>,
    ) {
        for label in labels {
            document.add_text(self.labels, label);
            document.add_text(self.spell, label);
        }
    }
}

/// The forms under which a ticket number is found: whole, and each part that holds a digit.
/// `#FD-1042` is `fd-1042` and `1042`.
pub(crate) fn number_forms(number: &str) -> Vec<String> {
    let whole = number
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase();
    let mut forms: Vec<String> = whole
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| part.contains(|letter: char| letter.is_ascii_digit()) && **part != whole)
        .map(str::to_owned)
        .collect();
    if !whole.is_empty() {
        forms.insert(0, whole);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_whole_and_by_its_numeric_part() {
        assert_eq!(number_forms("#FD-1042"), ["fd-1042", "1042"]);
        assert_eq!(number_forms("1042"), ["1042"]);
        assert!(number_forms("#").is_empty());
    }
}
