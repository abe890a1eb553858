//! Blocks by their CID, wherever they lie: nodes inline in the database, leaves
//! as stretches of a file or a pack in the file store.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use frontdesk_files::{Blocks, Cid, Error, MAX_BLOCK_BYTES, Result, canonical, identity};
use frontdesk_store::BlockRow;
use futures_util::{TryStreamExt as _, future::BoxFuture};

use crate::Desk;

struct DeskBlocks(Desk);

impl Desk {
    /// All blocks that are here.
    pub(super) fn blocks(&self) -> Arc<dyn Blocks> {
        Arc::new(DeskBlocks(self.clone()))
    }

    /// What an error of theirs is to the caller, who hears why a block is
    /// withheld.
    pub(super) async fn explain(&self, error: Error) -> crate::Error {
        let Error::Withheld(cid) = error else {
            return error.into();
        };
        match self.check_readable(&canonical(&cid).to_string()).await {
            Err(why) => why,
            // It has been released meanwhile.
            Ok(()) => crate::Error::unavailable("this file has just become readable; try again"),
        }
    }
}

impl Blocks for DeskBlocks {
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes>> {
        Box::pin(async move {
            if let Some(bytes) = identity(cid) {
                return Ok(Bytes::copy_from_slice(bytes));
            }
            let name = canonical(cid).to_string();
            let row = self.0.store.block(&name).await.map_err(away)?;
            self.check(cid, &name).await?;
            let Some(row) = row else {
                return self.elsewhere(cid).await;
            };
            match row {
                BlockRow {
                    node: Some(node), ..
                } => Ok(node.into()),
                row => self.stretch(cid, &row).await,
            }
        })
    }
}

impl DeskBlocks {
    /// What others have put into the operator's node.
    async fn elsewhere(&self, cid: &Cid) -> Result<Bytes> {
        match &self.0.tiered {
            Some(tiered) => tiered.node().get(cid).await,
            None => Err(Error::NotFound(*cid)),
        }
    }

    /// Whether the block may leave the desk.
    async fn check(&self, cid: &Cid, name: &str) -> Result<()> {
        match self.0.check_readable(name).await {
            Ok(()) => Ok(()),
            Err(error) if error.is_final() => Err(Error::Withheld(*cid)),
            Err(error) => Err(Error::Unavailable {
                backend: "the database".to_owned(),
                why: error.to_string(),
            }),
        }
    }

    async fn stretch(&self, cid: &Cid, row: &BlockRow) -> Result<Bytes> {
        let broken = |why: &str| Error::Backend {
            backend: "the table of blocks".to_owned(),
            why: format!("{why} of {cid}"),
        };
        let object: Cid = row.root.parse().map_err(|_| broken("there is no object"))?;
        let offset = row.offset.and_then(|offset| u64::try_from(offset).ok());
        let length = row.length.and_then(|length| usize::try_from(length).ok());
        let (Some(offset), Some(length)) = (offset, length) else {
            return Err(broken("there is no place"));
        };
        if length > MAX_BLOCK_BYTES {
            return Err(broken("there is an impossible length"));
        }
        let range = offset..offset + length as u64;
        let mut pieces = self.0.backend.read(&object, range).await?;
        let mut block = BytesMut::with_capacity(length);
        while let Some(piece) = pieces.try_next().await.map_err(|source| Error::Io {
            what: format!("the block {cid} could not be read"),
            source,
        })? {
            block.extend_from_slice(&piece);
        }
        Ok(block.freeze())
    }
}

fn away(error: frontdesk_store::Error) -> Error {
    Error::Unavailable {
        backend: "the database".to_owned(),
        why: error.to_string(),
    }
}
