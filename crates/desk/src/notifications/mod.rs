//! Notifications: the persistent list, its unread count, and how a new one
//! reaches the tabs that are open.

mod announce;
mod deliver;
mod list;

pub use list::NotificationList;
