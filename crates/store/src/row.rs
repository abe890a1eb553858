//! Reads rows of either engine into our types.

use frontdesk_model::{
    ArticleId, AuditId, CategoryId, ConversationId, DecisionId, DeliveryId, InboundMailId, JobId,
    MacroId, MessageId, NotificationId, PersonId, PersonNoteId, PushSubscriptionId, ReviewId, Role,
    RuleId, SavedViewId, SearchId, SignInLinkId, SynonymId, TeamId, Timestamp, UploadId, WebhookId,
    attachment::{PinState, RenditionKind, ScanState},
    chat::{AgentStatus, ChatStatus, PreChatAnswer, Sender},
    context::ConversationContext,
    delivery::{AttemptOutcome, Channel, DeliveryState, SkipReason},
    inbox::{DraftKind, InboxFilter, InboxOrder},
    macros::MacroActions,
    mail_in::InboundMailState,
    moderation::{AppliesTo, ReviewAction, ReviewKind, ReviewState, RuleAction, RuleKind},
    notification::NotificationType,
    preferences::Preferences,
    routing::{DecisionKind, Strategy},
    search::{Language, SynonymKind},
    ticket::{Priority, TicketStatus},
    visibility::Visibility,
};
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow, types::Json};
use uuid::Uuid;

use crate::{JobOutcome, ReferenceKind, SearchKind, StoredFile};

/// A row of one engine.
pub(crate) enum Row<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl Row<'_> {
    pub fn get<T: Get>(&self, column: &str) -> Result<T, sqlx::Error> {
        T::get(self, column)
    }
}

/// What a column can be read as.
pub(crate) trait Get: Sized {
    fn get(row: &Row<'_>, column: &str) -> Result<Self, sqlx::Error>;
}

/// What a whole row can be read as.
pub(crate) trait FromRow: Sized + Send {
    fn from_row(row: &Row<'_>) -> Result<Self, sqlx::Error>;
}

macro_rules! natives {
    ($($type:ty,)*) => {$(
        impl Get for $type {
            fn get(row: &Row<'_>, column: &str) -> Result<Self, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get(column),
                    Row::Postgres(row) => row.try_get(column),
                }
            }
        }

        impl Get for Option<$type> {
            fn get(row: &Row<'_>, column: &str) -> Result<Self, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get(column),
                    Row::Postgres(row) => row.try_get(column),
                }
            }
        }
    )*};
}

natives! {
    i64,
    bool,
    Uuid,
    String,
    Vec<u8>,
    Json<Vec<String>>,
    Json<Vec<PersonId>>,
    Json<Vec<StoredFile>>,
    Json<Vec<PreChatAnswer>>,
    Json<MacroActions>,
    Json<InboxFilter>,
    Json<ConversationContext>,
    Json<Preferences>,
    Json<Vec<PushSubscriptionId>>,
    Json<Vec<Timestamp>>,
    Json<serde_json::Value>,
}

/// `reads!(Type: Native, |it| expression of Option<Type>)`.
macro_rules! reads {
    ($($type:ty: $native:ty, |$it:ident| $as:expr;)*) => {$(
        impl Get for $type {
            fn get(row: &Row<'_>, column: &str) -> Result<Self, sqlx::Error> {
                let $it = <$native as Get>::get(row, column)?;
                ($as).ok_or_else(|| unknown(column))
            }
        }

        impl Get for Option<$type> {
            fn get(row: &Row<'_>, column: &str) -> Result<Self, sqlx::Error> {
                match <Option<$native> as Get>::get(row, column)? {
                    Some($it) => ($as).ok_or_else(|| unknown(column)).map(Some),
                    None => Ok(None),
                }
            }
        }
    )*};
}

reads! {
    Timestamp: i64, |it| Some(Timestamp(it));
    PersonId: String, |it| Some(PersonId(it));
    ArticleId: Uuid, |it| Some(ArticleId(it));
    CategoryId: Uuid, |it| Some(CategoryId(it));
    ConversationId: Uuid, |it| Some(ConversationId(it));
    JobId: Uuid, |it| Some(JobId(it));
    MessageId: Uuid, |it| Some(MessageId(it));
    NotificationId: Uuid, |it| Some(NotificationId(it));
    TeamId: Uuid, |it| Some(TeamId(it));
    DecisionId: Uuid, |it| Some(DecisionId(it));
    MacroId: Uuid, |it| Some(MacroId(it));
    RuleId: Uuid, |it| Some(RuleId(it));
    ReviewId: Uuid, |it| Some(ReviewId(it));
    AuditId: Uuid, |it| Some(AuditId(it));
    UploadId: Uuid, |it| Some(UploadId(it));
    DeliveryId: Uuid, |it| Some(DeliveryId(it));
    PushSubscriptionId: Uuid, |it| Some(PushSubscriptionId(it));
    WebhookId: Uuid, |it| Some(WebhookId(it));
    Channel: String, |it| Channel::parse(&it);
    DeliveryState: String, |it| DeliveryState::parse(&it);
    SkipReason: String, |it| SkipReason::parse(&it);
    AttemptOutcome: String, |it| AttemptOutcome::parse(&it);
    Preferences: Json<Preferences>, |it| Some(it.0);
    Vec<PushSubscriptionId>: Json<Vec<PushSubscriptionId>>, |it| Some(it.0);
    Vec<Timestamp>: Json<Vec<Timestamp>>, |it| Some(it.0);
    InboundMailId: Uuid, |it| Some(InboundMailId(it));
    Role: String, |it| Role::parse(&it);
    Sender: String, |it| Sender::parse(&it);
    ChatStatus: String, |it| ChatStatus::parse(&it);
    AgentStatus: String, |it| AgentStatus::parse(&it);
    Strategy: String, |it| Strategy::parse(&it);
    DecisionKind: String, |it| DecisionKind::parse(&it);
    TicketStatus: String, |it| TicketStatus::parse(&it);
    Priority: String, |it| Priority::parse(&it);
    NotificationType: String, |it| NotificationType::parse(&it);
    PinState: String, |it| PinState::parse(&it);
    JobOutcome: String, |it| JobOutcome::parse(&it);
    Visibility: String, |it| Visibility::parse(&it);
    SavedViewId: Uuid, |it| Some(SavedViewId(it));
    InboxFilter: Json<InboxFilter>, |it| Some(it.0);
    ConversationContext: Json<ConversationContext>, |it| Some(it.0);
    PersonNoteId: Uuid, |it| Some(PersonNoteId(it));
    SignInLinkId: Uuid, |it| Some(SignInLinkId(it));
    InboxOrder: String, |it| InboxOrder::parse(&it);
    DraftKind: String, |it| DraftKind::parse(&it);
    MacroActions: Json<MacroActions>, |it| Some(it.0);
    RuleKind: String, |it| RuleKind::parse(&it);
    RuleAction: String, |it| RuleAction::parse(&it);
    AppliesTo: String, |it| AppliesTo::parse(&it);
    ReviewKind: String, |it| ReviewKind::parse(&it);
    ReviewAction: String, |it| ReviewAction::parse(&it);
    ReviewState: String, |it| ReviewState::parse(&it);
    ScanState: String, |it| ScanState::parse(&it);
    RenditionKind: String, |it| RenditionKind::parse(&it);
    InboundMailState: String, |it| InboundMailState::parse(&it);
    ReferenceKind: String, |it| ReferenceKind::parse(&it);
    SearchKind: String, |it| SearchKind::parse(&it);
    SearchId: Uuid, |it| Some(SearchId(it));
    SynonymId: Uuid, |it| Some(SynonymId(it));
    Language: String, |it| Language::parse(&it);
    SynonymKind: String, |it| SynonymKind::parse(&it);
    Vec<String>: Json<Vec<String>>, |it| Some(it.0);
    Vec<PersonId>: Json<Vec<PersonId>>, |it| Some(it.0);
    Vec<StoredFile>: Json<Vec<StoredFile>>, |it| Some(it.0);
    Vec<PreChatAnswer>: Json<Vec<PreChatAnswer>>, |it| Some(it.0);
    serde_json::Value: Json<serde_json::Value>, |it| Some(it.0);
}

fn unknown(column: &str) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: "a word that this version of Frontdesk doesn't know".into(),
    }
}

/// `row!(Type { member, member: "column", … })`: reads each member from the
/// column of its name, or of the name given.
macro_rules! row {
    ($type:ty { $($member:ident $(: $column:literal)?),* $(,)? }) => {
        impl $crate::row::FromRow for $type {
            fn from_row(row: &$crate::row::Row<'_>) -> Result<Self, sqlx::Error> {
                Ok(Self { $($member: row.get($crate::row::column!($member $(: $column)?))?,)* })
            }
        }
    };
}
macro_rules! column {
    ($member:ident) => {
        stringify!($member)
    };
    ($member:ident : $column:literal) => {
        $column
    };
}
pub(crate) use {column, row};

/// A row of one column, which is named `value`.
pub(crate) struct One<T>(pub T);

impl<T: Get + Send> FromRow for One<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, sqlx::Error> {
        row.get("value").map(Self)
    }
}
