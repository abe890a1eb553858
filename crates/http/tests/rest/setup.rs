//! How far a desk is set up, and the manifest by which it is installed.

use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::{Value, json};

use crate::client::Server;

async fn state(server: &Server) -> Value {
    server.admin("ada").get("/setup").await.data()
}

#[tokio::test]
async fn a_new_desk_has_nothing_but_its_admin() {
    let server = Server::start().await;
    let setup = state(&server).await;
    let things = ["hours", "brand", "widget", "article", "searchModel"];
    for thing in things {
        assert_eq!(setup[thing], false, "{thing}");
    }
    assert_eq!(setup["teamsWithMembers"], 0);
}

#[tokio::test]
async fn what_an_admin_sets_counts_at_once() {
    let server = Server::start().await;
    let ada = server.admin("ada");
    ada.json(
        Method::PUT,
        "/chat/hours",
        &[],
        &json!({"timeZone": "Europe/Berlin", "alwaysOpen": true}),
    )
    .await
    .data();
    ada.json(Method::PUT, "/widget/settings", &[], &json!({}))
        .await
        .data();
    let setup = state(&server).await;
    assert_eq!(setup["hours"], true);
    // Saved as it was: there, but without a brand.
    assert_eq!([&setup["widget"], &setup["brand"]], [true, false]);
    ada.json(
        Method::PUT,
        "/widget/settings",
        &[],
        &json!({"color": "#ffd400"}),
    )
    .await
    .data();
    ada.post(
        "/faq",
        &json!({"question": "Draft?", "answer": "Yes.", "isPublished": false}),
    )
    .await
    .data();
    let setup = state(&server).await;
    assert_eq!([&setup["brand"], &setup["article"]], [true, false]);
    ada.post(
        "/faq",
        &json!({"question": "Out?", "answer": "Yes.", "isPublished": true}),
    )
    .await
    .data();
    let team = json!({"name": "Returns", "members": ["ada"]});
    ada.post("/teams", &team).await.data();
    let setup = state(&server).await;
    assert_eq!(setup["article"], true);
    assert_eq!(setup["teamsWithMembers"], 1);
}

#[tokio::test]
async fn only_admins_may_ask() {
    let server = Server::start().await;
    assert_eq!(server.agent("sam").get("/setup").await.status, 403);
    assert_eq!(server.anyone().get("/setup").await.status, 401);
}

#[tokio::test]
async fn the_manifest_names_the_desk() {
    let server = Server::start().await;
    for (path, start) in [
        ("/manifest.webmanifest", "/"),
        ("/manifest.webmanifest?for=console", "/console"),
        ("/manifest.webmanifest?for=something", "/"),
    ] {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let answer = server.send(request).await;
        assert_eq!(answer.header("content-type"), "application/manifest+json");
        let manifest: Value = serde_json::from_str(&answer.text()).unwrap();
        assert_eq!(manifest["start_url"], start, "{path}");
    }
}
