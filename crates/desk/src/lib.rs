//! The use cases of Frontdesk: who may do what, and what follows from it.
//!
//! One file a use case, named after what a person does, with its access check
//! at the top. `http` and `realtime` translate and call; SQL lives in `store`,
//! sockets in `realtime`, HTTP in `http`.

mod access;
mod articles;
mod audit;
mod availability;
mod call;
mod chat;
mod config;
mod conversation;
mod desk;
mod error;
mod hub;
mod idempotency;
mod identity;
mod inbox;
mod jobs;
mod limits;
mod macros;
mod mail_in;
mod moderation;
mod notifications;
mod people;
mod presence;
mod sealing;
mod search;
mod setup;
mod storage;
mod teams;
mod tickets;
mod uploads;
mod view;
mod webhooks;

pub use frontdesk_files::{Checksum, ChecksumAlgorithm};
pub use frontdesk_store::{AuditFilter, ChatFilter, DeliveryFilter, StoredFilter};

pub use articles::{ArticleFilter, Voter};
pub use availability::{FORM_DOCUMENT, HoursView, WIDGET_DOCUMENT};
pub use call::{Call, IdempotencyKey};
pub use chat::{AgentView, ChatHistory, Sent};
pub use config::{DeskConfig, Rate, WhenUnscanned};
pub use conversation::{Export, ExportFormat, RatingList};
pub use desk::{Desk, Parts, PublicConfig};
pub use error::{Error, Result};
pub use frontdesk_files::{
    ByteStream,
    unixfs::{EntityBytes, Entry, Listing, Scope, Walk},
};
pub use hub::{ConnectionId, Deliver, Event, Hub, Namespace};
pub use identity::{
    Account, KeyRing, LINK_LIFE, LINK_PERIOD, LINKS_PER_ADDRESS, LINKS_PER_CLIENT, LinkSignIn,
    Verification,
};
pub use jobs::Workers;
pub use limits::Limit;
pub use mail_in::{MailInConfig, Received};
pub use moderation::{
    Asking, Found, Moderator, NoOpinion, OnFailure, Opinion, OpinionAction, OutsideConfig,
    Question, QuestionData, QuestionFile, QuestionSender, RuleSet, Submitted, Verdict,
};
pub use notifications::{ContentRule, ContentRules, NotificationList, NotifyConfig};
pub use search::{AnalyticsPeriod, SearchPage, VERIFY_SAMPLE};
pub use setup::SetupState;
pub use storage::{Checked, Damaged};
pub use tickets::TicketCounts;
pub use uploads::{
    Accepted, Content, Directory, Entity, Exported, ExportedRoots, FileStoreStatus, Imported,
    Linked, Located, MASTER_SETTING, NewResumable, NodeStatus, Part as UploadPart, Resumed,
    SignedLink, Upload, UploadBody,
};
