//! An agent merges two conversations of one customer, and takes them apart.

use frontdesk_model::{
    Actor, ConversationId,
    chat::ChatStatus,
    conversation::{Conversation, MergedConversation},
    job::Job,
};
use frontdesk_store::Access;

use super::{kind_of, snooze::tell_router};
use crate::{
    Desk,
    access::agents_only,
    chat::Router,
    error::{Error, Result},
    tickets::access_of,
    view::session_view,
};

impl Desk {
    /// Merges a conversation into another. It is closed and leaves every list;
    /// what its customer writes there goes to the other from now on.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound` without either; `Conflict`
    /// for two customers, for itself, and when either is merged already.
    pub async fn merge_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
        into: ConversationId,
    ) -> Result<Conversation> {
        agents_only(actor)?;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let before = tx.merge(id, into, actor, now).await?;
        let details = serde_json::json!({ "into": into });
        tx.add_audit(&self.audit_entry(actor, "conversation.merge", id, details))
            .await?;
        tx.commit().await?;
        if before.has_open_chat() {
            router.close(id, &actor.name);
            if let Some(row) = self.store.chat(id, &Access::Staff).await? {
                self.chat.remember(&row);
            }
            let held_by = before
                .agent_id
                .as_ref()
                .filter(|_| before.chat_status == Some(ChatStatus::Active));
            self.tell_closed(id, &before.user_id, held_by);
            self.settle(&mut router).await;
        }
        drop(router);
        self.tell_conversation(into, Some(&actor.id)).await?;
        self.tell_conversation(id, Some(&actor.id)).await
    }

    /// Takes a merged conversation out again: it stands as it did before. What
    /// was written meanwhile stays where it was written.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` when it isn't
    /// merged, or its chat was open and its customer has another one now.
    pub async fn unmerge_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<Conversation> {
        agents_only(actor)?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let into = tx.unmerge(id).await?;
        let row = tx.conversation(id, &Access::Staff).await?;
        if let Some(until) = row.snoozed_until {
            // Its job may have come and gone while it was merged.
            let wake = Job::WakeSnoozed {
                conversation_id: id,
                until,
                note: None,
            };
            tx.enqueue(&wake, until).await?;
        }
        let details = serde_json::json!({ "from": into });
        tx.add_audit(&self.audit_entry(actor, "conversation.unmerge", id, details))
            .await?;
        tx.commit().await?;
        if row.has_open_chat() {
            self.restore_chat(&mut router, id).await?;
        }
        drop(router);
        if row.chat_status == Some(ChatStatus::Waiting) {
            self.enqueue(id).await?;
        }
        self.tell_conversation(into, Some(&actor.id)).await?;
        self.tell_conversation(id, Some(&actor.id)).await
    }

    /// The conversations that were merged into this one, oldest merge first.
    ///
    /// # Errors
    /// `NotFound`, for another's as well.
    pub async fn merged_conversations(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<Vec<MergedConversation>> {
        self.conversation_row(id, &access_of(actor)).await?;
        let rows = self.store.merged(id).await?;
        let merged = rows.into_iter().map(|row| MergedConversation {
            id: row.id,
            kind: kind_of(row.ticket_number),
            subject: row.subject.or(row.topic),
            ticket_number: row.ticket_number,
            message_count: row.last_seq,
            merged_at: row.merged_at,
            merged_by: row.merged_by_name,
            created_at: row.created_at,
        });
        Ok(merged.collect())
    }

    /// Brings an open chat back to its sides, and to the agent who holds it.
    async fn restore_chat(&self, router: &mut Router, id: ConversationId) -> Result<()> {
        let row = self
            .store
            .chat(id, &Access::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        self.chat.remember(&row);
        if let (ChatStatus::Active, Some(agent)) = (row.status, &row.agent_id) {
            router.hold(id, agent);
            tell_router(router, id, row.snoozed_until.is_some());
        }
        self.tell_session(&session_view(row), None);
        self.settle(router).await;
        Ok(())
    }
}
