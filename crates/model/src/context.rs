//! Where a customer was when a conversation began: the page, the browser, the
//! language. It is shown to staff as said by the customer's browser; nothing is
//! decided by it. Reading a browser's name is in `user_agent`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Timestamp, ticket::text_enum, user_agent, validate::Problems};

/// Characters of an address of a page.
pub const URL_MAX_CHARS: usize = 2_000;
/// Characters of a page's title.
pub const PAGE_TITLE_MAX_CHARS: usize = 300;
/// Characters of a language tag (BCP 47).
pub const LANGUAGE_MAX_CHARS: usize = 35;
/// Characters of the name of a time zone.
pub const TIME_ZONE_MAX_CHARS: usize = 64;
/// Characters of a browser's name for itself.
pub const USER_AGENT_MAX_CHARS: usize = 500;

text_enum!(
    /// What the customer holds in their hands or sits at.
    Device {
        Computer = "computer",
        Tablet = "tablet",
        Phone = "phone",
    }
);

/// What a page may say of itself when its customer begins a conversation. All
/// of it is optional; what is too long or cannot be is refused by its name.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewContext {
    /// The page's address: `http` or `https`, at most 2000 characters.
    pub page_url: Option<String>,
    /// At most 300 characters.
    pub page_title: Option<String>,
    /// The page before, as `page_url`.
    pub referrer: Option<String>,
    /// The browser's language (BCP 47), such as `de-AT`.
    pub language: Option<String>,
    /// The IANA name of the customer's time zone, such as `Europe/Vienna`.
    pub time_zone: Option<String>,
    /// The browser's name for itself, at most 500 characters. Only the browser,
    /// the system and the kind of device are read from it and kept.
    pub user_agent: Option<String>,
}

/// Where a conversation began, as its customer's browser said. Nobody has
/// checked it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationContext {
    /// `http` or `https`.
    pub page_url: Option<String>,
    pub page_title: Option<String>,
    pub referrer: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// Name and main version, such as `Firefox 142`.
    pub browser: Option<String>,
    /// Such as `Windows`, `macOS`, `Android`.
    pub system: Option<String>,
    pub device: Option<Device>,
    pub said_at: Timestamp,
}

impl NewContext {
    /// The same with blanks trimmed; what is wrong is noted below `context`.
    pub(crate) fn check(&self, problems: &mut Problems) -> Self {
        Self {
            page_url: address(problems, "context.pageUrl", self.page_url.as_deref()),
            page_title: problems.optional(
                "context.pageTitle",
                self.page_title.as_deref(),
                PAGE_TITLE_MAX_CHARS,
            ),
            referrer: address(problems, "context.referrer", self.referrer.as_deref()),
            language: word(
                problems,
                "context.language",
                self.language.as_deref(),
                LANGUAGE_MAX_CHARS,
            ),
            time_zone: word(
                problems,
                "context.timeZone",
                self.time_zone.as_deref(),
                TIME_ZONE_MAX_CHARS,
            ),
            user_agent: problems.optional(
                "context.userAgent",
                self.user_agent.as_deref(),
                USER_AGENT_MAX_CHARS,
            ),
        }
    }

    /// Bytes of text in it, for the bound of a queue.
    pub fn bytes(&self) -> usize {
        let all = [
            &self.page_url,
            &self.page_title,
            &self.referrer,
            &self.language,
            &self.time_zone,
            &self.user_agent,
        ];
        all.into_iter().flatten().map(String::len).sum()
    }

    /// What is kept of it; nothing when nothing was said.
    pub fn said_at(&self, now: Timestamp) -> Option<ConversationContext> {
        if *self == Self::default() {
            return None;
        }
        let agent = self.user_agent.as_deref().map(user_agent::read);
        let agent = agent.unwrap_or_default();
        Some(ConversationContext {
            page_url: self.page_url.clone(),
            page_title: self.page_title.clone(),
            referrer: self.referrer.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            browser: agent.browser,
            system: agent.system.map(str::to_owned),
            device: agent.device,
            said_at: now,
        })
    }
}

/// An address that staff may be shown as a link.
fn address(problems: &mut Problems, field: &str, text: Option<&str>) -> Option<String> {
    let text = problems.optional(field, text, URL_MAX_CHARS)?;
    let lower = text.to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    if !is_web || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        problems.add(field, format!("{field} must be an http or https address"));
    }
    Some(text)
}

/// A name of letters, digits and a few signs.
fn word(problems: &mut Problems, field: &str, text: Option<&str>, max: usize) -> Option<String> {
    let text = problems.optional(field, text, max)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_+/".contains(c);
    if !text.chars().all(fits) {
        problems.add(field, format!("{field} has signs that no such name has"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(context: &NewContext) -> Vec<String> {
        let mut problems = Problems::new();
        context.check(&mut problems);
        let errors = problems.finish(()).err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn only_addresses_of_the_web_are_kept() {
        let page = |url: &str| NewContext {
            page_url: Some(url.into()),
            referrer: Some(url.into()),
            ..NewContext::default()
        };
        assert!(wrong(&page("https://shop.example/bikes?size=54#blue")).is_empty());
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "shop.example",
            "http://a b",
        ] {
            let both = ["context.pageUrl", "context.referrer"];
            assert_eq!(wrong(&page(url)), both, "{url}");
        }
    }

    #[test]
    fn each_member_has_its_limit() {
        let long = |count: usize| Some("a".repeat(count));
        let url = |count: usize| Some(format!("https://{}", "a".repeat(count - 8)));
        let at = |more: usize| NewContext {
            page_url: url(URL_MAX_CHARS + more),
            page_title: long(PAGE_TITLE_MAX_CHARS + more),
            referrer: url(URL_MAX_CHARS + more),
            language: long(LANGUAGE_MAX_CHARS + more),
            time_zone: long(TIME_ZONE_MAX_CHARS + more),
            user_agent: long(USER_AGENT_MAX_CHARS + more),
        };
        assert!(wrong(&at(0)).is_empty());
        assert_eq!(wrong(&at(1)).len(), 6);
    }

    #[test]
    fn who_said_nothing_has_no_context() {
        assert_eq!(NewContext::default().said_at(Timestamp(1)), None);
    }

    #[test]
    fn of_the_browsers_name_only_what_is_shown_is_kept() {
        let context = NewContext {
            language: Some("de-AT".into()),
            user_agent: Some(
                "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0".into(),
            ),
            ..NewContext::default()
        };
        let said = context.said_at(Timestamp(7)).unwrap();
        assert_eq!(said.browser.as_deref(), Some("Firefox 142"));
        assert_eq!(said.system.as_deref(), Some("Linux"));
        assert_eq!(said.device, Some(Device::Computer));
        assert_eq!(said.said_at, Timestamp(7));
    }
}
