//! The bytes of a mail, read.

use aws_lc_rs::digest::{SHA256, digest};
use mail_parser::{
    Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

use super::{
    html,
    machine::{self, Nature},
    quote::own_words,
};

/// Characters of text that are looked at.
const MAX_TEXT: usize = 512 * 1024;
/// Files of one mail; more are counted only.
const MAX_FILES: usize = 50;
/// Recipients and references that are looked at.
const MAX_LISTED: usize = 100;
/// An image within the text that is smaller is a logo or counts readers.
const SMALL_IMAGE: usize = 4 * 1024;

/// A mail that somebody sent to the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboundMail {
    /// Without angle brackets; none when the sender gave none that can be used.
    pub message_id: Option<String>,
    /// The sender's address, in small letters.
    pub from: String,
    /// The sender's name; empty when there is none.
    pub from_name: String,
    /// Everyone it went to, in small letters, as far as its headers tell.
    pub to: Vec<String>,
    /// One line; may be empty.
    pub subject: String,
    /// Ids of earlier mails that it refers to, the nearest first.
    pub refers_to: Vec<String>,
    /// What its writer wrote, without quotes and signature.
    pub words: String,
    pub files: Vec<File>,
    /// How many files were more than are taken.
    pub files_left_out: usize,
    pub nature: Nature,
}

/// A file that came with a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub name: String,
    /// As the sender calls it; the bytes decide.
    pub media_type: Option<String>,
    pub bytes: Vec<u8>,
}

/// Why a mail can't be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("it has no headers")]
    NoHeaders,
    #[error("it names no sender, or one that is no address")]
    NoSender,
}

/// Headers by name, the first of each.
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    fn of(message: &Message<'_>) -> Self {
        let all = message.headers_raw().take(1_000);
        Self(
            all.map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect(),
        )
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let found = self
            .0
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads a mail.
///
/// # Errors
/// When it is none, or nobody sent it. A report of mail that did not arrive
/// may come from nobody.
pub fn parse(bytes: &[u8]) -> Result<InboundMail, Unreadable> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or(Unreadable::NoHeaders)?;
    let headers = Headers::of(&message);
    let nature = machine::nature(&message, &headers);
    let sender = message.from().and_then(Address::first);
    let from = sender.and_then(|sender| sender.address()).and_then(address);
    let from = match (from, &nature) {
        (Some(from), _) => from,
        (None, Nature::Bounce(_)) => String::new(),
        (None, _) => return Err(Unreadable::NoSender),
    };
    let (files, files_left_out) = files(&message);
    Ok(InboundMail {
        message_id: message.message_id().and_then(id_of),
        from,
        from_name: one_line(
            sender.and_then(|sender| sender.name()).unwrap_or_default(),
            100,
        ),
        to: recipients(&message, &headers),
        subject: one_line(message.subject().unwrap_or_default(), 500),
        refers_to: references(&message),
        words: own_words(&text(&message)),
        files,
        files_left_out,
        nature,
    })
}

/// What a mail is known by when it comes again: its id and sender, or where it
/// has no id its bytes.
pub fn fingerprint(bytes: &[u8], mail: Option<&InboundMail>) -> String {
    match mail {
        Some(InboundMail {
            message_id: Some(id),
            from,
            ..
        }) => format!("<{id}> {from}"),
        _ => {
            let hash = digest(&SHA256, bytes);
            let digits = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
            format!("sha256:{}", digits.collect::<String>())
        }
    }
}

/// The text as its writer sees it: each part that is text, in order.
fn text(message: &Message<'_>) -> String {
    let mut whole = String::new();
    for part in message.text_bodies() {
        let text = match &part.body {
            PartType::Text(text) if is_flowed(part) => unflowed(text),
            PartType::Text(text) => text.replace("\r\n", "\n"),
            PartType::Html(page) => html::to_text(page),
            _ => continue,
        };
        if !whole.is_empty() && !text.trim().is_empty() {
            whole.push_str("\n\n");
        }
        whole.push_str(&text);
    }
    if whole.trim().is_empty() {
        // An empty alternative in plain text beside the page that was written.
        let page = message.html_bodies().find_map(|part| match &part.body {
            PartType::Html(page) => Some(html::to_text(page)),
            _ => None,
        });
        whole = page.unwrap_or_default();
    }
    cleaned(&whole)
}

/// Without control characters, invisible marks and what is too much.
fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\n' | '\t')
                || !(c.is_control()
                    || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        })
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .take(MAX_TEXT)
        .collect()
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|one| one.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Lines of `format=flowed` (RFC 3676) as paragraphs.
fn unflowed(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut flowing: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let rest = &line[depth..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let is_mark = rest == "-- ";
        if flowing != Some(depth) || is_mark {
            if !whole.is_empty() {
                whole.push('\n');
            }
            if depth > 0 {
                whole.push_str(&">".repeat(depth.min(20)));
                whole.push(' ');
            }
        }
        whole.push_str(rest);
        flowing = (rest.ends_with(' ') && !is_mark).then_some(depth);
    }
    whole
}

fn files(message: &Message<'_>) -> (Vec<File>, usize) {
    let mut files = Vec::new();
    let mut left_out = 0;
    for part in message.attachments().chain(inline_images(message)) {
        let media_type = part.content_type().map(|one| match one.subtype() {
            Some(subtype) => format!("{}/{subtype}", one.ctype()).to_ascii_lowercase(),
            None => one.ctype().to_ascii_lowercase(),
        });
        if media_type.as_deref().is_some_and(is_no_file) || is_small_image(part) {
            continue;
        }
        let bytes = match &part.body {
            PartType::Message(message) => message.raw_message().to_vec(),
            _ => part.contents().to_vec(),
        };
        if bytes.is_empty() {
            continue;
        }
        if files.len() == MAX_FILES {
            left_out += 1;
            continue;
        }
        let name = part.attachment_name().map(|name| one_line(name, 200));
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| {
            let extension = media_type.as_deref().map_or("", extension_of);
            format!("attachment-{}{extension}", files.len() + 1)
        });
        files.push(File {
            name,
            media_type,
            bytes,
        });
    }
    (files, left_out)
}

/// Images that stand between the words; the parser counts them as body.
fn inline_images<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    message.html_body.iter().filter_map(|id| {
        let part = message.parts.get(*id as usize)?;
        let is_binary = matches!(part.body, PartType::Binary(_) | PartType::InlineBinary(_));
        (is_binary && !message.attachments.contains(id)).then_some(part)
    })
}

/// Signatures of the mail itself, which say nothing to a reader.
fn is_no_file(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/pgp-signature"
            | "application/pkcs7-signature"
            | "application/x-pkcs7-signature"
            | "message/delivery-status"
            | "message/disposition-notification"
            | "text/rfc822-headers"
            | "text/x-amp-html"
    )
}

fn is_small_image(part: &MessagePart<'_>) -> bool {
    let is_image = part
        .content_type()
        .is_some_and(|one| one.ctype() == "image");
    is_image && part.content_id().is_some() && part.contents().len() < SMALL_IMAGE
}

fn extension_of(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "message/rfc822" => ".eml",
        _ => "",
    }
}

fn recipients(message: &Message<'_>, headers: &Headers) -> Vec<String> {
    let listed = [message.to(), message.cc()].into_iter().flatten();
    let mut all: Vec<String> = listed
        .flat_map(|list| list.iter())
        .filter_map(|one| one.address().and_then(address))
        .collect();
    // What servers write down where it really went.
    for name in [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Forwarded-To",
    ] {
        all.extend(
            headers
                .all(name)
                .flat_map(|value| value.split(','))
                .filter_map(|one| address(one.trim().trim_matches(['<', '>']))),
        );
    }
    all.truncate(MAX_LISTED);
    all
}

fn references(message: &Message<'_>) -> Vec<String> {
    let mut ids = Vec::new();
    for value in [message.in_reply_to(), message.references()] {
        let listed: Vec<&str> = match value {
            HeaderValue::Text(id) => vec![id.as_ref()],
            HeaderValue::TextList(list) => list.iter().rev().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        };
        for id in listed.into_iter().filter_map(id_of) {
            if !ids.contains(&id) && ids.len() < MAX_LISTED {
                ids.push(id);
            }
        }
    }
    ids
}

/// An id that can be kept, without its angle brackets.
pub(super) fn id_of(text: &str) -> Option<String> {
    let id = text.trim().trim_start_matches('<').trim_end_matches('>');
    let good = !id.is_empty()
        && id.len() <= 500
        && !id.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then(|| id.to_owned())
}

/// An address in small letters, if it is one.
fn address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, domain) = text.rsplit_once('@')?;
    let good = !name.is_empty()
        && !domain.is_empty()
        && text.len() <= 254
        && !text.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',')
        });
    good.then_some(text)
}

fn one_line(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|c| !c.is_control())
        .take(chars)
        .collect()
}
