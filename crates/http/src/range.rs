//! `Range`, `If-Range` and `If-None-Match` (RFC 9110 §13 and §14) for files
//! that never change: their entity tag is their CID.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// Which bytes of a file are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// All of them: there is no range, or one that may be ignored.
    Whole,
    Part(Range<u64>),
    /// No byte of the range is in the file.
    Unsatisfiable,
}

/// Reads the header `Range`. Of several ranges the first is given; other units
/// and what does not parse give the whole file, as the standard allows.
pub fn wanted(headers: &HeaderMap, size: u64, etag: &str) -> Wanted {
    let Some(value) = headers.get(header::RANGE) else {
        return Wanted::Whole;
    };
    if !if_range_holds(headers, etag) {
        return Wanted::Whole;
    }
    value
        .to_str()
        .ok()
        .and_then(|text| parse(text.trim(), size))
        .unwrap_or(Wanted::Whole)
}

fn parse(text: &str, size: u64) -> Option<Wanted> {
    let (unit, set) = text.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (set, _more) = set.split_once(',').unwrap_or((set, ""));
    let (first, last) = set.trim().split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        let count = number(last)?;
        return Some(match count.min(size) {
            0 => Wanted::Unsatisfiable,
            count => Wanted::Part(size - count..size),
        });
    }
    let first = number(first)?;
    let end = if last.is_empty() {
        size
    } else {
        let last = number(last)?;
        if last < first {
            return None;
        }
        last.saturating_add(1).min(size)
    };
    Some(if first < size {
        Wanted::Part(first..end)
    } else {
        Wanted::Unsatisfiable
    })
}

/// Digits alone: `parse` would take a sign. Beyond `u64` is beyond every file.
fn number(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX))
}

/// Whether the client still has the file that it wants a part of: strong
/// comparison; a date never holds, since files have none.
fn if_range_holds(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get(header::IF_RANGE)
        .is_none_or(|value| value.as_bytes().trim_ascii() == etag.as_bytes())
}

/// Whether the client has this very content: weak comparison, in a list or `*`.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let etag = opaque(etag);
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || opaque(tag) == etag)
}

/// An entity tag without the mark of a weak one.
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    const TAG: &str = "\"bafy\"";

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    fn range(text: &str) -> Wanted {
        wanted(&headers(&[(header::RANGE, text)]), 10, TAG)
    }

    #[test]
    fn a_range_is_cut_to_the_file() {
        assert_eq!(range("bytes=0-3"), Wanted::Part(0..4));
        assert_eq!(range("bytes=4-"), Wanted::Part(4..10));
        assert_eq!(range("bytes=4-400"), Wanted::Part(4..10));
        assert_eq!(range("bytes=9-9"), Wanted::Part(9..10));
        assert_eq!(
            range("bytes=1-99999999999999999999999"),
            Wanted::Part(1..10)
        );
    }

    #[test]
    fn a_suffix_counts_from_the_end() {
        assert_eq!(range("bytes=-3"), Wanted::Part(7..10));
        assert_eq!(range("bytes=-400"), Wanted::Part(0..10));
        assert_eq!(range("bytes=-0"), Wanted::Unsatisfiable);
    }

    #[test]
    fn a_range_beyond_the_end_is_unsatisfiable() {
        assert_eq!(range("bytes=10-"), Wanted::Unsatisfiable);
        let empty = wanted(&headers(&[(header::RANGE, "bytes=0-")]), 0, TAG);
        assert_eq!(empty, Wanted::Unsatisfiable);
    }

    #[test]
    fn of_several_ranges_the_first_is_given() {
        assert_eq!(range("bytes=6-8, 0-4"), Wanted::Part(6..9));
    }

    #[test]
    fn what_is_no_range_gives_the_whole_file() {
        for text in [
            "lines=0-1",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=-",
            "bytes=+1-2",
            "0-3",
            "",
        ] {
            assert_eq!(range(text), Wanted::Whole, "{text}");
        }
    }

    #[test]
    fn if_range_holds_only_for_the_same_strong_tag() {
        let with = |tag| {
            let headers = headers(&[(header::RANGE, "bytes=0-0"), (header::IF_RANGE, tag)]);
            wanted(&headers, 10, TAG)
        };
        assert_eq!(with("\"bafy\""), Wanted::Part(0..1));
        for tag in ["\"other\"", "W/\"bafy\"", "Sun, 06 Nov 1994 08:49:37 GMT"] {
            assert_eq!(with(tag), Wanted::Whole, "{tag}");
        }
    }

    #[test]
    fn content_is_known_by_any_of_the_tags_given() {
        let known = |tags| is_known(&headers(&[(header::IF_NONE_MATCH, tags)]), TAG);
        for tags in ["\"bafy\"", "W/\"bafy\"", "\"a\", W/\"bafy\"", "*"] {
            assert!(known(tags), "{tags}");
        }
        for tags in ["\"other\"", "bafy", ""] {
            assert!(!known(tags), "{tags}");
        }
        assert!(!is_known(&HeaderMap::new(), TAG));
        let weak = headers(&[(header::IF_NONE_MATCH, "W/\"bafy\"")]);
        assert!(is_known(&weak, "W/\"bafy\""));
    }
}
