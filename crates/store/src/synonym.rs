//! Synonyms, and a mark that changes with them.

use frontdesk_model::{
    SynonymId, Timestamp,
    search::{MAX_SYNONYMS, Synonym, SynonymInput},
};
use uuid::Uuid;

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
};

row!(Synonym {
    id,
    kind,
    from: "source",
    terms,
    language,
    created_at,
    updated_at,
});

const NOT_FOUND: Error = Error::NotFound { what: "synonym" };

/// The setting that has another value after each change.
const MARK: &str = "synonyms_mark";

impl Tx {
    /// `Conflict` when there are too many.
    pub async fn create_synonym(
        &mut self,
        id: SynonymId,
        input: &SynonymInput,
        now: Timestamp,
    ) -> Result<Synonym> {
        let count: One<i64> = self
            .one("SELECT COUNT(*) AS value FROM synonym", &[])
            .await?;
        if count.0 >= MAX_SYNONYMS {
            return Err(Error::conflict(
                "synonym",
                format!("there are {MAX_SYNONYMS} synonyms already; remove some first"),
            ));
        }
        self.run(
            "INSERT INTO synonym (id, kind, source, terms, language, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
            &[
                &id,
                &input.kind,
                &input.from,
                &input.terms,
                &input.language,
                &now,
            ],
        )
        .await?;
        self.mark_synonyms(id).await?;
        self.known_synonym(id).await
    }

    /// Replaces a synonym. `NotFound` without it.
    pub async fn update_synonym(
        &mut self,
        id: SynonymId,
        input: &SynonymInput,
        now: Timestamp,
    ) -> Result<Synonym> {
        self.run(
            "UPDATE synonym SET kind = $2, source = $3, terms = $4, language = $5,
                 updated_at = $6
             WHERE id = $1",
            &[
                &id,
                &input.kind,
                &input.from,
                &input.terms,
                &input.language,
                &now,
            ],
        )
        .await?;
        self.mark_synonyms(id).await?;
        self.known_synonym(id).await
    }

    /// `NotFound` without it.
    pub async fn delete_synonym(&mut self, id: SynonymId) -> Result<Synonym> {
        let gone = self.known_synonym(id).await?;
        self.run("DELETE FROM synonym WHERE id = $1", &[&id])
            .await?;
        self.mark_synonyms(id).await?;
        Ok(gone)
    }

    /// Whoever keeps synonyms in memory sees by the mark that they have changed.
    async fn mark_synonyms(&mut self, changed: SynonymId) -> Result<()> {
        self.set_setting(MARK, &format!("{changed} {}", Uuid::now_v7()))
            .await
    }

    async fn known_synonym(&mut self, id: SynonymId) -> Result<Synonym> {
        self.optional("SELECT * FROM synonym WHERE id = $1", &[&id])
            .await?
            .ok_or(NOT_FOUND)
    }
}

impl Store {
    /// All, oldest first: there are at most [`MAX_SYNONYMS`].
    pub async fn synonyms(&self) -> Result<Vec<Synonym>> {
        let mut db = self;
        db.all("SELECT * FROM synonym ORDER BY created_at, id", &[])
            .await
    }

    /// Another text after each change of any synonym; none before the first.
    pub async fn synonyms_mark(&self) -> Result<Option<String>> {
        self.setting(MARK).await
    }
}
