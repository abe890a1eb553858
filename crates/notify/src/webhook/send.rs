//! One request to a receiver of webhooks, and what its answer means.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use reqwest::{StatusCode, header};
use url::Url;

use super::{WebhookSecret, signature_header};
use crate::{Guard, SendError, Sent, http::ask};

/// One event on its way to one receiver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Webhook {
    /// The same for every try, so that the receiver can tell a repeat.
    pub id: String,
    /// JSON.
    pub body: Vec<u8>,
}

/// Posts events. Cheap to clone.
#[derive(Clone)]
pub struct WebhookSender {
    client: reqwest::Client,
    guard: Guard,
}

impl WebhookSender {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(guard: Guard) -> Result<Self, SendError> {
        Ok(Self {
            client: guard.client()?,
            guard,
        })
    }

    /// Posts an event, signed with each of the secrets. When this returns, the
    /// receiver has answered 2xx. The signature holds the time of the try.
    ///
    /// # Errors
    /// `Gone` after 410: the receiver wants no more. `Permanent` when the address
    /// may not be called. `Temporary` for everything else, redirects included.
    pub async fn send(
        &self,
        to: &Url,
        secrets: &[WebhookSecret],
        webhook: &Webhook,
        now: SystemTime,
    ) -> Result<Sent, SendError> {
        self.guard
            .check(to)
            .map_err(|refused| SendError::Permanent(refused.to_string()))?;
        let timestamp = now
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO)
            .as_secs();
        let signature = signature_header(secrets, &webhook.id, timestamp, &webhook.body);
        let request = self
            .client
            .post(to.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "Frontdesk")
            .header("webhook-id", &webhook.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(webhook.body.clone());
        let answer = ask(request).await?;
        let why = format!("the receiver answered {}", answer.status);
        match answer.status {
            status if status.is_success() => Ok(Sent::default()),
            StatusCode::GONE => Err(SendError::Gone(why)),
            status if status.is_redirection() => Err(SendError::temporary(format!(
                "{why}, and redirects are not followed"
            ))),
            _ => Err(answer.temporary(why, now)),
        }
    }
}

impl fmt::Debug for WebhookSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSender")
    }
}
