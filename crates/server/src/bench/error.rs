//! What can go wrong while measuring; a target that was missed is one of them,
//! so that the command ends with a failure.

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be measured.
    #[error("--url {url}: {why}")]
    Url { url: String, why: &'static str },
    #[error(transparent)]
    Config(#[from] crate::config::Invalid),
    /// No secret to sign tokens with.
    #[error("no secret to sign tokens with: {0}; give the server's JWT_SECRET or DATA_DIR")]
    Secret(String),
    /// The server cannot be reached, or does not speak the protocol.
    #[error("cannot connect to {what}: {why}; is the server running?")]
    Connect { what: String, why: String },
    /// The server refuses a connection or an event.
    #[error("the server refused {what}: {why}{}", hint(.why))]
    Refused { what: String, why: String },
    /// A connection ended while something was still expected of it.
    #[error("the connection was closed while waiting for {what}: {why}")]
    Closed { what: String, why: String },
    /// No answer came in [`super::ANSWER_TIMEOUT`].
    #[error("no answer to {0} within {seconds} s", seconds = super::ANSWER_TIMEOUT.as_secs())]
    NoAnswer(String),
    /// An answer does not have the shape of the protocol.
    #[error("the answer to {what} is not understood: {why}")]
    Answer { what: String, why: String },
    /// What was asked for is not possible.
    #[error("{0}")]
    Usage(String),
    #[error("standard output: {0}")]
    Output(std::io::Error),
    /// The report has said which.
    #[error("{0} of the targets missed")]
    Missed(usize),
}

/// What to do about the commonest refusals.
fn hint(why: &str) -> &'static str {
    if why.contains("signature") {
        " (the secret is not the server's: give its JWT_SECRET or DATA_DIR)"
    } else if why.contains("too many requests") {
        " (start the server with RATE_LIMITS=off for load tests)"
    } else {
        ""
    }
}

impl Error {
    pub fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    pub fn answer(what: impl Into<String>, why: impl ToString) -> Self {
        Self::Answer {
            what: what.into(),
            why: why.to_string(),
        }
    }
}
