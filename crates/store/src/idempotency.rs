//! First answers, kept so that a repeated request gets them again.

use std::time::Duration;

use frontdesk_model::{PersonId, Timestamp};

use crate::{Error, Result, Tx, db::Source, row::row};

/// How long a first answer is kept.
pub const IDEMPOTENCY_TTL: Duration = Duration::from_hours(24);

struct Answer {
    fingerprint: String,
    answer: serde_json::Value,
}

row!(Answer {
    fingerprint,
    answer
});

impl Tx {
    /// The first answer under this key. [`crate::Error::KeyReused`] when the
    /// key was used for a request of another fingerprint.
    pub async fn recall(
        &mut self,
        person: &PersonId,
        key: &str,
        fingerprint: &str,
    ) -> Result<Option<serde_json::Value>> {
        let since = self.core.clock.now().minus(IDEMPOTENCY_TTL);
        let first: Option<Answer> = self
            .optional(
                "SELECT fingerprint, answer FROM idempotency
                 WHERE person_id = $1 AND request_key = $2 AND created_at > $3",
                &[person, &key, &since],
            )
            .await?;
        match first {
            Some(first) if first.fingerprint != fingerprint => Err(Error::KeyReused),
            first => Ok(first.map(|first| first.answer)),
        }
    }

    /// Keeps the first answer. `Conflict` when another request under the key
    /// was faster: roll back, and recall.
    pub async fn remember(
        &mut self,
        person: &PersonId,
        key: &str,
        fingerprint: &str,
        answer: &serde_json::Value,
        now: Timestamp,
    ) -> Result<()> {
        let kept = self
            .run(
                "INSERT INTO idempotency (person_id, request_key, fingerprint, answer, created_at)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (person_id, request_key) DO UPDATE SET
                     fingerprint = excluded.fingerprint,
                     answer = excluded.answer,
                     created_at = excluded.created_at
                 WHERE idempotency.created_at <= $6",
                &[
                    person,
                    &key,
                    &fingerprint,
                    answer,
                    &now,
                    &now.minus(IDEMPOTENCY_TTL),
                ],
            )
            .await?;
        match kept {
            0 => Err(Error::conflict(
                "idempotency key",
                "the same request is being carried out; try again in a moment",
            )),
            _ => Ok(()),
        }
    }
}
