//! Fills the index from the store: everything there is, in the order of ids,
//! beside the index that serves meanwhile. A fill that was broken off goes on.

use frontdesk_model::{ConversationId, PersonId};
use frontdesk_search::{Change, Kind, Rebuild};

use super::{
    documents::{article_document, customer_put},
    query::blocking,
};
use crate::{Desk, error::Result};

/// Rows that are read at a time.
const PAGE: u32 = 200;

impl Desk {
    /// Builds the index anew from everything that the store has. `horizon` is
    /// where the change log ends, `floor` where it begins; gives the place from
    /// which on changes are to be applied to the new index.
    pub(super) async fn fill_index(&self, floor: i64, horizon: i64) -> Result<i64> {
        let index = self.index.clone();
        let (begins, ends) = (floor.unsigned_abs(), horizon.unsigned_abs());
        let mut rebuild = blocking(move || {
            let mut rebuild = index.rebuild(ends)?;
            // One that was broken off can only go on where the log still reaches.
            if !(begins..=ends).contains(&rebuild.position()) {
                rebuild.restart(ends)?;
            }
            Ok(rebuild)
        })
        .await?;
        for kind in Kind::ALL {
            while !rebuild.is_scanned(kind) {
                let (changes, next) = self.scan(kind, rebuild.cursor(kind)).await?;
                rebuild = add(rebuild, changes, kind, next).await?;
            }
        }
        let index = self.index.clone();
        let position = blocking(move || {
            rebuild.finish()?;
            // Asked for, so that the index takes changes from there on.
            Ok(index.position().unwrap_or_default())
        })
        .await?;
        Ok(i64::try_from(position).unwrap_or(i64::MAX))
    }

    /// The next documents of a kind, and after which to go on; none at the end.
    async fn scan(&self, kind: Kind, after: Option<&str>) -> Result<(Vec<Change>, Option<String>)> {
        let (changes, last): (Vec<_>, _) = match kind {
            Kind::Article => {
                let after = after.and_then(|id| id.parse().ok());
                let rows = self.store.articles_after(after, PAGE).await?;
                let last = rows.last().map(|row| row.id.to_string());
                let documents = rows.into_iter().map(article_document);
                (documents.map(Change::put).collect(), last)
            }
            Kind::Conversation => {
                let after: Option<ConversationId> = after.and_then(|id| id.parse().ok());
                let rows = self.store.conversation_sources_after(after, PAGE).await?;
                let last = rows.last().map(|row| row.id.to_string());
                let documents = self.conversation_documents(rows).await?;
                (documents.into_values().map(Change::put).collect(), last)
            }
            Kind::Customer => {
                let after: Option<PersonId> = after.map(Into::into);
                let rows = self
                    .store
                    .customer_sources_after(after.as_ref(), PAGE)
                    .await?;
                let last = rows.last().map(|row| row.id.to_string());
                (rows.into_iter().map(customer_put).collect(), last)
            }
        };
        let is_last = changes.len() < PAGE as usize;
        Ok((changes, last.filter(|_| !is_last)))
    }
}

/// Adds what was read to a rebuild, away from the threads that serve.
async fn add(
    mut rebuild: Rebuild,
    changes: Vec<Change>,
    kind: Kind,
    next: Option<String>,
) -> Result<Rebuild> {
    blocking(move || {
        rebuild.apply(changes, kind, next)?;
        Ok(rebuild)
    })
    .await
}
