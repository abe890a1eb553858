//! The web app's own addresses. What the embedded files are depends on the
//! build, so this holds with and without them.

use axum::{
    body::Body,
    http::{Method, Request},
};

use crate::client::{Answer, Server};

async fn fetch(server: &Server, method: Method, path: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .unwrap();
    server.send(request).await
}

#[tokio::test]
async fn a_page_is_html_under_the_apps_policy() {
    let server = Server::start().await;
    for path in ["/", "/console", "/console/tickets/17"] {
        let answer = fetch(&server, Method::GET, path).await;
        assert!([200, 503].contains(&answer.status.as_u16()), "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        if answer.status == 503 {
            assert!(answer.text().contains("make build"));
        }
    }
}

#[tokio::test]
async fn a_missing_file_is_a_404_and_no_page() {
    let server = Server::start().await;
    for path in ["/assets/gone-3f2a.js", "/socket.io/", "/metrics"] {
        fetch(&server, Method::GET, path)
            .await
            .fails(404, "not-found");
    }
}

#[tokio::test]
async fn a_page_takes_no_writes() {
    let server = Server::start().await;
    let answer = fetch(&server, Method::POST, "/console").await;
    answer.fails(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
}
