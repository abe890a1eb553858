//! The search index as an admin sees it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The index of the process that answers; each copy of Frontdesk has its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchIndexStatus {
    /// `complete`; `incomplete` while it is built for the first time;
    /// `damaged` until it has been built anew.
    pub state: String,
    /// Higher after each rebuild.
    pub generation: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Bytes of memory that writing and caches take at most.
    pub memory_limit_bytes: u64,
    /// Changes in the store that it has not taken up yet.
    pub behind: u64,
    pub kinds: Vec<SearchIndexKind>,
    /// Whether it is being built anew, or about to be.
    pub is_rebuilding: bool,
    /// How far that has come, once it has begun in the process that answers.
    pub rebuild: Option<RebuildProgress>,
    /// Bytes on disk of an index that is to take the place of this one.
    pub rebuild_bytes: u64,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchIndexKind {
    /// `article`, `conversation` or `customer`.
    pub kind: String,
    /// How many can be found.
    pub documents: u64,
    /// How many the store has.
    pub stored: u64,
    pub segments: u64,
    /// Bytes on disk.
    pub bytes: u64,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RebuildProgress {
    /// Documents that were read.
    pub done: u64,
    /// Documents that there were when it began.
    pub total: u64,
}

/// How the index compares with the store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchIndexCheck {
    /// Whether nothing differs.
    pub ok: bool,
    /// Whether the index could not be read: it is built anew.
    pub damaged: bool,
    /// Changes that were left out, because the index has not come to them yet.
    pub pending: u64,
    pub kinds: Vec<SearchIndexDifference>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchIndexDifference {
    /// `article`, `conversation` or `customer`.
    pub kind: String,
    /// How many the store has.
    pub stored: u64,
    /// How many the index has.
    pub indexed: u64,
    /// Those that the index lacks.
    pub missing: u64,
    /// Those that the index has and the store has not.
    pub extra: u64,
    /// Those whose content was compared.
    pub compared: u64,
    /// Those of them that differ.
    pub different: u64,
    /// Ids of some that are missing, extra or different.
    pub examples: Vec<String>,
}

impl SearchIndexDifference {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.missing == 0 && self.extra == 0 && self.different == 0
    }
}
