//! Where mail comes from, and the server that takes it.

use std::{fmt, net::IpAddr, str::FromStr};

use lettre::message::Mailbox;
use url::{Host, Url};

/// A name and an address, such as `Frontdesk <support@example.com>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailAddress(pub(crate) Mailbox);

impl MailAddress {
    /// # Errors
    /// When it is no address.
    pub fn new(name: &str, address: &str) -> Result<Self, String> {
        let address = address
            .parse()
            .map_err(|_| format!("`{address}` is no e-mail address"))?;
        // A name goes into a header: one line, and none of it may be control.
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let name = (!name.trim().is_empty()).then(|| name.trim().to_owned());
        Ok(Self(Mailbox::new(name, address)))
    }

    /// Without the name.
    pub fn address(&self) -> &str {
        self.0.email.as_ref()
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for MailAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| {
            "must be an address such as support@example.com or Support <support@example.com>"
                .to_owned()
        })
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A mail server: `smtps://user:password@host` speaks TLS from the beginning,
/// `smtp://…` asks for it (STARTTLS) and goes no further without it, unless the
/// server is on this machine. `?tls=required|opportunistic|none` says otherwise.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    /// In the form that the transport reads.
    pub(crate) url: Url,
}

impl FromStr for SmtpUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be smtp://user:password@host:port or smtps://…".to_owned();
        let mut url = Url::parse(text).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "smtp" | "smtps") || !url.has_host() {
            return Err(wrong());
        }
        let tls = match url.query() {
            None => None,
            Some("tls=required") => Some("required"),
            Some("tls=opportunistic") => Some("opportunistic"),
            Some("tls=none") => Some("none"),
            Some(_) => {
                return Err("may only have ?tls=required, ?tls=opportunistic or ?tls=none".into());
            }
        };
        let tls = match (url.scheme(), tls) {
            ("smtps", None | Some("required")) => None,
            ("smtps", Some(_)) => {
                return Err("always speaks TLS as smtps://; take smtp:// with ?tls=…".into());
            }
            (_, None) if is_local(&url) => None,
            (_, None) => Some("required"),
            (_, Some("none")) => None,
            (_, Some(tls)) => Some(tls),
        };
        url.set_query(tls.map(|tls| format!("tls={tls}")).as_deref());
        Ok(Self { url })
    }
}

/// Whether the server is on this machine, where nobody listens in between.
pub(crate) fn is_local(url: &Url) -> bool {
    match url.host() {
        // `smtp` is no scheme that browsers know: addresses stay names.
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl SmtpUrl {
    /// Host and port, as they may be shown.
    pub fn place(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpUrl({})", self.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls(text: &str) -> Result<Option<String>, String> {
        let url: SmtpUrl = text.parse()?;
        Ok(url.url.query().map(str::to_owned))
    }

    #[test]
    fn tls_is_required_unless_the_server_is_here_or_it_is_said_otherwise() {
        let required = Ok(Some("tls=required".to_owned()));
        assert_eq!(tls("smtp://mail.example.com"), required);
        assert_eq!(tls("smtp://u:p@mail.example.com:2525"), required);
        for local in [
            "smtp://localhost:1025",
            "smtp://127.0.0.1:1025",
            "smtp://[::1]:1025",
        ] {
            assert_eq!(tls(local), Ok(None), "{local}");
        }
        assert_eq!(tls("smtp://mail.example.com?tls=none"), Ok(None));
        assert_eq!(tls("smtp://localhost?tls=required"), required);
        assert_eq!(tls("smtps://mail.example.com"), Ok(None));
    }

    #[test]
    fn what_cannot_be_a_mail_server_is_refused() {
        for text in [
            "",
            "mail.example.com",
            "http://mail.example.com",
            "smtp://",
            "smtp://host?tls=maybe",
            "smtps://host?tls=none",
        ] {
            assert!(text.parse::<SmtpUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url: SmtpUrl = "smtp://desk:hunter2@mail.example.com:587".parse().unwrap();
        assert_eq!(format!("{url:?}"), "SmtpUrl(mail.example.com:587)");
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let address = MailAddress::new("Maya\r\nBcc: eve@example.com", "maya@example.com").unwrap();
        assert!(!address.to_string().contains(['\r', '\n']));
        assert!(MailAddress::new("x", "nobody").is_err());
        assert!("Support <desk@example.com>".parse::<MailAddress>().is_ok());
        assert!("Support".parse::<MailAddress>().is_err());
    }
}
