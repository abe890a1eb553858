//! A query as it may be remembered: in one form whatever its letters' case, and
//! without addresses, links, long numbers and the names of people.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;

/// Digits from which a number may be a phone's, a card's or an account's. Numbers of tickets,
/// years and error codes have fewer.
const MOST_DIGITS: usize = 6;

/// Anything around an `@`, also where the domain is still to be typed.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\S+@\S*"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:\w+://|www\.)\S+"));
/// Digits with what people put between them, and the letters that touch them: `DE89 3704`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\p{L}\p{Nd}]*\p{Nd}(?:[ \u{a0}./()+*#,:_\-\u{2010}-\u{2015}]{0,3}[\p{L}]{0,4}\p{Nd})*[\p{L}\p{Nd}]*",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is good")
}

/// In lower case and NFKC, with single blanks, and without the full stops and question marks at
/// its end: so that the same question is the same entry.
pub(super) fn normalize(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<_> = text.split_whitespace().collect();
    let joined = words.join(" ");
    let end = |c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | '…' | '。' | '¿' | '¡');
    joined.trim_matches(end).to_owned()
}

/// A normalised query without personal data. `names` are those of people whom the search
/// concerns, such as the customers that it found.
pub(super) fn mask<'a>(normalized: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let text = EMAIL.replace_all(normalized, "[email]");
    let text = LINK.replace_all(&text, "[link]");
    let text = NUMBER.replace_all(&text, |found: &Captures<'_>| {
        let number = &found[0];
        let digits = number.chars().filter(|c| c.is_numeric()).count();
        match digits > MOST_DIGITS {
            true => "[number]".to_owned(),
            false => number.to_owned(),
        }
    });
    let names: Vec<String> = names
        .into_iter()
        .flat_map(|name| {
            normalize(name)
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty() {
        return text.into_owned();
    }
    let mut masked: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare
            .strip_suffix("'s")
            .or(bare.strip_suffix("’s"))
            .unwrap_or(bare);
        match names.iter().any(|name| name == bare) {
            true if masked.last() == Some(&"[name]") => {}
            true => masked.push("[name]"),
            false => masked.push(word),
        }
    }
    masked.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        mask(&normalize(text), [])
    }

    #[test]
    fn the_same_question_is_the_same_entry() {
        assert_eq!(normalize("  Where is\tmy ORDER?? "), "where is my order");
        assert_eq!(normalize("ｗｈｅｒｅ"), "where");
        assert_eq!(normalize("node.js"), "node.js");
    }

    #[test]
    fn mail_addresses_are_masked_even_half_typed() {
        assert_eq!(
            masked("Invoice for Maya.Huber+x@example.com please"),
            "invoice for [email] please"
        );
        assert_eq!(masked("login maya@"), "login [email]");
    }

    #[test]
    fn phone_card_and_account_numbers_are_masked_however_they_are_written() {
        for number in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "+49 (0)30 / 123 45 67",
            "(555) 010-9999",
            "555.0199.22",
            "DE89 3704 0044 0532 0130 00",
            "１２３４５６７８",
            "٠١٢٣٤٥٦٧٨",
        ] {
            let masked = masked(&format!("refund to {number} today"));
            assert!(!masked.chars().any(char::is_numeric), "{number}: {masked}");
            assert!(
                masked.contains("[number]") && masked.ends_with("today"),
                "{number}: {masked}"
            );
        }
    }

    #[test]
    fn short_numbers_stay_because_they_say_what_was_asked() {
        for text in [
            "error 404",
            "ticket 10482",
            "plans of 2026",
            "windows 11 24h2",
            "100 gb for 5 users",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn links_are_masked() {
        assert_eq!(
            masked("see https://shop.example.com/order?token=abc now"),
            "see [link] now"
        );
    }

    #[test]
    fn names_of_people_are_masked_as_words() {
        let names = ["Maya Huber", "Jo"];
        assert_eq!(mask("maya huber's refund", names), "[name] refund");
        assert_eq!(mask("did jo, join", names), "did [name] join");
    }
}
