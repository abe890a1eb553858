//! Chats: a conversation with a place in the queue and an agent.

use std::{collections::HashMap, time::Duration};

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, Person, PersonId, TeamId, Timestamp,
    chat::{ChatStatus, PreChatAnswer, Sender},
    conversation::Snoozed,
};

use crate::{Access, Error, Result, SearchKind, Store, Tx, db::Source, row::row, sql::Builder};

/// Whose chats may be seen: the same rule as for tickets.
pub type ChatAccess = Access;

/// `queue_rank` of a chat that was handed back: before all new ones.
pub const RANK_RETURNED: i64 = 0;
/// `queue_rank` of a new chat.
pub const RANK_NORMAL: i64 = 1;
/// Whoever had an agent within this time before, comes back with their new chat.
const RETURNING_WITHIN: Duration = Duration::from_secs(24 * 3_600);

/// A chat to be opened; it waits at first.
#[derive(Clone, Debug)]
pub struct NewChat {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    /// The team whose agents it is offered to; none for everybody.
    pub team_id: Option<TeamId>,
    /// What its agent must be good at.
    pub skills: Vec<String>,
    /// What the customer answered before it began.
    pub answers: Vec<PreChatAnswer>,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChatRow {
    pub id: ConversationId,
    pub user_id: PersonId,
    pub user_name: String,
    pub topic: Option<String>,
    pub status: ChatStatus,
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// The last message's `seq`, which is also their count.
    pub last_seq: i64,
    /// The first 200 characters of the last message.
    pub last_message: Option<String>,
    pub user_read_seq: i64,
    pub agent_read_seq: i64,
    /// [`RANK_RETURNED`] or [`RANK_NORMAL`].
    pub queue_rank: i64,
    /// Since when it has been waiting; kept while it is handed on.
    pub queued_at: Timestamp,
    /// When it was accepted first.
    pub accepted_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// What the last agent left for the next.
    pub note: Option<String>,
    /// The team whose agents it is offered to; none for everybody.
    pub team_id: Option<TeamId>,
    /// What its agent must be good at.
    pub skills: Vec<String>,
    /// What the customer answered before it began.
    pub answers: Vec<PreChatAnswer>,
    /// How far the customer's devices have received it.
    pub user_delivered_seq: i64,
    pub agent_delivered_seq: i64,
    pub snoozed_until: Option<Timestamp>,
    /// The conversation that it is shown with.
    pub merged_into: Option<ConversationId>,
    /// 1 to 5.
    pub rating: Option<i64>,
    pub rating_comment: Option<String>,
    /// When the conversation is a ticket too.
    pub ticket_number: Option<i64>,
    /// Whether the customer had talked to an agent within the day before.
    pub is_returning: bool,
    /// Whether the customer is a VIP now.
    pub is_vip: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

row!(ChatRow {
    id,
    user_id,
    user_name,
    topic,
    status,
    agent_id,
    agent_name,
    last_seq,
    last_message,
    user_read_seq,
    agent_read_seq,
    queue_rank,
    queued_at,
    accepted_at,
    closed_at,
    note,
    team_id,
    skills,
    answers,
    user_delivered_seq,
    agent_delivered_seq,
    snoozed_until,
    merged_into,
    rating,
    rating_comment,
    ticket_number,
    is_returning,
    is_vip,
    created_at,
    updated_at,
});

const CHATS: &str = "SELECT c.id, c.user_id, c.user_name, ch.topic, ch.status, ch.agent_id,
        ch.agent_name, c.last_seq, c.last_message, ch.user_read_seq, ch.agent_read_seq,
        ch.queue_rank, ch.queued_at, ch.accepted_at, ch.closed_at, ch.note, ch.team_id,
        ch.skills, ch.answers, ch.user_delivered_seq, ch.agent_delivered_seq, c.snoozed_until,
        c.merged_into, c.rating, c.rating_comment, t.number AS ticket_number, ch.is_returning,
        COALESCE(p.is_vip, FALSE) AS is_vip, ch.created_at, c.updated_at
    FROM chat ch JOIN conversation c ON c.id = ch.conversation_id
    LEFT JOIN ticket t ON t.conversation_id = ch.conversation_id
    LEFT JOIN person p ON p.id = c.user_id
    WHERE ";

/// Every write locks both rows of a chat before it looks at them.
pub(crate) const CHAT_LOCK: &str = "c, ch";

impl Tx {
    /// Opens a chat. `Conflict` when the user has an open one.
    pub async fn open_chat(&mut self, chat: &NewChat) -> Result<ChatRow> {
        self.run(
            "INSERT INTO conversation (id, user_id, user_name, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $4)",
            &[&chat.id, &chat.user_id, &chat.user_name, &chat.created_at],
        )
        .await?;
        let opened = self
            .run(
                "INSERT INTO chat (conversation_id, user_id, topic, status, queue_rank, queued_at,
                     created_at, team_id, skills, answers, is_returning)
                 VALUES ($1, $2, $3, 'waiting', $4, $5, $5, $6, $7, $8, EXISTS (
                     SELECT 1 FROM chat WHERE user_id = $2 AND closed_at > $9
                         AND accepted_at IS NOT NULL))
                 ON CONFLICT DO NOTHING",
                &[
                    &chat.id,
                    &chat.user_id,
                    &chat.topic,
                    &RANK_NORMAL,
                    &chat.created_at,
                    &chat.team_id,
                    &chat.skills,
                    &chat.answers,
                    &chat.created_at.minus(RETURNING_WITHIN),
                ],
            )
            .await?;
        if opened == 0 {
            return Err(Error::conflict(
                "chat",
                "this person has an open chat already",
            ));
        }
        let writer = self.writer.clone().unwrap_or_else(|| chat.user_id.clone());
        self.changes
            .add(SearchKind::Conversation, chat.id.to_string(), Some(&writer));
        self.locked(chat.id).await
    }

    /// The chat, locked against other writers until the transaction ends.
    pub async fn chat(
        &mut self,
        id: ConversationId,
        access: &ChatAccess,
    ) -> Result<Option<ChatRow>> {
        find(self, id, access, true).await
    }

    /// The user's open chat, locked like [`Tx::chat`].
    pub async fn open_chat_of(&mut self, user: &PersonId) -> Result<Option<ChatRow>> {
        find_open(self, user, true).await
    }

    /// Gives a waiting chat to an agent: of several, exactly one wins, the
    /// others get `Conflict`. `NotFound` without the chat.
    pub async fn accept_chat(
        &mut self,
        id: ConversationId,
        agent: &Person,
        now: Timestamp,
    ) -> Result<ChatRow> {
        match self.locked(id).await?.status {
            ChatStatus::Waiting => {}
            ChatStatus::Active => {
                return Err(Error::conflict(
                    "chat",
                    "another agent has accepted this chat",
                ));
            }
            ChatStatus::Closed => return Err(closed()),
        }
        self.run(
            "UPDATE chat SET status = 'active', agent_id = $2, agent_name = $3,
                 accepted_at = COALESCE(accepted_at, $4)
             WHERE conversation_id = $1",
            &[&id, &agent.id, &agent.name, &now],
        )
        .await?;
        self.touched(id, now).await
    }

    /// Makes a live chat of a conversation, such as a ticket's or a past
    /// chat's, held by `agent`. What was said before counts as read. `NotFound`
    /// without the conversation; `Conflict` when another agent holds it, its
    /// customer has another open chat, or it was merged.
    pub async fn hold_conversation(
        &mut self,
        id: ConversationId,
        agent: &Person,
        now: Timestamp,
    ) -> Result<ChatRow> {
        let row = self.conversation(id, &Access::Staff).await?;
        if row.merged_into.is_some() {
            return Err(Error::conflict("chat", "this conversation was merged"));
        }
        match row.chat_status {
            Some(ChatStatus::Waiting) => return self.accept_chat(id, agent, now).await,
            Some(ChatStatus::Active) if row.agent_id.as_ref() == Some(&agent.id) => {
                return self.locked(id).await;
            }
            Some(ChatStatus::Active) => {
                return Err(Error::conflict("chat", "another agent holds this chat"));
            }
            Some(ChatStatus::Closed) | None => {}
        }
        self.check_no_open_chat(&row.user_id).await?;
        if row.chat_status.is_some() {
            self.run(
                "UPDATE chat SET status = 'active', agent_id = $2, agent_name = $3,
                     closed_at = NULL, note = NULL
                 WHERE conversation_id = $1",
                &[&id, &agent.id, &agent.name],
            )
            .await?;
        } else {
            // It never waited: no time of accepting that waits would be measured by.
            self.run(
                "INSERT INTO chat (conversation_id, user_id, topic, status, agent_id, agent_name,
                     user_read_seq, agent_read_seq, user_delivered_seq, agent_delivered_seq,
                     queue_rank, queued_at, created_at)
                 VALUES ($1, $2, $3, 'active', $4, $5, $6, $6, $6, $6, $7, $8, $8)",
                &[
                    &id,
                    &row.user_id,
                    &row.subject,
                    &agent.id,
                    &agent.name,
                    &row.last_seq,
                    &RANK_NORMAL,
                    &now,
                ],
            )
            .await?;
        }
        self.touched(id, now).await
    }

    /// Puts a closed chat into the queue again. `Conflict` when it is open, or
    /// its customer has another open one.
    pub async fn reopen_chat(&mut self, id: ConversationId, now: Timestamp) -> Result<ChatRow> {
        let row = self.locked(id).await?;
        if row.status != ChatStatus::Closed {
            return Err(Error::conflict("chat", "this chat is open"));
        }
        self.check_no_open_chat(&row.user_id).await?;
        self.run(
            "UPDATE chat SET status = 'waiting', agent_id = NULL, agent_name = NULL,
                 accepted_at = NULL, closed_at = NULL, note = NULL, queue_rank = $2,
                 queued_at = $3
             WHERE conversation_id = $1",
            &[&id, &RANK_NORMAL, &now],
        )
        .await?;
        self.touched(id, now).await
    }

    async fn check_no_open_chat(&mut self, user: &PersonId) -> Result<()> {
        match self.open_chat_of(user).await? {
            None => Ok(()),
            Some(_) => Err(Error::conflict(
                "chat",
                "this customer has another open chat",
            )),
        }
    }

    /// Closes it. `Conflict` when it is closed already.
    pub async fn close_chat(&mut self, id: ConversationId, now: Timestamp) -> Result<ChatRow> {
        if self.locked(id).await?.status == ChatStatus::Closed {
            return Err(closed());
        }
        self.run(
            "UPDATE chat SET status = 'closed', closed_at = $2 WHERE conversation_id = $1",
            &[&id, &now],
        )
        .await?;
        self.touched(id, now).await
    }

    /// Puts an active chat back into the queue at `rank`. `Conflict` when it is
    /// not active, or not held by `expected_agent` if one is given.
    pub async fn requeue_chat(
        &mut self,
        id: ConversationId,
        expected_agent: Option<&PersonId>,
        rank: i64,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ChatRow> {
        self.check_held(id, expected_agent).await?;
        self.run(
            "UPDATE chat SET status = 'waiting', agent_id = NULL, agent_name = NULL,
                 queue_rank = $2, note = $3
             WHERE conversation_id = $1",
            &[&id, &rank, &note],
        )
        .await?;
        self.touched(id, now).await
    }

    /// Hands an active chat from one agent to another. `Conflict` when `from`
    /// doesn't hold it.
    pub async fn transfer_chat(
        &mut self,
        id: ConversationId,
        from: &PersonId,
        to: &Person,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ChatRow> {
        self.check_held(id, Some(from)).await?;
        self.run(
            "UPDATE chat SET agent_id = $2, agent_name = $3, note = $4 WHERE conversation_id = $1",
            &[&id, &to.id, &to.name, &note],
        )
        .await?;
        self.touched(id, now).await
    }

    /// Puts an active chat into a team's queue, before new ones. `Conflict`
    /// when `from` doesn't hold it.
    pub async fn hand_chat_to_team(
        &mut self,
        id: ConversationId,
        from: &PersonId,
        team: TeamId,
        skills: &[String],
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ChatRow> {
        self.check_held(id, Some(from)).await?;
        self.run(
            "UPDATE chat SET status = 'waiting', agent_id = NULL, agent_name = NULL,
                 queue_rank = $2, team_id = $3, skills = $4, note = $5
             WHERE conversation_id = $1",
            &[&id, &RANK_RETURNED, &team, &skills.to_vec(), &note],
        )
        .await?;
        self.touched(id, now).await
    }

    /// Moves a side's read mark forward, at most to the last message, and with
    /// it how far it has received. `None` when it was there already. What
    /// people do goes through [`Store::record_receipt`], which groups.
    pub async fn mark_chat_read(
        &mut self,
        id: ConversationId,
        side: Sender,
        seq: i64,
    ) -> Result<Option<ChatRow>> {
        let mut chat = self.locked(id).await?;
        let seq = seq.min(chat.last_seq);
        let (mark, text) = match side {
            Sender::User => (
                &mut chat.user_read_seq,
                "UPDATE chat SET user_read_seq = $2, user_delivered_seq =
                     CASE WHEN user_delivered_seq < $2 THEN $2 ELSE user_delivered_seq END
                 WHERE conversation_id = $1",
            ),
            Sender::Agent => (
                &mut chat.agent_read_seq,
                "UPDATE chat SET agent_read_seq = $2, agent_delivered_seq =
                     CASE WHEN agent_delivered_seq < $2 THEN $2 ELSE agent_delivered_seq END
                 WHERE conversation_id = $1",
            ),
        };
        if seq <= *mark {
            return Ok(None);
        }
        *mark = seq;
        self.run(text, &[&id, &seq]).await?;
        Ok(Some(chat))
    }

    async fn locked(&mut self, id: ConversationId) -> Result<ChatRow> {
        self.chat(id, &Access::Staff)
            .await?
            .ok_or(Error::NotFound { what: "chat" })
    }

    /// `Conflict` unless the chat is active and held by `agent` or, without
    /// one, by anybody.
    async fn check_held(&mut self, id: ConversationId, agent: Option<&PersonId>) -> Result<()> {
        let chat = self.locked(id).await?;
        if chat.status != ChatStatus::Active {
            return Err(Error::conflict("chat", "no agent holds this chat"));
        }
        if agent.is_some() && chat.agent_id.as_ref() != agent {
            return Err(Error::conflict("chat", "another agent holds this chat"));
        }
        Ok(())
    }

    async fn touched(&mut self, id: ConversationId, now: Timestamp) -> Result<ChatRow> {
        self.changed_conversation(id);
        self.run(
            "UPDATE conversation SET updated_at = $2 WHERE id = $1 AND updated_at < $2",
            &[&id, &now],
        )
        .await?;
        self.locked(id).await
    }
}

fn closed() -> Error {
    Error::conflict("chat", "this chat is closed")
}

/// Adds the condition on the conversation `c`.
pub(crate) fn restrict_snoozed(sql: &mut Builder, snoozed: Snoozed) {
    match snoozed {
        Snoozed::Shown => {}
        Snoozed::Hidden => {
            sql.push(" AND c.snoozed_until IS NULL");
        }
        Snoozed::Only => {
            sql.push(" AND c.snoozed_until IS NOT NULL");
        }
    }
}

async fn find(
    db: &mut impl Source,
    id: ConversationId,
    access: &Access,
    lock: bool,
) -> Result<Option<ChatRow>> {
    let mut sql = Builder::new(db.engine(), CHATS);
    sql.push("c.id = ").bind(id);
    access.restrict(&mut sql);
    if lock {
        sql.lock(CHAT_LOCK);
    }
    db.fetch_optional(sql.build()).await
}

async fn find_open(db: &mut impl Source, user: &PersonId, lock: bool) -> Result<Option<ChatRow>> {
    let mut sql = Builder::new(db.engine(), CHATS);
    sql.push("ch.status <> 'closed' AND ch.user_id = ")
        .bind(user);
    if lock {
        sql.lock(CHAT_LOCK);
    }
    db.fetch_optional(sql.build()).await
}

/// Which chats a list shows. Empty filters show all that the caller may see.
#[derive(Clone, Debug, Default)]
pub struct ChatFilter {
    pub status: Option<ChatStatus>,
    /// Those of this agent, past ones included.
    pub held_by: Option<PersonId>,
    /// Those of this customer.
    pub user: Option<PersonId>,
    pub snoozed: Snoozed,
}

impl Store {
    pub async fn chat(&self, id: ConversationId, access: &ChatAccess) -> Result<Option<ChatRow>> {
        let mut db = self;
        find(&mut db, id, access, false).await
    }

    /// The chats of these ids that `access` may see, in the order of `ids`.
    pub async fn chats_by_id(
        &self,
        ids: &[ConversationId],
        access: &Access,
    ) -> Result<Vec<ChatRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CHATS);
        sql.push("c.id").within(ids);
        access.restrict(&mut sql);
        let mut found: HashMap<_, _> = db
            .fetch::<ChatRow>(sql.build())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// The user's chat that is not closed.
    pub async fn open_chat_of(&self, user: &PersonId) -> Result<Option<ChatRow>> {
        let mut db = self;
        find_open(&mut db, user, false).await
    }

    /// Newest first (by creation), without those that were merged into others.
    pub async fn chats(
        &self,
        access: &Access,
        filter: &ChatFilter,
        page: &PageRequest,
    ) -> Result<Page<ChatRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CHATS);
        sql.push("c.merged_into IS NULL");
        access.restrict(&mut sql);
        restrict_snoozed(&mut sql, filter.snoozed);
        if let Some(status) = filter.status {
            sql.push(" AND ch.status = ").bind(status);
        }
        if let Some(agent) = &filter.held_by {
            sql.push(" AND ch.agent_id = ").bind(agent);
        }
        if let Some(user) = &filter.user {
            sql.push(" AND c.user_id = ").bind(user);
        }
        sql.before("(ch.created_at, ch.conversation_id)", page)
            .push(" ORDER BY ch.created_at DESC, ch.conversation_id DESC")
            .limit(page);
        let rows = db.fetch::<ChatRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        }))
    }

    /// The queue, next first.
    pub async fn waiting_chats(&self) -> Result<Vec<ChatRow>> {
        self.all_chats(
            "ch.status = 'waiting' ORDER BY ch.queue_rank, ch.queued_at, ch.conversation_id",
        )
        .await
    }

    /// All chats with an agent.
    pub async fn active_chats(&self) -> Result<Vec<ChatRow>> {
        self.all_chats("ch.status = 'active' ORDER BY ch.queued_at, ch.conversation_id")
            .await
    }

    async fn all_chats(&self, condition: &'static str) -> Result<Vec<ChatRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CHATS);
        sql.push(condition);
        db.fetch(sql.build()).await
    }

    /// From when to when a queue's chats waited that were accepted after
    /// `since`, newest accept first. Without a team: those of no team.
    pub async fn queue_waits(
        &self,
        team: Option<TeamId>,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<QueueWait>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT queued_at, accepted_at FROM chat WHERE team_id ",
        );
        match team {
            Some(team) => sql.push("= ").bind(team),
            None => sql.push("IS NULL"),
        };
        sql.push(" AND accepted_at > ").bind(since);
        sql.push(" ORDER BY accepted_at DESC, conversation_id DESC LIMIT ")
            .bind(i64::from(limit));
        db.fetch(sql.build()).await
    }
}

/// How long a chat waited until an agent took it first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueWait {
    pub queued_at: Timestamp,
    pub accepted_at: Timestamp,
}

row!(QueueWait {
    queued_at,
    accepted_at,
});
