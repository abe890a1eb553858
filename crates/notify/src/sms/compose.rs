//! What is sent as SMS: the text in characters that cost little, cut to so many
//! segments, and the link kept whole.

use unicode_normalization::UnicodeNormalization as _;

use super::segments::{Encoding, segments};

/// Segments of a message at most, where the operator says nothing.
pub const SMS_MAX_SEGMENTS: usize = 2;
/// How far back a cut goes to end at a word, in characters.
const WORD_MAX_CHARS: usize = 20;

/// A text that is ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsText {
    pub body: String,
    pub segments: usize,
    pub encoding: Encoding,
}

impl SmsText {
    /// From a text and a link that follows it. Where both are too long, the text is
    /// cut and ends with an ellipsis; a link that leaves no room for a word is left out.
    pub fn compose(text: &str, link: Option<&str>, max_segments: usize) -> Self {
        let text = thrifty(text.trim());
        let link = link.filter(|link| fits(&end("", Some(link)), max_segments));
        let whole = format!("{text}{}", end("", link));
        let body = if fits(&whole, max_segments) {
            whole
        } else {
            cut(&text, link, max_segments)
        };
        Self {
            segments: segments(&body).len(),
            encoding: Encoding::of(&body),
            body: body.trim_start().to_owned(),
        }
    }
}

fn fits(body: &str, max_segments: usize) -> bool {
    segments(body).len() <= max_segments.max(1)
}

/// What follows the text.
fn end(ellipsis: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => format!("{ellipsis} {link}"),
        None => ellipsis.to_owned(),
    }
}

/// The longest beginning of the text that fits with an ellipsis and the link, if
/// possible up to the end of a word.
fn cut(text: &str, link: Option<&str>, max_segments: usize) -> String {
    let body = |beginning: &str| {
        let beginning = beginning.trim_end();
        // `…` is not in the alphabet and would make everything dearer.
        let cheap = format!("{beginning}{}", end("...", link));
        match Encoding::of(&cheap) {
            Encoding::Gsm7 => cheap,
            Encoding::Ucs2 => format!("{beginning}{}", end("…", link)),
        }
    };
    let starts: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
    // Adding a character never makes a body shorter.
    let kept = starts.partition_point(|&start| fits(&body(&text[..start]), max_segments));
    let longest = starts.get(kept.saturating_sub(1)).copied().unwrap_or(0);
    let at_word = word_end(text, longest);
    body(&text[..at_word])
}

/// The last end of a word at or before this place, if it is not far.
fn word_end(text: &str, place: usize) -> usize {
    if text[place..].starts_with(char::is_whitespace) {
        return place;
    }
    let near = text[..place].char_indices().rev().take(WORD_MAX_CHARS);
    near.into_iter()
        .find(|(_, c)| c.is_whitespace())
        .map_or(place, |(index, _)| index)
}

/// The text with typographic characters written plainly, where that makes it fit
/// into the cheap alphabet; else the text as it is, composed.
fn thrifty(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let mut plain = String::with_capacity(composed.len());
    for c in composed.chars() {
        match typed(c) {
            Some(typed) => plain.push_str(typed),
            None => plain.push(c),
        }
    }
    match Encoding::of(&plain) {
        Encoding::Gsm7 => plain,
        Encoding::Ucs2 => composed,
    }
}

/// A character of print as typewriters have it.
fn typed(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | '`' | '´' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '…' => "...",
        '•' | '·' => "*",
        '×' => "x",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2028}' | '\u{2029}' => "\n",
        // Nothing to see: soft hyphen, zero width space, byte order mark.
        '\u{ad}' | '\u{200b}' | '\u{feff}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINK: &str = "https://desk.example.com/t/7";

    fn compose(text: &str) -> SmsText {
        SmsText::compose(text, Some(LINK), SMS_MAX_SEGMENTS)
    }

    #[test]
    fn print_is_typed_where_that_saves() {
        let sms = compose("“It’s done” – see\u{a0}below…");
        assert_eq!(sms.body, format!("\"It's done\" - see below... {LINK}"));
        assert_eq!((sms.encoding, sms.segments), (Encoding::Gsm7, 1));
        // Composed of two characters, as some keyboards write it.
        assert_eq!(compose("u\u{308}ber").encoding, Encoding::Gsm7);
    }

    #[test]
    fn print_stays_where_typing_would_save_nothing() {
        let sms = compose("„Готово“ — смотрите");
        assert_eq!(sms.body, format!("„Готово“ — смотрите {LINK}"));
        assert_eq!(sms.encoding, Encoding::Ucs2);
    }

    #[test]
    fn a_long_text_is_cut_at_a_word_and_its_link_kept() {
        let sms = compose(&"Your parcel has left. ".repeat(30));
        assert_eq!(sms.segments, 2);
        assert!(sms.body.ends_with(&format!("... {LINK}")), "{}", sms.body);
        let text = sms.body.strip_suffix(&format!("... {LINK}")).unwrap();
        let next = "Your parcel has left. ".repeat(30)[text.len()..]
            .chars()
            .next();
        assert_eq!(next, Some(' '), "{text}");
        // One word more would not fit.
        assert!(sms.body.len() > 306 - 22, "{}", sms.body.len());

        let sms = compose(&"Посылка отправлена. ".repeat(30));
        assert_eq!(sms.segments, 2);
        assert!(sms.body.ends_with(&format!("… {LINK}")), "{}", sms.body);
    }

    #[test]
    fn a_word_without_end_is_cut_within() {
        let sms = SmsText::compose(&"x".repeat(400), None, 1);
        assert_eq!(sms.body, format!("{}...", "x".repeat(157)));
    }

    #[test]
    fn a_link_that_leaves_no_room_is_left_out() {
        let link = format!("https://example.com/{}", "x".repeat(400));
        let sms = SmsText::compose("Hello", Some(&link), 2);
        assert_eq!(sms.body, "Hello");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_reordered_but_by_the_cut(
            text in "[a-zäß€я😀]{1,12}( [a-zäß€я😀]{1,12}){0,120}",
            max in 1_usize..5,
        ) {
            let sms = SmsText::compose(&text, Some(LINK), max);
            prop_assert!(sms.segments <= max);
            prop_assert_eq!(segments(&sms.body).len(), sms.segments);
            let end = format!(" {LINK}");
            let kept = sms.body.strip_suffix(&end).unwrap();
            if kept != text {
                let kept = kept.strip_suffix("...").or(kept.strip_suffix('…')).unwrap();
                prop_assert!(text.starts_with(kept));
                let whole = text.clone() + &end;
                prop_assert!(segments(&whole).len() > max);
            }
        }

        #[test]
        fn any_text_is_composed_within_its_segments(text in any::<String>(), max in 0_usize..4) {
            let sms = SmsText::compose(&text, Some(LINK), max);
            prop_assert!(sms.segments <= max.max(1));
        }
    }
}
