//! The checked parameters of a search.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Language,
    log::{SearchSurface, VISIT_MAX_CHARS},
};
use crate::{
    error::FieldError,
    ticket::{Priority, text_enum},
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
        Chats = "chats",
        Customers = "customers",
        All = "all",
    }
);

text_enum!(
    /// What comes first.
    SearchSort {
        /// What fits best.
        Relevance = "relevance",
        /// What changed last.
        Newest = "newest",
        /// What has not changed for longest.
        Oldest = "oldest",
    }
);

/// The parameters of `GET /search` as they came; blank ones count as missing.
#[derive(Clone, Debug, Default)]
pub struct SearchParameters<'a> {
    pub q: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub sort: Option<&'a str>,
    pub category: Option<&'a str>,
    pub status: Option<&'a str>,
    pub priority: Option<&'a str>,
    pub tag: Option<&'a str>,
    pub assignee: Option<&'a str>,
    pub team: Option<&'a str>,
    pub language: Option<&'a str>,
    pub surface: Option<&'a str>,
    pub visit: Option<&'a str>,
    pub facets: bool,
}

/// The checked parameters of `GET /search`.
#[derive(Clone, Debug)]
pub struct SearchInput {
    pub text: String,
    pub kind: SearchType,
    pub sort: SearchSort,
    /// A category's slug.
    pub category: Option<String>,
    /// A ticket's or a chat's status.
    pub status: Option<String>,
    pub priority: Option<Priority>,
    pub tag: Option<String>,
    /// The id of whom a conversation is assigned to.
    pub assignee: Option<String>,
    /// The id of the team that a chat is with.
    pub team: Option<String>,
    pub language: Option<Language>,
    pub surface: Option<SearchSurface>,
    /// A random id of the page that searches.
    pub visit: Option<String>,
    /// Whether facets are counted.
    pub facets: bool,
}

/// Statuses of tickets and of chats.
const STATUSES: &[&str] = &[
    "open",
    "in-progress",
    "resolved",
    "closed",
    "waiting",
    "active",
];

impl SearchInput {
    /// Checks what came in the query string.
    pub fn parse(given: &SearchParameters<'_>) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let text = given.q.unwrap_or_default().trim().to_owned();
        let count = text.chars().count();
        if !(QUERY_MIN_CHARS..=QUERY_MAX_CHARS).contains(&count) {
            problems.add(
                "q",
                format!("q must have {QUERY_MIN_CHARS} to {QUERY_MAX_CHARS} characters"),
            );
        }
        let input = Self {
            text,
            kind: one_of(
                &mut problems,
                "type",
                given.kind,
                SearchType::parse,
                names(SearchType::ALL, SearchType::as_str),
            )
            .unwrap_or(SearchType::All),
            sort: one_of(
                &mut problems,
                "sort",
                given.sort,
                SearchSort::parse,
                names(SearchSort::ALL, SearchSort::as_str),
            )
            .unwrap_or(SearchSort::Relevance),
            category: problems.optional("category", given.category, NAME_MAX_CHARS),
            status: one_of(
                &mut problems,
                "status",
                given.status,
                |text| STATUSES.contains(&text).then(|| text.to_owned()),
                STATUSES.join(", "),
            ),
            priority: one_of(
                &mut problems,
                "priority",
                given.priority,
                Priority::parse,
                names(Priority::ALL, Priority::as_str),
            ),
            tag: problems.optional("tag", given.tag, NAME_MAX_CHARS),
            assignee: problems.optional("assignee", given.assignee, NAME_MAX_CHARS),
            team: problems.optional("team", given.team, NAME_MAX_CHARS),
            language: language(&mut problems, given.language),
            surface: one_of(
                &mut problems,
                "surface",
                given.surface,
                SearchSurface::parse,
                names(SearchSurface::ALL, SearchSurface::as_str),
            ),
            visit: visit(&mut problems, given.visit),
            facets: given.facets,
        };
        problems.finish(input)
    }
}

/// The checked `visit` of a request.
///
/// # Errors
/// When it is longer than [`VISIT_MAX_CHARS`] or has other than letters, digits, `-` and `_`.
pub fn read_visit(text: Option<&str>) -> Result<Option<String>, Vec<FieldError>> {
    let mut problems = Problems::new();
    let visit = visit(&mut problems, text);
    problems.finish(visit)
}

fn visit(problems: &mut Problems, text: Option<&str>) -> Option<String> {
    let visit = problems.optional("visit", text, VISIT_MAX_CHARS)?;
    if !visit
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        problems.add("visit", "visit must have letters, digits, `-` and `_` only");
    }
    Some(visit)
}

/// The language of this code, unless it is missing.
pub(crate) fn language(problems: &mut Problems, text: Option<&str>) -> Option<Language> {
    one_of(
        problems,
        "language",
        text,
        Language::parse,
        names(Language::ALL, Language::as_str),
    )
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|one| name(*one))
        .collect::<Vec<_>>()
        .join(", ")
}

fn one_of<T>(
    problems: &mut Problems,
    field: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
    names: String,
) -> Option<T> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let value = parse(text);
    if value.is_none() {
        problems.add(field, format!("{field} must be one of {names}"));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(q: &str) -> Result<SearchInput, Vec<FieldError>> {
        SearchInput::parse(&SearchParameters {
            q: Some(q),
            ..SearchParameters::default()
        })
    }

    #[test]
    fn a_query_has_2_to_500_characters() {
        assert!(parse("a").is_err());
        assert!(SearchInput::parse(&SearchParameters::default()).is_err());
        assert!(parse("ab").is_ok());
        assert!(parse(&"ü".repeat(500)).is_ok());
        assert!(parse(&"ü".repeat(501)).is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_told_by_name() {
        let bad = Some("nonsense!");
        let errors = SearchInput::parse(&SearchParameters {
            q: Some("refund"),
            kind: bad,
            sort: bad,
            status: bad,
            priority: bad,
            language: bad,
            surface: bad,
            visit: bad,
            ..SearchParameters::default()
        })
        .unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "type", "sort", "status", "priority", "language", "surface", "visit"
            ]
        );
    }

    #[test]
    fn blank_parameters_are_as_good_as_missing() {
        let input = SearchInput::parse(&SearchParameters {
            q: Some(" refund "),
            kind: Some(""),
            status: Some(" "),
            ..SearchParameters::default()
        })
        .unwrap();
        assert_eq!(input.text, "refund");
        assert_eq!(input.kind, SearchType::All);
        assert_eq!(input.status, None);
    }
}
