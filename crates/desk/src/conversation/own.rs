//! A customer looks through their own conversations.

use frontdesk_model::{
    Actor, Page, PageRequest,
    conversation::{OwnConversation, OwnStatus},
};
use frontdesk_store::OwnConversationRow;

use super::kind_of;
use crate::{Desk, error::Result};

impl Desk {
    /// The caller's own tickets and chats, those with the latest activity first.
    pub async fn own_conversations(
        &self,
        actor: &Actor,
        status: Option<OwnStatus>,
        page: &PageRequest,
    ) -> Result<Page<OwnConversation>> {
        let rows = self
            .store
            .own_conversations(&actor.id, status, page)
            .await?;
        Ok(rows.map(view))
    }
}

fn view(row: OwnConversationRow) -> OwnConversation {
    OwnConversation {
        id: row.id,
        kind: kind_of(row.ticket_number),
        subject: row.subject.or(row.topic),
        ticket_number: row.ticket_number,
        chat_status: row.chat_status,
        ticket_status: row.ticket_status,
        is_open: row.is_open,
        agent_name: row.agent_name,
        preview: row.last_message.or(row.description),
        message_count: row.last_seq,
        unread_count: row.unread_count,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
