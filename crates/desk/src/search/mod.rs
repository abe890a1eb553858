//! Finding articles, conversations and customers; what is remembered of searches;
//! and keeping the index current.

mod analytics;
mod documents;
mod facets;
mod fill;
mod hits;
mod indexer;
mod log;
mod mask;
mod meaning;
mod query;
mod suggest;
mod synonyms;
mod upkeep;

pub use analytics::AnalyticsPeriod;
pub use query::SearchPage;

pub(crate) use indexer::{Following, follow};
pub(crate) use log::SearchLog;
pub(crate) use synonyms::SynonymsInUse;
pub(crate) use upkeep::tend_search;
