//! How a stored file is handed to a browser: shown or saved, and under which name.
//!
//! The other headers a gateway sends (`nosniff`, the sandboxing policy, caching) are the HTTP
//! layer's.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What a browser is told to do with a file, RFC 6266.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Show it in the page or tab.
    Inline,
    /// Save it.
    Attachment,
}

impl Disposition {
    /// The word in the header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Attachment => "attachment",
        }
    }
}

/// Raster images that browsers show without running anything.
const RASTER_IMAGES: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
];

/// Inline for raster images, audio, video and plain text; everything else is saved, since PDF,
/// SVG, HTML and XML can carry scripts that would run under the desk's origin.
pub fn disposition(media_type: &str) -> Disposition {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let shown = RASTER_IMAGES.contains(&essence.as_str())
        || essence == "text/plain"
        || essence.starts_with("audio/")
        || essence.starts_with("video/");
    if shown {
        Disposition::Inline
    } else {
        Disposition::Attachment
    }
}

/// The value of a `Content-Type` header: text is UTF-8, which was checked when it came in.
pub fn content_type(media_type: &str) -> Cow<'_, str> {
    if media_type.starts_with("text/") && !media_type.contains(';') {
        return format!("{media_type}; charset=utf-8").into();
    }
    media_type.into()
}

/// The value of a `Content-Disposition` header (RFC 6266): visible ASCII whatever the name holds.
///
/// A name that ASCII cannot carry is sent a second time as `filename*` (RFC 8187), which browsers
/// prefer.
pub fn content_disposition(disposition: Disposition, name: &str) -> String {
    let fallback: String = name
        .chars()
        .map(|c| match c {
            // Quotes and backslashes are escaped in too many ways; some browsers decode `%`.
            '"' | '\\' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let mut header = format!("{}; filename=\"{fallback}\"", disposition.as_str());
    if fallback != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if is_attr_char(byte) {
                header.push(char::from(byte));
            } else {
                write!(header, "%{byte:02X}").expect("writing to a string cannot fail");
            }
        }
    }
    header
}

/// `attr-char` of RFC 8187.
fn is_attr_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_cannot_run_is_shown_inline() {
        for media_type in [
            "image/png",
            "image/avif",
            "text/plain",
            "Text/Plain; charset=utf-8",
            "video/mp4",
            "audio/ogg",
        ] {
            assert_eq!(disposition(media_type), Disposition::Inline, "{media_type}");
        }
        for media_type in [
            "application/pdf",
            "image/svg+xml",
            "text/html",
            "text/xml",
            "application/xhtml+xml",
            "application/json",
            "application/octet-stream",
            "",
        ] {
            let expected = Disposition::Attachment;
            assert_eq!(disposition(media_type), expected, "{media_type}");
        }
    }

    #[test]
    fn text_is_sent_as_utf8() {
        assert_eq!(content_type("text/csv"), "text/csv; charset=utf-8");
        assert_eq!(content_type("image/png"), "image/png");
    }

    #[test]
    fn a_plain_name_is_sent_as_it_is() {
        assert_eq!(
            content_disposition(Disposition::Attachment, "my report.pdf"),
            "attachment; filename=\"my report.pdf\""
        );
    }

    #[test]
    fn other_names_get_a_fallback_and_an_encoded_form() {
        assert_eq!(
            content_disposition(Disposition::Inline, "\u{20ac} \"rates\".txt"),
            "inline; filename=\"_ _rates_.txt\"; \
             filename*=UTF-8''%E2%82%AC%20%22rates%22.txt"
        );
    }

    proptest! {
        #[test]
        fn no_name_can_break_out_of_the_header(name in any::<String>()) {
            let header = content_disposition(Disposition::Inline, &name);
            prop_assert!(header.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(header.matches('"').count(), 2);
        }
    }
}
