//! How a binary file is built, read from its structure without decoding it: how large an image is,
//! where the format's own data ends, and what of it is metadata.
//!
//! One file a format. Everything here streams: memory stays the same whatever the file's size, and
//! whatever its header claims. What is refused is decided in [`mod@inspect`].

mod avif;
mod exif;
mod gif;
mod inspect;
mod jpeg;
mod pdf;
mod png;
mod reader;
mod trailer;
mod webp;

#[cfg(test)]
pub(crate) mod tests;

pub use exif::Orientation;
pub(crate) use inspect::write_without_metadata;
pub use inspect::{ImageLimits, ImageSize, Inspected, MetadataRule, inspect};

use std::io;
use std::ops::Range;

/// What walking through a file has found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Walk {
    /// None for what is no image.
    pub image: Option<Pixels>,
    /// Where the format's own data ends: what follows is not the format's.
    pub end: u64,
    /// The stretches that make the file without its metadata, in order; empty when there is no
    /// metadata in it.
    pub kept: Vec<Piece>,
}

/// How large an image is, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pixels {
    pub width: u32,
    pub height: u32,
    /// More than one for an animation.
    pub frames: u64,
    pub orientation: Orientation,
}

/// A part of a file that is written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Bytes of the original.
    Same(Range<u64>),
    New(Vec<u8>),
}

/// Collects the pieces of the form without metadata.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    kept: Vec<Piece>,
    changed: bool,
}

impl Pieces {
    /// Keeps a stretch.
    pub fn keep(&mut self, range: Range<u64>) {
        match self.kept.last_mut() {
            Some(Piece::Same(last)) if last.end == range.start => last.end = range.end,
            _ => self.kept.push(Piece::Same(range)),
        }
    }

    /// Puts something that was not there.
    pub fn put(&mut self, bytes: Vec<u8>) {
        self.kept.push(Piece::New(bytes));
        self.changed = true;
    }

    /// Leaves something out.
    pub fn leave(&mut self) {
        self.changed = true;
    }

    /// The pieces, if they differ from the original.
    pub fn finish(self) -> Vec<Piece> {
        if self.changed { self.kept } else { Vec::new() }
    }
}

/// Why a walk stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The bytes are not what the format asks for: in which way.
    Damaged(&'static str),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early"),
            _ => Self::Io(error),
        }
    }
}
