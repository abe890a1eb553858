//! From a token to the person who calls.

use frontdesk_model::Actor;

use crate::{
    Desk,
    error::{Error, Result},
    identity::Verification,
};

impl Desk {
    /// Who a token speaks of. A person met for the first time, or with a new
    /// name, address or role, is entered in the store.
    ///
    /// # Errors
    /// `Unauthenticated`, saying what is wrong with the token.
    pub async fn authenticate(&self, token: &str) -> Result<Actor> {
        let actor = match self.keys.verify(token, self.clock.now())? {
            Verification::Verified(actor) => actor,
            Verification::UnknownKey => {
                self.keys.wants_refresh();
                return Err(Error::unauthenticated(
                    "the token's key is not in the key set; try again in a moment",
                ));
            }
        };
        self.get_acquainted(&actor).await?;
        Ok(actor)
    }

    pub(crate) async fn get_acquainted(&self, actor: &Actor) -> Result<()> {
        let person = actor.person();
        if self.acquaintances.knows(&person) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.save_person(&person, self.clock.now()).await?;
        tx.commit().await?;
        self.acquaintances.remember(person);
        Ok(())
    }
}
