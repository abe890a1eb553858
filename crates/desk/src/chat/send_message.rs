//! Someone says something in a chat. The way of every message: checked here,
//! stored by the group-commit writer, answered, and handed to the others in
//! the order of commits (see `room`).

use frontdesk_model::{
    Actor, ConversationId, PersonId,
    chat::{ChatMessage, SendMessage, Sender},
    notification::NotificationType,
};
use frontdesk_store::{FailPoint, NewChatMessage, NewNotification};

use super::open_chats::Participants;
use crate::{
    Desk,
    error::Result,
    hub::{ConnectionId, Namespace},
    tickets::excerpt,
};

impl Desk {
    /// Stores a message. When this returns, it is on disk; a repeat of the
    /// same `clientId` gives the first message again, even where the caller
    /// may not write any more: a message that is stored is never refused.
    ///
    /// # Errors
    /// `RateLimited` (customers); `InvalidInput`; `NotFound` for another's
    /// chat; `Forbidden` for an agent who doesn't hold it
    /// and for a blocked customer; `Conflict` once it is closed; `Unavailable` when too much waits to be stored.
    pub async fn send_message(
        &self,
        actor: &Actor,
        side: Sender,
        input: &SendMessage,
        from: Option<ConnectionId>,
    ) -> Result<ChatMessage> {
        if side == Sender::User {
            self.message_limit.check(&actor.id)?;
        }
        match self.store_message(actor, side, input, from).await {
            Err(error) if error.is_final() => {
                let stored = self.stored_before(actor, input).await?;
                stored.ok_or(error)
            }
            outcome => outcome,
        }
    }

    /// Whether the caller may write there is decided in the transaction that
    /// stores it.
    async fn store_message(
        &self,
        actor: &Actor,
        side: Sender,
        input: &SendMessage,
        from: Option<ConnectionId>,
    ) -> Result<ChatMessage> {
        if side == Sender::User {
            self.check_not_blocked(actor)?;
        }
        let input = input.validate(&self.config.input)?;
        let attachments = self.attachable(actor, &input.attachments).await?;
        let participants = self.participants(input.session_id).await?;
        let notifications =
            self.unless_looking(actor, side, &participants, input.session_id, &input.content);
        let message = NewChatMessage {
            id: self.ids.make(),
            conversation_id: input.session_id,
            sender: side,
            sender_id: actor.id.clone(),
            sender_name: actor.name.clone(),
            client_id: input.client_id,
            content: input.content,
            attachments,
            created_at: self.clock.now(),
            notifications,
            jobs: Vec::new(),
        };
        let id = message.id;
        if let Some(from) = from {
            self.chat.set_origin(id, from);
        }
        let appended = self.store.append_chat(message).await;
        if !matches!(&appended, Ok(appended) if !appended.repeated) {
            self.chat.take_origin(id);
        }
        self.store.reached(FailPoint::BeforeAck).await;
        Ok(self.message_view(appended?.message))
    }

    /// What the caller has stored under this `clientId`: its acknowledgement
    /// was lost, and the chat has been closed or handed on since.
    async fn stored_before(
        &self,
        actor: &Actor,
        input: &SendMessage,
    ) -> Result<Option<ChatMessage>> {
        let Some(client_id) = &input.client_id else {
            return Ok(None);
        };
        let stored = self
            .store
            .message_of(input.session_id, &actor.id, client_id.trim())
            .await?;
        Ok(stored.map(|row| self.message_view(row)))
    }

    /// A notification for the other side, if they don't look at the chat now.
    fn unless_looking(
        &self,
        actor: &Actor,
        side: Sender,
        participants: &Participants,
        session: ConversationId,
        content: &str,
    ) -> Vec<NewNotification> {
        let (reader, namespace) = match side {
            Sender::User => (participants.agent.as_ref(), Namespace::ChatAgent),
            Sender::Agent => (Some(&participants.user), Namespace::ChatUser),
        };
        let away = reader.filter(|reader| !self.hub.is_connected(reader, namespace));
        let notify = |reader: &PersonId| NewNotification {
            id: self.ids.make(),
            person_id: reader.clone(),
            kind: NotificationType::ChatMessage,
            title: format!("{} wrote to you", actor.name),
            message: if content.is_empty() {
                "sent a file".to_owned()
            } else {
                excerpt(content)
            },
            data: serde_json::json!({ "sessionId": session }),
            dedup_key: None,
            created_at: self.clock.now(),
        };
        away.map(notify).into_iter().collect()
    }
}
