//! Mail that comes in: the hook for providers, and what admins see of it.

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use frontdesk_desk::Desk;
use frontdesk_model::{
    InboundMailId,
    error::ErrorCode,
    mail_in::{InboundMail, InboundMailState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List},
    body::BareCommand,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query},
    problem::Problem,
};

/// Bytes that a form may have besides the mail.
const FORM_OVERHEAD: usize = 1024 * 1024;
/// Fields in which providers send the mail as it is.
const FIELDS: [&str; 3] = ["email", "body-mime", "message"];

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(receive))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(raw))
        .routes(routes!(retry))
}

/// A mail that was taken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReceivedMail {
    /// Null when the same mail was taken before.
    id: Option<InboundMailId>,
}

/// The form in which some providers post mail.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a form that is read as a stream")]
struct MailForm {
    /// The mail as it was sent, with its headers; `body-mime` and `message` are
    /// taken as well.
    #[schema(value_type = String, format = Binary)]
    email: Vec<u8>,
}

/// Take a mail from a mail provider.
///
/// The body is the mail itself (`message/rfc822`), or a form with the mail in
/// the field `email`. The secret of `MAIL_HOOK_SECRET` comes in
/// `X-Mail-Hook-Secret`, as a bearer token, or as the password of Basic. When
/// this answers, the mail is on disk; what becomes of it is decided after. The
/// same mail again changes nothing.
#[utoipa::path(post, path = "/inbound/mail", tag = "mail", operation_id = "receiveMail",
    request_body(content((Vec<u8> = "message/rfc822"), (MailForm = "multipart/form-data"))),
    responses(
        (status = 202, description = "It was taken.", body = Answer<ReceivedMail>),
        (status = 401, description = "The secret is missing or wrong."),
        (status = 404, description = "No provider may post mail here."),
        (status = 413, description = "The mail is too large."),
    ))]
async fn receive(State(desk): State<Desk>, mut request: Request) -> Result<Response, Problem> {
    let secret = secret(request.headers());
    desk.check_mail_hook(secret.as_deref())?;
    let most = desk
        .config()
        .mail_in
        .max_bytes
        .saturating_add(FORM_OVERHEAD);
    DefaultBodyLimit::max(most).apply(&mut request);
    let raw = mail_of(request).await?;
    let received = desk.receive_posted_mail(secret.as_deref(), &raw).await?;
    let answer = Answer::of(ReceivedMail { id: received.id });
    Ok((StatusCode::ACCEPTED, axum::Json(answer)).into_response())
}

async fn mail_of(request: Request) -> Result<Bytes, Problem> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .to_ascii_lowercase()
                .starts_with("multipart/form-data")
        });
    let unreadable = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ErrorCode::TooLarge, "the mail is too large"),
        _ => Problem::bad_request("the body could not be read to its end; send it again"),
    };
    if !is_form {
        let read = Bytes::from_request(request, &()).await;
        return read.map_err(|rejection| unreadable(rejection.status()));
    }
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Problem::bad_request("the form could not be read"))?;
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| unreadable(error.status()))?
    {
        if field.name().is_some_and(|name| FIELDS.contains(&name)) {
            let read = field.bytes().await;
            return read.map_err(|error| unreadable(error.status()));
        }
    }
    Ok(Bytes::new())
}

/// The secret, wherever a provider can put it.
fn secret(headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(secret) = text("x-mail-hook-secret") {
        return Some(secret.trim().to_owned());
    }
    let (scheme, value) = text("authorization")?.trim().split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(value.trim().to_owned()),
        "basic" => {
            let decoded = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
            decoded
                .split_once(':')
                .map(|(_, password)| password.to_owned())
        }
        _ => None,
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct MailQuery {
    /// Those of this state.
    state: Option<InboundMailState>,
}

/// List mail that came in.
///
/// For admins, newest first. `?state=set-aside` lists those that could not be
/// dealt with.
#[utoipa::path(get, path = "/inbound-mail", tag = "mail", operation_id = "listInboundMail",
    params(MailQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of mails.", body = List<InboundMail>),
        (status = 403, description = "The caller is not an admin."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<MailQuery>,
    Paging(page): Paging,
) -> Result<List<InboundMail>, Problem> {
    Ok(desk.inbound_mails(&actor, query.state, &page).await?.into())
}

/// Read what became of one mail.
#[utoipa::path(get, path = "/inbound-mail/{id}", tag = "mail", operation_id = "getInboundMail",
    params(("id" = InboundMailId, Path)), security(("bearer" = [])),
    responses(
        (status = 200, description = "The mail.", body = Answer<InboundMail>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such mail."),
    ))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<InboundMailId>,
) -> Result<Answer<InboundMail>, Problem> {
    Ok(Answer::of(desk.inbound_mail(&actor, id).await?))
}

/// Download a mail that was set aside.
#[utoipa::path(get, path = "/inbound-mail/{id}/raw", tag = "mail", operation_id = "getInboundMailRaw",
    params(("id" = InboundMailId, Path)), security(("bearer" = [])),
    responses(
        (status = 200, description = "Its bytes.", content_type = "message/rfc822"),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such mail, or its bytes are gone."),
    ))]
async fn raw(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<InboundMailId>,
) -> Result<Response, Problem> {
    let bytes = desk.inbound_mail_bytes(&actor, id).await?;
    let disposition = format!("attachment; filename=\"mail-{id}.eml\"");
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

/// Have a mail read again that was set aside.
#[utoipa::path(post, path = "/inbound-mail/{id}/retry", tag = "mail", operation_id = "retryInboundMail",
    params(("id" = InboundMailId, Path)), security(("bearer" = [])),
    responses(
        (status = 200, description = "It is read again soon.", body = Answer<InboundMail>),
        (status = 403, description = "The caller is not an admin."),
        (status = 404, description = "There is no such mail."),
        (status = 409, description = "It was not set aside."),
    ))]
async fn retry(
    State(desk): State<Desk>,
    Id(id): Id<InboundMailId>,
    BareCommand(call): BareCommand,
) -> Result<Answer<InboundMail>, Problem> {
    Ok(Answer::of(desk.retry_inbound_mail(&call, id).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_found_wherever_a_provider_can_put_it() {
        for (name, value) in [
            ("x-mail-hook-secret", "s3cret".to_owned()),
            ("authorization", "Bearer s3cret".to_owned()),
            (
                "authorization",
                format!("Basic {}", STANDARD.encode("any:s3cret")),
            ),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            assert_eq!(secret(&headers).as_deref(), Some("s3cret"), "{value}");
        }
        assert_eq!(secret(&HeaderMap::new()), None);
    }
}
