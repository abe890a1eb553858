//! `/storage`: how much is stored, which files, and their upkeep. For admins.

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::{Desk, StoredFilter};
use frontdesk_model::{
    attachment::ScanState,
    storage::{StorageSummary, StoredFileView},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List},
    identity::Caller,
    paging::{PageQuery, Paging, Query, flag, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(summary))
        .routes(routes!(list))
        .routes(routes!(collect))
        .routes(routes!(scrub))
}

/// See how much is stored.
#[utoipa::path(get, path = "/storage", tag = "files", operation_id = "getStorage",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The store of files at a glance.", body = Answer<StorageSummary>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn summary(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<StorageSummary>, Problem> {
    Ok(Answer::of(desk.storage(&actor).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct StoredQuery {
    /// Only files in this state.
    #[param(value_type = Option<ScanState>)]
    scan: Option<String>,
    /// Only files that are part of nothing.
    #[param(value_type = Option<bool>)]
    orphan: Option<String>,
    /// Part of a name or of a CID.
    q: Option<String>,
}

/// Look through the files.
///
/// Those that are not deleted, the newest first.
#[utoipa::path(get, path = "/storage/files", tag = "files", operation_id = "listStoredFiles",
    params(StoredQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of files.", body = List<StoredFileView>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<StoredQuery>,
    Paging(page): Paging,
) -> Result<List<StoredFileView>, Problem> {
    let scan = text(query.scan).map(|scan| {
        ScanState::parse(&scan).ok_or_else(|| {
            let message = "scan must be pending, clean, infected or unscanned";
            Problem::invalid_field("scan", message)
        })
    });
    let filter = StoredFilter {
        scan: scan.transpose()?,
        orphan: flag("orphan", query.orphan.as_deref())?,
        text: text(query.q),
    };
    Ok(desk.stored_files(&actor, &filter, &page).await?.into())
}

/// Clear away what nothing needs.
///
/// Files that are part of nothing for a while, files whose time is over, and bytes that were left
/// behind. `lastCollection` tells when it is done. It happens by itself every hour. Audited.
#[utoipa::path(post, path = "/storage/collect", tag = "files", operation_id = "collectStorage",
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It follows, or runs already."),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn collect(State(desk): State<Desk>, Caller(actor): Caller) -> Result<StatusCode, Problem> {
    desk.begin_collection(&actor).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Compare every file with its CID.
///
/// `lastScrub` tells how far it has come. It happens by itself every few days. Audited.
#[utoipa::path(post, path = "/storage/scrub", tag = "files", operation_id = "scrubStorage",
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It follows, or runs already."),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn scrub(State(desk): State<Desk>, Caller(actor): Caller) -> Result<StatusCode, Problem> {
    desk.begin_scrub(&actor).await?;
    Ok(StatusCode::ACCEPTED)
}
