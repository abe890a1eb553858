//! The events of the sockets: their payloads, and one table of which event
//! travels in which direction on which namespace. The front end's types are
//! generated from this file, so that server and clients cannot drift.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, NotificationId, PersonId, TeamId, Timestamp,
    availability::Availability,
    chat::{AgentStatus, ChatMessage, ChatSession, ChatStatus, Sender},
    moderation::Held,
};

/// Conversations that one `conversations-changed` names at most.
pub const CHANGED_MAX: usize = 100;

/// The namespace of notifications.
pub const ROOT: &str = "/";
/// The namespace of customers who chat.
pub const CHAT_USER: &str = "/chat/user";
/// The namespace of agents.
pub const CHAT_AGENT: &str = "/chat/agent";

/// Answer to an event that gives nothing back but its success.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Ack {
    /// Always true.
    pub success: bool,
}

impl Ack {
    pub const OK: Self = Self { success: true };
}

/// Answer to an event that failed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AckError {
    /// Always false.
    pub success: bool,
    /// What went wrong and what to do, in a sentence.
    pub error: String,
    /// The code of the error table, such as `not-found`.
    pub code: String,
    /// Seconds to wait before the next try, when a limit was hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// Answer to `initiate-chat`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InitiateChatAck {
    pub success: bool,
    pub session_id: ConversationId,
    pub status: ChatStatus,
    /// Place in the queue from 1; null once an agent has joined.
    pub position: Option<i64>,
    pub estimated_wait_seconds: Option<i64>,
    /// The latest messages, oldest first.
    pub messages: Vec<ChatMessage>,
    /// True when an open chat was found and goes on.
    pub resumed: bool,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// Whether somebody is there, and what to expect when nobody is.
    pub availability: Availability,
    /// When the first message waits for a review in place of being among `messages`.
    pub held: Option<Held>,
}

/// Answer to `chat-message`: the message is on disk, in the chat or on the
/// review list. One of `message` and `held` is null.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SendMessageAck {
    pub success: bool,
    pub message: Option<ChatMessage>,
    /// When the message waits for a review: nobody else sees it yet. Once it is
    /// approved it comes as `chat-message` with the same `clientId`; when it is
    /// rejected, `message-refused` comes.
    pub held: Option<Held>,
}

/// `message-refused`: a held message was rejected, and is not sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageRefused {
    pub session_id: ConversationId,
    /// The message's mark, as in `held` of its acknowledgement.
    pub client_id: String,
    /// A sentence for the sender.
    pub reason: String,
}

/// `review-queue`: how much waits for a review, on connect and after every change.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewQueue {
    pub pending: i64,
}

/// Conversations have changed in a way that the agents' lists show: new ones,
/// messages, notes, who has them, how they stand, tags. Changes are gathered:
/// a connection hears it a few times a second at most. What the caller reads
/// and drafts is not told. After a new connection, lists are to be read again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationsChanged {
    /// Each once, at most 100.
    pub conversation_ids: Vec<ConversationId>,
    /// Whether more have changed than are named.
    pub more: bool,
}

/// `typing`, and `user-typing` to the agent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    pub session_id: ConversationId,
    pub is_typing: bool,
}

/// `sync`: asks for what was missed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sync {
    pub session_id: ConversationId,
    /// The last `seq` that the client has; 0 for everything.
    #[serde(default)]
    pub after: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SyncAck {
    pub success: bool,
    /// Oldest first, at most [`SYNC_MAX_MESSAGES`].
    pub messages: Vec<ChatMessage>,
    /// True when there is more after the last of them: ask again.
    pub more: bool,
    pub session: ChatSession,
}

/// Messages that one `sync` or history answer carries at most.
pub const SYNC_MAX_MESSAGES: u32 = 200;

/// `delivered` from a client: a device of the sender's side has received the
/// messages up to `seq`. Clients send it for several at once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    pub session_id: ConversationId,
    pub seq: i64,
}

/// `delivered` to both sides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryReceipt {
    pub session_id: ConversationId,
    pub seq: i64,
    /// Whose side has received everything up to `seq`.
    pub by: Sender,
}

/// `read` from a client. What was read was received: it counts as `delivered` too.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Read {
    pub session_id: ConversationId,
    pub seq: i64,
}

/// `read` to both sides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadReceipt {
    pub session_id: ConversationId,
    pub seq: i64,
    /// Whose side has read up to `seq`.
    pub by: Sender,
}

/// An event that names a session and nothing else: `end-chat`,
/// `accept-session`, `close-session`, `session-closed`, `agent-left`,
/// `offer-ended` (the chat still waits, but no longer for this agent).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionRef {
    pub session_id: ConversationId,
}

/// The second argument of `agent-joined`; the first is the agent's name.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentJoined {
    pub id: PersonId,
    pub name: String,
    pub session_id: ConversationId,
}

/// `waiting-for-agent`, sent again whenever the position changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingForAgent {
    pub session_id: ConversationId,
    /// From 1.
    pub position: i64,
    pub estimated_wait_seconds: Option<i64>,
}

/// `session-accepted`, to the agent who won it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionAccepted {
    pub session_id: ConversationId,
    pub user_id: PersonId,
    pub messages: Vec<ChatMessage>,
    pub session: ChatSession,
    /// Why it was handed on, when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `session-taken`: it is no longer waiting.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionTaken {
    pub session_id: ConversationId,
    pub agent_id: Option<PersonId>,
}

/// `error` to an agent whose event could not be carried out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ErrorMessage {
    pub message: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SetStatus {
    pub status: AgentStatus,
}

/// `transfer-session`: to an agent, to a team's queue, or back to its own queue
/// when neither is given.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferSession {
    pub session_id: ConversationId,
    #[serde(default)]
    pub to_agent_id: Option<PersonId>,
    #[serde(default)]
    pub to_team: Option<TeamId>,
    #[serde(default)]
    pub note: Option<String>,
}

/// `agent-status`: an agent's own status, on connect and to all their tabs
/// when it changes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    pub status: AgentStatus,
    /// The chats that this agent holds.
    pub sessions: Vec<ChatSession>,
    /// Away because nothing was heard from them; the next `activity` (or any
    /// other event of theirs) makes them available again.
    pub automatic: bool,
    /// Chats offered to them at a time.
    pub capacity: i64,
    pub skills: Vec<String>,
    pub teams: Vec<TeamId>,
}

/// `view-conversation`: a connection shows a chat or a ticket, or no longer
/// does; nobody is notified of what is before their eyes, and what they were
/// notified of about it is read. Of agents at the
/// console others hear it. A connection to a chat that never says so counts as
/// showing it. `writing` ends by itself like typing, unless it is said again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewConversation {
    pub conversation_id: ConversationId,
    pub looking: bool,
    #[serde(default)]
    pub writing: bool,
}

/// An agent who looks at a conversation; several tabs count once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Viewer {
    pub id: PersonId,
    pub name: String,
    /// Whether they are writing an answer or a note.
    pub writing: bool,
}

/// `conversation-viewers`, to the connections that look at it: everyone who
/// does, in the order in which they came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationViewers {
    pub conversation_id: ConversationId,
    pub viewers: Vec<Viewer>,
}

/// `user-presence`, to the agents who hold one of the user's chats.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserPresence {
    pub user_id: PersonId,
    /// Whether any page of theirs is connected.
    pub online: bool,
    /// To the minute while they are online; null when they have never been here.
    pub last_seen_at: Option<Timestamp>,
}

/// `agent-presence` on `/chat/user`: the line of the chat's agent has dropped,
/// or is back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentOnline {
    pub session_id: ConversationId,
    pub online: bool,
}

/// `mark-notification-read`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkNotificationRead {
    pub notification_id: NotificationId,
}

/// `unread-count`, after every change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnreadCount {
    pub count: i64,
}

/// `notification-read`: the same person has read one notification, or all about
/// one conversation, or all there are when neither is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationRead {
    pub notification_id: Option<NotificationId>,
    /// The chat or ticket that was read: its notifications name it as `sessionId`
    /// or `ticketId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
}

/// `ticket-changed`: a hint to fetch a ticket again, to its owner and to staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TicketChanged {
    pub ticket_id: ConversationId,
}

/// Which side sends an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    Client,
    Server,
}

/// One row of the table of events. Types are names of schemas, or TypeScript's
/// own.
#[derive(Clone, Copy, Debug)]
pub struct EventSpec {
    pub namespace: &'static str,
    pub from: From,
    pub name: &'static str,
    /// The arguments in order.
    pub arguments: &'static [&'static str],
    /// What the acknowledgement carries, for those who ask for one.
    pub ack: Option<&'static str>,
}

const fn client(
    namespace: &'static str,
    name: &'static str,
    arguments: &'static [&'static str],
    ack: &'static str,
) -> EventSpec {
    EventSpec {
        namespace,
        from: From::Client,
        name,
        arguments,
        ack: Some(ack),
    }
}

const fn server(
    namespace: &'static str,
    name: &'static str,
    arguments: &'static [&'static str],
) -> EventSpec {
    EventSpec {
        namespace,
        from: From::Server,
        name,
        arguments,
        ack: None,
    }
}

/// Every event there is.
pub const EVENTS: &[EventSpec] = &[
    client(
        ROOT,
        "mark-notification-read",
        &["MarkNotificationRead"],
        "Ack",
    ),
    client(ROOT, "mark-all-notifications-read", &[], "Ack"),
    client(ROOT, "view-conversation", &["ViewConversation"], "Ack"),
    server(ROOT, "notification", &["Notification"]),
    server(ROOT, "notifications", &["Notification[]"]),
    server(ROOT, "unread-count", &["UnreadCount"]),
    server(ROOT, "notification-read", &["NotificationRead"]),
    server(ROOT, "ticket-changed", &["TicketChanged"]),
    server(ROOT, "attachment-updated", &["AttachmentUpdated"]),
    client(
        CHAT_USER,
        "initiate-chat",
        &["InitiateChat"],
        "InitiateChatAck",
    ),
    client(
        CHAT_USER,
        "chat-message",
        &["SendMessage"],
        "SendMessageAck",
    ),
    client(CHAT_USER, "typing", &["Typing"], "Ack"),
    client(CHAT_USER, "sync", &["Sync"], "SyncAck"),
    client(CHAT_USER, "delivered", &["Delivered"], "Ack"),
    client(CHAT_USER, "read", &["Read"], "Ack"),
    client(CHAT_USER, "end-chat", &["SessionRef"], "Ack"),
    client(CHAT_USER, "view-conversation", &["ViewConversation"], "Ack"),
    server(CHAT_USER, "chat-message", &["ChatMessage"]),
    server(CHAT_USER, "agent-joined", &["string", "AgentJoined"]),
    server(CHAT_USER, "agent-left", &["SessionRef"]),
    server(CHAT_USER, "agent-typing", &["boolean", "SessionRef"]),
    server(CHAT_USER, "waiting-for-agent", &["WaitingForAgent"]),
    server(CHAT_USER, "session-closed", &["SessionRef"]),
    server(CHAT_USER, "session-updated", &["ChatSession"]),
    server(CHAT_USER, "delivered", &["DeliveryReceipt"]),
    server(CHAT_USER, "read", &["ReadReceipt"]),
    server(CHAT_USER, "agent-presence", &["AgentOnline"]),
    server(CHAT_USER, "message-refused", &["MessageRefused"]),
    server(CHAT_USER, "attachment-updated", &["AttachmentUpdated"]),
    client(CHAT_AGENT, "accept-session", &["SessionRef"], "Ack"),
    client(
        CHAT_AGENT,
        "chat-message",
        &["SendMessage"],
        "SendMessageAck",
    ),
    client(CHAT_AGENT, "typing", &["Typing"], "Ack"),
    client(CHAT_AGENT, "sync", &["Sync"], "SyncAck"),
    client(CHAT_AGENT, "delivered", &["Delivered"], "Ack"),
    client(CHAT_AGENT, "read", &["Read"], "Ack"),
    client(
        CHAT_AGENT,
        "view-conversation",
        &["ViewConversation"],
        "Ack",
    ),
    client(CHAT_AGENT, "close-session", &["SessionRef"], "Ack"),
    client(CHAT_AGENT, "set-status", &["SetStatus"], "Ack"),
    client(CHAT_AGENT, "transfer-session", &["TransferSession"], "Ack"),
    client(CHAT_AGENT, "activity", &[], "Ack"),
    server(CHAT_AGENT, "agent-presence", &["AgentPresences"]),
    server(CHAT_AGENT, "routing-decision", &["Decision"]),
    server(CHAT_AGENT, "waiting-sessions", &["WaitingSession[]"]),
    server(CHAT_AGENT, "new-session", &["WaitingSession"]),
    server(CHAT_AGENT, "offer-ended", &["SessionRef"]),
    server(CHAT_AGENT, "session-accepted", &["SessionAccepted"]),
    server(CHAT_AGENT, "session-taken", &["SessionTaken"]),
    server(CHAT_AGENT, "session-queued", &["WaitingSession"]),
    server(CHAT_AGENT, "session-updated", &["ChatSession"]),
    server(CHAT_AGENT, "session-closed", &["SessionRef"]),
    server(CHAT_AGENT, "agent-status", &["AgentState"]),
    server(CHAT_AGENT, "chat-message", &["ChatMessage"]),
    server(CHAT_AGENT, "user-typing", &["Typing"]),
    server(CHAT_AGENT, "delivered", &["DeliveryReceipt"]),
    server(CHAT_AGENT, "read", &["ReadReceipt"]),
    server(CHAT_AGENT, "user-presence", &["UserPresence"]),
    server(CHAT_AGENT, "conversation-viewers", &["ConversationViewers"]),
    server(CHAT_AGENT, "error", &["ErrorMessage"]),
    server(CHAT_AGENT, "note", &["Note"]),
    server(CHAT_AGENT, "message-refused", &["MessageRefused"]),
    server(CHAT_AGENT, "review-queue", &["ReviewQueue"]),
    server(
        CHAT_AGENT,
        "conversations-changed",
        &["ConversationsChanged"],
    ),
    server(CHAT_AGENT, "attachment-updated", &["AttachmentUpdated"]),
];

/// The table as TypeScript interfaces in the form that `socket.io-client`
/// takes, over the schemas that `openapi-typescript` makes in `./schema`.
pub fn typescript() -> String {
    let mut text = String::from(
        "// Generated by `make generate` from crates/model/src/events.rs. Do not edit.\n\
         import type { components } from './schema';\n\n\
         type Schemas = components['schemas'];\n",
    );
    for (namespace, prefix) in [
        (ROOT, "Root"),
        (CHAT_USER, "ChatUser"),
        (CHAT_AGENT, "ChatAgent"),
    ] {
        for (from, suffix) in [
            (From::Client, "ClientEvents"),
            (From::Server, "ServerEvents"),
        ] {
            text.push_str(&format!("\nexport interface {prefix}{suffix} {{\n"));
            let rows = EVENTS
                .iter()
                .filter(|event| event.namespace == namespace && event.from == from);
            for event in rows {
                text.push_str(&format!(
                    "  '{}': ({}) => void;\n",
                    event.name,
                    parameters(event)
                ));
            }
            text.push_str("}\n");
        }
    }
    text
}

fn parameters(event: &EventSpec) -> String {
    let mut parameters: Vec<String> = event
        .arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| format!("{}: {}", ["first", "second"][index], type_of(argument)))
        .collect();
    if let Some(ack) = event.ack {
        parameters.push(format!(
            "ack?: (answer: {} | Schemas['AckError']) => void",
            type_of(ack)
        ));
    }
    parameters.join(", ")
}

fn type_of(name: &str) -> String {
    match (name, name.strip_suffix("[]")) {
        ("string" | "boolean", _) => name.to_owned(),
        (_, Some(element)) => format!("Schemas['{element}'][]"),
        _ => format!("Schemas['{name}']"),
    }
}

/// Every schema that the table of events names, for the OpenAPI description.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    Ack,
    AckError,
    InitiateChatAck,
    SendMessageAck,
    Typing,
    Sync,
    SyncAck,
    Delivered,
    DeliveryReceipt,
    Read,
    ReadReceipt,
    ViewConversation,
    Viewer,
    ConversationViewers,
    UserPresence,
    AgentOnline,
    SessionRef,
    AgentJoined,
    WaitingForAgent,
    SessionAccepted,
    SessionTaken,
    ErrorMessage,
    SetStatus,
    TransferSession,
    AgentState,
    MarkNotificationRead,
    UnreadCount,
    NotificationRead,
    TicketChanged,
    MessageRefused,
    ReviewQueue,
    ConversationsChanged,
    crate::attachment::AttachmentUpdated,
    crate::moderation::Held,
    crate::chat::InitiateChat,
    crate::context::NewContext,
    crate::chat::SendMessage,
    crate::chat::ChatMessage,
    crate::chat::ChatSession,
    crate::chat::WaitingSession,
    crate::chat::PreChatAnswer,
    crate::routing::AgentPresences,
    crate::routing::Decision,
    crate::notification::Notification,
    crate::conversation::Note,
)))]
pub struct EventSchemas;

#[cfg(test)]
mod tests {
    use utoipa::OpenApi;

    use super::*;

    #[test]
    fn every_type_in_the_table_has_a_schema() {
        let schemas = EventSchemas::openapi().components.unwrap().schemas;
        for event in EVENTS {
            for name in event.arguments.iter().chain(event.ack.iter()) {
                let name = name.trim_end_matches("[]");
                assert!(
                    matches!(name, "string" | "boolean") || schemas.contains_key(name),
                    "{} on {} names {name}",
                    event.name,
                    event.namespace
                );
            }
        }
    }

    #[test]
    fn the_typescript_of_an_event_has_its_arguments_and_its_ack() {
        let text = typescript();
        assert!(
            text.contains(
                "'agent-joined': (first: string, second: Schemas['AgentJoined']) => void;"
            )
        );
        assert!(text.contains(
            "'mark-all-notifications-read': (ack?: (answer: Schemas['Ack'] | Schemas['AckError']) => void) => void;"
        ));
    }
}
