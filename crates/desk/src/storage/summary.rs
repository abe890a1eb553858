//! An admin looks at how much is stored.

use std::time::Duration;

use frontdesk_model::{
    Actor, Timestamp,
    storage::{
        BackendState, DayTotals, FileTotals, OpenUploads, Quota, ScanTotals, StorageSummary,
        TypeTotals, UploaderTotals,
    },
};

use super::{LAST_COLLECTION, LAST_SCRUB};
use crate::{Desk, access::admins_only, error::Result};

/// Days of which new files are counted.
const DAYS: u64 = 30;
/// People of whom files are counted.
const UPLOADERS: u32 = 10;

const DAY: Duration = Duration::from_secs(24 * 3_600);

impl Desk {
    /// The store of files at a glance.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn storage(&self, actor: &Actor) -> Result<StorageSummary> {
        admins_only(actor)?;
        self.storage_summary().await
    }

    /// The same for the operator: the caller has the machine.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn storage_summary(&self) -> Result<StorageSummary> {
        let now = self.clock.now();
        let totals = self.store.storage_totals(now).await?;
        let first = now.minus(DAY * (DAYS as u32 - 1));
        Ok(StorageSummary {
            files: count(totals.files),
            bytes: count(totals.bytes),
            blocks: count(totals.blocks),
            uploads: OpenUploads {
                open: count(totals.held + totals.open),
                bytes: count(totals.held_bytes + totals.open_bytes),
            },
            scan: ScanTotals {
                pending: count(totals.pending),
                clean: count(totals.clean),
                infected: count(totals.infected),
                unscanned: count(totals.unscanned),
            },
            orphans: FileTotals {
                files: count(totals.orphans),
                bytes: count(totals.orphan_bytes),
            },
            quota: Quota {
                total: self.config.upload_total_quota,
                used: count(totals.used),
                per_user: Some(self.config.upload_user_quota),
            },
            backend: self.backend_state().await?,
            mode: self.config.files_mode.as_str().to_owned(),
            by_type: self.types().await?,
            per_day: self.days(first).await?,
            top_uploaders: self.uploaders_by_size().await?,
            last_scrub: self.kept(LAST_SCRUB).await?,
            last_collection: self.kept(LAST_COLLECTION).await?,
        })
    }

    async fn backend_state(&self) -> Result<BackendState> {
        let status = self.file_store_status().await?;
        let node = status.node.as_ref();
        Ok(BackendState {
            kind: match node {
                Some(_) => "ipfs".to_owned(),
                None => self.backend.kind().to_owned(),
            },
            healthy: status.healthy,
            detail: status.detail,
            waiting: node.map_or(0, |node| count(node.places.waiting)),
            breaker: node.map(|node| node.breaker.as_str().to_owned()),
        })
    }

    async fn types(&self) -> Result<Vec<TypeTotals>> {
        let shares = self.store.storage_by_type().await?;
        let shares = shares.into_iter().map(|share| TypeTotals {
            media_type: share.key,
            files: count(share.files),
            bytes: count(share.bytes),
        });
        Ok(shares.collect())
    }

    async fn days(&self, first: Timestamp) -> Result<Vec<DayTotals>> {
        let shares = self.store.storage_by_day(first).await?;
        let shares = shares.into_iter().map(|share| DayTotals {
            day: day(share.key),
            files: count(share.files),
            bytes: count(share.bytes),
        });
        Ok(shares.collect())
    }

    async fn uploaders_by_size(&self) -> Result<Vec<UploaderTotals>> {
        let shares = self.store.top_uploaders(UPLOADERS).await?;
        let shares = shares.into_iter().map(|share| UploaderTotals {
            user_id: share.person_id,
            user_name: share.name,
            files: count(share.files),
            bytes: count(share.bytes),
        });
        Ok(shares.collect())
    }
}

/// The date of a day that is counted from 1970-01-01.
fn day(number: i64) -> String {
    let at = Timestamp(0).plus(DAY.saturating_mul(u32::try_from(number).unwrap_or(0)));
    at.to_string().chars().take(10).collect()
}

/// What the database counts is never below zero.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_date() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(20_484), "2026-01-31");
    }
}
