//! Mail that comes in, and what became of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationId, InboundMailId, PersonId, Timestamp, ticket::text_enum};

text_enum!(
    /// What became of a mail that came in.
    InboundMailState {
        /// It was taken, and is not read yet.
        Waiting = "waiting",
        /// It opened a ticket.
        Ticket = "ticket",
        /// It was added to its conversation.
        Reply = "reply",
        /// Moderation holds what it says.
        Held = "held",
        /// A machine wrote it; nothing was done.
        Automatic = "automatic",
        /// It reports mail that did not arrive.
        Bounce = "bounce",
        /// Nothing is taken of its sender: the desk itself, or somebody who is blocked.
        Ignored = "ignored",
        /// It could not be dealt with; an admin may look at it and try again.
        SetAside = "set-aside",
    }
);

/// A mail that came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboundMail {
    pub id: InboundMailId,
    pub state: InboundMailState,
    /// Why, in a sentence.
    pub reason: Option<String>,
    /// The sender's address.
    pub from: Option<String>,
    pub subject: Option<String>,
    /// Where its words went.
    pub conversation_id: Option<ConversationId>,
    /// Whose words they are.
    pub person_id: Option<PersonId>,
    /// How often it was read.
    pub tries: i64,
    /// Bytes.
    pub size: i64,
    pub received_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}
