//! Collects what is wrong with an input, so that a caller hears of everything
//! at once. Each body's own rules stand beside the body.

use crate::error::FieldError;

/// Limits that the operator can set and that inputs are checked against.
#[derive(Clone, Copy, Debug)]
pub struct InputLimits {
    /// Characters of a chat message or ticket response (`MESSAGE_MAX_CHARS`).
    pub message_max_chars: usize,
}

impl Default for InputLimits {
    fn default() -> Self {
        Self {
            message_max_chars: 10_000,
        }
    }
}

/// Characters of a ticket's subject, an article's question, a chat's topic.
pub const TITLE_MAX_CHARS: usize = 200;
/// Characters of a name, a category, a tag, a `clientId`, an `Idempotency-Key`.
pub const NAME_MAX_CHARS: usize = 100;
/// Characters of an e-mail address.
pub const EMAIL_MAX_CHARS: usize = 254;
/// Characters of an article's Markdown.
pub const ARTICLE_MAX_CHARS: usize = 100_000;
/// Attachments of one message, response or ticket.
pub const MAX_ATTACHMENTS: usize = 10;
/// Tags of one ticket or article.
pub const MAX_TAGS: usize = 20;

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The trimmed text, which must have 1 to `max` characters.
    pub fn required(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.add(field, format!("{field} is required"));
        }
        self.at_most(field, text, max);
        text.to_owned()
    }

    /// The trimmed text or, when it is missing or blank, nothing.
    pub fn optional(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        self.at_most(field, text, max);
        Some(text.to_owned())
    }

    pub fn at_most(&mut self, field: &str, text: &str, max: usize) {
        let count = text.chars().count();
        if count > max {
            self.add(
                field,
                format!("{field} has {count} characters; at most {max} are allowed"),
            );
        }
        if text.contains('\0') {
            self.add(field, format!("{field} must not contain a NUL character"));
        }
    }

    pub fn count(&mut self, field: &str, count: usize, max: usize) {
        if count > max {
            self.add(
                field,
                format!("{field} has {count} entries; at most {max} are allowed"),
            );
        }
    }

    /// Trimmed tags without blanks and doubles, each within its limit.
    pub fn tags(&mut self, field: &str, tags: &[String]) -> Vec<String> {
        self.count(field, tags.len(), MAX_TAGS);
        let mut kept: Vec<String> = Vec::with_capacity(tags.len());
        for tag in tags {
            let tag = tag.trim();
            self.at_most(field, tag, NAME_MAX_CHARS);
            if !tag.is_empty() && !kept.iter().any(|other| other == tag) {
                kept.push(tag.to_owned());
            }
        }
        kept
    }

    /// CIDs without doubles, within the count that one message may carry.
    pub fn attachments(&mut self, field: &str, cids: &[String]) -> Vec<String> {
        self.count(field, cids.len(), MAX_ATTACHMENTS);
        let mut kept: Vec<String> = Vec::with_capacity(cids.len());
        for cid in cids {
            if !kept.contains(cid) {
                kept.push(cid.clone());
            }
        }
        kept
    }

    /// `value`, unless something was found wrong.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }
}

/// A plausible e-mail address: one `@`, something on both sides, no spaces.
/// Whether it receives mail, only a mail can tell.
pub fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && text.chars().count() <= EMAIL_MAX_CHARS
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let mut problems = Problems::new();
        problems.required("subject", "  ", 10);
        problems.required("description", &"x".repeat(11), 10);
        let errors = problems.finish(()).unwrap_err();
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[0].message, "subject is required");
        assert!(errors[1].message.contains("11 characters"));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        let mut problems = Problems::new();
        problems.required("topic", &"ü".repeat(10), 10);
        assert!(problems.finish(()).is_ok());
    }

    #[test]
    fn tags_are_trimmed_and_kept_once() {
        let mut problems = Problems::new();
        let tags = problems.tags("tags", &[" vip ".into(), "vip".into(), " ".into()]);
        assert_eq!(tags, ["vip"]);
    }

    #[test]
    fn addresses_that_cannot_be_are_refused() {
        assert!(is_email("maya@example.com"));
        for text in [
            "",
            "a",
            "a@b",
            "@b.c",
            "a@b.c@d.e",
            "a b@c.d",
            "a@.c",
            "a@c.",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }
}
