//! Everything around a conversation, whether it is a ticket, a chat or both:
//! notes, merging, snoozing, and what is taken away from it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, MessageId, PersonId, Timestamp,
    attachment::Attachment,
    chat::{ChatMessage, ChatSession, ChatStatus},
    error::FieldError,
    ticket::{Priority, Ticket, TicketStatus, text_enum},
    validate::{InputLimits, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
};

/// Characters of the note that goes with a snooze.
pub const SNOOZE_NOTE_MAX_CHARS: usize = 2_000;
/// Days that a conversation may be set aside for.
pub const SNOOZE_MAX_DAYS: u64 = 366;

text_enum!(
    /// What a conversation is first of all: a ticket that was a chat is a ticket.
    ConversationKind {
        Chat = "chat",
        Ticket = "ticket",
    }
);

text_enum!(
    /// How a customer's conversations stand.
    OwnStatus {
        /// The desk has something to do.
        Open = "open",
        /// Nothing is left to be done.
        Closed = "closed",
    }
);

/// Which conversations a list shows, of those that are set aside for later.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Snoozed {
    /// All, set aside or not.
    #[default]
    Shown,
    Hidden,
    /// None but those that are set aside.
    Only,
}

/// How a conversation stands, whatever it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    pub id: ConversationId,
    pub kind: ConversationKind,
    /// The ticket's subject, or the chat's topic.
    pub subject: Option<String>,
    pub user_id: PersonId,
    pub user_name: String,
    /// Null when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    /// Who holds the chat, or held it last.
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// Null when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    pub ticket_number: Option<i64>,
    /// Public messages so far.
    pub message_count: i64,
    pub snoozed_until: Option<Timestamp>,
    pub snoozed_by: Option<PersonId>,
    /// The conversation that this one was merged into.
    pub merged_into: Option<ConversationId>,
    /// How the customer rated it, 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
    pub rated_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One line of a customer's own list of conversations.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnConversation {
    pub id: ConversationId,
    /// What it is first of all: a ticket that was a chat is a ticket.
    pub kind: ConversationKind,
    /// The ticket's subject, or the chat's topic.
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    /// Null when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    /// Null when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    /// Whether the desk has something to do.
    pub is_open: bool,
    /// Who answers, or answered last.
    pub agent_name: Option<String>,
    /// The beginning of the last message, or of the ticket's description.
    pub preview: Option<String>,
    /// Messages so far.
    pub message_count: i64,
    /// What the caller was notified of about it and has not read.
    pub unread_count: i64,
    pub created_at: Timestamp,
    /// Of its last activity.
    pub updated_at: Timestamp,
}

/// What staff writes to each other in a conversation; its customer never sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub id: MessageId,
    pub session_id: ConversationId,
    /// 1, 2, 3 … among the conversation's notes, which count for themselves.
    pub seq: i64,
    /// The writer's own mark: the same one gives this note again.
    pub client_id: Option<String>,
    pub content: String,
    pub files: Vec<Attachment>,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
}

/// `POST /chat/sessions/{id}/notes`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewNote {
    /// 1 to `MESSAGE_MAX_CHARS` characters; may be empty beside attachments.
    pub content: String,
    /// CIDs answered by an upload of the caller's.
    pub attachments: Vec<String>,
    /// Makes a repeat harmless.
    pub client_id: Option<String>,
}

impl NewNote {
    /// The note with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let attachments = problems.attachments("attachments", &self.attachments);
        let content = if attachments.is_empty() {
            problems.required("content", &self.content, limits.message_max_chars)
        } else {
            problems
                .optional("content", Some(&self.content), limits.message_max_chars)
                .unwrap_or_default()
        };
        let client_id = problems.optional("clientId", self.client_id.as_deref(), NAME_MAX_CHARS);
        problems.finish(Self {
            content,
            attachments,
            client_id,
        })
    }
}

/// `POST /chat/sessions/{id}/ticket`: what the ticket is to be; each member has
/// a default that comes from the chat.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatToTicket {
    /// 1 to 200 characters; the chat's topic or its first words when missing.
    pub subject: Option<String>,
    /// A category's slug; `general` when it is missing.
    pub category: Option<String>,
    /// `medium` when it is missing.
    pub priority: Option<Priority>,
    /// An agent's id; the agent who holds the chat when missing.
    pub assigned_to: Option<PersonId>,
    /// Whether the chat ends; it goes on otherwise.
    pub close_chat: bool,
}

impl ChatToTicket {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            subject: problems.optional("subject", self.subject.as_deref(), TITLE_MAX_CHARS),
            category: problems.optional("category", self.category.as_deref(), NAME_MAX_CHARS),
            ..self.clone()
        };
        problems.finish(input)
    }
}

/// `POST /conversations/{id}/merge`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MergeInto {
    /// Another conversation of the same customer.
    pub into: ConversationId,
}

/// A conversation that was merged into another, as it is listed there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MergedConversation {
    pub id: ConversationId,
    pub kind: ConversationKind,
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    pub message_count: i64,
    pub merged_at: Timestamp,
    /// The name of who merged it.
    pub merged_by: String,
    pub created_at: Timestamp,
}

/// `POST /conversations/{id}/snooze`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Snooze {
    /// When it comes back: in the future, at most 366 days from now.
    pub until: Timestamp,
    /// What is to be done then; kept as a note, and told when it comes back.
    #[serde(default)]
    pub note: Option<String>,
}

impl Snooze {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, now: Timestamp) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let latest = now.plus(std::time::Duration::from_secs(SNOOZE_MAX_DAYS * 24 * 3_600));
        if self.until <= now {
            problems.add("until", "until must be a time in the future");
        } else if self.until > latest {
            problems.add(
                "until",
                format!("until must be at most {SNOOZE_MAX_DAYS} days from now"),
            );
        }
        let note = problems.optional("note", self.note.as_deref(), SNOOZE_NOTE_MAX_CHARS);
        problems.finish(Self {
            until: self.until,
            note,
        })
    }
}

/// Where a transcript was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TranscriptSent {
    /// The customer's own address.
    pub to: String,
    /// The `Message-ID` that the mail will have, without its angle brackets.
    pub message_id: String,
}

/// A conversation as it is taken away: everything said in it, in order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationExport {
    pub conversation: Conversation,
    /// When it is a ticket.
    pub ticket: Option<Ticket>,
    /// When it was a chat.
    pub chat: Option<ChatSession>,
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// Staff's notes, oldest first; null unless an agent asked for them.
    pub notes: Option<Vec<Note>>,
    /// The conversations that were merged into it, each with its own messages.
    #[schema(no_recursion)]
    pub merged: Vec<ConversationExport>,
    pub exported_at: Timestamp,
    /// The zone of all its times: always `UTC`.
    pub time_zone: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snooze(until: i64) -> Result<Snooze, Vec<FieldError>> {
        Snooze {
            until: Timestamp(until),
            note: Some("  ".into()),
        }
        .validate(Timestamp(1_000))
    }

    #[test]
    fn a_conversation_is_set_aside_until_a_time_within_a_year() {
        assert!(snooze(1_000).is_err());
        assert_eq!(snooze(1_001).unwrap().note, None);
        let latest = 1_000 + SNOOZE_MAX_DAYS as i64 * 86_400_000;
        assert!(snooze(latest).is_ok());
        assert!(snooze(latest + 1).is_err());
    }

    #[test]
    fn a_note_needs_words_or_a_file() {
        let limits = InputLimits::default();
        let note = |content: &str, attachments: &[&str]| NewNote {
            content: content.into(),
            attachments: attachments.iter().map(|cid| (*cid).to_owned()).collect(),
            client_id: None,
        };
        assert!(note(" ", &[]).validate(&limits).is_err());
        assert!(note(" ", &["bafy"]).validate(&limits).is_ok());
        assert!(note("call back", &[]).validate(&limits).is_ok());
    }
}
