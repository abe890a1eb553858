//! `POST /upload`: files as `multipart/form-data` (RFC 7578), streamed to the
//! desk piece by piece, so that memory stays constant whatever their size.

use axum::{
    Json,
    extract::{
        DefaultBodyLimit, FromRequest as _, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Accepted, Desk};
use frontdesk_model::{Actor, attachment::Attachment, error::ErrorCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{answer::Answer, identity::Caller, problem::Problem};

/// Files of one request.
const MAX_FILES: usize = 10;
/// Bytes that a request may have besides its files: boundaries and headers.
const FORM_OVERHEAD: u64 = 1024 * 1024;

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default().routes(routes!(upload))
}

/// The form of an upload.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a form that is read as a stream")]
struct UploadForm {
    /// The file; the field may be repeated up to 10 times.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// One file gives one attachment, several give an array in their order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Uploaded {
    One(Attachment),
    Several(Vec<Attachment>),
}

/// Upload files.
///
/// The bytes decide the type, not the name or the declared one; a file whose
/// name or declaration lies is refused. Limits are in `GET /config`.
#[utoipa::path(post, path = "/upload", tag = "files", operation_id = "upload",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The files are stored.", body = Answer<Uploaded>),
        (status = 413, description = "A file, or the whole request, is too large, or the caller has no room left. Nothing is kept."),
        (status = 415, description = "A file is of a type that is not accepted, or lies about it. Nothing is kept."),
        (status = 507, description = "There is no room left."),
    ))]
async fn upload(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    mut request: Request,
) -> Result<Response, Problem> {
    // What the files have at least, by the length of the request.
    if let Some(length) = content_length(request.headers()) {
        let files = length.saturating_sub(FORM_OVERHEAD);
        desk.check_quota(&actor, files).await?;
    }
    let limit = request_limit(desk.config().upload_max_bytes);
    DefaultBodyLimit::max(limit).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::bad_request("send the files as multipart/form-data, each in a field `file`")
    })?;
    let received = receive(&desk, &actor, &mut form).await;
    if received.is_err() {
        discard_rest(&mut form).await;
    }
    let mut attachments = Vec::new();
    for file in received? {
        attachments.push(file.store().await?);
    }
    let data = match <[Attachment; 1]>::try_from(attachments) {
        Ok([attachment]) => Uploaded::One(attachment),
        Err(attachments) => Uploaded::Several(attachments),
    };
    Ok((StatusCode::CREATED, Json(Answer::of(data))).into_response())
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Bytes of a whole request; beyond, even what no file holds is refused.
fn request_limit(file_max: u64) -> usize {
    let files = file_max.saturating_mul(MAX_FILES as u64);
    usize::try_from(files.saturating_add(FORM_OVERHEAD)).unwrap_or(usize::MAX)
}

/// Takes all files in before any is stored, so that one that is refused
/// leaves nothing of the others behind.
async fn receive(
    desk: &Desk,
    actor: &Actor,
    form: &mut Multipart,
) -> Result<Vec<Accepted>, Problem> {
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("file") {
            continue;
        }
        if files.len() == MAX_FILES {
            return Err(Problem::invalid_field(
                "file",
                format!("at most {MAX_FILES} files fit into one request"),
            ));
        }
        files.push(receive_file(desk, actor, field).await?);
    }
    if files.is_empty() {
        return Err(Problem::invalid_field(
            "file",
            "file is required: send at least one file in a field of this name",
        ));
    }
    Ok(files)
}

async fn receive_file(
    desk: &Desk,
    actor: &Actor,
    mut field: Field<'_>,
) -> Result<Accepted, Problem> {
    let name = field.file_name().unwrap_or("file").to_owned();
    let declared = field.content_type().map(str::to_owned);
    let mut upload = desk.begin_upload(actor).await?;
    while let Some(piece) = field.chunk().await.map_err(unreadable)? {
        upload.write(piece).await?;
    }
    Ok(upload.finish(&name, declared.as_deref()).await?)
}

/// Reads on to the end of the request, within its limit: a client that is
/// still sending hears the answer only when it may finish.
async fn discard_rest(form: &mut Multipart) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}

fn unreadable(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            ErrorCode::TooLarge,
            "the request is too large; send fewer files at once",
        );
    }
    Problem::bad_request(format!(
        "the form cannot be read: {}; send it again",
        error.body_text()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_room_for_its_files_and_no_more() {
        assert_eq!(request_limit(10), 100 + 1024 * 1024);
        assert_eq!(request_limit(u64::MAX), usize::MAX);
    }
}
