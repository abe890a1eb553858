//! Finding articles, conversations and customers; what is remembered of searches;
//! and keeping the index current.

mod analytics;
mod care;
mod completion;
mod documents;
mod facets;
mod following;
mod hits;
mod indexer;
mod log;
mod mask;
mod meaning;
mod query;
mod rebuild;
mod related;
mod suggest;
mod synonyms;
mod upkeep;
mod verify;

pub use analytics::AnalyticsPeriod;
pub use query::SearchPage;
pub use verify::VERIFY_SAMPLE;

pub(crate) use following::Following;
pub(crate) use indexer::follow;
pub(crate) use log::SearchLog;
pub(crate) use rebuild::rebuild_when_wanted;
pub(crate) use synonyms::SynonymsInUse;
pub(crate) use upkeep::tend_search;
