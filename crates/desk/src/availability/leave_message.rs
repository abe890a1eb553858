//! A customer is tired of waiting: their chat becomes a ticket. It stays the
//! same conversation; nothing is copied.

use frontdesk_model::{
    ConversationId,
    article::DEFAULT_CATEGORY,
    availability::{LeaveMessage, MessageLeft},
    chat::{ChatStatus, SendMessage, Sender},
    moderation::ReviewKind,
    ticket::Priority,
};
use frontdesk_store::{Access, ChatRow, NewTicketRow, Notes, TicketRow, Tx};

use super::offline::email_to_keep;
use crate::{
    Call, Desk, Sent,
    error::{Error, Result},
    moderation::{Field, Submitted},
    tickets::excerpt,
};

/// Messages that are looked at for the ticket's first words.
const FIRST_MESSAGES: u32 = 20;

impl Desk {
    /// Makes the caller's waiting chat a ticket, and ends the chat.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `Conflict` once an agent has joined
    /// or it is closed; `InvalidInput`, also when nothing has been said and no
    /// message is given; `Refused`. While the message waits for a review the
    /// chat goes on waiting.
    pub async fn leave_message(
        &self,
        call: &Call,
        id: ConversationId,
        input: &LeaveMessage,
    ) -> Result<Submitted<MessageLeft>> {
        self.check_not_blocked(&call.actor)?;
        let mut input = input.validate(&self.config.input)?;
        if let Some(first) = self.earlier_answer(call).await? {
            return Ok(Submitted::Done(first));
        }
        self.waiting_chat_of(call, id).await?;
        let subject = input.subject.as_mut().map(|text| Field {
            member: "subject".to_owned(),
            label: "subject".to_owned(),
            text,
        });
        let subject = self
            .pass_fields(
                &call.actor,
                ReviewKind::Response,
                Some(id),
                subject.into_iter().collect(),
            )
            .await?;
        if let Some(message) = &input.message
            && let Sent::Held(held) = self.say_last_words(call, id, message).await?
        {
            return Ok(Submitted::Held { held });
        }
        let first_words = self.first_words(id).await?;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(Submitted::Done(first));
        }
        let owner = Access::Owner(call.actor.id.clone());
        let before = check_waiting(tx.chat(id, &owner).await?)?;
        let ticket = self
            .ticket_of_chat(&mut tx, &before, &input, &first_words)
            .await?;
        let closed = tx.close_chat(id, now).await?;
        if let Some(email) = email_to_keep(&call.actor, input.email) {
            tx.give_email(&call.actor.id, &email).await?;
        }
        let flagged = self
            .record_fields(&mut tx, &call.actor, ReviewKind::Response, id, &subject)
            .await?;
        let left = MessageLeft {
            ticket_id: id,
            number: ticket.number,
            expected_answer_at: self.expected_answer(before.team_id, now),
        };
        self.keep_answer(&mut tx, call, &left).await?;
        tx.commit().await?;
        self.after_close(&mut router, &before, &closed).await;
        self.ticket_opened(&ticket).await;
        if flagged {
            self.tell_review_queue().await;
        }
        Ok(Submitted::Done(left))
    }

    /// What a repeat of a call that was carried out gets.
    async fn earlier_answer(&self, call: &Call) -> Result<Option<MessageLeft>> {
        if call.idempotency.is_none() {
            return Ok(None);
        }
        let mut tx = self.store.begin().await?;
        let first = self.first_answer(&mut tx, call).await?;
        tx.rollback().await?;
        Ok(first)
    }

    async fn waiting_chat_of(&self, call: &Call, id: ConversationId) -> Result<ChatRow> {
        let owner = Access::Owner(call.actor.id.clone());
        check_waiting(self.store.chat(id, &owner).await?)
    }

    /// Sends the message as any other; the key of the call marks it.
    async fn say_last_words(&self, call: &Call, id: ConversationId, message: &str) -> Result<Sent> {
        let message = SendMessage {
            session_id: id,
            content: message.to_owned(),
            client_id: call.idempotency.as_ref().map(|key| key.key.clone()),
            attachments: Vec::new(),
        };
        self.send_message(&call.actor, Sender::User, &message, None)
            .await
    }

    /// What the customer said first.
    async fn first_words(&self, id: ConversationId) -> Result<String> {
        let messages = self
            .store
            .messages(id, 0, FIRST_MESSAGES, Notes::PublicOnly)
            .await?;
        if messages.is_empty() {
            return Err(Error::invalid_field(
                "message",
                "message is required: nothing has been said in this chat yet",
            ));
        }
        let spoken = messages
            .into_iter()
            .find(|message| message.sender == Sender::User && !message.content.is_empty());
        Ok(spoken.map_or_else(|| "sent a file".to_owned(), |message| message.content))
    }

    /// The ticket of a chat's conversation: a new one, unless it has one.
    async fn ticket_of_chat(
        &self,
        tx: &mut Tx,
        chat: &ChatRow,
        input: &LeaveMessage,
        first_words: &str,
    ) -> Result<TicketRow> {
        if let Some(ticket) = tx.ticket(chat.id, &Access::Staff).await? {
            return Ok(ticket);
        }
        let subject = input.subject.clone().or_else(|| chat.topic.clone());
        let ticket = tx
            .create_ticket(&NewTicketRow {
                id: chat.id,
                user_id: chat.user_id.clone(),
                user_name: chat.user_name.clone(),
                subject: subject.unwrap_or_else(|| excerpt(first_words)),
                description: first_words.to_owned(),
                category: DEFAULT_CATEGORY.to_owned(),
                priority: Priority::Medium,
                tags: Vec::new(),
                attachments: Vec::new(),
                created_at: self.clock.now(),
            })
            .await?;
        Ok(ticket)
    }
}

fn check_waiting(chat: Option<ChatRow>) -> Result<ChatRow> {
    let chat = chat.ok_or_else(|| Error::not_found("chat"))?;
    match chat.status {
        ChatStatus::Waiting => Ok(chat),
        ChatStatus::Active => Err(Error::conflict(
            "an agent has joined this chat; write to them there",
        )),
        ChatStatus::Closed => Err(Error::conflict("this chat is closed")),
    }
}
