//! The agents' inbox: all conversations in one list, and how many a view has.
//!
//! Whether a conversation is open and who holds it follows from its chat and
//! its ticket. Both are kept in its own row, so that a view is read by an
//! index; they are put right as the last act of each transaction that has
//! changed the conversation ([`add_standing`]).

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, PersonId, TeamId, Timestamp,
    chat::ChatStatus,
    conversation::ConversationKind,
    inbox::{COUNT_MAX, InboxFilter, InboxOrder, InboxStatus},
    ticket::{Priority, TicketStatus},
};

use crate::{
    Result, Store,
    db::Source,
    row::{One, row},
    sql::{Builder, Engine, KEPT_ROWS, Script},
};

/// What is asked of the inbox, and by whom.
#[derive(Clone, Debug)]
pub struct InboxQuery<'a> {
    pub filter: &'a InboxFilter,
    pub order: InboxOrder,
    /// Who looks: `me` in the filter, and whose drafts are told.
    pub viewer: &'a PersonId,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxRow {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub is_vip: bool,
    /// None when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    pub topic: Option<String>,
    pub team_id: Option<TeamId>,
    pub agent_read_seq: Option<i64>,
    pub queued_at: Option<Timestamp>,
    /// None when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    pub ticket_number: Option<i64>,
    pub subject: Option<String>,
    /// The first 200 characters of the ticket's description.
    pub description: Option<String>,
    pub priority: Option<Priority>,
    pub category: Option<String>,
    pub is_open: bool,
    pub holder_id: Option<PersonId>,
    pub holder_name: Option<String>,
    pub tags: Vec<String>,
    pub last_seq: i64,
    /// The first 200 characters of the last message.
    pub last_message: Option<String>,
    pub snoozed_until: Option<Timestamp>,
    pub has_draft: bool,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

row!(InboxRow {
    id,
    user_id,
    user_name,
    is_vip,
    chat_status,
    topic,
    team_id,
    agent_read_seq,
    queued_at,
    ticket_status,
    ticket_number,
    subject,
    description,
    priority,
    category,
    is_open,
    holder_id,
    holder_name,
    tags,
    last_seq,
    last_message,
    snoozed_until,
    has_draft,
    rating,
    created_at,
    updated_at,
});

const ROWS: &str = "SELECT c.id, c.user_id, c.user_name, COALESCE(p.is_vip, FALSE) AS is_vip,
        ch.status AS chat_status, ch.topic, ch.team_id, ch.agent_read_seq, ch.queued_at,
        t.status AS ticket_status, t.number AS ticket_number, t.subject,
        SUBSTR(t.description, 1, 200) AS description, t.priority, t.category, c.is_open,
        c.holder_id,
        CASE WHEN ch.status = 'active' THEN ch.agent_name ELSE t.assigned_to_name END
            AS holder_name,
        c.tags, c.last_seq, c.last_message, c.snoozed_until, c.rating, c.created_at,
        c.updated_at,
        EXISTS (SELECT 1 FROM draft d WHERE d.conversation_id = c.id AND d.person_id = ";

const TABLES: &str = " FROM conversation c
    LEFT JOIN chat ch ON ch.conversation_id = c.id
    LEFT JOIN ticket t ON t.conversation_id = c.id";

impl Store {
    /// The conversations of a view, by their last activity. Merged ones are in
    /// none.
    pub async fn inbox(
        &self,
        query: &InboxQuery<'_>,
        page: &PageRequest,
    ) -> Result<Page<InboxRow>> {
        let mut db = self;
        let mut sql = rows(db.engine(), query.viewer);
        sql.push("c.merged_into IS NULL");
        restrict(&mut sql, db.engine(), query);
        match query.order {
            InboxOrder::Newest => sql
                .before("(c.updated_at, c.id)", page)
                .push(" ORDER BY c.updated_at DESC, c.id DESC"),
            InboxOrder::Oldest => sql
                .after("(c.updated_at, c.id)", page)
                .push(" ORDER BY c.updated_at, c.id"),
        };
        sql.limit(page);
        let rows = db.fetch::<InboxRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.updated_at.0,
            id: row.id.0,
        }))
    }

    /// One conversation as its line in the list, merged or not.
    pub async fn inbox_row(
        &self,
        id: ConversationId,
        viewer: &PersonId,
    ) -> Result<Option<InboxRow>> {
        let mut db = self;
        let mut sql = rows(db.engine(), viewer);
        sql.push("c.id = ").bind(id);
        db.fetch_optional(sql.build()).await
    }

    /// How many conversations a view has, at most [`COUNT_MAX`].
    pub async fn inbox_count(&self, query: &InboxQuery<'_>) -> Result<i64> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT COUNT(*) AS value FROM (SELECT 1 AS one",
        );
        sql.push(TABLES).push(" WHERE c.merged_into IS NULL");
        restrict(&mut sql, db.engine(), query);
        sql.push(" LIMIT ").bind(COUNT_MAX).push(") AS found");
        let count: Option<One<i64>> = db.fetch_optional(sql.build()).await?;
        Ok(count.map_or(0, |count| count.0))
    }
}

/// The beginning of a statement that reads rows, to be followed by a condition.
fn rows(engine: Engine, viewer: &PersonId) -> Builder {
    let mut sql = Builder::new(engine, ROWS);
    sql.bind(viewer)
        .push(") AS has_draft")
        .push(TABLES)
        .push(" LEFT JOIN person p ON p.id = c.user_id WHERE ");
    sql
}

fn restrict(sql: &mut Builder, engine: Engine, query: &InboxQuery<'_>) {
    let filter = query.filter;
    sql.push(match filter.status {
        InboxStatus::Open => " AND c.is_open = TRUE AND c.snoozed_until IS NULL",
        InboxStatus::Snoozed => " AND c.is_open = TRUE AND c.snoozed_until IS NOT NULL",
        InboxStatus::Closed => " AND c.is_open = FALSE",
        InboxStatus::All => "",
    });
    match filter.assignee.as_deref() {
        None => {}
        Some("none") => {
            sql.push(" AND c.holder_id IS NULL");
        }
        Some("me") => {
            sql.push(" AND c.holder_id = ").bind(query.viewer);
        }
        Some(agent) => {
            sql.push(" AND c.holder_id = ").bind(agent);
        }
    }
    sql.push(match filter.kind {
        None => "",
        Some(ConversationKind::Ticket) => " AND t.number IS NOT NULL",
        Some(ConversationKind::Chat) => " AND t.number IS NULL",
    });
    if let Some(status) = filter.ticket_status {
        sql.push(" AND t.status = ").bind(status);
    }
    if let Some(priority) = filter.priority {
        sql.push(" AND t.priority = ").bind(priority);
    }
    if let Some(category) = &filter.category {
        sql.push(" AND t.category = ").bind(category);
    }
    if let Some(team) = filter.team_id {
        sql.push(" AND ch.team_id = ").bind(team);
    }
    if let Some(user) = &filter.user_id {
        sql.push(" AND c.user_id = ").bind(user);
    }
    if let Some(tag) = &filter.tag {
        sql.push(match engine {
            Engine::Sqlite => {
                " AND EXISTS (SELECT 1 FROM json_each(c.tags) AS tag WHERE tag.value = "
            }
            Engine::Postgres => {
                " AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(c.tags) AS tag (value)
                     WHERE tag.value = "
            }
        })
        .bind(tag)
        .push(")");
    }
}

/// Adds the statements that put right what follows from the chats and the
/// tickets of these conversations.
pub(crate) fn add_standing(script: &mut Script, conversations: &[ConversationId]) {
    for ids in conversations.chunks(KEPT_ROWS) {
        script.statement(STANDING).within(ids);
    }
}

/// To be followed by the ids.
const STANDING: &str = "UPDATE conversation SET
        is_open = EXISTS (SELECT 1 FROM ticket t WHERE t.conversation_id = conversation.id
                AND t.status IN ('open', 'in-progress'))
            OR EXISTS (SELECT 1 FROM chat ch WHERE ch.conversation_id = conversation.id
                AND ch.status <> 'closed'),
        holder_id = COALESCE(
            (SELECT ch.agent_id FROM chat ch
                WHERE ch.conversation_id = conversation.id AND ch.status = 'active'),
            (SELECT t.assigned_to FROM ticket t WHERE t.conversation_id = conversation.id))
    WHERE id";
