//! The path of a request: a CID and names, each percent-encoded for itself.

use axum::http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::problem::Problem;

const PREFIX: &str = "/ipfs/";

/// What stays as it is in a segment: RFC 3986's unreserved characters and the
/// others that mean nothing special there.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// `/ipfs/{cid}[/path]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContentPath {
    pub cid: String,
    /// The names behind it, decoded.
    pub segments: Vec<String>,
    pub ends_in_slash: bool,
}

impl ContentPath {
    /// Reads the path as it was sent: once a router has decoded it, a slash
    /// within a name is no longer told from one between names.
    pub fn parse(uri: &Uri) -> Result<Self, Problem> {
        let path = uri.path();
        let path = path.strip_prefix(PREFIX).unwrap_or(path);
        let mut names = path.split('/').filter(|name| !name.is_empty()).map(|name| {
            let decoded = percent_decode_str(name).decode_utf8();
            decoded
                .map(String::from)
                .map_err(|_| Problem::bad_request("the path holds bytes that are no UTF-8 text"))
        });
        let cid = names.next().transpose()?.unwrap_or_default();
        Ok(Self {
            cid,
            segments: names.collect::<Result<_, _>>()?,
            ends_in_slash: path.ends_with('/'),
        })
    }

    /// The path as a header or link can carry it.
    pub fn encoded(&self) -> String {
        let mut path = encode_all(&self.cid, &self.segments);
        if self.ends_in_slash {
            path.push('/');
        }
        path
    }
}

/// `/ipfs/{cid}[/path]` without a slash at the end.
pub fn encode_all(cid: &str, segments: &[String]) -> String {
    let mut path = format!("{PREFIX}{}", encode(cid));
    for name in segments {
        path.push('/');
        path.push_str(&encode(name));
    }
    path
}

/// One name, as it stands between two slashes or in a query.
pub fn encode(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> Result<ContentPath, Problem> {
        ContentPath::parse(&path.parse().unwrap())
    }

    #[test]
    fn each_name_is_decoded_once_and_for_itself() {
        let path = parse("/ipfs/bafy/a%2Fb/50%2525+x/").unwrap();
        assert_eq!(path.cid, "bafy");
        assert_eq!(path.segments, ["a/b", "50%25+x"]);
        assert!(path.ends_in_slash);
        assert_eq!(path.encoded(), "/ipfs/bafy/a%2Fb/50%2525+x/");
    }

    #[test]
    fn empty_names_are_passed_over() {
        let path = parse("/ipfs/bafy//a").unwrap();
        assert_eq!(path.segments, ["a"]);
        assert!(!path.ends_in_slash);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(parse("/ipfs/bafy/%ff").is_err());
    }

    #[test]
    fn what_html_or_a_header_could_misread_is_encoded() {
        assert_eq!(
            encode("\u{105} <\"'&\r\n>?#"),
            "%C4%85%20%3C%22%27%26%0D%0A%3E%3F%23"
        );
    }
}
