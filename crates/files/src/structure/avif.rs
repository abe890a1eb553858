//! AVIF: boxes of the ISO base media file format (ISO/IEC 14496-12), as far as they tell how large
//! an image or sequence is.

use std::io::{Read, Seek};

use super::exif::Orientation;
use super::reader::Reader;
use super::{Pixels, Stop, Walk};

/// Boxes that hold boxes, and the bytes before these.
const CONTAINERS: &[(&[u8; 4], u64)] = &[
    (b"meta", 4),
    (b"iprp", 0),
    (b"ipco", 0),
    (b"moov", 0),
    (b"trak", 0),
    (b"mdia", 0),
    (b"minf", 0),
    (b"stbl", 0),
];
/// How deep boxes may lie in each other.
const MAX_DEPTH: usize = 10;
/// Boxes of one file.
const MAX_BOXES: u32 = 10_000;

#[derive(Default)]
struct Found {
    width: u32,
    height: u32,
    samples: u64,
    /// Quarter turns, or a mirror.
    turns: u8,
    boxes: u32,
    has_meta: bool,
}

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    let mut found = Found::default();
    let len = reader.len();
    boxes(reader, len, 0, &mut found)?;
    if !found.has_meta {
        return Err(Stop::Damaged("it holds no image"));
    }
    if found.width == 0 {
        return Err(Stop::Damaged("it does not say its size"));
    }
    let (width, height) = match found.turns % 2 {
        1 => (found.height, found.width),
        _ => (found.width, found.height),
    };
    Ok(Walk {
        image: Some(Pixels {
            width,
            height,
            frames: found.samples.max(1),
            orientation: Orientation::default(),
        }),
        end: len,
        kept: Vec::new(),
    })
}

fn boxes<R: Read + Seek>(
    reader: &mut Reader<R>,
    end: u64,
    depth: usize,
    found: &mut Found,
) -> Result<(), Stop> {
    while reader.position() < end {
        let start = reader.position();
        found.boxes += 1;
        if found.boxes > MAX_BOXES {
            return Err(Stop::Damaged("it has too many boxes"));
        }
        let short = reader.u32_be()?;
        let name: [u8; 4] = reader.array()?;
        let size = match short {
            0 if depth == 0 => end - start,
            1 => u64::from_be_bytes(reader.array()?),
            short => short.into(),
        };
        let next = start.checked_add(size).filter(|next| *next <= end);
        let next = next.ok_or(Stop::Damaged("a box is longer than the file"))?;
        if next < reader.position() {
            return Err(Stop::Damaged("a box has no length"));
        }
        if depth == 0 && (start == 0) != (name == *b"ftyp") {
            return Err(Stop::Damaged("its boxes are out of order"));
        }
        if depth == 0
            && !name
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ')
        {
            return Err(Stop::Damaged("something else follows its boxes"));
        }
        found.has_meta |= name == *b"meta" || name == *b"moov";
        let data = next - reader.position();
        match &name {
            b"ispe" if data >= 12 => {
                reader.skip(4)?;
                found.width = found.width.max(reader.u32_be()?);
                found.height = found.height.max(reader.u32_be()?);
            }
            b"irot" if data >= 1 => found.turns = reader.byte()? & 3,
            b"tkhd" if data >= 84 => {
                // Width and height, in 16.16, end it.
                reader.go_to(next - 8)?;
                found.width = found.width.max(reader.u32_be()? >> 16);
                found.height = found.height.max(reader.u32_be()? >> 16);
            }
            b"stsz" if data >= 12 => {
                reader.skip(8)?;
                found.samples = found.samples.max(reader.u32_be()?.into());
            }
            _ => {
                let inner = CONTAINERS.iter().find(|(container, _)| **container == name);
                if let Some((_, before)) = inner.filter(|_| depth < MAX_DEPTH) {
                    reader.skip(*before)?;
                    boxes(reader, next, depth + 1, found)?;
                }
            }
        }
        reader.go_to(next)?;
    }
    Ok(())
}
