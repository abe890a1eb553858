//! Stores one batch of chat messages in one transaction.

use std::{collections::HashMap, sync::Arc, time::Instant};

use frontdesk_model::{
    ConversationId, PersonId, Timestamp,
    chat::{ChatStatus, Sender},
    job::Job,
    ticket::TicketStatus,
};

use crate::{
    CommittedMessage, Error, FailPoint, MessageRow, NewChatMessage, Result, SearchKind,
    StoredNotification, Tx,
    chat::CHAT_LOCK,
    db::Source,
    inbox, message, reference,
    row::row,
    sql::{Builder, Engine, KEPT_ROWS, Script},
    store::Core,
};

/// What became of a message that was not refused.
pub(crate) enum Outcome {
    Stored(Box<CommittedMessage>),
    /// The one that was stored first.
    Repeated(MessageRow),
}

/// Stores what can be stored and gives an outcome for each message, in order.
/// When the batch fails as a whole for a reason that may lie in one message,
/// each is tried alone, so that a bad one fails alone.
pub(crate) async fn store(core: &Arc<Core>, messages: &[NewChatMessage]) -> Vec<Result<Outcome>> {
    let started = Instant::now();
    let stored = write(core, messages).await;
    metrics::counter!("frontdesk_store_batches_total").increment(1);
    metrics::histogram!("frontdesk_store_batch_messages").record(messages.len() as f64);
    metrics::histogram!("frontdesk_store_commit_seconds").record(started.elapsed().as_secs_f64());
    match stored {
        Ok(outcomes) => outcomes,
        Err(error) if messages.len() > 1 && may_be_one_message(&error) => {
            tracing::warn!(%error, messages = messages.len(), "a batch failed; each is tried alone");
            let mut outcomes = Vec::with_capacity(messages.len());
            for message in messages {
                outcomes.push(alone(core, message).await);
            }
            outcomes
        }
        Err(error) => messages.iter().map(|_| Err(again(&error))).collect(),
    }
}

async fn alone(core: &Arc<Core>, message: &NewChatMessage) -> Result<Outcome> {
    write(core, std::slice::from_ref(message))
        .await?
        .pop()
        .unwrap_or(Err(Error::Closed))
}

fn may_be_one_message(error: &Error) -> bool {
    matches!(
        error,
        Error::Conflict { .. }
            | Error::Corrupt(_)
            | Error::Database(sqlx::Error::Database(_) | sqlx::Error::Encode(_))
    )
}

/// The same failure for another caller.
fn again(error: &Error) -> Error {
    match error {
        Error::Busy => Error::Busy,
        Error::Full => Error::Full,
        Error::Closed => Error::Closed,
        Error::Corrupt(what) => Error::Corrupt(what.clone()),
        Error::Conflict { what, why } => Error::Conflict {
            what,
            why: why.clone(),
        },
        other => Error::Database(sqlx::Error::Protocol(other.to_string())),
    }
}

/// What the writer must know of a chat.
struct Chat {
    id: ConversationId,
    user_id: PersonId,
    last_seq: i64,
    updated_at: Timestamp,
    status: ChatStatus,
    agent_id: Option<PersonId>,
    /// Who has set it aside, when it is.
    snoozed_by: Option<PersonId>,
    /// When the conversation is a ticket too.
    ticket_status: Option<TicketStatus>,
}

row!(Chat {
    id,
    user_id,
    last_seq,
    updated_at,
    status,
    agent_id,
    snoozed_by,
    ticket_status,
});

impl Chat {
    /// Whether the message may be written to this chat.
    fn check(&self, message: &NewChatMessage) -> Result<()> {
        match message.sender {
            Sender::User if self.user_id != message.sender_id => {
                Err(Error::NotFound { what: "chat" })
            }
            _ if self.status == ChatStatus::Closed => {
                Err(Error::conflict("chat", "this chat is closed"))
            }
            Sender::Agent
                if !message.response && self.agent_id.as_ref() != Some(&message.sender_id) =>
            {
                Err(Error::forbidden(
                    "chat",
                    "only the agent who holds this chat may write in it",
                ))
            }
            _ => Ok(()),
        }
    }
}

/// What makes a message the same as another: conversation, sender, `clientId`.
type Mark<'m> = (ConversationId, &'m str, &'m str);

fn mark(message: &NewChatMessage) -> Option<Mark<'_>> {
    let client_id = message.client_id.as_deref()?;
    Some((
        message.conversation_id,
        message.sender_id.as_str(),
        client_id,
    ))
}

fn mark_of_row(row: &MessageRow) -> Option<Mark<'_>> {
    let client_id = row.client_id.as_deref()?;
    Some((row.conversation_id, row.sender_id.as_str(), client_id))
}

/// Whether the senders' marks are looked up before anything is written. A
/// repeat is rare, and the unique marks find it; so most batches save the query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Trusted,
    LookedUp,
}

/// Stores a batch, or nothing of it when that is an `Err`.
async fn write(core: &Arc<Core>, messages: &[NewChatMessage]) -> Result<Vec<Result<Outcome>>> {
    match attempt(core, messages, Marks::Trusted).await {
        Ok(Some(outcomes)) => return Ok(outcomes),
        Ok(None) | Err(Error::Conflict { .. }) => {}
        Err(error) => return Err(error),
    }
    let stored = attempt(core, messages, Marks::LookedUp).await?;
    Ok(stored.unwrap_or_default())
}

/// One transaction. None, with nothing stored, when a repeat must be looked
/// for first.
async fn attempt(
    core: &Arc<Core>,
    messages: &[NewChatMessage],
    marks: Marks,
) -> Result<Option<Vec<Result<Outcome>>>> {
    // Locked first, looked for repeats after: what another process stored
    // before we got the lock is seen.
    let (mut tx, chats) = lock_chats(core, messages).await?;
    let known = match marks {
        Marks::Trusted => Vec::new(),
        Marks::LookedUp => find_known(&mut tx, messages).await?,
    };
    let plan = Plan::make(messages, chats, &known);
    // A repeat is answered even where nothing new may be written any more.
    if marks == Marks::Trusted && plan.refuses_a_marked(messages) {
        tx.rollback().await?;
        return Ok(None);
    }
    if plan.new.is_empty() {
        tx.rollback().await?;
        return Ok(Some(plan.outcomes(Vec::new())));
    }
    let notified = add_consequences(&mut tx, &plan).await?;
    for row in &plan.rows {
        tx.changes.add(
            SearchKind::Conversation,
            row.conversation_id.to_string(),
            Some(&row.sender_id),
        );
    }
    let script = insertion(tx.engine(), &plan);
    core.failpoints.reached(FailPoint::BeforeCommit).await;
    tx.commit_after(script).await?;
    core.failpoints.reached(FailPoint::AfterCommit).await;
    Ok(Some(plan.outcomes(notified)))
}

async fn lock_chats(
    core: &Arc<Core>,
    messages: &[NewChatMessage],
) -> Result<(Tx, HashMap<ConversationId, Chat>)> {
    let mut ids: Vec<_> = messages.iter().map(|new| new.conversation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let query = |ids: &[ConversationId]| {
        let mut sql = Builder::new(
            core.db.engine(),
            "SELECT c.id, c.user_id, c.last_seq, c.updated_at, ch.status, ch.agent_id,
                 c.snoozed_by, t.status AS ticket_status
             FROM conversation c JOIN chat ch ON ch.conversation_id = c.id
             LEFT JOIN ticket t ON t.conversation_id = c.id WHERE c.id",
        );
        sql.within(ids.iter())
            .push(" ORDER BY c.id")
            .lock(CHAT_LOCK);
        sql
    };
    let (first, rest) = ids.split_at(ids.len().min(KEPT_ROWS));
    let (mut tx, mut locked) = Tx::begin_with::<Chat>(Arc::clone(core), query(first)).await?;
    for ids in rest.chunks(KEPT_ROWS) {
        locked.extend(tx.fetch::<Chat>(query(ids).build()).await?);
    }
    Ok((tx, locked.into_iter().map(|chat| (chat.id, chat)).collect()))
}

async fn find_known(tx: &mut Tx, messages: &[NewChatMessage]) -> Result<Vec<MessageRow>> {
    let marks: Vec<_> = messages.iter().filter_map(mark).collect();
    let mut known = Vec::new();
    for marks in marks.chunks(KEPT_ROWS) {
        let mut sql = Builder::new(
            tx.engine(),
            "WITH mark (conversation_id, sender_id, client_id) AS (VALUES ",
        );
        sql.tuples(marks, |tuple, (conversation, sender, client_id)| {
            tuple.bind(conversation).bind(sender).bind(client_id);
        });
        sql.push(
            ") SELECT m.* FROM mark CROSS JOIN message m
             WHERE m.conversation_id = mark.conversation_id AND m.sender_id = mark.sender_id
                 AND m.client_id = mark.client_id AND m.client_id IS NOT NULL",
        );
        known.extend(tx.fetch::<MessageRow>(sql.build()).await?);
    }
    Ok(known)
}

/// What is to be written, and what each message comes to.
struct Plan<'m> {
    chats: HashMap<ConversationId, Chat>,
    /// The messages to be written, and their rows.
    new: Vec<&'m NewChatMessage>,
    rows: Vec<MessageRow>,
    places: Vec<Place>,
}

/// Where the outcome of a message is found after the transaction.
enum Place {
    /// It is the nth of the new ones.
    New(usize),
    /// It repeats the nth of the new ones.
    Same(usize),
    Known(MessageRow),
    Refused(Error),
}

impl<'m> Plan<'m> {
    fn make(
        messages: &'m [NewChatMessage],
        chats: HashMap<ConversationId, Chat>,
        known: &[MessageRow],
    ) -> Self {
        let known: HashMap<_, _> = known
            .iter()
            .filter_map(|row| Some((mark_of_row(row)?, row)))
            .collect();
        let mut marks: HashMap<Mark<'m>, usize> = HashMap::new();
        let mut plan = Self {
            chats,
            new: Vec::with_capacity(messages.len()),
            rows: Vec::with_capacity(messages.len()),
            places: Vec::with_capacity(messages.len()),
        };
        for message in messages {
            let mark = mark(message);
            let place = if let Some(row) = mark.and_then(|mark| known.get(&mark)) {
                Place::Known((*row).clone())
            } else if let Some(first) = mark.and_then(|mark| marks.get(&mark)) {
                Place::Same(*first)
            } else {
                plan.add(message)
            };
            if let (Some(mark), Place::New(nth)) = (mark, &place) {
                marks.insert(mark, *nth);
            }
            plan.places.push(place);
        }
        plan
    }

    /// Allots the next number to a message, if it may be written.
    fn add(&mut self, message: &'m NewChatMessage) -> Place {
        let Some(chat) = self.chats.get_mut(&message.conversation_id) else {
            return Place::Refused(Error::NotFound { what: "chat" });
        };
        if let Err(error) = chat.check(message) {
            return Place::Refused(error);
        }
        chat.last_seq += 1;
        chat.updated_at = chat.updated_at.max(message.created_at);
        self.new.push(message);
        self.rows.push(MessageRow {
            id: message.id,
            conversation_id: message.conversation_id,
            internal: false,
            seq: chat.last_seq,
            sender: message.sender,
            sender_id: message.sender_id.clone(),
            sender_name: message.sender_name.clone(),
            client_id: message.client_id.clone(),
            content: message.content.clone(),
            attachments: message.attachments.clone(),
            created_at: message.created_at,
        });
        Place::New(self.rows.len() - 1)
    }

    /// The conversations that were set aside and that their customers bring
    /// back, with who is to be told.
    fn woken(&self) -> Vec<Job> {
        let mut woken: Vec<Job> = Vec::new();
        for row in self.rows.iter().filter(|row| row.sender == Sender::User) {
            let chat = self.chats.get(&row.conversation_id);
            let Some(agent_id) = chat.and_then(|chat| chat.snoozed_by.clone()) else {
                continue;
            };
            let known = woken.iter().any(|job| {
                matches!(job, Job::SnoozeEnded { conversation_id, .. }
                    if *conversation_id == row.conversation_id)
            });
            if !known {
                woken.push(Job::SnoozeEnded {
                    conversation_id: row.conversation_id,
                    agent_id,
                    at: row.created_at,
                });
            }
        }
        woken
    }

    /// Conversations that are tickets too, with how these stand after the new
    /// messages: an agent's takes an open one up, its owner's reopens a
    /// resolved one, as responses do.
    fn tickets(&self) -> Vec<(&Chat, TicketStatus)> {
        let mut tickets: Vec<(&Chat, TicketStatus)> = Vec::new();
        for row in &self.rows {
            let Some(chat) = self.chats.get(&row.conversation_id) else {
                continue;
            };
            let Some(before) = chat.ticket_status else {
                continue;
            };
            let known = tickets.iter_mut().find(|(known, _)| known.id == chat.id);
            let before = known.as_ref().map_or(before, |(_, status)| *status);
            let after = match (before, row.sender) {
                (TicketStatus::Open, Sender::Agent) => TicketStatus::InProgress,
                (TicketStatus::Resolved, Sender::User) => TicketStatus::Open,
                _ => before,
            };
            match known {
                Some((_, status)) => *status = after,
                None => tickets.push((chat, after)),
            }
        }
        tickets
    }

    /// The last new message of each conversation.
    fn last_rows(&self) -> Vec<&MessageRow> {
        self.rows
            .iter()
            .filter(|row| {
                self.chats
                    .get(&row.conversation_id)
                    .is_some_and(|chat| chat.last_seq == row.seq)
            })
            .collect()
    }

    /// Whether something was refused that may be a repeat.
    fn refuses_a_marked(&self, messages: &[NewChatMessage]) -> bool {
        messages
            .iter()
            .zip(&self.places)
            .any(|(message, place)| mark(message).is_some() && matches!(place, Place::Refused(_)))
    }

    fn outcomes(self, notified: Vec<StoredNotification>) -> Vec<Result<Outcome>> {
        let mut notified: HashMap<_, _> = notified
            .into_iter()
            .map(|stored| (stored.notification.id, stored))
            .collect();
        let Self {
            chats,
            new,
            rows,
            places,
        } = self;
        places
            .into_iter()
            .map(|place| match place {
                Place::New(nth) => {
                    let chat = chats.get(&rows[nth].conversation_id);
                    let own = new[nth].notifications.iter();
                    Ok(Outcome::Stored(Box::new(CommittedMessage {
                        message: rows[nth].clone(),
                        user_id: chat
                            .map(|chat| chat.user_id.clone())
                            .ok_or(Error::NotFound { what: "chat" })?,
                        agent_id: chat.and_then(|chat| chat.agent_id.clone()),
                        is_ticket: chat.is_some_and(|chat| chat.ticket_status.is_some()),
                        notifications: own.filter_map(|new| notified.remove(&new.id)).collect(),
                    })))
                }
                Place::Same(nth) => Ok(Outcome::Repeated(rows[nth].clone())),
                Place::Known(row) => Ok(Outcome::Repeated(row)),
                Place::Refused(error) => Err(error),
            })
            .collect()
    }
}

/// The notifications and jobs of the new messages.
async fn add_consequences(tx: &mut Tx, plan: &Plan<'_>) -> Result<Vec<StoredNotification>> {
    let mut jobs: Vec<_> = plan
        .new
        .iter()
        .zip(&plan.rows)
        .flat_map(|(new, row)| new.jobs.iter().map(move |job| numbered(job, row.seq)))
        .collect();
    jobs.extend(plan.woken());
    let now = tx.core.clock.now();
    tx.enqueue_all(&jobs, now).await?;
    let notifications: Vec<_> = plan
        .new
        .iter()
        .zip(&plan.rows)
        .flat_map(|(new, row)| new.notifications.iter().map(move |told| (told, row.seq)))
        .map(|(told, seq)| {
            let mut told = told.clone();
            // What its reader's mark of reading has passed needs no mail.
            told.data["seq"] = seq.into();
            told
        })
        .collect();
    tx.add_notifications(&notifications).await
}

/// The job, with the number that its message was given.
fn numbered(job: &Job, seq: i64) -> Job {
    let mut job = job.clone();
    if let Job::EmitEvent { data, .. } = &mut job {
        data["message"]["seq"] = seq.into();
    }
    job
}

/// The new messages, and what their conversations say of the last of them.
fn insertion(engine: Engine, plan: &Plan<'_>) -> Script {
    let mut script = Script::new(engine);
    for rows in plan.rows.chunks(KEPT_ROWS) {
        script
            .statement(message::INSERT)
            .tuples(rows, message::bind);
    }
    reference::add_to_script(&mut script, &plan.rows);
    for rows in plan.last_rows().chunks(KEPT_ROWS) {
        let sql = script.statement("WITH last (id, seq, text, at) AS (VALUES ");
        sql.tuples(rows, |tuple, row| {
            let chat = plan.chats.get(&row.conversation_id);
            tuple
                .bind(row.conversation_id)
                .bind(row.seq)
                .bind(message::preview(&row.content, &row.attachments))
                .bind(chat.map_or(row.created_at, |chat| chat.updated_at));
        });
        sql.push(
            ") UPDATE conversation
             SET last_seq = last.seq, last_message = last.text, updated_at = last.at
             FROM last WHERE conversation.id = last.id",
        );
    }
    // Both are rare: most chats are no tickets, and nobody has set them aside.
    for job in plan.woken() {
        if let Job::SnoozeEnded {
            conversation_id, ..
        } = job
        {
            script
                .statement(
                    "UPDATE conversation SET snoozed_until = NULL, snoozed_by = NULL WHERE id = ",
                )
                .bind(conversation_id);
        }
    }
    for (chat, status) in plan.tickets() {
        let sql = script.statement("UPDATE ticket SET updated_at = ");
        sql.bind(chat.updated_at);
        if let Some(before) = chat.ticket_status.filter(|before| *before != status) {
            // The ticket's own row was read without a lock: what was changed
            // since stays.
            sql.push(", resolved_at = CASE WHEN status = ").bind(before);
            sql.push(" THEN NULL ELSE resolved_at END, status = CASE WHEN status = ")
                .bind(before);
            sql.push(" THEN ").bind(status);
            sql.push(" ELSE status END");
        }
        sql.push(" WHERE conversation_id = ").bind(chat.id);
        if chat.ticket_status != Some(status) {
            inbox::add_standing(&mut script, &[chat.id]);
        }
    }
    script
}
