//! Mail: what a letter says, the templates that give it its form, and the
//! message of RFC 5322 that it becomes. How it is sent is in [`crate::Mailer`],
//! and how answers are read in [`crate::inbound`].

mod brand;
mod letter;
mod markdown;
mod message;
mod templates;
mod thread;

pub use brand::{Brand, Color};
pub use letter::{About, Composed, Fact, Letter, LetterKind, Link, Notice, Words};
pub use message::{List, Mail};
pub use templates::{TemplateError, Templates};
pub use thread::{Thread, conversation_of_root, root_id};
