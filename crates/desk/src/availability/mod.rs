//! When the desk is open, what it asks before a chat, and what happens to
//! those who come while nobody is there.

mod form;
mod hours;
mod leave_message;
mod now;
mod offline;
mod settings;
mod teams;
mod topics;
mod widget;

pub use hours::HoursView;
pub(crate) use settings::Availability;
pub use settings::{FORM as FORM_DOCUMENT, HOURS as HOURS_DOCUMENT, WIDGET as WIDGET_DOCUMENT};
