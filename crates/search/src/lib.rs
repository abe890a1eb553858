//! Full-text search over help articles and tickets.
//!
//! The index is derived data: everything in it can be built again from the database, so a
//! missing or damaged index is replaced by an empty one and the caller is told to rebuild.
//! This crate knows documents, readers and relevance; it does not know SQL, HTTP or which
//! events change a document.
//!
//! Every call blocks (memory-mapped files, `fsync` on commit): call it from a blocking thread.

mod access;
mod analysis;
mod collection;
mod document;
mod error;
mod highlight;
mod index;
mod query;
mod schema;
mod search;
mod spelling;
mod suggest;
mod understanding;

pub use document::{
    ArticleDocument, Change, Hit, Kind, Reader, SearchRequest, SearchResults, Suggestions,
    TicketDocument,
};
pub use error::{Error, Result};
pub use index::{Opened, SCHEMA_VERSION, SearchIndex};
pub use search::{MAX_HITS, MAX_OFFSET};
