//! WebP (RFC 9649): chunks of a RIFF container.

use std::io::{Read, Seek};

use super::exif::Orientation;
use super::reader::Reader;
use super::{Piece, Pieces, Pixels, Stop, Walk};

/// `RIFF`, the length of what follows, `WEBP`.
const HEADER: u64 = 12;
/// Name and length before a chunk's data.
const BEFORE: u64 = 8;
const MAX_EXIF: usize = 64 * 1024;
const SEEN: &[&[u8; 4]] = &[
    b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// Flags of `VP8X`.
const HAS_XMP: u8 = 0x04;
const HAS_EXIF: u8 = 0x08;

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    reader.skip(4)?;
    let end = u64::from(u32::from_le_bytes(reader.array()?)) + 8;
    reader.skip(4)?;
    if end > reader.len() {
        return Err(Stop::Damaged("it ends too early"));
    }
    let mut image: Option<Pixels> = None;
    let mut pieces = Pieces::default();
    let mut flags_at = None;
    while reader.position() + BEFORE <= end {
        let start = reader.position();
        let name: [u8; 4] = reader.array()?;
        let len = u64::from(u32::from_le_bytes(reader.array()?));
        let next = start + BEFORE + len + len % 2;
        // The last chunk may go without its byte of padding.
        if next > end + 1 {
            return Err(Stop::Damaged("a chunk is longer than the file"));
        }
        let next = next.min(end);
        match (&name, &mut image) {
            (b"VP8X", image @ None) if len >= 10 => {
                flags_at = Some((reader.position(), reader.byte()?));
                reader.skip(3)?;
                *image = Some(pixels(le24(reader)? + 1, le24(reader)? + 1));
            }
            (b"VP8 ", image @ None) if len >= 10 => {
                let head: [u8; 10] = reader.array()?;
                if head[3..6] != *b"\x9d\x01\x2a" {
                    return Err(Stop::Damaged("its first frame is no key frame"));
                }
                let edge =
                    |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]) & 0x3fff);
                *image = Some(pixels(edge(6), edge(8)));
            }
            (b"VP8L", image @ None) if len >= 5 => {
                if reader.byte()? != 0x2f {
                    return Err(Stop::Damaged("its lossless data has no mark"));
                }
                let bits = u32::from_le_bytes(reader.array()?);
                *image = Some(pixels((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1));
            }
            (_, None) => return Err(Stop::Damaged("it does not begin with its size")),
            (b"ANMF", Some(image)) => image.frames += 1,
            (b"EXIF", Some(image)) => {
                let len = usize::try_from(len).unwrap_or(MAX_EXIF).min(MAX_EXIF);
                let data = reader.up_to(len)?;
                let tiff = data.strip_prefix(b"Exif\0\0").unwrap_or(&data);
                image.orientation = Orientation::read(tiff);
                let minimal = image.orientation.to_tiff();
                if image.orientation.is_plain() {
                    pieces.leave();
                } else if data == minimal {
                    pieces.keep(start..next);
                } else {
                    pieces.put(chunk(b"EXIF", &minimal));
                }
            }
            _ => {}
        }
        if SEEN.contains(&&name) {
            pieces.keep(start..next);
        } else if name != *b"EXIF" {
            pieces.leave();
        }
        reader.go_to(next)?;
    }
    let mut image = image.ok_or(Stop::Damaged("it does not say its size"))?;
    image.frames = image.frames.max(1);
    Ok(Walk {
        kept: with_header(pieces.finish(), flags_at, image.orientation),
        image: Some(image),
        end,
    })
}

/// The container's length and flags say what is in it: they follow its chunks.
fn with_header(
    chunks: Vec<Piece>,
    flags: Option<(u64, u8)>,
    orientation: Orientation,
) -> Vec<Piece> {
    if chunks.is_empty() {
        return chunks;
    }
    let len: u64 = chunks
        .iter()
        .map(|piece| match piece {
            Piece::Same(range) => range.end - range.start,
            Piece::New(bytes) => bytes.len() as u64,
        })
        .sum();
    let len = u32::try_from(len + HEADER - 8).unwrap_or(u32::MAX);
    let mut header = b"RIFF".to_vec();
    header.extend(len.to_le_bytes());
    header.extend(b"WEBP");
    let mut kept = vec![Piece::New(header)];
    for piece in chunks {
        match (piece, flags) {
            (Piece::Same(range), Some((at, flags))) if range.contains(&at) => {
                let mut new = flags & !(HAS_XMP | HAS_EXIF);
                if !orientation.is_plain() {
                    new |= HAS_EXIF;
                }
                kept.push(Piece::Same(range.start..at));
                kept.push(Piece::New(vec![new]));
                kept.push(Piece::Same(at + 1..range.end));
            }
            (piece, _) => kept.push(piece),
        }
    }
    kept
}

fn pixels(width: u32, height: u32) -> Pixels {
    Pixels {
        width,
        height,
        frames: 0,
        orientation: Orientation::default(),
    }
}

fn le24<R: Read + Seek>(reader: &mut Reader<R>) -> Result<u32, Stop> {
    let [a, b, c] = reader.array()?;
    Ok(u32::from_le_bytes([a, b, c, 0]))
}

pub(crate) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = name.to_vec();
    bytes.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(data);
    if data.len() % 2 == 1 {
        bytes.push(0);
    }
    bytes
}
