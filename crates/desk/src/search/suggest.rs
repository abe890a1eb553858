//! What is offered while somebody types.

use frontdesk_model::{
    Actor,
    search::{SearchSurface, SuggestedArticle, Suggestions},
};
use frontdesk_search::{Kind, SearchRequest};

use super::{
    log::Searched,
    query::{Asking, answers, blocking, language_of, search_reader, surface_of},
};
use crate::{Desk, error::Result};

/// Completions that are offered at most.
const COMPLETIONS: usize = 8;
/// Articles that are offered at most.
const ARTICLES: usize = 5;
/// Letters before which nothing is logged.
const LOGGED_FROM: usize = 3;

impl Desk {
    /// Completions of what was typed so far, "did you mean", and the articles that fit best. It
    /// is logged where the page says its `visit`: then its key strokes can be told to be one
    /// search.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn suggest(
        &self,
        reader: Option<&Actor>,
        text: &str,
        surface: Option<SearchSurface>,
        visit: Option<&str>,
    ) -> Result<Suggestions> {
        let index = self.index.clone();
        let request = SearchRequest {
            limit: ARTICLES,
            ..SearchRequest::new(
                Kind::Article,
                search_reader(reader),
                self.understood(reader, text).await?,
            )
        };
        let (typed, asking) = (text.to_owned(), Asking::by(reader, self.clock.now()));
        let (found, articles) = blocking(move || {
            let found = index.suggest(&typed, &asking.context(), COMPLETIONS)?;
            Ok((found, index.search(&request)?))
        })
        .await?;
        let (total, answered) = (articles.total, answers(&articles));
        let hits = self.article_hits(reader, articles.hits).await?;
        let typed = text.chars().filter(|c| !c.is_whitespace()).count();
        let search_id = match visit {
            Some(visit) if typed >= LOGGED_FROM => self.log_search(Searched {
                text,
                surface: surface.unwrap_or_else(|| surface_of(reader)),
                visit: Some(visit),
                language: language_of(text, hits.first()),
                hits: total,
                top_score: hits.first().map(|hit| hit.score),
                answered,
                shown: hits.iter().map(|hit| hit.article.id).collect(),
                names: reader
                    .map(|reader| reader.name.clone())
                    .into_iter()
                    .collect(),
            }),
            _ => None,
        };
        Ok(Suggestions {
            completions: found.completions,
            did_you_mean: found.did_you_mean,
            answered,
            articles: hits
                .into_iter()
                .map(|hit| SuggestedArticle {
                    id: hit.article.id,
                    slug: hit.article.slug,
                    title: hit.article.question,
                    highlight: hit.highlight.title,
                })
                .collect(),
            filters: self.filters_of(reader, text, found.filters).await?,
            search_id,
        })
    }
}
