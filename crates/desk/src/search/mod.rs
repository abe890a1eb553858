//! Finding articles and tickets, and keeping the index current.

mod index;
mod query;

pub use query::SearchPage;
