//! Attachments: files named by their content.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file that was uploaded here. `POST /upload` answers it, and messages,
/// responses and tickets list theirs as `files`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// The CID that a real IPFS node gives the same bytes under the same profile.
    pub cid: String,
    /// Where anyone can fetch it: the public gateway URL.
    pub url: String,
    /// Bytes.
    pub size: u64,
    /// Media type, decided by the bytes.
    #[serde(rename = "type")]
    pub media_type: String,
    /// The file's name as the sender called it.
    pub name: String,
}
