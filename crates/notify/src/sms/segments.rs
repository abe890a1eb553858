//! How a text travels as SMS: the 7-bit alphabet of GSM 03.38 where it has all the
//! characters, else UCS-2; and in how many segments, each of which is paid for.

/// Units that one message holds alone, and each of several that belong together.
const GSM_ALONE: usize = 160;
const GSM_PART: usize = 153;
const UCS_ALONE: usize = 70;
const UCS_PART: usize = 67;

/// The basic table but for letters of ASCII and digits.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// The extension table: each takes two units.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How the characters of a text are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// 7 bits a unit.
    Gsm7,
    /// 16 bits a unit; characters beyond the basic plane take two.
    Ucs2,
}

impl Encoding {
    /// The cheapest that has all the characters.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| gsm_units(c).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Gsm7 => gsm_units(c).unwrap_or_default(),
            Self::Ucs2 => c.len_utf16(),
        }
    }

    const fn limits(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (GSM_ALONE, GSM_PART),
            Self::Ucs2 => (UCS_ALONE, UCS_PART),
        }
    }
}

/// Units of 7 bits that a character takes; none where the alphabet lacks it.
pub(super) fn gsm_units(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || BASIC.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// The segments in which a text is sent. A character is never divided between two.
pub fn segments(text: &str) -> Vec<&str> {
    let encoding = Encoding::of(text);
    let (alone, part) = encoding.limits();
    let total: usize = text.chars().map(|c| encoding.units(c)).sum();
    if total <= alone {
        return vec![text];
    }
    let mut segments = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (index, c) in text.char_indices() {
        let units = encoding.units(c);
        if filled + units > part {
            segments.push(&text[start..index]);
            (start, filled) = (index, 0);
        }
        filled += units;
    }
    segments.push(&text[start..]);
    segments
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn count(text: &str) -> usize {
        segments(text).len()
    }

    #[test]
    fn the_alphabet_has_128_places() {
        // With the escape to the extension, and 62 letters and digits.
        assert_eq!(BASIC.chars().count() + 62 + 1, 128);
        assert_eq!(EXTENSION.chars().count(), 10);
        assert_eq!(Encoding::of("Grüße an Ø, 5 € [ok]"), Encoding::Gsm7);
        for c in ["`", "ç", "á", "–", "“", "😀", "\t", "я"] {
            assert_eq!(Encoding::of(c), Encoding::Ucs2, "{c}");
        }
    }

    #[test]
    fn segments_are_counted_as_they_are_paid_for() {
        for (text, segments) in [
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            // 153 is odd: a pair does not go across.
            ("€".repeat(152), 2),
            ("€".repeat(153), 3),
            ("я".repeat(70), 1),
            ("я".repeat(71), 2),
            ("я".repeat(134), 2),
            ("я".repeat(135), 3),
            ("😀".repeat(35), 1),
            ("😀".repeat(36), 2),
            ("😀".repeat(66), 2),
            ("😀".repeat(67), 3),
            (String::new(), 1),
        ] {
            assert_eq!(count(&text), segments, "{text}");
        }
    }

    proptest! {
        #[test]
        fn segments_are_the_text_in_its_order_and_each_fits(text in "([ -~]|[äß€😀я\n]){0,500}") {
            let segments = segments(&text);
            prop_assert_eq!(segments.concat(), text.as_str());
            let encoding = Encoding::of(&text);
            let (alone, part) = encoding.limits();
            let limit = if segments.len() == 1 { alone } else { part };
            for segment in segments {
                let units: usize = segment.chars().map(|c| encoding.units(c)).sum();
                prop_assert!(units <= limit);
            }
        }
    }
}
