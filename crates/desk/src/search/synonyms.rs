//! Synonyms: agents see them, admins change them. A change holds from the next search on, in
//! other processes within a second.

use frontdesk_model::{
    Actor, SynonymId,
    search::{Synonym, SynonymInput},
};
use frontdesk_search::Synonyms;
use frontdesk_store::{NewAudit, Tx};
use tokio::sync::Mutex;

use crate::{
    Call, Desk,
    access::{admins_only, agents_only},
    error::Result,
};

/// The mark of the synonyms that are in use; none before they were read for the first time.
#[derive(Default)]
pub(crate) struct SynonymsInUse(Mutex<Option<Option<String>>>);

impl Desk {
    /// All synonyms, oldest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn synonyms(&self, actor: &Actor) -> Result<Vec<Synonym>> {
        agents_only(actor)?;
        Ok(self.store.synonyms().await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`; `Conflict` when there are too many.
    pub async fn create_synonym(&self, call: &Call, input: &SynonymInput) -> Result<Synonym> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let made = tx
            .create_synonym(self.ids.make(), &input, self.clock.now())
            .await?;
        self.finish_synonym(tx, call, "synonym.create", made).await
    }

    /// Replaces a synonym.
    ///
    /// # Errors
    /// As [`Desk::create_synonym`]; `NotFound`.
    pub async fn update_synonym(
        &self,
        call: &Call,
        id: SynonymId,
        input: &SynonymInput,
    ) -> Result<Synonym> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let made = tx.update_synonym(id, &input, self.clock.now()).await?;
        self.finish_synonym(tx, call, "synonym.update", made).await
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn delete_synonym(&self, call: &Call, id: SynonymId) -> Result<()> {
        admins_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        let first: Option<Synonym> = self.first_answer(&mut tx, call).await?;
        if first.is_some() {
            return Ok(());
        }
        let gone = tx.delete_synonym(id).await?;
        self.finish_synonym(tx, call, "synonym.delete", gone)
            .await?;
        Ok(())
    }

    async fn finish_synonym(
        &self,
        mut tx: Tx,
        call: &Call,
        action: &'static str,
        synonym: Synonym,
    ) -> Result<Synonym> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action,
            subject: synonym.id.to_string(),
            details: serde_json::json!({
                "from": synonym.from, "terms": synonym.terms, "language": synonym.language,
            }),
            at: self.clock.now(),
        })
        .await?;
        self.keep_answer(&mut tx, call, &synonym).await?;
        tx.commit().await?;
        self.refresh_synonyms().await?;
        Ok(synonym)
    }

    /// Reads the synonyms again if they aren't those that are in use.
    pub(crate) async fn refresh_synonyms(&self) -> Result<()> {
        let mut in_use = self.synonyms.0.lock().await;
        // Read first: what is changed meanwhile is then read once more, not missed.
        let mark = self.store.synonyms_mark().await?;
        if in_use.as_ref() == Some(&mark) {
            return Ok(());
        }
        let rules = self.store.synonyms().await?.into_iter().map(rule).collect();
        self.index.set_synonyms(Synonyms::new(rules));
        *in_use = Some(mark);
        Ok(())
    }
}

/// A synonym as the index takes it.
fn rule(synonym: Synonym) -> frontdesk_search::Synonym {
    let language = synonym.language;
    let rule = match synonym.from {
        Some(from) => frontdesk_search::Synonym::one_way(from, synonym.terms),
        None => frontdesk_search::Synonym::group(synonym.terms),
    };
    frontdesk_search::Synonym {
        language: language.and_then(|it| frontdesk_search::Language::from_code(it.as_str())),
        ..rule
    }
}
