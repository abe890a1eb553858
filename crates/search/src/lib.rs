//! Full-text search over help articles, conversations (tickets and chats) and customers.
//!
//! The index is derived data: everything in it can be built again from the database, so a
//! missing or damaged index is replaced by an empty one and the caller is told to rebuild.
//! This crate knows documents, readers and relevance; it does not know SQL, HTTP or which
//! events change a document.
//!
//! Every call blocks (memory-mapped files, `fsync` on commit): call it from a blocking thread.

mod access;
mod analysis;
mod best;
mod collection;
mod completion;
mod confidence;
mod dates;
mod document;
mod error;
pub mod evaluation;
mod exclusion;
mod facets;
mod filters;
mod fingerprint;
mod generation;
mod highlight;
mod index;
mod keys;
mod knowledge;
mod language;
mod levenshtein;
mod query;
mod rebuild;
mod request;
mod schema;
mod search;
mod semantic;
mod spelling;
mod status;
mod suggest;
mod synonyms;
mod syntax;
mod understanding;
mod visible;
mod words;

pub use completion::OpenFilter;
pub use document::{
    ArticleDocument, Change, Channel, ConversationDocument, CustomerDocument, Document, Kind,
};
pub use error::{Error, Result};
pub use facets::MAX_FACET_VALUES;
pub use index::{Opened, SCHEMA_VERSION, SearchIndex};
pub use knowledge::MAX_POPULAR;
pub use language::Language;
pub use rebuild::Rebuild;
pub use request::{
    Facet, FacetValue, Filter, FilterCompletion, Hit, Place, Reader, SearchRequest, SearchResults,
    Sort, Suggestions,
};
pub use search::{MAX_HITS, MAX_OFFSET};
pub use semantic::{Embedder, MeaningStatus};
pub use status::{KindStatus, RebuildStatus, State, Status};
pub use synonyms::{MAX_SYNONYM_WORDS, Synonym, Synonyms};
pub use syntax::{Context, DocumentType, ParsedQuery};
