//! One connection to the mail server: TLS, sign-in, and the handing over of one
//! mail, command by command, so that it is known what the server refused: the
//! mail's recipient, or everything.

use std::time::Duration;

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;

use super::meaning;
use crate::{SendError, SmtpUrl};

/// How long the server may take for one command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(15);
/// Ports where the address names none: relay, submission, submission over TLS
/// (RFC 5321, 6409 and 8314).
const SMTP_PORT: u16 = 25;
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;
/// The server hangs up (RFC 5321, section 3.8).
const CLOSES: u16 = 421;

/// When a connection is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Security {
    /// From its first byte.
    Wrapped,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where the server offers it.
    Offered,
    Plain,
}

/// Where to connect, and how.
#[derive(Clone)]
pub(super) struct Server {
    host: String,
    port: u16,
    security: Security,
    tls: TlsParameters,
    hello: ClientId,
    credentials: Option<Credentials>,
}

/// What a command came to.
pub(super) enum Refusal {
    /// Of this recipient or mail; the connection is good for the next.
    Mail(SendError),
    /// The connection is of no more use.
    Connection(SendError),
}

impl Server {
    /// Reads it from an address that was checked.
    ///
    /// # Errors
    /// When the system's certificates can't be read, or the sign-in is no UTF-8.
    pub(super) fn new(url: &SmtpUrl, domain: &str) -> Result<Self, SendError> {
        let url = &url.url;
        let host = url.host_str().unwrap_or_default().to_owned();
        let (security, port) = match (url.scheme(), url.query()) {
            ("smtps", _) => (Security::Wrapped, SUBMISSIONS_PORT),
            (_, Some("tls=required")) => (Security::Required, SUBMISSION_PORT),
            (_, Some("tls=opportunistic")) => (Security::Offered, SUBMISSION_PORT),
            _ => (Security::Plain, SMTP_PORT),
        };
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            let text = text.map_err(|_| SendError::Permanent("the sign-in is no UTF-8".into()))?;
            Ok::<_, SendError>(text.into_owned())
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(
                decoded(url.username())?,
                decoded(password)?,
            )),
            None => None,
        };
        Ok(Self {
            tls: TlsParameters::new(host.trim_matches(['[', ']']).to_owned())
                .map_err(|error| meaning(&error))?,
            port: url.port().unwrap_or(port),
            host,
            security,
            hello: ClientId::Domain(domain.to_owned()),
            credentials,
        })
    }

    /// Connects, and signs in where there is something to sign in with.
    pub(super) async fn connect(&self) -> Result<Connection, SendError> {
        let wrapped = (self.security == Security::Wrapped).then(|| self.tls.clone());
        // An address of IPv6 stands in brackets in a URL, and without them here.
        let host = self.host.trim_matches(['[', ']']);
        let connecting = AsyncSmtpConnection::connect_tokio1(
            (host, self.port),
            Some(COMMAND_TIMEOUT),
            &self.hello,
            wrapped,
            None,
        );
        let mut inner = connecting.await.map_err(|error| of_service(&error))?;
        let starts_tls = match self.security {
            Security::Required => true,
            Security::Offered => inner.can_starttls(),
            Security::Wrapped | Security::Plain => false,
        };
        let ready = async {
            if starts_tls {
                inner.starttls(self.tls.clone(), &self.hello).await?;
            }
            if let Some(credentials) = &self.credentials {
                inner.auth(DEFAULT_MECHANISMS, credentials).await?;
            }
            Ok(())
        };
        ready.await.map_err(|error: Error| of_service(&error))?;
        Ok(Connection { inner })
    }
}

/// Signed in, and between two mails.
pub(super) struct Connection {
    inner: AsyncSmtpConnection,
}

impl Connection {
    /// Whether it still stands; what a refused mail has left is forgotten.
    pub(super) async fn is_usable(&mut self) -> bool {
        let reset = timeout(COMMAND_TIMEOUT, self.inner.command(Rset)).await;
        matches!(reset, Ok(Ok(_)))
    }

    /// Says goodbye.
    pub(super) async fn close(mut self) {
        let _ = timeout(COMMAND_TIMEOUT, self.inner.abort()).await;
    }

    /// Hands over one mail.
    pub(super) async fn send(
        &mut self,
        from: &Address,
        to: &Address,
        content: &[u8],
    ) -> Result<Response, Refusal> {
        let options = self.options([from, to], content)?;
        let mail = Mail::new(Some(from.clone()), options);
        self.inner.command(mail).await.map_err(of_mail)?;
        let rcpt = Rcpt::new(to.clone(), Vec::new());
        self.inner.command(rcpt).await.map_err(of_recipient)?;
        self.inner.command(Data).await.map_err(of_mail)?;
        self.inner.message(content).await.map_err(of_mail)
    }

    /// What the server must know of the mail beforehand (RFC 6152, 6531).
    fn options(
        &self,
        addresses: [&Address; 2],
        content: &[u8],
    ) -> Result<Vec<MailParameter>, Refusal> {
        let server = self.inner.server_info();
        let mut options = Vec::new();
        let cannot = |what: &str| {
            let why = format!("the mail server does not take {what}");
            Err(Refusal::Mail(SendError::Permanent(why)))
        };
        if addresses
            .iter()
            .any(|address| !AsRef::<str>::as_ref(address).is_ascii())
        {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                return cannot("addresses beyond ASCII");
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !content.is_ascii() {
            if !server.supports_feature(Extension::EightBitMime) {
                return cannot("content beyond ASCII");
            }
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(options)
    }
}

/// Whatever goes wrong before a mail is spoken of is the service's.
fn of_service(error: &Error) -> SendError {
    match meaning(error) {
        SendError::Permanent(why) => SendError::temporary(why),
        error => error,
    }
}

/// An answer to MAIL, DATA or the content. 4xx speaks against the server, for it
/// knows nothing of the recipient or has taken it; 5xx against this mail.
fn of_mail(error: Error) -> Refusal {
    let fate = meaning(&error);
    if is_answer(&error) {
        Refusal::Mail(fate)
    } else {
        Refusal::Connection(fate)
    }
}

/// An answer to RCPT speaks against the recipient: a full or unknown mailbox,
/// greylisting.
fn of_recipient(error: Error) -> Refusal {
    match of_mail(error) {
        Refusal::Mail(fate) => Refusal::Mail(fate.of_recipient()),
        broken @ Refusal::Connection(_) => broken,
    }
}

/// Whether the server has answered, and listens on.
fn is_answer(error: &Error) -> bool {
    error.status().is_some_and(|code| u16::from(code) != CLOSES)
}
