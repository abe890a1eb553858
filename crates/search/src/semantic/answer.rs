//! How likely the best article answers the question, by its meaning. By its words alone, and from
//! which confidence on it is said to answer: `confidence`.
//!
//! The likeness of the best article is turned into the share of questions with that likeness
//! which an article answers. The curve was fitted to questions of which it is known whether an
//! article answers them.

use super::Blend;

/// The likeness at which a question is as likely answered as not.
const MIDDLE: f32 = 0.49;
/// How fast the odds grow with the likeness.
const SLOPE: f32 = 18.2;

/// What is thought of the best hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    /// From 0 to 1: how probable it is that an article answers.
    pub(crate) confidence: f32,
}

impl Answer {
    /// By words and meaning.
    pub(crate) fn of(blend: &Blend) -> Self {
        Self {
            confidence: logistic(SLOPE * (blend.best_likeness - MIDDLE)),
        }
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
