//! Someone searches. What they may see is part of the query; rows are then
//! read from the store, under the same access, so that a stale index can
//! neither show too much nor anything outdated.

use std::time::Instant;

use frontdesk_model::{
    Actor, Cursor, PageRequest, SearchId, Timestamp,
    routing::Team,
    search::{
        ArticleHit, Facets, HitType, Language, SearchInput, SearchResults, SearchSort,
        SearchSurface, SearchType,
    },
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
    /// The query with its typos mended, when that finds more; on the first page.
    pub did_you_mean: Option<String>,
    /// Whether an article is likely to answer. It is judged on the first page of a search for
    /// articles; true on others.
    pub answered: bool,
    /// What clicks refer to; none when it is not logged.
    pub search_id: Option<SearchId>,
}

/// What the index gave for one kind of result.
pub(super) struct Found {
    pub kind: HitType,
    pub purpose: Purpose,
    pub results: frontdesk_search::SearchResults,
}

impl Found {
    fn is_wanted(&self) -> bool {
        self.purpose == Purpose::Hits
    }
}

/// What something is asked of the index for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// To be shown.
    Hits,
    /// To say how much there would be of another kind.
    Count,
    /// To tell whether an article answers, where the hits come in another order than by
    /// relevance.
    Answer,
}

/// Something that is asked of the index.
struct Asked {
    kind: HitType,
    purpose: Purpose,
    request: SearchRequest,
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
                &self.understood(reader, &input.text).await?,
                offset,
                limit,
            ))
            .await?;
        let facets = match input.facets {
            true => Some(self.facets(Counted::of(&found)).await?),
            false => None,
        };
        let is_first = offset == 0;
        let answered = !is_first || is_answered(&found);
        let did_you_mean = is_first.then(|| did_you_mean(&found)).flatten();
        let wanted: Vec<_> = found.into_iter().filter(Found::is_wanted).collect();
        let total = wanted.iter().map(|found| found.results.total).sum();
        let more = wanted
            .iter()
            .any(|found| found.results.total > offset + limit);
        let results = self.results(reader, wanted).await?;
        let search_id = self.log_page(reader, input, offset, &results, total, answered);
        metrics::histogram!("frontdesk_search_seconds").record(started.elapsed());
        Ok(SearchPage {
            results,
            next: more.then(|| Cursor {
                key: (offset + limit) as i64,
                id: Uuid::nil(),
            }),
            facets,
            did_you_mean,
            answered,
            search_id,
        })
    }

    /// Runs the requests one after the other, away from the threads that serve.
    async fn run(&self, asked: Vec<Asked>) -> Result<Vec<Found>> {
        let index = self.index.clone();
        blocking(move || {
            asked
                .into_iter()
                .map(|asked| {
                    Ok(Found {
                        kind: asked.kind,
                        purpose: asked.purpose,
                        results: index.search(&asked.request)?,
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
    pub(super) async fn understood(
        &self,
        reader: Option<&Actor>,
        text: &str,
    ) -> Result<ParsedQuery> {
        let asking = Asking::by(reader, self.clock.now());
        let mut query = ParsedQuery::parse(text, &asking.context());
        let named: Vec<_> = query.filters.iter_mut().filter_map(teams_of).collect();
        if !named.is_empty() {
            let teams = self.store.teams().await?;
            for names in named {
                put_ids(names, &teams);
            }
        }
        Ok(query)
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
            language: input
                .language
                .or_else(|| language_of(&input.text, results.faq.first())),
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

/// Whether an article is likely to answer; true where none was looked for.
fn is_answered(found: &[Found]) -> bool {
    let judged = |purpose| {
        let mut found = found.iter();
        found.find(|found| found.kind == HitType::Faq && found.purpose == purpose)
    };
    judged(Purpose::Answer)
        .or_else(|| judged(Purpose::Hits))
        .is_none_or(|found| answers(&found.results))
}

/// Whether the best of these articles is likely to answer.
pub(super) fn answers(articles: &frontdesk_search::SearchResults) -> bool {
    match articles.hits.first() {
        // Nothing was asked in words: what there is, is what was asked for.
        Some(best) if best.score == 0.0 => true,
        Some(_) => articles.answered,
        None => false,
    }
}

/// The query with its typos mended, unless something was found by the words as they stand.
fn did_you_mean(found: &[Found]) -> Option<String> {
    let found = || {
        let found = found.iter().filter(|found| found.is_wanted());
        found.map(|found| &found.results).filter(|it| it.total > 0)
    };
    match found().any(|results| results.understood) {
        true => None,
        false => found().find_map(|results| results.did_you_mean.clone()),
    }
}

/// The language that somebody seems to ask in, by their words and by the best article.
pub(super) fn language_of(text: &str, best: Option<&ArticleHit>) -> Option<Language> {
    use frontdesk_search::Language as Known;
    let found = best.and_then(|hit| {
        let said = hit.article.language;
        said.and_then(|language| Known::from_code(language.as_str()))
            .or_else(|| Known::detect(&hit.article.answer))
            .or_else(|| Known::detect(&hit.article.question))
    });
    Language::parse(Known::of_query(text, found)?.code())
}

/// What is asked of the index: hits of the kinds that are wanted; where facets are, the count of
/// the others that the reader may see; and on the first page, whether an article answers.
fn requests(
    reader: Option<&Actor>,
    input: &SearchInput,
    query: &ParsedQuery,
    offset: usize,
    limit: usize,
) -> Vec<Asked> {
    let may_see = |kind: &HitType| match (kind, reader) {
        (HitType::Faq, _) => true,
        (HitType::Tickets | HitType::Chats, reader) => reader.is_some(),
        (HitType::Customers, reader) => reader.is_some_and(Actor::is_staff),
    };
    let request_for = |kind| SearchRequest {
        filters: filters(input, kind),
        limit: 0,
        ..SearchRequest::new(collection_of(kind), search_reader(reader), query.clone())
    };
    let sort = match input.sort {
        SearchSort::Relevance => Sort::Relevance,
        SearchSort::Newest => Sort::Newest,
        SearchSort::Oldest => Sort::Oldest,
    };
    let kinds = HitType::ALL.iter().copied().filter(may_see);
    let mut asked: Vec<_> = kinds
        .filter_map(|kind| match wants(input.kind, kind) {
            true => Some(Asked {
                kind,
                purpose: Purpose::Hits,
                request: SearchRequest {
                    sort,
                    facets: input.facets,
                    limit,
                    offset,
                    ..request_for(kind)
                },
            }),
            false if input.facets => Some(Asked {
                kind,
                purpose: Purpose::Count,
                request: SearchRequest {
                    sort,
                    ..request_for(kind)
                },
            }),
            false => None,
        })
        .collect();
    if asks_for_articles(input) && sort != Sort::Relevance && offset == 0 {
        asked.push(Asked {
            kind: HitType::Faq,
            purpose: Purpose::Answer,
            request: SearchRequest {
                limit: 1,
                ..request_for(HitType::Faq)
            },
        });
    }
    asked
}

/// The teams that a filter asks for, by their names.
fn teams_of(filter: &mut Filter) -> Option<&mut Vec<String>> {
    match filter {
        Filter::AnyOf(Facet::Team, names) => Some(names),
        Filter::Not(inner) => teams_of(inner),
        _ => None,
    }
}

/// The ids of the teams with these names, or of those whose names begin so. A name that no team
/// has stays, and nothing is of that team.
fn put_ids(names: &mut Vec<String>, teams: &[Team]) {
    let ids = names.iter().flat_map(|name| {
        let name = name.to_lowercase();
        let known = |team: &&Team| team.name.to_lowercase().starts_with(&name);
        let exactly = teams.iter().find(|team| team.name.to_lowercase() == name);
        let found: Vec<String> = match exactly {
            Some(team) => vec![team.id.to_string()],
            None => teams
                .iter()
                .filter(known)
                .map(|team| team.id.to_string())
                .collect(),
        };
        if found.is_empty() { vec![name] } else { found }
    });
    *names = ids.collect();
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
        (Facet::Team, input.team.as_deref()),
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
