//! The headers that all answers of the gateway have.

use axum::http::{HeaderMap, HeaderName, header};
use frontdesk_desk::Located;

use super::Asked;
use crate::content::protect;
pub use crate::content::set;

pub const X_IPFS_PATH: HeaderName = HeaderName::from_static("x-ipfs-path");
pub const X_IPFS_ROOTS: HeaderName = HeaderName::from_static("x-ipfs-roots");

/// What a CID names never changes: 48 weeks, as other gateways say.
pub const FOREVER: &str = "public, max-age=29030400, immutable";

/// Tells what was found, and keeps it from acting.
pub fn describe(headers: &mut HeaderMap, asked: &Asked<'_>, located: &Located, etag: &str) {
    set(headers, header::ETAG, etag);
    set(headers, header::CACHE_CONTROL, FOREVER);
    set(headers, header::VARY, "Accept");
    protect(headers);
    set(headers, X_IPFS_PATH, &asked.path.encoded());
    set(headers, X_IPFS_ROOTS, &located.roots().join(","));
}
