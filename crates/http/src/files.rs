//! `/files`: how uploaded files stand, and what admins decide about them
//! (`/storage/files`). Their bytes are the gateway's.

use axum::{extract::State, http::StatusCode};
use frontdesk_desk::Desk;
use frontdesk_model::attachment::Attachment;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::Answer,
    identity::Caller,
    paging::{Id, Query},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(look_up))
        .routes(routes!(rescan))
        .routes(routes!(release))
        .routes(routes!(delete))
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

/// Have a file scanned once more.
///
/// For admins. It is `pending` until that is done, and can't be opened. Audited.
#[utoipa::path(post, path = "/storage/files/{cid}/rescan", tag = "files", operation_id = "rescanFile",
    params(("cid" = String, Path, description = "The file's CID.")),
    security(("bearer" = [])),
    responses(
        (status = 202, description = "The scan follows.", body = Answer<Attachment>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such file."),
        (status = 409, description = "No scanner is configured, or the file was deleted."),
    ))]
async fn rescan(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(cid): Id<String>,
) -> Result<(StatusCode, Answer<Attachment>), Problem> {
    let attachment = desk.rescan_file(&actor, &cid).await?;
    Ok((StatusCode::ACCEPTED, Answer::of(attachment)))
}

/// Release a file from quarantine.
///
/// For admins: an infected file counts as clean from then on. Audited.
#[utoipa::path(post, path = "/storage/files/{cid}/release", tag = "files", operation_id = "releaseFile",
    params(("cid" = String, Path, description = "The file's CID.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file, which can be opened.", body = Answer<Attachment>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such file."),
        (status = 409, description = "It is not under quarantine, or was deleted."),
    ))]
async fn release(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(cid): Id<String>,
) -> Result<Answer<Attachment>, Problem> {
    Ok(Answer::of(desk.release_file(&actor, &cid).await?))
}

/// Delete a file.
///
/// For who uploaded it, and for admins. Messages keep its name and size. A file that others have
/// uploaded too stays for them; an admin deletes it for everyone. Its bytes go soon after, when
/// nothing else needs them. Audited.
#[utoipa::path(delete, path = "/files/{cid}", tag = "files", operation_id = "deleteFile",
    params(("cid" = String, Path, description = "The file's CID.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file as it stands now; `deletedAt` unless it stays for others.", body = Answer<Attachment>),
        (status = 404, description = "There is no such file, or the caller did not upload it."),
    ))]
async fn delete(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(cid): Id<String>,
) -> Result<Answer<Attachment>, Problem> {
    Ok(Answer::of(desk.delete_file(&actor, &cid).await?))
}
