//! Builds the index anew from the store, in the background, while the old one
//! serves: everything there is, in the order of ids, then what has changed
//! meanwhile. What was broken off goes on where its last commit left it. What
//! the index serves until then is kept current by `indexer`.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use frontdesk_model::{ConversationId, PersonId, search_index::RebuildProgress};
use frontdesk_search::{Change, Kind, Rebuild};
use frontdesk_store::{FailPoint, SearchChange, SearchKind};
use tokio::sync::watch;

use super::{
    documents::{article_document, customer_put},
    query::blocking,
};
use crate::{Desk, error::Result};

/// Rows that are read at a time.
const PAGE: u32 = 200;
/// How often it is asked whether damage was found.
const POLL: Duration = Duration::from_millis(400);
/// After a failure: when it is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// Builds the index anew whenever that is wanted, or needed because of damage,
/// until it is told to stop. One that a kill broke off is gone on with first.
pub(crate) async fn rebuild_when_wanted(desk: Desk, mut stopped: watch::Receiver<bool>) {
    match desk.has_unfinished_rebuild().await {
        Ok(true) => desk.following.want_rebuild(),
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, "the search index could not be looked at"),
    }
    let mut rest = POLL;
    while !*stopped.borrow() {
        tokio::select! {
            () = desk.following.rebuild_wanted.notified() => {}
            () = tokio::time::sleep(rest) => {}
            _ = stopped.changed() => return,
        }
        rest = POLL;
        if !desk.following.is_rebuild_wanted() && !desk.index.needs_rebuild() {
            continue;
        }
        let stop = stopped.clone();
        if let Err(error) = desk.rebuild_index(|| *stop.borrow(), |_| {}).await {
            tracing::error!(%error, "the search index could not be built; it is tried again");
            rest = AGAIN;
        }
    }
}

impl Desk {
    /// Builds the index anew, or goes on with what was begun. False when it was
    /// stopped before the end; the next call goes on there.
    ///
    /// # Errors
    /// When store or index fail; what was committed is kept.
    pub async fn rebuild_index(
        &self,
        is_stopped: impl Fn() -> bool,
        tell: impl Fn(&RebuildProgress),
    ) -> Result<bool> {
        let outcome = self.build(is_stopped, tell).await;
        self.following.set_progress(None);
        outcome
    }

    async fn has_unfinished_rebuild(&self) -> Result<bool> {
        let index = self.index.clone();
        let status = blocking(move || index.status()).await?;
        Ok(status.rebuild.is_some())
    }

    async fn build(
        &self,
        is_stopped: impl Fn() -> bool,
        tell: impl Fn(&RebuildProgress),
    ) -> Result<bool> {
        let started = Instant::now();
        let mut rebuild = self.begin_rebuild().await?;
        let mut progress = RebuildProgress::default();
        for kind in Kind::ALL {
            let count = self.store.search_source_count(source(kind)).await?;
            progress.total += count.unsigned_abs();
            if rebuild.is_scanned(kind) {
                progress.done += count.unsigned_abs();
            }
        }
        let mut read: u64 = 0;
        for kind in Kind::ALL {
            while !rebuild.is_scanned(kind) {
                self.following.set_progress(Some(progress.clone()));
                tell(&progress);
                self.store.reached(FailPoint::BeforeRebuildPage).await;
                if is_stopped() {
                    blocking(move || rebuild.pause()).await?;
                    return Ok(false);
                }
                let (changes, next) = self.scan(kind, rebuild.cursor(kind)).await?;
                read += changes.len() as u64;
                progress.done += changes.len() as u64;
                rebuild = blocking(move || {
                    rebuild.apply(changes, kind, next)?;
                    Ok(rebuild)
                })
                .await?;
            }
        }
        tell(&progress);
        let rebuild = self.catch_up_rebuild(rebuild).await?;
        self.store.reached(FailPoint::BeforeIndexSwap).await;
        {
            let _writing = self.following.writing.lock().await;
            blocking(move || rebuild.finish()).await?;
            self.following.rebuilt();
        }
        tracing::info!(
            read,
            seconds = started.elapsed().as_secs_f32(),
            "the search index was built from the database"
        );
        Ok(true)
    }

    async fn begin_rebuild(&self) -> Result<Rebuild> {
        let horizon = self.store.search_horizon().await?.unsigned_abs();
        let floor = self.store.search_floor().await?.unsigned_abs();
        let index = self.index.clone();
        blocking(move || {
            let mut rebuild = index.rebuild(horizon)?;
            // What has changed since it was begun is not all known any more.
            if !(floor..=horizon).contains(&rebuild.position()) {
                rebuild.restart(horizon)?;
            }
            Ok(rebuild)
        })
        .await
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

    /// Takes up what has changed since the build was begun.
    async fn catch_up_rebuild(&self, mut rebuild: Rebuild) -> Result<Rebuild> {
        let horizon = self.store.search_horizon().await?;
        let position = i64::try_from(rebuild.position()).unwrap_or(horizon);
        let mut last: Option<SearchChange> = None;
        loop {
            let page = self
                .store
                .search_changes(position, last.as_ref(), PAGE)
                .await?;
            let is_last = page.len() < PAGE as usize;
            let reached = match page.last() {
                Some(last) if !is_last => last.place.min(horizon),
                _ => horizon,
            };
            let changed: BTreeSet<_> = page
                .iter()
                .map(|change| (change.kind, change.id.as_str()))
                .collect();
            let reached = reached.max(position).unsigned_abs();
            let _writing = self.following.writing.lock().await;
            let changes = self.changes_of(&changed).await?;
            rebuild = blocking(move || {
                rebuild.catch_up(changes, reached)?;
                Ok(rebuild)
            })
            .await?;
            if is_last {
                return Ok(rebuild);
            }
            last = page.last().cloned();
        }
    }
}

/// Where the documents of a kind come from.
pub(super) fn source(kind: Kind) -> SearchKind {
    match kind {
        Kind::Article => SearchKind::Article,
        Kind::Conversation => SearchKind::Conversation,
        Kind::Customer => SearchKind::Customer,
    }
}
