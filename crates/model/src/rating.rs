//! Ratings: what a customer thought of a conversation once it was over.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, PersonId, Timestamp, conversation::ConversationKind, error::FieldError,
    validate::Problems,
};

/// The worst and the best score.
pub const SCORES: std::ops::RangeInclusive<i64> = 1..=5;
/// A score from here on counts as satisfied.
pub const SATISFIED_FROM: i64 = 4;
/// Characters of a rating's comment.
pub const COMMENT_MAX_CHARS: usize = 2_000;

/// `PUT /conversations/{id}/rating`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRating {
    /// 1 (bad) to 5 (good).
    #[schema(minimum = 1, maximum = 5)]
    pub score: i64,
    /// At most 2,000 characters.
    #[serde(default)]
    pub comment: Option<String>,
}

impl NewRating {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        if !SCORES.contains(&self.score) {
            problems.add("score", "score must be a whole number from 1 to 5");
        }
        let comment = problems.optional("comment", self.comment.as_deref(), COMMENT_MAX_CHARS);
        problems.finish(Self {
            score: self.score,
            comment,
        })
    }
}

/// A rating as staff sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    pub conversation_id: ConversationId,
    pub kind: ConversationKind,
    /// The ticket's subject, or the chat's topic.
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    pub user_id: PersonId,
    pub user_name: String,
    /// Whose work was rated: who held the chat or had the ticket then.
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// 1 to 5.
    pub score: i64,
    pub comment: Option<String>,
    /// When it was rated first.
    pub rated_at: Timestamp,
}

/// What all the ratings of a choice come to, not only those of one page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RatingSummary {
    pub count: i64,
    /// 1 to 5; null without ratings.
    pub average: Option<f64>,
    /// The share of 4 and 5, from 0 to 1; null without ratings.
    pub satisfied: Option<f64>,
}

/// Which ratings are meant. Empty filters mean all.
#[derive(Clone, Debug, Default)]
pub struct RatingFilter {
    pub agent: Option<PersonId>,
    /// Rated then or later.
    pub from: Option<Timestamp>,
    /// Rated before.
    pub to: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_1_to_5_and_a_comment_has_its_limit() {
        let rating = |score, comment: &str| NewRating {
            score,
            comment: Some(comment.to_owned()),
        };
        for score in 1..=5 {
            assert!(rating(score, "").validate().is_ok());
        }
        for score in [0, 6, -1, i64::MAX] {
            assert!(rating(score, "").validate().is_err(), "{score}");
        }
        assert_eq!(rating(5, "  ").validate().unwrap().comment, None);
        assert!(rating(5, &"ü".repeat(COMMENT_MAX_CHARS)).validate().is_ok());
        assert!(
            rating(5, &"ü".repeat(COMMENT_MAX_CHARS + 1))
                .validate()
                .is_err()
        );
    }
}
