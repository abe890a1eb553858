//! Webhooks to a receiver that checks signatures as the specification says.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use axum::{
    body::{Body, Bytes},
    http::{
        StatusCode,
        header::{LOCATION, RETRY_AFTER},
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use frontdesk_notify::{
    Guard, SendError,
    webhook::{Webhook, WebhookSecret, WebhookSender},
};
use tokio::net::TcpListener;
use url::Url;

use crate::peer::{Peer, Received};

const NOW: u64 = 1_769_851_800;

fn event() -> Webhook {
    Webhook {
        id: "0199c3a2-7a52-7c3e-9d52-3f7a54c1b2aa".to_owned(),
        body: r#"{"type":"ticket.created","data":{"subject":"Grüße"}}"#.into(),
    }
}

async fn post(to: &Url, secrets: &[WebhookSecret]) -> Result<(), SendError> {
    let now: SystemTime = UNIX_EPOCH + Duration::from_secs(NOW);
    let sender = WebhookSender::new(Guard::new(true)).unwrap();
    sender.send(to, secrets, &event(), now).await.map(|_| ())
}

/// Whether one of the signatures is that of the secret, as receivers look.
fn is_signed(request: &Received, secret: &WebhookSecret) -> bool {
    let key = BASE64
        .decode(secret.reveal().strip_prefix("whsec_").unwrap())
        .unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let head = ["webhook-id", "webhook-timestamp"].map(|name| request.header(name).unwrap());
    let signed = [
        head[0].as_bytes(),
        b".",
        head[1].as_bytes(),
        b".",
        &request.body,
    ]
    .concat();
    let signatures = request.header("webhook-signature").unwrap();
    signatures.split(' ').any(|signature| {
        let signature = BASE64
            .decode(signature.strip_prefix("v1,").unwrap())
            .unwrap();
        hmac::verify(&key, &signed, &signature).is_ok()
    })
}

fn secrets() -> [WebhookSecret; 3] {
    [(); 3].map(|()| WebhookSecret::generate().unwrap())
}

#[tokio::test]
async fn a_receiver_with_either_secret_believes_it_and_nobody_else() {
    let peer = Peer::start().await;
    let [new, old, foreign] = secrets();
    post(
        &peer.url.join("hook?tenant=1").unwrap(),
        &[new.clone(), old.clone()],
    )
    .await
    .unwrap();
    let request = peer.only();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/hook?tenant=1")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("webhook-id"), Some(event().id.as_str()));
    assert_eq!(request.header("webhook-timestamp"), Some("1769851800"));
    assert_eq!(request.body, event().body);
    assert!(is_signed(&request, &new) && is_signed(&request, &old));
    assert!(!is_signed(&request, &foreign));
}

#[tokio::test]
async fn answers_tell_whether_to_try_again() {
    let peer = Peer::start().await;
    let [secret, ..] = secrets();
    let secrets = [secret];
    peer.answer(StatusCode::GONE);
    let gone = post(&peer.url, &secrets).await;
    assert!(matches!(gone, Err(SendError::Gone(_))), "{gone:?}");
    for status in [
        StatusCode::BAD_REQUEST,
        StatusCode::NOT_FOUND,
        StatusCode::BAD_GATEWAY,
    ] {
        peer.answer(status);
        let error = post(&peer.url, &secrets).await.unwrap_err();
        assert!(
            matches!(error, SendError::Temporary { .. }),
            "{status}: {error:?}"
        );
    }
    peer.answer((StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "600")]));
    let error = post(&peer.url, &secrets).await.unwrap_err();
    let SendError::Temporary { retry_after, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(retry_after, Some(Duration::from_secs(600)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let peer = Peer::start().await;
    let [secret, ..] = secrets();
    peer.answer((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, "/elsewhere")]));
    let error = post(&peer.url, &[secret]).await.unwrap_err();
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
    assert_eq!(peer.only().path, "/");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_it() {
    let peer = Peer::start().await;
    let [secret, ..] = secrets();
    let piece = Bytes::from_static(&[b'x'; 8_192]);
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
    peer.answer((StatusCode::OK, Body::from_stream(endless)));
    post(&peer.url, &[secret]).await.unwrap();
}

/// Time runs by itself when nobody has anything to do.
#[tokio::test(start_paused = true)]
async fn a_receiver_that_never_answers_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/secret-path", listener.local_addr().unwrap());
    let [secret, ..] = secrets();
    let error = post(&url.parse().unwrap(), &[secret]).await.unwrap_err();
    assert_eq!(error, SendError::temporary("no answer within 15 s"));
}

#[tokio::test]
async fn why_nobody_answered_is_told_without_the_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/secret-path?key=hunter2",
        listener.local_addr().unwrap()
    );
    drop(listener);
    let [secret, ..] = secrets();
    let error = post(&url.parse().unwrap(), &[secret]).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary { .. }), "{error:?}");
    let why = error.to_string();
    assert!(
        !why.contains("secret-path") && !why.contains("hunter2"),
        "{why}"
    );
}
