//! A write that is repeated under its `Idempotency-Key` gives its first
//! answer again. Key and answer are kept in the write's own transaction, so
//! that no crash can come between the two.

use frontdesk_store::Tx;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Call, Desk,
    error::{Error, Result},
};

impl Desk {
    /// The answer that this call got before; the use case ends there.
    pub(crate) async fn first_answer<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        call: &Call,
    ) -> Result<Option<T>> {
        let Some(key) = &call.idempotency else {
            return Ok(None);
        };
        let answer = tx
            .recall(&call.actor.id, &key.key, &key.fingerprint)
            .await?;
        answer
            .map(serde_json::from_value)
            .transpose()
            .map_err(|error| Error::internal(&error))
    }

    /// The same, asked before a use case that is more than one transaction.
    pub(crate) async fn answer_before<T: DeserializeOwned>(
        &self,
        call: &Call,
    ) -> Result<Option<T>> {
        if call.idempotency.is_none() {
            return Ok(None);
        }
        let mut tx = self.store.begin().await?;
        let first = self.first_answer(&mut tx, call).await?;
        tx.rollback().await?;
        Ok(first)
    }

    /// Keeps the answer of this call for its repeats.
    pub(crate) async fn keep_answer<T: Serialize>(
        &self,
        tx: &mut Tx,
        call: &Call,
        answer: &T,
    ) -> Result<()> {
        let Some(key) = &call.idempotency else {
            return Ok(());
        };
        let answer = serde_json::to_value(answer).map_err(|error| Error::internal(&error))?;
        let now = self.clock.now();
        tx.remember(&call.actor.id, &key.key, &key.fingerprint, &answer, now)
            .await?;
        Ok(())
    }
}
