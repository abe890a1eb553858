//! A damaged file is put together again from its blocks: from what is left of
//! it here, from other files and packs that hold the same blocks, and from the
//! IPFS node. Each block is checked against its CID, and the whole once more.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use frontdesk_files::{
    Blocks, Cid, Error as FileError, MAX_BLOCK_BYTES, Pack, canonical, identity,
    unixfs::{self, Node},
    verify,
};
use frontdesk_store::{BlockRow, Unchecked};
use futures_util::{TryStreamExt as _, future::BoxFuture};

use super::scrub::is_damage;
use crate::{
    Desk,
    error::Result,
    uploads::{Allowance, Hold, stored_size},
};

/// Blocks as they were stored first, from wherever a good copy is. Unlike those
/// of the gateway it withholds nothing: what comes of it stays inside.
struct Salvage(Desk);

impl Desk {
    /// Stores `root` anew, if all of its blocks can be had. False when not.
    pub(super) async fn salvage(&self, root: &Cid, file: &Unchecked) -> Result<bool> {
        let mut pack = self.staging.begin_pack().await?;
        let gathered = match file.is_pack {
            true => self.gather_pack(&mut pack, file).await,
            false => self.gather_file(&mut pack, root, file).await,
        };
        match gathered {
            Err(error) if is_damage(&error) => return Ok(false),
            gathered => gathered?,
        }
        let (staged, _) = pack.finish()?;
        if staged.cid != *root {
            return Ok(false);
        }
        let (_, hold) = self.put(staged, None, Allowance::Desk).await?;
        self.end_salvage(&file.cid, hold).await?;
        Ok(true)
    }

    /// One that was deleted meanwhile goes again.
    async fn end_salvage(&self, cid: &str, hold: Hold) -> Result<()> {
        let is_needed = match self.store.attachment(cid).await? {
            Some(row) => row.deleted_at.is_none(),
            None => !self.store.blocks_in(cid).await?.is_empty(),
        };
        if !is_needed {
            self.drop_hold(hold).await;
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        self.end_hold(&mut tx, &hold).await?;
        Ok(tx.commit().await?)
    }

    async fn gather_file(
        &self,
        pack: &mut Pack,
        root: &Cid,
        file: &Unchecked,
    ) -> Result<(), FileError> {
        let blocks: Arc<dyn Blocks> = Arc::new(Salvage(self.clone()));
        let top = blocks.get(root).await?;
        let Node::File(node) = unixfs::node_of(root, top)? else {
            return Err(FileError::NotFound(*root));
        };
        let mut bytes = unixfs::read(blocks, node, 0..stored_size(file.size, file.sealed))?;
        while let Some(piece) = bytes.try_next().await.map_err(inner)? {
            pack.add(*root, piece).await?;
        }
        Ok(())
    }

    async fn gather_pack(&self, pack: &mut Pack, file: &Unchecked) -> Result<(), FileError> {
        let salvage = Salvage(self.clone());
        for row in self.store.blocks_in(&file.cid).await.map_err(away)? {
            let Ok(cid) = row.cid.parse::<Cid>() else {
                continue;
            };
            let block = salvage.get(&cid).await?;
            pack.add(cid, block).await?;
        }
        Ok(())
    }
}

impl Blocks for Salvage {
    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Bytes, FileError>> {
        Box::pin(async move {
            if let Some(bytes) = identity(cid) {
                return Ok(Bytes::copy_from_slice(bytes));
            }
            let name = canonical(cid).to_string();
            let places = self.0.store.places_of_block(&name).await.map_err(away)?;
            for place in places {
                if let Some(block) = self.at(&place).await?
                    && verify(cid, &block).is_ok()
                {
                    return Ok(block);
                }
            }
            let Some(tiered) = &self.0.tiered else {
                return Err(FileError::NotFound(*cid));
            };
            match tiered.node().get(cid).await {
                Err(error @ FileError::Unavailable { .. }) => {
                    // The check goes on; the next one asks again.
                    tracing::warn!(%cid, %error, "a damaged file waits for the IPFS node");
                    Err(FileError::NotFound(*cid))
                }
                found => found,
            }
        })
    }
}

impl Salvage {
    /// What lies at a place; none where nothing can be read there.
    async fn at(&self, place: &BlockRow) -> Result<Option<Bytes>, FileError> {
        if let Some(node) = &place.node {
            return Ok(Some(Bytes::copy_from_slice(node)));
        }
        let (Ok(object), Some(offset), Some(length)) =
            (place.root.parse::<Cid>(), place.offset, place.length)
        else {
            return Ok(None);
        };
        let (offset, length) = (offset.cast_unsigned(), length.cast_unsigned());
        if length > MAX_BLOCK_BYTES as u64 {
            return Ok(None);
        }
        let own = match &self.0.tiered {
            Some(tiered) => tiered.own(),
            None => &*self.0.backend,
        };
        let read = async {
            let mut pieces = own.read(&object, offset..offset + length).await?;
            let mut block = BytesMut::new();
            while let Some(piece) = pieces.try_next().await.map_err(inner)? {
                block.extend_from_slice(&piece);
            }
            Ok(block.freeze())
        };
        match read.await {
            Err(error) if is_damage(&error) => Ok(None),
            read => read.map(Some),
        }
    }
}

/// The error of a stream of bytes as one of files.
fn inner(error: std::io::Error) -> FileError {
    match error.downcast::<FileError>() {
        Ok(error) => error,
        Err(source) => FileError::Io {
            what: "a stored file could not be read".to_owned(),
            source,
        },
    }
}

fn away(error: frontdesk_store::Error) -> FileError {
    FileError::Unavailable {
        backend: "the database".to_owned(),
        why: error.to_string(),
    }
}
