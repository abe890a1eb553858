//! Webhooks by the Standard Webhooks specification: events that are posted, signed,
//! to addresses of the operator's choosing.

mod schedule;
mod secret;
mod send;

pub use schedule::{WEBHOOK_TRIES, webhook_retry};
pub use secret::{SecretError, WebhookSecret, signature_header};
pub use send::{Webhook, WebhookSender};
