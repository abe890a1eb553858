//! Files are handed over to the operator's IPFS node: jobs that are stored with
//! what makes them necessary. An upload waits for none of them. Whatever is cut
//! off between two steps is done again from the first; each may be repeated.

use frontdesk_files::{BreakerState, Cid, Tiered, car, unixfs, verify};
use frontdesk_model::{
    attachment::{PinState, ScanState},
    error::ErrorCode,
};
use frontdesk_store::{FailPoint, PlaceCounts, Tx};
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::stored_size;
use crate::{
    Desk,
    error::{Error, Result},
};

/// Files that are put on their way at a time.
const RECONCILED: u32 = 256;
/// Files that are asked after at a time.
const CHECKED: u32 = 64;

/// How the store of files is, for admins, the doctor and the metrics.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileStoreStatus {
    /// Whether files can be stored now.
    pub healthy: bool,
    /// Where they lie, or why they can't be stored.
    pub detail: String,
    /// The IPFS node, when there is one.
    pub node: Option<NodeStatus>,
}

/// How the IPFS node is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeStatus {
    pub breaker: BreakerState,
    pub places: PlaceCounts,
}

impl Desk {
    /// How the store of files is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn file_store_status(&self) -> Result<FileStoreStatus> {
        let (healthy, detail) = match self.backend.health().await {
            Ok(detail) => (true, detail),
            Err(error) => (false, error.to_string()),
        };
        Ok(FileStoreStatus {
            healthy,
            detail,
            node: self.node_status().await?,
        })
    }

    /// How the IPFS node is; none where there is none. It is not asked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn node_status(&self) -> Result<Option<NodeStatus>> {
        let Some(tiered) = &self.tiered else {
            return Ok(None);
        };
        Ok(Some(NodeStatus {
            breaker: tiered.node().state(),
            places: self.store.place_counts().await?,
        }))
    }

    /// With what is stored of a file: has the node take it, when there is one.
    pub(super) async fn hand_over(&self, tx: &mut Tx, cid: &str) -> Result<()> {
        if self.tiered.is_some() {
            tx.want_pinned(cid, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Gives the node a file, has it pinned, and lets go of our own copy where
    /// the operator wants that.
    ///
    /// # Errors
    /// `Unavailable` while the node is away, or the scanner has not decided.
    pub(crate) async fn pin_file(&self, cid: &str) -> Result<()> {
        let Some(tiered) = &self.tiered else {
            // The operator has taken the node away; the file waits for the next.
            return Ok(());
        };
        let place = self.store.file_place(cid).await?;
        if place.is_none_or(|place| place.state == PinState::Leaving) {
            return Ok(());
        }
        let Some(row) = self.store.attachment(cid).await? else {
            return self.pin_imported(tiered, cid).await;
        };
        match (row.deleted_at, row.scan) {
            (Some(_), _) | (_, ScanState::Infected) => return Ok(()),
            (_, ScanState::Pending) => {
                return Err(Error::unavailable("the file has not been scanned yet"));
            }
            (_, ScanState::Clean | ScanState::Unscanned) => {}
        }
        let root = root_of(cid)?;
        self.store.reached(FailPoint::BeforePin).await;
        let is_here = tiered.own().has(&root).await?;
        if is_here {
            let size = stored_size(row.size, row.sealed);
            self.import(tiered, &root, size).await?;
        } else if !tiered.node().holds(&root).await? {
            return self.lose(cid, false).await;
        }
        self.store.reached(FailPoint::AfterPin).await;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if !tx.confirm_pinned(cid, now).await? {
            // Deleted while the node took it.
            tx.want_unpinned(cid, now).await?;
            return Ok(tx.commit().await?);
        }
        tx.commit().await?;
        metrics::counter!("frontdesk_ipfs_pinned_total").increment(1);
        self.store.reached(FailPoint::AfterPinned).await;
        // Only what the node says that it has, asked once more.
        if is_here && !self.config.keep_local && tiered.node().holds(&root).await? {
            tiered.own().delete(&root).await?;
        }
        Ok(())
    }

    /// Gives the node a DAG that was imported, and has it pinned. Its blocks stay
    /// here: others may lie in the same packs.
    async fn pin_imported(&self, tiered: &Tiered, cid: &str) -> Result<()> {
        if !self.store.is_imported(cid).await? {
            return Ok(());
        }
        // A block of it may lie in a file that is shut now.
        match self.check_readable(cid).await {
            Err(error) if error.code() == ErrorCode::FilePending => {
                return Err(Error::unavailable("the file has not been scanned yet"));
            }
            Err(error) if error.is_final() => return self.leave_out(cid).await,
            readable => readable?,
        }
        let root = root_of(cid)?;
        let size = match self.size_of(&root).await {
            Err(frontdesk_files::Error::NotFound(missing)) => {
                tracing::warn!(cid, %missing, "an imported DAG lacks blocks; it is not handed over");
                return self.leave_out(cid).await;
            }
            size => size?,
        };
        self.store.reached(FailPoint::BeforePin).await;
        self.import(tiered, &root, size).await?;
        self.store.reached(FailPoint::AfterPin).await;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if !tx.confirm_pinned(cid, now).await? {
            tx.want_unpinned(cid, now).await?;
        }
        tx.commit().await?;
        metrics::counter!("frontdesk_ipfs_pinned_total").increment(1);
        Ok(())
    }

    /// Bytes of all blocks of a DAG; each must be here.
    async fn size_of(&self, root: &Cid) -> Result<u64, frontdesk_files::Error> {
        let blocks = unixfs::walk_all(self.blocks(), vec![*root]);
        blocks
            .try_fold(0, async |sum, (_, block)| Ok(sum + block.len() as u64))
            .await
    }

    /// The node can't have what is not whole here; that is not tried again.
    async fn leave_out(&self, cid: &str) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.forget_place(cid).await?;
        Ok(tx.commit().await?)
    }

    async fn import(&self, tiered: &Tiered, root: &Cid, size: u64) -> Result<()> {
        // A block that was damaged here must not be said to be the file.
        let blocks = unixfs::walk_all(self.blocks(), vec![*root])
            .and_then(async |(cid, block)| verify(&cid, &block).map(|()| (cid, block)))
            .boxed();
        let archive = car::archive(&[*root], blocks);
        match tiered.node().import(root, archive, size).await {
            Err(frontdesk_files::Error::Block { cid, why }) => {
                tracing::error!(file = %root, block = %cid, why, "a stored file is damaged");
                Err(Error::given_up(format!(
                    "the stored file is damaged: {cid} {why}"
                )))
            }
            outcome => Ok(outcome?),
        }
    }

    /// Has the node let go of a file, unless it is wanted again.
    ///
    /// # Errors
    /// `Unavailable` while the node is away.
    pub(crate) async fn unpin_file(&self, cid: &str) -> Result<()> {
        let Some(tiered) = &self.tiered else {
            return Ok(());
        };
        let place = self.store.file_place(cid).await?;
        if place.is_none_or(|place| place.state != PinState::Leaving) {
            return Ok(());
        }
        tiered.node().unpin(&root_of(cid)?).await?;
        self.store.reached(FailPoint::AfterUnpin).await;
        let mut tx = self.store.begin().await?;
        tx.confirm_unpinned(cid, self.clock.now()).await?;
        tx.commit().await?;
        metrics::counter!("frontdesk_ipfs_unpinned_total").increment(1);
        Ok(())
    }

    /// Puts on their way the files that the node should have and was never told
    /// of, and those that it should not have any more; gives how many.
    pub(crate) async fn reconcile_places(&self) -> Result<usize> {
        if self.tiered.is_none() {
            return Ok(0);
        }
        let missing = self.store.unplaced_files(RECONCILED).await?;
        let surplus = self.store.misplaced_files(RECONCILED).await?;
        let count = missing.len() + surplus.len();
        if count == 0 {
            return Ok(0);
        }
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        for cid in &missing {
            tx.want_pinned(cid, now).await?;
        }
        for cid in &surplus {
            tx.want_unpinned(cid, now).await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    /// Asks after the files that the node has not confirmed for long; gives how
    /// many were asked after.
    pub(crate) async fn check_places(&self) -> Result<usize> {
        let Some(tiered) = &self.tiered else {
            return Ok(0);
        };
        let before = self.clock.now().minus(self.config.node_check);
        let due = self.store.unconfirmed_files(before, CHECKED).await?;
        for cid in &due {
            let root = root_of(cid)?;
            if tiered.node().holds(&root).await? {
                let mut tx = self.store.begin().await?;
                tx.confirm_pinned(cid, self.clock.now()).await?;
                tx.commit().await?;
            } else {
                let is_here = tiered.own().has(&root).await? || self.store.is_imported(cid).await?;
                self.lose(cid, is_here).await?;
            }
        }
        Ok(due.len())
    }

    /// The node does not have what it had confirmed.
    async fn lose(&self, cid: &str, is_here: bool) -> Result<()> {
        metrics::counter!("frontdesk_ipfs_lost_total").increment(1);
        if is_here {
            tracing::warn!(cid, "the IPFS node has lost a file; it is handed over anew");
        } else {
            tracing::error!(
                cid,
                "the IPFS node has lost a file of which there is no other copy"
            );
        }
        let mut tx = self.store.begin().await?;
        tx.miss_pinned(cid, is_here, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn root_of(cid: &str) -> Result<Cid> {
    cid.parse().map_err(|_| Error::given_up("this is no CID"))
}
