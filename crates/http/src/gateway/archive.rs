//! An archive of blocks (`format=car`): those that lead to the content, and
//! those of the content, streamed in the order in which a client needs them.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{Method, header},
    response::Response,
};
use frontdesk_desk::{EntityBytes, Located, Scope, Walk};
use sha2::{Digest as _, Sha256};

use super::{
    Asked,
    format::CAR,
    headers::{describe, set},
    not_modified,
};
use crate::{problem::Problem, range::is_known};

/// How many bytes of the hash that tells archives of a CID apart.
const TAG_BYTES: usize = 8;

/// The archive of what lies at the end of the path. A block that is missing
/// breaks the answer off, so that no client takes it for whole.
pub async fn answer(
    asked: &Asked<'_>,
    located: &Located,
    what: &Walk,
) -> Result<Response, Problem> {
    // Whether it is here and may be given comes before whether it is known.
    let archive = located.archive(*what).await?;
    let etag = etag(asked, located, what);
    let mut response = if is_known(asked.headers, &etag) {
        not_modified()
    } else {
        let mut response = Response::new(if asked.method == Method::HEAD {
            Body::empty()
        } else {
            Body::from_stream(archive)
        });
        let media_type = format!("{CAR}; version=1; order=dfs; dups={}", dups(what));
        set(response.headers_mut(), header::CONTENT_TYPE, &media_type);
        response
    };
    let cid = located.cid();
    let name = asked.filename.clone().unwrap_or(format!("{cid}.car"));
    let disposition = Located::attachment(&name);
    let headers = response.headers_mut();
    describe(headers, asked, located, &etag);
    // Where a range would begin depends on how this server writes archives.
    set(headers, header::ACCEPT_RANGES, "none");
    set(headers, header::CONTENT_DISPOSITION, &disposition);
    if asked.chosen.negotiated {
        let place = format!("{}?format=car&{}", asked.path.encoded(), parameters(what));
        set(headers, header::CONTENT_LOCATION, &place);
    }
    Ok(response)
}

/// Weak, as the same content may be archived in more than one way; different
/// for each path and each set of parameters.
fn etag(asked: &Asked<'_>, located: &Located, what: &Walk) -> String {
    let asked = format!("{}?{}", asked.path.encoded(), parameters(what));
    let mut tag = format!("W/\"{}.car.", located.cid());
    for byte in &Sha256::digest(asked)[..TAG_BYTES] {
        // Writing to a string never fails.
        let _ = write!(tag, "{byte:02x}");
    }
    tag + "\""
}

fn parameters(what: &Walk) -> String {
    let scope = match what.scope {
        Scope::All => "all".to_owned(),
        Scope::Block => "block".to_owned(),
        Scope::Entity(None) => "entity".to_owned(),
        Scope::Entity(Some(EntityBytes { from, to })) => {
            let to = to.map_or_else(|| "*".to_owned(), |to| to.to_string());
            format!("entity&entity-bytes={from}:{to}")
        }
    };
    let dups = dups(what);
    format!("dag-scope={scope}&car-version=1&car-order=dfs&car-dups={dups}")
}

fn dups(what: &Walk) -> &'static str {
    if what.duplicates { "y" } else { "n" }
}
