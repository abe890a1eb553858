//! Attachments: from a client's bytes to a file that is named by its content.
//!
//! The way of an upload:
//!
//! 1. [`Staging::begin`] gives an [`Ingest`], which takes the bytes as they arrive and, in one
//!    pass, writes, counts, hashes and sniffs them ([`DagBuilder`], [`Sniffer`]).
//! 2. [`Ingest::finish`] decides the type ([`AllowedTypes`]), walks through the file's structure
//!    ([`inspect()`]), takes metadata out, and gives a [`Staged`] file.
//! 3. [`Backend::put`] makes it durable and gives [`Stored`], which belongs into the database.
//!
//! Reading stands on [`Blocks`], which gives a block by its CID: [`unixfs`] understands files,
//! directories and paths, [`car`] carries blocks from and to other nodes.
//! An upload that comes in parts collects its bytes with [`Partials`] first, and goes the same way
//! once it is whole.
//!
//! With [`UploadRules::seal`] a file is encrypted on its way into step 1's file ([`seal`]), so that
//! all after it has to do with ciphertext.
//!
//! The CID is a UnixFS file's under [`PROFILE`], so that any IPFS node gives the same one. Who may
//! read a file, and who refers to it, is not known here; nor is HTTP.

mod backend;
mod block;
pub mod car;
mod cbor;
mod clamd;
mod dag;
mod error;
mod guess;
mod ingest;
mod kubo;
mod local;
mod media;
mod names;
mod node;
mod pack;
mod partial;
mod profile;
mod protobuf;
mod refusal;
mod rendition;
mod s3;
pub mod seal;
mod serve;
mod sniff;
mod staging;
mod structure;
mod text;
mod tiered;
pub mod unixfs;
mod varint;

pub use backend::{Backend, ByteStream, MAX_PIECE, Object, is_intact};
pub use block::{Blocks, DAG_CBOR, MAX_BLOCK_BYTES, canonical, identity, is_raw, may_link, verify};
pub use cid::Cid;
pub use clamd::{NoVerdict, Scanner, ScannerAddress, Verdict};
pub use dag::{Block, DAG_PB, Dag, DagBuilder, RAW, SHA2_256, cid_of};
pub use error::{Error, Result};
pub use frontdesk_breaker::{BreakerRules, BreakerState};
pub use guess::{GUESS_BYTES, guess_type};
pub use ingest::{Ingest, Seal, Staged, Stored};
pub use kubo::KuboBackend;
pub use local::LocalBackend;
pub use media::{AllowedTypes, MediaType};
pub use names::{MAX_NAME_BYTES, clean_name};
pub use node::Node;
pub use pack::{Pack, Packed};
pub use partial::{Append, Appended, BodyEnd, Checksum, ChecksumAlgorithm, Partial, Partials};
pub use profile::{PROFILE, Profile};
pub use refusal::Refusal;
pub use rendition::{DECODE_MEMORY, NoRendition, Rendition, can_be_rendered, renditions};
pub use s3::{S3Backend, S3Settings};
pub use serve::{Disposition, content_disposition, content_type, disposition};
pub use sniff::{Content, Sniffer};
pub use staging::{Staging, UploadRules};
pub use structure::{ImageLimits, ImageSize, Inspected, MetadataRule, Orientation, inspect};
pub use text::{TextLimits, can_have_text, has_enough_text, text_of};
pub use tiered::Tiered;
