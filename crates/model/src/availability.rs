//! Whether the desk can be reached now, and what is left for it while it can't.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, Timestamp,
    context::NewContext,
    error::FieldError,
    ticket::text_enum,
    validate::{EMAIL_MAX_CHARS, InputLimits, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS, is_email},
};

text_enum!(
    /// Why a chat would, or would not, find somebody.
    AvailabilityReason {
        Open = "open",
        OutsideHours = "outside-hours",
        /// Closed on a date that has hours of its own.
        Holiday = "holiday",
        /// Within the hours, but no agent's console is open.
        NobodyThere = "nobody-there",
    }
);

/// Whether a chat that is begun now finds somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    /// Within the hours, and somebody is there: available, or busy with
    /// others.
    pub open: bool,
    pub reason: AvailabilityReason,
    /// The name of today's holiday, one with hours of its own included.
    pub holiday: Option<String>,
    /// When the hours begin next; null within them, and when they never do.
    pub opens_at: Option<Timestamp>,
    /// When the hours end; null outside of them, and when they never do.
    pub closes_at: Option<Timestamp>,
    /// IANA, in which the hours are given.
    pub time_zone: String,
    /// Agents who take chats now.
    pub agents_available: usize,
    /// Chats that wait already.
    pub waiting: usize,
    /// What one more would wait; null when nothing is known.
    pub estimated_wait_seconds: Option<i64>,
    /// When a message that is left now is answered, as a rule; null when the
    /// desk never opens.
    pub expected_answer_at: Option<Timestamp>,
}

/// `POST /chat/offline-message`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct OfflineMessage {
    /// 1 to `MESSAGE_MAX_CHARS` characters.
    pub message: String,
    /// The topic's label, or the message's first words, when it is missing.
    pub subject: Option<String>,
    /// A topic of the form before a chat.
    pub topic_id: Option<String>,
    /// Answers to the form's fields, by their keys.
    pub answers: Option<BTreeMap<String, String>>,
    /// CIDs answered by an upload of the caller's.
    pub attachments: Vec<String>,
    /// Kept for a caller who has no address yet.
    pub email: Option<String>,
    /// Where the customer is; staff alone see it.
    pub context: Option<NewContext>,
}

impl OfflineMessage {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            message: problems.required("message", &self.message, limits.message_max_chars),
            subject: problems.optional("subject", self.subject.as_deref(), TITLE_MAX_CHARS),
            topic_id: problems.optional("topicId", self.topic_id.as_deref(), NAME_MAX_CHARS),
            answers: self.answers.clone(),
            attachments: problems.attachments("attachments", &self.attachments),
            email: email(&mut problems, self.email.as_deref()),
            context: self.context.as_ref().map(|it| it.check(&mut problems)),
        };
        problems.finish(input)
    }
}

/// `POST /chat/sessions/{id}/leave-message`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct LeaveMessage {
    /// Last words; needed when nothing has been said yet.
    pub message: Option<String>,
    /// The chat's topic, or its first words, when it is missing.
    pub subject: Option<String>,
    /// Kept for a caller who has no address yet.
    pub email: Option<String>,
}

impl LeaveMessage {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let message = self.message.as_deref();
        let input = Self {
            message: problems.optional("message", message, limits.message_max_chars),
            subject: problems.optional("subject", self.subject.as_deref(), TITLE_MAX_CHARS),
            email: email(&mut problems, self.email.as_deref()),
        };
        problems.finish(input)
    }
}

fn email(problems: &mut Problems, text: Option<&str>) -> Option<String> {
    let email = problems.optional("email", text, EMAIL_MAX_CHARS)?;
    if !is_email(&email) {
        problems.add("email", "email must be a valid address");
    }
    Some(email)
}

/// A message that was left: the ticket that it has become.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageLeft {
    pub ticket_id: ConversationId,
    /// The ticket's number, for people to quote.
    pub number: i64,
    /// When it is answered, as a rule; null when the desk never opens.
    pub expected_answer_at: Option<Timestamp>,
}
