//! What follows a format's own end, and whether the file is something else as well.

use std::io::{self, Read, Seek};

use super::reader::Reader;
use crate::media::MediaType;

/// Archives, documents and programs, by how they begin.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"%PDF-", "a PDF"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"#!", "a script"),
];
/// Markup, in lower case, wherever it stands.
const MARKUP: &[(&[u8], &str)] = &[
    (b"<script", "a script"),
    (b"<html", "HTML"),
    (b"<!doctype", "HTML"),
    (b"<svg", "SVG"),
    (b"<?php", "PHP"),
    (b"<iframe", "HTML"),
];
const LONGEST: usize = 9;
const PIECE: usize = 64 * 1024;
/// The record at the end of a ZIP archive, without its comment.
const ZIP_END: usize = 22;
const ZIP_COMMENT: u64 = 0xffff;
const PDF_MARK: &[u8] = b"%PDF-";
/// Readers of PDF look for its mark in the first KiB.
const PDF_HEAD: usize = 1024;

/// What the bytes behind a format's end are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trailer {
    /// Nothing, or bytes that say nothing: zeros and white space.
    Blank,
    /// Something of a program's own, such as a phone's.
    Unknown,
    Active(&'static str),
}

/// Looks at everything from `end` on.
pub(crate) fn judge<R: Read + Seek>(reader: &mut Reader<R>, end: u64) -> io::Result<Trailer> {
    reader.go_to(end)?;
    let mut blank = true;
    let mut text = true;
    let mut window: Vec<u8> = Vec::new();
    while !reader.at_end() {
        let piece = reader.up_to(PIECE)?;
        if blank {
            let said = piece.iter().position(|byte| !is_blank(*byte));
            if let Some(at) = said {
                blank = false;
                let begins = BEGINNINGS
                    .iter()
                    .find(|(mark, _)| piece[at..].starts_with(mark));
                if let Some((_, what)) = begins {
                    return Ok(Trailer::Active(what));
                }
            }
        }
        text &= piece
            .iter()
            .all(|byte| !byte.is_ascii_control() || is_blank(*byte) && *byte != 0);
        let kept = window.len().min(LONGEST);
        window.drain(..window.len() - kept);
        window.extend(piece.to_ascii_lowercase());
        if let Some(what) = markup(&window) {
            return Ok(Trailer::Active(what));
        }
    }
    Ok(match (blank, text) {
        (true, _) => Trailer::Blank,
        (false, true) => Trailer::Active("text"),
        (false, false) => Trailer::Unknown,
    })
}

fn is_blank(byte: u8) -> bool {
    byte == 0 || byte.is_ascii_whitespace()
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let begins = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<');
    begins
        .filter_map(|(at, _)| {
            MARKUP
                .iter()
                .find(|(mark, _)| bytes[at..].starts_with(mark))
        })
        .map(|(_, what)| *what)
        .next()
}

/// Whether the file can be opened as another kind too, whatever it begins with.
pub(crate) fn also<R: Read + Seek>(
    reader: &mut Reader<R>,
    kind: MediaType,
) -> io::Result<Option<&'static str>> {
    let from = reader.len().saturating_sub(ZIP_COMMENT + ZIP_END as u64);
    reader.go_to(from)?;
    let tail = reader.up_to(ZIP_COMMENT as usize + ZIP_END)?;
    if ends_as_zip(&tail) {
        return Ok(Some("a ZIP archive"));
    }
    reader.go_to(0)?;
    let head = reader.up_to(PDF_HEAD)?;
    let mut marks = head
        .windows(PDF_MARK.len())
        .enumerate()
        .filter(|(_, part)| *part == PDF_MARK)
        .map(|(at, _)| at);
    let is_pdf = match kind {
        MediaType::Pdf => false,
        // A text may tell of the mark in a sentence, but not begin a line with it.
        MediaType::PlainText | MediaType::Markdown | MediaType::Csv | MediaType::Json => {
            marks.any(|at| at == 0 || matches!(head[at - 1], b'\n' | b'\r'))
        }
        _ => marks.next().is_some(),
    };
    Ok(is_pdf.then_some("a PDF"))
}

/// Whether the file's last bytes are the record that ends a ZIP archive, up to its very end.
fn ends_as_zip(tail: &[u8]) -> bool {
    tail.windows(ZIP_END).enumerate().any(|(at, record)| {
        record.starts_with(b"PK\x05\x06")
            && usize::from(u16::from_le_bytes([record[20], record[21]]))
                == tail.len() - at - ZIP_END
    })
}
