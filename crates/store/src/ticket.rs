//! Tickets.

use std::collections::HashMap;

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, Person, PersonId, Timestamp,
    chat::ChatStatus,
    ticket::{AssigneeFilter, Priority, TicketFilter, TicketStatus},
};

use crate::{
    Error, ReferenceKind, Result, SearchKind, Store, StoredFile, Tx,
    chat::restrict_snoozed,
    db::Source,
    reference::NewReference,
    row::{One, row},
    sql::{Builder, contains},
};

/// Whose rows a query may see. It is part of the SQL, so that a page is full
/// and holds nothing that it should not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Only this customer's.
    Owner(PersonId),
    /// Everybody's.
    Staff,
}

/// Who works on a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignee {
    pub id: PersonId,
    pub name: String,
}

impl From<&Person> for Assignee {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            name: person.name.clone(),
        }
    }
}

/// A ticket to be stored; it is open and unassigned at first.
#[derive(Clone, Debug)]
pub struct NewTicketRow {
    /// A new conversation, or an existing one of the same user (a chat that
    /// becomes a ticket).
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub subject: String,
    pub description: String,
    pub category: String,
    pub priority: Priority,
    pub tags: Vec<String>,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TicketRow {
    pub id: ConversationId,
    pub number: i64,
    pub subject: String,
    pub description: String,
    pub category: String,
    pub priority: Priority,
    pub status: TicketStatus,
    pub tags: Vec<String>,
    pub attachments: Vec<StoredFile>,
    pub user_id: PersonId,
    pub user_name: String,
    pub assigned_to: Option<PersonId>,
    pub assigned_to_name: Option<String>,
    /// Public responses so far.
    pub response_count: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub resolved_at: Option<Timestamp>,
    /// When the conversation is or was a chat too.
    pub chat_status: Option<ChatStatus>,
    pub snoozed_until: Option<Timestamp>,
    /// The conversation that it is shown with.
    pub merged_into: Option<ConversationId>,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
}

/// What changes of a ticket; `None` leaves a member as it is.
#[derive(Clone, Debug, Default)]
pub struct TicketChange {
    pub status: Option<TicketStatus>,
    pub priority: Option<Priority>,
    pub category: Option<String>,
    pub assigned_to: Option<Option<Assignee>>,
    pub tags: Option<Vec<String>>,
    pub resolved_at: Option<Option<Timestamp>>,
}

/// How many tickets stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TicketCounts {
    pub open: i64,
    pub in_progress: i64,
    pub resolved: i64,
    pub closed: i64,
    /// Open or in progress, and nobody's.
    pub unassigned: i64,
    /// Open or in progress, and the asked assignee's.
    pub assigned: i64,
    /// Set aside for later; they count nowhere else.
    pub snoozed: i64,
}

/// When a customer asked, and when staff first answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FirstAnswer {
    pub asked_at: Timestamp,
    pub answered_at: Timestamp,
}

row!(FirstAnswer {
    asked_at,
    answered_at
});
row!(TicketRow {
    id,
    number,
    subject,
    description,
    category,
    priority,
    status,
    tags,
    attachments,
    user_id,
    user_name,
    assigned_to,
    assigned_to_name,
    response_count,
    created_at,
    updated_at,
    resolved_at,
    chat_status,
    snoozed_until,
    merged_into,
    rating,
    rating_comment,
});
row!(TicketCounts {
    open,
    in_progress,
    resolved,
    closed,
    unassigned,
    assigned,
    snoozed,
});

const TICKETS: &str = "SELECT c.id, t.number, t.subject, t.description, t.category, t.priority,
        t.status, c.tags, t.attachments, c.user_id, c.user_name, t.assigned_to,
        t.assigned_to_name, c.last_seq AS response_count, t.created_at, t.updated_at,
        t.resolved_at, ch.status AS chat_status, c.snoozed_until, c.merged_into, c.rating,
        c.rating_comment
    FROM ticket t JOIN conversation c ON c.id = t.conversation_id
    LEFT JOIN chat ch ON ch.conversation_id = t.conversation_id
    WHERE ";

impl Access {
    /// Adds the condition on the conversation `c`.
    pub(crate) fn restrict(&self, sql: &mut Builder) {
        if let Self::Owner(person) = self {
            sql.push(" AND c.user_id = ").bind(person);
        }
    }
}

impl Tx {
    /// Stores a ticket under the next number. `Conflict` when the conversation
    /// is a ticket already, or somebody else's.
    pub async fn create_ticket(&mut self, ticket: &NewTicketRow) -> Result<TicketRow> {
        self.run(
            "INSERT INTO conversation (id, user_id, user_name, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING",
            &[
                &ticket.id,
                &ticket.user_id,
                &ticket.user_name,
                &ticket.created_at,
            ],
        )
        .await?;
        let conversation = self.conversation(ticket.id, &Access::Staff).await?;
        if conversation.user_id != ticket.user_id {
            return Err(Error::conflict(
                "ticket",
                "this conversation is somebody else's",
            ));
        }
        if conversation.ticket_number.is_some() {
            return Err(Error::conflict(
                "ticket",
                "this conversation is a ticket already",
            ));
        }
        let mut tags = conversation.tags;
        for tag in &ticket.tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        self.write_tags(ticket.id, &tags).await?;
        // The counter's row is locked until the end: numbers have no gaps.
        let number: One<i64> = self
            .one(
                "UPDATE counter SET value = value + 1 WHERE name = 'ticket' RETURNING value",
                &[],
            )
            .await?;
        self.run(
            "INSERT INTO ticket (conversation_id, number, subject, description, category, priority,
                 priority_rank, status, attachments, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9)",
            &[
                &ticket.id,
                &number.0,
                &ticket.subject,
                &ticket.description,
                &ticket.category,
                &ticket.priority,
                &rank(ticket.priority),
                &ticket.attachments,
                &ticket.created_at,
            ],
        )
        .await?;
        let writer = self
            .writer
            .clone()
            .unwrap_or_else(|| ticket.user_id.clone());
        self.changes.add(
            SearchKind::Conversation,
            ticket.id.to_string(),
            Some(&writer),
        );
        self.add_references(NewReference::all(
            &ticket.attachments,
            ticket.id.0,
            ReferenceKind::Ticket,
            ticket.id,
            ticket.created_at,
        ))
        .await?;
        find(self, ticket.id, &Access::Staff, false)
            .await?
            .ok_or(Error::NotFound { what: "ticket" })
    }

    /// The ticket, locked against other writers until the transaction ends.
    pub async fn ticket(
        &mut self,
        id: ConversationId,
        access: &Access,
    ) -> Result<Option<TicketRow>> {
        find(self, id, access, true).await
    }

    /// `NotFound` when there is no such ticket.
    pub async fn update_ticket(
        &mut self,
        id: ConversationId,
        change: &TicketChange,
        now: Timestamp,
    ) -> Result<TicketRow> {
        let mut row = self
            .ticket(id, &Access::Staff)
            .await?
            .ok_or(Error::NotFound { what: "ticket" })?;
        change.apply(&mut row, now);
        self.changed_conversation(id);
        self.run(
            "UPDATE ticket SET status = $2, priority = $3, priority_rank = $4, category = $5,
                 assigned_to = $6, assigned_to_name = $7, resolved_at = $8, updated_at = $9
             WHERE conversation_id = $1",
            &[
                &id,
                &row.status,
                &row.priority,
                &rank(row.priority),
                &row.category,
                &row.assigned_to,
                &row.assigned_to_name,
                &row.resolved_at,
                &row.updated_at,
            ],
        )
        .await?;
        if change.tags.is_some() {
            self.write_tags(id, &row.tags).await?;
        }
        self.run(
            "UPDATE conversation SET updated_at = $2 WHERE id = $1 AND updated_at < $2",
            &[&id, &row.updated_at],
        )
        .await?;
        Ok(row)
    }
}

impl TicketChange {
    fn apply(&self, row: &mut TicketRow, now: Timestamp) {
        row.status = self.status.unwrap_or(row.status);
        row.priority = self.priority.unwrap_or(row.priority);
        if let Some(category) = &self.category {
            row.category.clone_from(category);
        }
        if let Some(assignee) = &self.assigned_to {
            row.assigned_to = assignee.as_ref().map(|person| person.id.clone());
            row.assigned_to_name = assignee.as_ref().map(|person| person.name.clone());
        }
        if let Some(tags) = &self.tags {
            row.tags.clone_from(tags);
        }
        row.resolved_at = self.resolved_at.unwrap_or(row.resolved_at);
        row.updated_at = row.updated_at.max(now);
    }
}

/// 0 for low to 3 for urgent, to sort by.
fn rank(priority: Priority) -> i64 {
    priority as i64
}

async fn find(
    db: &mut impl Source,
    id: ConversationId,
    access: &Access,
    lock: bool,
) -> Result<Option<TicketRow>> {
    let mut sql = Builder::new(db.engine(), TICKETS);
    sql.push("c.id = ").bind(id);
    access.restrict(&mut sql);
    if lock {
        sql.lock("c, t");
    }
    db.fetch_optional(sql.build()).await
}

impl Store {
    pub async fn ticket(&self, id: ConversationId, access: &Access) -> Result<Option<TicketRow>> {
        let mut db = self;
        find(&mut db, id, access, false).await
    }

    /// The tickets of these ids that `access` may see, in the order of `ids`.
    pub async fn tickets_by_id(
        &self,
        ids: &[ConversationId],
        access: &Access,
    ) -> Result<Vec<TicketRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), TICKETS);
        sql.push("c.id").within(ids);
        access.restrict(&mut sql);
        let mut found: HashMap<_, _> = db
            .fetch::<TicketRow>(sql.build())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Newest change first, without those that were merged into others.
    pub async fn tickets(
        &self,
        access: &Access,
        filter: &TicketFilter,
        page: &PageRequest,
    ) -> Result<Page<TicketRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), TICKETS);
        sql.push("c.merged_into IS NULL");
        access.restrict(&mut sql);
        restrict_snoozed(&mut sql, filter.snoozed);
        restrict(&mut sql, filter);
        sql.before("(t.updated_at, t.conversation_id)", page)
            .push(" ORDER BY t.updated_at DESC, t.conversation_id DESC")
            .limit(page);
        let rows = db.fetch::<TicketRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.updated_at.0,
            id: row.id.0,
        }))
    }

    /// How soon staff first answered those of the last `limit` tickets that
    /// have an answer, newest ticket first.
    pub async fn first_answers(&self, limit: u32) -> Result<Vec<FirstAnswer>> {
        let mut db = self;
        db.all(
            "SELECT t.created_at AS asked_at, MIN(m.created_at) AS answered_at
             FROM (SELECT conversation_id, number, created_at FROM ticket
                   ORDER BY number DESC LIMIT $1) t
             JOIN message m ON m.conversation_id = t.conversation_id
             WHERE m.internal = FALSE AND m.sender = 'agent' AND m.created_at >= t.created_at
             GROUP BY t.number, t.created_at ORDER BY t.number DESC",
            &[&i64::from(limit)],
        )
        .await
    }

    pub async fn ticket_counts(
        &self,
        access: &Access,
        assignee: Option<&PersonId>,
    ) -> Result<TicketCounts> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT COUNT(CASE WHEN due AND status = 'open' THEN 1 END) AS open,
                 COUNT(CASE WHEN due AND status = 'in-progress' THEN 1 END) AS in_progress,
                 COUNT(CASE WHEN due AND status = 'resolved' THEN 1 END) AS resolved,
                 COUNT(CASE WHEN due AND status = 'closed' THEN 1 END) AS closed,
                 COUNT(CASE WHEN due AND status IN ('open', 'in-progress')
                     AND assigned_to IS NULL THEN 1 END) AS unassigned,
                 COUNT(CASE WHEN NOT due THEN 1 END) AS snoozed,
                 COUNT(CASE WHEN due AND status IN ('open', 'in-progress')
                     AND assigned_to = ",
        );
        sql.bind(assignee).push(
            " THEN 1 END) AS assigned
             FROM (SELECT t.status, t.assigned_to, c.snoozed_until IS NULL AS due
                 FROM ticket t JOIN conversation c ON c.id = t.conversation_id
                 WHERE c.merged_into IS NULL",
        );
        access.restrict(&mut sql);
        sql.push(") AS ticket");
        let counts = db.fetch_optional(sql.build()).await?;
        Ok(counts.unwrap_or_default())
    }
}

fn restrict(sql: &mut Builder, filter: &TicketFilter) {
    if let Some(status) = filter.status {
        sql.push(" AND t.status = ").bind(status);
    }
    if let Some(priority) = filter.priority {
        sql.push(" AND t.priority = ").bind(priority);
    }
    if let Some(category) = &filter.category {
        sql.push(" AND t.category = ").bind(category);
    }
    match &filter.assignee {
        AssigneeFilter::Anyone => {}
        AssigneeFilter::Nobody => {
            sql.push(" AND t.assigned_to IS NULL");
        }
        AssigneeFilter::Person(person) => {
            sql.push(" AND t.assigned_to = ").bind(person);
        }
    }
    if let Some(user) = &filter.user {
        sql.push(" AND c.user_id = ").bind(user);
    }
    if let Some(text) = &filter.text {
        let pattern = contains(text.trim());
        sql.push(" AND (LOWER(t.subject) LIKE LOWER(")
            .bind(&pattern);
        sql.push(") ESCAPE '\\' OR LOWER(t.description) LIKE LOWER(")
            .bind(&pattern);
        sql.push(") ESCAPE '\\'");
        let number = text.trim();
        if let Ok(number) = number.strip_prefix('#').unwrap_or(number).parse::<i64>() {
            sql.push(" OR t.number = ").bind(number);
        }
        sql.push(")");
    }
}
