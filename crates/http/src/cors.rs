//! Which other origins' pages may call the API: an exact list (`CORS_ORIGINS`).
//! Without it, only the desk's own pages can. What pages must know that embed
//! the widget, any may read: that route itself says which may.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{uploads, widget};

/// How long a browser may remember the answer to a preflight.
const PREFLIGHT_AGE: Duration = Duration::from_secs(3600);

/// The layer for these origins. What cannot be an origin matches none.
pub fn layer(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin.trim_end_matches('/')).ok())
        .collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, request| {
            origins.contains(origin) || request.uri.path() == widget::CONFIG_PATH
        }))
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers(with(
            [
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                HeaderName::from_static(crate::idempotency::HEADER),
                HeaderName::from_static("x-request-id"),
            ],
            &uploads::ALLOWED_HEADERS,
        ))
        .expose_headers(with(
            [
                header::LOCATION,
                header::RETRY_AFTER,
                HeaderName::from_static("x-request-id"),
            ],
            &uploads::EXPOSED_HEADERS,
        ))
        .max_age(PREFLIGHT_AGE)
}

fn with<const N: usize>(general: [HeaderName; N], of_uploads: &[&'static str]) -> Vec<HeaderName> {
    let of_uploads = of_uploads.iter().copied().map(HeaderName::from_static);
    general.into_iter().chain(of_uploads).collect()
}
