//! From a token to the person who calls.

use frontdesk_model::{Actor, Person};
use frontdesk_store::PersonRow;

use crate::{
    Desk,
    error::{Error, Result},
    identity::{Verification, visitors::is_visitor},
};

impl Desk {
    /// Who a token speaks of. A person met for the first time, or with a new
    /// name, address or role, is entered in the store. What moderation masks of
    /// a customer's name is masked wherever it is shown.
    ///
    /// # Errors
    /// `Unauthenticated`, saying what is wrong with the token.
    pub async fn authenticate(&self, token: &str) -> Result<Actor> {
        let mut actor = match self.keys.verify(token, self.clock.now())? {
            Verification::Verified(actor) => actor,
            Verification::UnknownKey => {
                self.keys.wants_refresh();
                return Err(Error::unauthenticated(
                    "the token's key is not in the key set; try again in a moment",
                ));
            }
        };
        if !actor.is_staff()
            && let Some(masked) = self.moderation.mask_name(&actor.name)
        {
            actor.name = masked;
        }
        self.get_acquainted(&actor).await?;
        Ok(actor)
    }

    /// Enters a person in the store who is new there, or has changed. Read
    /// first: after a restart thousands come back at once, and a write of each
    /// would be waited for by all.
    pub(crate) async fn get_acquainted(&self, actor: &Actor) -> Result<()> {
        let person = actor.person();
        if self.acquaintances.knows(&person) {
            return Ok(());
        }
        let vouched = person.email.is_some() && !is_visitor(&person.id);
        let stored = self.store.profile(&person.id).await?;
        if stored.is_some_and(|stored| {
            says_nothing_new(&person, &stored) && (stored.email_confirmed || !vouched)
        }) {
            self.saw(&person.id);
            self.acquaintances.remember(person);
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.save_person(&person, self.clock.now()).await?;
        if vouched {
            tx.confirm_email(&person.id).await?;
        }
        tx.commit().await?;
        self.acquaintances.remember(person);
        Ok(())
    }
}

/// Whether storing what a token says would leave the person as they are: a
/// blank name and a missing address never blank what is known.
fn says_nothing_new(said: &Person, stored: &PersonRow) -> bool {
    (said.name.is_empty() || said.name == stored.name)
        && (said.email.is_none() || said.email == stored.email)
        && said.role == stored.role
}
