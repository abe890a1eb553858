//! Articles of the help centre and the votes on them.

use frontdesk_model::{
    ArticleId, Page, PageRequest, Timestamp,
    article::{Article, ArticleInput},
};

use crate::{Result, Store, Tx};

/// Which articles a list shows.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// A category's slug.
    pub category: Option<String>,
    /// Words of the question or the answer.
    pub text: Option<String>,
    /// Drafts too (for staff).
    pub drafts: bool,
}

impl Tx {
    /// Stores an article under a slug made from its question.
    pub async fn create_article(
        &mut self,
        id: ArticleId,
        input: &ArticleInput,
        now: Timestamp,
    ) -> Result<Article> {
        todo!()
    }
    /// Replaces its content; the slug stays, so that links hold.
    pub async fn update_article(
        &mut self,
        id: ArticleId,
        input: &ArticleInput,
        now: Timestamp,
    ) -> Result<Article> {
        todo!()
    }
    pub async fn delete_article(&mut self, id: ArticleId) -> Result<()> {
        todo!()
    }
    pub async fn count_view(&mut self, id: ArticleId) -> Result<()> {
        todo!()
    }
    /// One vote a voter, which can be changed; the counts follow.
    pub async fn vote(&mut self, id: ArticleId, voter: &str, helpful: bool) -> Result<Article> {
        todo!()
    }
}

impl Store {
    /// A draft as well: the caller decides who may see it.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        todo!()
    }
    pub async fn article_by_slug(&self, slug: &str) -> Result<Option<Article>> {
        todo!()
    }
    /// The articles of these ids (drafts too), in the order of `ids`.
    pub async fn articles_by_id(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        todo!()
    }
    /// Newest change first.
    pub async fn articles(
        &self,
        filter: &ArticleFilter,
        page: &PageRequest,
    ) -> Result<Page<Article>> {
        todo!()
    }
}
