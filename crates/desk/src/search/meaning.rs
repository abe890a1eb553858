//! Articles are found by what they mean, once there is a model.

use std::sync::Arc;

use frontdesk_embedding::Model;
use frontdesk_search::Embedder;

use super::query::blocking;
use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// Searches articles by meaning from now on. The thread that embeds them
    /// runs until the embedder is dropped; until it has come to an article,
    /// that is found by its words alone.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub async fn find_by_meaning(&self, model: Arc<Model>) -> Result<Embedder> {
        let index = self.index.clone();
        blocking(move || {
            index.use_model(model);
            Ok(Embedder::start(index))
        })
        .await?
        .map_err(|error| Error::internal(&error))
    }
}
