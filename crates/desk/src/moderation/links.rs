//! Finds links to other places than the allowed ones: whole addresses, and bare
//! domains that end in a real top-level domain.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;
use url::{Host, Url};

use super::words::Span;

/// An address with its scheme, or what looks like a domain.
static CANDIDATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?xi)
        (?P<url> \b [a-z][a-z0-9+.\-]{0,20} :// [^\s<>"'`]+ )
        | (?P<bare>
            (?: [\p{L}\p{N}] [\p{L}\p{N}\p{M}_\-]{0,62} [.。．｡] )+
            (?P<tld> xn--[a-z0-9\-]{2,59} | \p{L}[\p{L}\p{M}]{1,62} )
            (?: : [0-9]{1,5} )?
            (?P<path> [/?\#] [^\s<>"'`]* )?
        )"#,
    )
    .inspect_err(|error| tracing::error!(%error, "links cannot be looked for"))
    .ok()
});

/// Endings of file names that are top-level domains too. A bare name that ends
/// so is taken for a file; with `www.`, a scheme or a path it is a link.
const FILE_ENDINGS: &[&str] = &["md", "mov", "pl", "ps", "py", "rs", "sh", "zip"];

/// Domains that may be linked to, with their subdomains.
#[derive(Default)]
pub(super) struct AllowedDomains(HashSet<String>);

impl AllowedDomains {
    pub fn new<'d>(domains: impl Iterator<Item = &'d str>) -> Self {
        Self(domains.filter_map(ascii_host).collect())
    }

    fn allow(&self, host: &str) -> bool {
        let mut rest = host;
        loop {
            if self.0.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, parent)) => rest = parent,
                None => return false,
            }
        }
    }
}

/// The host in the form in which names are compared (lower case, punycode).
fn ascii_host(host: &str) -> Option<String> {
    let host = host.replace(['。', '．', '｡'], ".");
    match Host::parse(host.trim_end_matches('.')).ok()? {
        Host::Domain(name) => Some(name.trim_end_matches('.').to_owned()),
        address => Some(address.to_string()),
    }
}

/// The host of an address, for the allowed ones.
pub(super) fn host_of(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

/// One link in a text.
pub(super) struct Link {
    pub span: Span,
    /// None where an address has none that can be read.
    host: Option<String>,
}

impl Link {
    pub fn is_allowed(&self, own: &AllowedDomains, domains: &AllowedDomains) -> bool {
        self.host
            .as_deref()
            .is_some_and(|host| own.allow(host) || domains.allow(host))
    }
}

/// Every link in a text, in order.
pub(super) fn find(text: &str) -> Vec<Link> {
    // Nearly all messages have neither.
    if !text.contains(['.', '。', '．', '｡']) && !text.contains("://") {
        return Vec::new();
    }
    let Some(candidate) = CANDIDATE.as_ref() else {
        return Vec::new();
    };
    candidate
        .captures_iter(text)
        .filter_map(|found| {
            if let Some(url) = found.name("url") {
                let address = trimmed(url.as_str());
                return Some(Link {
                    span: url.start()..url.start() + address.len(),
                    host: host_of(address),
                });
            }
            let bare = found.name("bare")?;
            let tld = found.name("tld")?.as_str();
            let path = found.name("path").is_some();
            let address = trimmed(bare.as_str());
            let span = bare.start()..bare.start() + address.len();
            let host_end = address.find(['/', '?', '#', ':']).unwrap_or(address.len());
            let name = &address[..host_end];
            if !is_top_level(tld)
                || (!path && is_part_of_mail_address(text, &span))
                || (!path && (is_file_name(name, tld) || is_end_of_sentence(name, tld)))
            {
                return None;
            }
            Some(Link {
                span,
                host: ascii_host(name),
            })
        })
        .collect()
}

/// Without the punctuation that a sentence puts behind an address.
fn trimmed(address: &str) -> &str {
    address.trim_end_matches([
        '.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '。', '’', '”',
    ])
}

fn is_top_level(tld: &str) -> bool {
    match ascii_host(tld) {
        Some(name) => tld::exist(&name),
        None => false,
    }
}

fn is_part_of_mail_address(text: &str, span: &Span) -> bool {
    text[..span.start].ends_with('@') || text[span.end..].starts_with('@')
}

fn is_file_name(name: &str, tld: &str) -> bool {
    name.matches('.').count() == 1 && FILE_ENDINGS.contains(&tld.to_lowercase().as_str())
}

/// `arrived.It`: a blank was forgotten.
fn is_end_of_sentence(name: &str, tld: &str) -> bool {
    let mut letters = tld.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let small = letters.all(char::is_lowercase);
    // Behind the top level and the dot before it.
    let before = name.chars().rev().nth(tld.chars().count() + 1);
    tld.len() == 2 && capital && small && before.is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Vec<&str> {
        let own = AllowedDomains::new(["localhost"].into_iter());
        let allowed = AllowedDomains::new(["example.com", "münchen.de"].into_iter());
        find(text)
            .into_iter()
            .filter(|link| !link.is_allowed(&own, &allowed))
            .map(|link| &text[link.span])
            .collect()
    }

    #[test]
    fn addresses_and_bare_domains_are_links() {
        assert_eq!(
            refused("See https://evil.test/a?b=c, or www.evil.org/x. Also evil.co.uk!"),
            ["https://evil.test/a?b=c", "www.evil.org/x", "evil.co.uk"]
        );
        assert_eq!(refused("ftp://files.test"), ["ftp://files.test"]);
        assert_eq!(
            refused("http://10.0.0.1:8080/x"),
            ["http://10.0.0.1:8080/x"]
        );
        assert_eq!(refused("evil。com"), ["evil。com"]);
        assert_eq!(refused("пример.рф"), ["пример.рф"]);
        assert_eq!(refused("bit.ly/abc"), ["bit.ly/abc"]);
    }

    #[test]
    fn allowed_domains_and_their_subdomains_pass() {
        for text in [
            "https://example.com/path",
            "EXAMPLE.com",
            "shop.example.com",
            "http://localhost:3001/tickets",
            "https://xn--mnchen-3ya.de",
            "www.münchen.de",
        ] {
            assert!(refused(text).is_empty(), "{text}");
        }
        for text in [
            "notexample.com",
            "example.com.evil.org",
            "https://example.com@evil.org/",
            "https://evil.org/example.com",
        ] {
            assert_eq!(refused(text), [text]);
        }
    }

    #[test]
    fn what_only_looks_like_a_domain_is_none() {
        for text in [
            "maya.smith@example.org wrote",
            "first.name@gmail.com",
            "Version 1.2.3 of node.js, e.g. that",
            "see readme.md and main.rs",
            "It has arrived.It is broken",
            "3.14",
            "and so on...",
        ] {
            assert!(refused(text).is_empty(), "{text}: {:?}", refused(text));
        }
        assert_eq!(refused("evil.zip/x"), ["evil.zip/x"]);
    }
}
