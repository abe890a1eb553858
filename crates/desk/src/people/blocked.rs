//! Who may not write. In memory, since each message asks; read from the store
//! at start and, for what other processes have done, from time to time.

use std::{
    collections::HashSet,
    sync::{PoisonError, RwLock},
};

use frontdesk_model::{Actor, PersonId};

use crate::{
    Desk,
    error::{Error, Result},
};

#[derive(Default)]
pub(crate) struct Blocked(RwLock<HashSet<PersonId>>);

impl Blocked {
    pub fn contains(&self, person: &PersonId) -> bool {
        let people = self.0.read().unwrap_or_else(PoisonError::into_inner);
        people.contains(person)
    }

    pub fn add(&self, person: &PersonId) {
        self.write().insert(person.clone());
    }

    pub fn remove(&self, person: &PersonId) {
        self.write().remove(person);
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashSet<PersonId>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// The check at the door of everything that a customer writes.
    ///
    /// # Errors
    /// `Forbidden`. The reason is staff's, and isn't told.
    pub(crate) fn check_not_blocked(&self, actor: &Actor) -> Result<()> {
        if !actor.is_staff() && self.blocked.contains(&actor.id) {
            return Err(Error::forbidden(
                "this account is blocked and can't write here; if you think that this is a \
                 mistake, contact us in another way",
            ));
        }
        Ok(())
    }

    /// Reads from the store who is blocked. Under the lock of those who block
    /// here, so that what is read is not older than what they have done.
    pub(crate) async fn load_blocked(&self) -> Result<()> {
        let _blocking = self.chat.router().await;
        let people = self.store.blocked_people().await?;
        *self.blocked.write() = people.into_iter().collect();
        Ok(())
    }
}
