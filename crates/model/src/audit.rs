//! The audit log: what staff did that others may later ask about.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{AuditId, PersonId, Timestamp};

/// One entry. Entries are only ever added.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    pub id: AuditId,
    /// Who did it; null for the desk itself.
    pub actor_id: Option<PersonId>,
    pub actor_name: String,
    /// What was done, such as `person.block` or `moderation.refuse`.
    pub action: String,
    /// To what: the id of a conversation, a person, a rule.
    pub subject: String,
    /// What else is worth knowing, by action.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
    pub created_at: Timestamp,
}
