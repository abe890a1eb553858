//! What an upload's bytes must keep to beyond their first ones: nothing else may hide in the file,
//! and an image may not be larger than allowed. And the file without its metadata.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::exif::Orientation;
use super::reader::Reader;
use super::trailer::{Trailer, also, judge};
use super::{Piece, Stop, Walk, avif, gif, jpeg, pdf, png, webp};
use crate::media::MediaType;
use crate::refusal::Refusal;

/// How large an image may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageLimits {
    /// Width times height, in pixels.
    pub max_pixels: u64,
    /// Images of an animation.
    pub max_frames: u64,
}

impl Default for ImageLimits {
    fn default() -> Self {
        Self {
            max_pixels: 50_000_000,
            max_frames: 500,
        }
    }
}

/// What becomes of what an image says besides what is seen: where and by whom it was made, comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MetadataRule {
    /// It is left out, except colour profiles and the orientation.
    #[default]
    Strip,
    /// It stays.
    Keep,
}

/// An image's size in pixels, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// How it is stored.
    pub orientation: Orientation,
}

/// What was found in a file that may be kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Inspected {
    /// None for what is no image.
    pub size: Option<ImageSize>,
    /// What makes the file without its metadata; empty when it stays as it is.
    pub(crate) kept: Vec<Piece>,
}

/// Walks through a whole file of a type that is known by its first bytes.
///
/// # Errors
/// [`Refusal`] where it is damaged, too large, or something else as well; what the disk says.
pub fn inspect(
    file: impl Read + Seek,
    media_type: MediaType,
    limits: ImageLimits,
    rule: MetadataRule,
) -> io::Result<Result<Inspected, Refusal>> {
    let mut reader = Reader::new(file)?;
    let walked = match media_type {
        MediaType::Png => png::walk(&mut reader),
        MediaType::Jpeg => jpeg::walk(&mut reader),
        MediaType::Gif => gif::walk(&mut reader),
        MediaType::Webp => webp::walk(&mut reader),
        MediaType::Avif => avif::walk(&mut reader),
        MediaType::Pdf => pdf::walk(&mut reader),
        MediaType::PlainText
        | MediaType::Markdown
        | MediaType::Csv
        | MediaType::Json
        | MediaType::Blocks => Ok(Walk {
            end: reader.len(),
            ..Walk::default()
        }),
    };
    let walk = match walked {
        Ok(walk) => walk,
        Err(Stop::Damaged(why)) => {
            return Ok(Err(Refusal::Damaged {
                found: media_type.to_string(),
                why,
            }));
        }
        Err(Stop::Io(error)) => return Err(error),
    };
    if let Err(refusal) = check_size(&walk, limits) {
        return Ok(Err(refusal));
    }
    let hides = |what: &str| Refusal::Hides {
        found: media_type.to_string(),
        what: what.to_owned(),
    };
    if let Some(what) = also(&mut reader, media_type)? {
        return Ok(Err(hides(what)));
    }
    let may_be_cut = matches!(media_type, MediaType::Jpeg | MediaType::Png);
    let cut = match judge(&mut reader, walk.end)? {
        Trailer::Blank => walk.end < reader.len(),
        // Phones put a second image, a film or notes of their own there.
        Trailer::Unknown if may_be_cut || media_type == MediaType::Pdf => true,
        Trailer::Unknown => return Ok(Err(hides("other data behind its end"))),
        Trailer::Active(what) => return Ok(Err(hides(what))),
    };
    let kept = match rule {
        MetadataRule::Keep => Vec::new(),
        MetadataRule::Strip if !walk.kept.is_empty() => walk.kept,
        MetadataRule::Strip if cut && may_be_cut => vec![Piece::Same(0..walk.end)],
        MetadataRule::Strip => Vec::new(),
    };
    Ok(Ok(Inspected {
        size: walk.image.map(|image| {
            let turned = image.orientation.turns();
            ImageSize {
                width: if turned { image.height } else { image.width },
                height: if turned { image.width } else { image.height },
                orientation: image.orientation,
            }
        }),
        kept,
    }))
}

fn check_size(walk: &Walk, limits: ImageLimits) -> Result<(), Refusal> {
    let Some(image) = walk.image else {
        return Ok(());
    };
    let pixels = u64::from(image.width) * u64::from(image.height);
    if pixels == 0 {
        return Err(Refusal::Damaged {
            found: "an image".to_owned(),
            why: "it has no pixels",
        });
    }
    if pixels > limits.max_pixels {
        return Err(Refusal::TooManyPixels {
            width: image.width,
            height: image.height,
            limit: limits.max_pixels,
        });
    }
    if image.frames > limits.max_frames {
        return Err(Refusal::TooManyFrames {
            frames: image.frames,
            limit: limits.max_frames,
        });
    }
    Ok(())
}

/// Writes the pieces of `from`, a few KiB at a time.
pub(crate) fn write_without_metadata(
    mut from: impl Read + Seek,
    kept: &[Piece],
    mut to: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    for piece in kept {
        match piece {
            Piece::New(bytes) => to(bytes)?,
            Piece::Same(range) => {
                from.seek(SeekFrom::Start(range.start))?;
                let mut part = (&mut from).take(range.end - range.start);
                let copied = io::copy(&mut part, &mut Pass(&mut to))?;
                if copied != range.end - range.start {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
    }
    Ok(())
}

/// Hands what is written on.
struct Pass<'f, F>(&'f mut F);

impl<F: FnMut(&[u8]) -> io::Result<()>> Write for Pass<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
