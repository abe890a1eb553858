//! An agent uses a macro: the reply is sent, and its actions are carried out.
//! Where there is no chat under way, all of it is one transaction; a reply in
//! a chat goes the way of all messages first.

use frontdesk_model::{
    Actor, ConversationId, MacroId,
    chat::Sender,
    macros::{AppliedMacro, ApplyMacro, MacroActions, SkippedAction},
    ticket::TicketStatus,
    validate::MAX_TAGS,
};
use frontdesk_store::{
    Access, ChatRow, ConversationRow, MessageRow, NewMessage, StoredNotification, TicketChange,
    TicketRow, Tx,
};

use crate::{
    Call, Desk,
    chat::Router,
    conversation::{conversation_view, refuse_merged},
    error::{Error, Result},
    tickets::{OtherWay, Words, update::resolution},
    webhooks::Happening,
};

/// What was done, to be told after the commit.
#[derive(Default)]
struct Done {
    note: Option<MessageRow>,
    ticket: Option<TicketRow>,
    notified: Vec<StoredNotification>,
    /// As it was before it was closed.
    closed: Option<ChatRow>,
    skipped: Vec<SkippedAction>,
}

impl Done {
    fn skip(&mut self, action: &str, reason: &str) {
        self.skipped.push(SkippedAction {
            action: action.to_owned(),
            reason: reason.to_owned(),
        });
    }
}

impl Desk {
    /// Carries out a macro's actions, and sends the reply when there is one.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff, and for a reply in another agent's
    /// chat; `NotFound` without the macro or the conversation; `Conflict` when
    /// it was merged, or is a chat that is over; `InvalidInput`.
    pub async fn apply_macro(
        &self,
        call: &Call,
        id: MacroId,
        input: &ApplyMacro,
    ) -> Result<AppliedMacro> {
        let actor = &call.actor;
        let found = self.usable_macro(actor, id).await?;
        let input = input.validate(&self.config.input)?;
        let conversation = input.conversation_id;
        let row = self.conversation_row(conversation, &Access::Staff).await?;
        refuse_merged(&row)?;
        let note = match &found.actions.note {
            None => None,
            Some(note) => Some(self.macro_values(actor, &row).await?.render(note)?.0),
        };
        if let Some(first) = self.answer_before(call).await? {
            return Ok(first);
        }
        let mut reply = input.content.map(|content| Words {
            content,
            attachments: Vec::new(),
            internal: false,
            client_id: input
                .client_id
                .or_else(|| Some(format!("macro-{}", call.idempotency.as_ref()?.key))),
            deeds: Vec::new(),
        });
        if let Some(words) = reply.take() {
            reply = Some(self.pass_reply(actor, conversation, words).await?);
        }
        let mut message = None;
        if let Some(words) = reply.take_if(|_| row.has_open_chat()) {
            message = Some(self.reply_in_chat(actor, &row, words).await?);
        }
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let mut said = None;
        if let Some(words) = &reply {
            let ways = self.respond_in(&mut tx, call, conversation, words).await;
            said = Some(match no_chat(ways)? {
                Ok(said) => said,
                Err(OtherWay::Chat(_) | OtherWay::Merged(_)) => {
                    return Err(Error::conflict(
                        "this conversation has just changed; try again",
                    ));
                }
            });
        }
        let done = self
            .act(&mut tx, call, conversation, &found.actions, note)
            .await?;
        tx.count_macro_use(id).await?;
        let details = serde_json::json!({ "macro": id, "title": found.title });
        tx.add_audit(&self.audit_entry(actor, "macro.apply", conversation, details))
            .await?;
        let after = tx.conversation(conversation, &Access::Staff).await?;
        let message = said.as_ref().map(|said| &said.message).or(message.as_ref());
        let facts = self
            .facts_in(&mut tx, message.into_iter().chain(&done.note))
            .await?;
        let answer = AppliedMacro {
            message: message.map(|message| self.message_view(message.clone(), &facts)),
            note: done.note.clone().map(|note| self.note_view(note, &facts)),
            conversation: conversation_view(after),
            skipped: done.skipped.clone(),
        };
        self.keep_answer(&mut tx, call, &answer).await?;
        tx.commit().await?;
        if let Some(said) = said {
            self.tell_said(said).await;
        }
        self.tell_done(&mut router, actor, conversation, done)
            .await?;
        Ok(answer)
    }

    /// A reply while the conversation is a chat: its agent's message, or
    /// another agent's by way of the ticket.
    async fn reply_in_chat(
        &self,
        actor: &Actor,
        row: &ConversationRow,
        words: Words,
    ) -> Result<MessageRow> {
        if row.ticket_number.is_some() {
            return self.respond_by_any_way(actor, row.id, words).await;
        }
        self.say_in_chat(actor, Sender::Agent, row.id, &words, None)
            .await
    }

    async fn act(
        &self,
        tx: &mut Tx,
        call: &Call,
        id: ConversationId,
        actions: &MacroActions,
        note: Option<String>,
    ) -> Result<Done> {
        let mut done = Done::default();
        if let Some(note) = note {
            let appended = tx.append(&self.macro_note(&call.actor, id, note)).await?;
            done.note = Some(appended.message);
        }
        if !actions.add_tags.is_empty() || actions.status.is_some() {
            self.change_ticket(tx, call, id, actions, &mut done).await?;
        }
        if actions.close_chat {
            self.close_in(tx, &call.actor, id, &mut done).await?;
        }
        Ok(done)
    }

    async fn change_ticket(
        &self,
        tx: &mut Tx,
        call: &Call,
        id: ConversationId,
        actions: &MacroActions,
        done: &mut Done,
    ) -> Result<()> {
        let Some(before) = tx.ticket(id, &Access::Staff).await? else {
            let why = "this conversation is no ticket";
            if !actions.add_tags.is_empty() {
                done.skip("addTags", why);
            }
            if actions.status.is_some() {
                done.skip("status", why);
            }
            return Ok(());
        };
        let now = self.clock.now();
        let mut tags = before.tags.clone();
        for tag in &actions.add_tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        if tags.len() > MAX_TAGS {
            tags.clone_from(&before.tags);
            done.skip("addTags", "the ticket would have too many tags");
        }
        let status: Option<TicketStatus> = actions.status;
        let change = TicketChange {
            resolved_at: resolution(&before, status, now),
            status,
            tags: Some(tags),
            ..TicketChange::default()
        };
        let after = tx.update_ticket(id, &change, now).await?;
        let told = self.tidings(call, &before, &after);
        done.notified = tx.add_notifications(&told).await?;
        self.emit(tx, Happening::TicketUpdated(&after)).await?;
        done.ticket = Some(after);
        Ok(())
    }

    async fn close_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: ConversationId,
        done: &mut Done,
    ) -> Result<()> {
        let chat = tx.chat(id, &Access::Staff).await?;
        let open = chat.filter(|chat| chat.status != frontdesk_model::chat::ChatStatus::Closed);
        match open {
            None => done.skip("closeChat", "no chat is open here"),
            Some(chat) if chat.agent_id.as_ref().is_some_and(|it| *it != actor.id) => {
                done.skip("closeChat", "another agent holds this chat");
            }
            Some(chat) => {
                let closed = tx.close_chat(id, self.clock.now()).await?;
                self.emit(tx, Happening::ChatClosed(&closed)).await?;
                done.closed = Some(chat);
            }
        }
        Ok(())
    }

    fn macro_note(&self, actor: &Actor, id: ConversationId, content: String) -> NewMessage {
        NewMessage {
            id: self.ids.make(),
            conversation_id: id,
            internal: true,
            sender: Sender::Agent,
            sender_id: actor.id.clone(),
            sender_name: actor.name.clone(),
            client_id: None,
            content,
            attachments: Vec::new(),
            created_at: self.clock.now(),
        }
    }

    async fn tell_done(
        &self,
        router: &mut Router,
        actor: &Actor,
        id: ConversationId,
        done: Done,
    ) -> Result<()> {
        if let Some(chat) = done.closed {
            router.close(id, &actor.name);
            if let Some(row) = self.store.chat(id, &Access::Staff).await? {
                self.after_close(router, &chat, &row).await;
            }
        }
        if let Some(note) = done.note {
            self.tell_note(note).await;
        }
        if let Some(ticket) = done.ticket {
            self.ticket_changed(&ticket, done.notified).await;
        }
        self.tell_conversation(id, Some(&actor.id)).await?;
        Ok(())
    }
}

/// Without a ticket and without an open chat there is nobody to say it to.
fn no_chat<T>(answered: Result<T>) -> Result<T> {
    answered.map_err(|error| match error.code() {
        frontdesk_model::error::ErrorCode::NotFound => {
            Error::conflict("this chat is over; nobody would see the reply")
        }
        _ => error,
    })
}
