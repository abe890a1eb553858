//! Drives the router of a desk of its own, the way an HTTP client would.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use frontdesk_desk::DeskConfig;
use frontdesk_http::{HttpOptions, router};
use frontdesk_model::Role;
use frontdesk_store::FailPoints;
use frontdesk_testkit::{TestData, desk::TestDesk};
use serde_json::Value;
use tower::ServiceExt;

pub const BOUNDARY: &str = "----frontdesk-test-boundary";

/// A desk and its router.
pub struct Server {
    pub kit: TestDesk,
    router: Router,
}

impl Server {
    pub async fn start() -> Self {
        Self::with(|_| {}, HttpOptions::default()).await
    }

    pub async fn with(change: impl FnOnce(&mut DeskConfig), options: HttpOptions) -> Self {
        Self::of(TestDesk::with(change).await, options)
    }

    /// A server over a desk that the test has opened.
    pub fn of(kit: TestDesk, options: HttpOptions) -> Self {
        let router = router(kit.desk.clone(), options);
        Self { kit, router }
    }

    /// Over data that may be there already, as after a restart.
    pub async fn over(data: &Arc<TestData>) -> Self {
        let kit = TestDesk::over(Arc::clone(data), FailPoints::default(), |_| {}).await;
        let router = router(kit.desk.clone(), HttpOptions::default());
        Self { kit, router }
    }

    /// A caller without a token.
    pub fn anyone(&self) -> Caller<'_> {
        Caller {
            server: self,
            token: None,
        }
    }

    pub fn user(&self, id: &str) -> Caller<'_> {
        self.signed_in(id, Role::User)
    }

    pub fn agent(&self, id: &str) -> Caller<'_> {
        self.signed_in(id, Role::Agent)
    }

    pub fn admin(&self, id: &str) -> Caller<'_> {
        self.signed_in(id, Role::Admin)
    }

    pub fn with_token(&self, token: &str) -> Caller<'_> {
        Caller {
            server: self,
            token: Some(token.to_owned()),
        }
    }

    fn signed_in(&self, id: &str, role: Role) -> Caller<'_> {
        self.with_token(&self.kit.token(id, role))
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: axum::body::to_bytes(body, usize::MAX).await.unwrap(),
        }
    }
}

/// Somebody who calls the API.
pub struct Caller<'a> {
    server: &'a Server,
    token: Option<String>,
}

impl Caller<'_> {
    /// A request with the caller's token; `path` under `/api/support` unless
    /// it is one of the few outside.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let outside = [
            "/ipfs/", "/api/", "/docs", "/openapi", "/healthz", "/readyz",
        ];
        let uri = if outside.iter().any(|prefix| path.starts_with(prefix)) {
            path.to_owned()
        } else {
            format!("/api/support{path}")
        };
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.bare(Method::GET, path, headers).await
    }

    pub async fn bare(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        self.server.send(request).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.bare(Method::DELETE, path, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, &[], body).await
    }

    pub async fn json(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let mut request = self
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_string())).unwrap();
        self.server.send(request).await
    }

    pub async fn upload(&self, files: &[File<'_>]) -> Answer {
        self.upload_body(form(files)).await
    }

    pub async fn upload_body(&self, body: impl Into<Body>) -> Answer {
        let request = self
            .request(Method::POST, "/upload")
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .body(body.into())
            .unwrap();
        self.server.send(request).await
    }
}

/// One part of a form.
pub struct File<'a> {
    pub field: &'a str,
    pub name: &'a str,
    pub declared: &'a str,
    pub bytes: &'a [u8],
}

/// A file in the field `file`.
pub fn file<'a>(name: &'a str, declared: &'a str, bytes: &'a [u8]) -> File<'a> {
    File {
        field: "file",
        name,
        declared,
        bytes,
    }
}

/// `multipart/form-data` with [`BOUNDARY`].
pub fn form(files: &[File<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for file in files {
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
                 Content-Type: {}\r\n\r\n",
                file.field, file.name, file.declared
            )
            .as_bytes(),
        );
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// A 1×1 PNG.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xae, 0x42, 0x60, 0x82,
];

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error} in {:?}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The member `data` of a success.
    #[track_caller]
    pub fn data(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        let body = self.json();
        assert_eq!(body["success"], true);
        body["data"].clone()
    }

    /// Asserts a failure in the form of RFC 9457 and of the seed.
    #[track_caller]
    pub fn fails(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], status);
        assert_eq!(body["code"], code);
        assert_eq!(body["success"], false);
        assert_eq!(body["message"], body["detail"]);
        assert!(body["title"].is_string());
        let kind = body["type"].as_str().unwrap();
        assert!(kind.ends_with(&format!("/docs/errors#{code}")), "{kind}");
        body
    }

    /// The names of the fields that a failure complains of.
    pub fn failed_fields(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// The member `id`.
pub fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}
