//! Resumable uploads: files that come in parts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Timestamp, UploadId, attachment::Attachment};

/// How far a resumable upload has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResumableUpload {
    pub id: UploadId,
    /// Bytes that are here, on disk: where the client goes on.
    pub offset: u64,
    /// Bytes of the whole file.
    pub length: u64,
    /// The file's name.
    pub name: String,
    /// When it is forgotten unless it goes on.
    pub expires_at: Timestamp,
    /// The finished file; absent until all bytes are here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}
