//! Notifications: the persistent list, its unread count, how a new one reaches
//! the tabs that are open, and ([`plan`], [`send`]) people who are not looking.

mod announce;
mod config;
mod deliver;
mod ledger;
mod list;
mod mention;
mod plan;
mod preferences;
mod send;
mod unread;

pub use config::{ContentRule, ContentRules, NotifyConfig};
pub use list::NotificationList;
pub(crate) use send::{Outcome, Senders};
pub(crate) use unread::Turns;
