//! How likely the best article answers the question, by its words alone: so that "nothing here
//! answers this" can be said. Fitted to real questions with and without an answer, in whole
//! sentences and in keywords, as if there were as many of one kind as of the other; how well it
//! tells them apart is measured by `evaluation`.

/// From this confidence on, the best hit is said to answer.
pub(crate) const ANSWERED: f32 = 0.5;

/// The power of the odds that goes with how much of the question the hit answers.
const OF_SHARE: f32 = 2.05;
/// The power of the odds that goes with how much that is.
const OF_WORTH: f32 = 0.94;
/// The logarithm of the odds of a hit that is worth one rare word, to whoever asked for one.
const ODDS_OF_ONE: f32 = -2.73;

/// The confidence, from 0 to 1, in a hit with this score among so many documents.
///
/// A few words in common say little where a long question was asked, and much where nothing
/// else was: so the score is compared with `asked`, the rarity of all words of the question, and
/// with what a word is worth that stands in one document alone. The second makes small and large
/// help centres compare.
pub(crate) fn of(score: f32, asked: f32, documents: u64) -> f32 {
    if score <= 0.0 || asked <= 0.0 || documents == 0 {
        return 0.0;
    }
    let share = score / asked;
    let worth = score / rarity(1, documents);
    let odds = ODDS_OF_ONE + OF_SHARE * share.ln() + OF_WORTH * worth.ln();
    1.0 / (1.0 + (-odds).exp())
}

/// What finding a word is worth that so many of the documents hold: its inverse document
/// frequency, as in BM25.
pub(crate) fn rarity(holding: u64, documents: u64) -> f32 {
    let (holding, documents) = (holding.min(documents) as f32, documents as f32);
    (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_grows_with_the_score() {
        let all: Vec<f32> = [0.0, 5.0, 20.0, 40.0, 100.0]
            .map(|score| of(score, 20.0, 150))
            .into();
        assert!(all.is_sorted(), "{all:?}");
        assert!(all[0] < 0.01 && all[2] < ANSWERED && all[4] > ANSWERED);
    }

    #[test]
    fn the_same_score_says_less_of_a_longer_question() {
        let word = rarity(1, 150);
        let score = 3.5 * word;
        assert!(of(score, word, 150) > ANSWERED);
        assert!(of(score, 4.0 * word, 150) < ANSWERED);
    }

    #[test]
    fn nothing_found_is_no_answer() {
        assert_eq!(of(0.0, 1.0, 10), 0.0);
        assert_eq!(of(1.0, 1.0, 0), 0.0);
        assert_eq!(of(1.0, 0.0, 10), 0.0);
    }
}
