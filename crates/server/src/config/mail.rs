//! How mail is sent.

use frontdesk_notify::MailConfig;

use super::{MailFrom, Problems, SmtpServer, Values, setting::section};

section! {
    /// How mail is sent, such as the transcripts of chats.
    "Mail" Mail {
        /// Mail server, such as `smtp://user:password@mail.example.com:587` (STARTTLS) or `smtps://…` (TLS from the beginning). `smtp://` goes no further without TLS unless the server is on this machine; `?tls=opportunistic` or `?tls=none` allow it. Without it, the desk sends no mail.
        smtp_url: Option<SmtpServer> = "",
        /// Who mail comes from, such as `Support <support@example.com>`; needed with SMTP_URL.
        mail_from: Option<MailFrom> = "",
    }
}

impl Mail {
    /// What the desk needs to send mail; none when it sends none.
    pub fn config(&self) -> Option<MailConfig> {
        match (&self.smtp_url, &self.mail_from) {
            (Some(SmtpServer(url)), Some(MailFrom(from))) => Some(MailConfig {
                url: url.clone(),
                from: from.clone(),
            }),
            _ => None,
        }
    }

    /// The address that mail comes from, when the desk sends any.
    pub fn sender(&self) -> Option<String> {
        let config = self.config()?;
        Some(config.from.address().to_owned())
    }

    /// Notes what only the two settings together show to be wrong.
    pub(super) fn check(&self, values: &Values, problems: &mut Problems) {
        if self.smtp_url.is_some() && self.mail_from.is_none() {
            problems.add(format!(
                "{} is set, but MAIL_FROM is not; mail needs an address that it comes from",
                values.place("smtp_url")
            ));
        }
    }
}
