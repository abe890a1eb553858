//! The help centre: articles and the categories they are sorted into.

mod categories;
mod edit;
mod feedback;
mod read;

pub use feedback::Voter;
pub use frontdesk_store::ArticleFilter;

use frontdesk_model::Actor;

use crate::error::{Error, Result};

fn staff_only(actor: &Actor) -> Result<()> {
    if actor.is_staff() {
        Ok(())
    } else {
        Err(Error::forbidden("only agents may change the help centre"))
    }
}
