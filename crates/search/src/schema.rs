//! The fields of the index and how a document fills them.
//!
//! All kinds have the same schema in separate indexes: a field without content costs nothing.

use tantivy::TantivyDocument;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};

use crate::analysis::{self, Language};
use crate::document::{ArticleDocument, ConversationDocument, CustomerDocument, Document};
use crate::keys;
use crate::request::Facet;

/// Handles of the fields, in one place so that no field is looked up by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The document's id, as [`keys::of_id`] writes it: what a put replaces by.
    pub(crate) id: Field,
    /// The customer whose conversation it is, written like an id.
    pub(crate) owner: Field,
    /// What a document is or has, as [`flag`] names it.
    pub(crate) flags: Field,
    /// Exact things to find: a conversation's number, a customer's address and phone number.
    pub(crate) exact: Field,
    /// Stemmed title, subject or name.
    pub(crate) title: Field,
    /// Unstemmed words of an article's title: what completions complete.
    pub(crate) title_words: Field,
    /// Stemmed body of an article, public messages of a conversation, details of a customer.
    pub(crate) body: Field,
    /// Stemmed internal notes of a conversation.
    pub(crate) notes: Field,
    /// Stemmed names and text of public files.
    pub(crate) files: Field,
    /// Stemmed names and text of files of notes.
    pub(crate) note_files: Field,
    /// Unstemmed words of the owner's name and address: for staff alone.
    pub(crate) person: Field,
    /// Unstemmed words of the name of who works on it: for staff alone.
    pub(crate) assignee_name: Field,
    /// Stemmed words of tags, category, status and priority.
    pub(crate) labels: Field,
    /// Character trigrams of title and body, where documents are few and short.
    pub(crate) grams: Field,
    /// Unstemmed words of what every reader of the document may see: the spelling dictionary.
    /// Of a conversation only those that do not stand in [`Fields::body`] as they are: together
    /// they are the dictionary, and each word has one list of documents instead of two.
    pub(crate) spell: Field,
    /// Unstemmed words of notes, their files and people: the part of the dictionary for staff,
    /// beside [`Fields::person`] as with [`Fields::spell`].
    pub(crate) spell_staff: Field,
    pub(crate) channel: Field,
    pub(crate) category: Field,
    pub(crate) status: Field,
    pub(crate) priority: Field,
    pub(crate) tag: Field,
    pub(crate) assignee: Field,
    pub(crate) team: Field,
    pub(crate) language: Field,
    /// Milliseconds since the Unix epoch.
    pub(crate) created_at: Field,
    /// Milliseconds since the Unix epoch.
    pub(crate) updated_at: Field,
    /// [`Document::fingerprint`].
    pub(crate) fingerprint: Field,
}

/// The values of [`Fields::flags`].
pub(crate) mod flag {
    /// Others than staff may find the article.
    pub(crate) const PUBLISHED: &str = "published";
    /// A public message carries a file.
    pub(crate) const HAS_ATTACHMENT: &str = "attachment";
    /// There is an internal note.
    pub(crate) const HAS_NOTE: &str = "note";
    /// Somebody works on it.
    pub(crate) const IS_ASSIGNED: &str = "assigned";
}

/// tantivy's own analyzer of values that are one term as they are.
const RAW: &str = "raw";

/// Name of [`Fields::updated_at`], by which the collector finds the column.
pub(crate) const UPDATED_AT: &str = "updated_at";
/// Name of [`Fields::fingerprint`].
pub(crate) const FINGERPRINT: &str = "fingerprint";

/// Builds the schema. Any change to it, or to an analyzer, needs a new
/// [`SCHEMA_VERSION`](crate::SCHEMA_VERSION).
pub(crate) fn build() -> (Schema, Fields) {
    let stemmed = analysis::STEMMED;
    let mut schema = Schema::builder();
    let key = || BytesOptions::default().set_indexed();
    let mut facet = |facet: Facet| {
        let options = exactly(analysis::EXACT).set_fast("raw");
        schema.add_text_field(facet_column(facet), options)
    };
    let (channel, category) = (facet(Facet::Channel), facet(Facet::Category));
    let (status, priority) = (facet(Facet::Status), facet(Facet::Priority));
    let (tag, assignee) = (facet(Facet::Tag), facet(Facet::Assignee));
    let (team, language) = (facet(Facet::Team), facet(Facet::Language));
    let fields = Fields {
        id: schema.add_bytes_field("id", key().set_stored()),
        owner: schema.add_bytes_field("owner", key()),
        flags: schema.add_text_field("flags", exactly(RAW)),
        exact: schema.add_text_field("exact", exactly(RAW)),
        title: schema.add_text_field("title", positions(stemmed).set_stored()),
        title_words: schema.add_text_field("title_words", terms_only(analysis::WORDS)),
        body: schema.add_text_field("body", positions(stemmed).set_stored()),
        notes: schema.add_text_field("notes", positions(stemmed).set_stored()),
        files: schema.add_text_field("files", positions(stemmed).set_stored()),
        note_files: schema.add_text_field("note_files", positions(stemmed).set_stored()),
        person: schema.add_text_field("person", terms_only(stemmed)),
        assignee_name: schema.add_text_field("assignee_name", terms_only(analysis::WORDS)),
        labels: schema.add_text_field("labels", frequencies(stemmed)),
        grams: schema.add_text_field("grams", frequencies(analysis::TRIGRAMS)),
        spell: schema.add_text_field("spell", terms_only(analysis::SPELLING)),
        spell_staff: schema.add_text_field("spell_staff", terms_only(analysis::SPELLING)),
        channel,
        category,
        status,
        priority,
        tag,
        assignee,
        team,
        language,
        created_at: schema.add_i64_field("created_at", FAST),
        updated_at: schema.add_i64_field(UPDATED_AT, FAST),
        fingerprint: schema.add_u64_field(FINGERPRINT, FAST),
    };
    (schema.build(), fields)
}

/// Name of a facet's field and column.
pub(crate) fn facet_column(facet: Facet) -> &'static str {
    match facet {
        Facet::Channel => "channel",
        Facet::Category => "category",
        Facet::Status => "status",
        Facet::Priority => "priority",
        Facet::Tag => "tag",
        Facet::Assignee => "assignee",
        Facet::Team => "team",
        Facet::Language => "language",
    }
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

fn exactly(analyzer: &str) -> TextOptions {
    terms_only(analyzer)
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
    /// The field of a facet.
    pub(crate) fn facet(&self, facet: Facet) -> Field {
        match facet {
            Facet::Channel => self.channel,
            Facet::Category => self.category,
            Facet::Status => self.status,
            Facet::Priority => self.priority,
            Facet::Tag => self.tag,
            Facet::Assignee => self.assignee,
            Facet::Team => self.team,
            Facet::Language => self.language,
        }
    }

    /// What is written for a document.
    pub(crate) fn document(&self, document: &Document) -> TantivyDocument {
        let mut written = TantivyDocument::new();
        written.add_bytes(self.id, &keys::of_id(document.id()));
        written.add_u64(self.fingerprint, document.fingerprint());
        match document {
            Document::Article(article) => self.article(&mut written, article),
            Document::Conversation(conversation) => {
                self.conversation(&mut written, conversation);
            }
            Document::Customer(customer) => self.customer(&mut written, customer),
        }
        written
    }

    fn article(&self, written: &mut TantivyDocument, article: &ArticleDocument) {
        if article.published {
            written.add_text(self.flags, flag::PUBLISHED);
        }
        written.add_i64(self.created_at, article.updated_at_ms);
        written.add_i64(self.updated_at, article.updated_at_ms);
        written.add_text(self.title_words, &article.title);
        let language = article
            .language
            .or_else(|| detected(&article.title, &article.body));
        for (field, text) in [(self.title, &article.title), (self.body, &article.body)] {
            add_marked(written, field, language, text);
            written.add_text(self.grams, text);
            written.add_text(self.spell, text);
        }
        add_text(written, self.category, &article.category);
        self.add_tags(written, &article.tags);
        self.add_language(written, language);
        self.add_labels(written, article.tags.iter().chain([&article.category]));
    }

    fn conversation(&self, written: &mut TantivyDocument, conversation: &ConversationDocument) {
        written.add_text(self.channel, conversation.channel.as_str());
        written.add_bytes(self.owner, &keys::of_id(&conversation.owner_id));
        written.add_i64(self.created_at, conversation.created_at_ms);
        written.add_i64(self.updated_at, conversation.updated_at_ms);
        for (is_set, flag) in [
            (conversation.has_attachment, flag::HAS_ATTACHMENT),
            (!conversation.notes.is_empty(), flag::HAS_NOTE),
            (conversation.assignee_id.is_some(), flag::IS_ASSIGNED),
        ] {
            if is_set {
                written.add_text(self.flags, flag);
            }
        }
        for form in conversation
            .number
            .iter()
            .flat_map(|number| keys::of_number(number))
        {
            written.add_text(self.exact, form);
        }
        let language = conversation
            .language
            .or_else(|| detected(&conversation.subject, &conversation.messages));
        for (field, text) in [
            (self.title, &conversation.subject),
            (self.body, &conversation.messages),
            (self.files, &conversation.files),
        ] {
            add_marked(written, field, language, text);
        }
        for (field, text) in [
            (self.notes, &conversation.notes),
            (self.note_files, &conversation.files_of_notes),
        ] {
            add_text(written, field, text);
            add_text(written, self.spell_staff, text);
        }
        let person = [&conversation.owner_name, &conversation.owner_email];
        let mut stems = Vec::new();
        for text in person {
            add_text(written, self.person, text);
            stems.extend(analysis::stems(Language::DEFAULT, text));
        }
        let unstemmed = analysis::words_except(&stems, person.into_iter().map(String::as_str));
        add_text(written, self.spell_staff, &unstemmed);
        for (field, text) in [
            (self.category, &conversation.category),
            (self.status, &conversation.status),
            (self.priority, &conversation.priority),
        ] {
            add_text(written, field, text);
        }
        for (field, text) in [
            (self.assignee, &conversation.assignee_id),
            (self.assignee_name, &conversation.assignee_name),
            (self.team, &conversation.team_id),
        ] {
            add_text(written, field, text.as_deref().unwrap_or_default());
        }
        self.add_tags(written, &conversation.tags);
        self.add_language(written, language);
        let labels = [
            &conversation.category,
            &conversation.status,
            &conversation.priority,
        ];
        let labels = || conversation.tags.iter().chain(labels);
        for label in labels() {
            add_text(written, self.labels, label);
        }
        let texts = [
            &conversation.subject,
            &conversation.messages,
            &conversation.files,
        ];
        let texts = texts.into_iter().chain(labels()).map(String::as_str);
        let stems = analysis::stems(language.unwrap_or_default(), &conversation.messages);
        let unstemmed = analysis::words_except(&stems, texts);
        add_text(written, self.spell, &unstemmed);
    }

    fn customer(&self, written: &mut TantivyDocument, customer: &CustomerDocument) {
        written.add_i64(self.created_at, customer.updated_at_ms);
        written.add_i64(self.updated_at, customer.updated_at_ms);
        for form in keys::of_contact(&customer.email, &customer.phone) {
            written.add_text(self.exact, form);
        }
        let known = [&customer.email, &customer.phone, &customer.details]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n");
        for (field, text) in [(self.title, &customer.name), (self.body, &known)] {
            add_text(written, field, text);
            add_text(written, self.spell, text);
        }
        for text in [&customer.name, &customer.email] {
            add_text(written, self.grams, text);
        }
    }

    fn add_tags(&self, written: &mut TantivyDocument, tags: &[String]) {
        for tag in tags {
            add_text(written, self.tag, tag);
        }
    }

    fn add_language(&self, written: &mut TantivyDocument, language: Option<Language>) {
        if let Some(language) = language {
            written.add_text(self.language, language.code());
        }
    }

    fn add_labels<'a>(
        &self,
        written: &mut TantivyDocument,
        labels: impl IntoIterator<Item = &'a String>,
    ) {
        for label in labels {
            add_text(written, self.labels, label);
            add_text(written, self.spell, label);
        }
    }
}

/// The language of a document that does not say its own.
fn detected(title: &str, text: &str) -> Option<Language> {
    Language::detect(text).or_else(|| Language::detect(title))
}

/// A text that is stemmed in its language, or in the default one.
fn add_marked(written: &mut TantivyDocument, field: Field, language: Option<Language>, text: &str) {
    if !text.is_empty() {
        written.add_text(field, analysis::marked(language.unwrap_or_default(), text));
    }
}

/// Nothing is written for an empty text.
fn add_text(written: &mut TantivyDocument, field: Field, text: &str) {
    if !text.is_empty() {
        written.add_text(field, text);
    }
}
