//! The rules of moderation, and the list of what people must look at. What is
//! held is exactly once on it by conversation, sender and `clientId`; of all who
//! decide, exactly one wins.

use frontdesk_model::{
    Actor, ConversationId, Cursor, MessageId, Page, PageRequest, PersonId, ReviewId, RuleId,
    Timestamp,
    chat::Sender,
    moderation::{ModerationRule, ReviewAction, ReviewKind, ReviewState, RuleInput},
    ticket::Priority,
};

use crate::{
    Error, MessageRow, Notes, ReferenceKind, Result, Store, StoredFile, Tx,
    db::Source,
    reference::NewReference,
    row::{One, row},
    sql::Builder,
};

row!(ModerationRule {
    id,
    name,
    kind,
    words,
    pattern,
    allowed_domains,
    repeat_count,
    repeat_seconds,
    action,
    applies_to,
    enabled,
    created_at,
    updated_at,
});

struct RulesMark {
    count: i64,
    last: i64,
}

row!(RulesMark { count, last });

/// Something to be put on the review list.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub id: ReviewId,
    pub kind: ReviewKind,
    pub conversation_id: ConversationId,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// What is held must have one.
    pub client_id: Option<String>,
    /// The message that was flagged.
    pub message_id: Option<MessageId>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    /// Of a ticket.
    pub subject: Option<String>,
    pub category: Option<String>,
    pub priority: Option<Priority>,
    /// The name of the rule that put it there.
    pub rule: String,
    pub action: ReviewAction,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewRow {
    pub id: ReviewId,
    pub kind: ReviewKind,
    pub conversation_id: ConversationId,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    pub client_id: Option<String>,
    pub message_id: Option<MessageId>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub subject: Option<String>,
    pub category: Option<String>,
    pub priority: Option<Priority>,
    pub rule: String,
    pub action: ReviewAction,
    pub state: ReviewState,
    pub decided_by: Option<PersonId>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub created_at: Timestamp,
}

row!(ReviewRow {
    id,
    kind,
    conversation_id,
    sender,
    sender_id,
    sender_name,
    client_id,
    message_id,
    content,
    attachments,
    subject,
    category,
    priority,
    rule,
    action,
    state,
    decided_by,
    decided_by_name,
    decided_at,
    reason,
    created_at,
});

/// What became of an approved message that was appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReviewAppended {
    /// The review names its message from now on.
    Noted,
    /// It did so already.
    Known,
}

/// Public messages of a conversation around a place in it, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Around {
    pub before: Vec<MessageRow>,
    pub after: Vec<MessageRow>,
}

const NO_RULE: Error = Error::NotFound { what: "rule" };
const NO_REVIEW: Error = Error::NotFound { what: "review" };

impl Tx {
    pub async fn create_rule(
        &mut self,
        id: RuleId,
        rule: &RuleInput,
        now: Timestamp,
    ) -> Result<ModerationRule> {
        self.save_rule(
            "INSERT INTO moderation_rule (id, name, kind, words, pattern, allowed_domains,
                 repeat_count, repeat_seconds, action, applies_to, enabled, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
            id,
            rule,
            now,
        )
        .await
    }

    /// Replaces a rule. `NotFound` without it.
    pub async fn update_rule(
        &mut self,
        id: RuleId,
        rule: &RuleInput,
        now: Timestamp,
    ) -> Result<ModerationRule> {
        self.save_rule(
            "UPDATE moderation_rule SET name = $2, kind = $3, words = $4, pattern = $5,
                 allowed_domains = $6, repeat_count = $7, repeat_seconds = $8, action = $9,
                 applies_to = $10, enabled = $11, updated_at = $12
             WHERE id = $1",
            id,
            rule,
            now,
        )
        .await
    }

    /// Runs a statement that takes a whole rule, and gives the rule as it is then.
    async fn save_rule(
        &mut self,
        statement: &'static str,
        id: RuleId,
        rule: &RuleInput,
        now: Timestamp,
    ) -> Result<ModerationRule> {
        self.run(
            statement,
            &[
                &id,
                &rule.name,
                &rule.kind,
                &rule.words,
                &rule.pattern,
                &rule.allowed_domains,
                &rule.repeat_count,
                &rule.repeat_seconds,
                &rule.action,
                &rule.applies_to,
                &rule.enabled,
                &now,
            ],
        )
        .await?;
        find_rule(self, id).await?.ok_or(NO_RULE)
    }

    /// Removes a rule, and gives it. `NotFound` without it.
    pub async fn delete_rule(&mut self, id: RuleId) -> Result<ModerationRule> {
        let rule = find_rule(self, id).await?.ok_or(NO_RULE)?;
        self.run("DELETE FROM moderation_rule WHERE id = $1", &[&id])
            .await?;
        Ok(rule)
    }

    /// How many rules there are.
    pub async fn count_rules(&mut self) -> Result<i64> {
        let count: One<i64> = self
            .one("SELECT COUNT(*) AS value FROM moderation_rule", &[])
            .await?;
        Ok(count.0)
    }

    /// Puts something on the review list. What is there already, by its id or
    /// as the same held text, stays as it is; true when it is new.
    pub async fn add_review(&mut self, review: &NewReview) -> Result<bool> {
        let added = self
            .run(
                "INSERT INTO review (id, kind, conversation_id, sender, sender_id, sender_name,
                     client_id, message_id, content, attachments, subject, category, priority,
                     rule, action, state, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                     'pending', $16)
                 ON CONFLICT DO NOTHING",
                &[
                    &review.id,
                    &review.kind,
                    &review.conversation_id,
                    &review.sender,
                    &review.sender_id,
                    &review.sender_name,
                    &review.client_id,
                    &review.message_id,
                    &review.content,
                    &review.attachments,
                    &review.subject,
                    &review.category,
                    &review.priority,
                    &review.rule,
                    &review.action,
                    &review.created_at,
                ],
            )
            .await?;
        if added == 1 {
            self.add_references(NewReference::all(
                &review.attachments,
                review.id.0,
                ReferenceKind::Review,
                review.conversation_id,
                review.created_at,
            ))
            .await?;
        }
        Ok(added == 1)
    }

    /// A text that is or was held, by its sender's mark.
    pub async fn held_marked(
        &mut self,
        conversation: ConversationId,
        sender: &PersonId,
        client_id: &str,
    ) -> Result<Option<ReviewRow>> {
        find_held(self, conversation, sender, client_id).await
    }

    /// Decides a pending review: of several who try, exactly one wins, the
    /// others get `Conflict`. `NotFound` without it.
    pub async fn decide_review(
        &mut self,
        id: ReviewId,
        state: ReviewState,
        by: &Actor,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<ReviewRow> {
        let decided = self
            .run(
                "UPDATE review SET state = $2, decided_by = $3, decided_by_name = $4,
                     decided_at = $5, reason = $6
                 WHERE id = $1 AND state = 'pending'",
                &[&id, &state, &by.id, &by.name, &now, &reason],
            )
            .await?;
        let row = find_review(self, id).await?.ok_or(NO_REVIEW)?;
        if decided == 1 {
            return Ok(row);
        }
        let by = row.decided_by_name.as_deref().unwrap_or("somebody");
        let state = row.state.as_str();
        Err(Error::conflict(
            "review",
            format!("{by} has {state} this already"),
        ))
    }

    /// Notes which message an approved one has become.
    pub async fn note_appended(
        &mut self,
        id: ReviewId,
        message: MessageId,
    ) -> Result<ReviewAppended> {
        let noted = self
            .run(
                "UPDATE review SET message_id = $2
                 WHERE id = $1 AND state = 'approved' AND message_id IS NULL",
                &[&id, &message],
            )
            .await?;
        Ok(match noted {
            0 => ReviewAppended::Known,
            _ => ReviewAppended::Noted,
        })
    }

    /// Takes an approval back whose message could not be appended; false when
    /// there is none to take back.
    pub async fn reopen_review(&mut self, id: ReviewId) -> Result<bool> {
        let reopened = self
            .run(
                "UPDATE review SET state = 'pending', decided_by = NULL, decided_by_name = NULL,
                     decided_at = NULL, reason = NULL
                 WHERE id = $1 AND state = 'approved' AND message_id IS NULL",
                &[&id],
            )
            .await?;
        Ok(reopened == 1)
    }
}

impl Store {
    /// All rules, oldest first.
    pub async fn rules(&self) -> Result<Vec<ModerationRule>> {
        let mut db = self;
        db.all("SELECT * FROM moderation_rule ORDER BY created_at, id", &[])
            .await
    }

    /// How many rules there are, and when one last changed (in milliseconds):
    /// what tells a set of rules from a newer one, at little cost.
    pub async fn rules_mark(&self) -> Result<(i64, i64)> {
        let mut db = self;
        let mark: RulesMark = db
            .one(
                "SELECT COUNT(*) AS count, COALESCE(MAX(updated_at), 0) AS last
                 FROM moderation_rule",
                &[],
            )
            .await?;
        Ok((mark.count, mark.last))
    }

    pub async fn rule(&self, id: RuleId) -> Result<Option<ModerationRule>> {
        let mut db = self;
        find_rule(&mut db, id).await
    }

    pub async fn review(&self, id: ReviewId) -> Result<Option<ReviewRow>> {
        let mut db = self;
        find_review(&mut db, id).await
    }

    /// At most `limit` messages on either side of a review's message or, where
    /// it has none, of the moment when its text was sent.
    pub async fn messages_around(&self, review: &ReviewRow, limit: u32) -> Result<Around> {
        let mut db = self;
        let own: Option<MessageRow> = match review.message_id {
            Some(id) => {
                db.optional("SELECT * FROM message WHERE id = $1", &[&id])
                    .await?
            }
            None => None,
        };
        // What was written in a merged chat stands in the other.
        let conversation = own
            .as_ref()
            .map_or(review.conversation_id, |message| message.conversation_id);
        let (before, after) = match own {
            Some(message) => (message.seq - 1, message.seq),
            None => {
                let last: One<i64> = db
                    .one(
                        "SELECT COALESCE(MAX(seq), 0) AS value FROM message
                         WHERE conversation_id = $1 AND internal = FALSE AND created_at <= $2",
                        &[&conversation, &review.created_at],
                    )
                    .await?;
                (last.0, last.0)
            }
        };
        let limit_arg = i64::from(limit);
        let mut before: Vec<MessageRow> = db
            .all(
                "SELECT * FROM message
                 WHERE conversation_id = $1 AND internal = FALSE AND seq <= $2
                 ORDER BY seq DESC LIMIT $3",
                &[&conversation, &before, &limit_arg],
            )
            .await?;
        before.reverse();
        let after = self
            .messages(conversation, after, limit, Notes::PublicOnly)
            .await?;
        Ok(Around { before, after })
    }

    /// A text that is or was held, by its sender's mark.
    pub async fn held_marked(
        &self,
        conversation: ConversationId,
        sender: &PersonId,
        client_id: &str,
    ) -> Result<Option<ReviewRow>> {
        let mut db = self;
        find_held(&mut db, conversation, sender, client_id).await
    }

    /// A text of a user's that is or was held in one of their own
    /// conversations, by its mark; the latest of several.
    pub async fn held_of(&self, user: &PersonId, client_id: &str) -> Result<Option<ReviewRow>> {
        let mut db = self;
        db.optional(
            "SELECT r.* FROM conversation c
             JOIN review r ON r.conversation_id = c.id
                 AND r.sender_id = $1 AND r.client_id = $2 AND r.action = 'hold'
             WHERE c.user_id = $1 ORDER BY r.created_at DESC LIMIT 1",
            &[user, &client_id],
        )
        .await
    }

    /// The review list: what waits longest first, what is decided newest first.
    pub async fn reviews(
        &self,
        state: Option<ReviewState>,
        page: &PageRequest,
    ) -> Result<Page<ReviewRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM review WHERE TRUE");
        if let Some(state) = state {
            sql.push(" AND state = ").bind(state);
        }
        if state == Some(ReviewState::Pending) {
            sql.after("(created_at, id)", page)
                .push(" ORDER BY created_at, id");
        } else {
            sql.before("(created_at, id)", page)
                .push(" ORDER BY created_at DESC, id DESC");
        }
        sql.limit(page);
        let rows = db.fetch::<ReviewRow>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        }))
    }

    /// How many reviews wait for a decision.
    pub async fn pending_reviews(&self) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM review WHERE state = 'pending'",
                &[],
            )
            .await?;
        Ok(count.0)
    }
}

async fn find_rule(db: &mut impl Source, id: RuleId) -> Result<Option<ModerationRule>> {
    db.optional("SELECT * FROM moderation_rule WHERE id = $1", &[&id])
        .await
}

async fn find_held(
    db: &mut impl Source,
    conversation: ConversationId,
    sender: &PersonId,
    client_id: &str,
) -> Result<Option<ReviewRow>> {
    db.optional(
        "SELECT * FROM review WHERE conversation_id = $1 AND sender_id = $2
             AND client_id = $3 AND action = 'hold'",
        &[&conversation, sender, &client_id],
    )
    .await
}

async fn find_review(db: &mut impl Source, id: ReviewId) -> Result<Option<ReviewRow>> {
    db.optional("SELECT * FROM review WHERE id = $1", &[&id])
        .await
}
