//! The way to the outside check: a POST of JSON, signed by the Standard Webhooks
//! specification. Waiting, giving up and what follows are the desk's.

use std::time::Duration;

use aws_lc_rs::rand;
use frontdesk_desk::{Asking, Moderator, NoOpinion, Opinion, Question};
use frontdesk_notify::webhook;
use reqwest::{header, redirect};
use url::Url;

use crate::{
    config::{ServiceUrl, WebhookSecret},
    error::{Error, Result},
};

/// Bytes of an answer at most: a text of the greatest length, escaped, fits.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;
/// Far more than the desk waits; ends what it has given up.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A service that is asked over HTTP.
pub struct WebhookModerator {
    client: reqwest::Client,
    url: Url,
    secret: webhook::WebhookSecret,
}

impl WebhookModerator {
    pub fn new(
        ServiceUrl(url): &ServiceUrl,
        WebhookSecret(secret): &WebhookSecret,
    ) -> Result<Self> {
        let client = reqwest::Client::builder()
            // A signed text goes where the operator has said, and nowhere else.
            .redirect(redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| Error::Usage(format!("MODERATION_URL cannot be asked: {error}")))?;
        Ok(Self {
            client,
            url: url.clone(),
            secret: secret.clone(),
        })
    }

    async fn post(&self, question: &Question) -> Result<Opinion, NoOpinion> {
        let body = serde_json::to_vec(question).map_err(no_opinion)?;
        let id = message_id()?;
        // Seconds, as the specification asks.
        let timestamp = u64::try_from(question.timestamp.0 / 1_000).unwrap_or(0);
        let signature = self.secret.sign(&id, timestamp, &body);
        let mut answer = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await
            .map_err(no_opinion)?;
        if !answer.status().is_success() {
            return Err(NoOpinion(format!("it answered {}", answer.status())));
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(no_opinion)? {
            if bytes.len() + piece.len() > ANSWER_MAX_BYTES {
                return Err(NoOpinion(format!(
                    "its answer is larger than {ANSWER_MAX_BYTES} bytes"
                )));
            }
            bytes.extend_from_slice(&piece);
        }
        serde_json::from_slice(&bytes)
            .map_err(|error| NoOpinion(format!("its answer does not fit: {error}")))
    }
}

impl Moderator for WebhookModerator {
    fn ask<'a>(&'a self, question: &'a Question) -> Asking<'a> {
        Box::pin(self.post(question))
    }
}

/// A new `webhook-id`.
fn message_id() -> Result<String, NoOpinion> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| NoOpinion("the system gives no random bytes".into()))?;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("msg_{hex}"))
}

/// The cause of a failure without the address, which may hold a secret.
fn no_opinion(error: impl std::error::Error) -> NoOpinion {
    let mut cause: &dyn std::error::Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    NoOpinion(format!("it cannot be asked: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Value;

    /// The example of the specification's reference libraries.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret = WebhookSecret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = secret.0.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
