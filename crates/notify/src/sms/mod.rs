//! Text messages, by a provider that speaks Twilio's API or a plain one of JSON.

mod compose;
mod config;
mod generic;
mod number;
mod receipt;
mod segments;
mod send;
mod twilio;

pub use compose::{SMS_MAX_SEGMENTS, SmsText};
pub use config::{SmsConfig, SmsUrl};
pub use number::PhoneNumber;
pub use receipt::{Receipt, ReceiptError, ReceiptStatus};
pub use segments::{Encoding, segments};
pub use send::{ReceiptRequest, Sms, SmsSender};
