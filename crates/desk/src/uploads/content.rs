//! Anyone fetches a file by its CID.

use std::ops::Range;

use frontdesk_files::{ByteStream, Cid, content_disposition, disposition};
use frontdesk_model::error::ErrorCode;

use crate::{
    Desk,
    error::{Error, Result},
};

/// A file that is stored here.
pub struct Content {
    desk: Desk,
    root: Cid,
    /// The CID in its canonical form.
    pub cid: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
}

impl Desk {
    /// The file of this CID.
    ///
    /// # Errors
    /// `InvalidInput` when it isn't a CID; `NotFound` when it was never
    /// uploaded here.
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
        Ok(Content {
            desk: self.clone(),
            root,
            cid: canonical,
            size: row.size.cast_unsigned(),
            media_type: row.media_type,
        })
    }
}

impl Content {
    /// Streams bytes of the file.
    ///
    /// # Errors
    /// `RangeNotSatisfiable`; `Unavailable` when the file store is away.
    pub async fn read(&self, range: Range<u64>) -> Result<ByteStream> {
        Ok(self.desk.backend.read(&self.root, range).await?)
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
