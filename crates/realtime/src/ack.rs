//! The answer to an event: the one place where a use case's result or error
//! becomes an acknowledgement.

use std::{fmt, pin::Pin};

use frontdesk_desk::Error;
use frontdesk_model::{
    error::ErrorCode,
    events::{Ack, AckError, InitiateChatAck, SendMessageAck, SyncAck},
};
use serde::Serialize;

/// What a successful event answers.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    Done(Ack),
    Chat(Box<InitiateChatAck>),
    Message(Box<SendMessageAck>),
    Missed(Box<SyncAck>),
    #[serde(skip)]
    Later(Later),
}

/// Success that is known only when something is on disk. The connection's next
/// event need not wait for it.
pub(crate) struct Later(Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>);

impl Later {
    /// The answer, once there is one.
    pub(crate) async fn answer(self) -> Result<Answer, Error> {
        self.0.await.map(|()| Answer::OK)
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

impl Answer {
    pub(crate) const OK: Self = Self::Done(Ack::OK);

    /// Success as soon as `done` is.
    pub(crate) fn later(done: impl Future<Output = Result<(), Error>> + Send + 'static) -> Self {
        Self::Later(Later(Box::pin(done)))
    }
}

/// `{success: false, error, code, retryAfter?}`.
pub(crate) fn failure(error: &Error) -> AckError {
    AckError {
        success: false,
        error: error.detail().to_owned(),
        code: error.code().code().to_owned(),
        retry_after: error.retry_after(),
    }
}

/// The payload of an event does not have the shape of the events reference.
pub(crate) fn malformed(event: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        format!("the payload of {event} is not valid: {cause}"),
    )
}

/// An event that this namespace doesn't know.
pub(crate) fn unknown(event: &str, namespace: &str) -> Error {
    /// Enough of the name to recognise it by.
    const SHOWN_CHARS: usize = 64;
    let event: String = event.chars().take(SHOWN_CHARS).collect();
    Error::new(
        ErrorCode::InvalidInput,
        format!("{namespace} knows no event named {event}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }

    #[test]
    fn a_rate_limit_says_when_to_come_back() {
        assert_eq!(
            json(&failure(&Error::rate_limited(3))),
            r#"{"success":false,"error":"too many requests; try again in 3 s","code":"rate-limited","retryAfter":3}"#
        );
    }

    #[test]
    fn other_failures_carry_no_retry_after() {
        assert_eq!(
            json(&failure(&Error::conflict("taken"))),
            r#"{"success":false,"error":"taken","code":"conflict"}"#
        );
    }

    #[test]
    fn success_without_content_is_the_seed_s_answer() {
        assert_eq!(json(&Answer::OK), r#"{"success":true}"#);
    }

    #[test]
    fn a_long_unknown_name_is_cut() {
        let error = unknown(&"x".repeat(10_000), "/");
        assert!(error.detail().len() < 120);
    }
}
