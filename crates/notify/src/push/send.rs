//! One request to a push service, and what its answer means (RFC 8030).

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use reqwest::{StatusCode, header};

use super::{Contact, Subscription, VapidKey, encrypt};
use crate::{
    Guard, SendError, Sent,
    http::{Answer, ask},
};

/// The longest time that push services keep a message.
const TTL_MAX: Duration = Duration::from_secs(28 * 24 * 3600);
/// Characters of a topic at most (RFC 8030, section 5.4).
const TOPIC_MAX_CHARS: usize = 32;

/// What makes a waiting message replace an earlier one: characters of base64url.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic(String);

impl Topic {
    /// The topic of a name, always the same for the same name: the name itself
    /// where it is a topic, else a digest of it.
    pub fn of(name: &str) -> Self {
        let fits = (1..=TOPIC_MAX_CHARS).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits {
            return Self(name.to_owned());
        }
        // 24 bytes are 32 characters.
        Self(BASE64.encode(&digest(&SHA256, name.as_bytes()).as_ref()[..24]))
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How much of a device's battery a message is worth (RFC 8030, section 5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Urgency {
    /// On power and on a network that costs nothing.
    VeryLow,
    /// On either.
    Low,
    /// On neither.
    #[default]
    Normal,
    /// With a low battery as well.
    High,
}

impl Urgency {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// A message to one browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PushMessage {
    /// What the service worker gets; see [`PushNote::encode`](super::PushNote::encode).
    pub payload: Vec<u8>,
    /// How long the push service may keep it for a device that is away; whole
    /// seconds, at most 28 days.
    pub ttl: Duration,
    pub urgency: Urgency,
    pub topic: Option<Topic>,
}

/// Sends to push services. Cheap to clone.
#[derive(Clone)]
pub struct PushSender {
    client: reqwest::Client,
    guard: Guard,
    key: Arc<VapidKey>,
    contact: Contact,
}

impl PushSender {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(key: Arc<VapidKey>, contact: Contact, guard: Guard) -> Result<Self, SendError> {
        Ok(Self {
            client: guard.client()?,
            guard,
            key,
            contact,
        })
    }

    /// What browsers subscribe with, in base64url.
    pub fn public_key(&self) -> String {
        self.key.public_key()
    }

    /// Hands a message to the browser's push service. When this returns, the
    /// service has taken it; the provider's id is the message's own address there.
    ///
    /// # Errors
    /// `Gone` when the subscription has ended and should be removed; `Permanent`
    /// when the message or the desk's key is refused; else `Temporary`.
    pub async fn send(
        &self,
        to: &Subscription,
        message: &PushMessage,
        now: SystemTime,
    ) -> Result<Sent, SendError> {
        self.guard.check(&to.endpoint).map_err(permanent)?;
        let body = encrypt(&to.keys, &message.payload).map_err(permanent)?;
        let authorization = self
            .key
            .authorization(&to.endpoint, &self.contact, now)
            .map_err(permanent)?;
        let mut request = self
            .client
            .post(to.endpoint.clone())
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", message.ttl.min(TTL_MAX).as_secs())
            .header("urgency", message.urgency.as_str())
            .body(body);
        if let Some(topic) = &message.topic {
            request = request.header("topic", topic.as_str());
        }
        meaning(&ask(request).await?, now)
    }
}

impl fmt::Debug for PushSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PushSender({:?})", self.key)
    }
}

fn permanent(error: impl fmt::Display) -> SendError {
    SendError::Permanent(error.to_string())
}

fn meaning(answer: &Answer, now: SystemTime) -> Result<Sent, SendError> {
    let status = answer.status;
    if status.is_success() {
        let place = answer.headers.get(header::LOCATION);
        return Ok(Sent {
            provider_id: place
                .and_then(|place| place.to_str().ok())
                .map(str::to_owned),
        });
    }
    Err(match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            SendError::Gone("the subscription has ended".to_owned())
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            SendError::Permanent("the push service finds the message too large".to_owned())
        }
        // Services bound what one subscription gets (RFC 8030, section 8.4).
        StatusCode::TOO_MANY_REQUESTS => answer
            .temporary(format!("the push service answered {status}"), now)
            .of_recipient(),
        StatusCode::REQUEST_TIMEOUT => {
            answer.temporary(format!("the push service answered {status}"), now)
        }
        status if status.is_client_error() => {
            SendError::Permanent(format!("the push service answered {status}"))
        }
        status => answer.temporary(format!("the push service answered {status}"), now),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_stable_and_always_one_that_may_be_sent() {
        assert_eq!(Topic::of("ticket-7").as_str(), "ticket-7");
        let uuid = "0199c3a2-7a52-7c3e-9d52-3f7a54c1b2aa";
        let topic = Topic::of(uuid);
        assert_eq!(topic, Topic::of(uuid));
        for name in ["", uuid, "a b", "ü", &"x".repeat(33)] {
            let topic = Topic::of(name);
            assert_eq!(topic.as_str().len(), 32, "{name}");
            assert_eq!(topic, Topic::of(topic.as_str()));
        }
    }
}
