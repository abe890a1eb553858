//! Mail over SMTP, with connections that are kept for the next.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{Error, PoolConfig, extension::ClientId},
};
use tokio::time::timeout;

use crate::{Mail, MailAddress, SendError, Sent, SmtpUrl, http::causes};

/// How long the server may take for one command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a mail may take in all: less than the lease of its job.
const SEND_TIMEOUT: Duration = Duration::from_secs(45);
/// Connections that are kept at most.
const CONNECTIONS: u32 = 4;
/// How long an idle one is kept.
const IDLE: Duration = Duration::from_secs(30);

/// What the operator sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailConfig {
    pub url: SmtpUrl,
    pub from: MailAddress,
}

/// Sends mail. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: MailAddress,
}

impl Mailer {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the system's certificates cannot be read, for servers with TLS.
    pub fn new(config: &MailConfig) -> Result<Self, SendError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.url.url.as_str())
            .map_err(|error| SendError::Permanent(causes(&error)))?
            .hello_name(ClientId::Domain(config.from.domain().to_owned()))
            .timeout(Some(COMMAND_TIMEOUT))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE))
            .build();
        Ok(Self {
            transport,
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
    /// everything that the next try may find mended.
    pub async fn send(&self, mail: &Mail) -> Result<Sent, SendError> {
        let message = mail.message(&self.from)?;
        match timeout(SEND_TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(answer)) => Ok(Sent {
                provider_id: answer.first_line().map(shown),
            }),
            Ok(Err(error)) => Err(meaning(&error)),
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
        match timeout(SEND_TIMEOUT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(SendError::temporary("the mail server hung up")),
            Ok(Err(error)) => Err(meaning(&error)),
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
