//! A delivery as mail.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::delivery::{SkipReason, masked};
use frontdesk_notify::{Mail, MailAddress, escape, page};
use frontdesk_store::{Package, Reach};

use super::{Message, Outcome};
use crate::Desk;

/// Notifications that one mail shows; it counts the others.
const SHOWN: usize = 50;

impl Desk {
    pub(super) async fn send_email(&self, package: &Package, to: &Reach, message: &Message) -> Outcome {
        let Some(mailer) = &self.mailer else {
            return Outcome::Failed("this desk sends no mail any more".to_owned(), None);
        };
        let address = to.email.as_deref().filter(|_| !to.undeliverable);
        let Some(address) = address else {
            return Outcome::Skipped(SkipReason::NoAddress);
        };
        let Ok(recipient) = MailAddress::new(&to.name, address) else {
            return Outcome::Skipped(SkipReason::NoAddress);
        };
        let since_epoch = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        let mail = Mail {
            message_id: format!("{}@{}", package.delivery.id, mailer.domain()),
            to: recipient,
            subject: message.title.clone(),
            text: plain(message),
            html: html(message),
            date: UNIX_EPOCH + Duration::from_millis(since_epoch),
        };
        match mailer.send(&mail).await {
            Ok(_) => Outcome::sent(Some(masked(address)), None),
            Err(error) => Outcome::of(error),
        }
    }
}

fn plain(message: &Message) -> String {
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
        text.push('\n');
    }
    text
}

fn html(message: &Message) -> String {
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
    page(&message.title, &content)
}

fn more(message: &Message) -> Option<String> {
    let hidden = message.lines.len().checked_sub(SHOWN).filter(|n| *n > 0)?;
    Some(format!("And {hidden} more: {}", message.link))
}
