//! What a provider tells later of a message that it took.

use crate::SendError;

/// How far a message has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReceiptStatus {
    /// It waits at the provider.
    Queued,
    /// The carrier has it.
    Sent,
    /// The telephone has it.
    Delivered,
    /// It will not arrive; the error tells whether another would.
    Failed(SendError),
}

/// One receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// What [`Sent`](crate::Sent) called the message.
    pub provider_id: String,
    /// The message's own id, where the receipt tells it.
    pub id: Option<String>,
    pub status: ReceiptStatus,
}

/// Why a receipt was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It is not signed by the provider.
    #[error("the receipt is not signed by the provider")]
    Signature,
    /// It does not say what a receipt must.
    #[error("the receipt cannot be read")]
    Format,
}
