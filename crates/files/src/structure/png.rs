//! PNG (W3C PNG, third edition): chunks from `IHDR` to `IEND`.

use std::io::{Read, Seek};

use super::exif::Orientation;
use super::reader::Reader;
use super::{Pieces, Pixels, Stop, Walk};

const SIGNATURE: u64 = 8;
/// Length, name and checksum around a chunk's data.
const AROUND: u64 = 12;
/// EXIF that is read to find the orientation.
const MAX_EXIF: usize = 64 * 1024;

/// Ancillary chunks that change what is seen. Every other is metadata, or a hint for one program.
const SEEN: &[&[u8; 4]] = &[
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    reader.skip(SIGNATURE)?;
    let mut image = None;
    let mut pieces = Pieces::default();
    pieces.keep(0..SIGNATURE);
    loop {
        let start = reader.position();
        let len = u64::from(reader.u32_be()?);
        let name: [u8; 4] = reader.array()?;
        let whole = start..start + len + AROUND;
        let is_seen = name[0].is_ascii_uppercase() || SEEN.contains(&&name);
        match (&name, &mut image) {
            (b"IHDR", image @ None) if len == 13 => {
                *image = Some(Pixels {
                    width: reader.u32_be()?,
                    height: reader.u32_be()?,
                    frames: 1,
                    orientation: Orientation::default(),
                });
                reader.skip(5 + 4)?;
                pieces.keep(whole);
            }
            (_, None) => return Err(Stop::Damaged("it does not begin with its size")),
            (b"acTL", Some(image)) if len >= 8 => {
                image.frames = u64::from(reader.u32_be()?.max(1));
                reader.skip(len - 4 + 4)?;
                pieces.keep(whole);
            }
            (b"eXIf", Some(image)) => {
                let data = reader.up_to(usize::try_from(len).unwrap_or(MAX_EXIF).min(MAX_EXIF))?;
                reader.skip(len - data.len() as u64 + 4)?;
                image.orientation = Orientation::read(&data);
                let minimal = image.orientation.to_tiff();
                if image.orientation.is_plain() {
                    pieces.leave();
                } else if data == minimal {
                    pieces.keep(whole);
                } else {
                    pieces.put(chunk(b"eXIf", &minimal));
                }
            }
            (b"IEND", Some(_)) => {
                reader.skip(len + 4)?;
                pieces.keep(whole);
                return Ok(Walk {
                    image,
                    end: reader.position(),
                    kept: pieces.finish(),
                });
            }
            _ => {
                reader.skip(len + 4)?;
                if is_seen {
                    pieces.keep(whole);
                } else {
                    pieces.leave();
                }
            }
        }
    }
}

/// A chunk of this data, with its checksum.
pub(crate) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len() + AROUND as usize);
    bytes.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend(name);
    bytes.extend(data);
    let sum = crc32fast::hash(&bytes[4..]);
    bytes.extend(sum.to_be_bytes());
    bytes
}
