//! What a client says of where its person is reached.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId,
    error::FieldError,
    notification::NotificationType,
    validate::{NAME_MAX_CHARS, Problems},
};

/// The keys of a browser (RFC 8291), in base64url.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PushKeys {
    pub p256dh: String,
    pub auth: String,
}

/// `POST /notifications/push-subscriptions`: what `PushSubscription.toJSON()`
/// gives, with a name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewPushDevice {
    pub endpoint: String,
    pub keys: PushKeys,
    /// Such as `Firefox on Linux`; at most 100 characters.
    pub device: Option<String>,
}

impl NewPushDevice {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            endpoint: problems.required("endpoint", &self.endpoint, 2_048),
            keys: PushKeys {
                p256dh: problems.required("keys.p256dh", &self.keys.p256dh, 200),
                auth: problems.required("keys.auth", &self.keys.auth, 100),
            },
            device: problems.optional("device", self.device.as_deref(), NAME_MAX_CHARS),
        };
        problems.finish(input)
    }
}

/// `POST /notifications/phone`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewPhone {
    /// With its country code, such as `+49 151 12345678`.
    pub number: String,
}

/// `POST /notifications/phone/confirm`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ConfirmPhone {
    /// The six digits that were sent.
    pub code: String,
}

/// What a link in a mail is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Mail about this type, unless it is about a conversation.
    #[serde(rename = "type")]
    pub kind: Option<NotificationType>,
    /// Everything about this conversation.
    pub conversation_id: Option<ConversationId>,
    /// Whether it is sent.
    pub subscribed: bool,
}
