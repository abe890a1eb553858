//! What is stored, as admins see it: how much, of what, in which state, and
//! what its upkeep last did.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationId, PersonId, Timestamp, attachment::Attachment};

/// The store of files at a glance. All sizes are in bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorageSummary {
    /// Files that are not deleted, smaller forms of images included.
    pub files: u64,
    pub bytes: u64,
    /// Blocks that are known by their CID.
    pub blocks: u64,
    pub uploads: OpenUploads,
    pub scan: ScanTotals,
    /// Files that nothing carries. They go by themselves after a while.
    pub orphans: FileTotals,
    pub quota: Quota,
    pub backend: BackendState,
    /// `public`: anyone who knows a CID can fetch the file.
    pub mode: String,
    pub by_type: Vec<TypeTotals>,
    /// New files of the last 30 days (UTC), the earliest first; days without any are left out.
    pub per_day: Vec<DayTotals>,
    /// The ten people with the most bytes.
    pub top_uploaders: Vec<UploaderTotals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_scrub: Option<Scrub>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_collection: Option<Collection>,
}

/// Uploads that are under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct OpenUploads {
    pub open: u64,
    /// What they have been promised room for.
    pub bytes: u64,
}

/// Files in each scan state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct ScanTotals {
    pub pending: u64,
    pub clean: u64,
    pub infected: u64,
    pub unscanned: u64,
}

/// How many files, and how large they are together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FileTotals {
    pub files: u64,
    pub bytes: u64,
}

/// How much may be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// Of all files together; missing when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<u64>,
    pub used: u64,
    /// Of one customer's uploads; missing when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub per_user: Option<u64>,
}

/// Where files lie, and whether more can be stored there now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BackendState {
    /// `local`, `s3` or `ipfs`.
    pub kind: String,
    pub healthy: bool,
    /// Where it is, or what is wrong.
    pub detail: String,
    /// Files that wait here to be handed over to it.
    pub waiting: u64,
    /// Of the circuit to it: `closed` when it works. Missing where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub breaker: Option<String>,
}

/// The files of one media type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TypeTotals {
    #[serde(rename = "type")]
    pub media_type: String,
    pub files: u64,
    pub bytes: u64,
}

/// The files that were new on one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DayTotals {
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    pub files: u64,
    pub bytes: u64,
}

/// The files of one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UploaderTotals {
    pub user_id: PersonId,
    pub user_name: String,
    pub files: u64,
    pub bytes: u64,
}

/// One check of every file against its CID.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scrub {
    pub started_at: Timestamp,
    /// Missing while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub finished_at: Option<Timestamp>,
    /// Files that were read.
    pub checked: u64,
    /// Files whose bytes were missing or were not what their CID says.
    pub damaged: u64,
    /// Those of them that were made whole from another copy.
    pub repaired: u64,
}

/// One clearing away of what nothing needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collection {
    pub finished_at: Timestamp,
    /// What was cleared away.
    pub files: u64,
    pub bytes: u64,
}

/// One file as the list of all files shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StoredFileView {
    pub attachment: Attachment,
    /// Who uploaded it, the latest first.
    pub uploads: Vec<FileUpload>,
    /// The conversations that carry it.
    pub references: Vec<FileReference>,
    /// Whether the operator keeps it for its own sake.
    pub pinned: bool,
    /// Whether it is stored encrypted.
    pub sealed: bool,
    pub created_at: Timestamp,
}

/// Someone uploaded a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileUpload {
    pub user_id: PersonId,
    pub user_name: String,
    pub at: Timestamp,
}

/// A conversation that carries a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileReference {
    pub conversation_id: ConversationId,
    /// The ticket's number; missing for a chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<i64>,
}
