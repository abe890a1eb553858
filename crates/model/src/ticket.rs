//! Tickets and their responses: a conversation with a state, an assignee and a
//! number that people can quote.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, MessageId, PersonId, Timestamp,
    article::DEFAULT_CATEGORY,
    attachment::Attachment,
    chat::ChatStatus,
    context::NewContext,
    conversation::Snoozed,
    error::FieldError,
    validate::{InputLimits, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
};

macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:tt,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use text_enum;

text_enum!(
    /// How urgent a ticket is; ordered from low to urgent.
    Priority {
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
);

text_enum!(
    /// Where a ticket stands.
    TicketStatus {
        /// Nobody has answered yet, or the owner has come back.
        Open = "open",
        /// Staff is at it.
        InProgress = "in-progress",
        /// Staff thinks that it is done; an answer of the owner reopens it.
        Resolved = "resolved",
        /// Done; it takes no more responses of the owner.
        Closed = "closed",
    }
);

impl TicketStatus {
    /// Resolved and closed tickets carry the time of their resolution.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    pub id: ConversationId,
    /// 1, 2, 3 … over the whole desk, for people to quote.
    pub number: i64,
    pub subject: String,
    pub description: String,
    pub category: String,
    pub priority: Priority,
    pub status: TicketStatus,
    pub tags: Vec<String>,
    /// CIDs of what came with the description.
    pub attachments: Vec<String>,
    /// The same attachments with name, size and address.
    pub files: Vec<Attachment>,
    pub user_id: PersonId,
    pub user_name: String,
    pub assigned_to: Option<PersonId>,
    pub assigned_to_name: Option<String>,
    /// Public responses so far.
    pub response_count: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub resolved_at: Option<Timestamp>,
    /// From creation to resolution, in seconds; null while it is not resolved.
    pub resolution_seconds: Option<i64>,
    /// Where its chat stands, when this conversation is or was a chat too.
    pub chat_status: Option<ChatStatus>,
    /// Set aside until then; an answer of the owner brings it back at once.
    pub snoozed_until: Option<Timestamp>,
    /// The conversation that this one was merged into.
    pub merged_into: Option<ConversationId>,
    /// How the owner rated it, 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
}

/// `POST /tickets`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewTicket {
    /// 1 to 200 characters.
    pub subject: String,
    /// 1 to `MESSAGE_MAX_CHARS` characters.
    pub description: String,
    /// A category's slug; `general` when it is missing.
    pub category: Option<String>,
    /// `medium` when it is missing.
    pub priority: Option<Priority>,
    /// CIDs answered by an upload of the caller's.
    pub attachments: Vec<String>,
    /// Where the customer is; staff alone see it.
    pub context: Option<NewContext>,
}

impl NewTicket {
    /// The input with blanks trimmed and defaults filled in, or everything
    /// that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            subject: problems.required("subject", &self.subject, TITLE_MAX_CHARS),
            description: problems.required(
                "description",
                &self.description,
                limits.message_max_chars,
            ),
            category: problems
                .optional("category", self.category.as_deref(), NAME_MAX_CHARS)
                .or_else(|| Some(DEFAULT_CATEGORY.to_owned())),
            priority: Some(self.priority.unwrap_or(Priority::Medium)),
            attachments: problems.attachments("attachments", &self.attachments),
            context: self.context.as_ref().map(|it| it.check(&mut problems)),
        };
        problems.finish(input)
    }
}

/// `PATCH /tickets/{id}`: what is missing stays as it is.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct TicketPatch {
    pub status: Option<TicketStatus>,
    pub priority: Option<Priority>,
    pub category: Option<String>,
    /// An agent's id; null takes the assignee away.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub assigned_to: Option<Option<PersonId>>,
    pub tags: Option<Vec<String>>,
}

impl TicketPatch {
    /// The patch with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let category = self
            .category
            .as_deref()
            .map(|text| problems.required("category", text, NAME_MAX_CHARS));
        let tags = self.tags.as_deref().map(|tags| problems.tags("tags", tags));
        problems.finish(Self {
            category,
            tags,
            ..self.clone()
        })
    }
}

/// Tells a member that is null from one that is missing.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A response to a ticket, or a note that only staff sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    pub id: MessageId,
    pub ticket_id: ConversationId,
    /// 1, 2, 3 … among the ticket's public responses; internal notes count
    /// for themselves, so that the owner never sees a gap.
    pub seq: i64,
    pub response: String,
    pub is_staff_response: bool,
    pub internal: bool,
    /// CIDs.
    pub attachments: Vec<String>,
    /// The same attachments with name, size and address.
    pub files: Vec<Attachment>,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
}

/// `POST /tickets/{id}/responses`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewResponse {
    /// 1 to `MESSAGE_MAX_CHARS` characters.
    pub response: String,
    /// CIDs answered by an upload of the caller's.
    pub attachments: Vec<String>,
    /// A note for staff alone; only staff may set it.
    pub internal: bool,
}

impl NewResponse {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            response: problems.required("response", &self.response, limits.message_max_chars),
            attachments: problems.attachments("attachments", &self.attachments),
            internal: self.internal,
        };
        problems.finish(input)
    }
}

/// Which tickets a list shows. Empty filters show all that the caller may see.
#[derive(Clone, Debug, Default)]
pub struct TicketFilter {
    pub status: Option<TicketStatus>,
    pub priority: Option<Priority>,
    pub category: Option<String>,
    pub assignee: AssigneeFilter,
    /// One customer's.
    pub user: Option<PersonId>,
    /// Words of the subject or description, or a number (`17`, `#17`).
    pub text: Option<String>,
    pub snoozed: Snoozed,
}

/// `?assignedTo=`: an agent's id, or `none`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum AssigneeFilter {
    #[default]
    Anyone,
    Nobody,
    Person(PersonId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_ticket_gets_the_default_category_and_priority() {
        let ticket = NewTicket {
            subject: " Late ".into(),
            description: "Where is it?".into(),
            ..NewTicket::default()
        }
        .validate(&InputLimits::default())
        .unwrap();
        assert_eq!(ticket.subject, "Late");
        assert_eq!(ticket.category.as_deref(), Some("general"));
        assert_eq!(ticket.priority, Some(Priority::Medium));
    }

    #[test]
    fn a_patch_tells_null_from_missing() {
        let none: TicketPatch = serde_json::from_str("{}").unwrap();
        assert_eq!(none.assigned_to, None);
        let null: TicketPatch = serde_json::from_str(r#"{"assignedTo":null}"#).unwrap();
        assert_eq!(null.assigned_to, Some(None));
        let sam: TicketPatch = serde_json::from_str(r#"{"assignedTo":"sam"}"#).unwrap();
        assert_eq!(sam.assigned_to, Some(Some("sam".into())));
    }

    #[test]
    fn statuses_and_priorities_are_the_seeds() {
        let names: Vec<_> = TicketStatus::ALL
            .iter()
            .map(|status| status.as_str())
            .collect();
        assert_eq!(names, ["open", "in-progress", "resolved", "closed"]);
        let names: Vec<_> = Priority::ALL
            .iter()
            .map(|priority| priority.as_str())
            .collect();
        assert_eq!(names, ["low", "medium", "high", "urgent"]);
    }
}
