//! Reading articles: the published ones for everybody, drafts for staff.

use frontdesk_model::{Actor, ArticleId, Page, PageRequest, article::Article};
use frontdesk_store::ArticleFilter;

use crate::{
    Desk,
    error::{Error, Result},
};

impl Desk {
    /// Articles, last changed first.
    ///
    /// # Errors
    /// `Forbidden` when anyone but staff asks for drafts.
    pub async fn articles(
        &self,
        reader: Option<&Actor>,
        filter: &ArticleFilter,
        page: &PageRequest,
    ) -> Result<Page<Article>> {
        if filter.drafts && !reader.is_some_and(Actor::is_staff) {
            return Err(Error::forbidden("only agents may see drafts"));
        }
        Ok(self.store.articles(filter, page).await?)
    }

    /// A published article by its id or slug, as a page that many get without
    /// reading it: no view is counted.
    ///
    /// # Errors
    /// `NotFound`, for a draft as well.
    pub async fn published_article(&self, id_or_slug: &str) -> Result<Article> {
        self.find_article(id_or_slug)
            .await?
            .filter(|article| article.is_published)
            .ok_or_else(|| Error::not_found("article"))
    }

    /// One article by its id or slug. A reader who isn't staff counts as a view.
    ///
    /// # Errors
    /// `NotFound`, for a draft as well unless staff asks.
    pub async fn article(&self, reader: Option<&Actor>, id_or_slug: &str) -> Result<Article> {
        let staff = reader.is_some_and(Actor::is_staff);
        let found = self.find_article(id_or_slug).await?;
        let mut article = found
            .filter(|article| article.is_published || staff)
            .ok_or_else(|| Error::not_found("article"))?;
        if !staff {
            let mut tx = self.store.begin().await?;
            tx.count_view(article.id).await?;
            tx.commit().await?;
            article.views += 1;
        }
        Ok(article)
    }

    pub(crate) async fn find_article(&self, id_or_slug: &str) -> Result<Option<Article>> {
        Ok(match id_or_slug.parse::<ArticleId>() {
            Ok(id) => self.store.article(id).await?,
            Err(_) => self.store.article_by_slug(id_or_slug).await?,
        })
    }
}
