//! Categories that articles and tickets are sorted into.

use frontdesk_model::{
    CategoryId, Timestamp,
    article::{Category, CategoryInput, slugify},
};

use crate::{Error, Result, Store, Tx, article::slugs, db::Source, row::row, sql::Builder};

row!(Category {
    id,
    slug,
    name,
    description,
    article_count,
    created_at,
    updated_at,
});

const CATEGORIES: &str = "SELECT k.id, k.slug, k.name, k.description, k.created_at, k.updated_at,
        (SELECT COUNT(*) FROM article a WHERE a.category = k.slug AND a.is_published = TRUE)
            AS article_count
    FROM category k WHERE ";

const NOT_FOUND: Error = Error::NotFound { what: "category" };

impl Tx {
    /// Stores a category. A slug made from the name is made unique; a given
    /// one that is taken is a `Conflict`.
    pub async fn create_category(
        &mut self,
        id: CategoryId,
        input: &CategoryInput,
        now: Timestamp,
    ) -> Result<Category> {
        let made = slugify(&input.name);
        let made = if made.is_empty() { "category" } else { &made };
        let (base, tries) = match &input.slug {
            Some(slug) => (slug.as_str(), 1),
            None => (made, usize::MAX),
        };
        let description = input.description.as_deref().unwrap_or_default();
        for slug in slugs(base).take(tries) {
            let stored = self
                .run(
                    "INSERT INTO category (id, slug, name, description, created_at, updated_at)
                     VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (slug) DO NOTHING",
                    &[&id, &slug, &input.name, &description, &now],
                )
                .await?;
            if stored == 1 {
                return find(self, id).await?.ok_or(NOT_FOUND);
            }
        }
        Err(Error::conflict(
            "category",
            "another category has this slug; choose another",
        ))
    }

    /// Changes name and description; the slug stays.
    pub async fn update_category(
        &mut self,
        id: CategoryId,
        input: &CategoryInput,
        now: Timestamp,
    ) -> Result<Category> {
        let description = input.description.as_deref().unwrap_or_default();
        self.run(
            "UPDATE category SET name = $2, description = $3, updated_at = $4 WHERE id = $1",
            &[&id, &input.name, &description, &now],
        )
        .await?;
        find(self, id).await?.ok_or(NOT_FOUND)
    }

    /// `Conflict` while articles are in it, drafts included.
    pub async fn delete_category(&mut self, id: CategoryId) -> Result<()> {
        let category = find(self, id).await?.ok_or(NOT_FOUND)?;
        let deleted = self
            .run(
                "DELETE FROM category WHERE id = $1
                 AND NOT EXISTS (SELECT 1 FROM article a WHERE a.category = $2)",
                &[&id, &category.slug],
            )
            .await?;
        match deleted {
            0 => Err(Error::conflict(
                "category",
                "this category has articles; move them to another first",
            )),
            _ => Ok(()),
        }
    }
}

async fn find(db: &mut impl Source, id: CategoryId) -> Result<Option<Category>> {
    let mut sql = Builder::new(db.engine(), CATEGORIES);
    sql.push("k.id = ").bind(id);
    db.fetch_optional(sql.build()).await
}

impl Store {
    pub async fn category(&self, id: CategoryId) -> Result<Option<Category>> {
        let mut db = self;
        find(&mut db, id).await
    }

    pub async fn category_by_slug(&self, slug: &str) -> Result<Option<Category>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CATEGORIES);
        sql.push("k.slug = ").bind(slug);
        db.fetch_optional(sql.build()).await
    }

    /// All, by name.
    pub async fn categories(&self) -> Result<Vec<Category>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), CATEGORIES);
        sql.push("TRUE ORDER BY k.name, k.id");
        db.fetch(sql.build()).await
    }
}
