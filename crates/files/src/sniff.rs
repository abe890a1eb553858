//! Tells what a file holds from its bytes, as they stream by.
//!
//! What is done about it is decided in [`crate::media`].

use crate::media::MediaType;

/// How many bytes from the start are looked at for magic numbers.
const HEAD: usize = 4096;

/// What a file's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A binary type that uploads may have.
    Binary(MediaType),
    /// UTF-8 text, to the last byte.
    Text {
        /// The type under which a browser or a shell would run it, where it looks like that.
        active: Option<&'static str>,
    },
    /// Text that begins as a page or program would: never accepted, whatever its name.
    Page(&'static str),
    /// Anything else, by the media type it is known under.
    Other(&'static str),
}

/// Collects what is needed to tell a file's type; keeps the first 4 KiB and a few flags.
#[derive(Debug, Default)]
pub struct Sniffer {
    head: Vec<u8>,
    text: TextCheck,
}

impl Sniffer {
    /// Starts at the beginning of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at the file's next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.text.push(bytes);
    }

    /// What the file holds. An empty file is text.
    pub fn finish(self) -> Content {
        let head = self.head.as_slice();
        if let Some(media_type) = allowed_magic(head) {
            return Content::Binary(media_type);
        }
        if self.text.is_text() {
            let active = active_kind(head);
            return match active {
                Some(kind) if is_page(head) => Content::Page(kind),
                active => Content::Text { active },
            };
        }
        let known = infer::get(head).map(|kind| kind.mime_type());
        Content::Other(known.unwrap_or("application/octet-stream"))
    }
}

/// The magic numbers of the types that uploads may have. Where `infer` is satisfied with less than
/// the format's whole signature, the rest is asked for as well: "GIFs are fine." is a text.
fn allowed_magic(head: &[u8]) -> Option<MediaType> {
    use infer::image;
    let found = if image::is_png(head) && head.starts_with(b"\x89PNG\r\n\x1a\n") {
        MediaType::Png
    } else if image::is_jpeg(head) {
        MediaType::Jpeg
    } else if image::is_gif(head) && (head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")) {
        MediaType::Gif
    } else if image::is_webp(head) && head.starts_with(b"RIFF") {
        MediaType::Webp
    } else if image::is_avif(head) {
        MediaType::Avif
    } else if head.starts_with(b"%PDF-") {
        // `infer` would find the mark anywhere in the first KiB, that is, also behind a script.
        MediaType::Pdf
    } else {
        return None;
    };
    Some(found)
}

/// The type of text that something would execute: markup and scripts.
fn active_kind(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.trim_ascii_start();
    if start.starts_with(b"#!") {
        return Some("text/x-shellscript");
    }
    if !start.starts_with(b"<") {
        return None;
    }
    let is_svg = start
        .windows(4)
        .any(|four| four.eq_ignore_ascii_case(b"<svg"));
    Some(if is_svg {
        "image/svg+xml"
    } else if infer::text::is_xml(start) {
        "text/xml"
    } else {
        "text/html"
    })
}

/// How pages begin, in lower case. A log may begin with `<13>`, a note with a paragraph.
const PAGES: &[&[u8]] = &[
    b"<!doctype html",
    b"<html",
    b"<head>",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<object",
    b"<embed",
    b"<?php",
];

/// Whether text begins as a page, behind a mark of UTF-8, white space, comments and declarations.
fn is_page(head: &[u8]) -> bool {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    loop {
        rest = rest.trim_ascii_start();
        let begins = |mark: &[u8]| {
            rest.get(..mark.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(mark))
        };
        if PAGES.iter().any(|mark| begins(mark)) {
            return true;
        }
        let end: &[u8] = if begins(b"<!--") {
            b"-->"
        } else if begins(b"<?xml") || begins(b"<!doctype svg") {
            b">"
        } else {
            return false;
        };
        let Some(at) = rest.windows(end.len()).position(|part| part == end) else {
            return false;
        };
        rest = &rest[at + end.len()..];
    }
}

/// Checks that bytes are UTF-8 without the bytes that
/// [the MIME Sniffing Standard](https://mimesniff.spec.whatwg.org/#binary-data-byte) calls binary.
#[derive(Debug, Default)]
struct TextCheck {
    failed: bool,
    /// The beginning of a character whose end has not come yet.
    partial: Vec<u8>,
}

impl TextCheck {
    fn push(&mut self, mut bytes: &[u8]) {
        if self.failed || bytes.is_empty() {
            return;
        }
        if has_binary(bytes) {
            self.failed = true;
            return;
        }
        while !self.partial.is_empty() {
            let Some((&next, rest)) = bytes.split_first() else {
                return;
            };
            self.partial.push(next);
            bytes = rest;
            match std::str::from_utf8(&self.partial) {
                Ok(_) => self.partial.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    self.failed = true;
                    return;
                }
            }
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            match error.error_len() {
                Some(_) => self.failed = true,
                None => self
                    .partial
                    .extend_from_slice(&bytes[error.valid_up_to()..]),
            }
        }
    }

    fn is_text(&self) -> bool {
        !self.failed && self.partial.is_empty()
    }
}

/// Looks at whole groups without leaving early, so that the compiler can use vector instructions.
fn has_binary(bytes: &[u8]) -> bool {
    bytes
        .chunks(256)
        .any(|group| group.iter().fold(false, |any, &byte| any | is_binary(byte)))
}

fn is_binary(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sniff(bytes: &[u8]) -> Content {
        let mut sniffer = Sniffer::new();
        sniffer.push(bytes);
        sniffer.finish()
    }

    fn text(bytes: &[u8]) -> bool {
        matches!(sniff(bytes), Content::Text { .. })
    }

    #[test]
    fn each_allowed_binary_type_is_known_by_its_signature() {
        for (bytes, expected) in [
            (b"\x89PNG\r\n\x1a\n\0\0".as_slice(), MediaType::Png),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType::Jpeg),
            (b"GIF87a\x01\0\x01\0", MediaType::Gif),
            (b"GIF89a\x01\0\x01\0", MediaType::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", MediaType::Webp),
            (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", MediaType::Avif),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", MediaType::Avif),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", MediaType::Pdf),
        ] {
            assert_eq!(sniff(bytes), Content::Binary(expected));
        }
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        for (bytes, expected) in [
            (b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), "application/zip"),
            (
                b"\x7fELF\x02\x01\x01\0".repeat(8).as_slice(),
                "application/x-executable",
            ),
            (
                b"MZ\x90\0\x03\0",
                "application/vnd.microsoft.portable-executable",
            ),
            (b"\0\x01\x02", "application/octet-stream"),
        ] {
            assert_eq!(sniff(bytes), Content::Other(expected));
        }
    }

    #[test]
    fn words_that_resemble_a_magic_number_are_still_text() {
        for words in [
            "GIFs are fine.",
            "BMW",
            "MZ",
            "ID3 tags",
            "see %PDF-1.4",
            "12345678WEBP",
        ] {
            assert_eq!(sniff(words.as_bytes()), Content::Text { active: None });
        }
    }

    #[test]
    fn a_pdf_mark_behind_a_script_makes_no_pdf() {
        let page = b"<script>alert(1)</script>%PDF-1.7";
        assert_eq!(sniff(page), Content::Page("text/html"));
    }

    #[test]
    fn text_may_hold_tabs_line_ends_form_feeds_and_escapes_but_no_other_control_bytes() {
        assert!(text(b""));
        assert!(text(
            "\u{feff}Gr\u{fc}\u{df}e, \u{1f600}\t\r\n\x0c\x1b[31m".as_bytes()
        ));
        for control in (0..0x20u8).filter(|byte| !b"\t\n\x0c\r\x1b".contains(byte)) {
            assert!(!text(&[b'a', control, b'b']), "{control:#x}");
        }
    }

    #[test]
    fn text_is_checked_to_the_last_byte() {
        let mut long = "\u{e4}".repeat(100_000).into_bytes();
        assert!(text(&long));
        long.push(0xff);
        assert!(!text(&long));
        *long.last_mut().unwrap() = 0;
        assert!(!text(&long));
    }

    #[test]
    fn a_character_cut_off_by_the_end_of_the_file_is_no_text() {
        assert!(!text(&"\u{1f600}".as_bytes()[..3]));
    }

    #[test]
    fn markup_and_scripts_are_marked_as_active() {
        for (bytes, expected) in [
            ("<p align=center>Read me", "text/html"),
            ("<13>Nov 22 sshd: hello", "text/html"),
            ("<?xml version='1.0'?><note/>", "text/xml"),
            ("#!/bin/sh", "text/x-shellscript"),
        ] {
            let active = Some(expected);
            assert_eq!(sniff(bytes.as_bytes()), Content::Text { active });
        }
    }

    #[test]
    fn what_begins_as_a_page_is_a_page_whatever_stands_before_it() {
        for (bytes, expected) in [
            ("<!doctype html><p>", "text/html"),
            ("\u{feff} \n<SCRIPT>", "text/html"),
            ("<!-- a <b> --> <html>", "text/html"),
            ("<?xml version='1.0'?><SVG>", "image/svg+xml"),
            ("<svg onload=alert(1)>", "image/svg+xml"),
            ("<?php phpinfo();", "text/html"),
        ] {
            assert_eq!(sniff(bytes.as_bytes()), Content::Page(expected));
        }
    }

    #[test]
    fn utf_16_and_utf_32_are_no_text() {
        for bytes in [
            b"\xff\xfeh\0i\0".as_slice(),
            b"\xfe\xff\0h\0i",
            b"h\0i\0",
            b"\xff\xfe\0\0h\0\0\0",
        ] {
            assert!(!text(bytes), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn the_way_a_file_is_split_into_pushes_does_not_matter(
            bytes in prop_oneof![
                any::<String>().prop_map(String::into_bytes),
                prop::collection::vec(any::<u8>(), 0..64),
                "\\PC{0,40}".prop_map(String::into_bytes),
            ],
            size in 1usize..5,
        ) {
            let mut sniffer = Sniffer::new();
            bytes.chunks(size).for_each(|piece| sniffer.push(piece));
            prop_assert_eq!(sniffer.finish(), sniff(&bytes));
        }

        #[test]
        fn text_means_valid_utf8_without_binary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..8)) {
            let expected = std::str::from_utf8(&bytes).is_ok() && !bytes.iter().any(|&b| is_binary(b));
            let mut check = TextCheck::default();
            bytes.chunks(3).for_each(|piece| check.push(piece));
            prop_assert_eq!(check.is_text(), expected);
        }
    }
}
