//! What search documents are made of: each kind by its ids, and in the order of
//! ids for who builds an index anew or compares one. No access is checked.

use frontdesk_model::{
    ArticleId, ConversationId, PersonId, TeamId, Timestamp,
    article::Article,
    attachment::ScanState,
    chat::ChatStatus,
    ticket::{Priority, TicketStatus},
};

use crate::{
    ReferenceKind, Result, SearchKind, Store,
    db::Source,
    row::{One, row},
    sql::Builder,
};

/// Messages, and notes, of one conversation that are searched: the newest.
pub const SEARCHED_MESSAGES: i64 = 2_000;

/// A ticket, a chat, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversationSource {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub owner_name: String,
    pub owner_email: Option<String>,
    /// Of a ticket, as all up to `assigned_to_name`.
    pub number: Option<i64>,
    pub subject: Option<String>,
    pub description: Option<String>,
    pub category: Option<String>,
    pub priority: Option<Priority>,
    pub ticket_status: Option<TicketStatus>,
    pub tags: Option<Vec<String>>,
    pub assigned_to: Option<PersonId>,
    pub assigned_to_name: Option<String>,
    /// Of a chat, as all up to `team_id`.
    pub topic: Option<String>,
    pub chat_status: Option<ChatStatus>,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    pub team_id: Option<TeamId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub ticket_updated_at: Option<Timestamp>,
}

/// A message or note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceText {
    pub conversation_id: ConversationId,
    pub internal: bool,
    pub content: String,
}

/// A file that a conversation carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    pub conversation_id: ConversationId,
    pub kind: ReferenceKind,
    pub name: String,
    pub scan: ScanState,
    pub deleted_at: Option<Timestamp>,
    /// None when it was not read yet.
    pub text: Option<String>,
}

/// A person who is not staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerSource {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    /// Empty when it was taken back.
    pub phone: Option<String>,
    pub is_vip: bool,
    pub blocked_reason: Option<String>,
    /// What staff has written down about them.
    pub notes: Option<String>,
    pub created_at: Timestamp,
}

row!(ConversationSource {
    id,
    user_id,
    owner_name,
    owner_email,
    number,
    subject,
    description,
    category,
    priority,
    ticket_status,
    tags,
    assigned_to,
    assigned_to_name,
    topic,
    chat_status,
    agent_id,
    agent_name,
    team_id,
    created_at,
    updated_at,
    ticket_updated_at,
});
row!(SourceText {
    conversation_id,
    internal,
    content,
});
row!(SourceFile {
    conversation_id,
    kind,
    name,
    scan,
    deleted_at,
    text,
});
row!(CustomerSource {
    id,
    name,
    email,
    phone,
    is_vip,
    blocked_reason,
    notes,
    created_at,
});

const CONVERSATIONS: &str = "SELECT c.id, c.user_id,
        COALESCE(NULLIF(p.name, ''), c.user_name) AS owner_name, p.email AS owner_email,
        t.number, t.subject, t.description, t.category, t.priority, t.status AS ticket_status,
        c.tags, t.assigned_to, t.assigned_to_name, ch.topic, ch.status AS chat_status,
        ch.agent_id, ch.agent_name, ch.team_id, c.created_at, c.updated_at,
        t.updated_at AS ticket_updated_at
    FROM conversation c
    LEFT JOIN person p ON p.id = c.user_id
    LEFT JOIN ticket t ON t.conversation_id = c.id
    LEFT JOIN chat ch ON ch.conversation_id = c.id
    WHERE ";

const CUSTOMERS: &str = "SELECT p.id, p.name, p.email, p.is_vip, p.blocked_reason, p.created_at,
        ph.number AS phone,
        (SELECT STRING_AGG(n.content, ' ' ORDER BY n.id) FROM person_note n
            WHERE n.person_id = p.id) AS notes
    FROM person p LEFT JOIN phone ph ON ph.person_id = p.id
    WHERE p.role NOT IN ('agent', 'admin') AND ";

impl Store {
    /// In no order; those that are gone are missing.
    pub async fn conversation_sources(
        &self,
        ids: &[ConversationId],
    ) -> Result<Vec<ConversationSource>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CONVERSATIONS);
        sql.push("c.id").within(ids);
        db.fetch(sql.build()).await
    }

    /// The next after an id, in their order.
    pub async fn conversation_sources_after(
        &self,
        after: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<ConversationSource>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CONVERSATIONS);
        match after {
            Some(after) => sql.push("c.id > ").bind(after),
            None => sql.push("TRUE"),
        };
        sql.push(" ORDER BY c.id LIMIT ").bind(i64::from(limit));
        db.fetch(sql.build()).await
    }

    /// What was said in these conversations, each oldest first; of long ones
    /// the newest [`SEARCHED_MESSAGES`].
    pub async fn conversation_texts(&self, ids: &[ConversationId]) -> Result<Vec<SourceText>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT m.conversation_id, m.internal, m.content
             FROM conversation c JOIN message m ON m.conversation_id = c.id
             WHERE m.seq > CASE WHEN m.internal THEN c.last_note_seq ELSE c.last_seq END - ",
        );
        sql.bind(SEARCHED_MESSAGES).push(" AND c.id").within(ids);
        sql.push(" ORDER BY m.conversation_id, m.created_at, m.id");
        db.fetch(sql.build()).await
    }

    /// The files that these conversations carry.
    pub async fn conversation_files(&self, ids: &[ConversationId]) -> Result<Vec<SourceFile>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT r.conversation_id, r.kind, r.name, a.scan, a.deleted_at, f.text
             FROM attachment_reference r JOIN attachment a ON a.cid = r.cid
             LEFT JOIN file_text f ON f.cid = r.cid
             WHERE r.kind <> 'review' AND r.conversation_id",
        );
        sql.within(ids)
            .push(" ORDER BY r.conversation_id, r.created_at, r.cid, r.holder");
        db.fetch(sql.build()).await
    }

    /// In no order; those that are gone, or staff, are missing.
    pub async fn customer_sources(&self, ids: &[PersonId]) -> Result<Vec<CustomerSource>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CUSTOMERS);
        sql.push("p.id").within(ids);
        db.fetch(sql.build()).await
    }

    /// The next after an id, in their order.
    pub async fn customer_sources_after(
        &self,
        after: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<CustomerSource>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CUSTOMERS);
        sql.push("p.id > ")
            .bind(after.map_or("", PersonId::as_str))
            .push(" ORDER BY p.id LIMIT ")
            .bind(i64::from(limit));
        db.fetch(sql.build()).await
    }

    /// The next after an id, in their order; drafts too.
    pub async fn articles_after(
        &self,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<Article>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM article WHERE ");
        match after {
            Some(after) => sql.push("id > ").bind(after),
            None => sql.push("TRUE"),
        };
        sql.push(" ORDER BY id LIMIT ").bind(i64::from(limit));
        db.fetch(sql.build()).await
    }

    /// How many documents of a kind there should be.
    pub async fn search_source_count(&self, kind: SearchKind) -> Result<i64> {
        let mut db = self;
        let text = match kind {
            SearchKind::Article => "SELECT COUNT(*) AS value FROM article",
            SearchKind::Conversation => "SELECT COUNT(*) AS value FROM conversation",
            SearchKind::Customer => {
                "SELECT COUNT(*) AS value FROM person WHERE role NOT IN ('agent', 'admin')"
            }
        };
        Ok(db.one::<One<i64>>(text, &[]).await?.0)
    }

    /// The ids of a kind, in the database's order of them.
    pub async fn search_source_ids(
        &self,
        kind: SearchKind,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), source_ids(kind));
        if kind == SearchKind::Customer {
            sql.push(" AND id > ").bind(after.unwrap_or_default());
            sql.push(" ORDER BY id LIMIT ").bind(i64::from(limit));
            let found: Vec<One<String>> = db.fetch(sql.build()).await?;
            return Ok(found.into_iter().map(|id| id.0).collect());
        }
        if let Some(after) = after.and_then(|id| id.parse::<uuid::Uuid>().ok()) {
            sql.push(" AND id > ").bind(after);
        }
        sql.push(" ORDER BY id LIMIT ").bind(i64::from(limit));
        let found: Vec<One<uuid::Uuid>> = db.fetch(sql.build()).await?;
        Ok(found.into_iter().map(|id| id.0.to_string()).collect())
    }

    /// Those of these ids that are of this kind.
    pub async fn search_sources_among(
        &self,
        kind: SearchKind,
        ids: &[String],
    ) -> Result<Vec<String>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), source_ids(kind));
        if kind == SearchKind::Customer {
            sql.push(" AND id").within(ids);
            let found: Vec<One<String>> = db.fetch(sql.build()).await?;
            return Ok(found.into_iter().map(|id| id.0).collect());
        }
        sql.push(" AND id")
            .within(ids.iter().filter_map(|id| id.parse::<uuid::Uuid>().ok()));
        let found: Vec<One<uuid::Uuid>> = db.fetch(sql.build()).await?;
        Ok(found.into_iter().map(|id| id.0.to_string()).collect())
    }
}

/// The ids of a kind; conditions may follow.
const fn source_ids(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Article => "SELECT id AS value FROM article WHERE TRUE",
        SearchKind::Conversation => "SELECT id AS value FROM conversation WHERE TRUE",
        SearchKind::Customer => {
            "SELECT id AS value FROM person WHERE role NOT IN ('agent', 'admin')"
        }
    }
}
