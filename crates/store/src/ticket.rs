//! Tickets.

use frontdesk_model::{
    ConversationId, Page, PageRequest, Person, PersonId, Timestamp,
    ticket::{Priority, TicketFilter, TicketStatus},
};

use crate::{Result, Store, StoredFile, Tx};

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
}

impl Tx {
    /// Stores a ticket under the next number. `Conflict` when the conversation
    /// is a ticket already, or somebody else's.
    pub async fn create_ticket(&mut self, ticket: &NewTicketRow) -> Result<TicketRow> {
        todo!()
    }
    /// The ticket, locked against other writers until the transaction ends.
    pub async fn ticket(
        &mut self,
        id: ConversationId,
        access: &Access,
    ) -> Result<Option<TicketRow>> {
        todo!()
    }
    /// `NotFound` when there is no such ticket.
    pub async fn update_ticket(
        &mut self,
        id: ConversationId,
        change: &TicketChange,
        now: Timestamp,
    ) -> Result<TicketRow> {
        todo!()
    }
}

impl Store {
    pub async fn ticket(&self, id: ConversationId, access: &Access) -> Result<Option<TicketRow>> {
        todo!()
    }
    /// The tickets of these ids that `access` may see, in the order of `ids`.
    pub async fn tickets_by_id(
        &self,
        ids: &[ConversationId],
        access: &Access,
    ) -> Result<Vec<TicketRow>> {
        todo!()
    }
    /// Newest change first.
    pub async fn tickets(
        &self,
        access: &Access,
        filter: &TicketFilter,
        page: &PageRequest,
    ) -> Result<Page<TicketRow>> {
        todo!()
    }
    pub async fn ticket_counts(
        &self,
        access: &Access,
        assignee: Option<&PersonId>,
    ) -> Result<TicketCounts> {
        todo!()
    }
}
