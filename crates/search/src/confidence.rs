//! How likely the best article answers the question, by its words alone: so that "nothing here
//! answers this" can be said. Calibrated on real questions with and without an answer; how well
//! is measured by `evaluation`.

/// From this confidence on, the best hit is said to answer.
pub(crate) const ANSWERED: f32 = 0.5;

/// By how much the odds grow with each word's worth of score.
const SLOPE: f32 = 0.416;
/// The score, in words' worth, at which a question is as likely answered as not.
const MIDDLE: f32 = 7.37;

/// The confidence, from 0 to 1, in a hit with this score among so many documents. The score is
/// measured by what a word that stands in one document alone is worth, so that small and large
/// help centres compare.
pub(crate) fn of(score: f32, documents: u64) -> f32 {
    if score <= 0.0 || documents == 0 {
        return 0.0;
    }
    let documents = documents as f32;
    let rare_word = (1.0 + (documents - 0.5) / 1.5).ln();
    1.0 / (1.0 + (-SLOPE * (score / rare_word - MIDDLE)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_grows_with_the_score() {
        let all: Vec<f32> = [0.0, 5.0, 20.0, 40.0, 100.0]
            .map(|score| of(score, 150))
            .into();
        assert!(all.is_sorted(), "{all:?}");
        assert!(all[0] < 0.01 && all[2] < ANSWERED && all[4] > ANSWERED);
    }

    #[test]
    fn nothing_found_is_no_answer() {
        assert_eq!(of(0.0, 10), 0.0);
        assert_eq!(of(1.0, 0), 0.0);
    }
}
