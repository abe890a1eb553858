//! Makes parts of a text unreadable: a `•` for each character of a word or
//! pattern, so that the length stays; `[link removed]` for a link, whose length
//! says nothing.

use super::words::Span;

const DOT: char = '•';
const LINK: &str = "[link removed]";

/// What is to be masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mask {
    pub span: Span,
    pub is_link: bool,
}

/// The text with all of it masked; parts that overlap are one.
pub(super) fn apply(text: &str, mut masks: Vec<Mask>) -> String {
    masks.sort_by_key(|mask| mask.span.start);
    let mut merged: Vec<Mask> = Vec::with_capacity(masks.len());
    for mask in masks {
        match merged.last_mut() {
            Some(last) if mask.span.start < last.span.end => {
                last.span.end = last.span.end.max(mask.span.end);
                last.is_link |= mask.is_link;
            }
            _ => merged.push(mask),
        }
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for Mask { span, is_link } in merged {
        masked.push_str(&text[at..span.start]);
        if is_link {
            masked.push_str(LINK);
        } else {
            masked.extend(text[span.clone()].chars().map(|_| DOT));
        }
        at = span.end;
    }
    masked.push_str(&text[at..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(span: Span, is_link: bool) -> Mask {
        Mask { span, is_link }
    }

    #[test]
    fn characters_become_dots_and_links_a_note() {
        let text = "so übel, see evil.com now";
        let link = text.find("evil").unwrap();
        let masks = vec![mask(link..link + 8, true), mask(3..8, false)];
        assert_eq!(apply(text, masks), "so ••••, see [link removed] now");
    }

    #[test]
    fn parts_that_overlap_are_one() {
        let masks = vec![mask(0..3, false), mask(2..5, false), mask(5..6, false)];
        assert_eq!(apply("abcdefg", masks), "••••••g");
        let masks = vec![mask(0..3, false), mask(1..2, true)];
        assert_eq!(apply("abcdefg", masks), "[link removed]defg");
    }
}
