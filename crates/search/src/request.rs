//! What is asked of the index and what it answers. What is in it: `document`.

use std::collections::BTreeMap;

use crate::document::Kind;
use crate::syntax::ParsedQuery;

/// Who is searching. Decides, inside the query, what can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// Published articles alone.
    Anonymous,
    /// Published articles and the conversations of this customer, without their notes.
    Customer(String),
    /// Everything.
    Staff,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// What was typed, read by [`ParsedQuery::parse`], or plain words (`"lamp".into()`).
    pub query: ParsedQuery,
    /// What is searched.
    pub kind: Kind,
    /// Who is searching.
    pub reader: Reader,
    /// What every hit has to fulfil, beside what the query itself asks for. With filters, a
    /// text without any word finds all that fulfil them.
    pub filters: Vec<Filter>,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether to count the values of the facets; it costs a look at every match.
    pub facets: bool,
    /// How many hits, at most [`MAX_HITS`](crate::MAX_HITS); 0 only counts.
    pub limit: usize,
    /// How many hits to skip; past [`MAX_OFFSET`](crate::MAX_OFFSET) there are none.
    pub offset: usize,
}

impl SearchRequest {
    /// The first ten hits by relevance, without filters or facets.
    pub fn new(kind: Kind, reader: Reader, query: impl Into<ParsedQuery>) -> Self {
        Self {
            query: query.into(),
            kind,
            reader,
            filters: Vec::new(),
            sort: Sort::default(),
            facets: false,
            limit: 10,
            offset: 0,
        }
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The best first; of equally good ones the newer.
    #[default]
    Relevance,
    /// What changed last comes first. By time, any one word of several would bring up too much:
    /// all words of content have to be there (each may be misspelt), or, where they stand nowhere
    /// together, at least half of them, or one.
    Newest,
    /// What has not changed for the longest time comes first, of what [`Self::Newest`] finds.
    Oldest,
}

/// A property with few values: to filter by and to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// `ticket` or `chat`.
    Channel,
    /// The category's name.
    Category,
    /// The status of a conversation.
    Status,
    /// The priority of a conversation.
    Priority,
    /// A tag; a document may have several.
    Tag,
    /// The id of the agent who works on a conversation. For staff alone.
    Assignee,
    /// The id of a conversation's team. For staff alone.
    Team,
    /// The code of the language, such as `en`.
    Language,
}

/// A condition beside the text. Values are compared as a whole, without regard to case.
///
/// A condition on what the reader may not see is fulfilled by nothing; negated, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Has one of these values.
    AnyOf(Facet, Vec<String>),
    /// Of this customer, by id. For staff alone.
    Owner(String),
    /// Of a customer with all these words in name or mail address. For staff alone.
    From(String),
    /// Worked on by an agent with all these words in their name. For staff alone.
    AssigneeName(String),
    /// Carries a file.
    HasAttachment,
    /// Carries an internal note. For staff alone.
    HasNote,
    /// Worked on by somebody. For staff alone.
    IsAssigned,
    /// Began at this time or later, in milliseconds since the Unix epoch (articles, customers:
    /// changed).
    Since(i64),
    /// Began before this time (articles, customers: changed).
    Before(i64),
    /// Doesn't fulfil this one.
    Not(Box<Filter>),
}

impl Filter {
    /// Has this value.
    pub fn is(facet: Facet, value: impl Into<String>) -> Self {
        Self::AnyOf(facet, vec![value.into()])
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The facet whose values it chooses among, if it does.
    pub(crate) fn facet(&self) -> Option<Facet> {
        match self {
            Self::AnyOf(facet, _) => Some(*facet),
            Self::Not(_) => None,
            _ => None,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchResults {
    /// The hits asked for, in the order asked for.
    pub hits: Vec<Hit>,
    /// How many documents match and may be seen by the reader, whatever the limit.
    pub total: usize,
    /// For each facet of the kind that the reader may see, its most frequent values among all
    /// matches, most frequent first. A filter on a facet doesn't restrict the counts of that
    /// facet itself, so that one sees what else could be chosen. Empty if not asked for.
    pub facets: BTreeMap<Facet, Vec<FacetValue>>,
    /// How probable it is that the best hit answers the question, from 0 to 1. For articles by
    /// relevance, on the first page; else 0.
    pub confidence: f32,
    /// Whether it is probable enough to say so.
    pub answered: bool,
    /// The text with its misspelt words corrected by words that the reader's documents of this
    /// kind hold, if there were any; on the first page.
    pub did_you_mean: Option<String>,
    /// Whether the reader's documents of this kind hold every word of the text as it was typed.
    pub understood: bool,
}

/// How often a value occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As it was written.
    pub value: String,
    /// Documents with it.
    pub count: usize,
}

/// Where the words of the query were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the title, subject or name; also when the words stand nowhere that is shown (labels).
    Title,
    /// In the body of an article, or in what is known of a customer.
    Body,
    /// In a public message.
    Message,
    /// In an internal note.
    Note,
    /// In the name or text of a file.
    File,
}

impl Place {
    /// `title`, `body`, `message`, `note` or `file`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Message => "message",
            Self::Note => "note",
            Self::File => "file",
        }
    }
}

/// One document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of the document.
    pub id: String,
    /// Relevance: higher is better, comparable only within one search. 0 when only filters
    /// were asked for.
    pub score: f32,
    /// The whole title as an HTML fragment: escaped, found words in `<mark>`.
    pub title_highlight: String,
    /// The best piece of the text as an HTML fragment: escaped, found words in `<mark>`.
    /// Without a found word in the text it is its beginning.
    pub body_highlight: String,
    /// Where `body_highlight` is from, or [`Place::Title`] if no found word is in it.
    pub place: Place,
}

/// Help while typing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestions {
    /// Whole texts (plain) that what was typed so far may become, best first: what others
    /// searched for, titles of articles, the last word completed.
    pub completions: Vec<String>,
    /// The text with its misspelt words corrected, if there were any. Plain text.
    pub did_you_mean: Option<String>,
    /// Filters that the last word may become, best first. For staff alone.
    pub filters: Vec<FilterCompletion>,
}

/// A filter that the last word of a text may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterCompletion {
    /// The whole text with the filter in the place of the last word. It ends with a colon where
    /// a value is still to come, else with a blank.
    pub text: String,
    /// The filter alone, as it is typed: `status:open`.
    pub filter: String,
    /// What it does, in a few English words.
    pub description: &'static str,
}
