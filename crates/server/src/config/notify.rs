//! How notifications reach people who are not looking.

use frontdesk_desk::{ContentRule, ContentRules, NotifyConfig};
use frontdesk_model::notification::NotificationType;
use frontdesk_notify::{
    push::Contact,
    sms::{SmsConfig, SmsUrl},
};

use super::{Number, Value, setting::section};

section! {
    /// How notifications reach people who are not looking.
    "Notifications" Notify {
        /// Seconds that mail about a notification waits: for what follows, and for its being read.
        notify_email_delay_seconds: Number<0, 86_400> = "60",
        /// The same of push messages to browsers.
        notify_push_delay_seconds: Number<0, 86_400> = "5",
        /// The same of SMS.
        notify_sms_delay_seconds: Number<0, 86_400> = "120",
        /// Seconds after its first notification by which a message about a flood of them goes at the latest.
        coalesce_max_seconds: Number<0, 86_400> = "300",
        /// Mails about notifications a second; 0 for no limit.
        notify_email_per_second: Number<0, 10_000> = "10",
        /// Push messages a second; 0 for no limit.
        notify_push_per_second: Number<0, 10_000> = "100",
        /// SMS a second; 0 for no limit.
        notify_sms_per_second: Number<0, 10_000> = "1",
        /// Requests a second to each webhook endpoint; 0 for no limit.
        webhook_per_second: Number<0, 10_000> = "20",
        /// Hours after which push messages and SMS that could not be sent are not sent any more.
        notify_expire_hours: Number<1, 8_760> = "24",
        /// Days that the ledger of deliveries is kept.
        notify_keep_days: Number<1, 3_650> = "90",
        /// Days for which all tries may fail before a webhook endpoint is turned off.
        webhook_disable_days: Number<1, 365> = "5",
        /// What of notifications leaves the desk: `full`, or `notice` for no more than that there is something new. Of single types behind a comma: `full,chat-message=notice`.
        notify_content: ContentRules = "full",
        /// Provider of SMS: `twilio://SID:TOKEN@api.twilio.com?from=+15551234567`, or `https://:TOKEN@sms.example.com/send?from=Frontdesk` for one that takes JSON. Without it, the desk sends no SMS.
        sms_url: Option<SmsProvider> = "",
        /// Whom the people of a browser's push service can ask: `mailto:…` or `https://…`. Without it, the address of MAIL_FROM or of the desk.
        push_contact: Option<PushContact> = "",
        /// Whether webhooks and push messages may go to private, loopback and link-local addresses, and over `http://`.
        webhook_allow_private: bool = "false",
        /// Whether the bodies of notifications and of what leaves for them are encrypted in the database, under FILES_MASTER_KEY. What is encrypted stays readable when it is turned off.
        notify_encrypt_at_rest: bool = "false",
    }
}

impl Notify {
    /// For a desk that is reached at `public_url`, and whose mail comes from
    /// `mail_from`.
    pub fn config(&self, public_url: &str, mail_from: Option<&str>) -> NotifyConfig {
        let defaults = NotifyConfig::default();
        let contact = mail_from
            .and_then(|address| format!("mailto:{address}").parse().ok())
            .or_else(|| public_url.parse().ok())
            .unwrap_or(defaults.push_contact);
        let receipts = format!("{public_url}/api/support/inbound/sms");
        let rate = |number: Number<0, 10_000>| Some(number.narrow()).filter(|rate| *rate > 0);
        NotifyConfig {
            email_delay: self.notify_email_delay_seconds.seconds(),
            push_delay: self.notify_push_delay_seconds.seconds(),
            sms_delay: self.notify_sms_delay_seconds.seconds(),
            coalesce_max: self.coalesce_max_seconds.seconds(),
            email_rate: rate(self.notify_email_per_second),
            push_rate: rate(self.notify_push_per_second),
            sms_rate: rate(self.notify_sms_per_second),
            webhook_rate: rate(self.webhook_per_second),
            expires: self.notify_expire_hours.hours(),
            keep: self.notify_keep_days.days(),
            webhook_disable: self.webhook_disable_days.days(),
            content: self.notify_content.clone(),
            sms: self.sms_url.as_ref().map(|url| SmsConfig {
                url: url.0.clone(),
                receipts: receipts.parse().ok(),
            }),
            push_contact: self
                .push_contact
                .as_ref()
                .map_or(contact, |it| it.0.clone()),
            allow_private: self.webhook_allow_private,
            encrypt_at_rest: self.notify_encrypt_at_rest,
        }
    }
}

/// The provider of SMS, whose address holds its token.
#[derive(Clone, Debug)]
pub struct SmsProvider(pub SmsUrl);

impl Value for SmsProvider {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }

    fn shown(text: &str) -> String {
        let place = text.parse::<SmsUrl>().map(|url| url.place());
        place.unwrap_or_else(|_| "********".to_owned())
    }
}

/// Whom a push service can ask.
#[derive(Clone, Debug)]
pub struct PushContact(pub Contact);

impl Value for PushContact {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }
}

impl Value for ContentRules {
    const SYNTAX: &'static str = "full|notice[,<type>=full|notice]…";

    fn read(text: &str) -> Result<Self, String> {
        let mut rules = Self::default();
        for part in text.split(',').map(str::trim) {
            match part.split_once('=') {
                None => rules.otherwise = rule(part)?,
                Some((kind, of)) => {
                    let kind = NotificationType::parse(kind.trim()).ok_or_else(|| {
                        let all: Vec<_> =
                            NotificationType::ALL.iter().map(|it| it.as_str()).collect();
                        format!("`{kind}` is none of {}", all.join(", "))
                    })?;
                    rules.named.push((kind, rule(of.trim())?));
                }
            }
        }
        Ok(rules)
    }
}

fn rule(text: &str) -> Result<ContentRule, String> {
    match text {
        "full" => Ok(ContentRule::Full),
        "notice" => Ok(ContentRule::Notice),
        _ => Err("must be full or notice, or such as full,chat-message=notice".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_types_may_leave_without_their_content() {
        let rules = ContentRules::read("full, chat-message=notice").unwrap();
        assert_eq!(rules.of(NotificationType::ChatMessage), ContentRule::Notice);
        assert_eq!(rules.of(NotificationType::System), ContentRule::Full);
        for bad in ["", "some", "full,letters=notice", "chat-message=some"] {
            assert!(ContentRules::read(bad).is_err(), "{bad}");
        }
    }
}
