//! Articles of the help centre and the votes on them.

use std::collections::HashMap;

use frontdesk_model::{
    ArticleId, Cursor, Page, PageRequest, Timestamp,
    article::{Article, ArticleInput, DEFAULT_CATEGORY, slugify},
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::row,
    sql::{Builder, contains},
};

/// Which articles a list shows.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// A category's slug.
    pub category: Option<String>,
    /// Words of the question or the answer.
    pub text: Option<String>,
    /// Drafts too (for staff).
    pub drafts: bool,
    /// The most viewed first, rather than the last changed.
    pub most_viewed: bool,
}

row!(Article {
    id,
    slug,
    question,
    answer,
    category,
    tags,
    is_published,
    language,
    helpful,
    not_helpful,
    views,
    created_at,
    updated_at,
});

impl Tx {
    /// Stores an article under a slug made from its question.
    pub async fn create_article(
        &mut self,
        id: ArticleId,
        input: &ArticleInput,
        now: Timestamp,
    ) -> Result<Article> {
        let base = slugify(&input.question);
        let base = if base.is_empty() { "article" } else { &base };
        for slug in slugs(base) {
            let stored = self
                .run(
                    "INSERT INTO article (id, slug, question, answer, category, tags,
                         is_published, language, created_at, updated_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $9, $8, $8) ON CONFLICT (slug) DO NOTHING",
                    &[
                        &id,
                        &slug,
                        &input.question,
                        &input.answer,
                        &category_of(input),
                        &input.tags,
                        &input.is_published,
                        &now,
                        &input.language,
                    ],
                )
                .await?;
            if stored == 1 {
                self.changed_article(id);
                return self.known_article(id).await;
            }
        }
        Err(Error::conflict(
            "article",
            "too many articles have this question; word it differently",
        ))
    }

    /// Stores an article as it is, with its slug, counts and times: for data
    /// that comes from elsewhere. `Conflict` when the slug or the id is taken.
    pub async fn import_article(&mut self, article: &Article) -> Result<()> {
        let stored = self
            .run(
                "INSERT INTO article (id, slug, question, answer, category, tags, is_published,
                     helpful, not_helpful, views, created_at, updated_at, language)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                 ON CONFLICT DO NOTHING",
                &[
                    &article.id,
                    &article.slug,
                    &article.question,
                    &article.answer,
                    &article.category,
                    &article.tags,
                    &article.is_published,
                    &article.helpful,
                    &article.not_helpful,
                    &article.views,
                    &article.created_at,
                    &article.updated_at,
                    &article.language,
                ],
            )
            .await?;
        self.changed_article(article.id);
        match stored {
            1 => Ok(()),
            _ => Err(Error::conflict("article", "its slug or its id is taken")),
        }
    }

    /// Replaces its content; the slug stays, so that links hold.
    pub async fn update_article(
        &mut self,
        id: ArticleId,
        input: &ArticleInput,
        now: Timestamp,
    ) -> Result<Article> {
        self.changed_article(id);
        self.run(
            "UPDATE article SET question = $2, answer = $3, category = $4, tags = $5,
                 is_published = $6, updated_at = $7, language = $8
             WHERE id = $1",
            &[
                &id,
                &input.question,
                &input.answer,
                &category_of(input),
                &input.tags,
                &input.is_published,
                &now,
                &input.language,
            ],
        )
        .await?;
        self.known_article(id).await
    }

    /// `NotFound` without it; its votes go with it.
    pub async fn delete_article(&mut self, id: ArticleId) -> Result<()> {
        self.changed_article(id);
        match self
            .run("DELETE FROM article WHERE id = $1", &[&id])
            .await?
        {
            0 => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }

    /// `NotFound` without the article.
    pub async fn count_view(&mut self, id: ArticleId) -> Result<()> {
        match self
            .run("UPDATE article SET views = views + 1 WHERE id = $1", &[&id])
            .await?
        {
            0 => Err(NOT_FOUND),
            _ => Ok(()),
        }
    }

    /// One vote a voter, which can be changed; the counts follow.
    pub async fn vote(&mut self, id: ArticleId, voter: &str, helpful: bool) -> Result<Article> {
        let mut lock = Builder::new(self.engine(), "SELECT a.* FROM article a WHERE a.id = ");
        lock.bind(id).lock("a");
        if self
            .fetch_optional::<Article>(lock.build())
            .await?
            .is_none()
        {
            return Err(NOT_FOUND);
        }
        self.run(
            "INSERT INTO article_vote (article_id, voter, helpful) VALUES ($1, $2, $3)
             ON CONFLICT (article_id, voter) DO UPDATE SET helpful = excluded.helpful",
            &[&id, &voter, &helpful],
        )
        .await?;
        self.run(
            "UPDATE article SET
                 helpful = (SELECT COUNT(*) FROM article_vote v
                            WHERE v.article_id = article.id AND v.helpful = TRUE),
                 not_helpful = (SELECT COUNT(*) FROM article_vote v
                                WHERE v.article_id = article.id AND v.helpful = FALSE)
             WHERE id = $1",
            &[&id],
        )
        .await?;
        self.known_article(id).await
    }

    async fn known_article(&mut self, id: ArticleId) -> Result<Article> {
        self.optional("SELECT * FROM article WHERE id = $1", &[&id])
            .await?
            .ok_or(NOT_FOUND)
    }
}

const NOT_FOUND: Error = Error::NotFound { what: "article" };

fn category_of(input: &ArticleInput) -> &str {
    input.category.as_deref().unwrap_or(DEFAULT_CATEGORY)
}

/// Names that are tried for one slug.
const SLUG_TRIES: usize = 1_000;

/// `base`, `base-2`, `base-3` …
pub(crate) fn slugs(base: &str) -> impl Iterator<Item = String> {
    (1..=SLUG_TRIES).map(move |n| match n {
        1 => base.to_owned(),
        n => format!("{base}-{n}"),
    })
}

impl Store {
    /// A draft as well: the caller decides who may see it.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        let mut db = self;
        db.optional("SELECT * FROM article WHERE id = $1", &[&id])
            .await
    }

    /// A draft as well.
    pub async fn article_by_slug(&self, slug: &str) -> Result<Option<Article>> {
        let mut db = self;
        db.optional("SELECT * FROM article WHERE slug = $1", &[&slug])
            .await
    }

    /// The articles of these ids (drafts too), in the order of `ids`.
    pub async fn articles_by_id(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM article WHERE id");
        sql.within(ids);
        let mut found: HashMap<_, _> = db
            .fetch::<Article>(sql.build())
            .await?
            .into_iter()
            .map(|article| (article.id, article))
            .collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Newest change first.
    pub async fn articles(
        &self,
        filter: &ArticleFilter,
        page: &PageRequest,
    ) -> Result<Page<Article>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM article WHERE TRUE");
        if !filter.drafts {
            sql.push(" AND is_published = TRUE");
        }
        if let Some(category) = &filter.category {
            sql.push(" AND category = ").bind(category);
        }
        if let Some(text) = &filter.text {
            let pattern = contains(text.trim());
            sql.push(" AND (LOWER(question) LIKE LOWER(").bind(&pattern);
            sql.push(") ESCAPE '\\' OR LOWER(answer) LIKE LOWER(")
                .bind(&pattern);
            sql.push(") ESCAPE '\\')");
        }
        if filter.most_viewed {
            sql.before("(views, id)", page)
                .push(" ORDER BY views DESC, id DESC");
        } else {
            sql.before("(updated_at, id)", page)
                .push(" ORDER BY updated_at DESC, id DESC");
        }
        sql.limit(page);
        let rows = db.fetch::<Article>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: if filter.most_viewed {
                row.views
            } else {
                row.updated_at.0
            },
            id: row.id.0,
        }))
    }
}
