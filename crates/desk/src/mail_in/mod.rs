//! Mail that comes in. It is stored before its source hears that it was taken
//! ([`receive`]); a job reads it ([`read`]), finds out whose it is and where it
//! belongs ([`route`]), and what it says goes the way of everything that people
//! write. What can't be dealt with is set aside for an admin ([`review`]) and
//! stops nothing else. Mailboxes are watched by [`watch`].

mod attach;
mod bounce;
mod read;
mod receive;
mod reply_to;
mod review;
mod route;
mod watch;

use std::time::Duration;

use frontdesk_notify::{
    ImapUrl,
    inbound::{HookSecret, ReplyAddress},
};

pub use receive::Received;
pub(crate) use watch::watch_mailbox;

/// How mail comes in.
#[derive(Clone, Debug)]
pub struct MailInConfig {
    /// The mailbox that is read.
    pub mailbox: Option<ImapUrl>,
    /// What a provider shows that posts mail here; none takes none that way.
    pub hook_secret: Option<HookSecret>,
    /// Where answers go to; without it they go to the sender, and belong to
    /// their conversation only by what they refer to.
    pub reply_address: Option<ReplyAddress>,
    /// Bytes of one mail.
    pub max_bytes: usize,
    /// Tickets that one address may open by mail in an hour.
    pub tickets_per_hour: u32,
    /// How often a mailbox is looked at whose server doesn't tell of new mail.
    pub poll: Duration,
}

impl Default for MailInConfig {
    fn default() -> Self {
        Self {
            mailbox: None,
            hook_secret: None,
            reply_address: None,
            max_bytes: 25 * 1024 * 1024,
            tickets_per_hour: 10,
            poll: Duration::from_secs(30),
        }
    }
}
