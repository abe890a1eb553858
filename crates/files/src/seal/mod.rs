//! Sealed files: encrypted under a key of their own before they are addressed, so that what a
//! store of files, an IPFS node or an archive holds is ciphertext. Whoever destroys the key has
//! erased every copy.
//!
//! The form of a sealed file ([`mod@format`]) is the STREAM construction (Hoang, Reyhanitabar,
//! Rogaway, Vizár: *Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance*) over
//! AES-256-GCM (NIST SP 800-38D):
//!
//! ```text
//! header   16 bytes   "frontdesk-seal", the version (1), log2 of a segment's bytes (16)
//! segments each       ciphertext of 65,536 bytes, of the last one 0 to 65,536; then a tag of 16
//! ```
//!
//! A segment's nonce is seven zero bytes, its number (32 bits, big endian) and 1 for the last one
//! or else 0; its associated data is the header. The prefix may be zero since each key seals one
//! file, once. So a changed, moved, repeated or missing segment is refused, as is a file that was
//! cut off, and a range needs only the segments that it lies in. Only an empty file has an empty
//! segment.
//!
//! Where keys are kept, and who gets a file, is not known here.

mod format;
mod keys;
mod reader;
mod writer;

#[cfg(test)]
mod tests;

pub use format::{SEGMENT, sealed_len};
pub use keys::{FileKey, KeyError, MasterKey, MasterKeys, SealedRow, WrappedKey};
pub use reader::{Opened, open_range};
pub(crate) use writer::Sealer;
