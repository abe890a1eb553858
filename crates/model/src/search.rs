//! What a search asks and answers. How it is found lives in the crate `search`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    article::Article,
    error::FieldError,
    ticket::{Ticket, text_enum},
    validate::{NAME_MAX_CHARS, Problems},
};

/// Characters of a query: fewer find nothing useful.
pub const QUERY_MIN_CHARS: usize = 2;
/// Characters of a query: whole questions fit, novels don't.
pub const QUERY_MAX_CHARS: usize = 500;

text_enum!(
    /// What to search among.
    SearchType {
        Faq = "faq",
        Tickets = "tickets",
        All = "all",
    }
);

/// The checked parameters of `GET /search`.
#[derive(Clone, Debug)]
pub struct SearchInput {
    pub text: String,
    pub kind: SearchType,
    pub category: Option<String>,
}

impl SearchInput {
    /// Checks what came in the query string.
    pub fn parse(
        q: Option<&str>,
        kind: Option<&str>,
        category: Option<&str>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let text = q.unwrap_or_default().trim().to_owned();
        let count = text.chars().count();
        if !(QUERY_MIN_CHARS..=QUERY_MAX_CHARS).contains(&count) {
            problems.add(
                "q",
                format!("q must have {QUERY_MIN_CHARS} to {QUERY_MAX_CHARS} characters"),
            );
        }
        let kind = match kind.filter(|kind| !kind.is_empty()) {
            None => SearchType::All,
            Some(kind) => SearchType::parse(kind).unwrap_or_else(|| {
                problems.add("type", "type must be faq, tickets or all");
                SearchType::All
            }),
        };
        let category = problems.optional("category", category, NAME_MAX_CHARS);
        problems.finish(Self {
            text,
            kind,
            category,
        })
    }
}

/// Where the words of the query stand: safe HTML, escaped but for `<mark>`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Highlight {
    /// The whole title (an article's question, a ticket's subject).
    pub title: String,
    /// The passage of the body that fits best; may be empty.
    pub body: String,
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

/// The `data` of `GET /search`, best first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct SearchResults {
    pub faq: Vec<ArticleHit>,
    pub tickets: Vec<TicketHit>,
}

/// The `data` of `GET /search/suggest`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggestions {
    /// Questions of articles that fit what was typed so far.
    pub completions: Vec<String>,
    /// The query with its typos mended, when that finds more.
    pub did_you_mean: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_2_to_500_characters() {
        assert!(SearchInput::parse(Some("a"), None, None).is_err());
        assert!(SearchInput::parse(None, None, None).is_err());
        assert!(SearchInput::parse(Some("ab"), None, None).is_ok());
        assert!(SearchInput::parse(Some(&"ü".repeat(500)), None, None).is_ok());
        assert!(SearchInput::parse(Some(&"ü".repeat(501)), None, None).is_err());
    }

    #[test]
    fn an_unknown_type_is_refused_by_name() {
        let errors = SearchInput::parse(Some("refund"), Some("people"), None).unwrap_err();
        assert_eq!(errors[0].field, "type");
    }
}
