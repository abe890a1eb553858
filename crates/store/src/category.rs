//! Categories that articles and tickets are sorted into.

use frontdesk_model::{
    CategoryId, Timestamp,
    article::{Category, CategoryInput},
};

use crate::{Result, Store, Tx};

impl Tx {
    /// Stores a category. A slug made from the name is made unique; a given
    /// one that is taken is a `Conflict`.
    pub async fn create_category(
        &mut self,
        id: CategoryId,
        input: &CategoryInput,
        now: Timestamp,
    ) -> Result<Category> {
        todo!()
    }
    /// Changes name and description; the slug stays.
    pub async fn update_category(
        &mut self,
        id: CategoryId,
        input: &CategoryInput,
        now: Timestamp,
    ) -> Result<Category> {
        todo!()
    }
    /// `Conflict` while articles are in it.
    pub async fn delete_category(&mut self, id: CategoryId) -> Result<()> {
        todo!()
    }
}

impl Store {
    pub async fn category(&self, id: CategoryId) -> Result<Option<Category>> {
        todo!()
    }
    pub async fn category_by_slug(&self, slug: &str) -> Result<Option<Category>> {
        todo!()
    }
    /// All, by name.
    pub async fn categories(&self) -> Result<Vec<Category>> {
        todo!()
    }
}
