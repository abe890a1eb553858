//! How a person wants to be told of what: by type and channel, when not, and
//! what is muted. [`Schedule`] answers what follows for a moment; what a client
//! may send is in [`patch`].

mod devices;
mod patch;
mod schedule;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use devices::{ConfirmPhone, NewPhone, NewPushDevice, PushKeys, Subscription};
pub use patch::{PreferencesPatch, TypePatch};
pub use schedule::{DIGEST_HOUR, Schedule};

use crate::{
    ConversationId, PushSubscriptionId, Timestamp, delivery::Channel,
    notification::NotificationType, ticket::text_enum,
};

text_enum!(
    /// When mail is sent.
    MailPace {
        AtOnce = "at-once",
        /// What has come within an hour in one mail, at the full hour.
        Hourly = "hourly",
        /// What has come within a day in one mail, at eight in the morning.
        Daily = "daily",
        Off = "off",
    }
);

/// Minutes after which what is unread may be sent on to another channel.
pub const ESCALATION_MINUTES: std::ops::RangeInclusive<u32> = 5..=1_440;

/// What is unread after a while goes to another channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Escalation {
    /// 5 to 1,440.
    pub after_minutes: u32,
    /// `email`, `push` or `sms`.
    pub to: Channel,
}

/// How one type of notification is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TypePreferences {
    /// Whether it appears in the list. That of `system` can't be turned off.
    pub in_app: bool,
    pub email: MailPace,
    pub push: bool,
    pub sms: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub escalate: Option<Escalation>,
}

impl TypePreferences {
    /// What holds until a person says otherwise: mail at once for what concerns
    /// them, and to the browsers that they have asked for it. Announcements to
    /// everyone stay in the list.
    pub const fn default_of(kind: NotificationType) -> Self {
        Self {
            in_app: true,
            email: match kind {
                NotificationType::System => MailPace::Off,
                _ => MailPace::AtOnce,
            },
            push: true,
            sms: false,
            escalate: None,
        }
    }
}

/// A stretch of a day in which nobody is disturbed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct QuietHours {
    /// `HH:MM` of local time.
    #[schema(example = "22:00")]
    pub from: String,
    /// `HH:MM`; before `from`, it is of the next day.
    #[schema(example = "07:00")]
    pub to: String,
    /// Days on which they begin, 0 for Sunday to 6 for Saturday; every day when
    /// it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub days: Option<Vec<u8>>,
}

/// What a person has chosen, as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// Only of the types about which they have said something.
    pub channels: BTreeMap<NotificationType, TypePreferences>,
    pub quiet_hours: Option<QuietHours>,
    /// A name of the IANA database.
    pub time_zone: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            channels: BTreeMap::new(),
            quiet_hours: None,
            time_zone: "UTC".to_owned(),
        }
    }
}

impl Preferences {
    pub fn of(&self, kind: NotificationType) -> TypePreferences {
        let chosen = self.channels.get(&kind).copied();
        chosen.unwrap_or(TypePreferences::default_of(kind))
    }
}

/// Which channels the operator has set up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AvailableChannels {
    pub email: bool,
    pub push: bool,
    pub sms: bool,
}

impl AvailableChannels {
    pub fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::InApp => true,
            Channel::Email => self.email,
            Channel::Push => self.push,
            Channel::Sms => self.sms,
            Channel::Webhook => false,
        }
    }
}

/// Where mail goes to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct EmailAddress {
    pub address: String,
    /// Mail to it has come back: none is sent any more.
    pub undeliverable: bool,
}

/// Where SMS go to, once it is confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PhoneNumber {
    /// E.164, such as `+4915112345678`.
    pub number: String,
    pub confirmed: bool,
}

/// A browser that takes push messages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PushDevice {
    pub id: PushSubscriptionId,
    /// As it named itself.
    pub device: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// A conversation of which nothing is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mute {
    pub conversation_id: ConversationId,
    /// The ticket's subject or the chat's topic.
    pub subject: Option<String>,
    /// Without it, until it is taken back.
    pub until: Option<Timestamp>,
}

/// `GET /notifications/preferences`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationPreferences {
    /// Of every type that the caller can get.
    pub channels: BTreeMap<NotificationType, TypePreferences>,
    pub quiet_hours: Option<QuietHours>,
    /// A name of the IANA database.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    pub email: Option<EmailAddress>,
    pub phone: Option<PhoneNumber>,
    pub push_subscriptions: Vec<PushDevice>,
    pub mutes: Vec<Mute>,
    pub available: AvailableChannels,
}

/// `PUT /notifications/mutes/{conversationId}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewMute {
    /// Without it, until it is taken back.
    pub until: Option<Timestamp>,
}
