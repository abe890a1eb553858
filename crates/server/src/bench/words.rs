//! Words for articles and queries: some of support's own, and many more made of
//! syllables, used as unevenly as words are.

use rand::{Rng, rngs::StdRng};

/// Words besides those of support.
const MADE: usize = 6_000;

const SUPPORT: &[&str] = &[
    "order",
    "return",
    "refund",
    "delivery",
    "parcel",
    "password",
    "account",
    "invoice",
    "payment",
    "card",
    "address",
    "change",
    "cancel",
    "track",
    "shipping",
    "warranty",
    "repair",
    "exchange",
    "size",
    "email",
    "subscription",
    "discount",
    "code",
    "gift",
    "battery",
    "login",
    "email",
    "receipt",
    "damaged",
    "missing",
    "late",
    "fee",
    "country",
    "customs",
    "tax",
    "pickup",
    "store",
    "phone",
    "support",
    "agent",
    "ticket",
    "message",
    "file",
    "upload",
    "privacy",
    "data",
    "delete",
    "export",
    "language",
    "notification",
    "help",
    "status",
    "price",
    "bill",
    "charge",
    "renew",
];

const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va",
    "we", "xi", "yo", "zu", "bran", "clem", "drif", "flon", "grum", "plak", "sten", "trop",
];

pub struct Words(Vec<String>);

impl Words {
    pub fn new() -> Self {
        let made = (0..MADE).map(|number| {
            let (low, middle, high) = (number % 28, (number / 28) % 28, number / 784);
            [SYLLABLES[low], SYLLABLES[middle], SYLLABLES[high]].concat()
        });
        Self(
            SUPPORT
                .iter()
                .map(|word| (*word).to_owned())
                .chain(made)
                .collect(),
        )
    }

    /// A word; the first ones come far more often than the last.
    fn pick<'a>(&'a self, random: &mut StdRng) -> &'a str {
        let place = random.random::<f64>().powi(3) * self.0.len() as f64;
        &self.0[(place as usize).min(self.0.len() - 1)]
    }

    pub fn text(&self, random: &mut StdRng, words: usize) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.pick(random)).collect();
        words.join(" ")
    }

    /// One to four words, some with a typo, the last one sometimes half typed.
    pub fn query(&self, random: &mut StdRng) -> String {
        let count = random.random_range(1..=4);
        let words = (0..count).map(|_| self.pick(random).to_owned()).collect();
        as_typed(words, random)
    }

    /// The query with two letters of one of its words swapped, where one is long enough.
    pub fn with_typo(query: &str, random: &mut StdRng) -> String {
        let mut words: Vec<String> = query.split(' ').map(str::to_owned).collect();
        let index = random.random_range(0..words.len());
        words[index] = swapped(&words[index], random);
        words.join(" ")
    }

    /// The same, of support's words alone.
    pub fn support_query(&self, random: &mut StdRng) -> String {
        let count = random.random_range(1..=4);
        let words = (0..count)
            .map(|_| SUPPORT[random.random_range(0..SUPPORT.len())].to_owned())
            .collect();
        as_typed(words, random)
    }
}

fn as_typed(mut words: Vec<String>, random: &mut StdRng) -> String {
    if random.random_bool(0.2) {
        let index = random.random_range(0..words.len());
        words[index] = swapped(&words[index], random);
    }
    if random.random_bool(0.3)
        && let Some(last) = words.last_mut()
    {
        // Three letters at least; all words are ASCII.
        last.truncate((last.len() * 2 / 3).max(3));
    }
    words.join(" ")
}

/// The word with two letters swapped.
fn swapped(word: &str, random: &mut StdRng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 3 {
        let index = random.random_range(1..letters.len() - 1);
        letters.swap(index, index + 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn made_words_are_different_and_plain() {
        let words = Words::new();
        let made: HashSet<&String> = words.0[SUPPORT.len()..].iter().collect();
        assert_eq!(made.len(), MADE);
        assert!(made.iter().all(|word| word.is_ascii()));
    }

    #[test]
    fn queries_are_valid_and_the_same_for_a_seed() {
        let words = Words::new();
        let make = || {
            let mut random = StdRng::seed_from_u64(1);
            let query = |_| (words.query(&mut random), words.support_query(&mut random));
            (0..200).map(query).collect::<Vec<_>>()
        };
        let queries = make();
        assert_eq!(queries, make());
        for (one, other) in queries {
            assert!((2..=500).contains(&one.len()) && (2..=500).contains(&other.len()));
        }
    }
}
