//! Messages of conversations: reads for chats and tickets, and the write of a
//! ticket's responses and notes. Chat messages are written by the writer.

use frontdesk_model::{
    ConversationId, Cursor, MessageId, Page, PageRequest, PersonId, Timestamp, chat::Sender,
    job::Job,
};

use crate::{
    Access, Error, Result, SearchKind, Store, StoredFile, Tx,
    db::Source,
    reference::NewReference,
    row::row,
    sql::{Builder, Tuple},
};

/// A response, a note, or a chat's first message, to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// A note that only staff sees, with a numbering of its own.
    pub internal: bool,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// The same one from the same sender gives the first message again.
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub internal: bool,
    /// 1, 2, 3 … among the conversation's public messages, or among its notes.
    pub seq: i64,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    pub created_at: Timestamp,
}

/// A stored message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    pub message: MessageRow,
    /// True when it was there already, by its sender's `clientId`.
    pub repeated: bool,
}

/// Whether internal notes are among what is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notes {
    PublicOnly,
    /// For staff: in order of time. `after_seq` passes over public messages
    /// only; the notes are given all.
    NotesToo,
}

row!(MessageRow {
    id,
    conversation_id,
    internal,
    seq,
    sender,
    sender_id,
    sender_name,
    client_id,
    content,
    attachments,
    created_at,
});

/// Characters of a message that its conversation shows as its last one.
const PREVIEW_CHARS: usize = 200;

/// What lists show of a message: its beginning, or its first file's name.
pub(crate) fn preview(content: &str, attachments: &[StoredFile]) -> String {
    match (content.is_empty(), attachments.first()) {
        (true, Some(file)) => file.name.chars().take(PREVIEW_CHARS).collect(),
        _ => content.chars().take(PREVIEW_CHARS).collect(),
    }
}

/// How far a conversation is numbered.
struct Numbers {
    last_seq: i64,
    last_note_seq: i64,
    last_message: Option<String>,
    /// Who has set it aside, when it is.
    snoozed_by: Option<PersonId>,
}

row!(Numbers {
    last_seq,
    last_note_seq,
    last_message,
    snoozed_by,
});

struct Place {
    conversation_id: ConversationId,
}

row!(Place { conversation_id });

impl Tx {
    /// Appends to a conversation under its next `seq`, and moves the times of
    /// the conversation and its ticket on. A word of its customer's brings a
    /// conversation back that was set aside. `NotFound` without the conversation.
    pub async fn append(&mut self, message: &NewMessage) -> Result<Appended> {
        let mut numbers = self.numbers(message.conversation_id).await?;
        if let Some(first) = self.repeated(message).await? {
            return Ok(Appended {
                message: first,
                repeated: true,
            });
        }
        let seq = if message.internal {
            numbers.last_note_seq += 1;
            numbers.last_note_seq
        } else {
            numbers.last_seq += 1;
            numbers.last_message = Some(preview(&message.content, &message.attachments));
            numbers.last_seq
        };
        let row = message.stored(seq);
        let mut sql = Builder::new(self.engine(), INSERT);
        sql.tuples([&row], bind);
        self.execute(sql.build()).await?;
        self.add_references(NewReference::of_message(&row)).await?;
        let writer = self.writer.clone().unwrap_or_else(|| row.sender_id.clone());
        self.changes.add(
            SearchKind::Conversation,
            row.conversation_id.to_string(),
            Some(&writer),
        );
        self.run(
            "UPDATE conversation SET last_seq = $2, last_note_seq = $3, last_message = $4,
                 updated_at = CASE WHEN updated_at < $5 THEN $5 ELSE updated_at END
             WHERE id = $1",
            &[
                &row.conversation_id,
                &numbers.last_seq,
                &numbers.last_note_seq,
                &numbers.last_message,
                &row.created_at,
            ],
        )
        .await?;
        self.run(
            "UPDATE ticket SET updated_at = $2 WHERE conversation_id = $1 AND updated_at < $2",
            &[&row.conversation_id, &row.created_at],
        )
        .await?;
        if let (Some(agent_id), Sender::User, false) =
            (numbers.snoozed_by, row.sender, row.internal)
        {
            self.end_snooze(row.conversation_id, agent_id, row.created_at)
                .await?;
        }
        Ok(Appended {
            message: row,
            repeated: false,
        })
    }

    async fn end_snooze(
        &mut self,
        id: ConversationId,
        agent_id: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        self.unsnooze(id, None).await?;
        let job = Job::SnoozeEnded {
            conversation_id: id,
            agent_id,
            at,
        };
        self.enqueue(&job, at).await
    }

    /// Locks the conversation, so that nobody else takes its next number.
    async fn numbers(&mut self, conversation: ConversationId) -> Result<Numbers> {
        let mut sql = Builder::new(
            self.engine(),
            "SELECT c.last_seq, c.last_note_seq, c.last_message, c.snoozed_by
             FROM conversation c WHERE c.id = ",
        );
        sql.bind(conversation).lock("c");
        self.fetch_optional(sql.build())
            .await?
            .ok_or(Error::NotFound {
                what: "conversation",
            })
    }

    /// The public message that its sender has marked so.
    pub async fn message_marked(
        &mut self,
        conversation: ConversationId,
        sender: &PersonId,
        client_id: &str,
    ) -> Result<Option<MessageRow>> {
        self.optional(
            "SELECT * FROM message
             WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3
                 AND internal = FALSE",
            &[&conversation, sender, &client_id],
        )
        .await
    }

    /// One message. No access is checked.
    pub async fn message(&mut self, id: MessageId) -> Result<Option<MessageRow>> {
        self.optional("SELECT * FROM message WHERE id = $1", &[&id])
            .await
    }

    async fn repeated(&mut self, message: &NewMessage) -> Result<Option<MessageRow>> {
        let Some(client_id) = &message.client_id else {
            return Ok(None);
        };
        self.optional(
            "SELECT * FROM message
             WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3
                 AND internal = $4",
            &[
                &message.conversation_id,
                &message.sender_id,
                client_id,
                &message.internal,
            ],
        )
        .await
    }
}

impl NewMessage {
    fn stored(&self, seq: i64) -> MessageRow {
        MessageRow {
            id: self.id,
            conversation_id: self.conversation_id,
            internal: self.internal,
            seq,
            sender: self.sender,
            sender_id: self.sender_id.clone(),
            sender_name: self.sender_name.clone(),
            client_id: self.client_id.clone(),
            content: self.content.clone(),
            attachments: self.attachments.clone(),
            created_at: self.created_at,
        }
    }
}

/// The beginning of a statement that stores messages; [`bind`] adds each.
/// To be followed by tuples of [`bind`].
pub(crate) const INSERT: &str =
    "INSERT INTO message (id, conversation_id, internal, seq, sender, sender_id, sender_name,
         client_id, content, attachments, created_at) VALUES ";

pub(crate) fn bind(tuple: &mut Tuple<'_>, row: &MessageRow) {
    tuple
        .bind(row.id)
        .bind(row.conversation_id)
        .bind(row.internal)
        .bind(row.seq)
        .bind(row.sender)
        .bind(&row.sender_id)
        .bind(&row.sender_name)
        .bind(&row.client_id)
        .bind(&row.content)
        .bind(&row.attachments)
        .bind(row.created_at);
}

impl Store {
    /// What a sender has already stored in a conversation under a `clientId`.
    pub async fn message_of(
        &self,
        conversation: ConversationId,
        sender: &PersonId,
        client_id: &str,
    ) -> Result<Option<MessageRow>> {
        let mut db = self;
        db.optional(
            "SELECT * FROM message
             WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3",
            &[&conversation, sender, &client_id],
        )
        .await
    }

    /// In which of their own conversations a user has stored a message under a
    /// `clientId`; the latest of several.
    pub async fn conversation_of_message(
        &self,
        user: &PersonId,
        client_id: &str,
    ) -> Result<Option<ConversationId>> {
        let mut db = self;
        let found: Option<Place> = db
            .optional(
                "SELECT m.conversation_id FROM conversation c
                 JOIN message m ON m.conversation_id = c.id
                     AND m.sender_id = $1 AND m.client_id = $2
                 WHERE c.user_id = $1 ORDER BY m.created_at DESC LIMIT 1",
                &[user, &client_id],
            )
            .await?;
        Ok(found.map(|place| place.conversation_id))
    }

    /// Those of these that are public, oldest first. No access is checked.
    pub async fn public_messages(&self, ids: &[MessageId]) -> Result<Vec<MessageRow>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT * FROM message WHERE internal = FALSE AND id",
        );
        sql.within(ids).push(" ORDER BY created_at, seq");
        db.fetch(sql.build()).await
    }

    /// Oldest first, after `after_seq` (0 for all). No access is checked.
    pub async fn messages(
        &self,
        conversation: ConversationId,
        after_seq: i64,
        limit: u32,
        notes: Notes,
    ) -> Result<Vec<MessageRow>> {
        let mut db = self;
        let text = match notes {
            Notes::PublicOnly => {
                "SELECT * FROM message WHERE conversation_id = $1 AND internal = FALSE AND seq > $2
                 ORDER BY seq LIMIT $3"
            }
            Notes::NotesToo => {
                "SELECT * FROM message WHERE conversation_id = $1 AND (internal = TRUE OR seq > $2)
                 ORDER BY created_at, id LIMIT $3"
            }
        };
        db.all(text, &[&conversation, &after_seq, &i64::from(limit)])
            .await
    }

    /// The last `limit` public messages, oldest first. No access is checked.
    pub async fn latest_messages(
        &self,
        conversation: ConversationId,
        limit: u32,
    ) -> Result<Vec<MessageRow>> {
        let mut db = self;
        let mut rows: Vec<MessageRow> = db
            .all(
                "SELECT * FROM message WHERE conversation_id = $1 AND internal = FALSE
                 ORDER BY seq DESC LIMIT $2",
                &[&conversation, &i64::from(limit)],
            )
            .await?;
        rows.reverse();
        Ok(rows)
    }

    /// A ticket's responses, oldest first: the owner gets the public ones,
    /// staff the notes as well. Somebody else's ticket is empty.
    pub async fn responses(
        &self,
        ticket: ConversationId,
        access: &Access,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT m.* FROM message m
             JOIN conversation c ON c.id = m.conversation_id
             JOIN ticket t ON t.conversation_id = c.id
             WHERE m.conversation_id = ",
        );
        sql.bind(ticket);
        access.restrict(&mut sql);
        match access {
            Access::Owner(_) => {
                sql.push(" AND m.internal = FALSE");
                if let Some(cursor) = &page.after {
                    sql.push(" AND m.seq > ").bind(cursor.key);
                }
                sql.push(" ORDER BY m.seq");
            }
            Access::Staff => {
                sql.after("(m.created_at, m.id)", page)
                    .push(" ORDER BY m.created_at, m.id");
            }
        }
        sql.limit(page);
        let rows = db.fetch(sql.build()).await?;
        Ok(Page::cut(
            rows,
            page.limit,
            |row: &MessageRow| match access {
                Access::Owner(_) => Cursor {
                    key: row.seq,
                    id: uuid::Uuid::nil(),
                },
                Access::Staff => Cursor {
                    key: row.created_at.0,
                    id: row.id.0,
                },
            },
        ))
    }
}
