//! The bytes of a file as an answer: whole, or the range that is asked for, and
//! the headers that keep it from acting under the desk's origin.

use std::ops::Range;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::Content;
use frontdesk_model::error::ErrorCode;

use crate::{
    problem::Problem,
    range::{Wanted, is_known, wanted},
};

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A file that a browser shows runs nothing and loads nothing.
const POLICY: &str = "sandbox; default-src 'none'";

/// How bytes are given.
pub struct Given<'r> {
    pub method: &'r Method,
    pub headers: &'r HeaderMap,
    /// The entity tag that they have.
    pub etag: &'r str,
    /// The value of `Content-Disposition`.
    pub disposition: &'r str,
}

/// The answer, which `describe` completes with the headers that a known file
/// has as well as one that is sent.
///
/// # Errors
/// Those of reading the file.
pub async fn answer(
    given: &Given<'_>,
    content: &Content,
    describe: impl FnOnce(&mut HeaderMap),
) -> Result<Response, Problem> {
    let mut response = if is_known(given.headers, given.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match body(given, content).await? {
            Some(response) => response,
            None => return Ok(unsatisfiable(content.size)),
        }
    };
    let headers = response.headers_mut();
    describe(headers);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::CONTENT_DISPOSITION, given.disposition);
    Ok(response)
}

/// Keeps what is given from acting.
pub fn protect(headers: &mut HeaderMap) {
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, CORP, "cross-origin");
}

/// Values are visible ASCII; should one not be, its header is left out rather
/// than the content.
pub fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Nothing where the range lies outside.
async fn body(given: &Given<'_>, content: &Content) -> Result<Option<Response>, Problem> {
    let range = match wanted(given.headers, content.size, given.etag) {
        Wanted::Whole => None,
        Wanted::Part(range) => Some(range),
        Wanted::Unsatisfiable => return Ok(None),
    };
    let bytes = range.clone().unwrap_or(0..content.size);
    let length = bytes.end - bytes.start;
    let body = if given.method == Method::HEAD {
        Body::empty()
    } else {
        Body::from_stream(content.read(bytes).await?)
    };
    let mut response = Response::new(body);
    set_body_headers(response.headers_mut(), content, length);
    if let Some(range) = range {
        set_part(&mut response, &range, content.size);
    }
    Ok(Some(response))
}

fn set_part(response: &mut Response, range: &Range<u64>, size: u64) {
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
    set(response.headers_mut(), header::CONTENT_RANGE, &text);
}

fn set_body_headers(headers: &mut HeaderMap, content: &Content, length: u64) {
    let media_type = if content.media_type.starts_with("text/") {
        format!("{}; charset=utf-8", content.media_type)
    } else {
        content.media_type.clone()
    };
    set(headers, header::CONTENT_TYPE, &media_type);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
}

/// RFC 9110 §15.5.17: a 416 says how long the file is.
fn unsatisfiable(size: u64) -> Response {
    let problem = Problem::new(
        ErrorCode::RangeNotSatisfiable,
        format!("the file has {size} bytes; ask for a range within it"),
    );
    let mut response = problem.into_response();
    let text = format!("bytes */{size}");
    set(response.headers_mut(), header::CONTENT_RANGE, &text);
    response
}
