//! Deliveries: what leaves Frontdesk for one person by one channel, or for one
//! webhook endpoint, and the ledger of each try.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    ConversationId, DeliveryId, NotificationId, PersonId, Timestamp, WebhookId, error::FieldError,
    ticket::text_enum, validate::Problems,
};

text_enum!(
    /// A way to reach somebody. `webhook` leads to an endpoint of the operator's
    /// and to no person.
    Channel {
        /// The list of notifications; it is stored at once and needs no delivery.
        InApp = "in-app",
        Email = "email",
        /// Web push, to all of a person's browsers that asked for it.
        Push = "push",
        Sms = "sms",
        Webhook = "webhook",
    }
);

impl Channel {
    /// Those that a delivery can take.
    pub const OUTSIDE: [Self; 4] = [Self::Email, Self::Push, Self::Sms, Self::Webhook];
}

text_enum!(
    /// How far a delivery is.
    DeliveryState {
        /// For its time; more may join it.
        Waiting = "waiting",
        Sending = "sending",
        /// The other side has taken it.
        Sent = "sent",
        /// Its arrival was confirmed.
        Delivered = "delivered",
        /// It will be tried again.
        Failed = "failed",
        /// It will not; it may be replayed.
        Dead = "dead",
        /// There was nothing to send when its time came; see the reason.
        Skipped = "skipped",
    }
);

text_enum!(
    /// Why nothing was sent.
    SkipReason {
        /// Everything in it was read before.
        Read = "read",
        /// The person has muted the conversation.
        Muted = "muted",
        /// The person has turned the channel off for it since.
        Preferences = "preferences",
        /// The person was looking at it.
        InView = "in-view",
        /// There is no address, no number, no browser any more.
        NoAddress = "no-address",
        /// It had waited for so long that it was of no use any more.
        Expired = "expired",
        /// Another channel has reached the person with it.
        EscalatedElsewhere = "escalated-elsewhere",
    }
);

text_enum!(
    /// What became of one try.
    AttemptOutcome {
        Sent = "sent",
        /// It will be tried again.
        Failed = "failed",
        /// It will not.
        Dead = "dead",
        Skipped = "skipped",
    }
);

/// A message that leaves, or has left, or was to leave Frontdesk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryFacts {
    pub id: DeliveryId,
    pub channel: Channel,
    /// The type of what it tells (that of the first, when it tells of several),
    /// or the event of a webhook.
    #[serde(rename = "type")]
    pub kind: String,
    pub person_id: Option<PersonId>,
    pub person_name: Option<String>,
    pub endpoint_id: Option<WebhookId>,
    pub conversation_id: Option<ConversationId>,
    /// Masked: `m***@example.org`, `+49•••123`, or the host of an endpoint.
    pub to: Option<String>,
    pub state: DeliveryState,
    pub reason: Option<SkipReason>,
    /// The same for every try: mail's `Message-ID`, the `webhook-id`, the
    /// `Idempotency-Key` of SMS.
    pub idempotency_key: String,
    pub created_at: Timestamp,
    /// When it is, or was, to be sent next.
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub last_error: Option<String>,
}

/// A delivery in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Delivery {
    #[serde(flatten)]
    pub facts: DeliveryFacts,
    /// How many notifications it tells of.
    pub notifications: i64,
    /// Tries so far.
    pub attempts: i64,
}

/// One try, in the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryAttempt {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub delivery_id: DeliveryId,
    /// From 1; a replay begins anew.
    pub attempt: i64,
    pub at: Timestamp,
    pub outcome: AttemptOutcome,
    pub error: Option<String>,
    pub duration_ms: i64,
    /// The id that the other side has given it.
    pub provider_id: Option<String>,
}

/// A notification that a delivery tells of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveredNotification {
    pub id: NotificationId,
    /// Null where the operator hides content.
    pub title: Option<String>,
    pub created_at: Timestamp,
    pub read: bool,
}

/// A delivery with its tries, the latest first, and what it tells of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DeliveryDetail {
    #[serde(flatten)]
    pub facts: DeliveryFacts,
    pub attempts: Vec<DeliveryAttempt>,
    pub notifications: Vec<DeliveredNotification>,
}

/// The channels at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliverySummary {
    pub channels: Vec<ChannelSummary>,
    /// For how long the delivery that is due for longest has been due; null when none is.
    pub oldest_waiting_seconds: Option<i64>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelSummary {
    pub channel: Channel,
    /// Whether the operator has set it up.
    pub configured: bool,
    /// `open`: its server does not answer and is left alone for a while.
    #[schema(example = "closed")]
    pub breaker: String,
    /// Deliveries that are not sent yet, those not due yet included.
    pub waiting: i64,
    pub per_hour: Vec<HourTotals>,
}

/// Tries of one hour (UTC); hours without any are left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HourTotals {
    /// When the hour begins.
    pub hour: Timestamp,
    pub sent: i64,
    /// Tries that failed and are repeated.
    pub failed: i64,
    /// Those of `sent` that came a minute or more after they were first due.
    pub delayed: i64,
    pub dead: i64,
}

/// `POST /deliveries/replay`: which are sent again.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ReplayDeliveries {
    pub channel: Option<Channel>,
    /// `dead`, which is also taken when it is missing.
    pub state: Option<DeliveryState>,
    /// Made from then on.
    pub from: Option<Timestamp>,
    /// Made before then.
    pub to: Option<Timestamp>,
}

impl ReplayDeliveries {
    /// # Errors
    /// What is wrong with it: only what is dead is replayed at once.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        if self.state.is_some_and(|state| state != DeliveryState::Dead) {
            problems.add("state", "only dead deliveries can be replayed together");
        }
        if self.channel == Some(Channel::InApp) {
            problems.add("channel", "channel must be email, push, sms or webhook");
        }
        problems.finish(self.clone())
    }
}

/// How many are on their way again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Replayed {
    pub count: u64,
}

/// A number or an address in a form that tells it to who knows it and to nobody
/// else: `m***@example.org`, `+49•••123`.
pub fn masked(address: &str) -> String {
    if let Some((local, domain)) = address.rsplit_once('@') {
        let first: String = local.chars().take(1).collect();
        return format!("{first}***@{domain}");
    }
    let count = address.chars().count();
    let head: String = address.chars().take(3.min(count / 3)).collect();
    let tail: String = address.chars().skip(count - 3.min(count / 3)).collect();
    format!("{head}•••{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_keeps_what_its_owner_knows_it_by() {
        assert_eq!(masked("maya@example.org"), "m***@example.org");
        assert_eq!(masked("+4915112345123"), "+49•••123");
        assert_eq!(masked("+1"), "•••");
    }

    #[test]
    fn only_the_dead_are_replayed_together() {
        let sent = ReplayDeliveries {
            state: Some(DeliveryState::Sent),
            ..ReplayDeliveries::default()
        };
        assert_eq!(sent.validate().unwrap_err()[0].field, "state");
        assert!(ReplayDeliveries::default().validate().is_ok());
    }
}
