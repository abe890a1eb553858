//! Someone says something in a chat. The way of every message: checked here,
//! stored by the group-commit writer, answered, and handed to the others in
//! the order of commits (see `room`).

use frontdesk_model::{
    Actor, ConversationId, PersonId,
    chat::{ChatMessage, SendMessage, Sender},
    error::ErrorCode,
    notification::NotificationType,
};
use frontdesk_store::{FailPoint, MessageRow, NewChatMessage, NewNotification};

use super::open_chats::Participants;
use crate::{
    Desk,
    error::Result,
    hub::{ConnectionId, Namespace},
    tickets::{Words, excerpt},
};

impl Desk {
    /// Stores a message. When this returns, it is on disk; a repeat of the
    /// same `clientId` gives the first message again, even where the caller
    /// may not write any more: a message that is stored is never refused. What
    /// a customer writes in a chat that was merged goes to the conversation
    /// that it went into.
    ///
    /// # Errors
    /// `RateLimited` (customers); `InvalidInput`; `NotFound` for another's
    /// chat; `Forbidden` for an agent who doesn't hold it and for a blocked
    /// customer; `Conflict` once it is closed; `Unavailable` when too much
    /// waits to be stored.
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
                let mark = input.client_id.as_deref();
                let stored = self.stored_before(actor, input.session_id, mark).await?;
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
        let words = Words {
            content: input.content,
            attachments,
            internal: false,
            client_id: input.client_id,
        };
        let sent = self.say_in_chat(actor, side, input.session_id, &words, from);
        match sent.await {
            Err(error) if side == Sender::User && error.code() == ErrorCode::Conflict => {
                let session = input.session_id;
                let Some(into) = self.merged_into(&actor.id, session).await? else {
                    return Err(error);
                };
                // What was stored before the merge is not said once more.
                let mark = words.client_id.as_deref();
                if let Some(stored) = self.stored_before(actor, session, mark).await? {
                    return Ok(stored);
                }
                let message = self.say_as_customer(actor, into, words).await?;
                Ok(self.message_view(message))
            }
            sent => Ok(self.message_view(sent?)),
        }
    }

    /// The same for words that were checked already.
    pub(crate) async fn say_in_chat(
        &self,
        actor: &Actor,
        side: Sender,
        session: ConversationId,
        words: &Words,
        from: Option<ConnectionId>,
    ) -> Result<MessageRow> {
        let participants = self.participants(session).await?;
        let notifications =
            self.unless_looking(actor, side, &participants, session, &words.content);
        let message = NewChatMessage {
            notifications,
            ..self.words_of(actor, side, session, words.clone())
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
        Ok(appended?.message)
    }

    /// What the caller has stored under this `clientId`: its acknowledgement
    /// was lost, and the chat has been closed or handed on since.
    async fn stored_before(
        &self,
        actor: &Actor,
        session: ConversationId,
        client_id: Option<&str>,
    ) -> Result<Option<ChatMessage>> {
        let Some(client_id) = client_id else {
            return Ok(None);
        };
        let stored = self
            .store
            .message_of(session, &actor.id, client_id.trim())
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
