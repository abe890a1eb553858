//! JSON bodies: read within their limit, and refused with the name of the
//! member that does not fit. An empty body is taken for `{}`.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use frontdesk_desk::Call;
use frontdesk_model::error::ErrorCode;
use serde::de::DeserializeOwned;

use crate::{idempotency, identity::Caller, problem::Problem};

/// The most bytes of a JSON body.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let bytes = read(request, state).await?;
        parse(&headers, &bytes).map(Self)
    }
}

/// A write of a signed-in caller: who, under which `Idempotency-Key`, and what.
/// The caller is checked first.
#[derive(Debug)]
pub struct Command<T> {
    pub call: Call,
    pub body: T,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Command<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Caller(actor) = Caller::from_request_parts(&mut parts, state).await?;
        let head = parts.clone();
        let bytes = read(Request::from_parts(parts, body), state).await?;
        let idempotency = idempotency::key(&head.headers, &head.method, head.uri.path(), &bytes)?;
        Ok(Self {
            call: Call { actor, idempotency },
            body: parse(&head.headers, &bytes)?,
        })
    }
}

/// A write of a signed-in caller that has no body.
#[derive(Debug)]
pub struct BareCommand(pub Call);

impl<S: Send + Sync> FromRequestParts<S> for BareCommand {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Caller(actor) = Caller::from_request_parts(parts, state).await?;
        let idempotency = idempotency::key(&parts.headers, &parts.method, parts.uri.path(), b"")?;
        Ok(Self(Call { actor, idempotency }))
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                ErrorCode::TooLarge,
                format!("the body is larger than {MAX_BYTES} bytes"),
            ),
            _ => Problem::bad_request("the body could not be read to its end; send it again"),
        })
}

fn parse<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, Problem> {
    if bytes.is_empty() {
        return from_json(b"{}");
    }
    if !is_json(headers) {
        return Err(Problem::new(
            ErrorCode::UnsupportedType,
            "send the body as JSON, with `Content-Type: application/json`",
        ));
    }
    from_json(bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        refusal(&path, &error.into_inner())
    })?;
    json.end().map_err(|error| refusal(".", &error))?;
    Ok(value)
}

fn refusal(path: &str, error: &serde_json::Error) -> Problem {
    if !error.is_data() {
        return Problem::bad_request(format!("the body is not valid JSON: {error}"));
    }
    let text = error.to_string();
    // The place in the text helps nobody who has the member's name.
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(before, _)| before);
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let within = |name: &str| match path {
        "." => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match (missing, path) {
        (Some(name), _) => Problem::invalid_field(&within(name), format!("{name} is required")),
        (None, ".") => Problem::bad_request(format!("the body does not fit: {text}")),
        (None, path) => Problem::invalid_field(path, format!("{path} does not fit: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, response::IntoResponse};
    use frontdesk_model::{article::Feedback, auth::Login, ticket::NewTicket};

    use super::*;

    async fn read_as<T: DeserializeOwned>(
        content_type: Option<&str>,
        body: impl Into<Body>,
    ) -> Result<T, Problem> {
        let mut request = Request::post("/");
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let request = request.body(body.into()).unwrap();
        Json::from_request(request, &())
            .await
            .map(|Json(body)| body)
    }

    const JSON: Option<&str> = Some("application/json; charset=utf-8");

    fn text(problem: &Problem) -> String {
        format!("{problem:?}")
    }

    #[tokio::test]
    async fn the_member_that_does_not_fit_is_named() {
        let problem = read_as::<NewTicket>(JSON, r#"{"attachments": ["a", 1]}"#)
            .await
            .unwrap_err();
        assert!(text(&problem).contains("attachments[1]"), "{problem:?}");
        let problem = read_as::<NewTicket>(JSON, r#"{"priority": "huge"}"#)
            .await
            .unwrap_err();
        assert!(
            text(&problem).contains("field: \"priority\""),
            "{problem:?}"
        );
    }

    #[tokio::test]
    async fn a_missing_member_is_named() {
        let problem = read_as::<Feedback>(JSON, "{}").await.unwrap_err();
        assert!(
            text(&problem).contains("helpful is required"),
            "{problem:?}"
        );
        let problem = read_as::<Login>(JSON, "").await.unwrap_err();
        assert!(text(&problem).contains("field: \"email\""), "{problem:?}");
    }

    #[tokio::test]
    async fn an_empty_body_is_an_empty_object() {
        let ticket: NewTicket = read_as(None, Body::empty()).await.unwrap();
        assert!(ticket.subject.is_empty());
    }

    #[tokio::test]
    async fn what_is_not_json_is_refused() {
        let problem = read_as::<NewTicket>(Some("text/plain"), "{}").await;
        assert_eq!(problem.unwrap_err().status(), 415);
        for body in ["{", "{} {}", "nonsense"] {
            let problem = read_as::<NewTicket>(JSON, body).await.unwrap_err();
            assert_eq!(problem.status(), 400, "{body}");
        }
    }

    #[tokio::test]
    async fn a_body_over_its_limit_is_a_413() {
        let mut request = Request::post("/")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(vec![b' '; MAX_BYTES + 1]))
            .unwrap();
        axum::extract::DefaultBodyLimit::max(MAX_BYTES).apply(&mut request);
        let problem = Json::<NewTicket>::from_request(request, &())
            .await
            .unwrap_err();
        assert_eq!(problem.into_response().status(), 413);
    }
}
