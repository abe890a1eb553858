//! Statements and their arguments, for either engine. A statement is static
//! text with `$1, $2 …`, or put together by [`Builder`]; no text that anybody
//! typed becomes part of it.

use std::fmt::Write;

use frontdesk_model::{
    ArticleId, AuditId, CategoryId, ConversationId, DecisionId, DeliveryId, InboundMailId, JobId,
    MacroId, MessageId, NotificationId, PageRequest, PersonId, PersonNoteId, PushSubscriptionId,
    ReviewId, Role, RuleId, SavedViewId, SearchId, SignInLinkId, SynonymId, TeamId, Timestamp,
    UploadId, WebhookId,
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
    search::{Language, SearchSurface, SynonymKind},
    ticket::{Priority, TicketStatus},
    visibility::Visibility,
};
use sqlx::{
    Arguments as _, AssertSqlSafe, Encode, Postgres, SqlSafeStr, SqlStr, Sqlite, Type,
    error::BoxDynError, postgres::PgArguments, sqlite::SqliteArguments, types::Json,
};
use uuid::Uuid;

use crate::{JobOutcome, ReferenceKind, StoredFile};

/// Rows that a statement has at most to be kept prepared: a connection that
/// kept large ones of every size would fill up. Who stores many rows often does
/// it in chunks of this size.
pub(crate) const KEPT_ROWS: usize = 32;

/// The two databases, where a statement must differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The end of a `SELECT` that locks the rows of `table`. SQLite needs none:
    /// there is one write transaction at a time.
    pub fn lock(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!(" FOR UPDATE OF {table}"),
        }
    }

    /// The same, but what comes to refer to the rows meanwhile need not wait:
    /// only their contents are locked.
    pub fn lock_contents(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!(" FOR NO KEY UPDATE OF {table}"),
        }
    }
}

/// Arguments in the form of one engine.
pub(crate) enum Arguments {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

impl Arguments {
    pub fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(SqliteArguments::default()),
            Engine::Postgres => Self::Postgres(PgArguments::default()),
        }
    }

    fn push<'t, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, Sqlite> + Type<Sqlite> + Encode<'t, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(arguments) => arguments.add(value),
            Self::Postgres(arguments) => arguments.add(value),
        }
    }
}

/// What can stand for a `$n`.
pub(crate) trait Bind: Sync {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError>;
}

pub(crate) type Binds<'a> = &'a [&'a dyn Bind];

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        (**self).bind(to)
    }
}

/// `binds!(Type => Sql, |it| expression)`: how a type, and an option of it, is
/// bound as a type of SQL.
macro_rules! binds {
    ($($type:ty => $sql:ty, |$it:ident| $as:expr;)*) => {$(
        impl Bind for $type {
            fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
                let $it = self;
                to.push::<$sql>($as)
            }
        }

        impl Bind for Option<$type> {
            fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
                to.push::<Option<$sql>>(self.as_ref().map(|$it| $as))
            }
        }
    )*};
}

binds! {
    i64 => i64, |it| *it;
    bool => bool, |it| *it;
    Uuid => Uuid, |it| *it;
    String => &str, |it| it.as_str();
    Timestamp => i64, |it| it.0;
    PersonId => &str, |it| it.as_str();
    ArticleId => Uuid, |it| it.0;
    CategoryId => Uuid, |it| it.0;
    ConversationId => Uuid, |it| it.0;
    JobId => Uuid, |it| it.0;
    MessageId => Uuid, |it| it.0;
    NotificationId => Uuid, |it| it.0;
    TeamId => Uuid, |it| it.0;
    DecisionId => Uuid, |it| it.0;
    MacroId => Uuid, |it| it.0;
    RuleId => Uuid, |it| it.0;
    ReviewId => Uuid, |it| it.0;
    AuditId => Uuid, |it| it.0;
    UploadId => Uuid, |it| it.0;
    DeliveryId => Uuid, |it| it.0;
    PushSubscriptionId => Uuid, |it| it.0;
    WebhookId => Uuid, |it| it.0;
    Channel => &str, |it| it.as_str();
    DeliveryState => &str, |it| it.as_str();
    SkipReason => &str, |it| it.as_str();
    AttemptOutcome => &str, |it| it.as_str();
    Preferences => Json<&Preferences>, |it| Json(it);
    Vec<PushSubscriptionId> => Json<&Vec<PushSubscriptionId>>, |it| Json(it);
    Vec<Timestamp> => Json<&Vec<Timestamp>>, |it| Json(it);
    InboundMailId => Uuid, |it| it.0;
    Role => &str, |it| it.as_str();
    Sender => &str, |it| it.as_str();
    ChatStatus => &str, |it| it.as_str();
    AgentStatus => &str, |it| it.as_str();
    Strategy => &str, |it| it.as_str();
    DecisionKind => &str, |it| it.as_str();
    TicketStatus => &str, |it| it.as_str();
    Priority => &str, |it| it.as_str();
    NotificationType => &str, |it| it.as_str();
    PinState => &str, |it| it.as_str();
    JobOutcome => &str, |it| it.as_str();
    Visibility => &str, |it| it.as_str();
    SavedViewId => Uuid, |it| it.0;
    InboxFilter => Json<&InboxFilter>, |it| Json(it);
    ConversationContext => Json<&ConversationContext>, |it| Json(it);
    PersonNoteId => Uuid, |it| it.0;
    SignInLinkId => Uuid, |it| it.0;
    InboxOrder => &str, |it| it.as_str();
    DraftKind => &str, |it| it.as_str();
    MacroActions => Json<&MacroActions>, |it| Json(it);
    RuleKind => &str, |it| it.as_str();
    RuleAction => &str, |it| it.as_str();
    AppliesTo => &str, |it| it.as_str();
    ReviewKind => &str, |it| it.as_str();
    ReviewAction => &str, |it| it.as_str();
    ReviewState => &str, |it| it.as_str();
    ScanState => &str, |it| it.as_str();
    RenditionKind => &str, |it| it.as_str();
    InboundMailState => &str, |it| it.as_str();
    ReferenceKind => &str, |it| it.as_str();
    SearchId => Uuid, |it| it.0;
    SynonymId => Uuid, |it| it.0;
    Language => &str, |it| it.as_str();
    SearchSurface => &str, |it| it.as_str();
    SynonymKind => &str, |it| it.as_str();
    Vec<ArticleId> => Json<&Vec<ArticleId>>, |it| Json(it);
    Vec<u8> => &[u8], |it| it.as_slice();
    Vec<String> => Json<&Vec<String>>, |it| Json(it);
    Vec<PersonId> => Json<&Vec<PersonId>>, |it| Json(it);
    Vec<StoredFile> => Json<&Vec<StoredFile>>, |it| Json(it);
    Vec<PreChatAnswer> => Json<&Vec<PreChatAnswer>>, |it| Json(it);
    serde_json::Value => Json<&serde_json::Value>, |it| Json(it);
}

impl Bind for [u8] {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        to.push::<&[u8]>(self)
    }
}

impl Bind for Option<&[u8]> {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        to.push::<Option<&[u8]>>(*self)
    }
}

impl Bind for Option<&str> {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        to.push::<Option<&str>>(*self)
    }
}

impl Bind for Option<&PersonId> {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        to.push::<Option<&str>>(self.map(PersonId::as_str))
    }
}

impl Bind for str {
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
        to.push::<&str>(self)
    }
}

/// A statement that is ready to run.
pub(crate) struct Statement {
    pub text: SqlStr,
    pub arguments: Result<Arguments, BoxDynError>,
    /// Whether the connection keeps it prepared.
    pub keep: bool,
}

impl Statement {
    pub fn new(engine: Engine, text: impl SqlSafeStr, binds: Binds<'_>) -> Self {
        let mut arguments = Arguments::new(engine);
        let bound = binds.iter().try_for_each(|bind| bind.bind(&mut arguments));
        Self {
            text: text.into_sql_str(),
            arguments: bound.map(|()| arguments),
            keep: true,
        }
    }
}

/// Puts a statement together, and numbers its arguments.
pub(crate) struct Builder {
    engine: Engine,
    text: String,
    arguments: Arguments,
    count: usize,
    error: Option<BoxDynError>,
    keep: bool,
}

impl Builder {
    pub fn new(engine: Engine, text: &'static str) -> Self {
        Self {
            engine,
            text: text.to_owned(),
            arguments: Arguments::new(engine),
            count: 0,
            error: None,
            keep: true,
        }
    }

    /// Adds text of ours.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds `$n` for a value; for SQLite the nameless `?`, because it looks up
    /// each name among those of the whole statement.
    pub fn bind(&mut self, value: impl Bind) -> &mut Self {
        if let Err(error) = value.bind(&mut self.arguments) {
            self.error.get_or_insert(error);
        }
        self.count += 1;
        match self.engine {
            Engine::Sqlite => self.text.push('?'),
            Engine::Postgres => {
                // Writing to a string never fails.
                let _ = write!(self.text, "${}", self.count);
            }
        }
        self
    }

    /// Adds `(…), (…)`, one for each row.
    pub fn tuples<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut tuple: impl FnMut(&mut Tuple<'_>, T),
    ) -> &mut Self {
        let mut count = 0_usize;
        for row in rows {
            self.text.push_str(if count == 0 { "(" } else { ", (" });
            tuple(
                &mut Tuple {
                    builder: self,
                    first: true,
                },
                row,
            );
            self.text.push(')');
            count += 1;
        }
        self.keep = self.keep && count <= KEPT_ROWS;
        self
    }

    /// Adds ` IN (…)`, or what is never true when there are none.
    pub fn within<T: Bind>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.text.push_str(" IN (");
        let mut count = 0_usize;
        for value in values {
            if count > 0 {
                self.text.push_str(", ");
            }
            self.bind(value);
            count += 1;
        }
        if count == 0 {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self.keep = self.keep && count <= KEPT_ROWS;
        self
    }

    /// Adds the lock of [`Engine::lock`].
    pub fn lock(&mut self, table: &str) -> &mut Self {
        self.text.push_str(&self.engine.lock(table));
        self
    }

    /// Adds the lock of [`Engine::lock_contents`].
    pub fn lock_contents(&mut self, table: &str) -> &mut Self {
        self.text.push_str(&self.engine.lock_contents(table));
        self
    }

    /// Adds ` AND (columns) < ($n, $m)` for a page of a list that is sorted by
    /// `columns` (key and id), last first.
    pub fn before(&mut self, columns: &'static str, page: &PageRequest) -> &mut Self {
        self.beyond(columns, " < (", page)
    }

    /// The same for a list that is sorted first to last.
    pub fn after(&mut self, columns: &'static str, page: &PageRequest) -> &mut Self {
        self.beyond(columns, " > (", page)
    }

    fn beyond(
        &mut self,
        columns: &'static str,
        than: &'static str,
        page: &PageRequest,
    ) -> &mut Self {
        if let Some(cursor) = &page.after {
            self.push(" AND ").push(columns).push(than);
            self.bind(cursor.key).push(", ").bind(cursor.id).push(")");
        }
        self
    }

    /// Adds ` LIMIT` for one row more than the page has, which tells whether
    /// there is a next one.
    pub fn limit(&mut self, page: &PageRequest) -> &mut Self {
        self.push(" LIMIT ").bind(i64::from(page.limit) + 1)
    }

    /// The same, behind a `BEGIN` that SQLite takes in one call with it.
    pub fn build_with_begin(mut self) -> Statement {
        self.text.insert_str(0, "BEGIN IMMEDIATE; ");
        self.build()
    }

    pub fn build(self) -> Statement {
        Statement {
            text: AssertSqlSafe(self.text).into_sql_str(),
            arguments: match self.error {
                Some(error) => Err(error),
                None => Ok(self.arguments),
            },
            keep: self.keep,
        }
    }
}

/// Writes that belong together. Each call of a SQLite connection crosses to its
/// thread and back, so SQLite gets them as one text; PostgreSQL takes one
/// statement at a time.
pub(crate) struct Script {
    engine: Engine,
    statements: Vec<Builder>,
}

impl Script {
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            statements: Vec::new(),
        }
    }

    /// Begins the next statement.
    pub fn statement(&mut self, text: &'static str) -> &mut Builder {
        match (self.engine, self.statements.len()) {
            (Engine::Sqlite, 1..) => {
                self.statements[0].push("; ").push(text);
            }
            _ => self.statements.push(Builder::new(self.engine, text)),
        }
        let last = self.statements.len() - 1;
        &mut self.statements[last]
    }

    pub fn build(self) -> impl Iterator<Item = Statement> {
        self.statements.into_iter().map(Builder::build)
    }
}

/// One row of [`Builder::tuples`].
pub(crate) struct Tuple<'b> {
    builder: &'b mut Builder,
    first: bool,
}

impl Tuple<'_> {
    pub fn bind(&mut self, value: impl Bind) -> &mut Self {
        if !self.first {
            self.builder.text.push_str(", ");
        }
        self.first = false;
        self.builder.bind(value);
        self
    }
}

/// The pattern that finds `text` anywhere, for `LIKE … ESCAPE '\'`.
pub(crate) fn contains(text: &str) -> String {
    format!("%{}", begins_with(text))
}

/// The pattern that finds `text` at the beginning, for `LIKE … ESCAPE '\'`.
pub(crate) fn begins_with(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_wildcards_as_they_are() {
        assert_eq!(contains(r"50%_\"), r"%50\%\_\\%");
    }

    #[test]
    fn a_script_is_one_text_for_sqlite_and_several_for_postgres() {
        let texts = |engine| {
            let mut script = Script::new(engine);
            script.statement("UPDATE a SET x = ").bind(1_i64);
            script.statement("UPDATE b SET x = ").bind(2_i64);
            let texts = script.build().map(|one| one.text.as_str().to_owned());
            texts.collect::<Vec<_>>()
        };
        assert_eq!(
            texts(Engine::Sqlite),
            ["UPDATE a SET x = ?; UPDATE b SET x = ?"]
        );
        assert_eq!(
            texts(Engine::Postgres),
            ["UPDATE a SET x = $1", "UPDATE b SET x = $1"]
        );
    }

    #[test]
    fn arguments_are_numbered_in_order() {
        let mut sql = Builder::new(Engine::Postgres, "INSERT INTO t VALUES ");
        sql.tuples([1_i64, 2], |tuple, value| {
            tuple.bind(value).bind("x");
        });
        sql.push(" WHERE id").within([1_i64, 2]);
        assert_eq!(
            sql.build().text.as_str(),
            "INSERT INTO t VALUES ($1, $2), ($3, $4) WHERE id IN ($5, $6)"
        );
    }
}
