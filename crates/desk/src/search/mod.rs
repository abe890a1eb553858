//! Finding articles and tickets, and keeping the index current.

mod index;
mod indexer;
mod meaning;
mod query;

pub(crate) use indexer::{Following, follow};
pub use query::SearchPage;
