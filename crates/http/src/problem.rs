//! The one place where a failure becomes an answer: `application/problem+json`
//! (RFC 9457), with the members that seed clients read beside it.
//!
//! Handlers fail with a [`Problem`]; it travels in the answer's extensions, and
//! [`render`] writes the body, since only it knows the desk's public address.

use std::{any::Any, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use frontdesk_model::error::{ErrorCode, FieldError};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of RFC 9457.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A failure on its way to the caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    code: ErrorCode,
    detail: String,
    errors: Vec<FieldError>,
    /// Seconds.
    retry_after: Option<u64>,
}

impl Problem {
    /// `detail` is a sentence for people: what is wrong and what to do.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidInput, detail)
    }

    /// One member of a body or query is wrong.
    pub fn invalid_field(field: &str, message: impl Into<String>) -> Self {
        frontdesk_desk::Error::invalid_field(field, message).into()
    }

    /// Several members are wrong.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        frontdesk_desk::Error::invalid(errors).into()
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotFound, detail)
    }

    /// A fault of ours; what it was belongs in the log.
    pub fn internal() -> Self {
        Self::new(
            ErrorCode::Internal,
            "something went wrong on our side; try again, and tell the operator if it stays",
        )
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The kind of failure.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    fn body(&self, public_url: &str) -> ProblemBody {
        ProblemBody {
            kind: format!("{public_url}/docs/errors#{}", self.code.code()),
            title: self.code.title(),
            status: self.code.status(),
            detail: self.detail.clone(),
            code: self.code.code(),
            success: false,
            message: self.detail.clone(),
            errors: self.errors.clone(),
            retry_after: self.retry_after,
        }
    }
}

impl From<frontdesk_desk::Error> for Problem {
    fn from(error: frontdesk_desk::Error) -> Self {
        Self {
            code: error.code(),
            detail: error.detail().to_owned(),
            errors: error.fields().to_vec(),
            retry_after: error.retry_after(),
        }
    }
}

impl From<Vec<FieldError>> for Problem {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::invalid(errors)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// How a failure looks on the wire: RFC 9457, and `success`, `message` and
/// `errors` for clients of the original.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
#[serde(rename_all = "camelCase")]
pub struct ProblemBody {
    /// An address that explains the kind of failure; it ends in the code.
    #[serde(rename = "type")]
    #[schema(example = "https://desk.example.com/docs/errors#invalid-input")]
    kind: String,
    /// A short summary that doesn't change from case to case.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong in this case, and what to do.
    detail: String,
    /// The kind of failure, such as `not-found`.
    code: &'static str,
    /// Always false.
    success: bool,
    /// The same as `detail`.
    message: String,
    /// What is wrong with which member of the body or query.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// Seconds to wait before the next try; the same as `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

/// Middleware: writes the body of every answer that carries a [`Problem`].
pub async fn render(State(public_url): State<Arc<str>>, request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let json = serde_json::to_vec(&problem.body(&public_url))
        .expect("a struct of strings and numbers serializes");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(json.len()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.code == ErrorCode::Unauthenticated {
        // RFC 9110 §11.6.1 wants a challenge with every 401.
        headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"frontdesk\""),
        );
    }
    if !is_head {
        *response.body_mut() = Body::from(json);
    }
    // For the log.
    response.extensions_mut().insert(problem.code);
    response
}

/// What a caller hears when a handler panics: nothing of the cause.
pub fn from_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(cause, "a request's handler panicked");
    Problem::internal().into_response()
}

/// Answers a path of the API that does not exist.
pub async fn no_such_path() -> Problem {
    Problem::not_found("there is no such endpoint; GET /openapi.json lists all there are")
}

/// Answers a method that a path does not offer; the router adds `Allow`.
pub async fn no_such_method() -> Problem {
    Problem::new(
        ErrorCode::MethodNotAllowed,
        "this path does not offer that method; the Allow header lists those it does",
    )
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware, routing::get};
    use serde_json::{Value, json};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn answer_of(router: Router<()>) -> (Response, Value) {
        let url: Arc<str> = "https://desk.example.com".into();
        let router = router
            .layer(CatchPanicLayer::custom(from_panic))
            .layer(middleware::from_fn_with_state(url, render));
        let request = Request::get("/").body(Body::empty()).unwrap();
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let value = serde_json::from_slice(&bytes).unwrap();
        (Response::from_parts(parts, Body::empty()), value)
    }

    #[tokio::test]
    async fn a_failure_has_the_members_of_rfc_9457_and_of_the_seed() {
        let fails = || async { Problem::invalid_field("q", "q must have 2 to 500 characters") };
        let (response, body) = answer_of(Router::new().route("/", get(fails))).await;
        assert_eq!(response.status(), 400);
        assert_eq!(response.headers()["content-type"], MEDIA_TYPE);
        assert_eq!(
            body,
            json!({
                "type": "https://desk.example.com/docs/errors#invalid-input",
                "title": "The request is not valid",
                "status": 400,
                "detail": "q must have 2 to 500 characters",
                "code": "invalid-input",
                "success": false,
                "message": "q must have 2 to 500 characters",
                "errors": [{"field": "q", "message": "q must have 2 to 500 characters"}],
            })
        );
    }

    #[tokio::test]
    async fn a_limit_says_when_to_come_back() {
        let fails = || async { Problem::from(frontdesk_desk::Error::rate_limited(7)) };
        let (response, body) = answer_of(Router::new().route("/", get(fails))).await;
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(body["retryAfter"], 7);
    }

    #[tokio::test]
    async fn a_panic_is_a_500_that_tells_nothing() {
        async fn panics() -> &'static str {
            panic!("the secret is 42")
        }
        let (response, body) = answer_of(Router::new().route("/", get(panics))).await;
        assert_eq!(response.status(), 500);
        assert_eq!(body["code"], "internal");
        assert!(!body.to_string().contains("42"));
    }

    #[tokio::test]
    async fn a_401_carries_a_challenge() {
        let fails = || async { Problem::new(ErrorCode::Unauthenticated, "sign in first") };
        let (response, _) = answer_of(Router::new().route("/", get(fails))).await;
        assert_eq!(
            response.headers()["www-authenticate"],
            "Bearer realm=\"frontdesk\""
        );
    }
}
