//! Mail over SMTP, with connections that are kept for the next.

mod connection;
mod pool;

use std::{fmt, sync::Arc, time::Duration};

use lettre::transport::smtp::Error;
use tokio::time::timeout;

use self::{
    connection::{Refusal, Server},
    pool::Pool,
};
use crate::{Mail, MailAddress, SendError, Sent, SmtpUrl, http::causes};

/// How long a mail may take in all: less than the lease of its job.
const SEND_TIMEOUT: Duration = Duration::from_secs(45);

/// What the operator sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailConfig {
    pub url: SmtpUrl,
    pub from: MailAddress,
}

/// Sends mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    pool: Arc<Pool>,
    from: MailAddress,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({})", self.domain())
    }
}

impl Mailer {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(config: &MailConfig) -> Result<Self, SendError> {
        let server = Server::new(&config.url, config.from.domain())?;
        Ok(Self {
            pool: Arc::new(Pool::new(server)),
            from: config.from.clone(),
        })
    }

    /// The domain that mail comes from.
    pub fn domain(&self) -> &str {
        self.from.domain()
    }

    /// Hands a mail to the server. When this returns, the server has taken it.
    ///
    /// # Errors
    /// `Permanent` when the server refuses this mail for good, `Temporary` for
    /// everything that the next try may find mended: of the service when it is
    /// away, does not let us sign in or takes no mail, of the recipient when it
    /// refuses them alone.
    pub async fn send(&self, mail: &Mail) -> Result<Sent, SendError> {
        let message = mail.message(&self.from)?;
        let content = message.formatted();
        let envelope = message.envelope();
        let nobody = || SendError::Permanent("the mail is for nobody".to_owned());
        let from = envelope.from().ok_or_else(nobody)?;
        let to = envelope.to().first().ok_or_else(nobody)?;
        let sending =
            self.pool.lend(
                async |connection| match connection.send(from, to, &content).await {
                    Ok(answer) => (Ok(answer), true),
                    Err(Refusal::Mail(error)) => (Err(error), true),
                    Err(Refusal::Connection(error)) => (Err(error), false),
                },
            );
        match timeout(SEND_TIMEOUT, sending).await {
            Ok(Ok(answer)) => Ok(Sent {
                provider_id: answer.first_line().map(shown),
            }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(SendError::temporary(format!(
                "the mail server took longer than {} s",
                SEND_TIMEOUT.as_secs()
            ))),
        }
    }

    /// Connects, signs in, and says nothing.
    ///
    /// # Errors
    /// What the server answered, or why it could not be reached.
    pub async fn check(&self) -> Result<(), SendError> {
        let checking = async {
            let mut connection = self.pool.server().connect().await?;
            let usable = connection.is_usable().await;
            connection.close().await;
            Ok(usable)
        };
        match timeout(SEND_TIMEOUT, checking).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(SendError::temporary("the mail server hung up")),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(SendError::temporary("the mail server does not answer")),
        }
    }
}

/// Codes of RFC 4954 that tell of the sign-in: for the operator to mend, and
/// no fault of the mail's.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

fn meaning(error: &Error) -> SendError {
    let sentence = causes(error);
    let code = error.status().map(u16::from);
    if error.is_permanent() && !code.is_some_and(|code| SIGN_IN.contains(&code)) {
        SendError::Permanent(sentence)
    } else {
        SendError::temporary(sentence)
    }
}

/// What the server said when it took the mail, such as `2.0.0 Ok: queued as 4F2A`.
fn shown(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).take(200).collect()
}
