//! The media type of content that nobody declared: files within imported DAGs. A guess for showing
//! and saving; what may act is never shown, see [`disposition`](crate::disposition).

use crate::names::extension;
use crate::sniff::{Content, Sniffer};

/// How many bytes of a file's beginning are looked at.
pub const GUESS_BYTES: usize = 4096;

/// Types of text by a name's extension.
const TEXTS: &[(&str, &str)] = &[
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("log", "text/plain"),
    ("md", "text/markdown"),
    ("mjs", "text/javascript"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("xml", "text/xml"),
];

/// The type of a file by its first bytes, of which `head` has at most [`GUESS_BYTES`], and for text
/// also by its name. `whole` says whether that is all of the file.
pub fn guess_type(head: &[u8], whole: bool, name: Option<&str>) -> &'static str {
    let head = if whole { head } else { whole_characters(head) };
    let mut sniffer = Sniffer::new();
    sniffer.push(head);
    match sniffer.finish() {
        Content::Binary(media_type) => media_type.as_str(),
        Content::Other(media_type) | Content::Page(media_type) => media_type,
        Content::Text { active } => name
            .and_then(extension)
            .and_then(|extension| {
                let found = TEXTS.iter().find(|(known, _)| *known == extension);
                found.map(|(_, media_type)| *media_type)
            })
            // What a browser could run is not called plain text, whatever its name.
            .filter(|named| active.is_none() || *named != "text/plain")
            .or(active)
            .unwrap_or("text/plain"),
    }
}

/// Without the beginning of a character that was cut off.
fn whole_characters(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_and_names_tell_texts_apart() {
        for (head, name, expected) in [
            (&b"hello"[..], None, "text/plain"),
            (b"hello", Some("a.csv"), "text/csv"),
            (b"hello", Some("index.html"), "text/html"),
            (b"<p>hello", Some("a.txt"), "text/html"),
            (b"<svg>", None, "image/svg+xml"),
            (b"\x89PNG\r\n\x1a\n\0\0", Some("a.txt"), "image/png"),
            (b"\0\x01\x02", Some("a.txt"), "application/octet-stream"),
            (b"", None, "text/plain"),
        ] {
            assert_eq!(guess_type(head, true, name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_character_that_the_head_cuts_off_does_not_make_a_binary() {
        let cut = &"\u{1f600}".as_bytes()[..3];
        assert_eq!(guess_type(cut, false, None), "text/plain");
        assert_ne!(guess_type(cut, true, None), "text/plain");
    }
}
