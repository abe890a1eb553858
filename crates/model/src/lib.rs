//! The vocabulary of Frontdesk: what a conversation, a ticket, an article or a
//! notification is, how each looks on the wire, and which input is valid.
//!
//! No I/O lives here and nothing of ours is used, so every other crate may
//! depend on this one. The wire is camelCase JSON, times are RFC 3339 in UTC
//! with milliseconds, ids are UUIDv7 written as strings.

pub mod article;
pub mod attachment;
pub mod audit;
pub mod auth;
pub mod availability;
mod calendar;
pub mod chat;
pub mod context;
pub mod conversation;
pub mod delivery;
pub mod error;
pub mod events;
pub mod hours;
pub mod id;
pub mod inbox;
pub mod interface_language;
pub mod job;
pub mod macros;
pub mod mail_in;
pub mod moderation;
pub mod notification;
pub mod page;
pub mod person;
pub mod person_note;
pub mod prechat;
pub mod preferences;
pub mod rating;
pub mod routing;
pub mod search;
pub mod search_index;
pub mod storage;
pub mod template;
pub mod ticket;
pub mod time;
pub mod upload;
mod user_agent;
pub mod validate;
pub mod visibility;
pub mod webhook;
pub mod widget;

pub use id::{
    ArticleId, AuditId, CategoryId, ConversationId, DecisionId, DeliveryId, InboundMailId, JobId,
    MacroId, MessageId, NotificationId, PersonId, PersonNoteId, PushSubscriptionId, ReviewId,
    RuleId, SavedViewId, SearchId, SignInLinkId, SynonymId, TeamId, UploadId, WebhookId,
};
pub use page::{Cursor, Page, PageRequest};
pub use person::{Actor, Person, PersonProfile, Role};
pub use time::{Clock, IdSource, Timestamp};
