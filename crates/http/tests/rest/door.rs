//! What every request meets before its handler: identity, limits, CORS,
//! security headers, unknown paths and methods.

use axum::{body::Body, http::Method};
use frontdesk_desk::Rate;
use frontdesk_http::HttpOptions;
use frontdesk_model::Role;
use serde_json::json;

use crate::client::Server;

#[tokio::test]
async fn a_bad_token_is_a_401_even_where_none_is_needed() {
    let server = Server::start().await;
    let good = server.kit.token("maya", Role::User);
    let forged = format!("{}x", &good[..good.len() - 2]);
    for token in ["nonsense", "a.b.c", &forged] {
        for path in ["/auth/me", "/faq", "/search?q=parcel", "/categories"] {
            let answer = server.with_token(token).get(path).await;
            answer.fails(401, "unauthenticated");
        }
    }
    let basic = [("authorization", "Basic bWF5YTpwdw==")];
    let answer = server.anyone().get_with("/faq", &basic).await;
    answer.fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_holds_until_it_expires() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let me = maya.get("/auth/me").await.data();
    assert_eq!(
        me,
        json!({"id": "maya", "name": "Maya", "email": "maya@example.com", "role": "user"})
    );
    server
        .kit
        .clock
        .advance(std::time::Duration::from_secs(2 * 3_600));
    let body = maya.get("/auth/me").await.fails(401, "unauthenticated");
    assert!(body["detail"].as_str().unwrap().contains("expired"));
}

#[tokio::test]
async fn signing_in_does_not_mind_an_old_token() {
    let server = Server::with(|config| config.visitors = true, HttpOptions::default()).await;
    let caller = server.with_token("an old one");
    let body = json!({"name": "Kim"});
    let signed_in = caller.post("/auth/visitor", &body).await.data();
    let token = signed_in["token"].as_str().unwrap();
    let me = server.with_token(token).get("/auth/me").await.data();
    assert_eq!(me["name"], "Kim");

    caller
        .post(
            "/auth/login",
            &json!({"email": "a@b.c", "password": "wrong"}),
        )
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_desk_without_visitors_says_so() {
    let server = Server::start().await;
    let anyone = server.anyone();
    anyone
        .post("/auth/visitor", &json!({}))
        .await
        .fails(403, "forbidden");
    let config = anyone.get("/config").await.data();
    assert_eq!(config["visitors"], false);
    assert_eq!(config["uploadMaxBytes"], 10 * 1024 * 1024);
    assert!(config["uploadTypes"].as_array().unwrap().len() > 3);
}

#[tokio::test]
async fn an_unknown_path_of_the_api_is_a_problem_and_no_page() {
    let server = Server::start().await;
    for path in [
        "/no-such",
        "/api/other",
        "/api/support/tickets/1/2/3",
        "/faq/%ff",
    ] {
        server.anyone().get(path).await.fails(404, "not-found");
    }
    let answer = server.anyone().get("/ipfs/%ff").await;
    answer.fails(400, "invalid-input");
}

#[tokio::test]
async fn a_method_that_is_not_offered_is_a_405_with_those_that_are() {
    let server = Server::start().await;
    let answer = server.user("maya").delete("/tickets").await;
    answer.fails(405, "method-not-allowed");
    let allowed = answer.header("allow");
    assert!(allowed.contains("GET") && allowed.contains("POST"));
}

#[tokio::test]
async fn a_body_that_is_too_large_or_not_json_is_refused() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let huge = json!({"subject": "x".repeat(1024 * 1024)});
    maya.post("/tickets", &huge).await.fails(413, "too-large");
    let request = maya
        .request(Method::POST, "/tickets")
        .header("content-type", "application/json")
        .body(Body::from("{"))
        .unwrap();
    server.send(request).await.fails(400, "invalid-input");
}

#[tokio::test]
async fn too_many_writes_of_one_person_are_a_429_with_retry_after() {
    let rate = Rate {
        per_second: 1,
        burst: 2,
    };
    let server = Server::with(
        |config| config.write_rate = Some(rate),
        HttpOptions::default(),
    )
    .await;
    let maya = server.user("maya");
    let read_all = "/notifications/read-all";
    maya.post(read_all, &json!({})).await.data();
    maya.post(read_all, &json!({})).await.data();
    let refused = maya.post(read_all, &json!({})).await;
    refused.fails(429, "rate-limited");
    assert_eq!(refused.header("retry-after"), "1");
    maya.get("/notifications").await.data();
    server.user("jonas").post(read_all, &json!({})).await.data();
}

#[tokio::test]
async fn anonymous_reads_are_counted_by_the_address_the_proxy_gives() {
    let rate = Rate {
        per_second: 1,
        burst: 1,
    };
    let options = |trust_proxy| HttpOptions {
        trust_proxy,
        ..HttpOptions::default()
    };
    let from = |address| [("x-forwarded-for", address)];
    let server = Server::with(|config| config.read_rate = Some(rate), options(true)).await;
    let anyone = server.anyone();
    let one = from("6.6.6.6, 203.0.113.7");
    anyone.get_with("/faq", &one).await.data();
    let refused = anyone.get_with("/faq", &from("203.0.113.7")).await;
    refused.fails(429, "rate-limited");
    anyone.get_with("/faq", &from("203.0.113.8")).await.data();
    server.user("maya").get_with("/faq", &one).await.data();

    let server = Server::with(|config| config.read_rate = Some(rate), options(false)).await;
    let anyone = server.anyone();
    anyone.get_with("/faq", &from("203.0.113.7")).await.data();
    let refused = anyone.get_with("/faq", &from("203.0.113.8")).await;
    refused.fails(429, "rate-limited");
}

#[tokio::test]
async fn only_listed_origins_may_call_the_api() {
    let options = HttpOptions {
        cors_origins: vec!["https://shop.example.com".into()],
        ..HttpOptions::default()
    };
    let server = Server::with(|_| {}, options).await;
    let anyone = server.anyone();
    let preflight = |origin| {
        [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            (
                "access-control-request-headers",
                "authorization,idempotency-key",
            ),
        ]
    };
    let listed = preflight("https://shop.example.com");
    let answer = anyone.bare(Method::OPTIONS, "/tickets", &listed).await;
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://shop.example.com"
    );
    let allowed = answer.header("access-control-allow-headers");
    assert!(allowed.contains("authorization") && allowed.contains("idempotency-key"));
    let answer = anyone.get_with("/faq", &listed[..1]).await;
    assert!(
        answer
            .header("access-control-expose-headers")
            .contains("retry-after")
    );

    for origin in [
        "https://evil.example",
        "https://shop.example.com.evil.example",
    ] {
        let other = preflight(origin);
        let answer = anyone.bare(Method::OPTIONS, "/tickets", &other).await;
        assert_eq!(answer.header("access-control-allow-origin"), "");
        let answer = anyone.get_with("/faq", &other[..1]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn a_refusal_can_be_read_by_a_listed_origin_too() {
    let options = HttpOptions {
        cors_origins: vec!["https://shop.example.com".into()],
        ..HttpOptions::default()
    };
    let server = Server::with(|_| {}, options).await;
    let origin = [("origin", "https://shop.example.com")];
    let answer = server.anyone().get_with("/tickets", &origin).await;
    answer.fails(401, "unauthenticated");
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://shop.example.com"
    );
}

#[tokio::test]
async fn every_answer_carries_security_headers_and_a_request_id() {
    let options = HttpOptions {
        hsts: true,
        ..HttpOptions::default()
    };
    let server = Server::with(|_| {}, options).await;
    let id = [("x-request-id", "trace-7")];
    let answer = server.anyone().get_with("/faq", &id).await;
    assert_eq!(answer.header("x-request-id"), "trace-7");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age=")
    );
    let answer = server.anyone().get("/healthz").await;
    assert_eq!(answer.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn a_running_desk_is_healthy_and_ready() {
    let server = Server::start().await;
    let anyone = server.anyone();
    assert_eq!(anyone.get("/healthz").await.json()["status"], "ok");
    assert_eq!(anyone.get("/readyz").await.json()["status"], "ready");
}
