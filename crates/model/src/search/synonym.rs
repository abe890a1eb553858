//! Words that mean the same to those who search.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Language;
use crate::{Timestamp, error::FieldError, id::SynonymId, ticket::text_enum, validate::Problems};

/// Characters of a word or phrase.
pub const SYNONYM_MAX_CHARS: usize = 100;
/// Words and phrases of one entry.
pub const MAX_SYNONYM_TERMS: usize = 20;
/// Entries of a desk.
pub const MAX_SYNONYMS: i64 = 1_000;

text_enum!(
    /// Which way a synonym works.
    SynonymKind {
        /// Who searches for one of `terms` finds them all.
        TwoWay = "two-way",
        /// Who searches for `from` finds `terms` too, but not the other way round.
        OneWay = "one-way",
    }
);

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Synonym {
    pub id: SynonymId,
    pub kind: SynonymKind,
    /// Of a one-way synonym, what is searched for; otherwise null.
    pub from: Option<String>,
    pub terms: Vec<String>,
    /// The language of the queries it holds for; null for all.
    pub language: Option<Language>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `POST /search/synonyms` and `PUT /search/synonyms/{id}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SynonymInput {
    pub kind: SynonymKind,
    /// Needed for a one-way synonym, and refused for another: a word or phrase of 1 to 100
    /// characters.
    #[serde(default)]
    pub from: Option<String>,
    /// Words or phrases of 1 to 100 characters, at most 20: two or more, or one for a one-way
    /// synonym. Upper and lower case are the same.
    pub terms: Vec<String>,
    /// For all languages when it is missing.
    #[serde(default)]
    pub language: Option<Language>,
}

impl SynonymInput {
    /// The input in lower case, without blanks around it and without doubles, or everything that
    /// is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let from = self
            .from
            .as_deref()
            .map(plain)
            .filter(|from| !from.is_empty());
        match (self.kind, &from) {
            (SynonymKind::OneWay, None) => problems.add("from", "from is required"),
            (SynonymKind::OneWay, Some(from)) => word(&mut problems, "from", from),
            (SynonymKind::TwoWay, Some(_)) => {
                problems.add("from", "from is for one-way synonyms only");
            }
            (SynonymKind::TwoWay, None) => {}
        }
        problems.count("terms", self.terms.len(), MAX_SYNONYM_TERMS);
        let mut terms: Vec<String> = Vec::new();
        for term in self.terms.iter().take(MAX_SYNONYM_TERMS) {
            let term = plain(term);
            if term.is_empty() || terms.contains(&term) || from.as_ref() == Some(&term) {
                continue;
            }
            word(&mut problems, "terms", &term);
            terms.push(term);
        }
        let least = match self.kind {
            SynonymKind::TwoWay => 2,
            SynonymKind::OneWay => 1,
        };
        if terms.len() < least {
            problems.add(
                "terms",
                format!("terms must have {least} or more different entries"),
            );
        }
        problems.finish(Self {
            kind: self.kind,
            from,
            terms,
            language: self.language,
        })
    }
}

/// In lower case, with single blanks between its words.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn word(problems: &mut Problems, field: &str, text: &str) {
    problems.at_most(field, text, SYNONYM_MAX_CHARS);
    if !text.chars().any(char::is_alphanumeric) {
        problems.add(field, format!("{field} must have a letter or a digit"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(kind: SynonymKind, from: Option<&str>, terms: &[&str]) -> SynonymInput {
        SynonymInput {
            kind,
            from: from.map(str::to_owned),
            terms: terms.iter().map(|&term| term.to_owned()).collect(),
            language: None,
        }
    }

    #[test]
    fn words_are_kept_once_and_in_lower_case() {
        let made = input(
            SynonymKind::TwoWay,
            None,
            &[" Sign  In ", "log in", "sign in", ""],
        );
        assert_eq!(made.validate().unwrap().terms, ["sign in", "log in"]);
    }

    #[test]
    fn a_group_has_two_words_and_a_one_way_synonym_has_two_sides() {
        use SynonymKind::{OneWay, TwoWay};
        assert!(input(TwoWay, None, &["a", "A"]).validate().is_err());
        assert!(input(TwoWay, Some("x"), &["a", "b"]).validate().is_err());
        assert!(input(OneWay, None, &["a"]).validate().is_err());
        assert!(input(OneWay, Some("a"), &["a"]).validate().is_err());
        assert!(input(OneWay, Some("a"), &["b"]).validate().is_ok());
    }

    #[test]
    fn what_has_neither_letter_nor_digit_is_no_word() {
        let errors = input(SynonymKind::TwoWay, None, &["!!", "a"])
            .validate()
            .unwrap_err();
        assert_eq!(errors[0].field, "terms");
    }
}
