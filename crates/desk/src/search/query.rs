//! Someone searches. What they may see is part of the query; rows are then
//! read from the store, under the same access, so that a stale index can
//! neither show too much nor anything outdated.

use std::{collections::HashMap, time::Instant};

use frontdesk_model::{
    Actor, ArticleId, ConversationId, Cursor, PageRequest,
    search::{
        ArticleHit, Highlight, SearchInput, SearchResults, SearchType, Suggestions, TicketHit,
    },
};
use frontdesk_search::{Context, Facet, Filter, Hit, Kind, ParsedQuery, Reader, SearchRequest};
use uuid::Uuid;

use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
};

/// Completions that `suggest` gives at most.
const SUGGESTIONS: usize = 8;

/// A page of results, and where the next begins.
#[derive(Clone, Debug)]
pub struct SearchPage {
    pub results: SearchResults,
    pub next: Option<Cursor>,
}

impl Desk {
    /// Searches articles, tickets or both, best first. Without a reader only
    /// articles are found.
    ///
    /// # Errors
    /// `Unauthenticated` when tickets alone are asked for without a reader.
    pub async fn search(
        &self,
        reader: Option<&Actor>,
        input: &SearchInput,
        page: &PageRequest,
    ) -> Result<SearchPage> {
        if input.kind == SearchType::Tickets && reader.is_none() {
            return Err(Error::unauthenticated("sign in to search your tickets"));
        }
        let started = Instant::now();
        if let Some(reader) = reader {
            self.await_own_changes(reader).await?;
        }
        let offset = page
            .after
            .map_or(0, |cursor| usize::try_from(cursor.key).unwrap_or(0));
        let limit = page.limit as usize;
        let me = reader.map(|actor| actor.id.to_string());
        let query = ParsedQuery::parse(
            &input.text,
            &Context {
                reader: &search_reader(reader),
                me: me.as_deref(),
                now_ms: self.now().millis(),
            },
        );
        let request = |kind| SearchRequest {
            filters: input
                .category
                .iter()
                .map(|category| Filter::is(Facet::Category, category))
                .collect(),
            limit,
            offset,
            ..SearchRequest::new(kind, search_reader(reader), query.clone())
        };
        let mut requests = Vec::with_capacity(2);
        if input.kind != SearchType::Tickets {
            requests.push(request(Kind::Article));
        }
        if input.kind != SearchType::Faq && reader.is_some() {
            requests.push(request(Kind::Conversation));
        }
        let mut results = SearchResults::default();
        let mut more = false;
        for (kind, found) in self.run(requests).await? {
            more |= found.total > offset + limit;
            match (kind, reader) {
                (Kind::Article, _) => results.faq = self.article_hits(reader, found.hits).await?,
                (Kind::Conversation, Some(reader)) => {
                    results.tickets = self.ticket_hits(reader, found.hits).await?;
                }
                (Kind::Conversation | Kind::Customer, _) => {}
            }
        }
        metrics::histogram!("frontdesk_search_seconds").record(started.elapsed());
        let next = more.then(|| Cursor {
            key: (offset + limit) as i64,
            id: Uuid::nil(),
        });
        Ok(SearchPage { results, next })
    }

    /// Completions of what was typed so far, and "did you mean".
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn suggest(&self, reader: Option<&Actor>, text: &str) -> Result<Suggestions> {
        let index = self.index.clone();
        let (text, me) = (text.to_owned(), reader.map(|actor| actor.id.to_string()));
        let (reader, now_ms) = (search_reader(reader), self.now().millis());
        let found = blocking(move || {
            let context = Context {
                reader: &reader,
                me: me.as_deref(),
                now_ms,
            };
            index.suggest(&text, &context, SUGGESTIONS)
        })
        .await?;
        Ok(Suggestions {
            completions: found.completions,
            did_you_mean: found.did_you_mean,
        })
    }

    async fn run(
        &self,
        requests: Vec<SearchRequest>,
    ) -> Result<Vec<(Kind, frontdesk_search::SearchResults)>> {
        let index = self.index.clone();
        blocking(move || {
            requests
                .iter()
                .map(|request| Ok((request.kind, index.search(request)?)))
                .collect()
        })
        .await
    }

    async fn article_hits(
        &self,
        reader: Option<&Actor>,
        hits: Vec<Hit>,
    ) -> Result<Vec<ArticleHit>> {
        let ids: Vec<ArticleId> = ids_of(&hits);
        let staff = reader.is_some_and(Actor::is_staff);
        let articles = self.store.articles_by_id(&ids).await?;
        let mut articles: HashMap<_, _> = articles
            .into_iter()
            .filter(|article| article.is_published || staff)
            .map(|article| (article.id.to_string(), article))
            .collect();
        Ok(hits
            .into_iter()
            .filter_map(|hit| {
                Some(ArticleHit {
                    article: articles.remove(&hit.id)?,
                    score: hit.score,
                    highlight: highlight(hit),
                })
            })
            .collect())
    }

    async fn ticket_hits(&self, reader: &Actor, hits: Vec<Hit>) -> Result<Vec<TicketHit>> {
        let ids: Vec<ConversationId> = ids_of(&hits);
        let rows = self.store.tickets_by_id(&ids, &access_of(reader)).await?;
        let facts = self.facts_of(&rows).await?;
        let mut tickets: HashMap<_, _> = rows
            .into_iter()
            .map(|row| (row.id.to_string(), self.ticket_view(row, &facts)))
            .collect();
        Ok(hits
            .into_iter()
            .filter_map(|hit| {
                Some(TicketHit {
                    ticket: tickets.remove(&hit.id)?,
                    score: hit.score,
                    highlight: highlight(hit),
                })
            })
            .collect())
    }
}

fn search_reader(reader: Option<&Actor>) -> Reader {
    match reader {
        None => Reader::Anonymous,
        Some(actor) if actor.is_staff() => Reader::Staff,
        Some(actor) => Reader::Customer(actor.id.to_string()),
    }
}

fn ids_of<T: std::str::FromStr>(hits: &[Hit]) -> Vec<T> {
    hits.iter().filter_map(|hit| hit.id.parse().ok()).collect()
}

fn highlight(hit: Hit) -> Highlight {
    Highlight {
        title: hit.title_highlight,
        body: hit.body_highlight,
    }
}

/// Runs a call of the index away from the threads that serve.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> frontdesk_search::Result<T> + Send + 'static,
) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal(&error))??)
}
