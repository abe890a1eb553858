//! People and their accounts.

use frontdesk_model::{Cursor, Page, PageRequest, Person, PersonId, Role, Timestamp};
use uuid::Uuid;

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{FromRow, One, Row, row},
    sql::Builder,
};

/// An account of Frontdesk's own: a person who signs in with a password.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    /// PHC string of argon2id.
    pub password_hash: String,
}

row!(Person {
    id,
    name,
    email,
    role
});

/// A person with all that is kept about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    /// Whether it is known to be theirs: by a host application's token, or by
    /// a mail that they could read.
    pub email_confirmed: bool,
    pub role: Role,
    pub is_vip: bool,
    pub blocked_at: Option<Timestamp>,
    pub blocked_reason: Option<String>,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
}

row!(PersonRow {
    id,
    name,
    email,
    email_confirmed,
    role,
    is_vip,
    blocked_at,
    blocked_reason,
    created_at,
    last_seen_at,
});

const PROFILE: &str =
    "SELECT id, name, email, email_confirmed, role, is_vip, blocked_at, blocked_reason,
        created_at, last_seen_at
    FROM person WHERE id";

/// The same of those who are blocked.
const BLOCKED: &str =
    "SELECT id, name, email, email_confirmed, role, is_vip, blocked_at, blocked_reason,
        created_at, last_seen_at
    FROM person WHERE blocked_at IS NOT NULL";

/// How many of a cursor's moment have been seen. A person's id is a text, which
/// a cursor has no room for.
fn ties(cursor: &Cursor) -> i64 {
    i64::try_from(cursor.id.as_u128()).unwrap_or(i64::MAX)
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self, sqlx::Error> {
        Ok(Self {
            person: Person::from_row(row)?,
            password_hash: row.get("password_hash")?,
        })
    }
}

impl Tx {
    /// Stores what a token says of a person. A missing e-mail or a blank name
    /// doesn't blank what is known.
    pub async fn save_person(&mut self, person: &Person, now: Timestamp) -> Result<()> {
        let before = self.person(&person.id).await?;
        self.run(
            "INSERT INTO person (id, name, email, role, created_at, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (id) DO UPDATE SET
                 name = CASE WHEN excluded.name = '' THEN person.name ELSE excluded.name END,
                 email = COALESCE(excluded.email, person.email),
                 email_confirmed = person.email_confirmed
                     AND COALESCE(excluded.email = person.email, TRUE),
                 role = excluded.role,
                 last_seen_at = excluded.last_seen_at",
            &[&person.id, &person.name, &person.email, &person.role, &now],
        )
        .await?;
        match before {
            None => self.changed_customer(&person.id),
            Some(before) => {
                let named = !person.name.is_empty() && person.name != before.name;
                let reached = person.email.is_some() && person.email != before.email;
                if named || reached {
                    self.changed_name(&person.id).await?;
                } else if person.role != before.role {
                    self.changed_customer(&person.id);
                }
            }
        }
        Ok(())
    }

    async fn person(&mut self, id: &PersonId) -> Result<Option<Person>> {
        self.optional(
            "SELECT id, name, email, role FROM person WHERE id = $1",
            &[id],
        )
        .await
    }

    /// Keeps an address that a person has given of themselves, if none is
    /// known; true when it was kept.
    pub async fn give_email(&mut self, person: &PersonId, email: &str) -> Result<bool> {
        let kept = self
            .run(
                "UPDATE person SET email = $2 WHERE id = $1 AND email IS NULL",
                &[person, &email],
            )
            .await?;
        if kept > 0 {
            self.changed_name(person).await?;
        }
        Ok(kept > 0)
    }

    /// Notes that a person's address is known to be theirs.
    pub async fn confirm_email(&mut self, person: &PersonId) -> Result<()> {
        self.run(
            "UPDATE person SET email_confirmed = TRUE
             WHERE id = $1 AND email IS NOT NULL AND email_confirmed = FALSE",
            &[person],
        )
        .await?;
        Ok(())
    }

    /// A person, locked against other writers until the transaction ends.
    pub async fn profile(&mut self, id: &PersonId) -> Result<Option<PersonRow>> {
        let mut sql = Builder::new(self.engine(), PROFILE);
        sql.push(" = ").bind(id).lock("person");
        self.fetch_optional(sql.build()).await
    }

    pub async fn set_vip(&mut self, id: &PersonId, is_vip: bool) -> Result<()> {
        self.run(
            "UPDATE person SET is_vip = $2 WHERE id = $1",
            &[id, &is_vip],
        )
        .await?;
        self.changed_customer(id);
        Ok(())
    }

    /// Blocks a person, or gives the block another reason.
    pub async fn block_person(
        &mut self,
        id: &PersonId,
        reason: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.run(
            "UPDATE person SET blocked_at = COALESCE(blocked_at, $3), blocked_reason = $2
             WHERE id = $1",
            &[id, &reason, &now],
        )
        .await?;
        self.changed_customer(id);
        Ok(())
    }

    pub async fn unblock_person(&mut self, id: &PersonId) -> Result<()> {
        self.run(
            "UPDATE person SET blocked_at = NULL, blocked_reason = NULL WHERE id = $1",
            &[id],
        )
        .await?;
        self.changed_customer(id);
        Ok(())
    }

    /// Adds an account to a saved person. `Conflict` when the address (in any
    /// case) or the person has one already; `NotFound` without the person.
    pub async fn create_account(
        &mut self,
        email: &str,
        person: &PersonId,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<()> {
        let stored = self
            .run(
                "INSERT INTO account (email, person_id, password_hash, created_at)
                 SELECT $1, id, $3, $4 FROM person WHERE id = $2
                 ON CONFLICT DO NOTHING",
                &[&email.to_lowercase(), person, &password_hash, &now],
            )
            .await?;
        if stored == 1 {
            return Ok(());
        }
        let known = self
            .optional::<Person>("SELECT * FROM person WHERE id = $1", &[person])
            .await?;
        match known {
            None => Err(Error::NotFound { what: "person" }),
            Some(_) => Err(Error::conflict(
                "account",
                "this address or this person has an account already",
            )),
        }
    }
}

impl Store {
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>> {
        let mut db = self;
        db.optional(
            "SELECT id, name, email, role FROM person WHERE id = $1",
            &[id],
        )
        .await
    }

    pub async fn profile(&self, id: &PersonId) -> Result<Option<PersonRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), PROFILE);
        sql.push(" = ").bind(id);
        db.fetch_optional(sql.build()).await
    }

    /// The people of these ids, in no order.
    pub async fn profiles(&self, ids: &[PersonId]) -> Result<Vec<PersonRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), PROFILE);
        sql.within(ids);
        db.fetch(sql.build()).await
    }

    /// Everyone who is blocked.
    pub async fn blocked_people(&self) -> Result<Vec<PersonId>> {
        let mut db = self;
        let ids: Vec<One<PersonId>> = db
            .all(
                "SELECT id AS value FROM person WHERE blocked_at IS NOT NULL",
                &[],
            )
            .await?;
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// A page of those who are blocked, whoever was blocked last first.
    pub async fn blocked_page(&self, page: &PageRequest) -> Result<Page<PersonRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), BLOCKED);
        if let Some(cursor) = &page.after {
            sql.push(" AND blocked_at <= ").bind(cursor.key);
        }
        sql.push(" ORDER BY blocked_at DESC, id").limit(page);
        if let Some(cursor) = &page.after {
            sql.push(" OFFSET ").bind(ties(cursor));
        }
        let rows: Vec<PersonRow> = db.fetch(sql.build()).await?;
        let blocked_at = |row: &PersonRow| row.blocked_at.map_or(0, |at| at.0);
        let shown: Vec<_> = rows
            .iter()
            .take(page.limit as usize)
            .map(blocked_at)
            .collect();
        Ok(Page::cut(rows, page.limit, |last| {
            let key = blocked_at(last);
            let here = shown.iter().filter(|at| **at == key).count();
            let before = page.after.filter(|cursor| cursor.key == key);
            let ties = before.map_or(0, |cursor| cursor.id.as_u128()) + here as u128;
            Cursor {
                key,
                id: Uuid::from_u128(ties),
            }
        }))
    }

    /// Agents and admins, by name.
    pub async fn staff(&self) -> Result<Vec<Person>> {
        let mut db = self;
        db.all(
            "SELECT id, name, email, role FROM person
             WHERE role IN ('agent', 'admin') ORDER BY name, id",
            &[],
        )
        .await
    }

    /// The ids after `after`, in their order.
    pub async fn people_after(
        &self,
        after: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<PersonId>> {
        let mut db = self;
        let ids: Vec<One<PersonId>> = db
            .all(
                "SELECT id AS value FROM person WHERE id > $1 ORDER BY id LIMIT $2",
                &[&after.map_or("", PersonId::as_str), &i64::from(limit)],
            )
            .await?;
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// The account of an address, in any case.
    pub async fn account(&self, email: &str) -> Result<Option<Account>> {
        let mut db = self;
        db.optional(
            "SELECT p.id, p.name, p.email, p.role, a.password_hash
             FROM account a JOIN person p ON p.id = a.person_id WHERE a.email = $1",
            &[&email.to_lowercase()],
        )
        .await
    }

    /// Whether any admin has an account.
    pub async fn has_admin(&self) -> Result<bool> {
        let mut db = self;
        let admins: Option<One<String>> = db
            .optional(
                "SELECT a.email AS value FROM account a JOIN person p ON p.id = a.person_id
                 WHERE p.role = 'admin' LIMIT 1",
                &[],
            )
            .await?;
        Ok(admins.is_some())
    }
}
