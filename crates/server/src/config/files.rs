//! Attachments.

use frontdesk_desk::WhenUnscanned;
use frontdesk_files::{AllowedTypes, ImageLimits, MetadataRule, ScannerAddress, TextLimits};

use frontdesk_model::attachment::FilesMode;

use super::{MasterKeySource, Number, OldMasterKeys, WebUrl, setting::section};

section! {
    /// Attachments.
    "Files" Files {
        /// Address of an IPFS node's RPC (Kubo), such as http://localhost:5001, that every file is handed over to and pinned on. An upload does not wait for it.
        ipfs_url: Option<WebUrl> = "",
        /// Whether our own copy of a file stays when the node has confirmed that it is pinned.
        ipfs_keep_local: bool = "true",
        /// After how many hours the node is asked again whether it still has a file.
        ipfs_check_hours: Number<1, 8_760> = "24",
        /// Public gateway for the addresses of files; without it, the desk's own. It has to let pages of other origins read (CORS), as IPFS gateways do: previews of PDF and text files are fetched from it.
        ipfs_gateway: Option<WebUrl> = "",
        /// Who can read what is stored: public lets anyone who knows a file's CID, sealed encrypts each file under a key of its own before it gets its CID, and gives it by signed addresses that end. Files keep the mode that they were uploaded in.
        files_mode: FilesMode = "public",
        /// Master key that the keys of sealed files are wrapped under; without it, one is made at the first start in DATA_DIR/files-master.key. Whoever loses it loses every sealed file.
        files_master_key: Option<MasterKeySource> = "",
        /// Master keys that were used before, separated by commas, until every file is under the present one.
        files_master_keys_old: Option<OldMasterKeys> = "",
        /// Seconds for which the address of a sealed file holds, at most.
        file_url_seconds: Number<1, 604_800> = "900",
        /// Bytes that one file may have.
        upload_max_bytes: Number<1, 1_099_511_627_776> = "10485760",
        /// Types that may be uploaded: media types, or the groups image, pdf and text.
        upload_types: AllowedTypes = "image,pdf,text",
        /// Hours after which a resumable upload is forgotten to which no more bytes came.
        upload_expires_hours: Number<1, 8_760> = "24",
        /// Unfinished resumable uploads of one person.
        upload_max_open: Number<1, 10_000> = "20",
        /// Pixels that one image may have, width times height; read from its header before anything is decoded.
        upload_max_pixels: Number<1, 10_000_000_000> = "50000000",
        /// Images that one animation may have.
        upload_max_frames: Number<1, 1_000_000> = "500",
        /// Pixels of the longer edge to which browsers scale large photographs down before they send them; without it, they are sent as they are.
        upload_image_max_edge: Option<Number<256, 65_536>> = "",
        /// What becomes of place, maker and comments in JPEG, PNG and WebP: strip leaves colours and orientation, keep changes nothing.
        upload_metadata: MetadataRule = "strip",
        /// clamd, which looks at every file: tcp://host:port or unix:/path; without it nothing is scanned.
        clamd_url: Option<ScannerAddress> = "",
        /// While the scanner is away: hold keeps files shut until they are scanned, allow opens them meanwhile.
        scan_unavailable: WhenUnscanned = "hold",
        /// Bytes that the uploads of one customer may have together; agents and admins have no such limit.
        upload_user_quota_bytes: Number<1, 1_125_899_906_842_624> = "1073741824",
        /// Bytes that all files may have together; without it, as many as there is room for.
        upload_total_quota_bytes: Option<Number<1, 1_125_899_906_842_624>> = "",
        /// Hours after which a file goes that was uploaded but is part of nothing.
        orphan_hours: Number<1, 8_760> = "24",
        /// Days after which files go whose conversations are over (tickets resolved or closed, chats closed); without it, they are kept.
        file_retention_days: Option<Number<1, 36_500>> = "",
        /// Characters of a PDF's or text file's text that can be found by searching, of each file; 0 for none.
        search_file_text_max_chars: Number<0, 10_000_000> = "100000",
        /// Pages of a PDF that are read for it.
        search_file_text_max_pages: Number<1, 100_000> = "300",
        /// Bytes that a file may have to be read for it.
        search_file_text_max_bytes: Number<1, 1_073_741_824> = "33554432",
        /// Seconds that reading one file may take.
        search_file_text_seconds: Number<1, 600> = "20",
        /// Days between two checks of every file against its CID; 0 for none.
        scrub_days: Number<0, 3_650> = "7",
        /// Bytes a second that such a check reads.
        scrub_bytes_per_second: Number<65_536, 10_000_000_000> = "8388608",
    }
}

impl Files {
    /// How much of files is read to be searched.
    pub fn text(&self) -> TextLimits {
        TextLimits {
            chars: self.search_file_text_max_chars.narrow(),
            pages: self.search_file_text_max_pages.narrow(),
            bytes: self.search_file_text_max_bytes.0,
            time: self.search_file_text_seconds.seconds(),
        }
    }

    /// How large an image may be.
    pub fn images(&self) -> ImageLimits {
        ImageLimits {
            max_pixels: self.upload_max_pixels.0,
            max_frames: self.upload_max_frames.0,
        }
    }
}
