//! How Frontdesk reaches people who are not looking.
//!
//! One file a channel; a channel takes what is to be said in its own form
//! ([`Mail`]) and answers whether trying again makes sense ([`SendError`]),
//! which is all that the outbox needs to know. What is said, and to whom, is
//! decided by the crate `desk`; nothing of tickets or chats is known here.

mod address;
mod html;
mod mail;
mod smtp;

pub use address::{MailAddress, SmtpUrl};
pub use html::{escape, page};
pub use mail::Mail;
pub use smtp::{MailConfig, Mailer};

/// Why something could not be sent.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SendError {
    /// It may go well later: the server is away, busy, or set up wrongly.
    #[error("{0}")]
    Temporary(String),
    /// It will never go well: the address or the content is refused.
    #[error("{0}")]
    Permanent(String),
}
