//! The upkeep of stored files, for admins: how much there is, what goes when
//! nothing needs it, and whether it is still what it was.

mod at_once;
mod begin;
mod collect;
mod list;
mod remove;
mod salvage;
mod scrub;
mod summary;

pub use at_once::Checked;
pub use scrub::Damaged;

use crate::{
    Desk,
    error::{Error, Result},
};

/// Under which names the results are kept.
const LAST_SCRUB: &str = "last_scrub";
const LAST_COLLECTION: &str = "last_collection";

impl Desk {
    /// A result that was kept; none when there is none that can be read.
    async fn kept<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let text = self.store.setting(name).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

/// A result in the form in which it is kept.
fn to_keep<T: serde::Serialize>(result: &T) -> Result<String> {
    serde_json::to_string(result).map_err(|error| Error::internal(&error))
}
