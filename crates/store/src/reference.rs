//! References: which messages, notes, tickets and reviews carry a file.
//!
//! A reference is written in the transaction of what carries the file, by the
//! functions here. Its foreign key makes the database refuse one to a file
//! whose row is gone.

use frontdesk_model::{ConversationId, PersonId, Timestamp};
use uuid::Uuid;

use crate::{
    Access, MessageRow, Result, Store, StoredFile, Tx,
    db::Source,
    row::row,
    sql::{Builder, KEPT_ROWS, Script, Tuple},
};

/// What carries a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceKind {
    /// A message of a chat or a response to a ticket: both sides see it.
    Message,
    /// An internal note.
    Note,
    /// A ticket's description.
    Ticket,
    /// An entry of the review list.
    Review,
}

impl ReferenceKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Note => "note",
            Self::Ticket => "ticket",
            Self::Review => "review",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "message" => Some(Self::Message),
            "note" => Some(Self::Note),
            "ticket" => Some(Self::Ticket),
            "review" => Some(Self::Review),
            _ => None,
        }
    }
}

/// A conversation that carries a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carrier {
    pub conversation_id: ConversationId,
    /// Whose conversation it is.
    pub user_id: PersonId,
    /// The file's name there.
    pub name: String,
    /// Whether the customer sees it there: not in a note or a held text alone.
    pub is_public: bool,
    pub is_ticket: bool,
    /// The agent who holds the chat.
    pub agent_id: Option<PersonId>,
    /// The agent who works on the ticket.
    pub assigned_to: Option<PersonId>,
}

row!(Carrier {
    conversation_id,
    user_id,
    name,
    is_public,
    is_ticket,
    agent_id,
    assigned_to,
});

/// One row to be stored.
pub(crate) struct NewReference<'r> {
    file: &'r StoredFile,
    holder: Uuid,
    kind: ReferenceKind,
    conversation_id: ConversationId,
    created_at: Timestamp,
}

impl<'r> NewReference<'r> {
    /// Those of anything that carries files.
    pub fn all(
        files: &'r [StoredFile],
        holder: Uuid,
        kind: ReferenceKind,
        conversation_id: ConversationId,
        created_at: Timestamp,
    ) -> impl Iterator<Item = Self> {
        files.iter().map(move |file| Self {
            file,
            holder,
            kind,
            conversation_id,
            created_at,
        })
    }

    /// Those of a message or note.
    pub fn of_message(row: &'r MessageRow) -> impl Iterator<Item = Self> {
        let kind = match row.internal {
            true => ReferenceKind::Note,
            false => ReferenceKind::Message,
        };
        Self::all(
            &row.attachments,
            row.id.0,
            kind,
            row.conversation_id,
            row.created_at,
        )
    }
}

const INSERT: &str = "INSERT INTO attachment_reference
     (cid, holder, kind, conversation_id, name, created_at) VALUES ";

fn bind(tuple: &mut Tuple<'_>, new: &NewReference<'_>) {
    tuple
        .bind(&new.file.cid)
        .bind(new.holder)
        .bind(new.kind)
        .bind(new.conversation_id)
        .bind(&new.file.name)
        .bind(new.created_at);
}

/// The references of new messages; nothing where none carries a file.
pub(crate) fn add_to_script(script: &mut Script, rows: &[MessageRow]) {
    let new: Vec<_> = rows.iter().flat_map(NewReference::of_message).collect();
    for new in new.chunks(KEPT_ROWS) {
        script
            .statement(INSERT)
            .tuples(new, bind)
            .push(" ON CONFLICT DO NOTHING");
    }
}

impl Tx {
    /// Stores references; one that is there already stays.
    pub(crate) async fn add_references<'r>(
        &mut self,
        new: impl Iterator<Item = NewReference<'r>>,
    ) -> Result<()> {
        let new: Vec<_> = new.collect();
        for new in new.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(self.engine(), INSERT);
            sql.tuples(new, bind).push(" ON CONFLICT DO NOTHING");
            self.execute(sql.build()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// The conversations that carry a file, each once; at most `limit`, newest
    /// first. Held tickets, which have none yet, are not among them.
    pub async fn carriers(&self, cid: &str, limit: u32) -> Result<Vec<Carrier>> {
        let mut db = self;
        db.all(
            "SELECT r.conversation_id, c.user_id, MAX(r.name) AS name,
                 MAX(CASE WHEN r.kind IN ('message', 'ticket') THEN 1 ELSE 0 END) = 1 AS is_public,
                 MAX(CASE WHEN t.conversation_id IS NULL THEN 0 ELSE 1 END) = 1 AS is_ticket,
                 MAX(ch.agent_id) AS agent_id, MAX(t.assigned_to) AS assigned_to
             FROM attachment_reference r
             JOIN conversation c ON c.id = r.conversation_id
             LEFT JOIN ticket t ON t.conversation_id = c.id
             LEFT JOIN chat ch ON ch.conversation_id = c.id
             WHERE r.cid = $1
             GROUP BY r.conversation_id, c.user_id
             ORDER BY MAX(r.created_at) DESC LIMIT $2",
            &[&cid, &i64::from(limit)],
        )
        .await
    }

    /// Those of `cids` that a person may see, in the order of `cids`, each
    /// under the name that they know: what they uploaded, what their
    /// conversations show them; everything that a conversation or a review
    /// carries, for staff.
    pub async fn visible_files(
        &self,
        cids: &[String],
        person: &PersonId,
        access: &Access,
    ) -> Result<Vec<StoredFile>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut found = self.uploaded_by(cids, person).await?;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT a.cid, MAX(r.name) AS name, a.size, a.media_type
             FROM attachment_reference r JOIN attachment a ON a.cid = r.cid ",
        );
        match access {
            Access::Staff => sql.push("WHERE r.cid"),
            Access::Owner(owner) => sql
                .push(
                    "JOIN conversation c ON c.id = r.conversation_id
                     WHERE r.kind IN ('message', 'ticket') AND c.user_id = ",
                )
                .bind(owner)
                .push(" AND r.cid"),
        };
        sql.within(cids)
            .push(" GROUP BY a.cid, a.size, a.media_type");
        found.extend(db.fetch::<StoredFile>(sql.build()).await?);
        Ok(cids
            .iter()
            .filter_map(|cid| found.iter().find(|file| file.cid == *cid).cloned())
            .collect())
    }

    /// Who uploaded a file.
    pub async fn uploaders(&self, cid: &str) -> Result<Vec<PersonId>> {
        let mut db = self;
        let found: Vec<crate::row::One<PersonId>> = db
            .all(
                "SELECT person_id AS value FROM upload WHERE cid = $1 ORDER BY created_at, person_id",
                &[&cid],
            )
            .await?;
        Ok(found.into_iter().map(|one| one.0).collect())
    }
}
