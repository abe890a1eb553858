//! Attachments: files named by their content, and what is known of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConversationId, Timestamp};

/// Files that can be asked for at once.
pub const MAX_FILES_ASKED: usize = 50;

/// Whether a file was looked at for malware. What is `pending` or `infected`
/// can't be opened by anyone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScanState {
    /// It waits for the scanner.
    Pending,
    /// The scanner found nothing, or an admin has released it.
    Clean,
    /// The scanner found something; it is under quarantine.
    Infected,
    /// Nobody looked: there is no scanner, or the operator lets files through
    /// while it is away.
    #[default]
    Unscanned,
}

impl ScanState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unscanned => "unscanned",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pending" => Some(Self::Pending),
            "clean" => Some(Self::Clean),
            "infected" => Some(Self::Infected),
            "unscanned" => Some(Self::Unscanned),
            _ => None,
        }
    }

    /// Whether a file in this state may be opened.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Clean | Self::Unscanned)
    }
}

/// Who can read what the store of files holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FilesMode {
    /// Anyone who knows a file's CID, also through other IPFS nodes.
    #[default]
    Public,
    /// Nobody: each file is encrypted under a key of its own before it gets its
    /// CID. The desk gives it by signed links that end.
    Sealed,
}

impl FilesMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Sealed => "sealed",
        }
    }
}

/// A smaller form of an image.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RenditionKind {
    /// At most 320 pixels at the longest edge.
    Thumbnail,
    /// At most 1,600 pixels at the longest edge; only of a larger image.
    Preview,
}

impl RenditionKind {
    pub const ALL: &[Self] = &[Self::Thumbnail, Self::Preview];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thumbnail => "thumbnail",
            Self::Preview => "preview",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "thumbnail" => Some(Self::Thumbnail),
            "preview" => Some(Self::Preview),
            _ => None,
        }
    }

    /// Pixels that the longest edge may have.
    pub fn max_edge(self) -> u32 {
        match self {
            Self::Thumbnail => 320,
            Self::Preview => 1_600,
        }
    }
}

/// A file that was uploaded here, as it stands at the moment of answering.
/// `POST /upload` answers it, and messages, responses, notes and tickets list
/// theirs as `files`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// The CID that a real IPFS node gives the same bytes under the same
    /// profile; of a sealed file, its ciphertext.
    pub cid: String,
    /// Where it can be fetched, unless `scan` or `deletedAt` stand against it.
    /// Of a sealed file it ends at its parameter `expires` (seconds since 1970):
    /// ask for another by `GET /files?cid=`.
    pub url: String,
    /// Bytes.
    pub size: u64,
    /// Media type, decided by the bytes.
    #[serde(rename = "type")]
    pub media_type: String,
    /// The file's name as the sender called it.
    pub name: String,
    /// What is `pending` or `infected` can't be opened.
    #[serde(default)]
    #[schema(required = true)]
    pub scan: ScanState,
    /// Of an image: pixels, as it is shown (orientation applied).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// A form of the image of at most 320 pixels, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// A form of the image of at most 1,600 pixels, once there is one; none
    /// where the image itself is no larger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_url: Option<String>,
    /// When it was deleted: only its name and size are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// `attachment-updated`: what is known of a file has changed. To those who
/// take part in a conversation that carries it, with the name that it has there;
/// and to those who uploaded it and are in none, with the name that they gave it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentUpdated {
    pub attachment: Attachment,
    /// Missing for a file that is not part of any conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub conversation_id: Option<ConversationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for state in [
            ScanState::Pending,
            ScanState::Clean,
            ScanState::Infected,
            ScanState::Unscanned,
        ] {
            assert_eq!(ScanState::parse(state.as_str()), Some(state));
        }
        for kind in RenditionKind::ALL {
            assert_eq!(RenditionKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(ScanState::parse("dirty"), None);
    }

    #[test]
    fn an_answer_that_was_kept_before_files_were_scanned_can_be_read() {
        let old = r#"{"cid":"b","url":"u","size":1,"type":"image/png","name":"n"}"#;
        let read: Attachment = serde_json::from_str(old).unwrap();
        assert_eq!(read.scan, ScanState::Unscanned);
    }
}

/// How far the operator's IPFS node is with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinState {
    /// It is to be handed over.
    Waiting,
    /// The node has confirmed that it is pinned.
    Pinned,
    /// The node is to let go of it.
    Leaving,
    /// The node has lost it, and there is no other copy.
    Lost,
}

impl PinState {
    /// The word for it in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Pinned => "pinned",
            Self::Leaving => "leaving",
            Self::Lost => "lost",
        }
    }

    /// The state of this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Pinned, Self::Leaving, Self::Lost]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}
