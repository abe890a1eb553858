//! An article cut into the pieces whose meanings are embedded.

use sha2::{Digest, Sha256};

/// The most pieces of one article, its title included; what follows is found by its words.
const MAX_CHUNKS: usize = 32;
/// A paragraph longer than this is cut, at the end of a sentence where there is one. The model
/// reads about 200 words, and blurs what it reads.
const MAX_CHUNK_CHARS: usize = 600;
/// Shorter paragraphs are read together with the next one: alone they say too little.
const MIN_CHUNK_CHARS: usize = 20;

/// Tells one text from another: the beginning of its SHA-256.
pub(crate) type ChunkKey = [u8; 16];

/// The key of a text.
pub(crate) fn key(text: &str) -> ChunkKey {
    let mut key = ChunkKey::default();
    let hash = Sha256::digest(text.as_bytes());
    for (byte, hashed) in key.iter_mut().zip(hash) {
        *byte = hashed;
    }
    key
}

/// The title, then the paragraphs of the body.
pub(crate) fn chunks(title: &str, body: &str) -> Vec<String> {
    let mut chunks = Vec::new();
    let mut chunk = String::new();
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        if !chunk.is_empty() {
            chunk.push(' ');
        }
        chunk.push_str(line);
        if chunk.chars().count() >= MIN_CHUNK_CHARS {
            append_pieces(&chunk, &mut chunks);
            chunk.clear();
        }
    }
    append_pieces(&chunk, &mut chunks);
    let title = title.trim();
    if !title.is_empty() {
        chunks.insert(0, title.to_owned());
    }
    chunks.truncate(MAX_CHUNKS);
    chunks
}

/// Cuts at the last end of a sentence, else the last space, before [`MAX_CHUNK_CHARS`].
fn append_pieces(mut text: &str, chunks: &mut Vec<String>) {
    while let Some((limit, _)) = text.char_indices().nth(MAX_CHUNK_CHARS) {
        let head = &text[..limit];
        let end = sentence_end(head)
            .or_else(|| head.rfind(char::is_whitespace))
            .filter(|end| *end > 0)
            .unwrap_or(limit);
        chunks.push(text[..end].trim().to_owned());
        text = text[end..].trim_start();
    }
    if !text.is_empty() {
        chunks.push(text.to_owned());
    }
}

/// Behind the last mark that ends a sentence, if that is not too near to the beginning. A dot
/// within a number or an address ends none.
fn sentence_end(text: &str) -> Option<usize> {
    let marks = text.match_indices(['.', '!', '?', '。', '！', '？']);
    let mut ends = marks.map(|(start, mark)| (start + mark.len(), mark.is_ascii()));
    let (end, _) = ends.rfind(|(end, spaced)| {
        let rest = &text[*end..];
        !spaced || rest.is_empty() || rest.starts_with(char::is_whitespace)
    })?;
    (end > text.len() / 3).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_its_title_and_its_paragraphs() {
        assert_eq!(
            chunks(
                " Refunds ",
                "Ask for a refund within 14 days.\n\n Money comes back in a week.\n"
            ),
            [
                "Refunds",
                "Ask for a refund within 14 days.",
                "Money comes back in a week."
            ]
        );
        assert!(chunks("", " \n").is_empty());
    }

    #[test]
    fn short_lines_are_read_with_the_next() {
        assert_eq!(
            chunks("", "Steps\nOpen the settings page.\nThen"),
            ["Steps Open the settings page.", "Then"]
        );
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_sentence_and_nothing_is_lost() {
        let sentence = "The parcel left our house this morning. ";
        let body = sentence.repeat(40);
        let found = chunks("", &body);
        assert!(found.len() > 2);
        for chunk in &found {
            assert!(chunk.chars().count() <= MAX_CHUNK_CHARS);
            assert!(chunk.ends_with('.'));
        }
        assert_eq!(found.join(" "), body.trim());
    }

    #[test]
    fn any_text_can_be_cut() {
        let unbroken = "字".repeat(3 * MAX_CHUNK_CHARS + 1);
        assert_eq!(chunks("", &unbroken).concat(), unbroken);
        let endless = "word. ".repeat(100_000);
        assert_eq!(chunks("title", &endless).len(), MAX_CHUNKS);
    }

    #[test]
    fn a_key_tells_texts_apart() {
        assert_eq!(key("a"), key("a"));
        assert_ne!(key("a"), key("b"));
    }
}
