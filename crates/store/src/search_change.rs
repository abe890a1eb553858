//! The writing side of the change log that search indexes follow. Each write of
//! what is searched notes it in its transaction ([`Tx::changed`]), which stores
//! the notes as its last act, each thing once. Reading is in `search_log`.

use std::collections::BTreeSet;

use frontdesk_model::{ArticleId, ConversationId, PersonId, Timestamp};

use crate::{
    Result, Tx,
    db::Source,
    inbox,
    row::One,
    sql::{Builder, Engine, KEPT_ROWS, Script},
};

/// What a search finds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SearchKind {
    Article,
    /// A ticket, a chat, or both, with all that was said in it.
    Conversation,
    /// A person.
    Customer,
}

impl SearchKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Conversation => "conversation",
            Self::Customer => "customer",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "article" => Some(Self::Article),
            "conversation" => Some(Self::Conversation),
            "customer" => Some(Self::Customer),
            _ => None,
        }
    }
}

/// The things that a transaction has changed, by their order, in which their
/// rows are locked: so two transactions cannot wait for each other.
#[derive(Default)]
pub(crate) struct Changes(BTreeSet<Change>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    kind: SearchKind,
    id: String,
    writer: String,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, kind: SearchKind, id: String, writer: Option<&PersonId>) {
        self.0.insert(Change {
            kind,
            id,
            writer: writer.map_or("", PersonId::as_str).to_owned(),
        });
    }

    /// The conversations among them, each once.
    pub fn conversations(&self) -> Vec<ConversationId> {
        let conversations = self
            .0
            .iter()
            .filter(|change| change.kind == SearchKind::Conversation);
        let mut ids: Vec<_> = conversations
            .filter_map(|change| change.id.parse().ok())
            .collect();
        ids.dedup();
        ids
    }

    /// Adds the statements that store them.
    pub fn add_to_script(&self, script: &mut Script, engine: Engine, now: Timestamp) {
        if self.is_empty() {
            return;
        }
        if engine == Engine::Sqlite {
            script.statement(NEXT_PLACE);
        }
        let changes: Vec<_> = self.0.iter().collect();
        for changes in changes.chunks(KEPT_ROWS) {
            insert(script.statement(NEW), engine, changes, now);
        }
    }
}

const NEXT_PLACE: &str = "UPDATE counter SET value = value + 1 WHERE name = 'search-change'";

/// To be followed by tuples and [`insert`]'s end.
const NEW: &str = "WITH new (kind, id, writer, changed_at) AS (VALUES ";

fn insert(sql: &mut Builder, engine: Engine, changes: &[&Change], now: Timestamp) {
    sql.tuples(changes, |tuple, change| {
        tuple
            .bind(change.kind.as_str())
            .bind(&change.id)
            .bind(&change.writer)
            .bind(now);
    });
    sql.push(
        ") INSERT INTO search_change (kind, id, writer, changed_at, place)
         SELECT kind, id, writer, changed_at, ",
    );
    sql.push(match engine {
        Engine::Sqlite => "(SELECT value FROM counter WHERE name = 'search-change')",
        Engine::Postgres => "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)",
    });
    sql.push(
        " FROM new WHERE TRUE ON CONFLICT (kind, id, writer) DO UPDATE
         SET place = excluded.place, changed_at = excluded.changed_at",
    );
}

impl Tx {
    /// On whose behalf the transaction writes: their next search waits until
    /// it finds what is changed here.
    pub fn written_by(&mut self, person: &PersonId) {
        self.writer = Some(person.clone());
    }

    /// Notes that the index must look at something again.
    pub(crate) fn changed(&mut self, kind: SearchKind, id: impl ToString) {
        let writer = self.writer.clone();
        self.changes.add(kind, id.to_string(), writer.as_ref());
    }

    pub(crate) fn changed_article(&mut self, id: ArticleId) {
        self.changed(SearchKind::Article, id);
    }

    pub(crate) fn changed_conversation(&mut self, id: ConversationId) {
        self.changed(SearchKind::Conversation, id);
    }

    pub(crate) fn changed_customer(&mut self, id: &PersonId) {
        self.changed(SearchKind::Customer, id.as_str());
    }

    /// Notes the conversations that carry a file.
    pub(crate) async fn changed_carriers(&mut self, cid: &str) -> Result<()> {
        let found: Vec<One<ConversationId>> = self
            .all(
                "SELECT DISTINCT conversation_id AS value FROM attachment_reference WHERE cid = $1",
                &[&cid],
            )
            .await?;
        for id in found {
            self.changed_conversation(id.0);
        }
        Ok(())
    }

    /// Notes everything that shows a person's name or address.
    pub(crate) async fn changed_name(&mut self, person: &PersonId) -> Result<()> {
        self.changed_customer(person);
        let found: Vec<One<ConversationId>> = self
            .all(
                "SELECT id AS value FROM conversation WHERE user_id = $1",
                &[person],
            )
            .await?;
        for id in found {
            self.changed_conversation(id.0);
        }
        Ok(())
    }

    /// Stores what was noted, as the last act before the commit.
    pub(crate) async fn store_changes(&mut self) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let mut script = Script::new(self.engine());
        let now = self.core.clock.now();
        inbox::add_standing(&mut script, &self.changes.conversations());
        self.changes.add_to_script(&mut script, self.engine(), now);
        for statement in script.build() {
            self.execute(statement).await?;
        }
        Ok(())
    }
}
