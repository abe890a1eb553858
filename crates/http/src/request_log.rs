//! One line of the log and two metrics for every request. Neither holds
//! queries, bodies, tokens or ids of people; the route stands for the path.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use frontdesk_model::{IdSource, error::ErrorCode};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The route of requests that no route took: the web app's, and unknown paths.
const NO_ROUTE: &str = "fallback";
/// Characters of a request id that is taken over from outside.
const MAX_ID_CHARS: usize = 64;

/// Middleware, outermost: takes over or gives a request id, answers it, and
/// writes the line when the head of the answer is ready.
pub async fn record(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = method_label(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| NO_ROUTE.to_owned(), |path| path.as_str().to_owned());

    let mut response = next.run(request).await;

    response.headers_mut().insert(REQUEST_ID, id.clone());
    let took = started.elapsed();
    let status = response.status().as_u16();
    write_line(&Line {
        id: id.to_str().unwrap_or_default(),
        method,
        route: &route,
        status,
        ms: took.as_secs_f64() * 1_000.0,
        bytes: content_length(response.headers()),
        code: response.extensions().get::<ErrorCode>().map(|it| it.code()),
    });
    let labels = [
        ("method", method.to_owned()),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels).record(took.as_secs_f64());
    response
}

struct Line<'a> {
    id: &'a str,
    method: &'static str,
    route: &'a str,
    status: u16,
    ms: f64,
    bytes: Option<u64>,
    /// Of a failure.
    code: Option<&'static str>,
}

fn write_line(line: &Line<'_>) {
    let ms = (line.ms * 1_000.0).round() / 1_000.0;
    let Line {
        id,
        method,
        route,
        status,
        bytes,
        code,
        ..
    } = *line;
    if status >= 500 {
        tracing::warn!(target: "frontdesk::request", id, method, route, status, code, ms, bytes, "request");
    } else {
        tracing::info!(target: "frontdesk::request", id, method, route, status, code, ms, bytes, "request");
    }
}

/// The caller's own id if it is harmless in a log, or a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    headers
        .get(&REQUEST_ID)
        .filter(|given| {
            let bytes = given.as_bytes();
            (1..=MAX_ID_CHARS).contains(&bytes.len())
                && bytes
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
        })
        .cloned()
        .unwrap_or_else(|| {
            HeaderValue::from_str(&IdSource::System.next().to_string())
                .expect("a UUID is visible ASCII")
        })
}

/// Made-up methods must not make up metrics.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_for(given: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(
            REQUEST_ID,
            HeaderValue::from_bytes(given.as_bytes()).unwrap(),
        );
        request_id(&headers).to_str().unwrap().to_owned()
    }

    #[test]
    fn a_harmless_request_id_is_taken_over() {
        assert_eq!(id_for("trace-1.2:3_4"), "trace-1.2:3_4");
    }

    #[test]
    fn any_other_is_replaced() {
        for given in ["", "a b", "a\"b", &"x".repeat(65)] {
            let id = id_for(given);
            assert_ne!(id, given);
            assert_eq!(id.len(), 36);
        }
    }

    #[test]
    fn made_up_methods_share_a_label() {
        assert_eq!(method_label(&Method::from_bytes(b"BREW").unwrap()), "other");
    }
}
