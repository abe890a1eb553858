//! The headers of tus, but `Upload-Metadata`'s inside: read strictly, written as the protocol says.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use frontdesk_desk::{Checksum, ChecksumAlgorithm};
use frontdesk_model::{Timestamp, error::ErrorCode};

use crate::problem::Problem;

pub const UPLOAD_LENGTH: &str = "upload-length";
pub const UPLOAD_OFFSET: &str = "upload-offset";
pub const UPLOAD_METADATA: &str = "upload-metadata";
const UPLOAD_EXPIRES: &str = "upload-expires";
const UPLOAD_CHECKSUM: &str = "upload-checksum";
const TUS_RESUMABLE: &str = "tus-resumable";
const TUS_VERSION: &str = "tus-version";
const TUS_EXTENSION: &str = "tus-extension";
const TUS_MAX_SIZE: &str = "tus-max-size";
const TUS_CHECKSUM_ALGORITHM: &str = "tus-checksum-algorithm";
const METHOD_OVERRIDE: &str = "x-http-method-override";

/// Those that pages of other origins may send.
pub const ALLOWED_HEADERS: [&str; 6] = [
    TUS_RESUMABLE,
    UPLOAD_LENGTH,
    UPLOAD_OFFSET,
    UPLOAD_METADATA,
    UPLOAD_CHECKSUM,
    METHOD_OVERRIDE,
];
/// Those that pages of other origins may read.
pub const EXPOSED_HEADERS: [&str; 9] = [
    TUS_RESUMABLE,
    TUS_VERSION,
    TUS_EXTENSION,
    TUS_MAX_SIZE,
    TUS_CHECKSUM_ALGORITHM,
    UPLOAD_LENGTH,
    UPLOAD_OFFSET,
    UPLOAD_METADATA,
    UPLOAD_EXPIRES,
];

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,checksum,expiration,termination";
const BODY_TYPE: &str = "application/offset+octet-stream";
/// Bytes of `Upload-Metadata`, which is kept with the upload.
const METADATA_MAX: usize = 4 * 1024;

/// What is spoken here.
pub fn discovery(max_size: u64) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let algorithms = ChecksumAlgorithm::ALL
        .map(ChecksumAlgorithm::name)
        .join(",");
    put(&mut response, TUS_VERSION, VERSION);
    put(&mut response, TUS_EXTENSION, EXTENSIONS);
    put(&mut response, TUS_MAX_SIZE, &max_size.to_string());
    put(&mut response, TUS_CHECKSUM_ALGORITHM, &algorithms);
    stamp(&mut response);
    response
}

/// What every answer says, and what those say that refuse for it.
pub fn stamp(response: &mut Response) {
    put(response, TUS_RESUMABLE, VERSION);
    if response.status() == StatusCode::PRECONDITION_FAILED {
        put(response, TUS_VERSION, VERSION);
    }
}

/// # Errors
/// 412 for another version, or none.
pub fn check_version(headers: &HeaderMap) -> Result<(), Problem> {
    if single(headers, TUS_RESUMABLE)? == Some(VERSION) {
        return Ok(());
    }
    Err(Problem::new(
        ErrorCode::TusVersion,
        "send `Tus-Resumable: 1.0.0`; no other version is spoken here",
    ))
}

/// # Errors
/// 400 for what asks for extensions that are not offered.
pub fn refuse_unknown(headers: &HeaderMap) -> Result<(), Problem> {
    for (name, extension) in [
        ("upload-defer-length", "a length that is told later"),
        ("upload-concat", "concatenation"),
    ] {
        if headers.contains_key(name) {
            return Err(Problem::invalid_field(
                name,
                format!("{name} is not understood: {extension} is not offered"),
            ));
        }
    }
    Ok(())
}

/// # Errors
/// 415 for any other type of a body that holds bytes of a file.
pub fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    if has_bytes(headers) {
        return Ok(());
    }
    Err(Problem::new(
        ErrorCode::UnsupportedType,
        "send the bytes with `Content-Type: application/offset+octet-stream`",
    ))
}

/// Whether the body holds bytes of a file.
pub fn has_bytes(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(BODY_TYPE.as_bytes()))
}

/// # Errors
/// 400 when the header is missing, there twice, or no number of bytes.
pub fn required_number(headers: &HeaderMap, name: &'static str) -> Result<u64, Problem> {
    let text = single(headers, name)?
        .ok_or_else(|| Problem::invalid_field(name, format!("{name} is required")))?;
    number(name, text)
}

/// # Errors
/// 400 when it is there and no number of bytes.
pub fn content_length(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let text = single(headers, "content-length")?;
    text.map(|text| number("content-length", text)).transpose()
}

/// Digits and nothing else; no more than a database's integer holds.
fn number(name: &str, text: &str) -> Result<u64, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse::<i64>().ok())
        .flatten()
        .map(i64::cast_unsigned)
        .ok_or_else(|| {
            Problem::invalid_field(name, format!("{name} must be a number of bytes in digits"))
        })
}

/// `Upload-Metadata` as it is.
///
/// # Errors
/// 400 when it is there twice, not ASCII, or too long.
pub fn metadata(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let text = single(headers, UPLOAD_METADATA)?;
    if text.is_some_and(|text| text.len() > METADATA_MAX) {
        return Err(Problem::invalid_field(
            UPLOAD_METADATA,
            format!("{UPLOAD_METADATA} is longer than {METADATA_MAX} bytes"),
        ));
    }
    Ok(text.map(str::to_owned))
}

/// # Errors
/// 400 when it is malformed, or of an algorithm that is not offered.
pub fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Problem> {
    let Some(text) = single(headers, UPLOAD_CHECKSUM)? else {
        return Ok(None);
    };
    parse_checksum(text).map(Some).ok_or_else(|| {
        Problem::invalid_field(
            UPLOAD_CHECKSUM,
            format!(
                "{UPLOAD_CHECKSUM} must be `sha1` or `sha256`, a blank, and the digest in Base64"
            ),
        )
    })
}

fn parse_checksum(text: &str) -> Option<Checksum> {
    let (algorithm, digest) = text.split_once(' ')?;
    let digest = BASE64_STANDARD.decode(digest).ok()?;
    Checksum::new(ChecksumAlgorithm::parse(algorithm)?, digest)
}

/// The method that a POST stands for, in capitals.
pub fn meant_method(headers: &HeaderMap) -> Option<&str> {
    headers.get(METHOD_OVERRIDE)?.to_str().ok()
}

/// How far an upload has come, and until when it is kept.
pub fn tell_progress(response: &mut Response, offset: u64, expires_at: Timestamp) {
    put(response, UPLOAD_OFFSET, &offset.to_string());
    put(response, UPLOAD_EXPIRES, &expires_at.http_date());
}

/// What was said of an upload when it was begun.
pub fn describe(response: &mut Response, length: u64, metadata: Option<String>) {
    put(response, UPLOAD_LENGTH, &length.to_string());
    if let Some(metadata) = metadata {
        put(response, UPLOAD_METADATA, &metadata);
    }
}

/// The one value of a header.
fn single<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<Option<&'h str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(Problem::invalid_field(
            name,
            format!("{name} must be there once, in ASCII"),
        )),
    }
}

fn put(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn a_number_is_digits_and_fits_into_the_database() {
        for (text, expected) in [
            ("0", Some(0)),
            ("10485760", Some(10_485_760)),
            ("9223372036854775807", Some(9_223_372_036_854_775_807)),
            ("9223372036854775808", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("0x10", None),
            ("", None),
            ("1 ", None),
        ] {
            let read = number(UPLOAD_LENGTH, text);
            assert_eq!(read.ok(), expected, "{text:?}");
        }
        let mut twice = with(UPLOAD_LENGTH, "1");
        twice.append(UPLOAD_LENGTH, HeaderValue::from_static("1"));
        assert!(required_number(&twice, UPLOAD_LENGTH).is_err());
        assert!(required_number(&HeaderMap::new(), UPLOAD_LENGTH).is_err());
    }

    #[test]
    fn a_checksum_names_its_algorithm_and_has_the_length_of_its_digests() {
        let good = with(UPLOAD_CHECKSUM, "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
        assert!(checksum(&good).unwrap().is_some());
        assert!(checksum(&HeaderMap::new()).unwrap().is_none());
        for bad in [
            "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
            "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
            "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0",
            "sha1",
            "sha1 ",
            "",
        ] {
            assert!(checksum(&with(UPLOAD_CHECKSUM, bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_one_version_is_spoken() {
        assert!(check_version(&with(TUS_RESUMABLE, "1.0.0")).is_ok());
        for other in ["0.2.2", "1.0", "2.0.0"] {
            assert!(check_version(&with(TUS_RESUMABLE, other)).is_err());
        }
        assert!(check_version(&HeaderMap::new()).is_err());
    }

    #[test]
    fn dates_are_those_of_http() {
        let at = Timestamp::parse("1994-11-06T08:49:37.900Z").unwrap();
        assert_eq!(at.http_date(), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(bytes in prop::collection::vec(0x20u8..=0xff, 0..60)) {
            let Ok(value) = HeaderValue::from_bytes(&bytes) else {
                return Ok(());
            };
            for name in ALLOWED_HEADERS {
                let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value.clone())]);
                let _ = (check_version(&headers), checksum(&headers), metadata(&headers));
                let length = required_number(&headers, UPLOAD_LENGTH);
                if let Ok(length) = length {
                    let digits = value.to_str().unwrap().trim_start_matches('0');
                    let shown = length.to_string();
                    prop_assert_eq!(shown.trim_start_matches('0'), digits);
                }
            }
        }
    }
}
