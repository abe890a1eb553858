//! The operator imports a CAR: every block is checked before anything is kept,
//! then stored, and the roots are kept from now on, and handed over to the IPFS
//! node where there is one.

use std::{collections::HashSet, path::Path};

use bytes::Bytes;
use frontdesk_files::{Cid, Pack, canonical, car::CarReader, identity, is_raw};
use frontdesk_model::error::ErrorCode;
use frontdesk_store::BlockRow;
use tokio::{fs::File, io::BufReader};

use super::{hold::Hold, quota::Allowance};
use crate::{
    Desk,
    error::{Error, Result},
};

/// A raw block up to this size lies in the database, as do nodes up to the
/// next: reading one is then one query.
const MAX_INLINE_RAW: usize = 4 * 1024;
const MAX_INLINE_NODE: usize = 128 * 1024;
/// When a batch is stored: one object, one transaction.
const MAX_BATCH_BLOCKS: usize = 4_096;
const MAX_BATCH_BYTES: u64 = 256 * 1024 * 1024;
const MAX_BATCH_INLINE_BYTES: usize = 16 * 1024 * 1024;
/// Bytes that are read from the file at a time.
const BUFFER: usize = 256 * 1024;

/// What came in with a CAR.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The roots that the archive names; they are kept.
    pub roots: Vec<String>,
    /// Blocks in the archive, and those that were not here before.
    pub blocks: u64,
    pub new_blocks: u64,
    /// Bytes of the new blocks.
    pub new_bytes: u64,
}

impl Desk {
    /// Imports an archive. For the operator: the caller has the machine.
    ///
    /// # Errors
    /// `InvalidInput` when it is no CARv1, or a block is not what its CID says;
    /// nothing is kept then. `NotFound` when there is no such file.
    pub async fn import_car(&self, file: &Path) -> Result<Imported> {
        check(file).await?;
        let mut reader = open(file).await?;
        let mut batch = Batch::new(self);
        let mut imported = Imported {
            roots: named(reader.roots()),
            blocks: 0,
            new_blocks: 0,
            new_bytes: 0,
        };
        while let Some((cid, block)) = reader.next().await.map_err(refused)? {
            imported.blocks += 1;
            let size = block.len() as u64;
            if batch.add(canonical(&cid), block).await? {
                imported.new_blocks += 1;
                imported.new_bytes += size;
            }
        }
        batch.store().await?;
        let roots = reader.roots().iter().map(canonical).collect::<Vec<_>>();
        let mut tx = self.store.begin().await?;
        let roots = named(&roots);
        tx.pin_roots(&roots, self.clock.now()).await?;
        for root in &roots {
            self.hand_over(&mut tx, root).await?;
        }
        tx.commit().await?;
        Ok(imported)
    }
}

/// Reads the whole archive once, so that one that is bad leaves nothing behind.
async fn check(file: &Path) -> Result<()> {
    let mut reader = open(file).await?;
    while reader.next().await.map_err(refused)?.is_some() {}
    Ok(())
}

async fn open(path: &Path) -> Result<CarReader<BufReader<File>>> {
    let file = File::open(path).await.map_err(|error| {
        let detail = format!("{} cannot be read: {error}", path.display());
        Error::new(ErrorCode::NotFound, detail)
    })?;
    CarReader::open(BufReader::with_capacity(BUFFER, file))
        .await
        .map_err(refused)
}

/// A block that is wrong is the archive's fault here.
fn refused(error: frontdesk_files::Error) -> Error {
    match error {
        error @ frontdesk_files::Error::Block { .. } => {
            Error::new(ErrorCode::InvalidInput, error.to_string())
        }
        error => error.into(),
    }
}

fn named(cids: &[Cid]) -> Vec<String> {
    cids.iter().map(ToString::to_string).collect()
}

/// Blocks that are about to be stored.
struct Batch<'d> {
    desk: &'d Desk,
    /// What is in the batch, so that a block that comes twice is in it once.
    cids: HashSet<Cid>,
    inline: Vec<BlockRow>,
    inline_bytes: usize,
    pack: Option<Pack>,
}

impl<'d> Batch<'d> {
    fn new(desk: &'d Desk) -> Self {
        Self {
            desk,
            cids: HashSet::new(),
            inline: Vec::new(),
            inline_bytes: 0,
            pack: None,
        }
    }

    /// Takes a block; whether it was not known before.
    async fn add(&mut self, cid: Cid, block: Bytes) -> Result<bool> {
        if identity(&cid).is_some() || self.cids.contains(&cid) {
            return Ok(false);
        }
        let name = cid.to_string();
        let known = self.desk.store.block(&name).await?;
        let is_new = known.is_none();
        // One that lies in somebody's file goes with that file: it is stored
        // once more, beside it.
        if let Some(known) = known
            && self.desk.store.attachment(&known.root).await?.is_none()
        {
            return Ok(false);
        }
        self.cids.insert(cid);
        let most = if is_raw(&cid) {
            MAX_INLINE_RAW
        } else {
            MAX_INLINE_NODE
        };
        if block.len() <= most {
            self.inline_bytes += block.len();
            self.inline.push(BlockRow {
                root: name.clone(),
                cid: name,
                offset: None,
                length: None,
                node: Some(block.into()),
            });
        } else {
            let pack = match &mut self.pack {
                Some(pack) => pack,
                empty => empty.insert(self.desk.staging.begin_pack().await?),
            };
            pack.add(cid, block).await?;
        }
        if self.is_full() {
            self.store().await?;
        }
        Ok(is_new)
    }

    fn is_full(&self) -> bool {
        self.cids.len() >= MAX_BATCH_BLOCKS
            || self.inline_bytes >= MAX_BATCH_INLINE_BYTES
            || self.pack.as_ref().map_or(0, Pack::size) >= MAX_BATCH_BYTES
    }

    async fn store(&mut self) -> Result<()> {
        let mut rows = std::mem::take(&mut self.inline);
        // Until its blocks are recorded, nobody takes the pack for a leftover.
        let mut hold = None;
        if let Some(pack) = self.pack.take() {
            let (staged, packed) = pack.finish()?;
            let (stored, held) = self.desk.put(staged, None, Allowance::Desk).await?;
            let object = stored.cid.to_string();
            hold = Some(held);
            rows.extend(packed.into_iter().map(|block| BlockRow {
                cid: block.cid.to_string(),
                root: object.clone(),
                offset: Some(block.offset.cast_signed()),
                length: Some(block.len.cast_signed()),
                node: None,
            }));
        }
        if let Err(error) = self.record(&rows, hold.as_ref()).await {
            if let Some(hold) = hold {
                self.desk.drop_hold(hold).await;
            }
            return Err(error);
        }
        self.cids.clear();
        self.inline_bytes = 0;
        Ok(())
    }

    async fn record(&self, rows: &[BlockRow], hold: Option<&Hold>) -> Result<()> {
        let mut tx = self.desk.store.begin().await?;
        if let Some(hold) = hold {
            self.desk.end_hold(&mut tx, hold).await?;
        }
        tx.add_blocks(rows).await?;
        Ok(tx.commit().await?)
    }
}
