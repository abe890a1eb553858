//! Someone searches. What they may see is part of the query; rows are then
//! read from the store, under the same access, so that a stale index can
//! neither show too much nor anything outdated.

use std::time::Instant;

use frontdesk_model::{
    Actor, Cursor, PageRequest, SearchId, Timestamp,
    search::{Facets, HitType, SearchInput, SearchResults, SearchSort, SearchSurface, SearchType},
};
use frontdesk_search::{
    Channel, Context, Facet, Filter, Kind, ParsedQuery, Reader, SearchRequest, Sort,
};
use uuid::Uuid;

use super::{
    facets::Counted,
    log::{SHOWN, Searched},
};
use crate::{
    Desk,
    error::{Error, Result},
};

/// A page of results, and where the next begins.
#[derive(Clone, Debug)]
pub struct SearchPage {
    pub results: SearchResults,
    pub next: Option<Cursor>,
    /// None unless they were asked for.
    pub facets: Option<Facets>,
    /// The query with its typos mended, when that finds more.
    pub did_you_mean: Option<String>,
    /// Whether an article seems to answer; true where none was looked for.
    pub answered: bool,
    /// What clicks refer to; none when it is not logged.
    pub search_id: Option<SearchId>,
}

/// What the index gave for one kind of result.
pub(super) struct Found {
    pub kind: HitType,
    /// Whether hits were asked for, and not only how many there are.
    pub is_wanted: bool,
    pub results: frontdesk_search::SearchResults,
}

impl Desk {
    /// Searches articles, conversations and customers, in the order asked for. Without a reader
    /// only articles are found, and customers only by staff.
    ///
    /// # Errors
    /// `Unauthenticated` when others than articles are asked for without a reader; `Forbidden`
    /// when anyone but staff asks for customers.
    pub async fn search(
        &self,
        reader: Option<&Actor>,
        input: &SearchInput,
        page: &PageRequest,
    ) -> Result<SearchPage> {
        check_access(reader, input.kind)?;
        let started = Instant::now();
        if let Some(reader) = reader {
            self.await_own_changes(reader).await?;
        }
        let offset = page
            .after
            .map_or(0, |cursor| usize::try_from(cursor.key).unwrap_or(0));
        let limit = page.limit as usize;
        let found = self
            .run(requests(
                reader,
                input,
                &self.understood(reader, &input.text),
                offset,
                limit,
            ))
            .await?;
        let facets = match input.facets {
            true => Some(self.facets(Counted::of(&found)).await?),
            false => None,
        };
        let wanted: Vec<_> = found.into_iter().filter(|found| found.is_wanted).collect();
        let total = wanted.iter().map(|found| found.results.total).sum();
        let more = wanted
            .iter()
            .any(|found| found.results.total > offset + limit);
        let results = self.results(reader, wanted).await?;
        let answered = !asks_for_articles(input) || !results.faq.is_empty();
        let search_id = self.log_page(reader, input, offset, &results, total, answered);
        metrics::histogram!("frontdesk_search_seconds").record(started.elapsed());
        Ok(SearchPage {
            results,
            next: more.then(|| Cursor {
                key: (offset + limit) as i64,
                id: Uuid::nil(),
            }),
            facets,
            did_you_mean: self.did_you_mean(reader, &input.text).await?,
            answered,
            search_id,
        })
    }

    /// Runs the requests one after the other, away from the threads that serve.
    async fn run(&self, requests: Vec<(HitType, bool, SearchRequest)>) -> Result<Vec<Found>> {
        let index = self.index.clone();
        blocking(move || {
            requests
                .into_iter()
                .map(|(kind, is_wanted, request)| {
                    Ok(Found {
                        kind,
                        is_wanted,
                        results: index.search(&request)?,
                    })
                })
                .collect()
        })
        .await
    }

    /// The rows of what was found, under the reader's access.
    async fn results(&self, reader: Option<&Actor>, found: Vec<Found>) -> Result<SearchResults> {
        let mut results = SearchResults::default();
        for Found {
            kind,
            results: found,
            ..
        } in found
        {
            match (kind, reader) {
                (HitType::Faq, _) => results.faq = self.article_hits(reader, found.hits).await?,
                (HitType::Tickets, Some(reader)) => {
                    results.tickets = self.ticket_hits(reader, found.hits).await?;
                }
                (HitType::Chats, Some(reader)) => {
                    results.chats = Some(self.chat_hits(reader, found.hits).await?);
                }
                (HitType::Customers, Some(reader)) if reader.is_staff() => {
                    results.customers = Some(self.customer_hits(found.hits).await?);
                }
                (_, _) => {}
            }
        }
        Ok(results)
    }

    /// What was typed, with its phrases, exclusions and filters.
    pub(super) fn understood(&self, reader: Option<&Actor>, text: &str) -> ParsedQuery {
        let asking = Asking::by(reader, self.clock.now());
        ParsedQuery::parse(text, &asking.context())
    }

    /// The query with its typos mended by words that the reader may see.
    async fn did_you_mean(&self, reader: Option<&Actor>, text: &str) -> Result<Option<String>> {
        let index = self.index.clone();
        let (text, asking) = (text.to_owned(), Asking::by(reader, self.clock.now()));
        Ok(blocking(move || index.suggest(&text, &asking.context(), 0))
            .await?
            .did_you_mean)
    }

    /// Logs the first page of a search for articles; gives the id of the search.
    fn log_page(
        &self,
        reader: Option<&Actor>,
        input: &SearchInput,
        offset: usize,
        results: &SearchResults,
        total: usize,
        answered: bool,
    ) -> Option<SearchId> {
        if !asks_for_articles(input) {
            return None;
        }
        if offset > 0 {
            return self.logged_search(input.visit.as_deref(), &input.text);
        }
        let own_name = reader.map(|reader| reader.name.clone());
        let customers = results.customers.iter().flatten();
        let names = customers.map(|hit| hit.customer.name.clone());
        self.log_search(Searched {
            text: &input.text,
            surface: input.surface.unwrap_or_else(|| surface_of(reader)),
            visit: input.visit.as_deref(),
            language: input.language,
            hits: total,
            top_score: results.faq.first().map(|hit| hit.score),
            answered,
            shown: results
                .faq
                .iter()
                .take(SHOWN)
                .map(|hit| hit.article.id)
                .collect(),
            names: names.chain(own_name).collect(),
        })
    }
}

fn check_access(reader: Option<&Actor>, kind: SearchType) -> Result<()> {
    match (kind, reader) {
        (SearchType::Faq | SearchType::All, _) => Ok(()),
        (_, None) => Err(Error::unauthenticated(
            "sign in to search more than the articles",
        )),
        (SearchType::Customers, Some(actor)) if !actor.is_staff() => {
            Err(Error::forbidden("only agents may search customers"))
        }
        (_, Some(_)) => Ok(()),
    }
}

fn asks_for_articles(input: &SearchInput) -> bool {
    matches!(input.kind, SearchType::Faq | SearchType::All)
}

/// What is asked of the index: hits of the kinds that are wanted, and where facets are, the
/// count of the others that the reader may see.
fn requests(
    reader: Option<&Actor>,
    input: &SearchInput,
    query: &ParsedQuery,
    offset: usize,
    limit: usize,
) -> Vec<(HitType, bool, SearchRequest)> {
    let may_see = |kind: &HitType| match (kind, reader) {
        (HitType::Faq, _) => true,
        (HitType::Tickets | HitType::Chats, reader) => reader.is_some(),
        (HitType::Customers, reader) => reader.is_some_and(Actor::is_staff),
    };
    HitType::ALL
        .iter()
        .copied()
        .filter(may_see)
        .filter_map(|kind| {
            let is_wanted = wants(input.kind, kind);
            if !is_wanted && !input.facets {
                return None;
            }
            let request = SearchRequest {
                filters: filters(input, kind),
                sort: match input.sort {
                    SearchSort::Relevance => Sort::Relevance,
                    SearchSort::Newest => Sort::Newest,
                    SearchSort::Oldest => Sort::Oldest,
                },
                facets: input.facets && is_wanted,
                limit: if is_wanted { limit } else { 0 },
                offset,
                ..SearchRequest::new(collection_of(kind), search_reader(reader), query.clone())
            };
            Some((kind, is_wanted, request))
        })
        .collect()
}

fn wants(asked: SearchType, kind: HitType) -> bool {
    match asked {
        SearchType::All => true,
        SearchType::Faq => kind == HitType::Faq,
        SearchType::Tickets => kind == HitType::Tickets,
        SearchType::Chats => kind == HitType::Chats,
        SearchType::Customers => kind == HitType::Customers,
    }
}

fn collection_of(kind: HitType) -> Kind {
    match kind {
        HitType::Faq => Kind::Article,
        HitType::Tickets | HitType::Chats => Kind::Conversation,
        HitType::Customers => Kind::Customer,
    }
}

fn filters(input: &SearchInput, kind: HitType) -> Vec<Filter> {
    let channel = match kind {
        HitType::Tickets => Some(Channel::Ticket),
        HitType::Chats => Some(Channel::Chat),
        HitType::Faq | HitType::Customers => None,
    };
    let values = [
        (Facet::Channel, channel.map(Channel::as_str)),
        (Facet::Category, input.category.as_deref()),
        (Facet::Status, input.status.as_deref()),
        (Facet::Priority, input.priority.map(|it| it.as_str())),
        (Facet::Tag, input.tag.as_deref()),
        (Facet::Assignee, input.assignee.as_deref()),
        (Facet::Language, input.language.map(|it| it.as_str())),
    ];
    values
        .into_iter()
        .filter_map(|(facet, value)| Some(Filter::is(facet, value?)))
        .collect()
}

/// Who asks, and when: what a text means depends on it.
pub(super) struct Asking {
    reader: Reader,
    me: Option<String>,
    now: Timestamp,
}

impl Asking {
    pub fn by(reader: Option<&Actor>, now: Timestamp) -> Self {
        Self {
            reader: search_reader(reader),
            me: reader.map(|actor| actor.id.to_string()),
            now,
        }
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            reader: &self.reader,
            me: self.me.as_deref(),
            now_ms: self.now.millis(),
        }
    }
}

/// Where somebody most likely searches who does not say it.
pub(super) fn surface_of(reader: Option<&Actor>) -> SearchSurface {
    match reader.is_some_and(Actor::is_staff) {
        true => SearchSurface::Console,
        false => SearchSurface::Portal,
    }
}

pub(super) fn search_reader(reader: Option<&Actor>) -> Reader {
    match reader {
        None => Reader::Anonymous,
        Some(actor) if actor.is_staff() => Reader::Staff,
        Some(actor) => Reader::Customer(actor.id.to_string()),
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
