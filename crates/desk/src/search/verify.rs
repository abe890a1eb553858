//! Compares the search index with the store: whether everything is there, and
//! nothing else, and whether contents are the same. Reads a page of ids at a time,
//! of one and of the other, so that memory stays small however much there is.

use std::collections::HashSet;

use frontdesk_model::{
    Actor,
    search_index::{SearchIndexCheck, SearchIndexDifference},
};
use frontdesk_search::{Change, Kind, State};

use super::{query::blocking, rebuild::source};
use crate::{Desk, access::admins_only, error::Result};

/// Ids that are read at a time.
const PAGE: u32 = 1_000;
/// Documents whose content is compared at a time.
const COMPARED: usize = 200;
/// Ids that a report names of each kind.
const EXAMPLES: usize = 10;
/// Documents of each kind whose content is compared, unless all are.
pub const VERIFY_SAMPLE: usize = 1_000;

/// A comparison of one kind under way.
struct Comparison {
    kind: Kind,
    /// What has changed from this place of the log on is left out.
    position: Option<i64>,
    found: SearchIndexDifference,
}

#[derive(Clone, Copy)]
enum Fault {
    Missing,
    Extra,
    Different,
}

impl Desk {
    /// Compares the index of the process that answers with the store.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn verify_search_index(&self, actor: &Actor) -> Result<SearchIndexCheck> {
        admins_only(actor)?;
        self.catch_up().await;
        self.verify_index(VERIFY_SAMPLE).await
    }

    /// Compares all ids, and the content of about `sample` documents of each
    /// kind, with the store. What the index has not come to yet is left out.
    ///
    /// # Errors
    /// When the store cannot be read; an index that cannot be read is a
    /// difference.
    pub async fn verify_index(&self, sample: usize) -> Result<SearchIndexCheck> {
        let _one = self.following.comparing.lock().await;
        let before = self.search_index_state().await?;
        let position = self.indexed_up_to(before.1);
        let mut kinds = Vec::new();
        for kind in Kind::ALL {
            match self.compare(kind, position, sample).await {
                Ok(found) => kinds.push(found),
                Err(error) if self.search_index_state().await?.0 != State::Damaged => {
                    return Err(error);
                }
                Err(_) => break,
            }
        }
        let damaged = self.search_index_state().await?.0 == State::Damaged;
        let pending = match position {
            Some(position) => self.store.search_changes_since(position).await?,
            None => 0,
        };
        Ok(SearchIndexCheck {
            ok: !damaged && kinds.iter().all(SearchIndexDifference::is_none),
            damaged,
            pending: pending.unsigned_abs(),
            kinds,
        })
    }

    async fn search_index_state(&self) -> Result<(State, Option<u64>)> {
        let index = self.index.clone();
        let status = blocking(move || index.status()).await?;
        Ok((status.state, status.position))
    }

    async fn compare(
        &self,
        kind: Kind,
        position: Option<i64>,
        sample: usize,
    ) -> Result<SearchIndexDifference> {
        let mut comparison = Comparison {
            kind,
            position,
            found: SearchIndexDifference {
                kind: kind.as_str().to_owned(),
                ..SearchIndexDifference::default()
            },
        };
        self.compare_stored(&mut comparison, sample).await?;
        self.compare_indexed(&mut comparison).await?;
        Ok(comparison.found)
    }

    /// Looks for everything that the store has, and compares a sample of it.
    async fn compare_stored(&self, comparison: &mut Comparison, sample: usize) -> Result<()> {
        let kind = comparison.kind;
        let count = self.store.search_source_count(source(kind)).await?;
        let count = usize::try_from(count).unwrap_or_default();
        let step = count.div_ceil(sample.max(1)).max(1);
        let mut skipped = rand::random_range(0..step);
        let mut last: Option<String> = None;
        loop {
            let page = self
                .store
                .search_source_ids(source(kind), last.as_deref(), PAGE)
                .await?;
            let is_last = page.len() < PAGE as usize;
            last = page.last().cloned();
            comparison.found.stored += page.len() as u64;
            let (there, missing) = self.looked_up(kind, page).await?;
            let mut chosen = Vec::new();
            for id in there {
                skipped += 1;
                if skipped >= step {
                    skipped = 0;
                    chosen.push(id);
                }
            }
            self.note(comparison, Fault::Missing, missing).await?;
            comparison.found.compared += chosen.len() as u64;
            for ids in chosen.chunks(COMPARED) {
                let different = self.different(kind, ids).await?;
                self.note(comparison, Fault::Different, different).await?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Looks for what the store has no longer.
    async fn compare_indexed(&self, comparison: &mut Comparison) -> Result<()> {
        let kind = comparison.kind;
        let mut last: Option<String> = None;
        loop {
            let index = self.index.clone();
            let page = blocking(move || index.ids(kind, last.as_deref(), PAGE as usize)).await?;
            let is_last = page.len() < PAGE as usize;
            let mut ids: Vec<_> = page.into_iter().map(|(id, _)| id).collect();
            last = ids.last().cloned();
            comparison.found.indexed += ids.len() as u64;
            let stored = self.store.search_sources_among(source(kind), &ids).await?;
            let stored: HashSet<_> = stored.into_iter().collect();
            ids.retain(|id| !stored.contains(id));
            self.note(comparison, Fault::Extra, ids).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// Those of these ids that are in the index, and those that are not.
    async fn looked_up(&self, kind: Kind, ids: Vec<String>) -> Result<(Vec<String>, Vec<String>)> {
        let index = self.index.clone();
        blocking(move || {
            let (mut there, mut missing) = (Vec::new(), Vec::new());
            for id in ids {
                match index.fingerprint(kind, &id)? {
                    Some(_) => there.push(id),
                    None => missing.push(id),
                }
            }
            Ok((there, missing))
        })
        .await
    }

    /// Those of these documents that are not in the index as they should be.
    async fn different(&self, kind: Kind, ids: &[String]) -> Result<Vec<String>> {
        let changed = ids.iter().map(|id| (source(kind), id.as_str())).collect();
        let changes = self.changes_of(&changed).await?;
        let index = self.index.clone();
        blocking(move || {
            let mut different = Vec::new();
            for change in changes {
                let (id, wanted) = match &change {
                    Change::Put(document) => (document.id(), Some(document.fingerprint())),
                    Change::Delete(_, id) => (id.as_str(), None),
                };
                if index.fingerprint(kind, id)? != wanted {
                    different.push(id.to_owned());
                }
            }
            Ok(different)
        })
        .await
    }

    /// Counts a fault of these documents, but for those that have changed since.
    /// That is asked last, so that what changed while this was read is left out.
    async fn note(
        &self,
        comparison: &mut Comparison,
        fault: Fault,
        mut ids: Vec<String>,
    ) -> Result<()> {
        if let Some(position) = comparison.position
            && !ids.is_empty()
        {
            let changed = self
                .store
                .search_changed_among(source(comparison.kind), &ids, position)
                .await?;
            let changed: HashSet<_> = changed.into_iter().collect();
            ids.retain(|id| !changed.contains(id));
        }
        let found = &mut comparison.found;
        let count = match fault {
            Fault::Missing => &mut found.missing,
            Fault::Extra => &mut found.extra,
            Fault::Different => &mut found.different,
        };
        *count += ids.len() as u64;
        let free = EXAMPLES.saturating_sub(found.examples.len());
        found.examples.extend(ids.into_iter().take(free));
        Ok(())
    }
}
