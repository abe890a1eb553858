//! What became of something that was handed to a channel.

use std::time::Duration;

/// Whoever stands at the other end has taken it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// What the provider calls it, where it says so: receipts name it again.
    pub provider_id: Option<String>,
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
    },
    /// It will never go well: the address or the content is refused.
    #[error("{0}")]
    Permanent(String),
    /// The address is no more: nothing should be sent there again.
    #[error("{0}")]
    Gone(String),
}

impl SendError {
    /// `Temporary`, when nobody has said how long to wait.
    pub fn temporary(why: impl Into<String>) -> Self {
        Self::Temporary {
            why: why.into(),
            retry_after: None,
        }
    }
}
