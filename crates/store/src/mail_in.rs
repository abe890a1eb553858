//! Mail that comes in, the threads that mails belong to, and mailboxes.

use std::time::Duration;

use frontdesk_model::{
    ConversationId, Cursor, InboundMailId, Page, PageRequest, Person, PersonId, Timestamp,
    mail_in::{InboundMail, InboundMailState},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::Builder,
};

/// A mail as it was taken.
#[derive(Clone, Debug)]
pub struct NewInboundMail<'m> {
    pub id: InboundMailId,
    /// The same mail has the same, however often it comes.
    pub key: &'m str,
    pub raw: &'m [u8],
    pub received_at: Timestamp,
}

/// What became of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledMail {
    pub state: InboundMailState,
    pub reason: Option<String>,
    pub conversation_id: Option<ConversationId>,
    pub person_id: Option<PersonId>,
}

/// How far a mailbox was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailboxPlace {
    /// 0 before it was ever read.
    pub uid_validity: i64,
    pub last_uid: i64,
}

row!(InboundMail {
    id,
    state,
    reason,
    from: "sender",
    subject,
    conversation_id,
    person_id,
    tries,
    size,
    received_at,
    settled_at,
});
row!(MailboxPlace {
    uid_validity,
    last_uid,
});

/// A mail of a conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailMessage {
    pub message_id: String,
    pub conversation_id: ConversationId,
    /// Whom ours went to, or who wrote theirs.
    pub person_id: PersonId,
    /// Whether it is ours.
    pub sent: bool,
    pub created_at: Timestamp,
}

row!(MailMessage {
    message_id,
    conversation_id,
    person_id,
    sent,
    created_at,
});

const LISTED: &str = "SELECT id, state, reason, sender, subject, conversation_id, person_id, tries,
        size, received_at, settled_at
    FROM inbound_mail WHERE ";

const NOT_FOUND: Error = Error::NotFound {
    what: "inbound mail",
};

impl Tx {
    /// Takes a mail; false when it was taken before.
    pub async fn add_inbound_mail(&mut self, new: &NewInboundMail<'_>) -> Result<bool> {
        let size = i64::try_from(new.raw.len()).unwrap_or(i64::MAX);
        let stored = self
            .run(
                "INSERT INTO inbound_mail (id, mail_key, state, size, raw, received_at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (mail_key) DO NOTHING",
                &[
                    &new.id,
                    &new.key,
                    &InboundMailState::Waiting,
                    &size,
                    &new.raw,
                    &new.received_at,
                ],
            )
            .await?;
        Ok(stored > 0)
    }

    /// Notes whose it is, before it is known what becomes of it.
    pub async fn describe_inbound_mail(
        &mut self,
        id: InboundMailId,
        sender: &str,
        subject: &str,
    ) -> Result<()> {
        self.run(
            "UPDATE inbound_mail SET sender = $2, subject = $3, tries = tries + 1 WHERE id = $1",
            &[&id, &sender, &subject],
        )
        .await?;
        Ok(())
    }

    /// Writes down what became of it. Its bytes go, unless it was set aside.
    pub async fn settle_inbound_mail(
        &mut self,
        id: InboundMailId,
        settled: &SettledMail,
        now: Timestamp,
    ) -> Result<()> {
        let keep = settled.state == InboundMailState::SetAside;
        self.run(
            "UPDATE inbound_mail SET state = $2, reason = $3, conversation_id = $4,
                 person_id = $5, settled_at = $6, raw = CASE WHEN $7 THEN raw ELSE NULL END
             WHERE id = $1",
            &[
                &id,
                &settled.state,
                &settled.reason,
                &settled.conversation_id,
                &settled.person_id,
                &now,
                &keep,
            ],
        )
        .await?;
        Ok(())
    }

    /// Lets a mail that was set aside be read again. `NotFound`; `Conflict`
    /// when it was not set aside.
    pub async fn retry_inbound_mail(&mut self, id: InboundMailId) -> Result<()> {
        let changed = self
            .run(
                "UPDATE inbound_mail SET state = $2, reason = NULL, tries = 0, settled_at = NULL
                 WHERE id = $1 AND state = $3 AND raw IS NOT NULL",
                &[&id, &InboundMailState::Waiting, &InboundMailState::SetAside],
            )
            .await?;
        if changed > 0 {
            return Ok(());
        }
        let known: Option<One<InboundMailId>> = self
            .optional("SELECT id AS value FROM inbound_mail WHERE id = $1", &[&id])
            .await?;
        match known {
            None => Err(NOT_FOUND),
            Some(_) => Err(Error::conflict(
                "inbound mail",
                "this mail was not set aside",
            )),
        }
    }

    /// Notes a mail of a conversation; one that is known stays as it is.
    pub async fn add_mail_message(&mut self, mail: &MailMessage) -> Result<()> {
        self.run(
            "INSERT INTO mail_message (message_id, conversation_id, person_id, sent, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (message_id) DO NOTHING",
            &[
                &mail.message_id,
                &mail.conversation_id,
                &mail.person_id,
                &mail.sent,
                &mail.created_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// Gives a mailbox to one process until `until`, unless another has it;
    /// and tells how far it was read.
    pub async fn hold_mailbox(
        &mut self,
        name: &str,
        holder: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<MailboxPlace>> {
        self.run(
            "INSERT INTO mailbox (name, uid_validity, last_uid, holder, held_until)
             VALUES ($1, 0, 0, NULL, 0) ON CONFLICT (name) DO NOTHING",
            &[&name],
        )
        .await?;
        self.optional(
            "UPDATE mailbox SET holder = $2, held_until = $4
             WHERE name = $1 AND (holder IS NULL OR holder = $2 OR held_until <= $3)
             RETURNING uid_validity, last_uid",
            &[&name, &holder, &now, &now.plus(lease)],
        )
        .await
    }

    /// Writes down how far a mailbox was read. `Conflict` when another process
    /// has it.
    pub async fn advance_mailbox(
        &mut self,
        name: &str,
        holder: &str,
        place: MailboxPlace,
    ) -> Result<()> {
        let moved = self
            .run(
                "UPDATE mailbox SET uid_validity = $3, last_uid = $4
                 WHERE name = $1 AND holder = $2",
                &[&name, &holder, &place.uid_validity, &place.last_uid],
            )
            .await?;
        match moved {
            0 => Err(Error::conflict("mailbox", "another process reads it")),
            _ => Ok(()),
        }
    }

    /// Lets another process have a mailbox at once.
    pub async fn release_mailbox(&mut self, name: &str, holder: &str) -> Result<()> {
        self.run(
            "UPDATE mailbox SET holder = NULL, held_until = 0 WHERE name = $1 AND holder = $2",
            &[&name, &holder],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    pub async fn inbound_mail(&self, id: InboundMailId) -> Result<Option<InboundMail>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), LISTED);
        sql.push("id = ").bind(id);
        db.fetch_optional(sql.build()).await
    }

    /// The bytes of a mail that isn't settled, or was set aside.
    pub async fn inbound_mail_raw(&self, id: InboundMailId) -> Result<Option<Vec<u8>>> {
        let mut db = self;
        let raw: Option<One<Option<Vec<u8>>>> = db
            .optional(
                "SELECT raw AS value FROM inbound_mail WHERE id = $1",
                &[&id],
            )
            .await?;
        Ok(raw.and_then(|raw| raw.0))
    }

    /// Newest first.
    pub async fn inbound_mails(
        &self,
        state: Option<InboundMailState>,
        page: &PageRequest,
    ) -> Result<Page<InboundMail>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), LISTED);
        match state {
            Some(state) => sql.push("state = ").bind(state),
            None => sql.push("TRUE"),
        };
        sql.before("(received_at, id)", page)
            .push(" ORDER BY received_at DESC, id DESC")
            .limit(page);
        let rows: Vec<InboundMail> = db.fetch(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.received_at.0,
            id: row.id.0,
        }))
    }

    /// Tickets that were opened by mail from an address since then.
    pub async fn tickets_by_mail(&self, sender: &str, since: Timestamp) -> Result<i64> {
        let mut db = self;
        let count: One<i64> = db
            .one(
                "SELECT COUNT(*) AS value FROM inbound_mail
                 WHERE sender = $1 AND received_at >= $2 AND state = $3",
                &[&sender, &since, &InboundMailState::Ticket],
            )
            .await?;
        Ok(count.0)
    }

    /// The mails of these ids that belong to conversations.
    pub async fn mail_messages(&self, ids: &[String]) -> Result<Vec<MailMessage>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM mail_message WHERE message_id");
        sql.within(ids.iter().cloned());
        db.fetch(sql.build()).await
    }

    /// The latest mails of a conversation that a person has, oldest first.
    pub async fn thread_of(
        &self,
        conversation: ConversationId,
        person: &PersonId,
        limit: u32,
    ) -> Result<Vec<String>> {
        let mut db = self;
        let mut ids: Vec<One<String>> = db
            .all(
                "SELECT message_id AS value FROM mail_message
                 WHERE conversation_id = $1 AND person_id = $2
                 ORDER BY created_at DESC, message_id DESC LIMIT $3",
                &[&conversation, person, &i64::from(limit)],
            )
            .await?;
        ids.reverse();
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// People with an address, in any case; who was here last comes first.
    pub async fn people_of_address(&self, address: &str) -> Result<Vec<Person>> {
        let mut db = self;
        db.all(
            "SELECT id, name, email, role FROM person
             WHERE email IS NOT NULL AND LOWER(email) = $1
             ORDER BY last_seen_at DESC, id LIMIT 20",
            &[&address.to_lowercase()],
        )
        .await
    }

    /// Forgets mails that were received before then.
    pub async fn prune_inbound_mail(&self, before: Timestamp) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.run(
            "DELETE FROM inbound_mail WHERE received_at < $1 AND state <> $2",
            &[&before, &InboundMailState::Waiting],
        )
        .await?;
        tx.commit().await
    }
}
