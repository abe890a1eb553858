//! What the operator can set about reaching people.

use std::time::Duration;

use frontdesk_model::{delivery::Channel, notification::NotificationType};
use frontdesk_notify::{push::Contact, sms::SmsConfig};

/// What of a notification leaves Frontdesk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ContentRule {
    /// Its title and its words.
    #[default]
    Full,
    /// That there is something new, and where.
    Notice,
}

/// What of each type of notification leaves Frontdesk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ContentRules {
    /// Of all types that are not named.
    pub otherwise: ContentRule,
    pub named: Vec<(NotificationType, ContentRule)>,
}

impl ContentRules {
    pub fn of(&self, kind: NotificationType) -> ContentRule {
        let named = self.named.iter().find(|(one, _)| *one == kind);
        named.map_or(self.otherwise, |(_, rule)| *rule)
    }
}

/// How notifications reach people who are not looking.
#[derive(Clone, Debug)]
pub struct NotifyConfig {
    /// How long each channel waits for what follows, or for its being read.
    pub email_delay: Duration,
    pub push_delay: Duration,
    pub sms_delay: Duration,
    /// How far after the first of a flood its message is put off at most.
    pub coalesce_max: Duration,
    /// Messages a second; none for no limit.
    pub email_rate: Option<u32>,
    pub push_rate: Option<u32>,
    pub sms_rate: Option<u32>,
    /// To each webhook endpoint.
    pub webhook_rate: Option<u32>,
    /// After how long push messages and SMS that could not be sent are of no use.
    pub expires: Duration,
    /// How long the ledger of deliveries is kept.
    pub keep: Duration,
    /// For how long all tries may fail before a webhook endpoint is turned off.
    pub webhook_disable: Duration,
    pub content: ContentRules,
    /// The provider of SMS; none when the desk sends none.
    pub sms: Option<SmsConfig>,
    /// Whom the people of a push service can ask.
    pub push_contact: Contact,
    /// Whether webhooks and push messages may go to private addresses.
    pub allow_private: bool,
    /// Whether the bodies of notifications and deliveries are sealed in the
    /// database, under the master key.
    pub encrypt_at_rest: bool,
}

impl Default for NotifyConfig {
    fn default() -> Self {
        Self {
            email_delay: Duration::from_secs(60),
            push_delay: Duration::from_secs(5),
            sms_delay: Duration::from_secs(120),
            coalesce_max: Duration::from_secs(300),
            email_rate: Some(10),
            push_rate: Some(100),
            sms_rate: Some(1),
            webhook_rate: Some(20),
            expires: Duration::from_secs(24 * 3_600),
            keep: Duration::from_secs(90 * 24 * 3_600),
            webhook_disable: Duration::from_secs(5 * 24 * 3_600),
            content: ContentRules::default(),
            sms: None,
            push_contact: default_contact(),
            allow_private: false,
            encrypt_at_rest: false,
        }
    }
}

/// Where the operator has named nobody.
fn default_contact() -> Contact {
    "mailto:frontdesk@localhost"
        .parse()
        .expect("it is an address")
}

impl NotifyConfig {
    /// How long a channel waits for what follows.
    pub fn delay(&self, channel: Channel) -> Duration {
        match channel {
            Channel::Email => self.email_delay,
            Channel::Push => self.push_delay,
            Channel::Sms => self.sms_delay,
            Channel::InApp | Channel::Webhook => Duration::ZERO,
        }
    }

    /// Messages a second of a channel as a whole.
    pub fn rate(&self, channel: Channel) -> Option<u32> {
        match channel {
            Channel::Email => self.email_rate,
            Channel::Push => self.push_rate,
            Channel::Sms => self.sms_rate,
            Channel::InApp | Channel::Webhook => None,
        }
    }
}
