//! Which words are within a few edits of one: an automaton that walks the term dictionary. An
//! edit inserts, deletes or replaces a letter, or swaps two neighbours.
//!
//! It keeps a band of the table of distances instead of a precomputed machine: making such a
//! machine costs more than the walk.

use std::str;

use tantivy_fst::Automaton;

/// The most edits.
const MAX_EDITS: usize = 2;
/// How many cells of a row can be within [`MAX_EDITS`].
const BAND: usize = 2 * MAX_EDITS + 1;

/// The words within some edits of one.
pub(crate) struct Near {
    word: Vec<char>,
    edits: u8,
    /// Whether the first letter has to be the same.
    same_first: bool,
}

/// How far the word is from what was read so far.
#[derive(Clone)]
pub(crate) struct State {
    /// Letters read.
    read: usize,
    /// Cell `k` is the distance to the first `read + k - MAX_EDITS` letters of the word.
    row: Row,
    /// The row before the last letter.
    before: Row,
    last: Option<char>,
    /// The bytes of a letter that is not read in full.
    bytes: [u8; 4],
    bytes_read: usize,
}

type Row = [u8; BAND];

impl Near {
    /// `edits` are at most 2.
    pub(crate) fn new(word: &str, edits: u8, same_first: bool) -> Self {
        Self {
            word: word.chars().collect(),
            edits: edits.min(MAX_EDITS as u8),
            same_first,
        }
    }

    /// The edits between the word and another; none if they are too many.
    pub(crate) fn distance(&self, other: &str) -> Option<u8> {
        let mut state = self.start();
        for byte in other.bytes() {
            state = self.accept(&state, byte);
        }
        let distance = self.distance_at(&state);
        (distance <= self.edits).then_some(distance)
    }

    fn too_far(&self) -> u8 {
        self.edits + 1
    }

    fn distance_at(&self, state: &State) -> u8 {
        let cell = (self.word.len() + MAX_EDITS).checked_sub(state.read);
        let distance = cell.and_then(|cell| state.row.get(cell));
        distance.copied().unwrap_or(self.too_far())
    }

    fn read(&self, state: &State, letter: char) -> State {
        let mut row = [self.too_far(); BAND];
        let reads_other_first =
            self.same_first && state.read == 0 && self.word.first() != Some(&letter);
        let read = state.read + 1;
        if !reads_other_first {
            for cell in 0..BAND {
                // The letters of the word that this cell compares with.
                let Some(length) = (read + cell).checked_sub(MAX_EDITS) else {
                    continue;
                };
                if length > self.word.len() {
                    break;
                }
                row[cell] = self.cell(state, &row, cell, length, letter);
            }
        }
        State {
            read,
            row,
            before: state.row,
            last: Some(letter),
            bytes: [0; 4],
            bytes_read: 0,
        }
    }

    fn cell(&self, state: &State, row: &Row, cell: usize, length: usize, letter: char) -> u8 {
        let mut least = self.too_far();
        if cell + 1 < BAND {
            least = least.min(state.row[cell + 1] + 1);
        }
        if cell > 0 {
            least = least.min(row[cell - 1] + 1);
        }
        if let Some(at) = length.checked_sub(1) {
            let differs = u8::from(self.word[at] != letter);
            least = least.min(state.row[cell] + differs);
            if let Some(earlier) = at.checked_sub(1)
                && self.word[earlier] == letter
                && Some(self.word[at]) == state.last
            {
                least = least.min(state.before[cell] + 1);
            }
        }
        least
    }
}

impl Automaton for Near {
    type State = State;

    fn start(&self) -> State {
        let mut row = [self.too_far(); BAND];
        for (distance, cell) in (0..).zip(&mut row[MAX_EDITS..]) {
            if usize::from(distance) <= self.word.len() {
                *cell = self.too_far().min(distance);
            }
        }
        State {
            read: 0,
            row,
            before: [self.too_far(); BAND],
            last: None,
            bytes: [0; 4],
            bytes_read: 0,
        }
    }

    fn is_match(&self, state: &State) -> bool {
        state.bytes_read == 0 && self.distance_at(state) <= self.edits
    }

    fn can_match(&self, state: &State) -> bool {
        state.row.iter().any(|distance| *distance <= self.edits)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        if byte.is_ascii() {
            return self.read(state, char::from(byte));
        }
        let mut next = state.clone();
        let Some(place) = next.bytes.get_mut(state.bytes_read) else {
            return next;
        };
        *place = byte;
        next.bytes_read += 1;
        let letter = str::from_utf8(&next.bytes[..next.bytes_read]).ok();
        match letter.and_then(|letter| letter.chars().next()) {
            Some(letter) => self.read(state, letter),
            None => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_edit_is_one() {
        let near = Near::new("refund", 1, false);
        for other in [
            "refund", "refnud", "refud", "refunds", "rafund", "xrefund", "efund",
        ] {
            let expected = u8::from(other != "refund");
            assert_eq!(near.distance(other), Some(expected), "{other}");
        }
        for other in ["", "refunded", "fund", "rfeudn"] {
            assert_eq!(near.distance(other), None, "{other}");
        }
    }

    #[test]
    fn two_edits_are_two() {
        let near = Near::new("delivery", 2, true);
        assert_eq!(near.distance("delivry"), Some(1));
        assert_eq!(near.distance("dleivrey"), Some(2));
        assert_eq!(near.distance("dlivey"), Some(2));
        assert_eq!(near.distance("elivery"), None);
        assert_eq!(near.distance("dlvry"), None);
    }

    #[test]
    fn letters_count_not_bytes() {
        let near = Near::new("пароль", 1, false);
        assert_eq!(near.distance("пороль"), Some(1));
        assert_eq!(near.distance("парол"), Some(1));
        assert_eq!(near.distance("порол"), None);
        assert_eq!(Near::new("ab", 2, false).distance(""), Some(2));
    }

    #[test]
    fn a_beginning_that_is_too_far_ends_the_walk() {
        let near = Near::new("refund", 1, false);
        let read = |text: &str| {
            text.bytes()
                .fold(near.start(), |state, byte| near.accept(&state, byte))
        };
        assert!(near.can_match(&read("reg")));
        assert!(!near.can_match(&read("xyz")));
    }
}
