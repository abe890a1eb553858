//! Finding what there is, and keeping the index current.

mod documents;
mod fill;
mod indexer;
mod meaning;
mod query;

pub(crate) use indexer::{Following, follow};
pub use query::SearchPage;
