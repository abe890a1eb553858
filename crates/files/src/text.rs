//! The text of a file, to be searched: of plain text what it says, of PDF its
//! text layer. Whoever calls gives the limits; a broken file has no text.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use lopdf::{Document, LoadOptions};

use crate::MediaType;

/// Bytes that one page, or one object, of a PDF may take when it is unpacked.
const UNPACKED: usize = 16 * 1024 * 1024;

/// How much of a file is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextLimits {
    /// Characters that are kept: the first ones. 0 when nothing is read.
    pub chars: usize,
    /// Pages of a PDF that are read: the first ones.
    pub pages: usize,
    /// Bytes of a file that is read at all.
    pub bytes: u64,
    /// How long one file may take; looked at between pages.
    pub time: Duration,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self {
            chars: 100_000,
            pages: 300,
            bytes: 32 * 1024 * 1024,
            time: Duration::from_secs(20),
        }
    }
}

/// Whether files of a type can have text.
pub fn can_have_text(media_type: MediaType) -> bool {
    matches!(
        media_type,
        MediaType::Pdf
            | MediaType::PlainText
            | MediaType::Markdown
            | MediaType::Csv
            | MediaType::Json
    )
}

/// Whether these first bytes of a file hold all of its text that is kept, so that no more of it
/// need be read. A PDF has its table of contents at the end.
pub fn has_enough_text(beginning: &[u8], media_type: MediaType, limits: &TextLimits) -> bool {
    // No character takes more, and the last one may be cut.
    let enough = limits.chars.saturating_add(1).saturating_mul(4);
    let counted = || beginning.iter().filter(|byte| **byte != 0).count();
    media_type != MediaType::Pdf && counted() >= enough
}

/// The text of a file; empty when there is none to be read. Takes its time:
/// call it from a blocking thread.
pub fn text_of(file: &[u8], media_type: MediaType, limits: &TextLimits) -> String {
    if !can_have_text(media_type) {
        return String::new();
    }
    let read = || match media_type {
        MediaType::Pdf => text_of_pdf(file, limits),
        _ => shortened(&String::from_utf8_lossy(file), limits.chars),
    };
    // Whatever a stranger's file makes of its parser, it ends here.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}

fn text_of_pdf(file: &[u8], limits: &TextLimits) -> String {
    let until = Instant::now() + limits.time;
    let options = LoadOptions {
        max_decompressed_size: Some(UNPACKED),
        ..LoadOptions::default()
    };
    let Ok(document) = Document::load_mem_with_options(file, options) else {
        return String::new();
    };
    let mut text = String::new();
    let mut chars = 0;
    for page in document.get_pages().into_keys().take(limits.pages) {
        // A page that cannot be read is passed over.
        if let Ok(words) = document.extract_text_with_limit(&[page], UNPACKED) {
            let words = shortened(&words, limits.chars - chars);
            chars += words.chars().count();
            text.push_str(&words);
            text.push('\n');
        }
        if chars >= limits.chars || Instant::now() >= until {
            break;
        }
    }
    text
}

/// The first characters, without those that no database takes.
fn shortened(text: &str, chars: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(chars).collect()
}

#[cfg(test)]
mod tests {
    use lopdf::{
        Object, Stream,
        content::{Content, Operation},
        dictionary,
    };

    use super::*;

    #[test]
    fn the_beginning_of_a_long_text_gives_the_same_as_the_whole() {
        let limits = TextLimits {
            chars: 10,
            ..TextLimits::default()
        };
        for pattern in ["word ", "\0a", "é", "\u{1F6B2}", "a\u{1F6B2}"] {
            let whole = pattern.repeat(100).into_bytes();
            let read = (0..=whole.len())
                .find(|len| has_enough_text(&whole[..*len], MediaType::PlainText, &limits))
                .expect("the whole is more than enough");
            assert!(read < whole.len());
            assert_eq!(
                text_of(&whole[..read], MediaType::PlainText, &limits),
                text_of(&whole, MediaType::PlainText, &limits)
            );
        }
        assert!(!has_enough_text(&[b'a'; 10_000], MediaType::Pdf, &limits));
    }

    /// A PDF with a page for each of these lines.
    fn pdf(lines: &[&str]) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let pages = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
            "Encoding" => "WinAnsiEncoding",
        });
        let resources = document.add_object(dictionary! {
            "Font" => dictionary! { "F1" => font },
        });
        let mut kids: Vec<Object> = Vec::new();
        for line in lines {
            let content = Content {
                operations: vec![
                    Operation::new("BT", vec![]),
                    Operation::new("Tf", vec!["F1".into(), 12.into()]),
                    Operation::new("Td", vec![50.into(), 700.into()]),
                    Operation::new("Tj", vec![Object::string_literal(*line)]),
                    Operation::new("ET", vec![]),
                ],
            };
            let stream = Stream::new(dictionary! {}, content.encode().unwrap());
            let content = document.add_object(stream);
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content,
                "Resources" => resources,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            });
            kids.push(page.into());
        }
        let tree = dictionary! {
            "Type" => "Pages", "Count" => i64::try_from(kids.len()).unwrap(), "Kids" => kids,
        };
        document.objects.insert(pages, Object::Dictionary(tree));
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        document.compress();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn read(file: &[u8], media_type: MediaType) -> String {
        text_of(file, media_type, &TextLimits::default())
    }

    #[test]
    fn the_text_layer_of_a_pdf_is_read_page_by_page() {
        let file = pdf(&["Invoice 4711", "Terms of delivery"]);
        let text = read(&file, MediaType::Pdf);
        assert!(text.contains("Invoice 4711"), "{text:?}");
        assert!(text.contains("Terms of delivery"), "{text:?}");
        let limits = TextLimits {
            pages: 1,
            ..TextLimits::default()
        };
        let first = text_of(&file, MediaType::Pdf, &limits);
        assert!(first.contains("Invoice") && !first.contains("Terms"));
    }

    #[test]
    fn a_text_is_what_it_says_up_to_its_limit() {
        assert_eq!(read("Grüße\0!".as_bytes(), MediaType::PlainText), "Grüße!");
        assert_eq!(read(b"a;b\n", MediaType::Csv), "a;b\n");
        assert_eq!(read(b"\xff\xfe", MediaType::PlainText).chars().count(), 2);
        let limits = TextLimits {
            chars: 3,
            ..TextLimits::default()
        };
        assert_eq!(
            text_of("äöüß".as_bytes(), MediaType::PlainText, &limits),
            "äöü"
        );
        assert_eq!(
            text_of(&pdf(&["Invoice"]), MediaType::Pdf, &limits).trim(),
            "Inv"
        );
        assert_eq!(read(b"\x89PNG", MediaType::Png), "");
    }

    #[test]
    fn a_broken_pdf_has_no_text_and_does_no_harm() {
        let whole = pdf(&["Invoice 4711"]);
        assert_eq!(read(b"%PDF-1.5 and nothing", MediaType::Pdf), "");
        for end in (0..whole.len()).step_by(7) {
            read(&whole[..end], MediaType::Pdf);
            let mut changed = whole.clone();
            changed[end] = changed[end].wrapping_add(97);
            read(&changed, MediaType::Pdf);
        }
    }
}
