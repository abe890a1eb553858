//! How much a person, and everyone together, may store.

use frontdesk_model::{Actor, error::ErrorCode};
use frontdesk_store::Limits;

use crate::{
    Desk,
    error::{Error, Result},
};

/// Whose quota an upload counts against. Staff store for the desk, and have none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Allowance {
    Person,
    All,
    /// The desk's own, such as a smaller form of an image.
    Desk,
}

impl Allowance {
    pub fn of(actor: &Actor) -> Self {
        match actor.role.is_staff() {
            true => Self::All,
            false => Self::Person,
        }
    }
}

impl Desk {
    pub(crate) fn limits(&self, allowance: Allowance) -> Limits {
        let person = Some(self.config.upload_user_quota).filter(|_| allowance == Allowance::Person);
        let bytes = |most: u64| i64::try_from(most).unwrap_or(i64::MAX);
        Limits {
            person: person.map(bytes),
            total: self
                .config
                .upload_total_quota
                .filter(|_| allowance != Allowance::Desk)
                .map(bytes),
        }
    }

    /// Whether there is room for so many bytes more, before they come. It is
    /// decided when they are stored.
    ///
    /// # Errors
    /// `QuotaUser`, `QuotaTotal`.
    pub async fn check_quota(&self, actor: &Actor, bytes: u64) -> Result<()> {
        let limits = self.limits(Allowance::of(actor));
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let now = self.clock.now();
        let is_over = |used: i64, most: i64| used.saturating_add(bytes) > most;
        if let Some(most) = limits.person {
            let used = self.store.used_by(&actor.id, now).await?;
            if is_over(used, most) {
                return Err(self.person_full());
            }
        }
        if let Some(most) = limits.total
            && is_over(self.store.used_by_all(now).await?, most)
        {
            return Err(all_full());
        }
        Ok(())
    }

    pub(crate) fn person_full(&self) -> Error {
        let most = self.config.upload_user_quota;
        Error::new(
            ErrorCode::QuotaUser,
            format!(
                "your files together may have {most} bytes; delete some of them, then upload again"
            ),
        )
    }
}

pub(crate) fn all_full() -> Error {
    Error::new(
        ErrorCode::QuotaTotal,
        "all files together have as many bytes as the desk's operator allows; tell the operator",
    )
}
