//! Staff sees what was searched for and what came of it.

use std::{collections::HashMap, time::Duration};

use frontdesk_model::{
    Actor, ArticleId, Timestamp,
    search::{
        AnsweringArticle, DaySearches, Language, LanguageSearches, QueryStats, SearchAnalytics,
        SearchSurface, SearchTotals,
    },
};
use frontdesk_store::{DayCounts, QueryCounts, QueryList, SearchCounts, SearchFilter};

use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
};

/// What is told without being asked for a time.
const USUAL: Duration = Duration::from_secs(30 * 24 * 3_600);
/// What is told at most.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3_600);
/// Queries of one list.
const QUERIES: u32 = 50;
/// Articles that are listed.
const ARTICLES: usize = 50;
/// Articles that are counted at most.
const COUNTED_ARTICLES: u32 = 5_000;
const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// Which searches are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnalyticsPeriod {
    /// 30 days before `to` when it is missing.
    pub from: Option<Timestamp>,
    /// Now when it is missing.
    pub to: Option<Timestamp>,
    pub language: Option<Language>,
    pub surface: Option<SearchSurface>,
}

impl Desk {
    /// Sums over the searches of a time, and its most frequent queries.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput` when `from` is not before `to`, or more
    /// than 366 days before.
    pub async fn search_analytics(
        &self,
        actor: &Actor,
        period: &AnalyticsPeriod,
    ) -> Result<SearchAnalytics> {
        agents_only(actor)?;
        let filter = self.searches_of(period)?;
        self.flush_searches().await;
        let length = filter.to.since(filter.from);
        let before = SearchFilter {
            from: filter.from.minus(length),
            to: filter.from,
            ..filter
        };
        let store = &self.store;
        let list = async |list| -> Result<Vec<QueryStats>> {
            let rows = store.searched_queries(&filter, list, QUERIES).await?;
            Ok(rows.into_iter().map(query_stats).collect())
        };
        Ok(SearchAnalytics {
            from: filter.from,
            to: filter.to,
            totals: totals(store.search_counts(&filter).await?),
            previous: totals(store.search_counts(&before).await?),
            per_day: every_day(&filter, &store.searches_by_day(&filter).await?),
            top_queries: list(QueryList::Top).await?,
            without_result: list(QueryList::WithoutResult).await?,
            without_click: list(QueryList::WithoutClick).await?,
            unanswered: list(QueryList::Unanswered).await?,
            articles: self.answering_articles(&filter).await?,
            languages: store
                .searched_languages(&filter)
                .await?
                .into_iter()
                .map(|(language, searches)| LanguageSearches { language, searches })
                .collect(),
        })
    }

    fn searches_of(&self, period: &AnalyticsPeriod) -> Result<SearchFilter> {
        // Up to and with this moment.
        let to = period
            .to
            .unwrap_or_else(|| self.clock.now().plus(Duration::from_millis(1)));
        let from = period.from.unwrap_or_else(|| to.minus(USUAL));
        if from >= to {
            return Err(Error::invalid_field("from", "from must be before to"));
        }
        if to.since(from) > LONGEST {
            return Err(Error::invalid_field(
                "from",
                "from must be at most 366 days before to",
            ));
        }
        Ok(SearchFilter {
            from,
            to,
            language: period.language,
            surface: period.surface,
        })
    }

    async fn answering_articles(&self, filter: &SearchFilter) -> Result<Vec<AnsweringArticle>> {
        let clicked = self
            .store
            .clicked_articles(filter, COUNTED_ARTICLES)
            .await?;
        let shown = self.store.shown_articles(filter, COUNTED_ARTICLES).await?;
        let mut counts: HashMap<ArticleId, (i64, i64, i64)> = HashMap::new();
        for (id, count) in shown {
            counts.entry(id).or_default().0 = count;
        }
        for row in clicked {
            let entry = counts.entry(row.article_id).or_default();
            (entry.1, entry.2) = (row.clicked, row.ranks);
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(id, (shown, clicked, _))| (-clicked, -shown, *id));
        counts.truncate(ARTICLES);
        let ids: Vec<_> = counts.iter().map(|(id, _)| *id).collect();
        let counts: HashMap<_, _> = counts.into_iter().collect();
        let articles = self.store.articles_by_id(&ids).await?;
        Ok(articles
            .into_iter()
            .map(|article| {
                let (shown, clicked, ranks) = counts[&article.id];
                AnsweringArticle {
                    id: article.id,
                    slug: article.slug,
                    question: article.question,
                    shown,
                    clicked,
                    click_through: share(clicked.min(shown), shown),
                    mean_rank: share(ranks, clicked),
                }
            })
            .collect())
    }
}

/// None out of nothing.
fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn totals(counts: SearchCounts) -> SearchTotals {
    SearchTotals {
        searches: counts.searches,
        without_result: counts.without_result,
        without_click: counts.without_click,
        unanswered: counts.unanswered,
        clicked: counts.clicked,
        click_through: share(counts.clicked, counts.searches),
        mean_rank: share(counts.ranks, counts.clicked),
    }
}

fn query_stats(row: QueryCounts) -> QueryStats {
    QueryStats {
        click_through: share(row.clicked, row.searches).unwrap_or_default(),
        mean_rank: share(row.ranks, row.clicked),
        mean_hits: share(row.hits, row.searches).unwrap_or_default(),
        query: row.query,
        searches: row.searches,
        without_result: row.without_result,
        unanswered: row.unanswered,
        clicked: row.clicked,
        last_searched_at: row.last_searched_at,
    }
}

/// Every day of the time, those without a search too.
fn every_day(filter: &SearchFilter, counted: &[DayCounts]) -> Vec<DaySearches> {
    let first = filter.from.0.div_euclid(DAY_MS);
    let last = (filter.to.0 - 1).div_euclid(DAY_MS);
    (first..=last)
        .map(|day| {
            let day = Timestamp(day * DAY_MS);
            let counts = counted.iter().find(|counts| counts.day == day);
            DaySearches {
                day,
                searches: counts.map_or(0, |counts| counts.searches),
                without_result: counts.map_or(0, |counts| counts.without_result),
                unanswered: counts.map_or(0, |counts| counts.unanswered),
                clicked: counts.map_or(0, |counts| counts.clicked),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_search_are_there_too() {
        let filter = SearchFilter {
            from: Timestamp(DAY_MS / 2),
            to: Timestamp(3 * DAY_MS),
            language: None,
            surface: None,
        };
        let counted = DayCounts {
            day: Timestamp(DAY_MS),
            searches: 3,
            without_result: 1,
            unanswered: 1,
            clicked: 2,
        };
        let days = every_day(&filter, &[counted]);
        let seen: Vec<_> = days.iter().map(|day| (day.day.0, day.searches)).collect();
        assert_eq!(seen, [(0, 0), (DAY_MS, 3), (2 * DAY_MS, 0)]);
    }
}
