//! A delivery as SMS.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::delivery::SkipReason;
use frontdesk_notify::{
    SendError,
    sms::{PhoneNumber, SMS_MAX_SEGMENTS, Sms, SmsText},
};
use frontdesk_store::{Package, Reach};

use super::{Consequence, Message, Outcome, Tried};
use crate::Desk;

impl Desk {
    pub(super) async fn send_sms(&self, package: &Package, to: &Reach, message: &Message) -> Tried {
        let Some(sender) = &self.senders.sms else {
            return Outcome::fault_of_ours("this desk sends no SMS any more").into();
        };
        let number: Option<PhoneNumber> = to.phone.as_deref().and_then(|it| it.parse().ok());
        let Some(number) = number else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        let text = match message.lines.as_slice() {
            [only] if !only.words.is_empty() => format!("{}: {}", only.title, only.words),
            _ => message.title.clone(),
        };
        let sms = Sms {
            id: package.delivery.id.to_string(),
            to: number.clone(),
            text: SmsText::compose(&text, Some(&message.link), SMS_MAX_SEGMENTS),
        };
        let since_epoch = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        let now = UNIX_EPOCH + Duration::from_millis(since_epoch);
        match sender.send(&sms, now).await {
            Ok(sent) => Outcome::sent(Some(number.masked()), sent.provider_id).into(),
            Err(SendError::Gone(why)) => Tried {
                outcome: Outcome::Refused(why),
                after: vec![Consequence::NumberRefused {
                    person: to.id.clone(),
                    number: number.as_str().to_owned(),
                }],
            },
            Err(error) => Outcome::of(error).into(),
        }
    }
}
