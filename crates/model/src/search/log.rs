//! What is remembered of searches, without saying whose they were, and what it tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Language;
use crate::{
    Timestamp,
    error::FieldError,
    id::{ArticleId, SearchId},
    ticket::text_enum,
    validate::{NAME_MAX_CHARS, Problems},
};

/// Characters of a page's random id.
pub const VISIT_MAX_CHARS: usize = 64;
/// The last place in a list that a click may name.
const LAST_RANK: i64 = 10_100;

text_enum!(
    /// Where a search was typed.
    SearchSurface {
        Portal = "portal",
        Console = "console",
        Widget = "widget",
    }
);

text_enum!(
    /// The kind of a result.
    HitType {
        Faq = "faq",
        Tickets = "tickets",
        Chats = "chats",
        Customers = "customers",
    }
);

/// `POST /search/click`: a result was opened.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClickInput {
    /// `searchId` of the answer that the result stood in.
    pub search_id: SearchId,
    #[serde(rename = "type")]
    pub kind: HitType,
    /// The result's id.
    pub id: String,
    /// Its place among those of its kind, from 1.
    pub rank: i64,
}

impl ClickInput {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        if !(1..=LAST_RANK).contains(&self.rank) {
            problems.add("rank", format!("rank must be from 1 to {LAST_RANK}"));
        }
        let input = Self {
            id: problems.required("id", &self.id, NAME_MAX_CHARS),
            ..*self
        };
        problems.finish(input)
    }
}

/// Sums over searches. Shares are from 0 to 1, and null where there is nothing to share.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchTotals {
    pub searches: i64,
    /// Searches that found nothing at all.
    pub without_result: i64,
    /// Searches that found something of which nothing was opened.
    pub without_click: i64,
    /// Searches for articles where none seemed to answer.
    pub unanswered: i64,
    /// Searches of which a result was opened.
    pub clicked: i64,
    /// The share of searches of which a result was opened.
    pub click_through: Option<f64>,
    /// The mean place of what was opened, from 1.
    pub mean_rank: Option<f64>,
}

/// The searches of one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DaySearches {
    /// The day's beginning, in UTC.
    pub day: Timestamp,
    pub searches: i64,
    pub without_result: i64,
    pub unanswered: i64,
    pub clicked: i64,
}

/// One query, over all searches for it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueryStats {
    /// In lower case; addresses and long numbers are replaced by `[email]`, `[link]` and
    /// `[number]`, and names of customers by `[name]`.
    pub query: String,
    pub searches: i64,
    pub without_result: i64,
    pub unanswered: i64,
    pub clicked: i64,
    /// The share of its searches of which a result was opened.
    pub click_through: f64,
    /// The mean place of what was opened, from 1; null when nothing was.
    pub mean_rank: Option<f64>,
    /// Results that it found on average.
    pub mean_hits: f64,
    pub last_searched_at: Timestamp,
}

/// An article that searches led to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnsweringArticle {
    pub id: ArticleId,
    pub slug: String,
    pub question: String,
    /// Searches among whose first results it was.
    pub shown: i64,
    /// Searches from which it was opened.
    pub clicked: i64,
    /// `clicked` out of `shown`; null when it was never among the first results.
    pub click_through: Option<f64>,
    /// Its mean place when it was opened, from 1; null when it was not.
    pub mean_rank: Option<f64>,
}

/// How many searches there were in a language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LanguageSearches {
    /// Null where it could not be told.
    pub language: Option<Language>,
    pub searches: i64,
}

/// `GET /search/analytics`: what was searched for, and what came of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchAnalytics {
    pub from: Timestamp,
    pub to: Timestamp,
    pub totals: SearchTotals,
    /// The time of the same length before `from`.
    pub previous: SearchTotals,
    /// Each day from `from` on, the first first; days without a search too.
    pub per_day: Vec<DaySearches>,
    /// The most frequent queries.
    pub top_queries: Vec<QueryStats>,
    /// The most frequent queries that found nothing.
    pub without_result: Vec<QueryStats>,
    /// The most frequent queries that found something that nobody opened.
    pub without_click: Vec<QueryStats>,
    /// The most frequent queries for articles where none seemed to answer.
    pub unanswered: Vec<QueryStats>,
    /// Articles by how often they were opened from a search.
    pub articles: Vec<AnsweringArticle>,
    pub languages: Vec<LanguageSearches>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_names_a_result_and_its_place() {
        let click = |id: &str, rank| ClickInput {
            search_id: SearchId(uuid::Uuid::nil()),
            kind: HitType::Faq,
            id: id.to_owned(),
            rank,
        };
        assert!(click("a", 1).validate().is_ok());
        assert!(click("a", 0).validate().is_err());
        assert!(click("a", 10_101).validate().is_err());
        assert!(click(" ", 1).validate().is_err());
    }
}
