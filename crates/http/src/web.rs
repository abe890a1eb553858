//! The web app, embedded into the binary: precompressed files by
//! `Accept-Encoding`, entity tags, long caching of what is named by its
//! content, and `index.html` for every page that the app itself routes. In
//! debug builds the files are read from `web/apps/desk/dist` as they are now.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use frontdesk_model::error::ErrorCode;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{problem, problem::Problem, range::is_known, security::AppPolicy};

#[derive(RustEmbed)]
#[folder = "../../web/apps/desk/dist"]
#[allow_missing = true]
struct Assets;

/// First segments that are never the app's: a path below that nothing serves
/// is missing, and must not answer a page.
const RESERVED: &[&str] = &["api", "ipfs", "socket.io", "metrics", "widget"];

/// What `make build` writes under this folder is named by its content.
const IMMUTABLE_FOLDER: &str = "assets/";

/// The caching of what is named by its content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The caching of what is asked for each time.
pub const REVALIDATED: &str = "no-cache";

const NOT_BUILT: &str = include_str!("not_built.html");

/// Answers every path that no route has.
pub async fn serve(
    State(policy): State<AppPolicy>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer::<Assets>(&policy, &method, &uri, &headers).await
}

async fn answer<A: RustEmbed>(
    policy: &AppPolicy,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    let path = uri.path().trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    if RESERVED.contains(&first) {
        return problem::no_such_path().await.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return not_offered();
    }
    let mut response = match page_or_file::<A>(path) {
        Some(name) => asset::<A>(name, headers, caching(name)),
        None => Problem::not_found("there is no such file").into_response(),
    };
    policy.apply(response.headers_mut());
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The app's page; none when the app was not built.
pub fn index() -> Option<String> {
    let file = Assets::get("index.html")?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// What is said when the app was not built.
pub fn not_built() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response()
}

fn not_offered() -> Response {
    let problem = Problem::new(
        ErrorCode::MethodNotAllowed,
        "this path does not offer that method; the Allow header lists those it does",
    );
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
}

/// The asset that answers a path: itself, or the app for a page of its own.
/// `None` for a file that isn't there.
fn page_or_file<A: RustEmbed>(path: &str) -> Option<&str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    if !last.contains('.') {
        return Some("index.html");
    }
    A::get(path).map(|_| path)
}

/// An embedded file, in the smallest form that the client takes; not sent again
/// when the client has it. `caching` is its `Cache-Control`.
pub fn asset<A: RustEmbed>(name: &str, headers: &HeaderMap, caching: &str) -> Response {
    let Some(plain) = A::get(name) else {
        return not_built();
    };
    let media_type = media_type(&plain);
    let (encoding, file) = encoded::<A>(name, headers).map_or(("", plain), |found| found);
    let etag = entity_tag(&file);
    let mut response = if is_known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data.into_owned()).into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &media_type);
    set(header::ETAG, &etag);
    set(header::VARY, "accept-encoding");
    set(header::CACHE_CONTROL, caching);
    if !encoding.is_empty() {
        set(header::CONTENT_ENCODING, encoding);
    }
    response
}

fn caching(name: &str) -> &'static str {
    if name.starts_with(IMMUTABLE_FOLDER) {
        IMMUTABLE
    } else {
        REVALIDATED
    }
}

fn media_type(file: &EmbeddedFile) -> String {
    let essence = file.metadata.mimetype();
    if essence.starts_with("text/") || essence == "application/javascript" {
        format!("{essence}; charset=utf-8")
    } else {
        essence.to_owned()
    }
}

/// Each encoding's bytes have their own hash, and so their own tag.
fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hex}\"")
}

/// The smallest precompressed copy that the client takes, if there is one.
fn encoded<A: RustEmbed>(name: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(headers, encoding))
        .find_map(|(encoding, suffix)| Some((encoding, A::get(&format!("{name}.{suffix}"))?)))
}

/// Whether `Accept-Encoding` names the encoding without a weight of zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused = parts
                .filter_map(|parameter| parameter.strip_prefix("q="))
                .any(|weight| weight.parse() == Ok(0.0_f32));
            named && !refused
        })
}

#[cfg(test)]
mod tests {
    use frontdesk_desk::DeskConfig;

    use super::*;

    #[derive(RustEmbed)]
    #[folder = "tests/fixtures/web"]
    struct Built;

    #[derive(RustEmbed)]
    #[folder = "tests/fixtures/no-such-folder"]
    #[allow_missing = true]
    struct Missing;

    struct Got {
        response: Response,
        body: Vec<u8>,
    }

    impl Got {
        fn header(&self, name: &str) -> &str {
            self.response
                .headers()
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
        }
    }

    async fn fetch<A: RustEmbed>(method: Method, path: &str, pairs: &[(&str, &str)]) -> Got {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                let name: axum::http::HeaderName = name.parse().unwrap();
                (name, value.parse().unwrap())
            })
            .collect();
        let policy = AppPolicy::new(&DeskConfig::default());
        let uri: Uri = path.parse().unwrap();
        let response = answer::<A>(&policy, &method, &uri, &headers).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Got {
            response: Response::from_parts(parts, Body::empty()),
            body: body.to_vec(),
        }
    }

    async fn get(path: &str, headers: &[(&str, &str)]) -> Got {
        fetch::<Built>(Method::GET, path, headers).await
    }

    #[tokio::test]
    async fn every_page_of_the_app_is_its_index_and_is_asked_for_each_time() {
        for page in ["/", "/console", "/console/tickets/17", "/faq/where-is-it"] {
            let got = get(page, &[]).await;
            assert_eq!(got.response.status(), 200, "{page}");
            assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(got.header("cache-control"), "no-cache");
            assert!(got.body.starts_with(b"<!doctype html>"));
        }
    }

    #[tokio::test]
    async fn what_is_named_by_its_content_is_kept_for_good() {
        let got = get("/assets/app-3f2a.js", &[]).await;
        assert!(got.header("cache-control").contains("immutable"));
        assert_eq!(got.header("content-type"), "text/javascript; charset=utf-8");
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_no_page() {
        for path in ["/assets/gone.js", "/../Cargo.toml", "/favicon.ico"] {
            assert_eq!(get(path, &[]).await.response.status(), 404, "{path}");
        }
    }

    #[tokio::test]
    async fn the_smallest_copy_that_the_client_takes_is_sent() {
        let copies = [
            (
                "gzip, deflate, br",
                "br",
                &include_bytes!("../tests/fixtures/web/index.html.br")[..],
            ),
            (
                "gzip, br;q=0",
                "gzip",
                &include_bytes!("../tests/fixtures/web/index.html.gz")[..],
            ),
            (
                "identity",
                "",
                &include_bytes!("../tests/fixtures/web/index.html")[..],
            ),
        ];
        let mut tags = std::collections::HashSet::new();
        for (accepted, encoding, bytes) in copies {
            let got = get("/", &[("accept-encoding", accepted)]).await;
            assert_eq!(got.header("content-encoding"), encoding, "{accepted}");
            assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(got.header("vary"), "accept-encoding");
            assert_eq!(got.body, bytes, "{accepted}");
            tags.insert(got.header("etag").to_owned());
        }
        assert_eq!(tags.len(), 3, "each copy has a tag of its own");
    }

    #[tokio::test]
    async fn a_known_copy_is_not_sent_again() {
        let tag = get("/", &[]).await.header("etag").to_owned();
        let got = get("/console", &[("if-none-match", &tag)]).await;
        assert_eq!(got.response.status(), 304);
        assert!(got.body.is_empty());
    }

    #[tokio::test]
    async fn head_gives_the_headers_alone() {
        let got = fetch::<Built>(Method::HEAD, "/", &[]).await;
        assert_eq!(got.response.status(), 200);
        assert!(got.body.is_empty());
        assert!(!got.header("etag").is_empty());
    }

    #[tokio::test]
    async fn without_a_build_the_page_says_what_to_do() {
        let got = fetch::<Missing>(Method::GET, "/", &[]).await;
        assert_eq!(got.response.status(), 503);
        assert!(String::from_utf8(got.body).unwrap().contains("make build"));
    }

    #[test]
    fn an_encoding_counts_unless_it_is_refused() {
        let accepts = |value: &str, encoding| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            super::accepts(&headers, encoding)
        };
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
        assert!(!super::accepts(&HeaderMap::new(), "br"));
    }
}
