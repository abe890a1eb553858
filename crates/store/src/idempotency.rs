//! First answers, kept so that a repeated request gets them again.

use std::time::Duration;

use frontdesk_model::{PersonId, Timestamp};

use crate::{Result, Tx};

/// How long a first answer is kept.
pub const IDEMPOTENCY_TTL: Duration = Duration::from_hours(24);

impl Tx {
    /// The first answer under this key. [`crate::Error::KeyReused`] when the
    /// key was used for a request of another fingerprint.
    pub async fn recall(
        &mut self,
        person: &PersonId,
        key: &str,
        fingerprint: &str,
    ) -> Result<Option<serde_json::Value>> {
        todo!()
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
        todo!()
    }
}
