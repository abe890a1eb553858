//! What else to read beside an article: those that are like it by their words,
//! before all in its own category; where they are few, what its category's
//! readers read most.

use std::collections::HashSet;

use frontdesk_model::{
    Actor, ArticleId, PageRequest,
    article::{Article, RELATED_MAX, RelatedArticle},
};
use frontdesk_search::{Kind, Reader, SearchRequest};
use frontdesk_store::ArticleFilter;

use super::query::blocking;
use crate::{
    Desk,
    error::{Error, Result},
};

/// Hits that are looked at: some are drafts by now, or in another language.
const CANDIDATES: usize = 20;
/// By how much a hit of another category stands further back.
const ELSEWHERE: usize = 2;

impl Desk {
    /// Published articles that go with this one, the nearest first.
    ///
    /// # Errors
    /// `NotFound`, for a draft as well unless staff asks.
    pub async fn related_articles(
        &self,
        reader: Option<&Actor>,
        id_or_slug: &str,
    ) -> Result<Vec<RelatedArticle>> {
        let staff = reader.is_some_and(Actor::is_staff);
        let article = self.find_article(id_or_slug).await?;
        let article = article
            .filter(|article| article.is_published || staff)
            .ok_or_else(|| Error::not_found("article"))?;
        self.related_to(&article).await
    }

    /// The same of an article that was read already.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn related_to(&self, article: &Article) -> Result<Vec<RelatedArticle>> {
        let mut related = in_order(article, self.alike(article).await?);
        if related.len() < RELATED_MAX {
            related.extend(self.most_read_beside(article).await?);
        }
        let mut seen = HashSet::from([article.id]);
        related.retain(|other| is_for_its_readers(article, other) && seen.insert(other.id));
        related.truncate(RELATED_MAX);
        Ok(related.into_iter().map(RelatedArticle::from).collect())
    }

    /// What the index finds by its question and tags, the best first.
    async fn alike(&self, article: &Article) -> Result<Vec<Article>> {
        let words = format!("{} {}", article.question, article.tags.join(" "));
        let request = SearchRequest {
            limit: CANDIDATES,
            ..SearchRequest::new(Kind::Article, Reader::Anonymous, words.as_str())
        };
        let index = self.index.clone();
        let found = blocking(move || index.search(&request)).await?;
        let ids: Vec<ArticleId> = found
            .hits
            .iter()
            .filter_map(|hit| hit.id.parse().ok())
            .collect();
        Ok(self.store.articles_by_id(&ids).await?)
    }

    async fn most_read_beside(&self, article: &Article) -> Result<Vec<Article>> {
        let filter = ArticleFilter {
            category: Some(article.category.clone()),
            most_viewed: true,
            ..ArticleFilter::default()
        };
        let page = PageRequest {
            // Itself may be among them, and what is there already.
            limit: 2 * RELATED_MAX as u32 + 1,
            after: None,
        };
        Ok(self.store.articles(&filter, &page).await?.items)
    }
}

/// By likeness; what is of another category counts as if it were less like.
fn in_order(article: &Article, found: Vec<Article>) -> Vec<Article> {
    let mut ranked: Vec<_> = found.into_iter().enumerate().collect();
    ranked.sort_by_key(|(rank, other)| {
        let near = other.category == article.category;
        (rank + 1) * if near { 1 } else { ELSEWHERE }
    });
    ranked.into_iter().map(|(_, other)| other).collect()
}

/// Published, and not known to be in a language that they may not read.
fn is_for_its_readers(article: &Article, other: &Article) -> bool {
    let same = match (article.language, other.language) {
        (Some(one), Some(other)) => one == other,
        (_, _) => true,
    };
    other.is_published && same
}
