//! What a file holds, wherever its bytes lie and whether they are sealed: every
//! reader of files reads this.

use std::ops::Range;

use bytes::Bytes;
use frontdesk_files::{
    ByteStream, Cid, content_disposition, disposition,
    seal::{FileKey, open_range},
    unixfs::{self, Node},
};
use frontdesk_model::{attachment::ScanState, error::ErrorCode};
use frontdesk_store::AttachmentRow;
use futures_util::stream::{self, StreamExt as _};

use super::keys::stored_size;
use crate::{
    Desk,
    error::{Error, Result},
};

/// A file that is stored here.
#[derive(Clone)]
pub struct Content {
    pub(super) desk: Desk,
    pub(super) root: Cid,
    pub(super) source: Source,
    /// The CID as it was asked for or linked, in its usual base.
    pub cid: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
}

/// Where a file's bytes come from.
#[derive(Clone)]
pub(super) enum Source {
    /// The file store has it as one piece.
    Whole,
    /// The same, sealed under this key.
    Sealed(FileKey),
    /// Blocks, of which this is the first.
    Blocks(Bytes),
    /// Here they are.
    Bytes(Bytes),
}

impl Desk {
    /// The file of this CID, as anyone may have it: of a sealed one, the
    /// ciphertext.
    ///
    /// # Errors
    /// `InvalidInput` when it isn't a CID; `NotFound` when it was never
    /// uploaded here; `FilePending`, `FileInfected`, `FileDeleted`, `FileDamaged`.
    pub async fn content(&self, cid: &str) -> Result<Content> {
        let root: Cid = cid
            .parse()
            .map_err(|_| Error::new(ErrorCode::InvalidInput, format!("{cid:?} is not a CID")))?;
        let canonical = root.to_string();
        let row = self
            .store
            .attachment(&canonical)
            .await?
            .ok_or_else(|| Error::not_found("file"))?;
        check_open(&row)?;
        Ok(Content {
            desk: self.clone(),
            root,
            source: Source::Whole,
            cid: canonical,
            size: stored_size(row.size, row.sealed),
            media_type: match row.sealed {
                true => UNKNOWN_TYPE.to_owned(),
                false => row.media_type,
            },
        })
    }

    /// What was uploaded, sealed or not. Whoever gives it out must have asked
    /// [`check_open`], and whether the receiver may have it.
    ///
    /// # Errors
    /// `FileDamaged` when its key is lost.
    pub(crate) async fn plain(&self, row: &AttachmentRow) -> Result<Content> {
        let root: Cid = row
            .cid
            .parse()
            .map_err(|_| Error::given_up(format!("{} is no CID", row.cid)))?;
        Ok(Content {
            desk: self.clone(),
            root,
            source: match row.sealed {
                true => Source::Sealed(self.key_of(&row.cid).await?),
                false => Source::Whole,
            },
            cid: row.cid.clone(),
            size: row.size.cast_unsigned(),
            media_type: row.media_type.clone(),
        })
    }
}

/// The type of what can't be read.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// When a client may ask again for a file that is being checked, in seconds.
const PENDING_RETRY: u64 = 2;

/// The one check whether a file's bytes may leave the desk. Every way to them
/// passes it.
///
/// # Errors
/// `FilePending`, `FileInfected`, `FileDeleted`, `FileDamaged`.
pub(crate) fn check_open(row: &AttachmentRow) -> Result<()> {
    if row.deleted_at.is_some() {
        return Err(Error::new(
            ErrorCode::FileDeleted,
            "this file was deleted; only its name and size are left",
        ));
    }
    if row.damaged_at.is_some() {
        return Err(Error::new(
            ErrorCode::FileDamaged,
            "the bytes of this file were damaged in the store; send it again to make it whole",
        ));
    }
    match row.scan {
        ScanState::Clean | ScanState::Unscanned => Ok(()),
        // The scanner will not look at it: waiting doesn't help.
        ScanState::Pending if row.scan_detail.is_some() => Err(Error::new(
            ErrorCode::FilePending,
            "this file is too large for the virus scanner; it stays shut until an admin releases it",
        )),
        ScanState::Pending => Err(Error::new(
            ErrorCode::FilePending,
            "this file is being checked for malware; try again in a moment",
        )
        .retry_in(PENDING_RETRY)),
        ScanState::Infected => Err(Error::new(
            ErrorCode::FileInfected,
            "malware was found in this file; it is under quarantine and cannot be opened",
        )),
    }
}

impl Desk {
    /// Whether the bytes of a file, or of a block of one, may leave the desk;
    /// for ways to them other than [`Desk::content`], such as raw blocks and
    /// CARs. `cid` in its canonical form. What is not known here passes: there
    /// is nothing of it to give. A block belongs to the file that it was first
    /// seen in.
    ///
    /// # Errors
    /// `FilePending`, `FileInfected`, `FileDeleted`, `FileDamaged`.
    pub async fn check_readable(&self, cid: &str) -> Result<()> {
        if let Some(row) = self.store.attachment(cid).await? {
            return check_open(&row);
        }
        let Some(block) = self.store.block(cid).await? else {
            return Ok(());
        };
        match self.store.attachment(&block.root).await? {
            Some(row) => check_open(&row),
            None => Ok(()),
        }
    }
}

impl Content {
    /// Streams bytes of the file.
    ///
    /// # Errors
    /// `RangeNotSatisfiable`; `Unavailable` when the file store is away.
    pub async fn read(&self, range: Range<u64>) -> Result<ByteStream> {
        match &self.source {
            Source::Whole => Ok(self.desk.backend.read(&self.root, range).await?),
            Source::Sealed(key) => {
                let backend = self.desk.backend.as_ref();
                Ok(open_range(backend, &self.root, key, self.size, range).await?)
            }
            Source::Blocks(first) => match unixfs::node_of(&self.root, first.clone())? {
                Node::File(file) => Ok(unixfs::read(self.desk.blocks(), file, range)?),
                _ => Err(Error::not_found("file")),
            },
            Source::Bytes(bytes) if range.start <= range.end && range.end <= self.size => {
                let bytes = bytes.slice(range.start as usize..range.end as usize);
                Ok(stream::iter([Ok(bytes)]).boxed())
            }
            Source::Bytes(_) => Err(frontdesk_files::Error::OutOfRange {
                range,
                size: self.size,
            }
            .into()),
        }
    }

    /// The value of `Content-Disposition`: only what cannot act is shown in
    /// the browser, unless `download` asks for a file anyway.
    pub fn disposition(&self, name: Option<&str>, download: bool) -> String {
        let way = if download {
            frontdesk_files::Disposition::Attachment
        } else {
            disposition(&self.media_type)
        };
        content_disposition(way, name.unwrap_or(&self.cid))
    }
}
