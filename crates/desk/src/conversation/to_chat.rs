//! An agent makes a live chat of a ticket: the same conversation, held by them.

use frontdesk_model::{
    Actor, ConversationId, NotificationId, chat::ChatSession, notification::NotificationType,
};
use frontdesk_store::{Access, ChatRow, NewNotification};

use super::tell_router;
use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
    view::session_view,
};

impl Desk {
    /// Opens the chat of a ticket's conversation, or opens it again. An open
    /// chat that the caller holds stays as it is; one that waits is accepted.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` when another
    /// agent holds it, its customer has another open chat, or it was merged.
    pub async fn ticket_to_chat(&self, actor: &Actor, id: ConversationId) -> Result<ChatSession> {
        agents_only(actor)?;
        let ticket = self
            .store
            .ticket(id, &Access::Staff)
            .await?
            .ok_or_else(|| Error::not_found("ticket"))?;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let before = tx.conversation(id, &Access::Staff).await?;
        let row = tx.hold_conversation(id, &actor.person(), now).await?;
        if before.has_open_chat() && before.agent_id.as_ref() == Some(&actor.id) {
            tx.rollback().await?;
            return Ok(session_view(row));
        }
        let invitation = self.invitation(actor, &row, ticket.number);
        let notified = tx.add_notifications(&[invitation]).await?;
        let details = serde_json::json!({ "ticketNumber": ticket.number });
        tx.add_audit(&self.audit_entry(actor, "ticket.chat", id, details))
            .await?;
        tx.commit().await?;
        router.set_name(&actor.id, &actor.name);
        if before.has_open_chat() {
            router.accept(id, &actor.id, now);
        } else {
            router.hold(id, &actor.id);
        }
        tell_router(&mut router, id, row.snoozed_until.is_some());
        let session = session_view(row.clone());
        self.tell_accepted(row).await?;
        self.settle(&mut router).await;
        drop(router);
        self.ticket_changed(&ticket, notified).await;
        Ok(session)
    }

    fn invitation(&self, actor: &Actor, chat: &ChatRow, number: i64) -> NewNotification {
        NewNotification {
            id: self.ids.make::<NotificationId>(),
            person_id: chat.user_id.clone(),
            kind: NotificationType::ChatMessage,
            title: format!("{} would like to chat with you", actor.name),
            message: format!("About ticket #{number}"),
            data: serde_json::json!({ "sessionId": chat.id, "ticketId": chat.id }),
            dedup_key: None,
            created_at: self.clock.now(),
        }
    }
}
