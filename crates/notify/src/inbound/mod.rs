//! Mail that comes in: what it says, who wrote it, and whether a person did.
//! What becomes of it is decided by the crate `desk`.
//!
//! All of it is somebody else's bytes: nothing here panics, and what is taken
//! from them is bounded.

mod hook;
mod html;
mod machine;
mod parse;
mod quote;
mod token;

pub use hook::HookSecret;
pub use machine::{Bounce, Nature};
pub use parse::{File, InboundMail, Unreadable, fingerprint, parse};
pub use quote::own_words;
pub use token::{ReplyAddress, ReplyToken, ReplyTokens};
