//! An agent changes many conversations at once, and may take it back. Each
//! conversation is a change of its own: one that cannot be changed is told, and
//! keeps none of the others back.

use frontdesk_model::{
    Actor, ConversationId,
    conversation::Snooze,
    inbox::{BulkChange, BulkChanged, ChangeOf, ConversationChange, NotChanged},
    ticket::TicketPatch,
    validate::Problems,
};
use frontdesk_store::{Access, ConversationRow, TicketRow};

use crate::{
    Call, Desk,
    access::agents_only,
    conversation::refuse_merged,
    error::{Error, Result},
};

impl Desk {
    /// Changes each conversation as its item says, and answers what takes it
    /// back. Closing a chat cannot be taken back.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`, and nothing is changed.
    pub async fn change_conversations(
        &self,
        call: &Call,
        input: &BulkChange,
    ) -> Result<BulkChanged> {
        agents_only(&call.actor)?;
        let items = input.validate()?;
        if let Some(first) = self.answer_before(call).await? {
            return Ok(first);
        }
        let mut done = BulkChanged {
            changed: 0,
            undo: Vec::new(),
            skipped: Vec::new(),
        };
        for item in &items {
            let mut undo = ConversationChange::default();
            let result = self
                .change_conversation(&call.actor, item.id, &item.change, &mut undo)
                .await;
            if undo != ConversationChange::default() {
                done.undo.push(ChangeOf {
                    id: item.id,
                    change: undo,
                });
            }
            match result {
                Ok(()) => done.changed += 1,
                Err(error) => done.skipped.push(NotChanged {
                    id: item.id,
                    reason: error.to_string(),
                }),
            }
        }
        let mut tx = self.store.begin().await?;
        self.keep_answer(&mut tx, call, &done).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Replaces the tags of a conversation, whatever it is.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` once it is
    /// merged; `InvalidInput` for too many tags.
    pub async fn set_tags(&self, actor: &Actor, id: ConversationId, tags: &[String]) -> Result<()> {
        agents_only(actor)?;
        let mut problems = Problems::new();
        let tags = problems.tags("tags", tags);
        let tags = problems.finish(tags)?;
        let row = self.conversation_row(id, &Access::Staff).await?;
        refuse_merged(&row)?;
        if row.ticket_number.is_some() {
            let patch = TicketPatch {
                tags: Some(tags),
                ..TicketPatch::default()
            };
            self.update_ticket(&Call::new(actor.clone()), id, &patch)
                .await?;
            return Ok(());
        }
        let mut tx = self.store.begin_by(&actor.id).await?;
        tx.set_tags(id, &tags).await?;
        tx.commit().await?;
        self.tell_conversation(id, Some(&actor.id)).await?;
        Ok(())
    }

    /// Notes in `undo` what takes back each part that was done.
    async fn change_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
        change: &ConversationChange,
        undo: &mut ConversationChange,
    ) -> Result<()> {
        let row = self.conversation_row(id, &Access::Staff).await?;
        refuse_merged(&row)?;
        match self.store.ticket(id, &Access::Staff).await? {
            Some(ticket) => self.change_ticket_row(actor, &ticket, change, undo).await?,
            None => self.change_chat_row(actor, &row, change, undo).await?,
        }
        match change.snoozed_until {
            Some(until) if until != row.snoozed_until => {
                self.set_aside(actor, id, until).await?;
                undo.snoozed_until = Some(row.snoozed_until);
            }
            _ => {}
        }
        Ok(())
    }

    async fn change_ticket_row(
        &self,
        actor: &Actor,
        before: &TicketRow,
        change: &ConversationChange,
        undo: &mut ConversationChange,
    ) -> Result<()> {
        let tags = change.tags(&before.tags);
        let patch = TicketPatch {
            status: change.status.filter(|status| *status != before.status),
            priority: change.priority.filter(|it| *it != before.priority),
            assigned_to: change
                .assigned_to
                .clone()
                .filter(|to| *to != before.assigned_to),
            tags: (tags != before.tags).then_some(tags),
            ..TicketPatch::default()
        };
        if patch == TicketPatch::default() {
            return Ok(());
        }
        let call = Call::new(actor.clone());
        self.update_ticket(&call, before.id, &patch).await?;
        undo.status = patch.status.map(|_| before.status);
        undo.priority = patch.priority.map(|_| before.priority);
        undo.assigned_to = patch.assigned_to.map(|_| before.assigned_to.clone());
        undo_tags(&before.tags, patch.tags.as_deref(), undo);
        Ok(())
    }

    async fn change_chat_row(
        &self,
        actor: &Actor,
        before: &ConversationRow,
        change: &ConversationChange,
        undo: &mut ConversationChange,
    ) -> Result<()> {
        if change.priority.is_some() || change.assigned_to.is_some() {
            return Err(Error::conflict(
                "a chat has no priority and is handed on by a transfer; make a ticket of it first",
            ));
        }
        let tags = change.tags(&before.tags);
        if tags != before.tags {
            self.set_tags(actor, before.id, &tags).await?;
            undo_tags(&before.tags, Some(&tags), undo);
        }
        match change.status {
            Some(status) if status.is_done() && before.has_open_chat() => {
                self.close_session(actor, before.id).await
            }
            Some(status) if !status.is_done() => Err(Error::conflict(
                "a chat is opened again by its customer, or by making a ticket of it",
            )),
            _ => Ok(()),
        }
    }

    async fn set_aside(
        &self,
        actor: &Actor,
        id: ConversationId,
        until: Option<frontdesk_model::Timestamp>,
    ) -> Result<()> {
        match until {
            Some(until) => {
                self.snooze(actor, id, &Snooze { until, note: None })
                    .await?
            }
            None => self.unsnooze(actor, id).await?,
        };
        Ok(())
    }
}

fn undo_tags(before: &[String], after: Option<&[String]>, undo: &mut ConversationChange) {
    let Some(after) = after else { return };
    let only_in = |some: &[String], others: &[String]| {
        let only = some.iter().filter(|tag| !others.contains(tag));
        only.cloned().collect::<Vec<_>>()
    };
    undo.add_tags = only_in(before, after);
    undo.remove_tags = only_in(after, before);
}
