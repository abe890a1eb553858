//! One mail, and how it becomes a message of RFC 5322.

use std::time::SystemTime;

use lettre::{
    Message,
    message::{
        MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};

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
}

/// RFC 3834: written by a machine, so that no machine answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mail {
    pub(crate) fn message(&self, from: &MailAddress) -> Result<Message, SendError> {
        let subject: String = self.subject.chars().filter(|c| !c.is_control()).collect();
        Message::builder()
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(self.date)
            .from(from.0.clone())
            .to(self.to.0.clone())
            .subject(subject)
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(
                self.text.clone(),
                self.html.clone(),
            ))
            .map_err(|error| SendError::Permanent(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn a_mail_says_who_when_and_that_a_machine_wrote_it() {
        let mail = Mail {
            message_id: "7@example.com".into(),
            to: MailAddress::new("Maya", "maya@example.org").unwrap(),
            subject: "Your chat\r\nBcc: eve@example.com".into(),
            text: "Hello".into(),
            html: "<p>Hello</p>".into(),
            date: UNIX_EPOCH + Duration::from_secs(1_769_851_800),
        };
        let from = "Desk <desk@example.com>".parse().unwrap();
        let bytes = mail.message(&from).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        for header in [
            "Message-ID: <7@example.com>\r\n",
            "Date: Sat, 31 Jan 2026 09:30:00 +0000\r\n",
            "From: Desk <desk@example.com>\r\n",
            "To: Maya <maya@example.org>\r\n",
            "Subject: Your chatBcc: eve@example.com\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
        ] {
            assert!(text.contains(header), "{header} in {text}");
        }
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }
}
