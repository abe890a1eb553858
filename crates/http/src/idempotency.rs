//! `Idempotency-Key`: a repeat of a write within 24 hours gives the first
//! answer again. The key and the request's fingerprint are read here; the
//! answers are remembered by `desk`.

use std::fmt::Write as _;

use axum::http::{HeaderMap, Method};
use frontdesk_desk::IdempotencyKey;
use frontdesk_model::validate::NAME_MAX_CHARS;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use crate::problem::Problem;

pub const HEADER: &str = "idempotency-key";

/// For the API description of every write that accepts a key.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "describes a header that `key` reads")]
pub struct IdempotencyHeader {
    /// Makes a repeat of this request harmless: within 24 hours, the same key
    /// gives the first answer again. 1 to 100 visible ASCII characters, such
    /// as a UUID, new for each thing that is made.
    #[param(rename = "Idempotency-Key", required = false, max_length = 100)]
    idempotency_key: Option<String>,
}

/// The request's key, if it has one.
///
/// # Errors
/// 400 when it is empty, too long, given twice or not visible ASCII.
pub fn key(
    headers: &HeaderMap,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Result<Option<IdempotencyKey>, Problem> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    let fits = (1..=NAME_MAX_CHARS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !fits || values.next().is_some() {
        return Err(Problem::invalid_field(
            "Idempotency-Key",
            format!(
                "Idempotency-Key must be one key of 1 to {NAME_MAX_CHARS} visible ASCII characters"
            ),
        ));
    }
    Ok(Some(IdempotencyKey {
        key: text.to_owned(),
        fingerprint: fingerprint(method, path, body),
    }))
}

/// Tells requests apart: SHA-256 of method, path and body, in hex.
fn fingerprint(method: &Method, path: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(method.as_str());
    hash.update(b" ");
    hash.update(path);
    hash.update(b"\n");
    hash.update(body);
    let digest = hash.finalize();
    let mut hex = String::with_capacity(64);
    for byte in digest {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, path: &str, body: &[u8]) -> Result<Option<IdempotencyKey>, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, text.parse().unwrap());
        key(&headers, &Method::POST, path, body)
    }

    #[test]
    fn a_request_without_a_key_has_none() {
        assert!(
            key(&HeaderMap::new(), &Method::POST, "/tickets", b"")
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn a_key_has_1_to_100_visible_ascii_characters() {
        assert!(read(&"k".repeat(100), "/", b"").is_ok());
        for bad in [&"k".repeat(101), "", "two words"] {
            assert!(read(bad, "/", b"").is_err(), "{bad}");
        }
    }

    #[test]
    fn another_path_or_body_has_another_fingerprint() {
        let print = |path, body| read("k", path, body).unwrap().unwrap().fingerprint;
        assert_eq!(print("/tickets", b"{}"), print("/tickets", b"{}"));
        assert_ne!(print("/tickets", b"{}"), print("/tickets", b"{ }"));
        assert_ne!(print("/tickets", b"{}"), print("/faq", b"{}"));
        assert_eq!(print("/", b"").len(), 64);
    }
}
