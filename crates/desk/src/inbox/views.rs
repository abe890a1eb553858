//! Views that agents save: filters with a name.

use frontdesk_model::{
    Actor, SavedViewId,
    inbox::{NewSavedView, SavedView},
};

use crate::{Call, Desk, access::agents_only, error::Result};

impl Desk {
    /// The views that the caller sees, by name: shared ones and their own.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn saved_views(&self, actor: &Actor) -> Result<Vec<SavedView>> {
        agents_only(actor)?;
        Ok(self.store.saved_views(&actor.id).await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `Conflict` when there are too many;
    /// `InvalidInput`.
    pub async fn create_saved_view(&self, call: &Call, input: &NewSavedView) -> Result<SavedView> {
        agents_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let made = tx
            .create_saved_view(self.ids.make(), &call.actor.id, &input, self.clock.now())
            .await?;
        self.keep_answer(&mut tx, call, &made).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Replaces a view that the caller sees.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`, for another's personal one
    /// as well; `InvalidInput`.
    pub async fn update_saved_view(
        &self,
        actor: &Actor,
        id: SavedViewId,
        input: &NewSavedView,
    ) -> Result<SavedView> {
        agents_only(actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        let view = tx
            .update_saved_view(id, &actor.id, &input, self.clock.now())
            .await?;
        tx.commit().await?;
        Ok(view)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`, for another's personal one
    /// as well.
    pub async fn delete_saved_view(&self, actor: &Actor, id: SavedViewId) -> Result<()> {
        agents_only(actor)?;
        let mut tx = self.store.begin().await?;
        tx.delete_saved_view(id, &actor.id).await?;
        Ok(tx.commit().await?)
    }
}
