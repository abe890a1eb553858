//! One mail, and how it becomes a message of RFC 5322.

use std::time::SystemTime;

use lettre::{
    Message,
    message::{
        MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{Composed, Thread};
use crate::{MailAddress, SendError};

/// A mail to one person, in two forms that say the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// The same for every try, so that whoever gets it twice can tell. Without
    /// its angle brackets.
    pub message_id: String,
    pub to: MailAddress,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub date: SystemTime,
    /// Where an answer goes; to the sender without it.
    pub reply_to: Option<MailAddress>,
    pub thread: Option<Thread>,
    pub list: Option<List>,
}

/// What lets a reader's mail program end such mail by one click.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// Of which mail this is one, such as `ticket-response.desk.example.com`.
    pub id: String,
    /// An `https` address that acts on a POST of `List-Unsubscribe=One-Click`
    /// (RFC 8058).
    pub unsubscribe_url: String,
}

impl Mail {
    /// A mail that belongs to nothing else.
    pub fn new(message_id: String, to: MailAddress, content: Composed, date: SystemTime) -> Self {
        Self {
            message_id,
            to,
            subject: content.subject,
            text: content.text,
            html: content.html,
            date,
            reply_to: None,
            thread: None,
            list: None,
        }
    }

    pub(crate) fn message(&self, from: &MailAddress) -> Result<Message, SendError> {
        let mut message = Message::builder()
            .message_id(Some(bracketed(&self.message_id)))
            .date(self.date)
            .from(from.0.clone())
            .to(self.to.0.clone())
            .subject(one_line(&self.subject))
            // RFC 3834: written by a machine, so that no machine answers it.
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.0.clone());
        }
        if let Some(thread) = &self.thread {
            let ids: Vec<_> = thread.references.iter().map(|id| bracketed(id)).collect();
            message = message.references(ids.join(" "));
            if let Some(id) = thread.in_reply_to() {
                message = message.in_reply_to(bracketed(id));
            }
        }
        if let Some(List {
            id,
            unsubscribe_url,
        }) = &self.list
        {
            message = message
                .raw_header(header("List-Id", bracketed(id)))
                .raw_header(header("List-Unsubscribe", bracketed(unsubscribe_url)))
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                ));
        }
        message
            .multipart(MultiPart::alternative_plain_html(
                self.text.clone(),
                self.html.clone(),
            ))
            .map_err(|error| SendError::Permanent(error.to_string()))
    }

    /// The message as it goes over the wire.
    ///
    /// # Errors
    /// `Permanent` when it cannot be one.
    pub fn to_bytes(&self, from: &MailAddress) -> Result<Vec<u8>, SendError> {
        Ok(self.message(from)?.formatted())
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(&value))
}

fn bracketed(text: &str) -> String {
    format!("<{text}>")
}

/// A header is one line, whatever was to stand in it.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use mail_parser::{HeaderValue, MessageParser, MimeHeaders};
    use uuid::Uuid;

    use super::*;

    fn mail() -> Mail {
        Mail {
            message_id: "7@example.com".into(),
            to: MailAddress::new("Zoë", "maya@example.org").unwrap(),
            subject: "Re: [#7] Größe ☺\r\nBcc: eve@example.com".into(),
            text: "Hello\n.\nbye ☺".into(),
            html: "<p>Hello ☺</p>".into(),
            date: UNIX_EPOCH + Duration::from_secs(1_769_851_800),
            reply_to: None,
            thread: None,
            list: None,
        }
    }

    fn bytes(mail: &Mail) -> Vec<u8> {
        let from = "Desk <desk@example.com>".parse().unwrap();
        mail.to_bytes(&from).unwrap()
    }

    #[test]
    fn a_mail_says_who_when_and_that_a_machine_wrote_it() {
        let bytes = bytes(&mail());
        let parsed = MessageParser::new().parse(&bytes).unwrap();
        assert_eq!(parsed.message_id(), Some("7@example.com"));
        assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-01-31T09:30:00Z");
        let from = parsed.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Desk"));
        assert_eq!(from.address(), Some("desk@example.com"));
        let to = parsed.to().unwrap().first().unwrap();
        assert_eq!(to.name(), Some("Zoë"));
        assert_eq!(
            parsed.subject(),
            Some("Re: [#7] Größe ☺Bcc: eve@example.com")
        );
        assert!(parsed.bcc().is_none());
        assert_eq!(
            parsed.header_raw("Auto-Submitted").unwrap().trim(),
            "auto-generated"
        );
        for absent in ["Precedence", "References", "Reply-To", "List-Unsubscribe"] {
            assert!(parsed.header_raw(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn both_bodies_arrive_as_they_are() {
        let bytes = bytes(&mail());
        let parsed = MessageParser::new().parse(&bytes).unwrap();
        assert!(parsed.is_content_type("multipart", "alternative"));
        let text = parsed.body_text(0).unwrap().replace("\r\n", "\n");
        assert_eq!(text.trim_end(), "Hello\n.\nbye ☺");
        assert_eq!(parsed.body_html(0).unwrap().trim_end(), "<p>Hello ☺</p>");
    }

    #[test]
    fn a_mail_of_a_conversation_names_its_thread_and_where_answers_go() {
        let earlier = (0..10).map(|number| format!("{number:040}@mail.example.org"));
        let thread = Thread::new(Uuid::from_u128(7), "example.com", earlier);
        let mail = Mail {
            reply_to: Some("Desk <desk+token@example.com>".parse().unwrap()),
            thread: Some(thread.clone()),
            ..mail()
        };
        let bytes = bytes(&mail);
        let parsed = MessageParser::new().parse(&bytes).unwrap();
        let HeaderValue::TextList(references) = parsed.references() else {
            panic!("no list: {:?}", parsed.references());
        };
        assert_eq!(*references, thread.references);
        assert_eq!(
            parsed.in_reply_to().as_text(),
            thread.references.last().map(String::as_str)
        );
        let reply_to = parsed.reply_to().unwrap().first().unwrap();
        assert_eq!(reply_to.address(), Some("desk+token@example.com"));
    }

    #[test]
    fn one_click_ends_it() {
        let url = format!(
            "https://desk.example/api/unsubscribe?token={}",
            "a1".repeat(90)
        );
        let mail = Mail {
            list: Some(List {
                id: "ticket-response.desk.example".into(),
                unsubscribe_url: url.clone(),
            }),
            ..mail()
        };
        let bytes = bytes(&mail);
        let parsed = MessageParser::new().parse(&bytes).unwrap();
        let raw = |name: &str| parsed.header_raw(name).unwrap().trim().to_owned();
        assert_eq!(raw("List-Unsubscribe"), format!("<{url}>"));
        assert_eq!(raw("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(raw("List-Id"), "<ticket-response.desk.example>");
    }
}
