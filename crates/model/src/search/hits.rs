//! What a search answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    article::Article,
    chat::ChatSession,
    id::{ArticleId, SearchId},
    person::PersonProfile,
    ticket::{Ticket, text_enum},
};

text_enum!(
    /// Where the words of a query stand.
    MatchPlace {
        /// The question, the subject, the topic, a customer's name.
        Title = "title",
        /// The answer, the description, what else is known of a customer.
        Body = "body",
        /// A message or a response.
        Message = "message",
        /// An internal note; only staff ever sees it.
        Note = "note",
        /// The name or the text of an attachment.
        File = "file",
    }
);

/// Where the words of the query stand: safe HTML, escaped but for `<mark>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Highlight {
    /// The whole title: an article's question, a ticket's subject, a chat's topic, a name.
    pub title: String,
    /// The passage that fits best; may be empty.
    pub body: String,
    /// What the passage is taken from.
    pub place: MatchPlace,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FaqHit)]
pub struct ArticleHit {
    #[serde(flatten)]
    pub article: Article,
    pub score: f32,
    pub highlight: Highlight,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TicketHit {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub score: f32,
    pub highlight: Highlight,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChatHit {
    #[serde(flatten)]
    pub chat: ChatSession,
    pub score: f32,
    pub highlight: Highlight,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CustomerHit {
    #[serde(flatten)]
    pub customer: PersonProfile,
    pub score: f32,
    pub highlight: Highlight,
}

/// The `data` of `GET /search`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct SearchResults {
    pub faq: Vec<ArticleHit>,
    pub tickets: Vec<TicketHit>,
    /// Chats that are no ticket; missing unless they were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chats: Option<Vec<ChatHit>>,
    /// Only for staff; missing unless they were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub customers: Option<Vec<CustomerHit>>,
}

/// How many of the results have a value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FacetCount {
    /// What the parameter of the same name takes.
    pub value: String,
    /// What people call it, where that differs: a category's or an agent's name.
    pub label: Option<String>,
    pub count: u64,
}

/// How the results are spread, most frequent first; only what the caller may see counts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Facets {
    /// `faq`, `tickets`, `chats`, `customers`.
    #[serde(rename = "type")]
    pub kind: Vec<FacetCount>,
    pub category: Vec<FacetCount>,
    pub status: Vec<FacetCount>,
    pub priority: Vec<FacetCount>,
    pub tag: Vec<FacetCount>,
    pub assignee: Vec<FacetCount>,
    pub team: Vec<FacetCount>,
    pub language: Vec<FacetCount>,
}

/// An article that answers what is being typed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SuggestedArticle {
    pub id: ArticleId,
    pub slug: String,
    /// Its question.
    pub title: String,
    /// The question as safe HTML, escaped but for `<mark>`.
    pub highlight: String,
}

/// A filter that completes the last word of the query.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FilterSuggestion {
    /// What takes the last word's place, such as `status:open`, or `from:` where a
    /// value is still to be typed.
    pub text: String,
    /// What it does, in a few words.
    pub description: String,
}

/// The `data` of `GET /search/suggest`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggestions {
    /// Questions, past queries and words that begin with what was typed so far.
    pub completions: Vec<String>,
    /// The query with its typos mended, when that finds more.
    pub did_you_mean: Option<String>,
    /// The articles that fit best, at most five, the best first.
    pub articles: Vec<SuggestedArticle>,
    /// Whether the best of them is likely to answer. Where it is not, a page that offers articles
    /// before somebody writes (a form, the first reply of a widget) should offer none, and the
    /// way to a person at once; where it is, the first three are enough.
    pub answered: bool,
    /// For staff.
    pub filters: Vec<FilterSuggestion>,
    /// What `POST /search/click` refers to; null when it is not logged.
    pub search_id: Option<SearchId>,
}
