//! Agents write, change and delete articles.

use frontdesk_model::{
    ArticleId,
    article::{Article, ArticleInput, DEFAULT_CATEGORY},
};

use crate::{Call, Desk, access::agents_only, error::Result, webhooks::Happening};

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`.
    pub async fn create_article(&self, call: &Call, input: &ArticleInput) -> Result<Article> {
        agents_only(&call.actor)?;
        let input = complete(input)?;
        let now = self.clock.now();
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let article = tx.create_article(self.ids.make(), &input, now).await?;
        if article.is_published {
            self.emit(&mut tx, Happening::Published(&article)).await?;
        }
        self.keep_answer(&mut tx, call, &article).await?;
        tx.commit().await?;
        Ok(article)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `InvalidInput`.
    pub async fn update_article(
        &self,
        call: &Call,
        id: ArticleId,
        input: &ArticleInput,
    ) -> Result<Article> {
        agents_only(&call.actor)?;
        let input = complete(input)?;
        let now = self.clock.now();
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let before = self.store.article(id).await?;
        let article = tx.update_article(id, &input, now).await?;
        if article.is_published && !before.is_some_and(|before| before.is_published) {
            self.emit(&mut tx, Happening::Published(&article)).await?;
        }
        self.keep_answer(&mut tx, call, &article).await?;
        tx.commit().await?;
        Ok(article)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn delete_article(&self, call: &Call, id: ArticleId) -> Result<()> {
        agents_only(&call.actor)?;
        let mut tx = self.store.begin_by(&call.actor.id).await?;
        if self.first_answer::<()>(&mut tx, call).await?.is_some() {
            return Ok(());
        }
        tx.delete_article(id).await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn complete(input: &ArticleInput) -> Result<ArticleInput> {
    let mut input = input.validate()?;
    input
        .category
        .get_or_insert_with(|| DEFAULT_CATEGORY.to_owned());
    Ok(input)
}
