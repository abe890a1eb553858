//! A block as it is (`format=raw`), for a client that checks it by its CID.

use axum::{http::header, response::Response};
use frontdesk_desk::Located;

use super::{Asked, file, headers::set};
use crate::problem::Problem;

/// The block at the end of the path.
pub async fn answer(asked: &Asked<'_>, located: &Located) -> Result<Response, Problem> {
    let block = located.block().await?;
    let etag = format!("\"{}.raw\"", block.cid);
    let default = format!("{}.bin", block.cid);
    let name = asked.filename.as_deref().unwrap_or(&default);
    let disposition = block.disposition(Some(name), true);
    let mut response = file::answer_as(asked, located, &block, &etag, &disposition).await?;
    if asked.chosen.negotiated {
        let place = format!("{}?format=raw", asked.path.encoded());
        set(response.headers_mut(), header::CONTENT_LOCATION, &place);
    }
    Ok(response)
}
