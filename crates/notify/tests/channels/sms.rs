//! Text messages to providers of both kinds.

use std::{
    collections::HashMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::http::{StatusCode, header::RETRY_AFTER};
use frontdesk_notify::{
    SendError, Sent,
    sms::{Sms, SmsConfig, SmsSender, SmsText},
};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::peer::Peer;

const NUMBER: &str = "+4915112345678";

fn sms() -> Sms {
    Sms {
        id: "d7".to_owned(),
        to: NUMBER.parse().unwrap(),
        text: SmsText::compose("Grüße & 5 € +1", Some("https://desk.example.com/t/7"), 2),
    }
}

async fn send(url: &str) -> Result<Sent, SendError> {
    let receipts = "https://desk.example.com/receipts".parse().unwrap();
    let config = SmsConfig {
        url: url.parse().unwrap(),
        receipts: Some(receipts),
    };
    let now: SystemTime = UNIX_EPOCH + Duration::from_secs(1_769_851_800);
    SmsSender::new(config).unwrap().send(&sms(), now).await
}

fn twilio(peer: &Peer, from: &str) -> String {
    let place = peer.url.authority();
    format!("twilio://AC12:t0ken@{place}?from={from}&http=true")
}

fn generic(peer: &Peer) -> String {
    let place = peer.url.authority();
    format!("http://:t0ken@{place}/send?route=7&from=Frontdesk")
}

#[tokio::test]
async fn a_provider_like_twilio_gets_its_form() {
    let peer = Peer::start().await;
    peer.answer((StatusCode::CREATED, r#"{"sid": "SM1", "status": "queued"}"#));
    let sent = send(&twilio(&peer, "+15551234567")).await.unwrap();
    assert_eq!(sent.provider_id.as_deref(), Some("SM1"));

    let request = peer.only();
    assert_eq!(request.path, "/2010-04-01/Accounts/AC12/Messages.json");
    // `AC12:t0ken`.
    assert_eq!(
        request.header("authorization"),
        Some("Basic QUMxMjp0MGtlbg==")
    );
    let content_type = request.header("content-type").unwrap();
    assert!(
        content_type.starts_with("application/x-www-form-urlencoded"),
        "{content_type}"
    );
    let form: HashMap<_, _> = form_urlencoded::parse(&request.body).into_owned().collect();
    for (name, value) in [
        ("From", "+15551234567"),
        ("To", NUMBER),
        ("Body", "Grüße & 5 € +1 https://desk.example.com/t/7"),
        (
            "StatusCallback",
            "https://desk.example.com/receipts?message=d7",
        ),
    ] {
        assert_eq!(form.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_messaging_service_is_named_as_one() {
    let peer = Peer::start().await;
    let service = format!("MG{}", "0a".repeat(16));
    send(&twilio(&peer, &service)).await.unwrap();
    let form: HashMap<_, _> = form_urlencoded::parse(&peer.only().body)
        .into_owned()
        .collect();
    assert_eq!(form.get("MessagingServiceSid"), Some(&service));
    assert_eq!(form.get("From"), None);
}

#[tokio::test]
async fn codes_of_twilio_tell_whether_to_try_again() {
    let peer = Peer::start().await;
    let url = twilio(&peer, "+15551234567");
    let code = |code: u32| {
        let message = format!("The number {NUMBER} is not valid");
        json!({ "code": code, "message": message }).to_string()
    };
    for gone in [21_211, 21_610, 21_614] {
        peer.answer((StatusCode::BAD_REQUEST, code(gone)));
        let error = send(&url).await.unwrap_err();
        assert!(matches!(error, SendError::Gone(_)), "{error:?}");
        assert!(!error.to_string().contains("4915"), "{error}");
    }
    peer.answer((StatusCode::BAD_REQUEST, code(21_408)));
    let error = send(&url).await.unwrap_err();
    assert!(matches!(error, SendError::Permanent(_)), "{error:?}");
    for (status, body) in [
        (StatusCode::UNAUTHORIZED, code(20_003)),
        (StatusCode::BAD_REQUEST, code(21_606)),
        (StatusCode::TOO_MANY_REQUESTS, code(20_429)),
        (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    ] {
        peer.answer((status, [(RETRY_AFTER, "7")], body));
        let error = send(&url).await.unwrap_err();
        assert!(error.is_of_service(), "{error:?}");
        let SendError::Temporary { retry_after, .. } = error else {
            panic!("{error:?}")
        };
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
    }
    // A telephone that is off, and what is new in the dictionary.
    for of_number in [30_003, 21_799] {
        peer.answer((StatusCode::BAD_REQUEST, code(of_number)));
        let error = send(&url).await.unwrap_err();
        assert!(matches!(error, SendError::Temporary { .. }), "{error:?}");
        assert!(!error.is_of_service(), "{error:?}");
    }
}

#[tokio::test]
async fn a_provider_of_json_gets_the_message_and_its_key() {
    let peer = Peer::start().await;
    peer.answer(r#"{"id": "p1"}"#);
    let sent = send(&generic(&peer)).await.unwrap();
    assert_eq!(sent.provider_id.as_deref(), Some("p1"));
    let request = peer.only();
    assert_eq!(request.path, "/send?route=7");
    assert_eq!(request.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(request.header("idempotency-key"), Some("d7"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(
        body,
        json!({
            "id": "d7",
            "from": "Frontdesk",
            "to": NUMBER,
            "body": "Grüße & 5 € +1 https://desk.example.com/t/7",
            "segments": 1,
            "receipts": "https://desk.example.com/receipts"
        })
    );
}

#[tokio::test]
async fn answers_of_a_provider_of_json_tell_whether_to_try_again() {
    let peer = Peer::start().await;
    let url = generic(&peer);
    peer.answer((
        StatusCode::UNPROCESSABLE_ENTITY,
        r#"{"code": "invalid-number"}"#,
    ));
    let gone = send(&url).await.unwrap_err();
    assert!(matches!(gone, SendError::Gone(_)), "{gone:?}");
    peer.answer((StatusCode::UNPROCESSABLE_ENTITY, "not JSON"));
    let refused = send(&url).await.unwrap_err();
    assert!(matches!(refused, SendError::Permanent(_)), "{refused:?}");
    for status in [
        StatusCode::FORBIDDEN,
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::BAD_GATEWAY,
    ] {
        peer.answer(status);
        let error = send(&url).await.unwrap_err();
        assert!(
            matches!(error, SendError::Temporary { .. }),
            "{status}: {error:?}"
        );
    }
    for (status, of_service) in [
        (StatusCode::PAYMENT_REQUIRED, true),
        (StatusCode::CONFLICT, false),
    ] {
        peer.answer(status);
        assert_eq!(send(&url).await.unwrap_err().is_of_service(), of_service);
    }
}
