//! The log of searches: what was asked, what was found, what was opened; not by whom.
//!
//! An entry rests in memory for a moment, because somebody may still be typing: a later query
//! of the same page that goes on from it takes its place. Logging never fails or slows a search.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use frontdesk_model::{
    ArticleId, SearchId, Timestamp,
    search::{ClickInput, HitType, Language, SearchSurface},
};
use frontdesk_store::SearchRow;

use super::mask::{mask, normalize};
use crate::{Desk, error::Result};

/// How long the queries of a page are taken for one visit's after the last of them.
pub(super) const VISIT_LIFE: Duration = Duration::from_secs(10 * 60);
/// After how long without a key stroke an entry is stored.
const SETTLED: Duration = Duration::from_secs(3);
/// Entries that wait to be stored; more are not logged.
const MAX_PENDING: usize = 10_000;
/// Pages whose last queries are remembered; more are taken for visits of one query.
const MAX_VISITS: usize = 10_000;
/// Earlier queries of a page that are not counted again.
const MAX_EARLIER: usize = 20;
/// Articles that an entry names as shown.
pub(super) const SHOWN: usize = 10;
/// Entries that are stored in one transaction.
const STORED_TOGETHER: usize = 500;
/// Entries that are forgotten in one transaction.
const PRUNED_TOGETHER: u32 = 1_000;

/// How long a query is offered to others.
const POPULAR_FOR: Duration = Duration::from_secs(30 * 24 * 3_600);
/// Visits in which an article must have been opened from a query before others are offered it.
const POPULAR_MIN_VISITS: i64 = 3;
/// Queries that are offered at most.
const MAX_POPULAR: u32 = 1_000;

/// A search to be logged.
pub(super) struct Searched<'a> {
    /// As it was typed.
    pub text: &'a str,
    pub surface: SearchSurface,
    pub visit: Option<&'a str>,
    pub language: Option<Language>,
    pub hits: usize,
    /// The best article's score, when there is one.
    pub top_score: Option<f32>,
    pub answered: bool,
    /// The first articles, best first.
    pub shown: Vec<ArticleId>,
    /// Names of people whom it concerns.
    pub names: Vec<String>,
}

/// Entries that are not stored yet, and what pages have asked last.
#[derive(Default)]
pub(crate) struct SearchLog(Mutex<State>);

#[derive(Default)]
struct State {
    pending: HashMap<SearchId, SearchRow>,
    visits: HashMap<String, Visit>,
}

/// The queries of one page, as they were typed.
struct Visit {
    id: SearchId,
    text: String,
    at: Timestamp,
    /// Whether something was opened: then what comes next is another search.
    is_over: bool,
    earlier: Vec<(String, SearchId)>,
}

impl Visit {
    /// Whether `text` is the same search with more typed, or, within a moment, with less.
    fn goes_on(&self, text: &str, now: Timestamp) -> bool {
        let typing = now.since(self.at) < SETTLED;
        !self.is_over && (text.starts_with(&self.text) || (typing && self.text.starts_with(text)))
    }

    fn begin(&mut self, id: SearchId, text: String) {
        let before = std::mem::replace(&mut self.text, text);
        if self.earlier.len() == MAX_EARLIER {
            self.earlier.remove(0);
        }
        self.earlier.push((before, self.id));
        self.id = id;
        self.is_over = false;
    }
}

impl SearchLog {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an entry; gives the id that clicks refer to. None when too many wait.
    fn note(&self, search: Searched<'_>, new: SearchId, now: Timestamp) -> Option<SearchId> {
        let mut state = self.state();
        let text = normalize(search.text);
        let id = match search.visit {
            None => new,
            Some(visit) => match state.turn(visit, &text, new, now) {
                Turn::Again(id) => return Some(id),
                Turn::Entry(id) => id,
            },
        };
        if state.pending.len() >= MAX_PENDING && !state.pending.contains_key(&id) {
            metrics::counter!("frontdesk_searches_unlogged_total").increment(1);
            return None;
        }
        let names = search.names.iter().map(String::as_str);
        let row = SearchRow {
            id,
            query: mask(&text, names),
            language: search.language,
            hits: i64::try_from(search.hits).unwrap_or(i64::MAX),
            top_score: search.top_score.map(|score| (score * 1_000.0) as i64),
            answered: search.answered,
            surface: search.surface,
            visit: search.visit.map(str::to_owned),
            shown: search.shown,
            searched_at: now,
        };
        state.pending.insert(id, row);
        Some(id)
    }

    /// The id of a page's last query, if it was this one: a further page of its results.
    fn known(&self, visit: &str, text: &str) -> Option<SearchId> {
        let text = normalize(text);
        let state = self.state();
        let visit = state.visits.get(visit)?;
        (visit.text == text).then_some(visit.id)
    }

    /// Takes out what nobody is typing at any more; all of it for `now` of none.
    fn settled(&self, now: Option<Timestamp>) -> Vec<SearchRow> {
        let mut state = self.state();
        let is_settled =
            |row: &SearchRow| now.is_none_or(|now| now.since(row.searched_at) >= SETTLED);
        let ids: Vec<_> = state
            .pending
            .values()
            .filter(|row| is_settled(row))
            .take(STORED_TOGETHER)
            .map(|row| row.id)
            .collect();
        ids.iter()
            .filter_map(|id| state.pending.remove(id))
            .collect()
    }

    /// Puts back what could not be stored, unless it was replaced meanwhile.
    fn put_back(&self, rows: Vec<SearchRow>) {
        let mut state = self.state();
        for row in rows {
            if state.pending.len() < MAX_PENDING {
                state.pending.entry(row.id).or_insert(row);
            }
        }
    }

    /// Something was opened: the search is over. Gives its entry if it waits.
    fn opened(&self, id: SearchId) -> Option<SearchRow> {
        let mut state = self.state();
        for visit in state.visits.values_mut() {
            visit.is_over |= visit.id == id;
        }
        state.pending.remove(&id)
    }

    fn forget_visits(&self, now: Timestamp) {
        self.state().forget_visits(now);
    }
}

/// What a query is within its visit.
enum Turn {
    /// It was counted.
    Again(SearchId),
    /// An entry under this id, new or in the place of the one before.
    Entry(SearchId),
}

impl State {
    fn turn(&mut self, visit: &str, text: &str, new: SearchId, now: Timestamp) -> Turn {
        if self.visits.len() >= MAX_VISITS {
            self.forget_visits(now);
        }
        let is_full = self.visits.len() >= MAX_VISITS;
        match self.visits.get_mut(visit) {
            Some(visit) if now.since(visit.at) < VISIT_LIFE => {
                let goes_on = visit.goes_on(text, now);
                visit.at = now;
                if visit.text == text {
                    return Turn::Again(visit.id);
                }
                if goes_on {
                    text.clone_into(&mut visit.text);
                    return Turn::Entry(visit.id);
                }
                let earlier = visit.earlier.iter().find(|(earlier, _)| earlier == text);
                if let Some((_, id)) = earlier {
                    return Turn::Again(*id);
                }
                visit.begin(new, text.to_owned());
            }
            _ if !is_full => {
                let begun = Visit {
                    id: new,
                    text: text.to_owned(),
                    at: now,
                    is_over: false,
                    earlier: Vec::new(),
                };
                self.visits.insert(visit.to_owned(), begun);
            }
            _ => {}
        }
        Turn::Entry(new)
    }

    fn forget_visits(&mut self, now: Timestamp) {
        self.visits
            .retain(|_, visit| now.since(visit.at) < VISIT_LIFE);
    }
}

impl Desk {
    /// Logs a search; gives the id that clicks refer to. None where nothing is logged.
    pub(super) fn log_search(&self, search: Searched<'_>) -> Option<SearchId> {
        self.config.search_log?;
        self.search_log
            .note(search, self.ids.make(), self.clock.now())
    }

    /// The id under which the first page of these results was logged.
    pub(super) fn logged_search(&self, visit: Option<&str>, text: &str) -> Option<SearchId> {
        self.search_log.known(visit?, text)
    }

    /// A result was opened. Anyone may say so who knows the search's id.
    ///
    /// # Errors
    /// `InvalidInput`; `NotFound` when the search is not in the log, or the article is gone.
    pub async fn click_result(&self, input: &ClickInput) -> Result<()> {
        let input = input.validate()?;
        let waiting = self.search_log.opened(input.search_id);
        let mut tx = self.store.begin().await?;
        if let Some(row) = &waiting {
            tx.log_searches(std::slice::from_ref(row)).await?;
        }
        // Of a conversation or a customer only the place is remembered.
        let article = match input.kind {
            HitType::Faq => input.id.parse().ok(),
            _ => None,
        };
        let noted = tx
            .log_click(input.search_id, input.kind, article, input.rank)
            .await;
        let outcome = match noted {
            Ok(()) => tx.commit().await,
            Err(error) => Err(error),
        };
        if outcome.is_err()
            && let Some(row) = waiting
        {
            self.search_log.put_back(vec![row]);
        }
        Ok(outcome?)
    }

    /// Stores the entries that nobody is typing at any more.
    pub(super) async fn store_settled_searches(&self) -> Result<()> {
        let now = self.clock.now();
        self.search_log.forget_visits(now);
        self.store_searches(Some(now)).await
    }

    /// Stores all entries, at the end and before the log is looked at.
    pub(crate) async fn flush_searches(&self) {
        if let Err(error) = self.store_searches(None).await {
            tracing::warn!(%error, "searches could not be logged");
        }
    }

    async fn store_searches(&self, now: Option<Timestamp>) -> Result<()> {
        loop {
            let rows = self.search_log.settled(now);
            if rows.is_empty() {
                return Ok(());
            }
            let stored = async {
                let mut tx = self.store.begin().await?;
                tx.log_searches(&rows).await?;
                tx.commit().await
            };
            if let Err(error) = stored.await {
                self.search_log.put_back(rows);
                return Err(error.into());
            }
        }
    }

    /// Forgets which pages older searches came from.
    pub(super) async fn forget_visits(&self) -> Result<()> {
        let before = self.clock.now().minus(VISIT_LIFE);
        let mut tx = self.store.begin().await?;
        tx.forget_visits(before).await?;
        Ok(tx.commit().await?)
    }

    /// Offers others the queries by which customers have found an article lately.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh_popular_queries(&self) -> Result<()> {
        let since = self.clock.now().minus(POPULAR_FOR);
        let popular = self
            .store
            .popular_queries(since, POPULAR_MIN_VISITS, MAX_POPULAR)
            .await?;
        let popular = popular
            .into_iter()
            .map(|(query, count)| (query, u32::try_from(count).unwrap_or(u32::MAX)));
        self.index.set_popular(popular.collect());
        Ok(())
    }

    /// Forgets searches whose time is over; all of them where nothing is logged.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_old_searches(&self) -> Result<()> {
        let before = self
            .clock
            .now()
            .minus(self.config.search_log.unwrap_or_default());
        loop {
            let mut tx = self.store.begin().await?;
            let pruned = tx.prune_searches(before, PRUNED_TOGETHER).await?;
            tx.commit().await?;
            if pruned < u64::from(PRUNED_TOGETHER) {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_model::IdSource;

    use super::*;

    struct World {
        log: SearchLog,
        ids: IdSource,
        now: Timestamp,
    }

    impl World {
        fn new() -> Self {
            Self {
                log: SearchLog::default(),
                ids: IdSource::counting(),
                now: Timestamp(0),
            }
        }

        fn wait(&mut self, seconds: u64) {
            self.now = self.now.plus(Duration::from_secs(seconds));
        }

        fn search(&self, visit: Option<&str>, text: &str) -> SearchId {
            let search = Searched {
                text,
                surface: SearchSurface::Portal,
                visit,
                language: None,
                hits: 1,
                top_score: Some(0.5),
                answered: true,
                shown: Vec::new(),
                names: Vec::new(),
            };
            self.log.note(search, self.ids.make(), self.now).unwrap()
        }

        fn logged(&self) -> Vec<String> {
            let mut rows = self.log.settled(None);
            rows.sort_by_key(|row| row.id);
            rows.into_iter().map(|row| row.query).collect()
        }
    }

    #[test]
    fn key_strokes_are_one_entry_under_one_id() {
        let world = World::new();
        let ids = ["re", "ref", "refun", "refu", "refund", "Refund?"]
            .map(|text| world.search(Some("page"), text));
        assert!(ids.iter().all(|id| *id == ids[0]));
        assert_eq!(world.logged(), ["refund"]);
    }

    #[test]
    fn another_query_another_page_and_no_page_are_entries_of_their_own() {
        let world = World::new();
        world.search(Some("page"), "refund");
        world.search(Some("page"), "delivery");
        world.search(Some("other"), "refunds");
        world.search(None, "refund");
        world.search(None, "refund");
        assert_eq!(
            world.logged(),
            ["refund", "delivery", "refunds", "refund", "refund"]
        );
    }

    #[test]
    fn what_was_looked_at_for_a_while_is_not_lost_by_deleting_letters() {
        let mut world = World::new();
        world.search(Some("page"), "refund");
        world.wait(5);
        world.search(Some("page"), "re");
        world.search(Some("page"), "return");
        assert_eq!(world.logged(), ["refund", "return"]);
    }

    #[test]
    fn a_page_counts_a_query_once() {
        let world = World::new();
        let first = world.search(Some("page"), "refund");
        world.search(Some("page"), "delivery");
        assert_eq!(world.search(Some("page"), "refund"), first);
        assert_eq!(world.logged(), ["refund", "delivery"]);
    }

    #[test]
    fn a_search_is_over_when_something_was_opened() {
        let world = World::new();
        let first = world.search(Some("page"), "refund");
        assert!(world.log.opened(first).is_some());
        assert_ne!(world.search(Some("page"), "refund policy"), first);
    }

    #[test]
    fn a_visit_ends() {
        let mut world = World::new();
        let first = world.search(Some("page"), "refund");
        world.wait(VISIT_LIFE.as_secs());
        assert_ne!(world.search(Some("page"), "refund"), first);
    }

    #[test]
    fn an_entry_rests_while_somebody_types() {
        let mut world = World::new();
        world.search(Some("page"), "refund");
        assert!(world.log.settled(Some(world.now)).is_empty());
        world.wait(3);
        assert_eq!(world.log.settled(Some(world.now)).len(), 1);
    }

    #[test]
    fn what_waits_is_bounded() {
        let world = World::new();
        for number in 0..MAX_PENDING {
            world.search(None, &format!("query {number}"));
        }
        let more = Searched {
            text: "one more",
            surface: SearchSurface::Portal,
            visit: None,
            language: None,
            hits: 0,
            top_score: None,
            answered: false,
            shown: Vec::new(),
            names: Vec::new(),
        };
        assert_eq!(world.log.note(more, world.ids.make(), world.now), None);
    }
}
