//! What goes into the index and what comes out of it: documents, changes, requests, results.
//! Ids are plain strings; their meaning belongs to the caller.

/// A help article as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleDocument {
    /// Unique among articles.
    pub id: String,
    /// The question or headline. Counts double.
    pub title: String,
    /// The answer, as plain text or Markdown; fragments of it are shown as they are, escaped.
    pub body: String,
    /// The category to filter by, exactly as [`SearchRequest::category`] will give it.
    pub category: String,
    /// Free labels; their words are searched.
    pub tags: Vec<String>,
    /// Whether others than staff may find it.
    pub published: bool,
    /// Milliseconds since the Unix epoch. Of equally good hits the newer comes first.
    pub updated_at_ms: i64,
}

/// A ticket as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketDocument {
    /// Unique among tickets.
    pub id: String,
    /// The number people quote, such as `FD-1042`; found as a whole or by its numeric part.
    pub number: String,
    /// The customer who owns it: the only customer who may find it.
    pub owner_id: String,
    /// The subject line. Counts double.
    pub subject: String,
    /// The description and the public responses, joined.
    pub body: String,
    /// The internal notes, joined. Only staff match on them, and only staff see them.
    pub notes: String,
    /// The category to filter by, exactly as [`SearchRequest::category`] will give it.
    pub category: String,
    /// Its words are searched.
    pub status: String,
    /// Its words are searched.
    pub priority: String,
    /// Milliseconds since the Unix epoch. Of equally good hits the newer comes first.
    pub updated_at_ms: i64,
}

/// One change to the index. Applying the same change twice is the same as once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds the article or replaces the one with this id.
    PutArticle(ArticleDocument),
    /// Adds the ticket or replaces the one with this id.
    PutTicket(TicketDocument),
    /// Removes the article with this id, if there is one.
    DeleteArticle(String),
    /// Removes the ticket with this id, if there is one.
    DeleteTicket(String),
}

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Help articles.
    Article,
    /// Tickets.
    Ticket,
}

/// Who is searching. Decides, inside the query, what can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// Published articles, no tickets.
    Anonymous,
    /// Published articles and the tickets this customer owns, without their notes.
    Customer(String),
    /// Everything.
    Staff,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// What was typed. Any text is valid; there is no query syntax.
    pub text: String,
    /// What is searched.
    pub kind: Kind,
    /// Who is searching.
    pub reader: Reader,
    /// Only documents of exactly this category.
    pub category: Option<String>,
    /// How many hits, at most [`MAX_HITS`](crate::MAX_HITS); 0 only counts.
    pub limit: usize,
    /// How many hits to skip; past [`MAX_OFFSET`](crate::MAX_OFFSET) there are none.
    pub offset: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchResults {
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// How many documents match and may be seen by the reader, whatever the limit.
    pub total: usize,
}

/// One document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of the article or ticket.
    pub id: String,
    /// Relevance: higher is better, comparable only within one search.
    pub score: f32,
    /// The whole title as an HTML fragment: escaped, found words in `<mark>`.
    pub title_highlight: String,
    /// The best piece of the body as an HTML fragment: escaped, found words in `<mark>`.
    /// Without a found word in the body (or, for staff, the notes) it is the body's beginning.
    pub body_highlight: String,
}

/// Help while typing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestions {
    /// Titles of articles (plain text) that match what was typed so far, best first.
    pub completions: Vec<String>,
    /// The text with its misspelt words corrected, if there were any. Plain text.
    pub did_you_mean: Option<String>,
}
