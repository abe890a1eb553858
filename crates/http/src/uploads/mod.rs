//! `/uploads`: resumable uploads by [tus 1.0.0](https://tus.io/protocols/resumable-upload), with the
//! extensions creation, creation-with-upload, checksum, expiration and termination.
//!
//! The handlers are here; the headers of the protocol are read and written in [`headers`] and
//! [`metadata`], and request bodies become what the desk reads in [`body`].

mod body;
mod headers;
mod metadata;

pub use headers::{ALLOWED_HEADERS, EXPOSED_HEADERS};

use axum::{
    Json,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Desk, NewResumable, UploadPart};
use frontdesk_model::{
    Actor, UploadId, attachment::Attachment, error::ErrorCode, upload::ResumableUpload,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{PREFIX, answer::Answer, identity::Caller, paging::Id, problem::Problem};

/// The path of one upload, as routes are matched.
const ONE: &str = "/api/support/uploads/{id}";
const ALL: &str = "/api/support/uploads";

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(create, discover))
        .routes(routes!(status, offset, append, terminate, overridden))
        .layer(middleware::from_fn(speak_tus))
}

/// Whether a request adds bytes to an upload. A long one takes many, each of which waits for the
/// disk; a rate would only make it fail.
pub fn is_append(method: &Method, route: &str) -> bool {
    route == ONE && [Method::PATCH, Method::POST].contains(method)
}

/// Middleware, outside of CORS, which takes every `OPTIONS` for a preflight: answers those that ask
/// what is spoken here.
pub async fn answer_discovery(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let preflight = header::ACCESS_CONTROL_REQUEST_METHOD;
    let route = request.extensions().get::<MatchedPath>();
    let is_ours = route.is_some_and(|route| [ONE, ALL].contains(&route.as_str()));
    if is_ours && request.method() == Method::OPTIONS && !request.headers().contains_key(preflight)
    {
        return headers::discovery(desk.config().upload_max_bytes).into_response();
    }
    next.run(request).await
}

/// Middleware: refuses other versions, and says ours in every answer.
async fn speak_tus(request: Request, next: Next) -> Response {
    let is_tus = ![Method::GET, Method::OPTIONS].contains(request.method());
    let refused = is_tus.then(|| headers::check_version(request.headers()).err());
    let mut response = match refused.flatten() {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    headers::stamp(&mut response);
    response
}

/// Ask what is spoken here.
///
/// The versions and extensions of the tus protocol, and the most bytes of a file, in headers.
#[utoipa::path(options, path = "/uploads", tag = "files", operation_id = "discoverUploads",
    responses((status = 204, description = "What is spoken here.", headers(
        ("Tus-Version" = String, description = "`1.0.0`"),
        ("Tus-Extension" = String, description = "The extensions, separated by commas."),
        ("Tus-Max-Size" = u64, description = "Bytes that one file may have."),
        ("Tus-Checksum-Algorithm" = String, description = "`sha1,sha256`"),
    ))))]
async fn discover(State(desk): State<Desk>) -> Response {
    headers::discovery(desk.config().upload_max_bytes).into_response()
}

/// Begin a resumable upload.
///
/// By tus 1.0.0: `Upload-Length` says the size, `Upload-Metadata` may say `filename` and
/// `filetype`. With `Content-Type: application/offset+octet-stream`, the body is the beginning of
/// the file. An upload that is complete with that (an empty file always is) answers the attachment,
/// as `POST /upload` does.
#[utoipa::path(post, path = "/uploads", tag = "files", operation_id = "createUpload",
    params(
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "Bytes of the whole file."),
        ("Upload-Metadata" = Option<String>, Header, description = "Pairs of a key and a value in Base64, separated by commas: `filename` and `filetype` are heeded."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, and the digest of the body in Base64."),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The upload is begun; `Location` says where. The body is empty unless it is complete.",
            body = Answer<Attachment>, headers(
            ("Location" = String, description = "The upload's address."),
            ("Upload-Offset" = u64, description = "Bytes that were taken."),
            ("Upload-Expires" = String, description = "When it is forgotten unless it goes on."),
        )),
        (status = 400, description = "A header is missing or malformed."),
        (status = 403, description = "The caller is blocked."),
        (status = 412, description = "Another version of tus."),
        (status = 413, description = "The file is too large, or the body holds more than the file."),
        (status = 415, description = "The file is complete, and is of a type that is not accepted, or lies about it."),
        (status = 429, description = "The caller has too many uploads under way, or sends too many requests."),
        (status = 460, description = "The body does not have its checksum."),
        (status = 507, description = "There is no room left."),
    ))]
async fn create(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let stream = body::stream(body, desk.config().upload_max_bytes);
    let new = new_upload(&headers)?;
    let first = if headers::has_bytes(&headers) {
        Some(part(&headers, stream)?)
    } else {
        None
    };
    let upload = desk.create_resumable(&actor, new, first).await?;
    let place = location(&desk.config().public_url, upload.id);
    let mut response = progress(StatusCode::CREATED, &upload);
    response.headers_mut().insert(header::LOCATION, place);
    Ok(with_attachment(response, upload))
}

/// See how an upload stands.
///
/// Not part of tus: for clients that want to know more than the offset, such as the attachment
/// after the last answer was lost. It does not disturb a request that is sending bytes. If all
/// bytes are here and the file was not finished, it is finished now.
#[utoipa::path(get, path = "/uploads/{id}", tag = "files", operation_id = "getUpload",
    params(("id" = UploadId, Path, description = "The upload's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "How it stands.", body = Answer<ResumableUpload>),
        (status = 404, description = "There is no such upload, or it isn't the caller's."),
        (status = 410, description = "Its time is over."),
        (status = 415, description = "The file is complete, and is not accepted; the upload is gone."),
    ))]
async fn status(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<UploadId>,
) -> Result<Answer<ResumableUpload>, Problem> {
    Ok(Answer::of(desk.resumable_upload(&actor, id).await?))
}

/// Ask where to go on.
///
/// By tus. A request that still sends bytes to the upload is ended first, so that its offset is
/// final.
#[utoipa::path(head, path = "/uploads/{id}", tag = "files", operation_id = "getUploadOffset",
    params(
        ("id" = UploadId, Path, description = "The upload's id."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The offset is in the headers.", headers(
            ("Upload-Offset" = u64, description = "Bytes that are here, on disk."),
            ("Upload-Length" = u64, description = "Bytes of the whole file."),
            ("Upload-Metadata" = String, description = "As it came."),
            ("Upload-Expires" = String, description = "When it is forgotten unless it goes on."),
        )),
        (status = 404, description = "There is no such upload, or it isn't the caller's."),
        (status = 410, description = "Its time is over."),
        (status = 412, description = "Another version of tus."),
        (status = 423, description = "Another request works at it and does not end."),
    ))]
async fn offset(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<UploadId>,
) -> Result<Response, Problem> {
    let resumed = desk.resume_upload(&actor, id).await?;
    let mut response = progress(StatusCode::OK, &resumed.upload);
    headers::describe(&mut response, resumed.upload.length, resumed.metadata);
    Ok(response)
}

/// Send the next bytes.
///
/// By tus. What has arrived when the connection breaks is kept. The request that completes the file
/// answers 200 with the attachment, as `POST /upload` does.
#[utoipa::path(patch, path = "/uploads/{id}", tag = "files", operation_id = "appendToUpload",
    params(
        ("id" = UploadId, Path, description = "The upload's id."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "Where the bytes belong: the upload's offset."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, and the digest of the body in Base64. All of the body is kept, or nothing."),
    ),
    request_body(content = String, content_type = "application/offset+octet-stream"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file is complete.", body = Answer<Attachment>,
            headers(("Upload-Offset" = u64, description = "Its length."))),
        (status = 204, description = "The bytes are on disk.",
            headers(("Upload-Offset" = u64, description = "Where to go on."))),
        (status = 403, description = "The caller is blocked."),
        (status = 404, description = "There is no such upload, or it isn't the caller's."),
        (status = 409, description = "The upload's offset is another."),
        (status = 410, description = "Its time is over."),
        (status = 412, description = "Another version of tus."),
        (status = 413, description = "More bytes than the upload has left; none was kept."),
        (status = 415, description = "The body is not `application/offset+octet-stream`; or the file is complete and is not accepted, then the upload is gone."),
        (status = 423, description = "Another request works at it."),
        (status = 460, description = "The body does not have its checksum; nothing of it was kept."),
        (status = 507, description = "There is no room left; what was kept stays, and it can be resumed."),
    ))]
async fn append(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<UploadId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    append_part(&desk, &actor, id, &headers, body).await
}

/// Cancel an upload.
///
/// By tus. Its bytes are removed. One that is complete is forgotten, and its attachment stays.
#[utoipa::path(delete, path = "/uploads/{id}", tag = "files", operation_id = "cancelUpload",
    params(
        ("id" = UploadId, Path, description = "The upload's id."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It is gone."),
        (status = 404, description = "There is no such upload, or it isn't the caller's."),
        (status = 410, description = "Its time is over."),
        (status = 412, description = "Another version of tus."),
    ))]
async fn terminate(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<UploadId>,
) -> Result<StatusCode, Problem> {
    desk.terminate_resumable(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send PATCH, HEAD or DELETE where only POST gets through.
///
/// `X-HTTP-Method-Override` names the method that is meant.
#[utoipa::path(post, path = "/uploads/{id}", tag = "files", operation_id = "overrideUploadMethod",
    params(
        ("id" = UploadId, Path, description = "The upload's id."),
        ("X-HTTP-Method-Override" = String, Header, description = "`PATCH`, `HEAD` or `DELETE`."),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As the method that is meant."),
        (status = 204, description = "As the method that is meant."),
        (status = 404, description = "There is no such upload, or it isn't the caller's."),
        (status = 405, description = "No method is named, or one that is not offered."),
    ))]
async fn overridden(
    state: State<Desk>,
    caller: Caller,
    id: Id<UploadId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    match headers::meant_method(&headers) {
        Some("PATCH") => append(state, caller, id, headers, body).await,
        Some("HEAD") => offset(state, caller, id).await,
        Some("DELETE") => Ok(terminate(state, caller, id).await?.into_response()),
        _ => Err(Problem::new(
            ErrorCode::MethodNotAllowed,
            "a POST to an upload must name PATCH, HEAD or DELETE in X-HTTP-Method-Override",
        )),
    }
}

async fn append_part(
    desk: &Desk,
    actor: &Actor,
    id: UploadId,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let stream = body::stream(body, desk.config().upload_max_bytes);
    headers::check_type(headers)?;
    let offset = headers::required_number(headers, headers::UPLOAD_OFFSET)?;
    let part = part(headers, stream)?;
    let upload = desk.append_resumable(actor, id, offset, part).await?;
    let status = match upload.attachment {
        Some(_) => StatusCode::OK,
        None => StatusCode::NO_CONTENT,
    };
    Ok(with_attachment(progress(status, &upload), upload))
}

fn new_upload(headers: &HeaderMap) -> Result<NewResumable, Problem> {
    headers::refuse_unknown(headers)?;
    let length = headers::required_number(headers, headers::UPLOAD_LENGTH)?;
    let metadata = headers::metadata(headers)?;
    let about = metadata::read(metadata.as_deref().unwrap_or_default())?;
    Ok(NewResumable {
        length,
        name: about.name,
        declared: about.media_type,
        metadata,
    })
}

fn part(headers: &HeaderMap, body: frontdesk_desk::UploadBody) -> Result<UploadPart, Problem> {
    Ok(UploadPart {
        len: headers::content_length(headers)?,
        checksum: headers::checksum(headers)?,
        body,
    })
}

/// The upload's address without scheme and host, so that it holds behind any proxy.
fn location(public_url: &str, id: UploadId) -> header::HeaderValue {
    let base = public_url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, path)| format!("/{}", path.trim_end_matches('/')))
        .unwrap_or_default();
    let place = format!("{base}{PREFIX}/uploads/{id}");
    header::HeaderValue::try_from(place)
        .unwrap_or_else(|_| header::HeaderValue::from_static(PREFIX))
}

fn progress(status: StatusCode, upload: &ResumableUpload) -> Response {
    let mut response = status.into_response();
    headers::tell_progress(&mut response, upload.offset, upload.expires_at);
    response
}

fn with_attachment(response: Response, upload: ResumableUpload) -> Response {
    let Some(attachment) = upload.attachment else {
        return response;
    };
    let (parts, _) = response.into_parts();
    let mut whole = (parts.status, Json(Answer::of(attachment))).into_response();
    whole.headers_mut().extend(parts.headers);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_upload_keeps_the_path_of_the_public_address() {
        let id: UploadId = "0193f7b8-5c7e-7000-8000-000000000001".parse().unwrap();
        for (public_url, base) in [
            ("http://localhost:3001", ""),
            ("https://desk.example.com", ""),
            ("https://example.com/desk", "/desk"),
            ("https://example.com/a/b/", "/a/b"),
        ] {
            let expected = format!("{base}/api/support/uploads/{id}");
            assert_eq!(location(public_url, id), expected, "{public_url}");
        }
    }
}
