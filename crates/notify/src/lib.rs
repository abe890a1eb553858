//! How Frontdesk reaches people who are not looking.
//!
//! One file or folder a channel: mail over SMTP, [`push`] to browsers, [`sms`],
//! and [`webhook`]s to the operator's own services. A channel takes what is to be
//! said in its own form (such as [`Mail`]) and answers what became of it ([`Sent`])
//! or whether trying again makes sense ([`SendError`]), which is all that the outbox
//! needs to know. What is said, and to whom, is decided by the crate `desk`; nothing
//! of tickets or chats is known here.

mod address;
mod guard;
mod html;
mod http;
mod imap;
pub mod inbound;
mod mail;
mod outcome;
pub mod push;
pub mod sms;
mod smtp;
pub mod webhook;

pub(crate) use address::is_local;
pub use address::{MailAddress, SmtpUrl};
pub use guard::{Guard, Refused, is_public};
pub use http::RETRY_AFTER_MAX;
pub use imap::{Fetched, ImapUrl, Mailbox, Woken};
pub use mail::{
    About, Brand, Color, Composed, Fact, Letter, LetterKind, Link, List, Mail, Notice,
    TemplateError, Templates, Thread, Words, conversation_of_root, root_id,
};
pub use outcome::{Fault, SendError, Sent};
pub use smtp::{MailConfig, Mailer};
