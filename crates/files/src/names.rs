//! File names that came from a client: made safe to store, show and send back.

/// Most bytes of a stored file name, in UTF-8; what common file systems take.
pub const MAX_NAME_BYTES: usize = 255;

/// The longest extension that is taken for one.
const MAX_EXTENSION: usize = 10;

/// A file name without folders, control characters and characters that reorder what is shown,
/// of at most [`MAX_NAME_BYTES`] bytes and with its extension kept; `file` where nothing is left.
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|&c| !is_hidden(c)).collect();
    let kept = kept.trim();
    if kept.chars().all(|c| c == '.') {
        return "file".to_owned();
    }
    shorten(kept)
}

/// The extension in lower case: what follows the last dot, if it is short, of ASCII letters and
/// digits, and not of digits alone. `v1.2`, `.profile` and `notes` have none.
pub(crate) fn extension(name: &str) -> Option<String> {
    let (stem, ext) = name.rsplit_once('.')?;
    let plausible = !stem.is_empty()
        && ext.len() <= MAX_EXTENSION
        && ext.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ext.bytes().any(|byte| byte.is_ascii_alphabetic());
    plausible.then(|| ext.to_ascii_lowercase())
}

/// Control characters, and the invisible ones that change the order of what is shown
/// (Unicode's Bidi_Control): `gpj.exe` must not look like `exe.jpg`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shorten(name: &str) -> String {
    if name.len() <= MAX_NAME_BYTES {
        return name.to_owned();
    }
    let tail = extension(name).map_or(0, |ext| ext.len() + 1);
    let (stem, tail) = name.split_at(name.len() - tail);
    let end = stem.floor_char_boundary(MAX_NAME_BYTES - tail.len());
    format!("{}{tail}", stem[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folders_and_hidden_characters_are_dropped() {
        for (given, cleaned) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\fakepath\\a b.pdf", "a b.pdf"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("Gr\u{fc}\u{df}e.txt", "Gr\u{fc}\u{df}e.txt"),
            ("", "file"),
            ("..", "file"),
            ("uploads/", "file"),
        ] {
            assert_eq!(clean_name(given), cleaned);
        }
    }

    #[test]
    fn a_long_name_is_cut_at_a_character_and_keeps_its_extension() {
        let cleaned = clean_name(&format!("{}.png", "\u{e4}".repeat(300)));
        assert!(cleaned.len() <= MAX_NAME_BYTES);
        assert!(cleaned.ends_with("\u{e4}.png"));
    }

    #[test]
    fn an_extension_is_short_ascii_and_no_number() {
        assert_eq!(extension("a.tar.GZ").as_deref(), Some("gz"));
        for name in ["README", "v1.2", ".profile", "a.", "Is this it. Yes it is"] {
            assert_eq!(extension(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_safe_one(given in any::<String>()) {
            let name = clean_name(&given);
            prop_assert!(!name.is_empty() && name.len() <= MAX_NAME_BYTES);
            prop_assert!(!name.contains(['/', '\\', '\n', '\r', '\0']));
            prop_assert_eq!(clean_name(&name), name);
        }
    }
}
