//! Moderation: the rules that what people write must pass, what the desk did by
//! them, and the list of what waits for a person's decision.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, MessageId, PersonId, ReviewId, RuleId, Timestamp,
    attachment::Attachment,
    chat::ChatMessage,
    error::FieldError,
    ticket::text_enum,
    validate::{InputLimits, NAME_MAX_CHARS, Problems},
};

/// Rules of one desk at most.
pub const MAX_RULES: usize = 200;
/// Words of one rule at most.
pub const MAX_WORDS: usize = 1_000;
/// Domains that one rule allows at most.
pub const MAX_DOMAINS: usize = 500;
/// Characters of a rule's pattern at most.
pub const PATTERN_MAX_CHARS: usize = 1_000;
/// Characters of the reason that a decision is given.
pub const REASON_MAX_CHARS: usize = 500;
/// Repeats that a rule can count to at most.
pub const MAX_REPEAT_COUNT: i64 = 30;
/// The longest time over which repeats are counted, in seconds.
pub const MAX_REPEAT_SECONDS: i64 = 3_600;

text_enum!(
    /// What a rule looks for.
    RuleKind {
        /// Any of `words`, whole and in any case, also when they are disguised.
        Words = "words",
        /// A regular expression.
        Pattern = "pattern",
        /// Addresses of the web, but those of `allowedDomains` and the desk's own.
        Links = "links",
        /// The same, or nearly the same, from the same sender `repeatCount` times within `repeatSeconds`.
        Repetition = "repetition",
    }
);

text_enum!(
    /// What is done with a text that a rule matches; ordered from mild to strict.
    RuleAction {
        /// It goes through, and is put before an agent.
        Flag = "flag",
        /// What matched is made unreadable, the rest goes through.
        Mask = "mask",
        /// It waits for an agent's decision, unseen by the other side.
        Hold = "hold",
        /// It is not taken.
        Refuse = "refuse",
    }
);

text_enum!(
    /// Whose texts a rule looks at.
    AppliesTo {
        Customers = "customers",
        Everyone = "everyone",
    }
);

/// A rule of moderation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModerationRule {
    pub id: RuleId,
    pub name: String,
    pub kind: RuleKind,
    /// Of the kind `words`: words or phrases.
    pub words: Vec<String>,
    /// Of the kind `pattern`: a regular expression in the syntax of the Rust crate `regex`.
    pub pattern: Option<String>,
    /// Of the kind `links`: domains that may be linked to, with their subdomains.
    pub allowed_domains: Vec<String>,
    /// Of the kind `repetition`: how many times is too many.
    pub repeat_count: Option<i64>,
    /// Of the kind `repetition`: within how many seconds.
    pub repeat_seconds: Option<i64>,
    pub action: RuleAction,
    pub applies_to: AppliesTo,
    pub enabled: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A rule as an admin makes or changes it; a change replaces the whole rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleInput {
    /// Shown to agents and in the audit log, never to customers.
    pub name: String,
    pub kind: RuleKind,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub pattern: Option<String>,
    #[serde(default)]
    pub allowed_domains: Vec<String>,
    /// 2 to 30.
    #[serde(default)]
    pub repeat_count: Option<i64>,
    /// 1 to 3600.
    #[serde(default)]
    pub repeat_seconds: Option<i64>,
    pub action: RuleAction,
    #[serde(default = "customers")]
    pub applies_to: AppliesTo,
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn customers() -> AppliesTo {
    AppliesTo::Customers
}

fn yes() -> bool {
    true
}

impl RuleInput {
    /// The input trimmed, with only what its kind needs, or everything that is
    /// wrong with it. Whether a pattern compiles is found out where it is used.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let mut rule = Self {
            name: problems.required("name", &self.name, NAME_MAX_CHARS),
            words: Vec::new(),
            pattern: None,
            allowed_domains: Vec::new(),
            repeat_count: None,
            repeat_seconds: None,
            ..self.clone()
        };
        match self.kind {
            RuleKind::Words => rule.words = words(&mut problems, &self.words),
            RuleKind::Pattern => {
                let pattern = self.pattern.as_deref().unwrap_or_default();
                rule.pattern = Some(problems.required("pattern", pattern, PATTERN_MAX_CHARS));
            }
            RuleKind::Links => rule.allowed_domains = domains(&mut problems, &self.allowed_domains),
            RuleKind::Repetition => {
                rule.repeat_count = Some(number(
                    &mut problems,
                    "repeatCount",
                    self.repeat_count,
                    2..=MAX_REPEAT_COUNT,
                ));
                rule.repeat_seconds = Some(number(
                    &mut problems,
                    "repeatSeconds",
                    self.repeat_seconds,
                    1..=MAX_REPEAT_SECONDS,
                ));
                if self.action == RuleAction::Mask {
                    problems.add(
                        "action",
                        "a repetition has nothing to mask; choose flag, hold or refuse",
                    );
                }
            }
        }
        problems.finish(rule)
    }
}

fn words(problems: &mut Problems, words: &[String]) -> Vec<String> {
    let kept = texts(problems, "words", words, MAX_WORDS);
    if kept.is_empty() {
        problems.add("words", "words must hold at least one word");
    }
    for word in &kept {
        if !word.chars().any(char::is_alphanumeric) {
            problems.add(
                "words",
                format!("“{word}” has no letter and no digit; a pattern can look for such a text"),
            );
        }
    }
    kept
}

fn domains(problems: &mut Problems, domains: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    for domain in texts(problems, "allowedDomains", domains, MAX_DOMAINS) {
        let name = domain.trim_start_matches("*.").trim_matches('.');
        let name = name.to_lowercase();
        if name.is_empty() || name.contains(['/', ':', '@', ' ', '*', '?', '#']) {
            problems.add(
                "allowedDomains",
                format!("“{domain}” is not a domain; write it like example.com"),
            );
        } else if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

/// Trimmed texts without blanks and doubles, each within its limit.
fn texts(problems: &mut Problems, field: &str, texts: &[String], max: usize) -> Vec<String> {
    problems.count(field, texts.len(), max);
    let mut kept: Vec<String> = Vec::with_capacity(texts.len().min(max));
    for text in texts.iter().take(max) {
        let text = text.trim();
        problems.at_most(field, text, NAME_MAX_CHARS);
        if !text.is_empty() && !kept.iter().any(|other| other == text) {
            kept.push(text.to_owned());
        }
    }
    kept
}

fn number(
    problems: &mut Problems,
    field: &str,
    value: Option<i64>,
    within: std::ops::RangeInclusive<i64>,
) -> i64 {
    match value {
        Some(value) if within.contains(&value) => value,
        _ => {
            problems.add(
                field,
                format!(
                    "{field} must be a whole number from {} to {}",
                    within.start(),
                    within.end()
                ),
            );
            *within.start()
        }
    }
}

/// `POST /moderation/try`: what would happen with a text.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TryText {
    pub content: String,
    /// Whose text it would be; a customer's when it is missing.
    #[serde(default = "customers")]
    pub applies_to: AppliesTo,
    /// Tries this rule alone, before it is saved; all saved rules when it is missing.
    #[serde(default)]
    pub rule: Option<RuleInput>,
}

impl TryText {
    /// The text as it would be sent, or what is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<String, Vec<FieldError>> {
        let mut problems = Problems::new();
        let content = problems.required("content", &self.content, limits.message_max_chars);
        problems.finish(content)
    }
}

/// What would happen with a text. Repetitions depend on what else was sent and
/// are not tried; nor is the outside check asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// Null when it would go through untouched.
    pub action: Option<RuleAction>,
    /// The text as it would be stored, masked where a rule masks.
    pub content: String,
    /// The rules that match.
    pub rules: Vec<TrialMatch>,
    /// Whether the outside check would be asked afterwards.
    pub outside_check: bool,
}

/// A rule that matches a text that is tried.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrialMatch {
    /// Null for a rule that is not saved.
    pub id: Option<RuleId>,
    pub name: String,
    pub action: RuleAction,
}

/// A text that waits for an agent's decision in place of being stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    pub id: ReviewId,
    /// The sender's mark; one of the desk's where the sender gave none. The
    /// message has it once it is approved.
    pub client_id: String,
}

text_enum!(
    /// What a review is about.
    ReviewKind {
        /// A chat message.
        Message = "message",
        /// A response to a ticket.
        Response = "response",
        /// A new ticket, which is made when it is approved.
        Ticket = "ticket",
    }
);

text_enum!(
    /// Why something is on the review list.
    ReviewAction {
        /// Nobody sees it before it is approved.
        Hold = "hold",
        /// It went through; an agent should look at it.
        Flag = "flag",
    }
);

text_enum!(
    /// What became of a review.
    ReviewState {
        Pending = "pending",
        /// Held: it has been sent on. Flagged: it is in order.
        Approved = "approved",
        /// Held: its sender was told that it is not sent. Flagged: it is not in order.
        Rejected = "rejected",
    }
);

/// Something that moderation has put before the agents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    pub id: ReviewId,
    pub kind: ReviewKind,
    /// The conversation it belongs to; of a held new ticket, the id that the
    /// ticket will have.
    pub conversation_id: ConversationId,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// As it would be stored, or was: masks are applied.
    pub content: String,
    /// CIDs.
    pub attachments: Vec<String>,
    /// The same attachments with name, size and address.
    pub files: Vec<Attachment>,
    /// The subject of a ticket.
    pub subject: Option<String>,
    pub client_id: Option<String>,
    /// The message: from the beginning when it was flagged, once it is
    /// approved when it was held.
    pub message_id: Option<MessageId>,
    /// The name of the rule that put it here.
    pub rule: String,
    pub action: ReviewAction,
    pub state: ReviewState,
    pub decided_by: Option<PersonId>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<Timestamp>,
    /// Why it was rejected, when that was said.
    pub reason: Option<String>,
    pub created_at: Timestamp,
}

/// Messages before a review's text, and as many after it, that are shown with it.
pub const CONTEXT_MESSAGES: u32 = 3;

/// A review with what was said around it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewInContext {
    #[serde(flatten)]
    pub review: Review,
    pub context: ReviewContext,
}

/// What was said in the conversation around the text of a review: before and
/// after its message where there is one, otherwise before and after the moment
/// when it was sent. Both are empty for a held new ticket.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewContext {
    /// At most 3, oldest first.
    pub before: Vec<ChatMessage>,
    /// At most 3, oldest first.
    pub after: Vec<ChatMessage>,
}

/// `POST /moderation/reviews/{id}/reject`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RejectReview {
    /// Told to the sender of a held text; a general sentence when it is missing.
    pub reason: Option<String>,
}

impl RejectReview {
    /// The reason trimmed, or what is wrong with it.
    pub fn validate(&self) -> Result<Option<String>, Vec<FieldError>> {
        let mut problems = Problems::new();
        let reason = problems.optional("reason", self.reason.as_deref(), REASON_MAX_CHARS);
        problems.finish(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: RuleKind) -> RuleInput {
        RuleInput {
            name: "A rule".into(),
            kind,
            words: vec![" spam ".into(), "spam".into(), " ".into()],
            pattern: Some("a+".into()),
            allowed_domains: vec!["*.Example.com".into(), "example.com".into()],
            repeat_count: Some(3),
            repeat_seconds: Some(60),
            action: RuleAction::Flag,
            applies_to: AppliesTo::Customers,
            enabled: true,
        }
    }

    fn fields(rule: &RuleInput) -> Vec<String> {
        let errors = rule.validate().unwrap_err();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_rule_keeps_only_what_its_kind_needs() {
        let words = rule(RuleKind::Words).validate().unwrap();
        assert_eq!(words.words, ["spam"]);
        assert_eq!((words.pattern, words.repeat_count), (None, None));
        let links = rule(RuleKind::Links).validate().unwrap();
        assert_eq!(links.allowed_domains, ["example.com"]);
        assert!(links.words.is_empty());
    }

    #[test]
    fn what_its_kind_needs_must_be_there() {
        let mut bad = rule(RuleKind::Words);
        bad.words = vec![];
        assert_eq!(fields(&bad), ["words"]);
        bad.words = vec!["!!!".into()];
        assert_eq!(fields(&bad), ["words"]);
        let mut bad = rule(RuleKind::Pattern);
        bad.pattern = None;
        assert_eq!(fields(&bad), ["pattern"]);
        let mut bad = rule(RuleKind::Links);
        bad.allowed_domains = vec!["https://example.com/".into()];
        assert_eq!(fields(&bad), ["allowedDomains"]);
        let mut bad = rule(RuleKind::Repetition);
        bad.repeat_count = Some(1);
        bad.repeat_seconds = Some(MAX_REPEAT_SECONDS + 1);
        bad.action = RuleAction::Mask;
        assert_eq!(fields(&bad), ["repeatCount", "repeatSeconds", "action"]);
    }

    #[test]
    fn the_strictest_action_is_the_greatest() {
        assert!(RuleAction::Refuse > RuleAction::Hold);
        assert!(RuleAction::Hold > RuleAction::Mask);
        assert!(RuleAction::Mask > RuleAction::Flag);
    }
}
