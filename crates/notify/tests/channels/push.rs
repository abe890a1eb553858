//! Web push to a push service that checks the desk's signature, and a browser that
//! decrypts.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use axum::http::{
    StatusCode,
    header::{LOCATION, RETRY_AFTER},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use frontdesk_notify::{
    Guard, SendError, Sent,
    push::{
        PAYLOAD_MAX_BYTES, PushMessage, PushSender, ReceiverKeys, Subscription, Topic, Urgency,
        VapidKey,
    },
};
use serde_json::Value;

use crate::peer::{Peer, Received};

const NOW: u64 = 1_769_851_800;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

fn message(payload: &[u8]) -> PushMessage {
    PushMessage {
        payload: payload.to_vec(),
        ttl: Duration::from_secs(3_600),
        urgency: Urgency::High,
        topic: Some(Topic::of("conversation-7")),
    }
}

/// A browser that has subscribed at a push service.
struct Browser {
    keys: ReceiverKeys,
    service: Peer,
    sender: PushSender,
}

impl Browser {
    async fn new() -> Self {
        let key = Arc::new(VapidKey::generate().unwrap());
        let contact = "mailto:desk@example.com".parse().unwrap();
        Self {
            keys: ReceiverKeys::generate().unwrap(),
            service: Peer::start().await,
            sender: PushSender::new(key, contact, Guard::new(true)).unwrap(),
        }
    }

    fn subscription(&self) -> Subscription {
        let (p256dh, auth) = self.keys.public().encoded();
        let endpoint = self.service.url.join("send/abc").unwrap();
        Subscription::new(endpoint.as_str(), &p256dh, &auth, &Guard::new(true)).unwrap()
    }

    async fn send(&self, message: &PushMessage) -> Result<Sent, SendError> {
        self.sender.send(&self.subscription(), message, now()).await
    }
}

/// The claims of the token, checked with the key that browsers subscribed with.
fn identified(request: &Received, key: &str) -> Value {
    let authorization = request.header("authorization").unwrap();
    let rest = authorization.strip_prefix("vapid ").unwrap();
    let (token, given) = rest.split_once(", ").unwrap();
    assert_eq!(given.strip_prefix("k="), Some(key));
    let (signed, signature) = token.strip_prefix("t=").unwrap().rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, BASE64.decode(key).unwrap())
        .verify(signed.as_bytes(), &BASE64.decode(signature).unwrap())
        .unwrap();
    let claims = signed.split_once('.').unwrap().1;
    serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap()
}

#[tokio::test]
async fn a_browser_decrypts_what_its_push_service_took() {
    let browser = Browser::new().await;
    let place = "https://push.example.com/m/1";
    browser
        .service
        .answer((StatusCode::CREATED, [(LOCATION, place)]));
    let sent = browser
        .send(&message("{\"title\":\"Grüße\"}".as_bytes()))
        .await
        .unwrap();
    assert_eq!(sent.provider_id.as_deref(), Some(place));

    let request = browser.service.only();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/send/abc")
    );
    for (name, value) in [
        ("ttl", "3600"),
        ("urgency", "high"),
        ("topic", "conversation-7"),
        ("content-encoding", "aes128gcm"),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
    let claims = identified(&request, &browser.sender.public_key());
    assert_eq!(
        claims["aud"],
        browser.service.url.origin().ascii_serialization()
    );
    assert_eq!(claims["sub"], "mailto:desk@example.com");
    let lifetime = claims["exp"].as_u64().unwrap() - NOW;
    assert!((1..=24 * 3_600).contains(&lifetime), "{lifetime}");
    let plain = browser.keys.decrypt(&request.body).unwrap();
    assert_eq!(plain, "{\"title\":\"Grüße\"}".as_bytes());
}

#[tokio::test]
async fn the_largest_payload_stays_within_what_push_services_take() {
    let browser = Browser::new().await;
    browser
        .send(&message(&[b'x'; PAYLOAD_MAX_BYTES]))
        .await
        .unwrap();
    assert!(browser.service.only().body.len() <= 4_096);
    let too_large = browser.send(&message(&[b'x'; 4_096])).await;
    assert!(
        matches!(too_large, Err(SendError::Permanent(_))),
        "{too_large:?}"
    );
    assert_eq!(browser.service.received().len(), 1);
}

#[tokio::test]
async fn answers_tell_whether_to_try_again() {
    let browser = Browser::new().await;
    for status in [StatusCode::NOT_FOUND, StatusCode::GONE] {
        browser.service.answer(status);
        let error = browser.send(&message(b"x")).await.unwrap_err();
        assert!(matches!(error, SendError::Gone(_)), "{status}: {error:?}");
    }
    for status in [
        StatusCode::BAD_REQUEST,
        StatusCode::FORBIDDEN,
        StatusCode::PAYLOAD_TOO_LARGE,
    ] {
        browser.service.answer(status);
        let error = browser.send(&message(b"x")).await.unwrap_err();
        assert!(
            matches!(error, SendError::Permanent(_)),
            "{status}: {error:?}"
        );
    }
    for (status, header, wait) in [
        (StatusCode::TOO_MANY_REQUESTS, "120", Some(120)),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "Sat, 31 Jan 2026 09:31:00 GMT",
            Some(60),
        ),
        (StatusCode::BAD_GATEWAY, "perhaps", None),
    ] {
        browser.service.answer((status, [(RETRY_AFTER, header)]));
        let error = browser.send(&message(b"x")).await.unwrap_err();
        // What is asked of one subscription says nothing of the others.
        let is_busy = status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(error.is_of_service(), !is_busy, "{status}");
        let SendError::Temporary {
            retry_after, why, ..
        } = error
        else {
            panic!("{status}: {error:?}")
        };
        assert_eq!(retry_after, wait.map(Duration::from_secs), "{why}");
    }
}

#[tokio::test]
async fn an_endpoint_that_has_become_private_is_not_called() {
    let browser = Browser::new().await;
    let key = Arc::new(VapidKey::generate().unwrap());
    let contact = "mailto:desk@example.com".parse().unwrap();
    let careful = PushSender::new(key, contact, Guard::new(false)).unwrap();
    let refused = careful
        .send(&browser.subscription(), &message(b"x"), now())
        .await;
    assert!(
        matches!(refused, Err(SendError::Permanent(_))),
        "{refused:?}"
    );
    assert!(browser.service.received().is_empty());
}
