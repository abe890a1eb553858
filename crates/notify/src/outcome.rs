//! What became of something that was handed to a channel, and whom a failure
//! speaks against.

use std::time::Duration;

/// Whoever stands at the other end has taken it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// What the provider calls it, where it says so: receipts name it again.
    pub provider_id: Option<String>,
}

/// What a failure that may pass speaks against. A circuit breaker counts only
/// the service's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The service: it is away, busy, or set up wrongly. Others would fare no better.
    Service,
    /// This recipient or this message alone: the service has answered.
    Recipient,
}

/// Why something could not be sent. The sentences hold no address, number,
/// content or secret.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SendError {
    /// It may go well later: the server is away, busy, or set up wrongly.
    #[error("{why}")]
    Temporary {
        why: String,
        /// How long the other end asks to be left alone, at most
        /// [`RETRY_AFTER_MAX`](crate::RETRY_AFTER_MAX).
        retry_after: Option<Duration>,
        fault: Fault,
    },
    /// It will never go well: the address or the content is refused.
    #[error("{0}")]
    Permanent(String),
    /// The address is no more: nothing should be sent there again.
    #[error("{0}")]
    Gone(String),
}

impl SendError {
    /// `Temporary` and the service's fault, when nobody has said how long to wait.
    pub fn temporary(why: impl Into<String>) -> Self {
        Self::Temporary {
            why: why.into(),
            retry_after: None,
            fault: Fault::Service,
        }
    }

    /// The same failure, as one of this recipient or message alone.
    #[must_use]
    pub fn of_recipient(mut self) -> Self {
        if let Self::Temporary { fault, .. } = &mut self {
            *fault = Fault::Recipient;
        }
        self
    }

    /// Whether it speaks against the service, so that others would fare no better.
    pub const fn is_of_service(&self) -> bool {
        matches!(
            self,
            Self::Temporary {
                fault: Fault::Service,
                ..
            }
        )
    }
}
