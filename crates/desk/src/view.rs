//! From rows of the store to what the wire shows, where the two differ.

use frontdesk_model::chat::Sender;
use frontdesk_model::{
    chat::{ChatMessage, ChatSession},
    ticket::{Response, Ticket},
};
use frontdesk_store::{ChatRow, MessageRow, TicketRow};

use crate::{Desk, error::Result, uploads::Facts};

impl Desk {
    pub(crate) fn ticket_view(&self, row: TicketRow, facts: &Facts) -> Ticket {
        let (attachments, files) = self.attachment_views(row.attachments, facts);
        let resolution_seconds = row
            .resolved_at
            .map(|at| at.since(row.created_at).as_secs().cast_signed());
        Ticket {
            id: row.id,
            number: row.number,
            subject: row.subject,
            description: row.description,
            category: row.category,
            priority: row.priority,
            status: row.status,
            tags: row.tags,
            attachments,
            files,
            user_id: row.user_id,
            user_name: row.user_name,
            assigned_to: row.assigned_to,
            assigned_to_name: row.assigned_to_name,
            response_count: row.response_count,
            created_at: row.created_at,
            updated_at: row.updated_at,
            resolved_at: row.resolved_at,
            resolution_seconds,
            chat_status: row.chat_status,
            snoozed_until: row.snoozed_until,
            merged_into: row.merged_into,
            rating: row.rating,
            rating_comment: row.rating_comment,
        }
    }

    pub(crate) async fn ticket_now(&self, row: TicketRow) -> Result<Ticket> {
        let facts = self.facts_of([&row]).await?;
        Ok(self.ticket_view(row, &facts))
    }

    pub(crate) fn response_view(&self, row: MessageRow, facts: &Facts) -> Response {
        let (attachments, files) = self.attachment_views(row.attachments, facts);
        Response {
            id: row.id,
            ticket_id: row.conversation_id,
            seq: row.seq,
            response: row.content,
            is_staff_response: row.sender == Sender::Agent,
            internal: row.internal,
            attachments,
            files,
            author_id: row.sender_id,
            author_name: row.sender_name,
            created_at: row.created_at,
        }
    }

    pub(crate) fn message_view(&self, row: MessageRow, facts: &Facts) -> ChatMessage {
        let (attachments, files) = self.attachment_views(row.attachments, facts);
        ChatMessage {
            id: row.id,
            session_id: row.conversation_id,
            seq: row.seq,
            client_id: row.client_id,
            sender: row.sender,
            sender_id: row.sender_id,
            sender_name: row.sender_name,
            content: row.content,
            attachments,
            files,
            timestamp: row.created_at,
        }
    }

    /// Messages of one page, with one look at their files.
    pub(crate) async fn message_views(&self, rows: Vec<MessageRow>) -> Result<Vec<ChatMessage>> {
        let facts = self.facts_of(&rows).await?;
        Ok(rows
            .into_iter()
            .map(|row| self.message_view(row, &facts))
            .collect())
    }

    pub(crate) async fn message_now(&self, row: MessageRow) -> Result<ChatMessage> {
        let facts = self.facts_of([&row]).await?;
        Ok(self.message_view(row, &facts))
    }
}

pub(crate) fn session_view(row: ChatRow) -> ChatSession {
    ChatSession {
        id: row.id,
        user_id: row.user_id,
        user_name: row.user_name,
        topic: row.topic,
        status: row.status,
        agent_id: row.agent_id,
        agent_name: row.agent_name,
        message_count: row.last_seq,
        last_message: row.last_message,
        user_read_seq: row.user_read_seq,
        agent_read_seq: row.agent_read_seq,
        created_at: row.created_at,
        updated_at: row.updated_at,
        user_delivered_seq: row.user_delivered_seq,
        agent_delivered_seq: row.agent_delivered_seq,
        queued_at: row.queued_at,
        closed_at: row.closed_at,
        team_id: row.team_id,
        skills: row.skills,
        answers: row.answers,
        snoozed_until: row.snoozed_until,
        merged_into: row.merged_into,
        rating: row.rating,
        rating_comment: row.rating_comment,
        ticket_number: row.ticket_number,
    }
}
