//! Recognises who says the same, or nearly the same, again and again. What is
//! remembered of a text is two numbers; of a person, the last few texts; of
//! people, those who wrote lately.

use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
};

use frontdesk_model::{PersonId, Timestamp, moderation::MAX_REPEAT_COUNT};

use super::words::canonical;

/// Texts remembered of one person: no rule counts further.
const TEXTS: usize = MAX_REPEAT_COUNT as usize;
/// People remembered. When there are more, those who were silent longest go.
const PEOPLE: usize = 20_000;
/// Shorter texts are alike only when they are the same: yes, no, hello.
const LEAST_CHARS_ALIKE: usize = 24;
/// Bits in which the fingerprints of texts that are alike may differ, of 64.
const BITS_APART: u32 = 10;

/// What is remembered of a text.
#[derive(Clone, Copy, Debug)]
struct Print {
    at: Timestamp,
    /// The sender's mark, so that a repeat of the same sending doesn't count.
    mark: Option<u64>,
    /// Of the folded text.
    exact: u64,
    /// SimHash of its trigrams; none of a short text.
    alike: Option<u64>,
}

/// How often a text came before, itself included: by time, latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeats(Vec<Timestamp>);

impl Repeats {
    /// How often within the last `seconds`.
    pub fn within(&self, seconds: u64, now: Timestamp) -> usize {
        let since = now.minus(std::time::Duration::from_secs(seconds));
        self.0.iter().filter(|at| **at > since).count()
    }
}

/// What people wrote lately.
#[derive(Default)]
pub(super) struct Memory(Mutex<HashMap<PersonId, VecDeque<Print>>>);

impl Memory {
    /// Remembers a text, and tells how often it came. The same text under the
    /// same mark is one sending, however often it is tried.
    pub fn note(
        &self,
        person: &PersonId,
        text: &str,
        mark: Option<&str>,
        now: Timestamp,
    ) -> Repeats {
        let print = Print::of(text, mark, now);
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if people.len() >= PEOPLE && !people.contains_key(person) {
            forget_half(&mut people);
        }
        let texts = people.entry(person.clone()).or_default();
        let known = print.mark.is_some()
            && texts
                .iter()
                .any(|it| it.mark == print.mark && it.exact == print.exact);
        if !known {
            if texts.len() == TEXTS {
                texts.pop_front();
            }
            texts.push_back(print);
        }
        let alike = texts.iter().rev().filter(|it| it.is_like(&print));
        Repeats(alike.map(|it| it.at).collect())
    }

    /// Forgets what is older than any rule looks back.
    pub fn forget(&self, seconds: u64, now: Timestamp) {
        let since = now.minus(std::time::Duration::from_secs(seconds));
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, texts| {
            texts.retain(|it| it.at > since);
            !texts.is_empty()
        });
        people.shrink_to_fit();
    }

    #[cfg(test)]
    fn people(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// Those who were silent longest go.
fn forget_half(people: &mut HashMap<PersonId, VecDeque<Print>>) {
    let last = |texts: &VecDeque<Print>| texts.back().map_or(Timestamp(0), |it| it.at);
    let mut times: Vec<_> = people.values().map(last).collect();
    let middle = times.len() / 2;
    let (_, middle, _) = times.select_nth_unstable(middle);
    let middle = *middle;
    people.retain(|_, texts| last(texts) > middle);
}

impl Print {
    fn of(text: &str, mark: Option<&str>, at: Timestamp) -> Self {
        let folded = canonical(text);
        Self {
            at,
            mark: mark.map(hash),
            exact: hash(&folded),
            alike: simhash(&folded),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let alike = match (self.alike, other.alike) {
            (Some(one), Some(other)) => (one ^ other).count_ones() <= BITS_APART,
            _ => false,
        };
        self.exact == other.exact || alike
    }
}

fn hash<T: Hash + ?Sized>(of: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// A fingerprint that differs in few bits between texts that differ in few
/// places (Charikar 2002).
fn simhash(text: &str) -> Option<u64> {
    let letters: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    if letters.len() < LEAST_CHARS_ALIKE {
        return None;
    }
    let mut votes = [0_i32; 64];
    for trigram in letters.windows(3) {
        let hash = hash(trigram);
        for (bit, vote) in votes.iter_mut().enumerate() {
            *vote += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    let bits = votes.iter().enumerate().filter(|(_, vote)| **vote > 0);
    Some(bits.fold(0, |print, (bit, _)| print | 1 << bit))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn maya() -> PersonId {
        PersonId::from("maya")
    }

    fn count(memory: &Memory, text: &str, mark: Option<&str>) -> usize {
        memory
            .note(&maya(), text, mark, Timestamp(1_000))
            .within(60, Timestamp(1_000))
    }

    #[test]
    fn the_same_text_is_counted_however_it_is_written() {
        let memory = Memory::default();
        assert_eq!(count(&memory, "Hello there", None), 1);
        assert_eq!(count(&memory, "HELLO   there!!", None), 2);
        assert_eq!(count(&memory, "Something else", None), 1);
        assert_eq!(count(&memory, "hello there", None), 3);
    }

    #[test]
    fn a_sending_that_is_tried_again_counts_once() {
        let memory = Memory::default();
        assert_eq!(count(&memory, "Hello", Some("c1")), 1);
        assert_eq!(count(&memory, "Hello", Some("c1")), 1);
        assert_eq!(count(&memory, "Hello", Some("c2")), 2);
    }

    #[test]
    fn texts_that_differ_in_a_few_places_are_alike() {
        let memory = Memory::default();
        for number in 1..=5 {
            let text = format!("Cheap watches, best price of the whole town, call now {number}!");
            assert_eq!(count(&memory, &text, None), number, "{text}");
        }
    }

    #[test]
    fn different_questions_of_one_person_are_not_alike() {
        let texts = [
            "My bicycle has not arrived yet, where is it?",
            "Can I still change the address of the delivery?",
            "The front brake squeaks when it rains a lot",
            "How long does the battery last in winter?",
            "Where do I find the number of my invoice?",
            "I would like to return the blue helmet, please",
        ];
        let memory = Memory::default();
        for text in texts {
            assert_eq!(count(&memory, text, None), 1, "{text}");
        }
        assert_eq!(count(&memory, "yes", None), 1);
        assert_eq!(count(&memory, "no", None), 1);
    }

    #[test]
    fn only_the_time_that_is_looked_back_counts() {
        let memory = Memory::default();
        let now = Timestamp(1_000_000);
        memory.note(&maya(), "Hello", None, now);
        let later = now.plus(Duration::from_secs(30));
        let repeats = memory.note(&maya(), "Hello", None, later);
        assert_eq!(repeats.within(60, later), 2);
        assert_eq!(repeats.within(20, later), 1);
    }

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten() {
        let memory = Memory::default();
        let now = Timestamp(1_000_000);
        for number in 0..TEXTS + 20 {
            memory.note(&maya(), &format!("{number}"), None, now);
        }
        assert_eq!(memory.0.lock().unwrap()[&maya()].len(), TEXTS);
        for person in 0..PEOPLE + 1 {
            let at = now.plus(Duration::from_millis(person as u64));
            memory.note(&PersonId(person.to_string()), "Hello", None, at);
        }
        assert!(memory.people() <= PEOPLE);
        memory.forget(60, now.plus(Duration::from_secs(3_600)));
        assert_eq!(memory.people(), 0);
    }
}
