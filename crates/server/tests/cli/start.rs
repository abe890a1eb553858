//! Starting: what is printed, what is served, and what stops the start.

use std::fs;

use crate::server::{Server, run, text};

async fn get(url: String) -> reqwest::Response {
    reqwest::get(url).await.expect("the server answers")
}

#[tokio::test]
async fn the_line_says_where_it_listens_and_it_is_ready_then() {
    let server = Server::start(&[], &[]);
    assert!(server.url.starts_with("http://127.0.0.1:"));
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        assert_eq!(get(server.url(path)).await.status(), 200, "{path}");
    }
    server.stop();
}

#[tokio::test]
async fn sockets_are_served_beside_and_only_to_allowed_origins_with_cors() {
    let server = Server::start(&["--cors-origins", "https://shop.example.com"], &[]);
    let client = reqwest::Client::new();
    let answer = client
        .get(server.url("/socket.io/?EIO=4&transport=polling"))
        .header("origin", "https://shop.example.com")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["access-control-allow-origin"],
        "https://shop.example.com"
    );
    let answer = client
        .get(server.url("/socket.io/?EIO=4&transport=polling"))
        .header("origin", "https://evil.example.com")
        .send()
        .await
        .unwrap();
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn metrics_tell_of_requests_and_the_outbox() {
    let server = Server::start(&[], &[]);
    get(server.url("/healthz")).await;
    let metrics = get(server.url("/metrics")).await.text().await.unwrap();
    for name in [
        "http_requests_total{",
        "http_request_seconds_bucket{",
        "frontdesk_outbox_ready 0",
        "frontdesk_outbox_dead 0",
        "frontdesk_database_bytes ",
    ] {
        assert!(metrics.contains(name), "{name} in {metrics}");
    }
}

#[tokio::test]
async fn metrics_ask_for_their_token() {
    let server = Server::start(&["--metrics-token", "for-prometheus"], &[]);
    assert_eq!(get(server.url("/metrics")).await.status(), 401);
    let ask = |token: &'static str| {
        reqwest::Client::new()
            .get(server.url("/metrics"))
            .bearer_auth(token)
            .send()
    };
    assert_eq!(ask("wrong").await.unwrap().status(), 401);
    assert_eq!(ask("for-prometheus").await.unwrap().status(), 200);
}

#[tokio::test]
async fn each_request_is_one_line_of_the_log_in_json_too() {
    let server = Server::start(&[], &[("LOG_FORMAT", "json")]);
    get(server.url("/healthz?token=secret")).await;
    let line = server.wait_for_log("/healthz");
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["route"], "/healthz");
    assert_eq!(line["status"], 200);
    assert!(!line.to_string().contains("secret"));
}

#[test]
fn what_is_wrong_with_the_configuration_stops_the_start_and_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("frontdesk.toml"), "offer_secconds = 5\n").unwrap();
    let output = run(
        dir.path(),
        &["serve", "--upload-max-bytes", "many"],
        &[("PUBLIC_URL", "desk.example.com")],
    );
    let said = text(&output.stderr);
    assert!(!output.status.success());
    for words in [
        "unknown key `offer_secconds`",
        "frontdesk.toml",
        "PUBLIC_URL (environment variable)",
        "UPLOAD_MAX_BYTES (flag --upload-max-bytes)",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!dir.path().join("data").exists(), "nothing was made");
}

#[test]
fn an_unknown_flag_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["serve", "--prot", "1"], &[]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("--prot"));
}

#[test]
fn a_port_that_is_taken_is_named_and_no_data_is_made() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let dir = tempfile::tempdir().unwrap();
    let output = run(
        dir.path(),
        &["serve", "--host", "127.0.0.1", "--port", &port],
        &[],
    );
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(said.contains("PORT") && said.contains(&port), "{said}");
    assert!(!dir.path().join("data").exists(), "nothing was made");
}

#[test]
fn notifications_are_not_encrypted_without_a_master_key() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(
        dir.path(),
        &["serve", "--port", "0"],
        &[("NOTIFY_ENCRYPT_AT_REST", "true")],
    );
    assert!(!output.status.success());
    let said = text(&output.stderr);
    for words in ["NOTIFY_ENCRYPT_AT_REST", "set FILES_MASTER_KEY"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn a_missing_key_set_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(
        dir.path(),
        &["serve", "--port", "0"],
        &[("JWT_JWKS", "none.json")],
    );
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(
        said.contains("JWT_JWKS: none.json cannot be read"),
        "{said}"
    );
}
