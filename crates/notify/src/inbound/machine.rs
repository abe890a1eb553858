//! Whether a person wrote a mail, or a machine: absences, receipts, and
//! reports of mail that did not arrive (RFC 3834, RFC 3464, and what is usual).

use mail_parser::{Message, MimeHeaders, PartType};

use super::parse::{Headers, id_of};

/// Who wrote a mail, as far as it tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Nature {
    Person,
    /// An absence, a receipt, a machine: recorded, never answered.
    Automatic {
        /// What told, such as `Auto-Submitted: auto-replied`.
        sign: String,
    },
    /// A report about mail of ours.
    Bounce(Bounce),
}

/// Mail of ours that did not arrive.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bounce {
    /// Addresses that will never take mail; empty when it is only late, or
    /// refused for another reason.
    pub hard: Vec<String>,
    /// Those that may take it another time.
    pub soft: Vec<String>,
    /// The id of the mail, without angle brackets.
    pub message_id: Option<String>,
    /// What the other side said, such as `5.1.1`.
    pub status: Option<String>,
}

/// Recipients of one report that are taken.
const MAX_RECIPIENTS: usize = 100;

/// Headers that only machines write, whatever they say.
const SIGNS: [&str; 5] = [
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Response-Suppress",
    "X-AutoReply-From",
];

/// Beginnings of subjects of those who send none of these.
const SUBJECTS: [&str; 9] = [
    "automatic reply:",
    "auto-reply:",
    "autoreply:",
    "out of office:",
    "automatische antwort:",
    "abwesenheitsnotiz:",
    "réponse automatique",
    "respuesta automática:",
    "resposta automática:",
];

pub(super) fn nature(message: &Message<'_>, headers: &Headers) -> Nature {
    let content_type = message.root_part().content_type();
    let is_report = content_type
        .is_some_and(|one| one.ctype() == "multipart" && one.subtype() == Some("report"));
    if is_report {
        let kind = content_type.and_then(|one| one.attribute("report-type"));
        return match kind {
            Some(kind) if !kind.eq_ignore_ascii_case("delivery-status") => automatic(kind),
            _ => Nature::Bounce(reported(message)),
        };
    }
    if let Some(failed) = headers.get("X-Failed-Recipients") {
        let hard = failed
            .split(',')
            .filter_map(address_in)
            .take(MAX_RECIPIENTS);
        return Nature::Bounce(Bounce {
            hard: hard.collect(),
            message_id: original_id(message),
            ..Bounce::default()
        });
    }
    if let Some(value) = headers.get("Auto-Submitted")
        && !value.to_ascii_lowercase().starts_with("no")
    {
        return automatic(&format!("Auto-Submitted: {value}"));
    }
    for name in SIGNS {
        // `None` says that the sender doesn't mind.
        if headers
            .get(name)
            .is_some_and(|value| !value.eq_ignore_ascii_case("none"))
        {
            return automatic(name);
        }
    }
    if let Some(value) = headers.get("Precedence")
        && ["bulk", "junk", "auto_reply", "auto-reply"]
            .iter()
            .any(|word| value.eq_ignore_ascii_case(word))
    {
        return automatic(&format!("Precedence: {value}"));
    }
    if headers.get("Return-Path").is_some_and(|path| path == "<>") {
        return automatic("Return-Path: <>");
    }
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    match SUBJECTS.iter().find(|begin| subject.starts_with(**begin)) {
        Some(begin) => automatic(&format!("Subject: {begin}")),
        None => Nature::Person,
    }
}

fn automatic(sign: &str) -> Nature {
    Nature::Automatic {
        sign: sign.chars().filter(|c| !c.is_control()).take(100).collect(),
    }
}

/// What the report's machine-readable part says.
fn reported(message: &Message<'_>) -> Bounce {
    let mut bounce = Bounce {
        message_id: original_id(message),
        ..Bounce::default()
    };
    let fields = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|one| {
            one.ctype() == "message"
                && matches!(
                    one.subtype(),
                    Some("delivery-status" | "global-delivery-status")
                )
        })
    });
    let Some(fields) = fields else {
        return bounce;
    };
    let text = String::from_utf8_lossy(fields.contents()).replace("\r\n", "\n");
    for block in text.split("\n\n").take(MAX_RECIPIENTS) {
        let field = |name: &str| {
            block.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let recipient = field("Original-Recipient").or_else(|| field("Final-Recipient"));
        let Some(address) = recipient.and_then(address_in) else {
            continue;
        };
        let status = field("Status").and_then(|status| status.split_whitespace().next());
        let failed = field("Action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
        if let Some(status) = status {
            bounce.status = Some(status.chars().take(20).collect());
        }
        if failed && status.is_none_or(is_hard) {
            bounce.hard.push(address);
        } else {
            bounce.soft.push(address);
        }
    }
    bounce
}

/// Whether an enhanced status code (RFC 3463) says that the address is no
/// good. A full mailbox, a large mail, or a policy says nothing of the sort.
fn is_hard(status: &str) -> bool {
    let mut parts = status.split('.');
    let (class, subject) = (parts.next(), parts.next());
    let detail = parts.next();
    class == Some("5")
        && !matches!(subject, Some("3" | "6" | "7"))
        && !(subject == Some("2") && matches!(detail, Some("2" | "3" | "4")))
}

/// `rfc822; maya@example.org`, `<maya@example.org>`
fn address_in(field: &str) -> Option<String> {
    let address = field.rsplit(';').next().unwrap_or(field);
    let address = address
        .trim()
        .trim_matches(['<', '>'])
        .trim()
        .to_lowercase();
    let good = address.len() <= 254
        && address
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then_some(address)
}

/// The id of the mail that a report is about: of the copy, or of its headers.
fn original_id(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(original) => original.message_id().and_then(id_of),
        PartType::Text(text) => id_in_headers(text),
        PartType::Binary(bytes) => id_in_headers(&String::from_utf8_lossy(bytes)),
        _ => None,
    })
}

fn id_in_headers(text: &str) -> Option<String> {
    text.lines().take(500).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.trim().eq_ignore_ascii_case("Message-ID");
        named.then(|| id_of(value)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_some_refusals_are_for_good() {
        for hard in ["5.1.1", "5.1.2", "5.0.0", "5.2.1", "5.4.4"] {
            assert!(is_hard(hard), "{hard}");
        }
        for soft in [
            "4.2.2", "5.2.2", "5.2.3", "5.7.1", "5.3.4", "2.0.0", "", "x",
        ] {
            assert!(!is_hard(soft), "{soft}");
        }
    }

    #[test]
    fn an_address_is_taken_out_of_its_field() {
        assert_eq!(
            address_in("rfc822; Maya@Example.org").as_deref(),
            Some("maya@example.org")
        );
        assert_eq!(
            address_in(" <maya@example.org> ").as_deref(),
            Some("maya@example.org")
        );
        for bad in ["", "rfc822;", "nobody", "@x", "a b@x"] {
            assert_eq!(address_in(bad), None, "{bad}");
        }
    }
}
