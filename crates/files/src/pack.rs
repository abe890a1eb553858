//! Keeps many blocks in one object: their bytes one after the other, stored under the CID of the
//! whole like an upload. One object and one flush for hundreds of blocks, in any
//! [`Backend`](crate::Backend); which block lies where belongs into the database.

use std::io::Write as _;

use bytes::Bytes;
use cid::Cid;
use tempfile::NamedTempFile;

use crate::dag::DagBuilder;
use crate::error::{Error, IoContext, Result, blocking};
use crate::ingest::{Staged, Stored};
use crate::media::MediaType;
use crate::profile::Profile;

/// Where a block lies in its pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The block's CID.
    pub cid: Cid,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// Its length in bytes.
    pub len: u64,
}

/// A pack that is being filled. Dropping it keeps nothing.
pub struct Pack {
    /// Gone while a blocking thread has it, and after an error.
    worker: Option<(NamedTempFile, DagBuilder)>,
    blocks: Vec<Packed>,
    size: u64,
    profile: Profile,
}

impl Pack {
    pub(crate) fn new(file: NamedTempFile, profile: Profile) -> Self {
        Self {
            worker: Some((file, DagBuilder::new(profile))),
            blocks: Vec::new(),
            size: 0,
            profile,
        }
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Blocks so far.
    pub fn count(&self) -> usize {
        self.blocks.len()
    }

    /// Appends a block, which must be what its CID says. A call that is cancelled, like one that
    /// fails, ends the pack.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Ended`] after one.
    pub async fn add(&mut self, cid: Cid, block: Bytes) -> Result<()> {
        let (mut file, mut dag) = self.worker.take().ok_or(Error::Ended)?;
        let len = block.len() as u64;
        let worker = blocking(move || {
            file.write_all(&block)
                .during("could not write", file.path())?;
            dag.push(&block);
            Ok((file, dag))
        });
        self.worker = Some(worker.await?);
        self.blocks.push(Packed {
            cid,
            offset: self.size,
            len,
        });
        self.size += len;
        Ok(())
    }

    /// Ends the pack: what is to be put, and where each block lies in it.
    ///
    /// # Errors
    /// [`Error::Ended`] after an error.
    pub fn finish(self) -> Result<(Staged, Vec<Packed>)> {
        let (file, dag) = self.worker.ok_or(Error::Ended)?;
        let dag = dag.finish();
        let stored = Stored {
            cid: dag.root,
            size: dag.size,
            media_type: MediaType::Blocks,
            name: String::new(),
            profile: self.profile.name,
            image: None,
            blocks: dag.blocks,
            seal: None,
        };
        Ok((Staged::new(stored, file), self.blocks))
    }
}
