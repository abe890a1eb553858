//! Notifications: what tells a person that something happened while they were
//! not looking.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    NotificationId, Timestamp,
    error::FieldError,
    ticket::text_enum,
    validate::{Problems, TITLE_MAX_CHARS},
};

text_enum!(
    /// What a notification is about.
    NotificationType {
        TicketUpdate = "ticket-update",
        TicketResponse = "ticket-response",
        ChatMessage = "chat-message",
        System = "system",
        /// To an agent: a ticket or a chat was given to them by someone else.
        Assigned = "assigned",
        /// To an agent: a colleague named them in an internal note.
        Mentioned = "mentioned",
        /// To an agent: a promised time is about to be missed.
        SlaAtRisk = "sla-at-risk",
    }
);

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    pub id: NotificationId,
    #[serde(rename = "type")]
    pub kind: NotificationType,
    pub title: String,
    pub message: String,
    /// What it leads to: `{ticketId}`, `{sessionId}`, `{announcementId}`.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    pub read: bool,
    pub created_at: Timestamp,
}

/// `POST /announcements` (admin): a `system` notification to everyone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewAnnouncement {
    /// 1 to 200 characters.
    pub title: String,
    /// 1 to 2,000 characters.
    pub message: String,
}

impl NewAnnouncement {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            title: problems.required("title", &self.title, TITLE_MAX_CHARS),
            message: problems.required("message", &self.message, 2_000),
        };
        problems.finish(input)
    }
}
