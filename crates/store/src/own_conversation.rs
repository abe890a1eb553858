//! A customer's own conversations: tickets and chats in one list. (The list of
//! all customers' is the inbox.)

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, PersonId, Timestamp, chat::ChatStatus,
    conversation::OwnStatus, ticket::TicketStatus,
};

use crate::{Result, Store, db::Source, row::row, sql::Builder};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnConversationRow {
    pub id: ConversationId,
    /// None when it has never been a chat.
    pub chat_status: Option<ChatStatus>,
    pub topic: Option<String>,
    /// None when it is no ticket.
    pub ticket_status: Option<TicketStatus>,
    pub ticket_number: Option<i64>,
    pub subject: Option<String>,
    /// The first 200 characters of the ticket's description.
    pub description: Option<String>,
    pub is_open: bool,
    pub agent_name: Option<String>,
    pub last_seq: i64,
    /// The first 200 characters of the last message.
    pub last_message: Option<String>,
    pub unread_count: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

row!(OwnConversationRow {
    id,
    chat_status,
    topic,
    ticket_status,
    ticket_number,
    subject,
    description,
    is_open,
    agent_name,
    last_seq,
    last_message,
    unread_count,
    created_at,
    updated_at,
});

/// To be followed by the person.
const ROWS: &str = "SELECT c.id, ch.status AS chat_status, ch.topic, t.status AS ticket_status,
        t.number AS ticket_number, t.subject, SUBSTR(t.description, 1, 200) AS description,
        c.is_open, COALESCE(ch.agent_name, t.assigned_to_name) AS agent_name, c.last_seq,
        c.last_message, c.created_at, c.updated_at,
        (SELECT COUNT(*) FROM notification n
            WHERE n.conversation_id = c.id AND n.person_id = c.user_id
                AND n.read_at IS NULL AND NOT n.hidden) AS unread_count
    FROM conversation c
    LEFT JOIN chat ch ON ch.conversation_id = c.id
    LEFT JOIN ticket t ON t.conversation_id = c.id
    WHERE c.merged_into IS NULL AND c.user_id = ";

impl Store {
    /// A person's own conversations, those with the latest activity first.
    /// Merged ones are shown with the one that they were merged into.
    pub async fn own_conversations(
        &self,
        person: &PersonId,
        status: Option<OwnStatus>,
        page: &PageRequest,
    ) -> Result<Page<OwnConversationRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), ROWS);
        sql.bind(person).push(match status {
            None => "",
            Some(OwnStatus::Open) => " AND c.is_open = TRUE",
            Some(OwnStatus::Closed) => " AND c.is_open = FALSE",
        });
        sql.before("(c.updated_at, c.id)", page)
            .push(" ORDER BY c.updated_at DESC, c.id DESC")
            .limit(page);
        let rows = db.fetch::<OwnConversationRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.updated_at.0,
            id: row.id.0,
        }))
    }
}
