//! `/search/index`: the index of the process that answers, and its care. For admins.

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::Desk;
use frontdesk_model::search_index::{SearchIndexCheck, SearchIndexStatus};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{answer::Answer, identity::Caller, problem::Problem};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(status))
        .routes(routes!(rebuild))
        .routes(routes!(verify))
}

/// See how the search index is.
#[utoipa::path(get, path = "/search/index", tag = "search", operation_id = "getSearchIndex",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The index of the process that answers.", body = Answer<SearchIndexStatus>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn status(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<SearchIndexStatus>, Problem> {
    Ok(Answer::of(desk.search_index(&actor).await?))
}

/// Build the search index anew.
///
/// In the background; the one that is there answers until then. `generation` is another one when
/// it is done. Audited.
#[utoipa::path(post, path = "/search/index/rebuild", tag = "search", operation_id = "rebuildSearchIndex",
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It begins.", body = Answer<SearchIndexStatus>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn rebuild(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<(StatusCode, Answer<SearchIndexStatus>), Problem> {
    let status = desk.rebuild_search_index(&actor).await?;
    Ok((StatusCode::ACCEPTED, Answer::of(status)))
}

/// Compare the search index with the store.
///
/// All ids, and the content of a sample.
#[utoipa::path(post, path = "/search/index/verify", tag = "search", operation_id = "verifySearchIndex",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What differs.", body = Answer<SearchIndexCheck>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn verify(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<SearchIndexCheck>, Problem> {
    Ok(Answer::of(desk.verify_search_index(&actor).await?))
}
