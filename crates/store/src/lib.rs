//! All SQL of Frontdesk: SQLite and PostgreSQL behind one [`Store`].
//!
//! Reads are methods of [`Store`], writes are methods of [`Tx`], both grouped in
//! one file a subject. Chat messages go through the group-commit writer
//! ([`Store::append_chat`]), receipts through one beside it
//! ([`Store::record_receipt`]), what must follow from a write through the outbox
//! ([`Tx::enqueue`]). Who may do what is decided by the crate `desk`; what is
//! decided here is what a row may be, and [`Access`] is part of each query.

mod agent;
mod article;
mod attachment;
mod audit;
mod batch;
mod block;
mod category;
mod chat;
mod conversation;
mod db;
mod decision;
mod delivery;
mod document;
mod draft;
mod error;
mod fail_point;
mod file_key;
mod file_text;
mod group;
mod hold;
mod idempotency;
mod inbox;
mod macros;
mod mail_in;
mod merge;
mod message;
mod migrate;
mod moderation;
mod note;
mod notification;
mod outbox;
mod own_conversation;
mod person;
mod person_note;
mod place;
mod preference;
mod presence;
mod query_log;
mod rating;
mod reach;
mod receipt;
mod reference;
mod removal;
mod resumable;
mod row;
mod saved_view;
mod scan;
mod scrub;
mod sealing;
mod search_change;
mod search_log;
mod search_source;
mod setting;
mod sign_in_link;
mod snooze;
mod sql;
mod storage;
mod store;
mod synonym;
mod team;
mod ticket;
mod tx;
mod webhook;
mod writer;

pub use agent::AgentProfile;
pub use article::ArticleFilter;
pub use attachment::{AttachmentRow, BlockRow, FileFacts, NewAttachment, NewRendition, StoredFile};
pub use audit::{AuditFilter, NewAudit};
pub use chat::{ChatAccess, ChatFilter, ChatRow, NewChat, QueueWait, RANK_NORMAL, RANK_RETURNED};
pub use conversation::ConversationRow;
pub use delivery::{
    Begun, DeliveryFilter, DeliveryRow, Gathering, HourCounts, NewDelivery, Package, Packed,
    Planned, Settled, SettledState,
};
pub use document::Document;
pub use error::{Error, Result};
pub use fail_point::{FailPoint, FailPoints, Pause};
pub use file_key::{FileKeyRow, NewFileKey};
pub use hold::{Held, Limits, NewHold};
pub use idempotency::IDEMPOTENCY_TTL;
pub use inbox::{InboxQuery, InboxRow};
pub use mail_in::{MailMessage, MailboxPlace, NewInboundMail, SettledMail};
pub use merge::MergedRow;
pub use message::{Appended, MessageRow, NewMessage, Notes};
pub use moderation::{Around, NewReview, ReviewAppended, ReviewRow};
pub use notification::{NewNotification, StoredNotification};
pub use outbox::{ClaimedJob, DeadJob, JobAttempt, JobOutcome, Lane, OutboxDepth};
pub use own_conversation::OwnConversationRow;
pub use person::{Account, PersonRow};
pub use place::{FilePlace, PlaceCounts};
pub use preference::MuteRow;
pub use presence::LastSeen;
pub use query_log::{
    ArticleClicks, DayCounts, QueryCounts, QueryList, SearchCounts, SearchFilter, SearchRow,
};
pub use rating::{NewRatingRow, RatingRow, RatingTotals};
pub use reach::{NewPushSubscription, PhoneRow, PushSubscription, Reach};
pub use receipt::{CommittedRead, CommittedReceipt, NewReceipt, ReceiptKind};
pub use reference::{Carrier, ReferenceKind};
pub use removal::Collectable;
pub use resumable::ResumableRow;
pub use scrub::Unchecked;
pub use sealing::{Cipher, SealedTable, Sealing};
pub use search_change::SearchKind;
pub use search_log::SearchChange;
pub use search_source::{
    ConversationSource, CustomerSource, SEARCHED_MESSAGES, SourceFile, SourceText,
};
pub use sign_in_link::SignInLink;
pub use storage::{
    FileCarrier, ListedFile, Share, StorageTotals, StoredFilter, UploadRow, UploaderShare,
};
pub use store::{DatabaseUrl, Store, StoreConfig};
pub use ticket::{
    Access, Assignee, FirstAnswer, NewTicketRow, TicketChange, TicketCounts, TicketRow,
};
pub use tx::Tx;
pub use webhook::WebhookRow;
pub use writer::{CommittedMessage, NewChatMessage};
