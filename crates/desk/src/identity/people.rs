//! Who someone is, for staff.

use frontdesk_model::{Actor, Person, PersonId};

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// A person who has signed in here before.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn person(&self, actor: &Actor, id: &PersonId) -> Result<Person> {
        if !actor.is_staff() {
            return Err(Error::forbidden("only agents may see who someone is"));
        }
        self.store
            .person(id)
            .await?
            .ok_or_else(|| Error::not_found("person"))
    }
}
