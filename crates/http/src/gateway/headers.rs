//! The headers that all answers of the gateway have.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use frontdesk_desk::Located;

use super::Asked;

pub const X_IPFS_PATH: HeaderName = HeaderName::from_static("x-ipfs-path");
pub const X_IPFS_ROOTS: HeaderName = HeaderName::from_static("x-ipfs-roots");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a CID names never changes: 48 weeks, as other gateways say.
pub const FOREVER: &str = "public, max-age=29030400, immutable";
/// A file that a browser shows runs nothing and loads nothing.
pub const POLICY: &str = "sandbox; default-src 'none'";

/// Tells what was found, and keeps it from acting.
pub fn describe(headers: &mut HeaderMap, asked: &Asked<'_>, located: &Located, etag: &str) {
    set(headers, header::ETAG, etag);
    set(headers, header::CACHE_CONTROL, FOREVER);
    set(headers, header::VARY, "Accept");
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, CORP, "cross-origin");
    set(headers, X_IPFS_PATH, &asked.path.encoded());
    set(headers, X_IPFS_ROOTS, &located.roots().join(","));
}

/// Values are visible ASCII; should one not be, its header is left out rather
/// than the content.
pub fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
