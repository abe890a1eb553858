//! Telephone numbers of E.164: `+`, a country code, at most 15 digits.

use std::{fmt, str::FromStr};

/// Digits, country code included.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Digits at either end that are shown.
const SHOWN_FIRST: usize = 2;
const SHOWN_LAST: usize = 3;

/// A number that can be called from anywhere. Shown masked; [`as_str`](Self::as_str)
/// gives it in full.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// In full, such as `+4915112345678`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it may be shown and logged, such as `+49•••678`.
    pub fn masked(&self) -> String {
        let (first, last) = (1 + SHOWN_FIRST, self.0.len() - SHOWN_LAST);
        format!("{}•••{}", &self.0[..first], &self.0[last..])
    }
}

impl FromStr for PhoneNumber {
    type Err = String;

    /// Spaces, hyphens, dots, slashes and brackets are left out, as people write
    /// numbers. Nothing is guessed: without its country code none is taken.
    fn from_str(text: &str) -> Result<Self, String> {
        let number: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')'))
            .collect();
        let digits = number.strip_prefix('+').unwrap_or_default();
        let good = DIGITS.contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            // No country code begins with it.
            && !digits.starts_with('0');
        if good {
            Ok(Self(number))
        } else {
            Err("must be a number with its country code, such as +49 151 12345678".to_owned())
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let number: PhoneNumber = text.parse().ok()?;
        Some(number.as_str().to_owned())
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        for text in ["+4915112345678", "+49 151 12345678", "+49 (151) 123-456.78"] {
            assert_eq!(read(text).as_deref(), Some("+4915112345678"), "{text}");
        }
        assert_eq!(read("+6834000").as_deref(), Some("+6834000"));
        assert!(read("+123456789012345").is_some());
    }

    #[test]
    fn what_cannot_be_called_from_everywhere_is_refused() {
        for text in [
            "",
            "+",
            "0151 12345678",
            "004915112345678",
            "4915112345678",
            "+0015112345",
            "+49 (0) 151 1234567890",
            "+123456",
            "+1234567890123456",
            "+49151123x5678",
            "+49151１２３４５６７",
            "++4915112345678",
            "+49151+12345",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_masked() {
        let number: PhoneNumber = "+4915112345678".parse().unwrap();
        assert_eq!(format!("{number:?}"), "+49•••678");
        let short: PhoneNumber = "+6834000".parse().unwrap();
        assert_eq!(short.masked(), "+68•••000");
    }
}
