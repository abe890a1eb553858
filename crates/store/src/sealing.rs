//! What rows keep sealed: the bodies of notifications and deliveries, where the
//! operator wants it, and secrets wherever there is a key. How something is sealed
//! is not known here; a [`Cipher`] is given. Each thing is bound to its place, its
//! table and id, so that rows cannot be exchanged.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use frontdesk_model::{JobId, job::Job};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    notification::NotificationRow,
    row::{One, row},
    sql::Builder,
    store::Core,
};

/// Seals and opens.
pub trait Cipher: Send + Sync {
    /// The id of the key that is sealed with: no colon in it.
    fn key_id(&self) -> &str;

    /// # Errors
    /// When the system gives no random numbers.
    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, String>;

    /// # Errors
    /// Why it can't be opened, in a sentence that tells nothing of it.
    fn open(&self, key_id: &str, place: &str, sealed: &[u8]) -> Result<Vec<u8>, String>;
}

/// What is sealed, and how.
#[derive(Clone)]
pub struct Sealing {
    pub cipher: Arc<dyn Cipher>,
    /// Whether the bodies of new notifications, deliveries and of the jobs that
    /// carry them are sealed. What is sealed can be read in any case.
    pub bodies: bool,
}

/// Tables whose rows hold bodies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SealedTable {
    Notification,
    Delivery,
}

/// How a sealed secret begins, before the id of its key.
const SECRET: &str = "sealed:";

/// A sealed body, as two columns keep it.
pub(crate) struct SealedBody {
    pub bytes: Vec<u8>,
    pub under: String,
}

impl SealedTable {
    pub const ALL: [Self; 2] = [Self::Notification, Self::Delivery];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Delivery => "delivery",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// Where the body of a row is.
    pub(crate) fn place(self, id: Uuid) -> String {
        format!("{}/{id}", self.as_str())
    }
}

impl Core {
    fn cipher(&self) -> Result<&dyn Cipher> {
        match self.sealing.get() {
            Some(sealing) => Ok(&*sealing.cipher),
            None => Err(unreadable("there is no master key")),
        }
    }

    pub(crate) fn seals_bodies(&self) -> bool {
        self.sealing.get().is_some_and(|sealing| sealing.bodies)
    }

    /// A body as it is kept: sealed where bodies are.
    pub(crate) fn body_to_keep(
        &self,
        place: &str,
        body: &impl Serialize,
    ) -> Result<Option<SealedBody>> {
        match self.seals_bodies() {
            true => self.seal_body(place, body).map(Some),
            false => Ok(None),
        }
    }

    pub(crate) fn seal_body(&self, place: &str, body: &impl Serialize) -> Result<SealedBody> {
        let cipher = self.cipher()?;
        let plain = serde_json::to_vec(body).map_err(|error| unreadable(&error.to_string()))?;
        Ok(SealedBody {
            bytes: cipher.seal(place, &plain).map_err(|why| unreadable(&why))?,
            under: cipher.key_id().to_owned(),
        })
    }

    pub(crate) fn open_body<T: DeserializeOwned>(
        &self,
        place: &str,
        under: &str,
        bytes: &[u8],
    ) -> Result<T> {
        let plain = self.cipher()?.open(under, place, bytes);
        let plain = plain.map_err(|why| unreadable(&format!("{place}: {why}")))?;
        serde_json::from_slice(&plain).map_err(|_| unreadable(&format!("{place}: it is no JSON")))
    }

    /// A secret as it is kept: as text, sealed wherever there is a key.
    pub(crate) fn secret_to_keep(&self, place: &str, secret: &str) -> Result<String> {
        let Some(sealing) = self.sealing.get() else {
            return Ok(secret.to_owned());
        };
        let cipher = &sealing.cipher;
        let sealed = cipher.seal(place, secret.as_bytes());
        let sealed = sealed.map_err(|why| unreadable(&why))?;
        let key = cipher.key_id();
        Ok(format!("{SECRET}{key}:{}", BASE64URL_NOPAD.encode(&sealed)))
    }

    /// The secret that is kept so.
    pub(crate) fn open_secret(&self, place: &str, kept: &str) -> Result<String> {
        let Some((key, sealed)) = parts_of_secret(kept) else {
            return Ok(kept.to_owned());
        };
        let damaged = || unreadable(&format!("{place}: it is damaged"));
        let sealed = BASE64URL_NOPAD
            .decode(sealed.as_bytes())
            .map_err(|_| damaged())?;
        let plain = self.cipher()?.open(key, place, &sealed);
        let plain = plain.map_err(|why| unreadable(&format!("{place}: {why}")))?;
        String::from_utf8(plain).map_err(|_| damaged())
    }

    /// The payload of a job: that of one that carries a body is sealed where bodies
    /// are, so that none lies in the outbox.
    pub(crate) fn payload_to_keep(&self, id: JobId, job: &Job) -> Result<serde_json::Value> {
        let payload =
            serde_json::to_value(job).map_err(|error| sqlx::Error::Encode(error.into()))?;
        if !self.seals_bodies() || !job.carries_body() {
            return Ok(payload);
        }
        let sealed = self.secret_to_keep(&place_of_job(id), &payload.to_string())?;
        Ok(serde_json::json!({ "kind": job.kind(), "sealed": sealed }))
    }

    /// The job of a payload.
    pub(crate) fn job_of(&self, id: JobId, payload: serde_json::Value) -> Result<Job, String> {
        let job = match payload.get("sealed").and_then(serde_json::Value::as_str) {
            Some(kept) => {
                let opened = self.open_secret(&place_of_job(id), kept);
                serde_json::from_str(&opened.map_err(|error| error.to_string())?)
            }
            None => serde_json::from_value(payload),
        };
        job.map_err(|error| error.to_string())
    }

    /// Whether a secret is kept as it would be kept now.
    pub(crate) fn is_kept_well(&self, kept: &str) -> bool {
        match self.sealing.get() {
            Some(sealing) => {
                parts_of_secret(kept).is_some_and(|(key, _)| key == sealing.cipher.key_id())
            }
            None => true,
        }
    }
}

fn place_of_job(id: JobId) -> String {
    format!("job/{id}")
}

/// The id of the key that a kept secret is sealed under; none when it is plain.
pub(crate) fn key_of_secret(kept: &str) -> Option<&str> {
    parts_of_secret(kept).map(|(key, _)| key)
}

fn parts_of_secret(kept: &str) -> Option<(&str, &str)> {
    kept.strip_prefix(SECRET)?.split_once(':')
}

fn unreadable(why: &str) -> Error {
    Error::Sealed(why.to_owned())
}

/// A body with its row.
pub(crate) struct PayloadRow {
    id: Uuid,
    payload: Option<serde_json::Value>,
    sealed: Option<Vec<u8>>,
    sealed_under: Option<String>,
}

row!(PayloadRow {
    id,
    payload,
    sealed,
    sealed_under,
});

impl Tx {
    /// Seals the plain bodies of up to `limit` rows after `after` (in order of
    /// ids). Gives where to go on; nothing at the end of the table. Rows that are
    /// sealed stay as they are, so that a repeat does no harm.
    pub async fn seal_bodies(
        &mut self,
        table: SealedTable,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Option<Uuid>> {
        let rows = self.bodies(table, |sql| {
            sql.push(" WHERE id > ")
                .bind(after.unwrap_or(Uuid::nil()))
                .push(" ORDER BY id LIMIT ")
                .bind(i64::from(limit));
        });
        let rows = rows.await?;
        let last = rows
            .last()
            .map(|row| row.id)
            .filter(|_| rows.len() == limit as usize);
        let plain: Vec<_> = rows
            .into_iter()
            .filter(|row| row.sealed_under.is_none() && row.payload.is_some())
            .collect();
        self.keep_sealed(table, plain).await?;
        Ok(last)
    }

    /// Puts up to `limit` bodies under the present key that are sealed under
    /// another; gives how many there were.
    pub async fn reseal_bodies(&mut self, limit: u32) -> Result<usize> {
        let present = self.core.cipher()?.key_id().to_owned();
        let mut count = 0;
        for table in SealedTable::ALL {
            let left = limit.saturating_sub(u32::try_from(count).unwrap_or(limit));
            // By the index of what is sealed; `<>` would go through all of it.
            for side in [" < ", " > "] {
                let rows = self.bodies(table, |sql| {
                    sql.push(" WHERE sealed_under")
                        .push(side)
                        .bind(&present)
                        .push(" LIMIT ")
                        .bind(i64::from(left));
                });
                let rows = rows.await?;
                count += rows.len();
                self.keep_sealed(table, rows).await?;
            }
        }
        Ok(count)
    }

    async fn bodies(
        &mut self,
        table: SealedTable,
        conditions: impl FnOnce(&mut Builder),
    ) -> Result<Vec<PayloadRow>> {
        let core = Arc::clone(&self.core);
        let columns = match table {
            SealedTable::Notification => "SELECT * FROM notification",
            SealedTable::Delivery => "SELECT id, payload, sealed, sealed_under FROM delivery",
        };
        let mut sql = Builder::new(self.engine(), columns);
        conditions(&mut sql);
        if table == SealedTable::Notification {
            let rows: Vec<NotificationRow> = self.fetch(sql.build()).await?;
            return rows
                .into_iter()
                .map(|row| row.into_payload(&core))
                .collect();
        }
        let mut rows: Vec<PayloadRow> = self.fetch(sql.build()).await?;
        for row in &mut rows {
            if let (Some(bytes), Some(under)) = (&row.sealed, &row.sealed_under) {
                row.payload = Some(core.open_body(&table.place(row.id), under, bytes)?);
            }
        }
        Ok(rows)
    }

    async fn keep_sealed(&mut self, table: SealedTable, rows: Vec<PayloadRow>) -> Result<()> {
        let core = Arc::clone(&self.core);
        for rows in rows.chunks(500) {
            let mut sealed = Vec::with_capacity(rows.len());
            for row in rows {
                sealed.push((row.id, core.seal_body(&table.place(row.id), &row.payload)?));
            }
            let mut sql = Builder::new(self.engine(), "WITH kept (id, bytes, under) AS (VALUES ");
            sql.tuples(&sealed, |tuple, (id, body)| {
                tuple.bind(*id).bind(&body.bytes).bind(&body.under);
            });
            sql.push(match table {
                SealedTable::Notification => {
                    ") UPDATE notification SET title = '', message = '', data = '{}',
                         sealed = kept.bytes, sealed_under = kept.under
                     FROM kept WHERE notification.id = kept.id"
                }
                SealedTable::Delivery => {
                    ") UPDATE delivery SET payload = NULL,
                         sealed = kept.bytes, sealed_under = kept.under
                     FROM kept WHERE delivery.id = kept.id"
                }
            });
            self.execute(sql.build()).await?;
            // The log holds the pages on which they stood.
            core.leave_traces();
        }
        Ok(())
    }
}

impl PayloadRow {
    /// A body to be sealed.
    pub(crate) fn of(id: Uuid, payload: serde_json::Value, sealed_under: Option<String>) -> Self {
        Self {
            id,
            payload: Some(payload),
            sealed: None,
            sealed_under,
        }
    }
}

impl Store {
    /// Says how bodies and secrets are sealed from now on; once, before anything
    /// is read or written that may be.
    pub fn seal_with(&self, sealing: Sealing) {
        // A second one would come too late.
        let _ = self.core.sealing.set(sealing);
    }

    /// Puts the secrets of webhooks under the present key that are plain, or
    /// sealed under another.
    pub async fn seal_webhook_secrets(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        for id in tx.webhooks_kept_badly().await? {
            let row = tx.webhook(id).await?;
            tx.save_webhook(&row).await?;
            self.core.leave_traces();
        }
        tx.commit().await
    }

    /// A secret of the server's own: the stored one, or `value` stored now. It is
    /// sealed wherever there is a key, under the present one.
    pub async fn secret_or_insert(&self, name: &str, value: &str) -> Result<String> {
        let place = format!("setting/{name}");
        let value = self.core.secret_to_keep(&place, value)?;
        let kept = self.setting_or_insert(name, &value).await?;
        let secret = self.core.open_secret(&place, &kept)?;
        if !self.core.is_kept_well(&kept) {
            let sealed = self.core.secret_to_keep(&place, &secret)?;
            let mut tx = self.begin().await?;
            tx.set_setting(name, &sealed).await?;
            tx.commit().await?;
            self.core.leave_traces();
        }
        Ok(secret)
    }

    /// The ids of the keys that rows are sealed under.
    pub(crate) async fn row_keys_in_use(&self) -> Result<Vec<String>> {
        let mut db = self;
        let mut keys = Vec::new();
        for text in [
            "SELECT MIN(sealed_under) AS value FROM notification WHERE sealed_under > $1",
            "SELECT MIN(sealed_under) AS value FROM delivery WHERE sealed_under > $1",
        ] {
            // From one key to the next in the index, which has few.
            let mut last = String::new();
            while let Some(One(Some(key))) =
                db.optional::<One<Option<String>>>(text, &[&last]).await?
            {
                keys.push(key.clone());
                last = key;
            }
        }
        let secrets: Vec<One<String>> = db
            .all(
                "SELECT secret AS value FROM webhook
                 UNION ALL SELECT old_secret FROM webhook WHERE old_secret IS NOT NULL
                 UNION ALL SELECT value FROM setting",
                &[],
            )
            .await?;
        keys.extend(
            secrets
                .iter()
                .filter_map(|One(kept)| key_of_secret(kept).map(str::to_owned)),
        );
        Ok(keys)
    }
}
