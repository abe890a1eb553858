//! Whether what was found answers the question: the one place of the threshold.
//!
//! The likeness of the best article is turned into the share of questions with that likeness
//! which an article answers. The curve was fitted to questions of which it is known whether an
//! article answers them.

use super::Blend;

/// From this confidence on, the best hit is said to answer.
const ANSWERED: f32 = 0.5;

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

    /// Whether to say that it answers.
    pub(crate) fn answered(self) -> bool {
        self.confidence >= ANSWERED
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
