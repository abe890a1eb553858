//! Live chat: sessions, messages and the state of agents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, MessageId, PersonId, TeamId, Timestamp,
    attachment::Attachment,
    context::NewContext,
    error::FieldError,
    routing::QueuePriority,
    ticket::text_enum,
    validate::{InputLimits, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
};

text_enum!(
    /// Which side of a conversation speaks.
    Sender {
        User = "user",
        Agent = "agent",
    }
);

text_enum!(
    /// Where a chat stands.
    ChatStatus {
        /// In the queue, with nobody at the other end yet.
        Waiting = "waiting",
        /// An agent has accepted it.
        Active = "active",
        Closed = "closed",
    }
);

text_enum!(
    /// Whether an agent is offered chats.
    AgentStatus {
        Available = "available",
        Busy = "busy",
        Away = "away",
    }
);

/// A message of a chat session.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    pub id: MessageId,
    pub session_id: ConversationId,
    /// 1, 2, 3 … per session, without gaps, given when the message is on disk.
    pub seq: i64,
    /// The sender's own mark: the same one from the same sender gives this
    /// message again.
    pub client_id: Option<String>,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    pub content: String,
    /// CIDs.
    pub attachments: Vec<String>,
    /// The same attachments with name, size and address.
    pub files: Vec<Attachment>,
    pub timestamp: Timestamp,
}

/// A chat session as its participants and the agents see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatSession {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    pub status: ChatStatus,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// The same as the last message's `seq`.
    pub message_count: i64,
    pub last_message: Option<String>,
    /// The last `seq` that the user has read.
    pub user_read_seq: i64,
    /// The last `seq` that an agent has read.
    pub agent_read_seq: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The last `seq` that a device of the user's has received.
    pub user_delivered_seq: i64,
    /// The last `seq` that a device of an agent's has received.
    pub agent_delivered_seq: i64,
    /// Since when it has been waiting; kept while it is handed on.
    pub queued_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// The team whose agents it is offered to; null for everybody.
    pub team_id: Option<TeamId>,
    /// What its agent must be good at.
    pub skills: Vec<String>,
    /// What the user answered before the chat began.
    pub answers: Vec<PreChatAnswer>,
    /// Set aside until then; a message of the user's brings it back at once.
    pub snoozed_until: Option<Timestamp>,
    /// The conversation that this one was merged into.
    pub merged_into: Option<ConversationId>,
    /// How the user rated it, 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
    /// When this conversation is a ticket too.
    pub ticket_number: Option<i64>,
}

/// An answer of the form before a chat, with its question as it stood then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreChatAnswer {
    /// The field's key.
    pub key: String,
    pub label: String,
    pub value: String,
}

/// A waiting chat as agents see it in the queue: the seed's members and more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingSession {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    pub last_message: Option<String>,
    pub message_count: i64,
    pub created_at: Timestamp,
    /// The team whose agents it is offered to; null for everybody.
    pub team_id: Option<TeamId>,
    /// What its agent must be good at.
    pub skills: Vec<String>,
    /// Its place in its team's queue when this was sent, from 1.
    pub position: i64,
    /// Why it goes before others, if it does.
    pub priority: QueuePriority,
    /// The agent who is offered it at the moment; `routing-decision` tells of
    /// the changes.
    pub offered_to: Option<PersonId>,
    pub queued_at: Timestamp,
}

/// `initiate-chat`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct InitiateChat {
    /// What it is about, in the customer's words; the label of `topicId` when
    /// it is missing.
    pub topic: Option<String>,
    /// The topic that was chosen on the form before the chat.
    pub topic_id: Option<String>,
    /// Answers to the form's fields, by their keys. Without any, nothing is
    /// asked for; with some, what the form requires must be there.
    pub answers: Option<BTreeMap<String, String>>,
    /// The first message, so that an agent sees what it is about.
    pub message: Option<String>,
    /// Makes a repeat of the first message harmless.
    pub client_id: Option<String>,
    /// CIDs answered by an upload of the caller's.
    pub attachments: Vec<String>,
    /// Where the customer is, for a new chat; staff alone see it.
    pub context: Option<NewContext>,
}

impl InitiateChat {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            topic: problems.optional("topic", self.topic.as_deref(), TITLE_MAX_CHARS),
            topic_id: problems.optional("topicId", self.topic_id.as_deref(), NAME_MAX_CHARS),
            answers: self.answers.clone(),
            message: problems.optional(
                "message",
                self.message.as_deref(),
                limits.message_max_chars,
            ),
            client_id: problems.optional("clientId", self.client_id.as_deref(), NAME_MAX_CHARS),
            attachments: problems.attachments("attachments", &self.attachments),
            context: self.context.as_ref().map(|it| it.check(&mut problems)),
        };
        problems.finish(input)
    }
}

/// `POST /chat/initiate`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct InitiateChatRest {
    pub initial_message: Option<String>,
    pub topic: Option<String>,
    /// As in `initiate-chat`.
    pub topic_id: Option<String>,
    /// As in `initiate-chat`.
    pub answers: Option<BTreeMap<String, String>>,
    /// As in `initiate-chat`.
    pub context: Option<NewContext>,
}

/// `chat-message` from a client.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    pub session_id: ConversationId,
    /// 1 to `MESSAGE_MAX_CHARS` characters; may be empty beside attachments.
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub client_id: Option<String>,
    /// CIDs answered by an upload of the caller's.
    #[serde(default)]
    pub attachments: Vec<String>,
}

impl SendMessage {
    /// The message with blanks trimmed, or everything that is wrong with it.
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
            session_id: self.session_id,
            content,
            client_id,
            attachments,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(content: &str, attachments: &[&str]) -> SendMessage {
        SendMessage {
            session_id: ConversationId(uuid::Uuid::nil()),
            content: content.into(),
            client_id: None,
            attachments: attachments.iter().map(|cid| (*cid).to_owned()).collect(),
        }
    }

    #[test]
    fn a_message_needs_words_or_a_file() {
        let limits = InputLimits::default();
        assert!(message("  ", &[]).validate(&limits).is_err());
        assert!(message("hello", &[]).validate(&limits).is_ok());
        assert!(message("", &["bafy"]).validate(&limits).is_ok());
    }

    #[test]
    fn the_configured_length_is_the_limit() {
        let limits = InputLimits {
            message_max_chars: 3,
        };
        assert!(message("abc", &[]).validate(&limits).is_ok());
        assert!(message("abcd", &[]).validate(&limits).is_err());
    }
}
