//! An agent sets a conversation aside for later. A job that is due then brings
//! it back, and a word of its customer's does so at once.

use frontdesk_model::{
    Actor, ConversationId, NotificationId, PersonId, Timestamp,
    chat::Sender,
    conversation::{Conversation, Snooze},
    job::Job,
    notification::NotificationType,
};
use frontdesk_store::{Access, ConversationRow, NewMessage, NewNotification};

use super::{conversation_view, refuse_merged, title_of};
use crate::{Desk, access::agents_only, chat::Router, error::Result};

/// The one place where the router learns that a chat is set aside, or is not:
/// one that is doesn't count toward what its agent may hold.
pub(crate) fn tell_router(router: &mut Router, session: ConversationId, aside: bool) {
    if aside {
        router.snooze(session);
    } else {
        router.unsnooze(session);
    }
}

impl Desk {
    /// Sets a conversation aside until a time; another time replaces it.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` once it is
    /// merged; `InvalidInput` for a time that has passed or is too far away.
    pub async fn snooze(
        &self,
        actor: &Actor,
        id: ConversationId,
        input: &Snooze,
    ) -> Result<Conversation> {
        agents_only(actor)?;
        let now = self.clock.now();
        let input = input.validate(now)?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        refuse_merged(&tx.conversation(id, &Access::Staff).await?)?;
        let note = match &input.note {
            None => None,
            Some(note) => Some(tx.append(&self.snooze_note(actor, id, note, now)).await?),
        };
        tx.snooze(id, &actor.id, input.until).await?;
        let wake = Job::WakeSnoozed {
            conversation_id: id,
            until: input.until,
            note: input.note,
        };
        tx.enqueue(&wake, input.until).await?;
        let details = serde_json::json!({ "until": input.until });
        tx.add_audit(&self.audit_entry(actor, "conversation.snooze", id, details))
            .await?;
        tx.commit().await?;
        tell_router(&mut router, id, true);
        self.settle(&mut router).await;
        drop(router);
        if let Some(note) = note {
            self.tell_note(note.message).await;
        }
        self.tell_conversation(id, Some(&actor.id)).await
    }

    /// Brings a conversation back before its time; one that is not set aside
    /// stays as it is.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn unsnooze(&self, actor: &Actor, id: ConversationId) -> Result<Conversation> {
        agents_only(actor)?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let Some(before) = tx.unsnooze(id, None).await? else {
            tx.rollback().await?;
            let row = self.conversation_row(id, &Access::Staff).await?;
            return Ok(conversation_view(row));
        };
        let entry = self.audit_entry(
            actor,
            "conversation.unsnooze",
            id,
            serde_json::json!({ "until": before.snoozed_until }),
        );
        tx.add_audit(&entry).await?;
        tx.commit().await?;
        tell_router(&mut router, id, false);
        self.settle(&mut router).await;
        drop(router);
        self.tell_conversation(id, before.snoozed_by.as_ref()).await
    }

    /// The time has come. A job whose time was changed or taken back since
    /// finds nothing to do.
    pub(crate) async fn wake_snoozed(
        &self,
        id: ConversationId,
        until: Timestamp,
        note: Option<&str>,
    ) -> Result<()> {
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let Some(before) = tx.unsnooze(id, Some(until)).await? else {
            return Ok(tx.rollback().await?);
        };
        let message = match note {
            Some(note) => note.to_owned(),
            None => format!("The conversation with {} is back", before.user_name),
        };
        let told: Vec<_> = concerned(&before)
            .into_iter()
            .map(|person| {
                let title = format!("Follow up: {}", title_of(&before));
                self.snooze_over(&before, person, title, message.clone(), until)
            })
            .collect();
        let notified = tx.add_notifications(&told).await?;
        tx.commit().await?;
        tell_router(&mut router, id, false);
        self.settle(&mut router).await;
        drop(router);
        self.tell_conversation(id, before.snoozed_by.as_ref())
            .await?;
        self.deliver_notifications(notified).await;
        Ok(())
    }

    /// The customer wrote at `at`, which has brought the conversation back
    /// already: tells the agent who had set it aside.
    pub(crate) async fn snooze_ended(
        &self,
        id: ConversationId,
        agent: &PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let mut router = self.chat.router().await;
        let Some(row) = self.store.conversation(id, &Access::Staff).await? else {
            return Ok(());
        };
        // It may have been set aside once more meanwhile.
        tell_router(&mut router, id, row.snoozed_until.is_some());
        self.settle(&mut router).await;
        drop(router);
        let title = format!("{} wrote: {} is back", row.user_name, title_of(&row));
        let message = "The conversation was set aside until later".to_owned();
        let told = self.snooze_over(&row, agent.clone(), title, message, at);
        let mut tx = self.store.begin().await?;
        let notified = tx.add_notifications(&[told]).await?;
        tx.commit().await?;
        self.tell_conversation(id, Some(agent)).await?;
        self.deliver_notifications(notified).await;
        Ok(())
    }

    fn snooze_note(
        &self,
        actor: &Actor,
        id: ConversationId,
        note: &str,
        now: Timestamp,
    ) -> NewMessage {
        NewMessage {
            id: self.ids.make(),
            conversation_id: id,
            internal: true,
            sender: Sender::Agent,
            sender_id: actor.id.clone(),
            sender_name: actor.name.clone(),
            client_id: None,
            content: note.to_owned(),
            attachments: Vec::new(),
            created_at: now,
        }
    }

    /// The same moment tells a person only once, however often its job is tried.
    fn snooze_over(
        &self,
        row: &ConversationRow,
        person: PersonId,
        title: String,
        message: String,
        at: Timestamp,
    ) -> NewNotification {
        let (kind, data) = match row.ticket_number {
            Some(number) => (
                NotificationType::TicketUpdate,
                serde_json::json!({
                    "ticketId": row.id, "ticketNumber": number, "subject": row.subject,
                }),
            ),
            None => (
                NotificationType::ChatMessage,
                serde_json::json!({ "sessionId": row.id }),
            ),
        };
        NewNotification {
            id: self.ids.make::<NotificationId>(),
            person_id: person,
            kind,
            title,
            message,
            data,
            dedup_key: Some(format!("snooze {} {}", row.id, at.millis())),
            created_at: self.clock.now(),
        }
    }
}

/// Who set it aside, and who holds its chat now, should that be another.
fn concerned(row: &ConversationRow) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = row.snoozed_by.iter().cloned().collect();
    let holder = row.agent_id.iter().filter(|_| row.has_open_chat());
    for agent in holder {
        if !people.contains(agent) {
            people.push(agent.clone());
        }
    }
    people
}
