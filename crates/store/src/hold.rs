//! Who may touch the bytes of a file just now: those who store them have a
//! hold, those who remove them a removal, and the two exclude each other,
//! across all copies of the server. Every decision is made under the file's lock.

use frontdesk_model::{PersonId, Timestamp};
use uuid::Uuid;

use crate::{Result, Store, Tx, db::Source, row::One, sql::Engine};

/// Bytes that are about to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewHold {
    pub id: Uuid,
    pub cid: String,
    /// Whose quota they count against.
    pub person_id: Option<PersonId>,
    /// Bytes.
    pub size: i64,
    /// When it counts no more: whoever made it is gone.
    pub expires_at: Timestamp,
}

/// Whether a hold was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    Yes,
    /// The same bytes are being removed: wait, and ask again.
    Removing,
    /// The person has no room left.
    PersonFull,
    /// Nobody has.
    AllFull,
}

/// How much may be stored, in bytes; none for no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    pub person: Option<i64>,
    pub total: Option<i64>,
}

/// The classes of advisory locks, beside those of other files of this crate.
const FILE: i64 = 10;
const PERSON: i64 = 11;
const TOTAL: i64 = 12;

impl Tx {
    /// Keeps others with the same key out until the transaction ends. SQLite
    /// has one writer anyway.
    async fn lock_key(&mut self, class: i64, key: &str) -> Result<()> {
        if self.engine() == Engine::Postgres {
            self.all::<One<bool>>(
                "SELECT TRUE AS value FROM
                 (SELECT pg_advisory_xact_lock(hashtextextended($1, $2))) AS locked",
                &[&key, &class],
            )
            .await?;
        }
        Ok(())
    }

    /// Keeps others from storing, removing or judging these bytes until the
    /// transaction ends, whether there is a row of them or not.
    pub async fn lock_file(&mut self, cid: &str) -> Result<()> {
        self.lock_key(FILE, cid).await
    }

    /// Asks to store bytes. What was promised to others counts as stored.
    /// Anything but `Yes` has changed nothing.
    pub async fn hold_file(
        &mut self,
        hold: &NewHold,
        limits: Limits,
        now: Timestamp,
    ) -> Result<Held> {
        // Always in this order, so that nobody waits crosswise.
        if limits.total.is_some() {
            self.lock_key(TOTAL, "").await?;
        }
        if let (Some(person), Some(_)) = (&hold.person_id, limits.person) {
            self.lock_key(PERSON, person.as_str()).await?;
        }
        self.lock_file(&hold.cid).await?;
        let removing: Vec<One<String>> = self
            .all(
                "SELECT cid AS value FROM file_removal WHERE cid = $1",
                &[&hold.cid],
            )
            .await?;
        if !removing.is_empty() {
            return Ok(Held::Removing);
        }
        if let (Some(person), Some(most)) = (&hold.person_id, limits.person) {
            let used = used_by(self, person, &hold.cid, now).await?;
            if used.saturating_add(hold.size) > most {
                return Ok(Held::PersonFull);
            }
        }
        if let Some(most) = limits.total {
            let used = used_by_all(self, &hold.cid, now).await?;
            if used.saturating_add(hold.size) > most {
                return Ok(Held::AllFull);
            }
        }
        self.run(
            "INSERT INTO file_hold (id, cid, person_id, size, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                &hold.id,
                &hold.cid,
                &hold.person_id,
                &hold.size,
                &hold.expires_at,
            ],
        )
        .await?;
        Ok(Held::Yes)
    }

    /// Ends a hold, in the transaction that records what was stored. False when
    /// its time was over and it counts no more: the bytes may be gone, and
    /// nothing must be recorded.
    pub async fn release_hold(&mut self, id: Uuid) -> Result<bool> {
        let text = "DELETE FROM file_hold WHERE id = $1";
        Ok(self.run(text, &[&id]).await? > 0)
    }

    /// Begins the removal of bytes that nothing needs: until it is ended, nobody
    /// stores them. False when something does need them, or somebody is just
    /// storing them; a removal that was begun before is taken back then.
    pub async fn begin_removal(&mut self, cid: &str, now: Timestamp) -> Result<bool> {
        self.lock_file(cid).await?;
        self.run(
            "DELETE FROM file_hold WHERE cid = $1 AND expires_at <= $2",
            &[&cid, &now],
        )
        .await?;
        let needed: One<bool> = self
            .one(
                "SELECT (EXISTS (SELECT 1 FROM attachment WHERE cid = $1 AND deleted_at IS NULL)
                     OR EXISTS (SELECT 1 FROM block WHERE root = $1)
                     OR EXISTS (SELECT 1 FROM block_copy WHERE root = $1)
                     OR EXISTS (SELECT 1 FROM file_hold WHERE cid = $1)) AS value",
                &[&cid],
            )
            .await?;
        if needed.0 {
            self.run("DELETE FROM file_removal WHERE cid = $1", &[&cid])
                .await?;
            return Ok(false);
        }
        self.run(
            "INSERT INTO file_removal (cid, started_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&cid, &now],
        )
        .await?;
        Ok(true)
    }

    /// Notes that the bytes are gone; from now on they may be stored again.
    pub async fn end_removal(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        self.lock_file(cid).await?;
        self.run(
            "UPDATE attachment SET removed_at = $2 WHERE cid = $1 AND deleted_at IS NOT NULL",
            &[&cid, &now],
        )
        .await?;
        self.run("DELETE FROM file_removal WHERE cid = $1", &[&cid])
            .await?;
        Ok(())
    }
}

/// Bytes of a person's uploads, and those promised to them. The file `except`
/// is not counted: to store it again takes no more room.
async fn used_by(
    db: &mut impl Source,
    person: &PersonId,
    except: &str,
    now: Timestamp,
) -> Result<i64> {
    let used: One<i64> = db
        .one(
            "SELECT CAST(
                 (SELECT COALESCE(SUM(a.size), 0) FROM upload u JOIN attachment a ON a.cid = u.cid
                  WHERE u.person_id = $1 AND a.deleted_at IS NULL AND a.cid <> $2)
                 + (SELECT COALESCE(SUM(size), 0) FROM file_hold
                    WHERE person_id = $1 AND expires_at > $3 AND cid <> $2) AS BIGINT) AS value",
            &[person, &except, &now],
        )
        .await?;
    Ok(used.0)
}

/// The same of everyone, with what is deleted but not gone yet.
async fn used_by_all(db: &mut impl Source, except: &str, now: Timestamp) -> Result<i64> {
    let used: One<i64> = db
        .one(
            "SELECT CAST(
                 (SELECT COALESCE(SUM(size), 0) FROM attachment
                  WHERE removed_at IS NULL AND cid <> $1)
                 + (SELECT COALESCE(SUM(size), 0) FROM file_hold
                    WHERE expires_at > $2 AND cid <> $1) AS BIGINT) AS value",
            &[&except, &now],
        )
        .await?;
    Ok(used.0)
}

impl Store {
    /// Bytes of a person's uploads, and those promised to them.
    pub async fn used_by(&self, person: &PersonId, now: Timestamp) -> Result<i64> {
        let mut db = self;
        used_by(&mut db, person, "", now).await
    }

    /// Bytes of all files that are stored or promised.
    pub async fn used_by_all(&self, now: Timestamp) -> Result<i64> {
        let mut db = self;
        used_by_all(&mut db, "", now).await
    }
}
