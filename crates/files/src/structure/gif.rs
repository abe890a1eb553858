//! GIF87a and GIF89a: blocks from the screen descriptor to the trailer.

use std::io::{Read, Seek};

use super::exif::Orientation;
use super::reader::Reader;
use super::{Pixels, Stop, Walk};

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    reader.skip(6)?;
    let (mut width, mut height) = (le16(reader)?, le16(reader)?);
    let flags = reader.byte()?;
    reader.skip(2)?;
    skip_palette(reader, flags)?;
    let mut frames = 0_u64;
    loop {
        match reader.byte()? {
            0x2c => {
                let (left, top) = (le16(reader)?, le16(reader)?);
                width = width.max(left + le16(reader)?);
                height = height.max(top + le16(reader)?);
                let flags = reader.byte()?;
                skip_palette(reader, flags)?;
                reader.skip(1)?;
                skip_blocks(reader)?;
                frames += 1;
            }
            0x21 => {
                reader.skip(1)?;
                skip_blocks(reader)?;
            }
            0x3b => break,
            _ => return Err(Stop::Damaged("its blocks do not follow each other")),
        }
    }
    Ok(Walk {
        image: Some(Pixels {
            width,
            height,
            frames,
            orientation: Orientation::default(),
        }),
        end: reader.position(),
        kept: Vec::new(),
    })
}

fn le16<R: Read + Seek>(reader: &mut Reader<R>) -> Result<u32, Stop> {
    Ok(u16::from_le_bytes(reader.array()?).into())
}

fn skip_palette<R: Read + Seek>(reader: &mut Reader<R>, flags: u8) -> Result<(), Stop> {
    if flags & 0x80 != 0 {
        reader.skip(3 << ((flags & 7) + 1))?;
    }
    Ok(())
}

fn skip_blocks<R: Read + Seek>(reader: &mut Reader<R>) -> Result<(), Stop> {
    loop {
        match reader.byte()? {
            0 => return Ok(()),
            len => reader.skip(len.into())?,
        }
    }
}
