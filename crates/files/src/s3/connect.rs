//! Carries the requests of `object_store` over our own HTTP client, so that time-outs, TLS and
//! redirects are ours, and no second set of an HTTP client's features is built.

use std::error::Error as StdError;
use std::io;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use reqwest::{Body, Client, Request};

/// Gives the one client that was made for a service.
#[derive(Debug, Clone)]
pub struct Connector(pub Client);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Connector {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = Request::try_from(request.map(Body::wrap)).map_err(failed)?;
        let answer = self.0.execute(request).await.map_err(failed)?;
        let answer = http::Response::<Body>::from(answer);
        Ok(answer.map(|body| HttpResponseBody::new(body.map_err(failed))))
    }
}

/// The failure without the address, which is said where it is told; the kind decides whether
/// `object_store` tries again.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = kind_of(&error);
    HttpError::new(kind, error.without_url())
}

fn kind_of(error: &reqwest::Error) -> HttpErrorKind {
    if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_decode() {
        HttpErrorKind::Decode
    } else if was_cut(error) {
        HttpErrorKind::Interrupted
    } else {
        HttpErrorKind::Request
    }
}

/// Whether the connection ended in the middle.
fn was_cut(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return matches!(
                error.kind(),
                io::ErrorKind::ConnectionAborted
                    | io::ErrorKind::ConnectionReset
                    | io::ErrorKind::BrokenPipe
                    | io::ErrorKind::UnexpectedEof
            );
        }
        cause = error.source();
    }
    false
}
