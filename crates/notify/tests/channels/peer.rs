//! A peer over HTTP that keeps what it gets and answers as it is told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;
use url::Url;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: Method,
    /// Path and query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

#[derive(Default)]
struct Inner {
    received: Mutex<Vec<Received>>,
    answers: Mutex<VecDeque<Response>>,
}

/// A peer on a port of its own; it ends with its test.
pub struct Peer {
    inner: Arc<Inner>,
    pub url: Url,
}

impl Peer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let inner = Arc::<Inner>::default();
        let app = Router::new().fallback(take).with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            inner,
            url: url.parse().unwrap(),
        }
    }

    /// What it answers next; with nothing said, 201.
    pub fn answer(&self, answer: impl IntoResponse) -> &Self {
        self.inner
            .answers
            .lock()
            .unwrap()
            .push_back(answer.into_response());
        self
    }

    pub fn received(&self) -> Vec<Received> {
        self.inner.received.lock().unwrap().clone()
    }

    /// The only request that came.
    pub fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }
}

async fn take(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    inner.received.lock().unwrap().push(Received {
        method: head.method,
        path: head.uri.to_string(),
        headers: head.headers,
        body: body.to_vec(),
    });
    let answer = inner.answers.lock().unwrap().pop_front();
    answer.unwrap_or_else(|| (axum::http::StatusCode::CREATED, Body::empty()).into_response())
}
