//! What endpoints are told of. An event is a job in the transaction of what
//! happened; the job becomes a delivery for each endpoint that wants it. Nothing
//! that only staff may see leaves this way.

use frontdesk_model::{
    PersonId, Timestamp,
    article::Article,
    chat::Sender,
    delivery::Channel,
    job::Job,
    webhook::{PAYLOAD_VERSION, WebhookEvent, WebhookPayload},
};
use frontdesk_store::{
    ChatRow, FailPoint, MessageRow, NewChatMessage, NewDelivery, NewRatingRow, StoredFile,
    TicketRow, Tx, WebhookRow,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::wants;
use crate::{Desk, error::Result};

/// Something that happened, as endpoints are told of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Happening<'a> {
    TicketCreated(&'a TicketRow),
    TicketUpdated(&'a TicketRow),
    /// A public one.
    Responded(&'a MessageRow),
    ChatStarted(&'a ChatRow),
    Said(&'a NewChatMessage),
    ChatClosed(&'a ChatRow),
    Rated(&'a NewRatingRow<'a>, &'a PersonId),
    Published(&'a Article),
}

impl Happening<'_> {
    fn event(&self) -> WebhookEvent {
        match self {
            Self::TicketCreated(_) => WebhookEvent::TicketCreated,
            Self::TicketUpdated(_) => WebhookEvent::TicketUpdated,
            Self::Responded(_) => WebhookEvent::TicketResponseCreated,
            Self::ChatStarted(_) => WebhookEvent::ChatStarted,
            Self::Said(_) => WebhookEvent::ChatMessageCreated,
            Self::ChatClosed(_) => WebhookEvent::ChatClosed,
            Self::Rated(..) => WebhookEvent::RatingCreated,
            Self::Published(_) => WebhookEvent::ArticlePublished,
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::TicketCreated(row) | Self::TicketUpdated(row) => json!({ "ticket": {
                "id": row.id,
                "number": row.number,
                "subject": row.subject,
                "description": row.description,
                "category": row.category,
                "priority": row.priority,
                "status": row.status,
                "tags": row.tags,
                "userId": row.user_id,
                "userName": row.user_name,
                "assignedTo": row.assigned_to,
                "assignedToName": row.assigned_to_name,
                "createdAt": row.created_at,
                "updatedAt": row.updated_at,
                "resolvedAt": row.resolved_at,
            } }),
            Self::Responded(row) => json!({ "response": {
                "id": row.id,
                "ticketId": row.conversation_id,
                "seq": row.seq,
                "response": row.content,
                "isStaffResponse": row.sender == Sender::Agent,
                "attachments": cids(&row.attachments),
                "authorId": row.sender_id,
                "authorName": row.sender_name,
                "createdAt": row.created_at,
            } }),
            // Without the note: words from one agent to the next.
            Self::ChatStarted(row) | Self::ChatClosed(row) => json!({ "session": {
                "id": row.id,
                "userId": row.user_id,
                "userName": row.user_name,
                "topic": row.topic,
                "status": row.status,
                "agentId": row.agent_id,
                "agentName": row.agent_name,
                "messageCount": row.last_seq,
                "queuedAt": row.queued_at,
                "acceptedAt": row.accepted_at,
                "closedAt": row.closed_at,
            } }),
            // Its seq is added in the transaction that gives it.
            Self::Said(new) => json!({ "message": {
                "id": new.id,
                "sessionId": new.conversation_id,
                "sender": new.sender,
                "senderId": new.sender_id,
                "senderName": new.sender_name,
                "content": new.content,
                "attachments": cids(&new.attachments),
                "timestamp": new.created_at,
            } }),
            Self::Rated(row, user) => json!({ "rating": {
                "conversationId": row.conversation_id,
                "userId": user,
                "agentId": row.agent_id,
                "agentName": row.agent_name,
                "score": row.score,
                "comment": row.comment,
                "ratedAt": row.rated_at,
            } }),
            Self::Published(article) => json!({ "article": article }),
        }
    }
}

fn cids(files: &[StoredFile]) -> Vec<&str> {
    files.iter().map(|file| file.cid.as_str()).collect()
}

impl Desk {
    /// The job that tells endpoints of something; none when nobody wants it.
    pub(crate) fn event_job(&self, happening: Happening<'_>) -> Option<Job> {
        let event = happening.event();
        self.wanted_events.has(event).then(|| Job::EmitEvent {
            event_id: self.ids.next(),
            event,
            at: self.clock.now(),
            data: happening.data(),
        })
    }

    /// Stores that job with what it tells of.
    pub(crate) async fn emit(&self, tx: &mut Tx, happening: Happening<'_>) -> Result<()> {
        if let Some(job) = self.event_job(happening) {
            tx.enqueue(&job, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Makes the deliveries of an event: the work of the job. A repeat adds none.
    pub(crate) async fn emit_event(
        &self,
        id: Uuid,
        event: WebhookEvent,
        at: Timestamp,
        data: &Value,
    ) -> Result<()> {
        let endpoints = self.store.webhooks().await?;
        let new: Vec<_> = endpoints
            .iter()
            .filter(|row| row.active && wants(&row.events, event))
            .map(|row| self.event_delivery(row, id, event, at, data.clone()))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.add_deliveries(&new).await?;
        self.store.reached(FailPoint::BeforePlan).await;
        tx.commit().await?;
        self.store.reached(FailPoint::AfterPlan).await;
        Ok(())
    }

    pub(super) fn event_delivery(
        &self,
        endpoint: &WebhookRow,
        id: Uuid,
        event: WebhookEvent,
        at: Timestamp,
        data: Value,
    ) -> NewDelivery {
        let now = self.clock.now();
        let payload = WebhookPayload {
            event,
            timestamp: at,
            version: PAYLOAD_VERSION,
            data,
        };
        NewDelivery {
            id: self.ids.make(),
            channel: Channel::Webhook,
            kind: event.as_str().to_owned(),
            person_id: None,
            endpoint_id: Some(endpoint.id),
            conversation_id: None,
            bucket: id.to_string(),
            gathering: false,
            target: host(&endpoint.url),
            notifications: Vec::new(),
            // Our own type, which is always JSON.
            payload: serde_json::to_value(payload).ok(),
            due_at: now,
            created_at: now,
        }
    }
}

/// The host of an address, which may be shown.
pub(crate) fn host(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_owned)
}
