//! A customer starts a chat, or comes back to the one that is open.

use std::hash::{DefaultHasher, Hash, Hasher};

use frontdesk_model::{
    Actor, ConversationId,
    chat::{ChatStatus, InitiateChat, PreChatAnswer, Sender},
    events::{InitiateChatAck, SYNC_MAX_MESSAGES, WaitingForAgent},
    moderation::{Held, ReviewKind, RuleAction},
};
use frontdesk_store::{ChatAccess, ChatRow, NewChat};

use super::{
    room::arrival,
    router::Entry,
    send_message::{Passed, Sent},
};
use crate::{
    Desk,
    error::{Error, Result},
    hub::{ConnectionId, Event, Namespace},
    moderation::{Field, FieldDeeds, held_before},
    tickets::Words,
    webhooks::Happening,
};

impl Desk {
    /// Opens a chat of the caller's, or resumes the open one: a reload or a
    /// dropped line never closes it. A first message is stored with it; the
    /// connection `from` which it comes hears only its answer.
    ///
    /// # Errors
    /// `InvalidInput`, `RateLimited`, `Refused`, as for a message; `Forbidden`
    /// for a blocked customer. Then no chat is opened.
    pub async fn initiate_chat(
        &self,
        actor: &Actor,
        input: &InitiateChat,
        from: Option<ConnectionId>,
    ) -> Result<InitiateChatAck> {
        let input = input.validate(&self.config.input)?;
        let before = self.begun_before(actor, &input).await?;
        if let Some((row, held)) = before.clone()
            && row.status == ChatStatus::Closed
        {
            return self.answer(row, true, held).await;
        }
        self.check_not_blocked(actor)?;
        // First, so that what is refused opens no chat.
        let first = self.first_message(actor, &input).await?;
        let (mut row, resumed) = self.open_or_resume(actor, &input).await?;
        let sent = match first {
            Some(mut first) => {
                first.mark_in(&row);
                self.store_message(actor, Sender::User, row.id, first, from)
                    .await
                    .map(Some)
            }
            None => Ok(None),
        };
        // Whatever became of the message, the chat is there and waits. (So
        // does one whose opening was broken off before it came to this.)
        if row.status == ChatStatus::Waiting {
            self.enqueue(row.id).await?;
        }
        let held = match sent? {
            Some(Sent::Held(held)) => Some(held),
            Some(Sent::Stored(_)) => {
                row = self.store.open_chat_of(&actor.id).await?.unwrap_or(row);
                None
            }
            None => before.and_then(|(_, held)| held),
        };
        self.answer(row, resumed, held).await
    }

    async fn first_message(&self, actor: &Actor, input: &InitiateChat) -> Result<Option<Passed>> {
        if input.message.is_none() && input.attachments.is_empty() {
            return Ok(None);
        }
        let words = Words {
            content: input.message.clone().unwrap_or_default(),
            attachments: self.attachable(actor, &input.attachments).await?,
            internal: false,
            client_id: input.client_id.clone(),
            deeds: Vec::new(),
        };
        self.pass_first_message(actor, words).await
    }

    /// The chat that this very first message has opened, and whether it is
    /// held: only the answer was lost, and when the chat is closed by now, the
    /// message must not open another.
    async fn begun_before(
        &self,
        actor: &Actor,
        input: &InitiateChat,
    ) -> Result<Option<(ChatRow, Option<Held>)>> {
        let (Some(_), Some(client_id)) = (&input.message, &input.client_id) else {
            return Ok(None);
        };
        let stored = self.store.conversation_of_message(&actor.id, client_id);
        let (id, held) = match stored.await? {
            Some(id) => (id, None),
            None => match self.store.held_of(&actor.id, client_id).await? {
                Some(first) => {
                    let id = first.conversation_id;
                    (id, Some(held_before(first, client_id.clone())?))
                }
                None => return Ok(None),
            },
        };
        let row = self.store.chat(id, &ChatAccess::Staff).await?;
        Ok(row.map(|row| (row, held)))
    }

    /// What was chosen and answered on the form is looked at for a new chat
    /// alone: the open one goes on as it began.
    async fn open_or_resume(&self, actor: &Actor, input: &InitiateChat) -> Result<(ChatRow, bool)> {
        if let Some(row) = self.store.open_chat_of(&actor.id).await? {
            self.chat.remember(&row);
            return Ok((row, true));
        }
        let mut form = self.resolve_form(input.topic_id.as_deref(), input.answers.as_ref())?;
        let mut topic = input.topic.clone();
        let passed = self.pass_form(actor, &mut topic, &mut form.answers).await?;
        let label = form.topic.as_ref().map(|topic| topic.label.clone());
        let (team_id, skills) = form
            .topic
            .map_or_else(Default::default, |topic| (topic.team_id, topic.skills));
        let mut tx = self.store.begin().await?;
        let opened = tx
            .open_chat(&NewChat {
                id: self.ids.make(),
                user_id: actor.id.clone(),
                user_name: actor.name.clone(),
                topic: topic.or(label),
                team_id,
                skills,
                answers: form.answers,
                created_at: self.clock.now(),
            })
            .await;
        match opened {
            Ok(row) => {
                self.keep_context(&mut tx, row.id, input.context.as_ref())
                    .await?;
                if let Some(email) = &form.email {
                    tx.give_email(&actor.id, email).await?;
                }
                let flagged = self
                    .record_fields(&mut tx, actor, ReviewKind::Message, row.id, &passed)
                    .await?;
                self.emit(&mut tx, Happening::ChatStarted(&row)).await?;
                tx.commit().await?;
                if flagged {
                    self.tell_review_queue().await;
                }
                self.chat.remember(&row);
                Ok((row, false))
            }
            // Another tab was faster: its chat is ours.
            Err(frontdesk_store::Error::Conflict { .. }) => {
                tx.rollback().await?;
                let row = self.store.open_chat_of(&actor.id).await?;
                let row = row.ok_or_else(|| Error::unavailable("try again"))?;
                Ok((row, true))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Checks what was written on the form; what was chosen is the desk's own.
    async fn pass_form(
        &self,
        actor: &Actor,
        topic: &mut Option<String>,
        answers: &mut [PreChatAnswer],
    ) -> Result<FieldDeeds> {
        let mut fields = Vec::new();
        if let Some(text) = topic {
            fields.push(Field {
                member: "topic".to_owned(),
                label: "topic".to_owned(),
                text,
            });
        }
        for answer in answers {
            if self.is_written(&answer.key) {
                fields.push(Field {
                    member: format!("answers.{}", answer.key),
                    label: format!("answer to “{}”", answer.label),
                    text: &mut answer.value,
                });
            }
        }
        self.pass_fields(actor, ReviewKind::Message, None, fields)
            .await
    }

    /// Shows a new chat to the agents and offers it; no effect on one that is
    /// in the queue, or waits no more.
    pub(crate) async fn enqueue(&self, id: ConversationId) -> Result<()> {
        let mut router = self.chat.router().await;
        if router.standing(id).is_some() {
            return Ok(());
        }
        let row = self.store.chat(id, &ChatAccess::Staff).await?;
        let Some(row) = row.filter(|row| row.status == ChatStatus::Waiting) else {
            return Ok(());
        };
        router.enqueue(arrival(&row), Entry::New, self.clock.now());
        let queued = Event::SessionQueued(self.waiting_view(&router, row));
        self.hub.broadcast(Namespace::ChatAgent, &queued);
        self.settle(&mut router).await;
        Ok(())
    }

    async fn answer(
        &self,
        row: ChatRow,
        resumed: bool,
        held: Option<Held>,
    ) -> Result<InitiateChatAck> {
        let messages = self
            .store
            .latest_messages(row.id, SYNC_MAX_MESSAGES)
            .await?;
        let (position, estimated_wait_seconds) = if row.status == ChatStatus::Waiting {
            let router = self.chat.router().await;
            self.place(&router, row.id).await
        } else {
            (None, None)
        };
        if let (true, Some(position)) = (resumed, position) {
            let event = Event::WaitingForAgent(WaitingForAgent {
                session_id: row.id,
                position,
                estimated_wait_seconds,
            });
            self.hub.send(&row.user_id, Namespace::ChatUser, &event);
        }
        Ok(InitiateChatAck {
            availability: self.availability_of(row.team_id).await,
            success: true,
            session_id: row.id,
            status: row.status,
            position,
            estimated_wait_seconds,
            messages: self.message_views(messages).await?,
            resumed,
            agent_id: row.agent_id,
            agent_name: row.agent_name,
            held,
        })
    }
}

impl Passed {
    /// A `clientId` makes a repeat harmless; without one, a fixed mark does for
    /// the whole chat. What is held doesn't begin the chat, so another text may
    /// come after it: then the mark is the text's too.
    fn mark_in(&mut self, chat: &ChatRow) {
        if chat.last_seq > 0 || self.words.client_id.is_some() {
            return;
        }
        let mut mark = format!("first-{}", chat.id);
        if self.verdict.action == Some(RuleAction::Hold) {
            let mut hasher = DefaultHasher::new();
            self.words.content.hash(&mut hasher);
            mark.push_str(&format!("-{:x}", hasher.finish()));
        }
        self.words.client_id = Some(mark);
    }
}
