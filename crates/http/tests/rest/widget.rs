//! What the embeddable widget reads, what admins set about it, and who may
//! embed it. What its files hold depends on the build: these hold without.

use axum::{
    body::Body,
    http::{Method, Request},
};
use frontdesk_http::HttpOptions;
use serde_json::{Value, json};

use crate::client::{Answer, Caller, Server};

const SHOP: (&str, &str) = ("origin", "https://shop.example");
const OTHER: (&str, &str) = ("origin", "https://other.example");

async fn set(caller: &Caller<'_>, body: &Value) -> Answer {
    caller
        .json(Method::PUT, "/widget/settings", &[], body)
        .await
}

async fn fetch(server: &Server, path: &str) -> Answer {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    server.send(request).await
}

#[tokio::test]
async fn any_page_may_read_how_the_widget_looks() {
    let server = Server::start().await;
    let read = server.anyone().get_with("/widget/config", &[SHOP]).await;
    assert_eq!(read.header("access-control-allow-origin"), SHOP.1);
    assert_eq!(read.header("cache-control"), "public, max-age=60");
    let config = read.data();
    assert_eq!(config["color"], "#4338ca");
    assert_eq!(config["textColor"], "#ffffff");
    assert_eq!(config["side"], "right");
    assert_eq!(config["visitors"], false);
    assert_eq!(config["allowedOrigins"], Value::Null);
    // Nothing else is any page's to read.
    let other = server.anyone().get_with("/faq", &[SHOP]).await;
    assert_eq!(other.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn admins_set_it_and_it_holds_at_once() {
    let server = Server::start().await;
    let ada = server.admin("ada");
    let read = ada.get("/widget/settings").await.data();
    assert_eq!(read["articles"], true);
    assert_eq!(read["allowedOrigins"], json!([]));
    let body = json!({
        "name": " Fernway ", "color": "#FFD400", "side": "left", "language": "de",
        "offsetY": 80, "chat": false, "allowedOrigins": ["https://Shop.example/"]
    });
    let kept = set(&ada, &body).await.data();
    assert_eq!(kept["name"], "Fernway");
    assert_eq!(kept["allowedOrigins"], json!(["https://shop.example"]));
    let config = server.anyone().get("/widget/config").await.data();
    assert_eq!(config["color"], "#ffd400");
    assert_eq!(config["textColor"], "#000000");
    assert_eq!(config["offsetY"], 80);
    assert_eq!(config["offsetX"], 20);
    assert_eq!(config["chat"], false);
    let log = ada.get("/audit?action=widget.set").await.json();
    assert_eq!(log["data"][0]["details"]["color"], "#ffd400");
    assert_eq!(log["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_else_sees_or_sets_the_settings_and_bad_ones_change_nothing() {
    let server = Server::start().await;
    for caller in [server.agent("sam"), server.user("maya")] {
        let read = caller.get("/widget/settings").await;
        read.fails(403, "forbidden");
        set(&caller, &json!({})).await.fails(403, "forbidden");
    }
    let ada = server.admin("ada");
    let refused = set(&ada, &json!({"color": "red", "offsetX": 201})).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["offsetX", "color"]);
    set(&ada, &json!({"side": "middle"}))
        .await
        .fails(400, "invalid-input");
    assert_eq!(ada.get("/widget/settings").await.data()["color"], "#4338ca");
}

#[tokio::test]
async fn only_listed_origins_may_embed_it() {
    let server = Server::start().await;
    let policy = async || {
        let frame = fetch(&server, "/widget/frame").await;
        frame.header("content-security-policy").to_owned()
    };
    assert!(policy().await.ends_with("frame-ancestors *"));
    let origins = json!({"allowedOrigins": ["https://shop.example"]});
    set(&server.admin("ada"), &origins).await.data();
    let listed = policy().await;
    assert!(
        listed.ends_with("frame-ancestors 'self' https://shop.example"),
        "{listed}"
    );
    let anyone = server.anyone();
    let shop = anyone.get_with("/widget/config", &[SHOP]).await;
    assert_eq!(shop.header("access-control-allow-origin"), SHOP.1);
    shop.data();
    let refused = anyone.get_with("/widget/config", &[OTHER]).await;
    refused.fails(403, "forbidden");
    // The launcher reads why.
    assert_eq!(refused.header("access-control-allow-origin"), OTHER.1);
}

#[tokio::test]
async fn the_launcher_is_for_every_page_and_nothing_but_the_frame_is_framed() {
    let server = Server::start().await;
    let launcher = fetch(&server, "/widget.js").await;
    assert!([200, 503].contains(&launcher.status.as_u16()));
    assert_eq!(
        launcher.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    for path in [
        "/widget.js",
        "/",
        "/widget/assets/gone.js",
        "/widget/nothing",
    ] {
        let answer = fetch(&server, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
    }
    for path in ["/widget/assets/gone.js", "/widget/nothing"] {
        fetch(&server, path).await.fails(404, "not-found");
    }
}

#[tokio::test]
async fn the_demos_page_is_there_with_the_demo_alone() {
    let plain = Server::start().await;
    // A page of the web app, as every other path.
    let page = fetch(&plain, "/demo").await.text();
    let options = HttpOptions {
        demo: true,
        ..HttpOptions::default()
    };
    let demo = Server::with(|_| {}, options).await;
    let answer = fetch(&demo, "/demo").await;
    if answer.status == 200 {
        assert!(answer.text().contains("/widget.js"));
        assert!(!page.contains("/widget.js"));
    }
}
