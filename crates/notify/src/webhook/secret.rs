//! What webhooks are signed with, and the signature.

use std::fmt;

use aws_lc_rs::{hmac, rand};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

/// Written before a secret.
const PREFIX: &str = "whsec_";
/// Bytes that a secret may have, by the specification.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// Bytes of a new one.
const NEW_SECRET_BYTES: usize = 32;

/// What is wrong with a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SecretError {
    /// It is not written as the specification asks.
    #[error("must be whsec_ and 24 to 64 bytes in base64")]
    Format,
    /// None can be made.
    #[error("the system gives no random bytes")]
    Random,
}

/// A secret that is shared with one receiver.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`SecretError::Random`].
    pub fn generate() -> Result<Self, SecretError> {
        let mut bytes = vec![0; NEW_SECRET_BYTES];
        rand::fill(&mut bytes).map_err(|_| SecretError::Random)?;
        Ok(Self(bytes))
    }

    /// From `whsec_…`, or the base64 alone.
    ///
    /// # Errors
    /// [`SecretError::Format`].
    pub fn read(text: &str) -> Result<Self, SecretError> {
        let encoded = text.strip_prefix(PREFIX).unwrap_or(text);
        let bytes = BASE64.decode(encoded).map_err(|_| SecretError::Format)?;
        if SECRET_BYTES.contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(SecretError::Format)
        }
    }

    /// As it is shown once to whoever sets up the receiver: `whsec_…`.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    /// `v1,` and the HMAC-SHA256 of id, time (seconds since 1970) and body in base64.
    pub fn sign(&self, id: &str, timestamp: u64, body: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let mut context = hmac::Context::with_key(&key);
        let timestamp = timestamp.to_string();
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            context.update(part);
        }
        format!("v1,{}", BASE64.encode(context.sign()))
    }
}

/// Says nothing of the secret.
impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret")
    }
}

/// The value of `webhook-signature`: one signature a secret, so that receivers may
/// know the old or the new one while it is changed.
pub fn signature_header(
    secrets: &[WebhookSecret],
    id: &str,
    timestamp: u64,
    body: &[u8],
) -> String {
    let signatures: Vec<_> = secrets
        .iter()
        .map(|secret| secret.sign(id, timestamp, body))
        .collect();
    signatures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /// The example of the specification's reference libraries.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret = WebhookSecret::read(EXAMPLE).unwrap();
        assert_eq!(secret.sign(ID, 1_614_265_330, BODY), SIGNATURE);
        let bare = WebhookSecret::read(EXAMPLE.trim_start_matches(PREFIX)).unwrap();
        assert_eq!(bare, secret);
    }

    #[test]
    fn while_a_secret_is_changed_both_have_signed() {
        let [old, new] = [
            WebhookSecret::read(EXAMPLE).unwrap(),
            WebhookSecret::generate().unwrap(),
        ];
        let header = signature_header(&[new.clone(), old], ID, 1_614_265_330, BODY);
        let [first, second] = header.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{header}")
        };
        assert_eq!(first, new.sign(ID, 1_614_265_330, BODY));
        assert_eq!(second, SIGNATURE);
    }

    #[test]
    fn a_new_secret_is_read_again_and_no_two_are_alike() {
        let secret = WebhookSecret::generate().unwrap();
        assert!(secret.reveal().starts_with("whsec_"));
        assert_eq!(WebhookSecret::read(&secret.reveal()), Ok(secret.clone()));
        assert_ne!(WebhookSecret::generate().unwrap(), secret);
        assert_eq!(format!("{secret:?}"), "WebhookSecret");
    }

    #[test]
    fn what_the_specification_does_not_allow_is_refused() {
        for bytes in [0, 23, 65] {
            let text = format!("whsec_{}", BASE64.encode(vec![7; bytes]));
            assert_eq!(
                WebhookSecret::read(&text),
                Err(SecretError::Format),
                "{bytes}"
            );
        }
        for text in ["", "whsec_", "whsec_no base64", "secret"] {
            assert_eq!(
                WebhookSecret::read(text),
                Err(SecretError::Format),
                "{text}"
            );
        }
    }
}
