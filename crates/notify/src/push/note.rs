//! What the service worker of the web app is told, within what push services take.

use serde::Serialize;
use serde_json::{Map, Value};

use super::PushError;

/// Bytes of a payload at most: push services take 4096 bytes encrypted, and some
/// gateways between them and the browser a little less.
pub const PAYLOAD_MAX_BYTES: usize = 3072;
/// Bytes of a title at most, as JSON.
const TITLE_MAX_BYTES: usize = 512;

/// One notification on a screen.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PushNote {
    pub title: String,
    pub body: String,
    /// What it replaces: a later one with the same tag takes its place.
    pub tag: String,
    /// Path in the web app that a click opens.
    pub url: String,
    /// Whatever else the service worker needs; goes out as it is, beside the others.
    #[serde(flatten)]
    pub data: Map<String, Value>,
}

impl PushNote {
    /// As JSON, with title and body cut (ending in `…`) as far as needed.
    ///
    /// # Errors
    /// [`PushError::TooLarge`] when the rest alone is too much.
    pub fn encode(mut self) -> Result<Vec<u8>, PushError> {
        cut(&mut self.title, TITLE_MAX_BYTES);
        let body = std::mem::take(&mut self.body);
        let frame = self.json()?.len();
        let room = PAYLOAD_MAX_BYTES
            .checked_sub(frame)
            .ok_or(PushError::TooLarge)?;
        self.body = body;
        cut(&mut self.body, room);
        self.json()
    }

    fn json(&self) -> Result<Vec<u8>, PushError> {
        serde_json::to_vec(self).map_err(|_| PushError::Encryption)
    }
}

const ELLIPSIS: char = '…';

/// Cuts a text to so many bytes within a JSON string, between characters.
fn cut(text: &mut String, max_bytes: usize) {
    let all: usize = text.chars().map(json_bytes).sum();
    if all <= max_bytes {
        return;
    }
    let mut bytes = json_bytes(ELLIPSIS);
    let mut end = 0;
    for (index, c) in text.char_indices() {
        bytes += json_bytes(c);
        if bytes > max_bytes {
            break;
        }
        end = index + c.len_utf8();
    }
    text.truncate(end);
    text.truncate(text.trim_end().len());
    if json_bytes(ELLIPSIS) <= max_bytes {
        text.push(ELLIPSIS);
    }
}

/// Bytes of a character as the JSON library writes it.
fn json_bytes(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if (c as u32) < 0x20 => 6,
        c => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn note(title: &str, body: &str) -> PushNote {
        PushNote {
            title: title.to_owned(),
            body: body.to_owned(),
            tag: "conversation-7".to_owned(),
            url: "/tickets/7".to_owned(),
            data: Map::from_iter([("count".to_owned(), Value::from(3))]),
        }
    }

    #[test]
    fn a_short_one_goes_out_as_it_is() {
        let json: Value = serde_json::from_slice(&note("Hi", "there").encode().unwrap()).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "title": "Hi", "body": "there", "tag": "conversation-7", "url": "/tickets/7", "count": 3
            })
        );
    }

    #[test]
    fn what_cannot_be_cut_is_refused() {
        let mut note = note("Hi", "there");
        note.data
            .insert("more".into(), "x".repeat(PAYLOAD_MAX_BYTES).into());
        assert_eq!(note.encode(), Err(PushError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_text_is_cut_to_what_fits_and_to_no_less(title in any::<String>(), body in "\\PC{0,1200}|[\u{0}-\u{7f}]{0,4000}") {
            let encoded = note(&title, &body).encode().unwrap();
            prop_assert!(encoded.len() <= PAYLOAD_MAX_BYTES);
            let json: Value = serde_json::from_slice(&encoded).unwrap();
            let sent = json["body"].as_str().unwrap();
            if sent != body {
                let kept = sent.strip_suffix('…').unwrap();
                prop_assert!(body.starts_with(kept));
                // Nothing more would have gone in but spaces.
                let rest = &body[kept.len()..];
                let spaces = (rest.len() - rest.trim_start().len()) * 6;
                let next = rest.trim_start().chars().next().map_or(0, json_bytes);
                prop_assert!(encoded.len() + next + spaces > PAYLOAD_MAX_BYTES);
            }
        }
    }
}
