//! Webhooks: endpoints of the operator's that get events, signed by the
//! Standard Webhooks specification.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Timestamp, WebhookId, error::FieldError, ticket::text_enum, validate::Problems};

text_enum!(
    /// What an endpoint can be told of. Internal notes never leave.
    WebhookEvent {
        TicketCreated = "ticket.created",
        TicketUpdated = "ticket.updated",
        TicketResponseCreated = "ticket.response.created",
        ChatStarted = "chat.started",
        ChatMessageCreated = "chat.message.created",
        ChatClosed = "chat.closed",
        RatingCreated = "rating.created",
        ArticlePublished = "article.published",
        /// Sent by the button that tries an endpoint, whatever it has chosen.
        Test = "webhook.test",
    }
);

/// The version of the bodies.
pub const PAYLOAD_VERSION: u32 = 1;
/// Characters of an endpoint's address.
pub const URL_MAX_CHARS: usize = 2_000;
/// Characters of an endpoint's description.
pub const DESCRIPTION_MAX_CHARS: usize = 500;
/// Endpoints of one desk.
pub const MAX_ENDPOINTS: usize = 100;
/// In place of events: all of them, those of later versions too.
pub const EVERY_EVENT: &str = "*";

/// The body of a request to an endpoint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookPayload {
    #[serde(rename = "type")]
    pub event: WebhookEvent,
    /// When it happened.
    pub timestamp: Timestamp,
    pub version: u32,
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// An endpoint.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub id: WebhookId,
    pub url: String,
    pub description: String,
    /// Names of events, or `*`.
    pub events: Vec<String>,
    /// Whether it gets any.
    pub active: bool,
    /// Why it was turned off, when the desk has done so.
    pub disabled_reason: Option<String>,
    /// `whsec_…`, only in the answer to what has made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub secret: Option<String>,
    pub created_at: Timestamp,
    pub last_delivery_at: Option<Timestamp>,
    /// Since when every try has failed; null when the last one went well.
    pub failing_since: Option<Timestamp>,
}

/// `POST /webhooks`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewWebhook {
    /// `https://…`, or `http://…`.
    pub url: String,
    pub description: String,
    /// Names of events, or `*` for all.
    pub events: Vec<String>,
}

impl NewWebhook {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            url: url(&mut problems, &self.url),
            description: description(&mut problems, &self.description),
            events: events(&mut problems, &self.events),
        };
        problems.finish(input)
    }
}

/// `PATCH /webhooks/{id}`: what is missing stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct WebhookPatch {
    pub url: Option<String>,
    pub description: Option<String>,
    pub events: Option<Vec<String>>,
    /// True turns on one that the desk has turned off, too.
    pub active: Option<bool>,
}

impl WebhookPatch {
    /// The patch with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            url: self.url.as_deref().map(|text| url(&mut problems, text)),
            description: self
                .description
                .as_deref()
                .map(|text| description(&mut problems, text)),
            events: self
                .events
                .as_deref()
                .map(|names| events(&mut problems, names)),
            active: self.active,
        };
        problems.finish(input)
    }
}

fn url(problems: &mut Problems, text: &str) -> String {
    let text = problems.required("url", text, URL_MAX_CHARS);
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if !text.is_empty() && !is_web {
        problems.add("url", "url must begin with https:// or http://");
    }
    text
}

fn description(problems: &mut Problems, text: &str) -> String {
    let text = problems.optional("description", Some(text), DESCRIPTION_MAX_CHARS);
    text.unwrap_or_default()
}

/// Without doubles; `*` alone when it is among them.
fn events(problems: &mut Problems, names: &[String]) -> Vec<String> {
    if names.is_empty() {
        problems.add("events", "events must name at least one event, or *");
    }
    let mut kept: Vec<String> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name == EVERY_EVENT {
            return vec![EVERY_EVENT.to_owned()];
        }
        if WebhookEvent::parse(name).is_none() {
            let all: Vec<_> = WebhookEvent::ALL.iter().map(|one| one.as_str()).collect();
            problems.add(
                &format!("events[{index}]"),
                format!("an event is * or one of {}", all.join(", ")),
            );
        } else if !kept.contains(name) {
            kept.push(name.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_has_an_address_and_events_that_there_are() {
        let wrong = NewWebhook {
            url: "ftp://example.com".into(),
            events: vec!["ticket.created".into(), "ticket.eaten".into()],
            ..NewWebhook::default()
        };
        let errors = wrong.validate().unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["url", "events[1]"]);
        let all = NewWebhook {
            url: "https://example.com/hook".into(),
            events: vec!["ticket.created".into(), "*".into()],
            ..NewWebhook::default()
        };
        assert_eq!(all.validate().unwrap().events, ["*"]);
    }
}
