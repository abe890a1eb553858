//! Notifications: the persistent list, its unread count, and how a new one
//! reaches the tabs that are open.

mod announce;
mod deliver;
mod list;
mod unread;

pub use list::NotificationList;
pub(crate) use unread::Turns;
