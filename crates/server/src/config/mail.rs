//! How mail is sent.

use std::path::PathBuf;

use frontdesk_desk::MailInConfig;
use frontdesk_notify::{Brand, MailConfig};

use super::{
    BrandColor, MailFrom, MailHookSecret, MailInbound, MailReplyAddress, Number, Problems,
    SmtpServer, Values, Web, WebUrl, setting::section,
};

section! {
    /// How mail is sent, such as the transcripts of chats.
    "Mail" Mail {
        /// Mail server, such as `smtp://user:password@mail.example.com:587` (STARTTLS) or `smtps://…` (TLS from the beginning). `smtp://` goes no further without TLS unless the server is on this machine; `?tls=opportunistic` or `?tls=none` allow it. Without it, the desk sends no mail.
        smtp_url: Option<SmtpServer> = "",
        /// Who mail comes from, such as `Support <support@example.com>`; needed with SMTP_URL.
        mail_from: Option<MailFrom> = "",
        /// Directory with templates of your own, each in place of the built-in one of its name, such as `reply.html`. One that is wrong stops the start.
        mail_templates_dir: Option<PathBuf> = "",
        /// The name at the top of mail; NAME when it is missing.
        brand_name: Option<String> = "",
        /// Address of an image (PNG or JPEG, about 36 pixels high) that stands there in its place.
        brand_logo_url: Option<WebUrl> = "",
        /// Colour of the line at the top of mail and of its buttons.
        brand_color: BrandColor = "#1f5fbf",
        /// Address that answers by mail go to, with a token behind a `+`, such as `support@example.com` for `support+…@example.com`. Without it, answers go to MAIL_FROM and are recognised by what they refer to.
        mail_reply_address: Option<MailReplyAddress> = "",
        /// In place of MAIL_REPLY_ADDRESS: a domain whose mail all comes in; answers go to `reply+…@` it.
        mail_reply_domain: Option<MailReplyAddress<true>> = "",
        /// Mailbox that mail comes into, such as `imaps://support:password@mail.example.com/INBOX`. `imap://` goes no further without TLS unless the server is on this machine or `?tls=none` is there; `?move=Done` moves mails there that were taken, which are marked as read otherwise.
        mail_inbound: Option<MailInbound> = "",
        /// Secret of a mail provider that posts mail to `/api/support/inbound/mail`, 16 characters at least.
        mail_hook_secret: Option<MailHookSecret> = "",
        /// Bytes that a mail that comes in may have.
        mail_max_bytes: Number<1_024, 104_857_600> = "26214400",
        /// Tickets that one address may open by mail in an hour; what is more is set aside.
        mail_tickets_per_hour: Number<1, 10_000> = "10",
        /// Seconds between two looks at a mailbox whose server has no IDLE.
        mail_poll_seconds: Number<1, 3_600> = "30",
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

    /// How mail comes in.
    pub fn incoming(&self) -> MailInConfig {
        let address = self.mail_reply_address.as_ref().map(|address| &address.0);
        let domain = self.mail_reply_domain.as_ref().map(|address| &address.0);
        MailInConfig {
            mailbox: self.mail_inbound.as_ref().map(|url| url.0.clone()),
            hook_secret: self
                .mail_hook_secret
                .as_ref()
                .map(|secret| secret.0.clone()),
            reply_address: address.or(domain).cloned(),
            max_bytes: self.mail_max_bytes.narrow(),
            tickets_per_hour: self.mail_tickets_per_hour.narrow(),
            poll: self.mail_poll_seconds.seconds(),
        }
    }

    /// How the operator shows themselves in mail.
    pub fn brand(&self, web: &Web, port: u16) -> Brand {
        let name = self.brand_name.as_ref().unwrap_or(&web.name);
        let logo = self.brand_logo_url.as_ref().map(WebUrl::as_str);
        Brand::new(name, &web.public_url(port), logo, self.brand_color.0)
    }

    /// Notes what only the two settings together show to be wrong.
    pub(super) fn check(&self, values: &Values, problems: &mut Problems) {
        if self.mail_reply_address.is_some() && self.mail_reply_domain.is_some() {
            problems.add(format!(
                "{} and MAIL_REPLY_ADDRESS are both set; one of them is enough",
                values.place("mail_reply_domain")
            ));
        }
        if self.smtp_url.is_some() && self.mail_from.is_none() {
            problems.add(format!(
                "{} is set, but MAIL_FROM is not; mail needs an address that it comes from",
                values.place("smtp_url")
            ));
        }
    }
}
