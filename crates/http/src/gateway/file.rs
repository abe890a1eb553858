//! A file's bytes: whole, or the range that is asked for.

use axum::response::Response;
use frontdesk_desk::{Content, Located};

use super::{Asked, headers::describe};
use crate::{
    content::{self, Given},
    problem::Problem,
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
    let given = Given {
        method: asked.method,
        headers: asked.headers,
        etag,
        disposition,
    };
    content::answer(&given, content, |headers| {
        describe(headers, asked, located, etag);
    })
    .await
}
