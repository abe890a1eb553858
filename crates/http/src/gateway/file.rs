//! A file's bytes: whole, or the range that is asked for.

use std::ops::Range;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Content, Located};
use frontdesk_model::error::ErrorCode;

use super::{
    Asked,
    headers::{describe, set},
    not_modified,
};
use crate::{
    problem::Problem,
    range::{Wanted, is_known, wanted},
};

/// The file at the end of the path.
pub async fn answer(
    asked: &Asked<'_>,
    located: &Located,
    content: &Content,
) -> Result<Response, Problem> {
    let etag = format!("\"{}\"", content.cid);
    let name = asked.filename.as_deref();
    let name = name.or(asked.path.segments.last().map(String::as_str));
    let disposition = content.disposition(name, asked.download);
    answer_as(asked, located, content, &etag, &disposition).await
}

/// Bytes under an entity tag, to be shown or saved.
pub async fn answer_as(
    asked: &Asked<'_>,
    located: &Located,
    content: &Content,
    etag: &str,
    disposition: &str,
) -> Result<Response, Problem> {
    let mut response = if is_known(asked.headers, etag) {
        not_modified()
    } else {
        match body(asked, content, etag).await? {
            Some(response) => response,
            None => return Ok(unsatisfiable(content.size)),
        }
    };
    let headers = response.headers_mut();
    describe(headers, asked, located, etag);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// Nothing where the range lies outside.
async fn body(
    asked: &Asked<'_>,
    content: &Content,
    etag: &str,
) -> Result<Option<Response>, Problem> {
    let range = match wanted(asked.headers, content.size, etag) {
        Wanted::Whole => None,
        Wanted::Part(range) => Some(range),
        Wanted::Unsatisfiable => return Ok(None),
    };
    let bytes = range.clone().unwrap_or(0..content.size);
    let length = bytes.end - bytes.start;
    let body = if asked.method == Method::HEAD {
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
