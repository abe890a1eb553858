//! `/files`: how uploaded files stand, what admins decide about them
//! (`/storage/files`), and the bytes of sealed ones. Those of others are the
//! gateway's.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::Response,
};
use frontdesk_desk::{Desk, SignedLink};
use frontdesk_model::{
    attachment::{Attachment, RenditionKind},
    error::ErrorCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::Answer,
    content::{self, Given, protect, set},
    identity::Caller,
    paging::{Id, Query, flag, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(look_up))
        .routes(routes!(rescan))
        .routes(routes!(release))
        .routes(routes!(open, delete))
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

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OpenQuery {
    /// When the address ends, in seconds since 1970.
    expires: String,
    /// What the desk has signed it with.
    signature: String,
    /// `thumbnail` or `preview`; the file itself when it is missing.
    #[param(inline, value_type = Option<RenditionKind>)]
    rendition: Option<String>,
    /// The name under which a browser saves the file.
    filename: Option<String>,
    /// `true` makes a browser save the file even if it could show it.
    #[param(value_type = Option<bool>)]
    download: Option<String>,
}

/// Fetch a sealed file.
///
/// By the address that its attachment has (`url`, `thumbnailUrl`, `previewUrl`),
/// which needs no token and ends after a while; `GET /files?cid=` gives another.
/// `HEAD` gives the same headers without the bytes.
#[utoipa::path(get, path = "/files/{cid}", tag = "files", operation_id = "fetchSealedFile",
    params(
        ("cid" = String, Path, description = "The file's CID."),
        OpenQuery,
        ("Range" = Option<String>, Header, description = "A range of bytes of the file, such as `bytes=0-1023`; of several, the first is given."),
        ("If-None-Match" = Option<String>, Header, description = "Entity tags that are known."),
        ("If-Range" = Option<String>, Header, description = "The entity tag that `Range` is of."),
    ),
    responses(
        (status = 200, description = "The file.", content_type = "*/*", body = Vec<u8>),
        (status = 206, description = "The range of the file.", content_type = "*/*", body = Vec<u8>),
        (status = 304, description = "The file is known already."),
        (status = 403, description = "`link-expired`: the address has ended. `bad-signature`: it is not as the desk made it. `file-pending`, `file-infected`: the file can't be opened."),
        (status = 404, description = "There is no such file."),
        (status = 410, description = "The file was deleted; its key is destroyed."),
        (status = 416, description = "The range lies outside of the file."),
        (status = 503, description = "The store of files does not answer."),
    ))]
async fn open(
    State(desk): State<Desk>,
    Id(cid): Id<String>,
    Query(query): Query<OpenQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let link = signed_link(cid, &query)?;
    let linked = desk.open_link(&link).await?;
    let name = text(query.filename);
    let download = flag("download", query.download.as_deref())?;
    let etag = format!("\"{}\"", linked.content.cid);
    let given = Given {
        method: request.method(),
        headers: request.headers(),
        etag: &etag,
        disposition: &linked.content.disposition(name.as_deref(), download),
    };
    let cache = format!("private, max-age={}", linked.left.as_secs());
    content::answer(&given, &linked.content, |headers| {
        set(headers, header::ETAG, &etag);
        set(headers, header::CACHE_CONTROL, &cache);
        protect(headers);
    })
    .await
}

/// What cannot have been signed is refused as what was not.
fn signed_link(cid: String, query: &OpenQuery) -> Result<SignedLink, Problem> {
    let bad = || {
        Problem::new(
            ErrorCode::BadSignature,
            "this address is not as the desk made it; ask for the file's address anew",
        )
    };
    let rendition = query.rendition.as_deref().map(RenditionKind::parse);
    Ok(SignedLink {
        cid,
        rendition: rendition.map(|kind| kind.ok_or_else(bad)).transpose()?,
        expires: query.expires.parse().map_err(|_| bad())?,
        signature: query.signature.clone(),
    })
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
