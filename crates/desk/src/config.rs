//! What the operator can set about the desk's behaviour. Where the values come
//! from (environment, file, flags) is `server`'s business.

use std::time::Duration;

use frontdesk_files::{AllowedTypes, ImageLimits, MetadataRule, ScannerAddress, TextLimits};
use frontdesk_model::{
    attachment::FilesMode, interface_language::InterfaceLanguage, routing::Strategy,
    validate::InputLimits,
};
use frontdesk_notify::MailConfig;

use crate::{
    identity::LinkSignIn, mail_in::MailInConfig, moderation::OutsideConfig,
    notifications::NotifyConfig,
};

/// A rate: so many a second on average, and so many at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    pub per_second: u32,
    pub burst: u32,
}

/// What becomes of a file while the scanner is away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WhenUnscanned {
    /// It can't be opened until it is scanned.
    #[default]
    Hold,
    /// It can be opened, and is scanned once the scanner is back.
    Allow,
}

#[derive(Clone, Debug)]
pub struct DeskConfig {
    /// The desk's name, as customers see it.
    pub name: String,
    /// The language of pages where neither the reader nor their browser names
    /// one that they are written in.
    pub default_language: InterfaceLanguage,
    /// Where the desk is reached from outside, without a slash at the end.
    pub public_url: String,
    /// The operator's gateway; `public_url` when there is none.
    pub ipfs_gateway: Option<String>,
    pub input: InputLimits,
    pub upload_max_bytes: u64,
    pub upload_types: AllowedTypes,
    /// How large an image may be.
    pub upload_images: ImageLimits,
    /// What becomes of an image's metadata.
    pub upload_metadata: MetadataRule,
    /// Pixels of the longer edge to which browsers scale photographs down.
    pub upload_image_max_edge: Option<u32>,
    /// The virus scanner; none when nothing is scanned.
    pub scanner: Option<ScannerAddress>,
    /// What becomes of files while the scanner is away.
    pub when_unscanned: WhenUnscanned,
    /// Whether new files are sealed.
    pub files_mode: FilesMode,
    /// How long the address of a sealed file holds, at most.
    pub file_url_life: Duration,
    /// How long an upload is kept to which no more bytes come.
    pub upload_expires: Duration,
    /// Unfinished uploads of one person.
    pub upload_max_open: u32,
    /// Bytes of all uploads of one customer; staff have no such limit.
    pub upload_user_quota: u64,
    /// Bytes of all files together; none for no limit.
    pub upload_total_quota: Option<u64>,
    /// How long a file is kept that nothing carries.
    pub orphan_after: Duration,
    /// How long files are kept after their conversations are over; none for ever.
    pub file_retention: Option<Duration>,
    /// How often every file is compared with its CID; none for never.
    pub scrub_every: Option<Duration>,
    /// Bytes a second that such a check reads.
    pub scrub_rate: u64,
    /// Whether our own copy of a file stays when the IPFS node has it.
    pub keep_local: bool,
    /// How long the IPFS node is believed that it has a file.
    pub node_check: Duration,
    /// Whether anonymous visitors may sign in.
    pub visitors: bool,
    /// Who may sign in by a mailed link, where the desk sends mail.
    pub link_sign_in: LinkSignIn,
    /// How long a token lasts that Frontdesk itself has made.
    pub session_length: Duration,
    /// Chats offered to one agent at a time.
    pub agent_capacity: u32,
    /// How long an offer waits for its agent.
    pub offer_timeout: Duration,
    /// How long an agent's dropped line is forgiven.
    pub agent_grace: Duration,
    /// Opening hours within which a message that is left is answered, as long
    /// as there is no history that says better.
    pub expected_answer: Duration,
    /// How long typing, and writing in a conversation, is believed.
    pub typing_timeout: Duration,
    /// Which free agent is offered a chat of no team.
    pub routing_strategy: Strategy,
    /// By how much a chat that was handed back goes before others.
    pub returned_head_start: Duration,
    /// By how much a VIP's chat goes before others.
    pub vip_head_start: Duration,
    /// The same for someone who comes back within a day of their last chat.
    pub returning_head_start: Duration,
    /// How long a chat waits for its skills while nobody who has them is there.
    pub skill_patience: Duration,
    /// After how long without activity an agent is away; zero for never.
    pub agent_away: Duration,
    /// How much of files is read to be searched.
    pub file_text: TextLimits,
    /// How mail is sent; none when the desk sends none.
    pub mail: Option<MailConfig>,
    /// How notifications reach people who are not looking.
    pub notify: NotifyConfig,
    /// How mail comes in.
    pub mail_in: MailInConfig,
    /// How long after its first time a rating may be changed.
    pub rating_period: Duration,
    /// How long searches are remembered; none when none is.
    pub search_log: Option<Duration>,
    /// How long one waits before the same transcript may be mailed again.
    pub transcript_interval: Duration,
    /// How the outside check of moderation is asked, when there is one.
    pub outside_check: OutsideConfig,
    /// Chat messages of one user; none when rates are off.
    pub message_rate: Option<Rate>,
    /// REST writes of one person.
    pub write_rate: Option<Rate>,
    /// Anonymous reads of one address.
    pub read_rate: Option<Rate>,
    /// Wrong passwords of one address or for one account.
    pub login_rate: Option<Rate>,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self {
            name: "Frontdesk".to_owned(),
            default_language: InterfaceLanguage::English,
            public_url: "http://localhost:3001".to_owned(),
            ipfs_gateway: None,
            input: InputLimits::default(),
            upload_max_bytes: 10 * 1024 * 1024,
            upload_types: AllowedTypes::default(),
            upload_images: ImageLimits::default(),
            upload_metadata: MetadataRule::default(),
            upload_image_max_edge: None,
            scanner: None,
            when_unscanned: WhenUnscanned::default(),
            files_mode: FilesMode::Public,
            file_url_life: Duration::from_secs(900),
            upload_expires: Duration::from_secs(24 * 3_600),
            upload_max_open: 20,
            upload_user_quota: 1024 * 1024 * 1024,
            upload_total_quota: None,
            orphan_after: Duration::from_secs(24 * 3_600),
            file_retention: None,
            scrub_every: Some(Duration::from_secs(7 * 24 * 3_600)),
            scrub_rate: 8 * 1024 * 1024,
            keep_local: true,
            node_check: Duration::from_secs(24 * 3_600),
            visitors: false,
            link_sign_in: LinkSignIn::default(),
            session_length: Duration::from_secs(12 * 3600),
            agent_capacity: 5,
            offer_timeout: Duration::from_secs(20),
            agent_grace: Duration::from_secs(30),
            expected_answer: Duration::from_secs(8 * 3600),
            typing_timeout: Duration::from_secs(6),
            routing_strategy: Strategy::LeastLoaded,
            returned_head_start: Duration::from_secs(1_800),
            vip_head_start: Duration::from_secs(600),
            returning_head_start: Duration::from_secs(120),
            skill_patience: Duration::from_secs(60),
            agent_away: Duration::from_secs(900),
            file_text: TextLimits::default(),
            mail: None,
            notify: NotifyConfig::default(),
            mail_in: MailInConfig::default(),
            rating_period: Duration::from_secs(7 * 24 * 3_600),
            search_log: Some(Duration::from_secs(90 * 24 * 3_600)),
            transcript_interval: Duration::from_secs(60),
            outside_check: OutsideConfig::default(),
            message_rate: Some(Rate {
                per_second: 10,
                burst: 30,
            }),
            write_rate: Some(Rate {
                per_second: 20,
                burst: 60,
            }),
            read_rate: Some(Rate {
                per_second: 50,
                burst: 200,
            }),
            login_rate: Some(Rate {
                per_second: 1,
                burst: 10,
            }),
        }
    }
}
