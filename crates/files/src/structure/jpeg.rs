//! JPEG (ITU-T T.81): segments from `SOI` to `EOI`, with scans between them.

use std::io::{Read, Seek};

use super::exif::Orientation;
use super::reader::Reader;
use super::{Pieces, Pixels, Stop, Walk};

const EXIF: &[u8] = b"Exif\0\0";

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    reader.skip(2)?;
    let mut pieces = Pieces::default();
    pieces.keep(0..2);
    let mut image: Option<Pixels> = None;
    let mut orientation = Orientation::default();
    let mut in_scan = false;
    let end = loop {
        let found = if in_scan {
            end_of_scan(reader, &mut pieces)?
        } else {
            Some(marker(reader, &mut pieces)?)
        };
        // Many a camera and cutter leaves the last marker out.
        let Some((start, marker)) = found else {
            break reader.len();
        };
        in_scan = false;
        match marker {
            0xd9 => {
                pieces.keep(start..reader.position());
                break reader.position();
            }
            0x01 | 0xd0..=0xd7 => pieces.keep(start..reader.position()),
            0x00 | 0xd8 => return Err(Stop::Damaged("its segments are out of order")),
            _ => {
                let len = u64::from(reader.u16_be()?);
                let body = len
                    .checked_sub(2)
                    .ok_or(Stop::Damaged("a segment has no length"))?;
                if body > reader.left() {
                    return Err(Stop::Damaged("it ends too early"));
                }
                let whole = start..reader.position() + body;
                match marker {
                    0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) && body >= 5 => {
                        reader.skip(1)?;
                        let (height, width) = (reader.u16_be()?, reader.u16_be()?);
                        // A second frame, as in hierarchical files, is not larger.
                        image.get_or_insert(Pixels {
                            width: width.into(),
                            height: height.into(),
                            frames: 1,
                            orientation,
                        });
                        pieces.keep(whole.clone());
                    }
                    0xe0..=0xef | 0xfe => {
                        // A segment has 64 KiB at most.
                        let data = reader.up_to(body as usize)?;
                        segment(marker, &data, whole.clone(), &mut orientation, &mut pieces);
                    }
                    0xda => {
                        in_scan = true;
                        pieces.keep(whole.clone());
                    }
                    _ => pieces.keep(whole.clone()),
                }
                reader.skip(whole.end - reader.position())?;
            }
        }
    };
    let image = image.ok_or(Stop::Damaged("it does not say its size"))?;
    Ok(Walk {
        image: Some(Pixels {
            orientation,
            ..image
        }),
        end,
        kept: pieces.finish(),
    })
}

/// Application data and comments: kept where a decoder needs them.
fn segment(
    marker: u8,
    data: &[u8],
    whole: std::ops::Range<u64>,
    orientation: &mut Orientation,
    pieces: &mut Pieces,
) {
    let is_needed = match marker {
        0xe0 => data.starts_with(b"JFIF\0"),
        0xe2 => data.starts_with(b"ICC_PROFILE\0"),
        0xee => data.starts_with(b"Adobe"),
        _ => false,
    };
    if is_needed {
        pieces.keep(whole);
        return;
    }
    let exif = (marker == 0xe1).then(|| data.strip_prefix(EXIF)).flatten();
    let Some(exif) = exif.filter(|_| orientation.is_plain()) else {
        pieces.leave();
        return;
    };
    *orientation = Orientation::read(exif);
    let minimal = orientation.to_tiff();
    if orientation.is_plain() {
        pieces.leave();
    } else if exif == minimal {
        pieces.keep(whole);
    } else {
        pieces.put(exif_segment(&minimal));
    }
}

fn exif_segment(tiff: &[u8]) -> Vec<u8> {
    let len = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or(u16::MAX);
    let mut bytes = vec![0xff, 0xe1];
    bytes.extend(len.to_be_bytes());
    bytes.extend(EXIF);
    bytes.extend(tiff);
    bytes
}

/// The next marker, which any number of `ff` may go before, and where it begins.
fn marker<R: Read + Seek>(reader: &mut Reader<R>, pieces: &mut Pieces) -> Result<(u64, u8), Stop> {
    let mut start = reader.position();
    if reader.byte()? != 0xff {
        return Err(Stop::Damaged("its segments do not follow each other"));
    }
    loop {
        match reader.byte()? {
            0xff => {
                pieces.keep(start..start + 1);
                start += 1;
            }
            marker => return Ok((start, marker)),
        }
    }
}

/// Passes over what a scan has coded, up to the marker behind it; `None` at the end of the file.
fn end_of_scan<R: Read + Seek>(
    reader: &mut Reader<R>,
    pieces: &mut Pieces,
) -> Result<Option<(u64, u8)>, Stop> {
    let start = reader.position();
    let mut after_ff = false;
    while !reader.at_end() {
        let byte = reader.byte()?;
        match (after_ff, byte) {
            (true, 0x00 | 0xd0..=0xd7) => after_ff = false,
            (true, 0xff) | (false, 0xff) => after_ff = true,
            (true, marker) => {
                let at = reader.position() - 2;
                pieces.keep(start..at);
                return Ok(Some((at, marker)));
            }
            (false, _) => {}
        }
    }
    pieces.keep(start..reader.position());
    Ok(None)
}
