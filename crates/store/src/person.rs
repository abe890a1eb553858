//! People and their accounts.

use frontdesk_model::{Person, PersonId, Timestamp};

use crate::{Result, Store, Tx};

/// An account of Frontdesk's own: a person who signs in with a password.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    /// PHC string of argon2id.
    pub password_hash: String,
}

impl Tx {
    /// Stores what a token says of a person. A missing e-mail or a blank name
    /// doesn't blank what is known.
    pub async fn save_person(&mut self, person: &Person, now: Timestamp) -> Result<()> {
        todo!()
    }

    /// Adds an account to a saved person. `Conflict` when the address (in any
    /// case) or the person has one already.
    pub async fn create_account(
        &mut self,
        email: &str,
        person: &PersonId,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<()> {
        todo!()
    }
}

impl Store {
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>> {
        todo!()
    }
    /// Agents and admins, by name.
    pub async fn staff(&self) -> Result<Vec<Person>> {
        todo!()
    }
    /// The ids after `after`, in their order.
    pub async fn people_after(
        &self,
        after: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<PersonId>> {
        todo!()
    }
    /// The account of an address, in any case.
    pub async fn account(&self, email: &str) -> Result<Option<Account>> {
        todo!()
    }
    /// Whether any admin has an account.
    pub async fn has_admin(&self) -> Result<bool> {
        todo!()
    }
}
