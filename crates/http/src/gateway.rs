//! `/ipfs/{cid}`: files by their content, as a trustful IPFS path gateway
//! gives them (<https://specs.ipfs.tech/http-gateways/path-gateway/>). Nothing
//! that is served here may act under the desk's origin.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Content, Desk};
use frontdesk_model::error::ErrorCode;
use serde::Deserialize;
use tower_http::cors::{Any, CorsLayer};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    paging::{Id, Query, flag, text},
    problem::Problem,
    range::{Wanted, is_known, wanted},
};

const X_IPFS_PATH: HeaderName = HeaderName::from_static("x-ipfs-path");
const X_IPFS_ROOTS: HeaderName = HeaderName::from_static("x-ipfs-roots");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a CID names never changes: 48 weeks, as other gateways say.
const CACHE: &str = "public, max-age=29030400, immutable";
/// A file that a browser shows runs nothing and loads nothing.
const POLICY: &str = "sandbox; default-src 'none'";

pub fn routes() -> OpenApiRouter<Desk> {
    // Files are public to whoever knows their CID, so any page may read them.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([header::RANGE, header::IF_NONE_MATCH, header::IF_RANGE])
        .expose_headers([
            header::ACCEPT_RANGES,
            header::CONTENT_DISPOSITION,
            header::CONTENT_LENGTH,
            header::CONTENT_RANGE,
            header::ETAG,
            X_IPFS_PATH,
            X_IPFS_ROOTS,
        ]);
    OpenApiRouter::default().routes(routes!(fetch)).layer(cors)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct FetchQuery {
    /// The name under which a browser saves the file.
    filename: Option<String>,
    /// `true` makes a browser save the file even if it could show it.
    #[param(value_type = Option<bool>)]
    download: Option<String>,
}

/// Fetch a file by its CID.
///
/// Anyone who knows the CID may. `HEAD` gives the same headers without the
/// bytes. Images, audio, video and plain text are shown by a browser,
/// everything else is saved.
#[utoipa::path(get, path = "/ipfs/{cid}", tag = "files", operation_id = "fetchFile",
    params(
        ("cid" = String, Path, description = "The file's CID, in any of its forms."),
        FetchQuery,
        ("Range" = Option<String>, Header, description = "One range of bytes, such as `bytes=0-1023`."),
        ("If-None-Match" = Option<String>, Header, description = "Entity tags that are known."),
        ("If-Range" = Option<String>, Header, description = "The entity tag that `Range` is of."),
    ),
    responses(
        (status = 200, description = "The file.", content_type = "*/*", body = Vec<u8>),
        (status = 206, description = "The range of the file.", content_type = "*/*", body = Vec<u8>),
        (status = 304, description = "The file is known already."),
        (status = 404, description = "This file was never uploaded here."),
        (status = 416, description = "The range lies outside of the file."),
        (status = 503, description = "The store of files does not answer."),
    ))]
async fn fetch(
    State(desk): State<Desk>,
    method: Method,
    Id(cid): Id<String>,
    Query(query): Query<FetchQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    refuse_service_worker(&headers)?;
    let download = flag("download", query.download.as_deref())?;
    let content = desk.content(&cid).await?;
    let etag = format!("\"{}\"", content.cid);
    let name = text(query.filename);
    let disposition = content.disposition(name.as_deref(), download);
    let mut response = if is_known(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if method == Method::HEAD {
        whole(&content, Body::empty())
    } else {
        match wanted(&headers, content.size, &etag) {
            Wanted::Whole => {
                let bytes = content.read(0..content.size).await?;
                whole(&content, Body::from_stream(bytes))
            }
            Wanted::Part(range) => {
                let bytes = content.read(range.clone()).await?;
                part(&content, &range, Body::from_stream(bytes))
            }
            Wanted::Unsatisfiable => return Ok(unsatisfiable(content.size)),
        }
    };
    describe(response.headers_mut(), &content.cid, &etag, &disposition);
    Ok(response)
}

/// A worker of a path gateway would rule over every other file on it.
fn refuse_service_worker(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("service-worker") {
        Some(value) if value == "script" => Err(Problem::bad_request(
            "a service worker cannot be registered from a file of the gateway",
        )),
        _ => Ok(()),
    }
}

fn whole(content: &Content, body: Body) -> Response {
    let mut response = Response::new(body);
    set_body_headers(&mut response, content, content.size);
    response
}

fn part(content: &Content, range: &std::ops::Range<u64>, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    set_body_headers(&mut response, content, range.end - range.start);
    let text = format!("bytes {}-{}/{}", range.start, range.end - 1, content.size);
    set(response.headers_mut(), header::CONTENT_RANGE, &text);
    response
}

fn set_body_headers(response: &mut Response, content: &Content, length: u64) {
    let headers = response.headers_mut();
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

fn describe(headers: &mut HeaderMap, cid: &str, etag: &str, disposition: &str) {
    set(headers, header::ETAG, etag);
    set(headers, header::CACHE_CONTROL, CACHE);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::CONTENT_DISPOSITION, disposition);
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, CORP, "cross-origin");
    set(headers, X_IPFS_PATH, &format!("/ipfs/{cid}"));
    set(headers, X_IPFS_ROOTS, cid);
}

/// CIDs, media types and dispositions are visible ASCII; should one not be, its
/// header is left out rather than the file.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
