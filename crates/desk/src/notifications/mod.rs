//! Notifications: the persistent list, its unread count, how a new one reaches
//! the tabs that are open, and ([`plan`], [`send`]) people who are not looking.

mod after;
mod announce;
mod config;
mod deliver;
mod devices;
mod ledger;
mod list;
mod mention;
mod plan;
mod preferences;
mod read_link;
mod receipts;
mod send;
mod unread;
mod unsubscribe;

pub(crate) use after::Consequence;
pub use config::{ContentRule, ContentRules, NotifyConfig};
pub use list::NotificationList;
pub(crate) use send::{Outcome, Senders};
pub(crate) use unread::Turns;

/// The member of a notification's `data` that names the message which it tells of.
pub(crate) const MESSAGE: &str = "messageId";
