//! Which filters the last word of a text may become, for people who do not know them by heart.
//! Values that are known elsewhere (people, teams) come from the caller: [`OpenFilter`].

use crate::language::Language;
use crate::request::FilterCompletion;
use crate::syntax::{STATUSES, is_quote, last_piece};

/// Shorter beginnings of a filter's name are not completed: they begin too many words.
const MIN_NAME_LETTERS: usize = 2;

/// The filters there are: the name, and what it does.
const FILTERS: &[(&str, &str)] = &[
    ("status", "with this status"),
    ("priority", "with this priority"),
    ("category", "in this category"),
    ("tag", "with this tag"),
    ("from", "of this customer"),
    ("assignee", "assigned to this agent"),
    ("team", "of this team"),
    ("has", "with an attachment or note"),
    ("is", "with this status or of this type"),
    ("type", "of this type"),
    ("before", "from before this day"),
    ("after", "from this day on"),
    ("language", "in this language"),
];

/// A filter at the end of a text whose value is still being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFilter {
    /// One of those that there are: `assignee`.
    pub name: &'static str,
    /// What it does, in a few English words.
    pub description: &'static str,
    /// What was typed of its value so far, in lower case and without quotes.
    pub value: String,
}

impl OpenFilter {
    /// The filter that is being typed at the end of the text, if there is one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let typed = &text[last_piece(text)?.body..];
        let (name, value) = typed.split_once(':')?;
        let name = name.to_lowercase();
        let (name, description) = FILTERS.iter().find(|(known, _)| *known == name)?;
        Some(Self {
            name,
            description,
            value: value.trim_start_matches(is_quote).to_lowercase(),
        })
    }

    /// The filter with a value, as it is typed: `assignee:"Lee Ann"`.
    #[must_use]
    pub fn with(&self, value: &str) -> String {
        format!("{}:{}", self.name, in_quotes(value))
    }
}

/// The values that do not depend on what is in the index.
fn known_values(name: &str) -> Vec<(&'static str, &'static str)> {
    let plain = |values: &[&'static str]| values.iter().map(|value| (*value, "")).collect();
    match name {
        "status" => plain(STATUSES),
        "priority" => plain(&["low", "medium", "high", "urgent"]),
        "assignee" => vec![("me", "assigned to you"), ("none", "assigned to nobody")],
        "has" => vec![
            ("attachment", "with a file"),
            ("note", "with an internal note"),
        ],
        "is" => STATUSES
            .iter()
            .map(|status| (*status, "with this status"))
            .chain([
                ("unassigned", "assigned to nobody"),
                ("assigned", "assigned to somebody"),
            ])
            .collect(),
        "type" => plain(&["article", "ticket", "chat", "customer"]),
        "before" | "after" => vec![
            ("today", "midnight"),
            ("yesterday", "midnight of yesterday"),
            ("7d", "seven days ago"),
            ("30d", "thirty days ago"),
        ],
        "language" => Language::ALL
            .into_iter()
            .map(|language| (language.code(), language.name()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The completions of the last word, at most `limit`. `values` gives the values of a filter that
/// the index holds.
pub(crate) fn of<E>(
    text: &str,
    limit: usize,
    values: impl FnOnce(&OpenFilter) -> Result<Vec<String>, E>,
) -> Result<Vec<FilterCompletion>, E> {
    let Some(last) = last_piece(text) else {
        return Ok(Vec::new());
    };
    let typed = &text[last.body..];
    let before = &text[..last.body];
    if !typed.contains(':') {
        return Ok(names(before, typed, limit));
    }
    let Some(open) = OpenFilter::of(text) else {
        return Ok(Vec::new());
    };
    let description = open.description;
    let known = known_values(open.name);
    let own = values(&open)?;
    let begins = |value: &str| value.to_lowercase().starts_with(&open.value);
    let of_value = |value: &str, description| {
        let filter = open.with(value);
        FilterCompletion {
            text: format!("{before}{filter} "),
            filter,
            description,
        }
    };
    let described = known.iter().map(|(value, described)| {
        let described = if described.is_empty() {
            description
        } else {
            *described
        };
        (*value, described)
    });
    let unknown = own
        .iter()
        .filter(|value| !known.iter().any(|(known, _)| known == value))
        .map(|value| (value.as_str(), description));
    Ok(described
        .chain(unknown)
        .filter(|(value, _)| begins(value))
        .take(limit)
        .map(|(value, description)| of_value(value, description))
        .collect())
}

fn names(before: &str, typed: &str, limit: usize) -> Vec<FilterCompletion> {
    let typed = typed.to_lowercase();
    if typed.chars().count() < MIN_NAME_LETTERS {
        return Vec::new();
    }
    FILTERS
        .iter()
        .filter(|(name, _)| name.starts_with(&typed))
        .take(limit)
        .map(|(name, description)| FilterCompletion {
            text: format!("{before}{name}:"),
            filter: format!("{name}:"),
            description,
        })
        .collect()
}

/// As it has to be written. Quotes in it are left out: they would end it.
fn in_quotes(value: &str) -> String {
    let value = value.replace(is_quote, "");
    if value.contains(char::is_whitespace) {
        format!("\"{value}\"")
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(text: &str) -> Vec<String> {
        let values = |open: &OpenFilter| {
            Ok::<_, ()>(match open.name {
                "category" => vec!["Billing & Invoices".into(), "Delivery".into()],
                "status" => vec!["open".into(), "spam".into()],
                _ => Vec::new(),
            })
        };
        let found = of(text, 20, values).unwrap();
        found.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn a_name_is_completed() {
        assert_eq!(completed("lamp st"), ["lamp status:"]);
        assert_eq!(completed("-ta"), ["-tag:"]);
        assert!(completed("s").is_empty());
        assert!(completed("status").contains(&"status:".into()));
    }

    #[test]
    fn a_value_is_completed() {
        assert_eq!(completed("lamp has:a"), ["lamp has:attachment "]);
        assert_eq!(completed("assignee:"), ["assignee:me ", "assignee:none "]);
    }

    #[test]
    fn values_of_the_index_are_completed_in_quotes() {
        assert_eq!(
            completed("category:bil"),
            ["category:\"Billing & Invoices\" "]
        );
        assert_eq!(
            completed("category:\"billing &"),
            ["category:\"Billing & Invoices\" "]
        );
        assert_eq!(completed("status:s"), ["status:spam "]);
        assert_eq!(completed("status:o"), ["status:open "]);
    }

    #[test]
    fn a_value_that_is_being_typed_is_told_with_its_filter() {
        let open = |text| OpenFilter::of(text).map(|open| (open.name, open.value));
        assert_eq!(open("lamp assignee:Sa"), Some(("assignee", "sa".into())));
        assert_eq!(open("-From:\"Lee A"), Some(("from", "lee a".into())));
        assert_eq!(open("team:"), Some(("team", String::new())));
        for text in ["lamp", "assignee", "error:x", "from:lee ", "from:\"lee\""] {
            assert_eq!(open(text), None, "{text}");
        }
        let open = OpenFilter::of("from:").unwrap();
        assert_eq!(open.with("lee@example.com"), "from:lee@example.com");
        assert_eq!(open.with("Lee \"Ann\""), "from:\"Lee Ann\"");
    }

    #[test]
    fn what_is_finished_or_no_filter_is_not_completed() {
        for text in ["", "lamp ", "status:open ", "error:ti", "\"sta"] {
            assert!(completed(text).is_empty(), "{text}");
        }
    }
}
