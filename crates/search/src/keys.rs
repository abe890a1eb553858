//! How ids, numbers, addresses and phone numbers are written into the index, so that they are
//! found exactly.

use std::fmt::Write as _;

/// Marks an id that is kept as text.
const TEXT: u8 = 0;
/// Marks an id that is a UUID, kept as its 16 bytes instead of 36 letters.
const UUID: u8 = 1;
/// Shorter runs of digits are no phone number.
const MIN_PHONE_DIGITS: usize = 6;
/// Longer runs of digits are no phone number (E.164 has 15).
const MAX_PHONE_DIGITS: usize = 20;
/// How many words of a text are tried as a number.
const MAX_NUMBERS: usize = 64;

/// The key of an id. Keys of UUIDs sort like the UUIDs; other ids come before them.
pub(crate) fn of_id(id: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(17);
    match uuid_bytes(id) {
        Some(bytes) => {
            key.push(UUID);
            key.extend(bytes);
        }
        None => {
            key.push(TEXT);
            key.extend(id.as_bytes());
        }
    }
    key
}

/// The id of a key that [`of_id`] made.
pub(crate) fn to_id(key: &[u8]) -> String {
    match key.split_first() {
        Some((&UUID, bytes)) => {
            let mut id = String::with_capacity(36);
            for (position, byte) in bytes.iter().enumerate() {
                if matches!(position, 4 | 6 | 8 | 10) {
                    id.push('-');
                }
                let _ = write!(id, "{byte:02x}");
            }
            id
        }
        Some((_, text)) => String::from_utf8_lossy(text).into_owned(),
        None => String::new(),
    }
}

/// The bytes of a UUID in its usual form: lower case, with hyphens.
fn uuid_bytes(id: &str) -> Option<[u8; 16]> {
    let text = id.as_bytes();
    if text.len() != 36 {
        return None;
    }
    let mut bytes = [0; 16];
    let mut at = 0;
    for (position, byte) in bytes.iter_mut().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            if text[at] != b'-' {
                return None;
            }
            at += 1;
        }
        *byte = hex_digit(text[at])? << 4 | hex_digit(text[at + 1])?;
        at += 2;
    }
    Some(bytes)
}

fn hex_digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

/// The forms under which a conversation's number is found: whole, and each part that holds a
/// digit. `#FD-1042` is `fd-1042` and `1042`.
pub(crate) fn of_number(number: &str) -> Vec<String> {
    let whole = number
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase();
    let mut forms: Vec<String> = whole
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| has_digit(part) && **part != whole)
        .map(str::to_owned)
        .collect();
    if !whole.is_empty() {
        forms.insert(0, whole);
    }
    forms
}

/// The forms under which a customer is found: the address, and the phone number from any of its
/// digits on, so that it is found without the country's code too.
pub(crate) fn of_contact(email: &str, phone: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if !email.is_empty() {
        forms.push(email.trim().to_lowercase());
    }
    let digits = digits_of(phone);
    if (MIN_PHONE_DIGITS..=MAX_PHONE_DIGITS).contains(&digits.len()) {
        forms.extend((0..=digits.len() - MIN_PHONE_DIGITS).map(|start| digits[start..].to_owned()));
    }
    forms
}

/// What of a text could be the number of a conversation.
pub(crate) fn numbers_in(text: &str) -> Vec<String> {
    text.split_whitespace()
        .take(MAX_NUMBERS)
        .filter_map(|word| of_number(word).into_iter().next())
        .filter(|number| has_digit(number))
        .collect()
}

/// What of a text could be a customer's address or phone number.
pub(crate) fn contacts_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split_whitespace()
        .take(MAX_NUMBERS)
        .filter(|word| word.contains('@'))
        .map(|word| {
            word.trim_matches(|letter: char| !letter.is_alphanumeric())
                .to_lowercase()
        })
        .collect();
    // "0170 123 45 67" and "+49 (170) 1234567": the zero before an area stands for the country.
    let digits = digits_of(text);
    let digits = digits.trim_start_matches('0');
    if (MIN_PHONE_DIGITS..=MAX_PHONE_DIGITS).contains(&digits.len()) {
        found.push(digits.to_owned());
    }
    found
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn has_digit(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_whole_and_by_its_numeric_part() {
        assert_eq!(of_number("#FD-1042"), ["fd-1042", "1042"]);
        assert_eq!(of_number("1042"), ["1042"]);
        assert!(of_number("#").is_empty());
    }

    #[test]
    fn an_id_comes_back_as_it_was() {
        for id in [
            "0192f0c1-7b3a-7c55-8f00-0123456789ab",
            "0192F0C1-7B3A-7C55-8F00-0123456789AB",
            "0192f0c1-7b3a-7c55-8f00-0123456789a",
            "0192f0c1x7b3a-7c55-8f00-0123456789ab",
            "42",
            "",
            "ü",
        ] {
            assert_eq!(to_id(&of_id(id)), id);
        }
        assert_eq!(of_id("0192f0c1-7b3a-7c55-8f00-0123456789ab").len(), 17);
    }

    #[test]
    fn a_phone_number_is_found_with_and_without_its_country() {
        let forms = of_contact("", "+49 (170) 123-4567");
        for typed in ["+49 170 1234567", "0170 123 45 67", "1234567"] {
            let asked = contacts_in(typed);
            assert!(asked.iter().any(|digits| forms.contains(digits)), "{typed}");
        }
        assert!(contacts_in("12345").is_empty());
    }

    #[test]
    fn an_address_is_found_in_any_case() {
        assert_eq!(of_contact("Ann@Example.com ", ""), ["ann@example.com"]);
        assert_eq!(
            contacts_in("mail of <ANN@example.com>?"),
            ["ann@example.com"]
        );
    }
}
