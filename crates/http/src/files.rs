//! `/files`: how uploaded files stand. Their bytes are the gateway's.

use axum::extract::State;
use frontdesk_desk::Desk;
use frontdesk_model::attachment::Attachment;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{answer::Answer, identity::Caller, paging::Query, problem::Problem};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(look_up))
}

/// Ask how files stand.
///
/// Those of the named files that the caller has uploaded or may see in a
/// conversation, in the order in which they were named, each once; others are left out.
#[utoipa::path(get, path = "/files", tag = "files", operation_id = "listFiles",
    params(("cid" = Vec<String>, Query, description = "A file's CID; repeat it for up to 50 files.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The files.", body = Answer<Vec<Attachment>>)))]
async fn look_up(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Answer<Vec<Attachment>>, Problem> {
    let mut cids: Vec<String> = Vec::new();
    for (name, value) in query {
        if name == "cid" && !cids.contains(&value) {
            cids.push(value);
        }
    }
    Ok(Answer::of(desk.files(&actor, &cids).await?))
}
