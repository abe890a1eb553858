//! The log of searches and of what was opened from them, and sums over it. Whose
//! searches they were is not in it; what personal data a query may hold was masked before.

use frontdesk_model::{
    ArticleId, SearchId, Timestamp,
    search::{HitType, Language, SearchSurface},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::row,
    sql::{Builder, Engine, KEPT_ROWS},
};

/// Articles that one search is credited with at most.
const MAX_CLICKS: i64 = 50;

/// A search as it is logged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchRow {
    pub id: SearchId,
    /// Normalised and masked.
    pub query: String,
    pub language: Option<Language>,
    /// How much was found, of all kinds.
    pub hits: i64,
    /// The best article's score in thousandths.
    pub top_score: Option<i64>,
    /// Whether an article seemed to answer.
    pub answered: bool,
    pub surface: SearchSurface,
    /// The random id of the page that searched.
    pub visit: Option<String>,
    /// The first articles that were found.
    pub shown: Vec<ArticleId>,
    pub searched_at: Timestamp,
}

/// Which searches are summed up.
#[derive(Clone, Copy, Debug)]
pub struct SearchFilter {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub language: Option<Language>,
    pub surface: Option<SearchSurface>,
}

impl SearchFilter {
    fn restrict(&self, sql: &mut Builder) {
        sql.push(" s.searched_at >= ").bind(self.from);
        sql.push(" AND s.searched_at < ").bind(self.to);
        if let Some(language) = self.language {
            sql.push(" AND s.language = ").bind(language);
        }
        if let Some(surface) = self.surface {
            sql.push(" AND s.surface = ").bind(surface);
        }
    }
}

/// Sums over searches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SearchCounts {
    pub searches: i64,
    pub without_result: i64,
    pub without_click: i64,
    pub unanswered: i64,
    pub clicked: i64,
    /// The best places of what was opened, added up.
    pub ranks: i64,
}

row!(SearchCounts {
    searches,
    without_result,
    without_click,
    unanswered,
    clicked,
    ranks,
});

/// The searches of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayCounts {
    /// When it begins, in UTC.
    pub day: Timestamp,
    pub searches: i64,
    pub without_result: i64,
    pub unanswered: i64,
    pub clicked: i64,
}

row!(DayCounts {
    day,
    searches,
    without_result,
    unanswered,
    clicked,
});

/// All searches for one query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueryCounts {
    pub query: String,
    pub searches: i64,
    pub without_result: i64,
    pub unanswered: i64,
    pub clicked: i64,
    /// The best places of what was opened, added up.
    pub ranks: i64,
    /// Results of all its searches, added up.
    pub hits: i64,
    pub last_searched_at: Timestamp,
}

row!(QueryCounts {
    query,
    searches,
    without_result,
    unanswered,
    clicked,
    ranks,
    hits,
    last_searched_at,
});

/// Which queries are listed, and what puts them first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueryList {
    /// All, by how often they were searched for.
    Top,
    /// Those that found nothing, by how often.
    WithoutResult,
    /// Those that found something that nobody ever opened.
    WithoutClick,
    /// Those that no article seemed to answer, by how often.
    Unanswered,
}

impl QueryList {
    fn having_and_order(self) -> &'static str {
        match self {
            Self::Top => " ORDER BY searches DESC, query",
            Self::WithoutResult => {
                " HAVING COUNT(CASE WHEN s.hits = 0 THEN 1 END) > 0
                  ORDER BY without_result DESC, query"
            }
            Self::WithoutClick => {
                " HAVING COUNT(s.best_rank) = 0 AND MAX(s.hits) > 0
                  ORDER BY searches DESC, query"
            }
            Self::Unanswered => {
                " HAVING COUNT(CASE WHEN s.answered = FALSE THEN 1 END) > 0
                  ORDER BY unanswered DESC, query"
            }
        }
    }
}

/// How often an article was opened, or was among the first results.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArticleClicks {
    pub article_id: ArticleId,
    /// Searches from which it was opened.
    pub clicked: i64,
    /// Its places when it was opened, added up.
    pub ranks: i64,
}

row!(ArticleClicks {
    article_id,
    clicked,
    ranks,
});

struct Counted {
    value: String,
    count: i64,
}

row!(Counted { value, count });

struct LanguageCount {
    language: Option<Language>,
    count: i64,
}

row!(LanguageCount { language, count });

const SUMS: &str = "SELECT COUNT(*) AS searches,
        COUNT(CASE WHEN s.hits = 0 THEN 1 END) AS without_result,
        COUNT(CASE WHEN s.hits > 0 AND s.best_rank IS NULL THEN 1 END) AS without_click,
        COUNT(CASE WHEN s.answered = FALSE THEN 1 END) AS unanswered,
        COUNT(s.best_rank) AS clicked,
        CAST(COALESCE(SUM(s.best_rank), 0) AS BIGINT) AS ranks
    FROM search_log s WHERE";

const BY_DAY: &str = "SELECT s.searched_at - s.searched_at % 86400000 AS day,
        COUNT(*) AS searches,
        COUNT(CASE WHEN s.hits = 0 THEN 1 END) AS without_result,
        COUNT(CASE WHEN s.answered = FALSE THEN 1 END) AS unanswered,
        COUNT(s.best_rank) AS clicked
    FROM search_log s WHERE";

const BY_QUERY: &str = "SELECT s.query AS query, COUNT(*) AS searches,
        COUNT(CASE WHEN s.hits = 0 THEN 1 END) AS without_result,
        COUNT(CASE WHEN s.answered = FALSE THEN 1 END) AS unanswered,
        COUNT(s.best_rank) AS clicked,
        CAST(COALESCE(SUM(s.best_rank), 0) AS BIGINT) AS ranks,
        CAST(SUM(s.hits) AS BIGINT) AS hits,
        MAX(s.searched_at) AS last_searched_at
    FROM search_log s WHERE";

impl Tx {
    /// Stores searches; one whose id is there already is replaced. Of one visit, a query that a
    /// later one goes on from is forgotten, unless something was opened from it: those are the
    /// key strokes of one search.
    pub async fn log_searches(&mut self, searches: &[SearchRow]) -> Result<()> {
        for rows in searches.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO search_log (id, query, language, hits, top_score, answered, surface,
                     visit, shown, searched_at) VALUES ",
            );
            sql.tuples(rows, |tuple, row| {
                tuple
                    .bind(row.id)
                    .bind(row.query.as_str())
                    .bind(row.language)
                    .bind(row.hits)
                    .bind(row.top_score)
                    .bind(row.answered)
                    .bind(row.surface)
                    .bind(row.visit.as_deref())
                    .bind(&row.shown)
                    .bind(row.searched_at);
            });
            sql.push(
                " ON CONFLICT (id) DO UPDATE SET query = excluded.query,
                     language = excluded.language, hits = excluded.hits,
                     top_score = excluded.top_score, answered = excluded.answered,
                     shown = excluded.shown, searched_at = excluded.searched_at",
            );
            self.execute(sql.build()).await?;
            let mut sql = Builder::new(self.engine(), "DELETE FROM search_log WHERE visit");
            sql.within(rows.iter().filter_map(|row| row.visit.as_deref()));
            sql.push(
                " AND best_rank IS NULL AND EXISTS (
                     SELECT 1 FROM search_log later
                     WHERE later.visit = search_log.visit AND later.id <> search_log.id
                     AND later.searched_at >= search_log.searched_at
                     AND SUBSTR(later.query, 1, LENGTH(search_log.query)) = search_log.query
                     AND (later.query <> search_log.query OR later.id > search_log.id))",
            );
            self.execute(sql.build()).await?;
        }
        Ok(())
    }

    /// Notes that a result was opened, and of an article which. `NotFound` without the search or
    /// the article.
    pub async fn log_click(
        &mut self,
        search: SearchId,
        kind: HitType,
        article: Option<ArticleId>,
        rank: i64,
    ) -> Result<()> {
        let noted = self
            .run(
                "UPDATE search_log SET best_rank =
                     CASE WHEN best_rank < $2 THEN best_rank ELSE $2 END
                 WHERE id = $1",
                &[&search, &rank],
            )
            .await?;
        if noted == 0 {
            return Err(Error::NotFound { what: "search" });
        }
        if kind != HitType::Faq {
            return Ok(());
        }
        let there = match article {
            Some(article) => {
                self.run(
                    "INSERT INTO search_click (search_id, article_id, rank)
                     SELECT $1, a.id, $3 FROM article a WHERE a.id = $2
                     AND (SELECT COUNT(*) FROM search_click c WHERE c.search_id = $1) < $4
                     ON CONFLICT (search_id, article_id) DO UPDATE SET rank = excluded.rank",
                    &[&search, &article, &rank, &MAX_CLICKS],
                )
                .await?
            }
            None => 0,
        };
        match there {
            0 => Err(Error::NotFound { what: "article" }),
            _ => Ok(()),
        }
    }

    /// Forgets which page the searches before `before` came from.
    pub async fn forget_visits(&mut self, before: Timestamp) -> Result<()> {
        self.run(
            "UPDATE search_log SET visit = NULL WHERE visit IS NOT NULL AND searched_at < $1",
            &[&before],
        )
        .await?;
        Ok(())
    }

    /// Forgets up to `limit` searches before `before`; gives how many there were.
    pub async fn prune_searches(&mut self, before: Timestamp, limit: u32) -> Result<u64> {
        self.run(
            "DELETE FROM search_log WHERE id IN (
                 SELECT id FROM search_log WHERE searched_at < $1
                 ORDER BY searched_at LIMIT $2)",
            &[&before, &i64::from(limit)],
        )
        .await
    }
}

impl Store {
    /// Sums over all searches of the filter.
    pub async fn search_counts(&self, filter: &SearchFilter) -> Result<SearchCounts> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), SUMS);
        filter.restrict(&mut sql);
        Ok(db.fetch_optional(sql.build()).await?.unwrap_or_default())
    }

    /// The days on which there were searches, the first first.
    pub async fn searches_by_day(&self, filter: &SearchFilter) -> Result<Vec<DayCounts>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), BY_DAY);
        filter.restrict(&mut sql);
        sql.push(" GROUP BY 1 ORDER BY 1");
        db.fetch(sql.build()).await
    }

    /// The first `limit` queries of a list.
    pub async fn searched_queries(
        &self,
        filter: &SearchFilter,
        list: QueryList,
        limit: u32,
    ) -> Result<Vec<QueryCounts>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), BY_QUERY);
        filter.restrict(&mut sql);
        sql.push(" GROUP BY s.query").push(list.having_and_order());
        sql.push(" LIMIT ").bind(i64::from(limit));
        db.fetch(sql.build()).await
    }

    /// Articles that were opened from these searches, the most opened first.
    pub async fn clicked_articles(
        &self,
        filter: &SearchFilter,
        limit: u32,
    ) -> Result<Vec<ArticleClicks>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT c.article_id AS article_id, COUNT(*) AS clicked,
                 CAST(SUM(c.rank) AS BIGINT) AS ranks
             FROM search_click c JOIN search_log s ON s.id = c.search_id WHERE",
        );
        filter.restrict(&mut sql);
        sql.push(" GROUP BY c.article_id ORDER BY clicked DESC, c.article_id LIMIT ")
            .bind(i64::from(limit));
        db.fetch(sql.build()).await
    }

    /// Articles that were among the first results of these searches, and of how many; the most
    /// shown first.
    pub async fn shown_articles(
        &self,
        filter: &SearchFilter,
        limit: u32,
    ) -> Result<Vec<(ArticleId, i64)>> {
        let mut db = self;
        let text = match db.engine() {
            Engine::Sqlite => {
                "SELECT e.value AS value, COUNT(*) AS count
                 FROM search_log s, json_each(s.shown) e WHERE"
            }
            Engine::Postgres => {
                "SELECT e.value AS value, COUNT(*) AS count
                 FROM search_log s, jsonb_array_elements_text(s.shown) AS e(value) WHERE"
            }
        };
        let mut sql = Builder::new(db.engine(), text);
        filter.restrict(&mut sql);
        sql.push(" GROUP BY e.value ORDER BY count DESC, e.value LIMIT ")
            .bind(i64::from(limit));
        let rows: Vec<Counted> = db.fetch(sql.build()).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| Some((row.value.parse().ok()?, row.count)))
            .collect())
    }

    /// Searches by language, the most frequent first.
    pub async fn searched_languages(
        &self,
        filter: &SearchFilter,
    ) -> Result<Vec<(Option<Language>, i64)>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT s.language AS language, COUNT(*) AS count FROM search_log s WHERE",
        );
        filter.restrict(&mut sql);
        sql.push(" GROUP BY s.language ORDER BY count DESC, s.language");
        let rows: Vec<LanguageCount> = db.fetch(sql.build()).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.language, row.count))
            .collect())
    }

    /// Queries of customers since `since` from which a published article was opened in at least
    /// `least` searches, and in how many; the most frequent first. None has masked data.
    pub async fn popular_queries(
        &self,
        since: Timestamp,
        least: i64,
        limit: u32,
    ) -> Result<Vec<(String, i64)>> {
        let mut db = self;
        let rows: Vec<Counted> = db
            .all(
                "SELECT s.query AS value, COUNT(DISTINCT s.id) AS count
                 FROM search_log s JOIN search_click c ON c.search_id = s.id
                     JOIN article a ON a.id = c.article_id
                 WHERE s.searched_at >= $1 AND s.surface <> 'console'
                 AND a.is_published = TRUE AND s.query NOT LIKE '%[%'
                 GROUP BY s.query HAVING COUNT(DISTINCT s.id) >= $2
                 ORDER BY count DESC, value LIMIT $3",
                &[&since, &least, &i64::from(limit)],
            )
            .await?;
        Ok(rows.into_iter().map(|row| (row.value, row.count)).collect())
    }
}
