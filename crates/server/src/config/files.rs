//! Attachments.

use frontdesk_files::AllowedTypes;

use super::{Number, WebUrl, setting::section};

section! {
    /// Attachments.
    "Files" Files {
        /// Address of an IPFS node's RPC (Kubo), such as http://localhost:5001; without it, files lie in DATA_DIR.
        ipfs_url: Option<WebUrl> = "",
        /// Public gateway for the addresses of files; without it, the desk's own.
        ipfs_gateway: Option<WebUrl> = "",
        /// Bytes that one file may have.
        upload_max_bytes: Number<1, 1_099_511_627_776> = "10485760",
        /// Types that may be uploaded: media types, or the groups image, pdf and text.
        upload_types: AllowedTypes = "image,pdf,text",
    }
}
