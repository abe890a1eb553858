//! The help centre: articles and the categories they are sorted into.

mod categories;
mod edit;
mod feedback;
mod read;

pub use feedback::Voter;
pub use frontdesk_store::ArticleFilter;
