//! "Was this helpful?": one vote per caller, which can be changed.

use std::net::IpAddr;

use frontdesk_model::{
    ArticleId, PersonId,
    article::{Article, Feedback},
};

use crate::{
    Desk,
    error::{Error, Result},
};

/// Whose vote it is: a person's, or of someone who hasn't signed in.
#[derive(Clone, Debug)]
pub enum Voter {
    Person(PersonId),
    Address(IpAddr),
}

impl Desk {
    /// # Errors
    /// `NotFound` when there is no such published article.
    pub async fn vote(&self, voter: &Voter, id: ArticleId, feedback: Feedback) -> Result<Article> {
        let published = self.store.article(id).await?;
        if !published.is_some_and(|article| article.is_published) {
            return Err(Error::not_found("article"));
        }
        let voter = match voter {
            Voter::Person(id) => format!("person {id}"),
            Voter::Address(address) => format!("address {address}"),
        };
        let mut tx = self.store.begin().await?;
        let article = tx.vote(id, &voter, feedback.helpful).await?;
        tx.commit().await?;
        Ok(article)
    }
}
