//! People and what they may be: customers (users and visitors), agents, admins.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{PersonId, Timestamp, error::FieldError, validate::Problems};

/// What a person may do. Ordered: each role may do all that a lower one may.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A customer: their own tickets, chats, notifications.
    #[default]
    User,
    /// Staff: everybody's tickets and the queue. `support` is an alias.
    #[serde(alias = "support")]
    Agent,
    /// Staff who may also announce and set the desk up.
    Admin,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Agent => "agent",
            Self::Admin => "admin",
        }
    }

    /// Reads a role or its alias; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "user" => Some(Self::User),
            "agent" | "support" => Some(Self::Agent),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }

    pub fn is_staff(self) -> bool {
        self >= Self::Agent
    }
}

/// A person as others see them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
}

/// A person as staff sees them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonProfile {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    /// Their chats come before those of others.
    pub is_vip: bool,
    /// Since when they may not write; null when they may.
    pub blocked_at: Option<Timestamp>,
    pub blocked_reason: Option<String>,
    pub created_at: Timestamp,
    /// When they were last connected or called.
    pub last_seen_at: Timestamp,
    /// Whether they are connected: what the event `user-presence` says, so a
    /// line that dropped less than two seconds ago still counts.
    pub online: bool,
}

/// `PATCH /people/{id}`: what is missing stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PersonPatch {
    pub is_vip: Option<bool>,
}

/// `POST /people/{id}/block`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Block {
    /// Why, for colleagues: 1 to 500 characters.
    pub reason: String,
}

/// Characters of the reason of a block.
pub const BLOCK_REASON_MAX_CHARS: usize = 500;

impl Block {
    /// The input with blanks trimmed, or what is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let reason = problems.required("reason", &self.reason, BLOCK_REASON_MAX_CHARS);
        problems.finish(Self { reason })
    }
}

/// Who is calling: what a verified token says, and nothing a client claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    /// When the token ends; a socket is closed then.
    pub expires_at: Timestamp,
}

impl Actor {
    pub fn is_staff(&self) -> bool {
        self.role.is_staff()
    }

    pub fn person(&self) -> Person {
        Person {
            id: self.id.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role,
        }
    }
}
