//! Whether what was found answers the question: the one place of the threshold.
//!
//! The scores of words alone and of words with meaning are turned into the share of questions
//! with that score which an article answers. Both curves were fitted to questions of which it is
//! known whether an article answers them.

use super::Blend;

/// From this confidence on, the best hit is said to answer.
const ANSWERED: f32 = 0.5;

/// What is thought of the best hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    /// From 0 to 1: how probable it is that an article answers.
    pub(crate) confidence: f32,
}

impl Answer {
    /// By words and meaning.
    pub(crate) fn of(blend: Option<&Blend>) -> Self {
        Self {
            confidence: blend.map_or(0.0, |blend| logistic(18.0 * (blend.best_likeness - 0.45))),
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
