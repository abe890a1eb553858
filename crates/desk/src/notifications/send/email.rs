//! A delivery as mail.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::delivery::{SkipReason, masked};
use frontdesk_notify::{Mail, MailAddress, SendError, escape, page};
use frontdesk_store::{Package, Reach};

use super::{Consequence, Message, Outcome, Tried};
use crate::{Desk, notifications::unsubscribe::Topic};

/// Notifications that one mail shows; it counts the others.
const SHOWN: usize = 50;

impl Desk {
    pub(super) async fn send_email(
        &self,
        package: &Package,
        to: &Reach,
        message: &Message,
    ) -> Tried {
        let Some(mailer) = &self.mailer else {
            return Outcome::Failed("this desk sends no mail any more".to_owned(), None).into();
        };
        let address = to.email.as_deref().filter(|_| !to.undeliverable);
        let Some(address) = address else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        let Ok(recipient) = MailAddress::new(&to.name, address) else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        let about = match package.delivery.conversation_id {
            Some(conversation) => Topic::Conversation(conversation),
            None => Topic::Type(message.lines[0].kind),
        };
        let unsubscribe = match self.unsubscribe_url(&to.id, about) {
            Ok(url) => url,
            Err(error) => return Outcome::Failed(error.to_string(), None).into(),
        };
        let since_epoch = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        let mail = Mail {
            message_id: format!("{}@{}", package.delivery.id, mailer.domain()),
            to: recipient,
            subject: message.title.clone(),
            text: plain(message, &unsubscribe),
            html: html(message, &unsubscribe),
            date: UNIX_EPOCH + Duration::from_millis(since_epoch),
        };
        match mailer.send(&mail).await {
            Ok(_) => Outcome::sent(Some(masked(address)), None).into(),
            Err(SendError::Gone(why)) => Tried {
                outcome: Outcome::Refused(why.clone()),
                after: vec![Consequence::AddressRefused {
                    person: to.id.clone(),
                    address: address.to_owned(),
                    why,
                }],
            },
            Err(error) => Outcome::of(error).into(),
        }
    }
}

fn plain(message: &Message, unsubscribe: &str) -> String {
    let mut text = String::new();
    for line in message.lines.iter().take(SHOWN) {
        text.push_str(&line.title);
        text.push('\n');
        if !line.words.is_empty() {
            text.push_str(&line.words);
            text.push('\n');
        }
        text.push_str(&line.link);
        text.push_str("\n\n");
    }
    if let Some(more) = more(message) {
        text.push_str(&more);
        text.push_str("\n\n");
    }
    text.push_str(&format!("No more such mail: {unsubscribe}\n"));
    text
}

fn html(message: &Message, unsubscribe: &str) -> String {
    let mut content = String::new();
    for line in message.lines.iter().take(SHOWN) {
        content.push_str(&format!(
            "<div class=\"message\"><a href=\"{}\">{}</a>",
            escape(&line.link),
            escape(&line.title)
        ));
        if !line.words.is_empty() {
            content.push_str(&format!("<p class=\"words\">{}</p>", escape(&line.words)));
        }
        content.push_str("</div>\n");
    }
    if let Some(more) = more(message) {
        content.push_str(&format!("<p class=\"meta\">{}</p>\n", escape(&more)));
    }
    content.push_str(&format!(
        "<p class=\"meta\"><a href=\"{}\">No more such mail</a></p>\n",
        escape(unsubscribe)
    ));
    page(&message.title, &content)
}

fn more(message: &Message) -> Option<String> {
    let hidden = message.lines.len().checked_sub(SHOWN).filter(|n| *n > 0)?;
    Some(format!("And {hidden} more: {}", message.link))
}
