//! Admins look after the search index of the process that answers: how it is,
//! and building it anew. Comparing it with the store is in `verify`.

use std::sync::atomic::Ordering;

use frontdesk_model::{
    Actor,
    search_index::{SearchIndexKind, SearchIndexStatus},
};
use frontdesk_store::NewAudit;

use super::{query::blocking, rebuild::source};
use crate::{Desk, access::admins_only, error::Result};

impl Desk {
    /// How the index is.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn search_index(&self, actor: &Actor) -> Result<SearchIndexStatus> {
        admins_only(actor)?;
        self.search_index_status().await
    }

    /// Has the index built anew in the background; the old one serves until then.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn rebuild_search_index(&self, actor: &Actor) -> Result<SearchIndexStatus> {
        admins_only(actor)?;
        let details = serde_json::json!({});
        let entry = NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action: "search-index.rebuild",
            subject: "search-index".to_owned(),
            details,
            at: self.clock.now(),
        };
        let mut tx = self.store.begin().await?;
        tx.add_audit(&entry).await?;
        tx.commit().await?;
        self.following.want_rebuild();
        self.search_index_status().await
    }

    /// How the index is, for a command on the data itself.
    ///
    /// # Errors
    /// When store or index cannot be read.
    pub async fn search_index_status(&self) -> Result<SearchIndexStatus> {
        let index = self.index.clone();
        let status = blocking(move || index.status()).await?;
        let bytes = status.bytes();
        let mut kinds = Vec::new();
        for kind in &status.kinds {
            let stored = self.store.search_source_count(source(kind.kind)).await?;
            kinds.push(SearchIndexKind {
                kind: kind.kind.as_str().to_owned(),
                documents: kind.documents,
                stored: stored.unsigned_abs(),
                segments: kind.segments as u64,
                bytes: kind.bytes,
            });
        }
        let behind = match self.indexed_up_to(status.position) {
            Some(position) => self.store.search_changes_since(position).await?,
            None => 0,
        };
        Ok(SearchIndexStatus {
            state: status.state.as_str().to_owned(),
            generation: status.generation,
            bytes,
            memory_limit_bytes: status.memory_limit_bytes as u64,
            behind: behind.unsigned_abs(),
            kinds,
            is_rebuilding: self.following.is_rebuild_wanted() || status.is_rebuilding,
            rebuild: self.following.progress(),
            rebuild_bytes: status.rebuild.map_or(0, |rebuild| rebuild.bytes),
        })
    }

    /// From which place of the log on changes may not be in the index. What a
    /// process that follows has read counts, for the position is written down
    /// with changes alone.
    pub(super) fn indexed_up_to(&self, written: Option<u64>) -> Option<i64> {
        let following = &self.following;
        let read = match following.is_running.load(Ordering::Acquire) {
            true => following.position.load(Ordering::Acquire),
            false => 0,
        };
        match written.and_then(|position| i64::try_from(position).ok()) {
            Some(written) => Some(written.max(read)),
            None => (read > 0).then_some(read),
        }
    }
}
