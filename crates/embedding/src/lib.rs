//! The meaning of a text as a vector: sentence embeddings by a local model, in process.
//!
//! The model is all-MiniLM-L6-v2, a BERT encoder of six layers, read from the files that it is
//! published in (`model.safetensors`, `vocab.txt`). Two texts mean the same as far as their
//! vectors point the same way. What is embedded and what the vectors are used for is said
//! elsewhere; this crate does not know documents.
//!
//! Every call computes on the calling thread, for milliseconds: call it from a blocking thread.

mod compact;
mod error;
mod layers;
mod matrix;
mod model;
mod tokenizer;
mod vector;
mod weights;

pub use compact::{CompactVector, Probe};
pub use error::{Error, Result};
pub use model::{MAX_TOKENS, Model};
pub use vector::{DIMENSIONS, Vector};
