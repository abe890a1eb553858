//! Someone says something in a chat. The way of every message: checked here
//! (by moderation too), stored by the group-commit writer, answered, and handed to the others in
//! the order of commits (see `room`).

use frontdesk_model::{
    Actor, ConversationId, PersonId,
    chat::{ChatMessage, SendMessage, Sender},
    error::ErrorCode,
    moderation::{Held, ReviewKind, RuleAction},
    notification::NotificationType,
};
use frontdesk_store::{FailPoint, MessageRow, NewChatMessage, NewNotification};

use super::open_chats::Participants;
use crate::{
    Desk,
    error::{Error, Result},
    hub::{ConnectionId, Namespace},
    moderation::{HoldOutcome, Sending, Verdict, held_before},
    notifications::MESSAGE,
    tickets::{Words, said},
};

/// What became of a message that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sent {
    /// It is in the chat.
    Stored(Box<ChatMessage>),
    /// It waits for a review; nobody else sees it.
    Held(Held),
}

impl Sent {
    /// The message, unless it is held.
    pub fn message(self) -> Option<ChatMessage> {
        match self {
            Self::Stored(message) => Some(*message),
            Self::Held(_) => None,
        }
    }
}

/// A message that has passed everything but the chat itself.
pub(super) struct Passed {
    pub(super) words: Words,
    pub(super) verdict: Verdict,
}

impl Desk {
    /// Stores a message. When this returns, it is on disk, in the chat or on
    /// the review list; a repeat of the same `clientId` gives the first answer
    /// again, even where the caller may not write any more: a message that is
    /// stored is never refused. What
    /// a customer writes in a chat that was merged goes to the conversation
    /// that it went into.
    ///
    /// # Errors
    /// `RateLimited` (customers); `InvalidInput`; `Refused` by moderation;
    /// `NotFound` for another's chat; `Forbidden` for an agent who doesn't hold it and for a blocked
    /// customer; `Conflict` once it is closed; `Unavailable` when too much
    /// waits to be stored.
    pub async fn send_message(
        &self,
        actor: &Actor,
        side: Sender,
        input: &SendMessage,
        from: Option<ConnectionId>,
    ) -> Result<Sent> {
        if side == Sender::User {
            self.message_limit.check(&actor.id)?;
        }
        match self.pass_message(actor, side, input, from).await {
            Err(error) if error.is_final() => {
                let mark = input.client_id.as_deref();
                let first = self.answered_before(actor, input.session_id, mark).await?;
                first.ok_or(error)
            }
            outcome => outcome,
        }
    }

    /// Checks a message, and stores or holds it.
    async fn pass_message(
        &self,
        actor: &Actor,
        side: Sender,
        input: &SendMessage,
        from: Option<ConnectionId>,
    ) -> Result<Sent> {
        if side == Sender::User {
            self.check_not_blocked(actor)?;
        }
        let input = input.validate(&self.config.input)?;
        let session = input.session_id;
        let words = Words {
            attachments: self.attachable(actor, &input.attachments).await?,
            content: input.content,
            internal: false,
            client_id: input.client_id,
            deeds: Vec::new(),
        };
        // Nobody is moderated in somebody else's chat.
        if let Ok(participants) = self.participants(session).await
            && side == Sender::User
            && participants.user != actor.id
        {
            return Err(Error::not_found("chat"));
        }
        let sending = sending(Some(session), actor, side, &words);
        let verdict = self.moderate(&sending).await;
        if verdict.action == Some(RuleAction::Refuse) {
            // What was stored already stays so, whatever the rules say now.
            let mark = words.client_id.as_deref();
            return match self.answered_before(actor, session, mark).await? {
                Some(first) => Ok(first),
                None => Err(self.refused(&sending, &verdict).await),
            };
        }
        let words = self.with_verdict(words, &verdict);
        let passed = Passed { words, verdict };
        self.store_message(actor, side, session, passed, from).await
    }

    /// Checks what a chat begins with, before there is a chat. None when it is
    /// stored or held already, and would be refused now.
    ///
    /// # Errors
    /// `RateLimited`; `InvalidInput`; `Refused`.
    pub(super) async fn pass_first_message(
        &self,
        actor: &Actor,
        words: Words,
    ) -> Result<Option<Passed>> {
        self.message_limit.check(&actor.id)?;
        let sending = sending(None, actor, Sender::User, &words);
        let verdict = self.moderate(&sending).await;
        if verdict.action == Some(RuleAction::Refuse) {
            if let Some(mark) = &words.client_id
                && (self
                    .store
                    .conversation_of_message(&actor.id, mark)
                    .await?
                    .is_some()
                    || self.store.held_of(&actor.id, mark).await?.is_some())
            {
                return Ok(None);
            }
            return Err(self.refused(&sending, &verdict).await);
        }
        let words = self.with_verdict(words, &verdict);
        Ok(Some(Passed { words, verdict }))
    }

    /// Stores or holds a message that has passed. Whether the caller may write
    /// there is decided in the transaction that does so.
    pub(super) async fn store_message(
        &self,
        actor: &Actor,
        side: Sender,
        session: ConversationId,
        Passed { words, verdict }: Passed,
        from: Option<ConnectionId>,
    ) -> Result<Sent> {
        let row = if verdict.action == Some(RuleAction::Hold) {
            match self
                .hold_message(actor, side, session, words, &verdict)
                .await?
            {
                HoldOutcome::Held(held) => return Ok(Sent::Held(held)),
                HoldOutcome::Stored(row) => *row,
            }
        } else {
            self.say_by_any_way(actor, side, session, words, from)
                .await?
        };
        Ok(Sent::Stored(Box::new(self.message_now(row).await?)))
    }

    /// Says words that were checked already: in the chat, or in the
    /// conversation that a customer's chat was merged into.
    pub(crate) async fn say_by_any_way(
        &self,
        actor: &Actor,
        side: Sender,
        session: ConversationId,
        words: Words,
        from: Option<ConnectionId>,
    ) -> Result<MessageRow> {
        match self.say_in_chat(actor, side, session, &words, from).await {
            Err(error) if side == Sender::User && error.code() == ErrorCode::Conflict => {
                let Some(into) = self.merged_into(&actor.id, session).await? else {
                    return Err(error);
                };
                // What was stored before the merge is not said once more.
                let mark = words.client_id.as_deref();
                if let Some(stored) = self.stored_before(actor, session, mark).await? {
                    return Ok(stored);
                }
                self.say_as_customer(actor, into, words).await
            }
            sent => sent,
        }
    }

    /// Says words that were checked already, in a chat that is open.
    pub(crate) async fn say_in_chat(
        &self,
        actor: &Actor,
        side: Sender,
        session: ConversationId,
        words: &Words,
        from: Option<ConnectionId>,
    ) -> Result<MessageRow> {
        let participants = self.participants(session).await?;
        let mut message = self.words_of(actor, side, session, words.clone());
        message.notifications = self.unless_looking(actor, &participants, &message);
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

    /// What the caller was answered under this `clientId` before.
    ///
    /// # Errors
    /// `Refused` where it was held, and rejected.
    async fn answered_before(
        &self,
        actor: &Actor,
        session: ConversationId,
        client_id: Option<&str>,
    ) -> Result<Option<Sent>> {
        if let Some(row) = self.stored_before(actor, session, client_id).await? {
            return Ok(Some(Sent::Stored(Box::new(self.message_now(row).await?))));
        }
        let Some(client_id) = client_id.map(str::trim) else {
            return Ok(None);
        };
        let held = self
            .store
            .held_marked(session, &actor.id, client_id)
            .await?;
        held.map(|first| held_before(first, client_id.to_owned()).map(Sent::Held))
            .transpose()
    }

    /// What the caller has stored under this `clientId`: its acknowledgement
    /// was lost, and the chat has been closed or handed on since.
    async fn stored_before(
        &self,
        actor: &Actor,
        session: ConversationId,
        client_id: Option<&str>,
    ) -> Result<Option<MessageRow>> {
        let Some(client_id) = client_id else {
            return Ok(None);
        };
        let stored = self.store.message_of(session, &actor.id, client_id.trim());
        Ok(stored.await?)
    }

    /// A notification for the other side, if they don't look at the chat now.
    fn unless_looking(
        &self,
        actor: &Actor,
        participants: &Participants,
        said_now: &NewChatMessage,
    ) -> Vec<NewNotification> {
        let session = said_now.conversation_id;
        let (reader, namespace) = match said_now.sender {
            Sender::User => (participants.agent.as_ref(), Namespace::ChatAgent),
            Sender::Agent => (Some(&participants.user), Namespace::ChatUser),
        };
        let away = reader.filter(|reader| !self.is_looking_at_chat(reader, namespace, session));
        let notify = |reader: &PersonId| NewNotification {
            id: self.ids.make(),
            person_id: reader.clone(),
            kind: NotificationType::ChatMessage,
            title: format!("{} wrote to you", actor.name),
            message: said(&said_now.content),
            data: serde_json::json!({ "sessionId": session, MESSAGE: said_now.id }),
            dedup_key: None,
            created_at: self.clock.now(),
        };
        away.map(notify).into_iter().collect()
    }
}

fn sending<'a>(
    conversation: Option<ConversationId>,
    author: &'a Actor,
    side: Sender,
    words: &'a Words,
) -> Sending<'a> {
    Sending {
        kind: ReviewKind::Message,
        conversation,
        author,
        as_agent: side == Sender::Agent,
        subject: None,
        content: &words.content,
        attachments: &words.attachments,
        mark: words.client_id.as_deref(),
    }
}
