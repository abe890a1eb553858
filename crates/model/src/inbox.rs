//! The agents' inbox: every conversation of the desk in one list, seen through
//! views; drafts, and what is done to many conversations at once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, PersonId, SavedViewId, TeamId, Timestamp,
    chat::ChatStatus,
    conversation::ConversationKind,
    error::FieldError,
    ticket::{Priority, TicketStatus, text_enum},
    validate::{InputLimits, NAME_MAX_CHARS, Problems},
    visibility::Visibility,
};

/// Counts stop here: more is shown as "1000 or more".
pub const COUNT_MAX: i64 = 1_000;
/// Views that one agent sees at most: shared ones and their own.
pub const MAX_SAVED_VIEWS: i64 = 100;
/// Conversations that are changed at once at most.
pub const MAX_BULK: usize = 100;

text_enum!(
    /// Which conversations a list shows, by how they stand.
    InboxStatus {
        /// There is work left: a ticket that is not done, a chat under way.
        /// Those that are set aside are left out.
        Open = "open",
        /// Open, but set aside for later.
        Snoozed = "snoozed",
        /// Nothing is left to be done.
        Closed = "closed",
        /// Every one that was not merged into another.
        All = "all",
    }
);

text_enum!(
    /// By their last activity.
    InboxOrder {
        Newest = "newest",
        Oldest = "oldest",
    }
);

/// What a view shows. What is missing does not matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct InboxFilter {
    pub status: InboxStatus,
    /// An agent's id; `me` for whoever looks, `none` for what nobody has.
    pub assignee: Option<String>,
    pub kind: Option<ConversationKind>,
    pub ticket_status: Option<TicketStatus>,
    pub priority: Option<Priority>,
    /// A category's slug.
    pub category: Option<String>,
    pub tag: Option<String>,
    /// The team whose chat it is.
    pub team_id: Option<TeamId>,
    /// One customer's.
    pub user_id: Option<PersonId>,
}

impl Default for InboxFilter {
    fn default() -> Self {
        Self {
            status: InboxStatus::Open,
            assignee: None,
            kind: None,
            ticket_status: None,
            priority: None,
            category: None,
            tag: None,
            team_id: None,
            user_id: None,
        }
    }
}

impl InboxFilter {
    /// What needs somebody and has nobody.
    pub fn unassigned() -> Self {
        Self {
            assignee: Some("none".to_owned()),
            ..Self::default()
        }
    }

    /// What whoever looks has to do.
    pub fn mine() -> Self {
        Self {
            assignee: Some("me".to_owned()),
            ..Self::default()
        }
    }

    fn check(&self, problems: &mut Problems) -> Self {
        Self {
            assignee: problems.optional(
                "filter.assignee",
                self.assignee.as_deref(),
                NAME_MAX_CHARS,
            ),
            category: problems.optional(
                "filter.category",
                self.category.as_deref(),
                NAME_MAX_CHARS,
            ),
            tag: problems.optional("filter.tag", self.tag.as_deref(), NAME_MAX_CHARS),
            ..self.clone()
        }
    }
}

/// One line of the inbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxItem {
    pub id: ConversationId,
    /// What it is first of all: a ticket that was a chat is a ticket.
    pub kind: ConversationKind,
    /// The ticket's subject, or the chat's topic.
    pub subject: Option<String>,
    pub ticket_number: Option<i64>,
    pub user_id: PersonId,
    pub user_name: String,
    /// Whether the customer is a VIP now.
    pub is_vip: bool,
    /// Null when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    /// Null when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    pub priority: Option<Priority>,
    pub category: Option<String>,
    /// Whether there is work left.
    pub is_open: bool,
    /// Who holds its chat, or has its ticket.
    pub assignee_id: Option<PersonId>,
    pub assignee_name: Option<String>,
    pub team_id: Option<TeamId>,
    pub tags: Vec<String>,
    /// The beginning of the last public message, or of the ticket's description.
    pub preview: Option<String>,
    /// Public messages so far.
    pub message_count: i64,
    /// Messages of a chat that its agent has not read.
    pub unread_count: i64,
    /// Since when a waiting chat waits.
    pub waiting_since: Option<Timestamp>,
    pub snoozed_until: Option<Timestamp>,
    /// Whether the caller has begun to write in it.
    pub has_draft: bool,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub created_at: Timestamp,
    /// Of its last activity.
    pub updated_at: Timestamp,
}

/// How many conversations each view has; 1000 stands for 1000 or more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxCounts {
    /// Open, and the caller's.
    pub mine: i64,
    /// Open, and nobody's.
    pub unassigned: i64,
    /// All open ones.
    pub all: i64,
    /// Set aside, whoever did it.
    pub snoozed: i64,
    /// Those of the saved views that the caller sees.
    pub views: Vec<SavedViewCount>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SavedViewCount {
    pub id: SavedViewId,
    pub count: i64,
}

/// A filter that somebody has given a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    pub id: SavedViewId,
    pub name: String,
    pub visibility: Visibility,
    pub filter: InboxFilter,
    pub order: InboxOrder,
    pub owner_id: PersonId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `POST /inbox/views` and `PUT /inbox/views/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewSavedView {
    /// 1 to 100 characters.
    pub name: String,
    /// `me` when it is missing.
    #[serde(default = "only_me")]
    pub visibility: Visibility,
    #[serde(default)]
    pub filter: InboxFilter,
    /// `newest` when it is missing.
    #[serde(default = "newest")]
    pub order: InboxOrder,
}

fn only_me() -> Visibility {
    Visibility::Me
}

fn newest() -> InboxOrder {
    InboxOrder::Newest
}

impl NewSavedView {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            name: problems.required("name", &self.name, NAME_MAX_CHARS),
            visibility: self.visibility,
            filter: self.filter.check(&mut problems),
            order: self.order,
        };
        problems.finish(input)
    }
}

text_enum!(
    /// What a draft is going to be.
    DraftKind {
        Reply = "reply",
        Note = "note",
    }
);

/// What an agent has begun to write in a conversation. Nobody else sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub conversation_id: ConversationId,
    pub kind: DraftKind,
    pub content: String,
    pub updated_at: Timestamp,
}

/// `PUT /conversations/{id}/drafts/{kind}`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewDraft {
    /// At most `MESSAGE_MAX_CHARS` characters; an empty one is no draft any more.
    pub content: String,
}

impl NewDraft {
    /// The content as it is, or none when it is blank.
    pub fn validate(&self, limits: &InputLimits) -> Result<Option<&str>, Vec<FieldError>> {
        let mut problems = Problems::new();
        let some = problems.optional("content", Some(&self.content), limits.message_max_chars);
        problems.finish(some.map(|_| self.content.as_str()))
    }
}

/// What is changed of a conversation; what is missing stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ConversationChange {
    /// Of a ticket. `resolved` and `closed` close a chat that is no ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    /// Of a ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Of a ticket: an agent's id, or null for nobody.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::ticket::present"
    )]
    #[schema(value_type = Option<String>)]
    pub assigned_to: Option<Option<PersonId>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
    /// When it comes back; null brings it back now.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::ticket::present"
    )]
    #[schema(value_type = Option<String>)]
    pub snoozed_until: Option<Option<Timestamp>>,
}

impl ConversationChange {
    /// The change with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        if *self == Self::default() {
            problems.add("change", "change must name something to change");
        }
        let change = Self {
            add_tags: problems.tags("change.addTags", &self.add_tags),
            remove_tags: problems.tags("change.removeTags", &self.remove_tags),
            ..self.clone()
        };
        problems.finish(change)
    }

    /// The tags that come of `before`, in their order.
    pub fn tags(&self, before: &[String]) -> Vec<String> {
        let mut tags: Vec<String> = before
            .iter()
            .filter(|tag| !self.remove_tags.contains(tag))
            .cloned()
            .collect();
        for tag in &self.add_tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        tags
    }
}

/// One conversation of `POST /inbox/changes`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ChangeOf {
    pub id: ConversationId,
    pub change: ConversationChange,
}

/// `POST /inbox/changes`: 1 to 100 conversations, each with its change.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkChange {
    pub items: Vec<ChangeOf>,
}

impl BulkChange {
    /// The changes with blanks trimmed, or everything that is wrong with them.
    pub fn validate(&self) -> Result<Vec<ChangeOf>, Vec<FieldError>> {
        let count = self.items.len();
        if count == 0 || count > MAX_BULK {
            let mut problems = Problems::new();
            problems.add("items", format!("items must have 1 to {MAX_BULK} of them"));
            return problems.finish(Vec::new());
        }
        self.items
            .iter()
            .map(|item| {
                Ok(ChangeOf {
                    id: item.id,
                    change: item.change.validate()?,
                })
            })
            .collect()
    }
}

/// A conversation that was not changed, or not wholly.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NotChanged {
    pub id: ConversationId,
    /// Why, in a sentence.
    pub reason: String,
}

/// What came of `POST /inbox/changes`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkChanged {
    /// How many were changed.
    pub changed: usize,
    /// What to send to take it back.
    pub undo: Vec<ChangeOf>,
    pub skipped: Vec<NotChanged>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_shows_open_conversations_unless_it_says_otherwise() {
        let filter: InboxFilter = serde_json::from_str("{}").unwrap();
        assert_eq!(filter, InboxFilter::default());
        assert_eq!(filter.status, InboxStatus::Open);
        assert!(serde_json::from_str::<InboxFilter>(r#"{"colour": "red"}"#).is_err());
    }

    #[test]
    fn tags_are_added_once_and_removed() {
        let change = ConversationChange {
            add_tags: vec!["b".into(), "c".into()],
            remove_tags: vec!["a".into()],
            ..ConversationChange::default()
        };
        let before = ["a".to_owned(), "b".to_owned()];
        assert_eq!(change.tags(&before), ["b", "c"]);
    }

    #[test]
    fn nobody_and_nothing_are_two_things() {
        let parse = |json| serde_json::from_str::<ConversationChange>(json).unwrap();
        assert_eq!(
            parse(r#"{"assignedTo": null}"#).assigned_to,
            Some(None),
            "nobody has it"
        );
        assert_eq!(parse("{}").assigned_to, None);
        assert!(parse("{}").validate().is_err());
    }

    #[test]
    fn a_blank_draft_is_none() {
        let draft = |content: &str| NewDraft {
            content: content.into(),
        };
        let limits = InputLimits::default();
        assert_eq!(draft(" \n").validate(&limits), Ok(None));
        assert_eq!(draft(" hi ").validate(&limits), Ok(Some(" hi ")));
    }
}
