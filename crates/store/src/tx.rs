//! Write transactions.

use crate::Result;

/// A write transaction: everything in it is stored by [`Tx::commit`], or
/// nothing when it is dropped first.
pub struct Tx {
    inner: (),
}

impl Tx {
    /// Makes everything durable; wakes the outbox's workers when there are new jobs.
    pub async fn commit(self) -> Result<()> {
        todo!()
    }

    /// Takes everything back, at once. Dropping does the same a moment later.
    pub async fn rollback(self) -> Result<()> {
        todo!()
    }
}
