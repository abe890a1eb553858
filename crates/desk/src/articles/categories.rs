//! Categories of articles and tickets.

use frontdesk_model::{
    CategoryId,
    article::{Category, CategoryInput},
};

use crate::{Call, Desk, access::agents_only, error::Result};

impl Desk {
    /// All categories by name, with how many published articles each has.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn categories(&self) -> Result<Vec<Category>> {
        Ok(self.store.categories().await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`; `Conflict` when the
    /// slug is taken.
    pub async fn create_category(&self, call: &Call, input: &CategoryInput) -> Result<Category> {
        agents_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let category = tx
            .create_category(self.ids.make(), &input, self.clock.now())
            .await?;
        self.keep_answer(&mut tx, call, &category).await?;
        tx.commit().await?;
        Ok(category)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `InvalidInput`.
    pub async fn update_category(
        &self,
        call: &Call,
        id: CategoryId,
        input: &CategoryInput,
    ) -> Result<Category> {
        agents_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let category = tx.update_category(id, &input, self.clock.now()).await?;
        self.keep_answer(&mut tx, call, &category).await?;
        tx.commit().await?;
        Ok(category)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` while it has
    /// articles.
    pub async fn delete_category(&self, call: &Call, id: CategoryId) -> Result<()> {
        agents_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        if self.first_answer::<()>(&mut tx, call).await?.is_some() {
            return Ok(());
        }
        tx.delete_category(id).await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        Ok(())
    }
}
