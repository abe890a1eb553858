//! PDF (ISO 32000): where it ends. Its objects are not looked at.

use std::io::{Read, Seek};

use super::reader::Reader;
use super::{Stop, Walk};

/// How far from the end of the file the mark of the document's end is looked for.
const TAIL: u64 = 64 * 1024;
const END: &[u8] = b"%%EOF";

pub(crate) fn walk<R: Read + Seek>(reader: &mut Reader<R>) -> Result<Walk, Stop> {
    let from = reader.len().saturating_sub(TAIL);
    reader.go_to(from)?;
    let tail = reader.up_to(TAIL as usize)?;
    let last = tail.windows(END.len()).rposition(|five| five == END);
    Ok(Walk {
        // A document that is cut off is damaged, not dangerous.
        end: last.map_or(reader.len(), |at| from + (at + END.len()) as u64),
        ..Walk::default()
    })
}
