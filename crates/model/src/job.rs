//! Jobs of the outbox: what must follow from what was stored. A payload is
//! written in the transaction that makes it necessary, and may be read by a
//! later version of Frontdesk: members are only ever added, with defaults.

use serde::{Deserialize, Serialize};

use crate::{
    AuditId, ConversationId, DeliveryId, InboundMailId, MessageId, NotificationId, PersonId,
    ReviewId, SignInLinkId, Timestamp, delivery::Channel, moderation::RuleAction, storage::Scrub,
    webhook::WebhookEvent,
};

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Job {
    /// Give an announcement to everyone after `after` (in order of ids), a
    /// batch at a time; what is left follows as a job of its own.
    Announce {
        announcement_id: NotificationId,
        title: String,
        message: String,
        #[serde(default)]
        after: Option<PersonId>,
    },
    /// Mail the transcript of a conversation to its customer.
    MailTranscript {
        conversation_id: ConversationId,
        /// The mail's `Message-ID`, so that a repeat is the same mail.
        message_id: String,
    },
    /// Bring back a conversation that was set aside until then. Another time,
    /// or none, in the store makes this job harmless.
    WakeSnoozed {
        conversation_id: ConversationId,
        until: Timestamp,
        #[serde(default)]
        note: Option<String>,
    },
    /// The customer wrote in a conversation that `agent_id` had set aside, and
    /// so brought it back: tell the agent.
    SnoozeEnded {
        conversation_id: ConversationId,
        agent_id: PersonId,
        /// When the customer wrote.
        at: Timestamp,
    },
    /// Write down what moderation did with a stored message, and put it before
    /// the agents where it was flagged. A repeat changes nothing.
    NoteModeration {
        conversation_id: ConversationId,
        message_id: MessageId,
        deeds: Vec<ModerationDeed>,
    },
    /// Append a held message that was approved, unless that is done already.
    AppendApproved { review_id: ReviewId },
    /// Have a file looked at by the scanner, unless it is decided already.
    ScanFile { cid: String },
    /// Make the smaller forms of an image that may be opened.
    MakeRenditions { cid: String },
    /// Read the text of a file that may be opened, to be searched.
    ReadFileText { cid: String },
    /// Remove the bytes of a file, unless something needs them.
    RemoveFile { cid: String },
    /// Clear away what nothing needs; with what was cleared away so far.
    CollectFiles {
        #[serde(default)]
        files: u64,
        #[serde(default)]
        bytes: u64,
    },
    /// Compare the files after `after` (in order of CIDs) with their CIDs, a
    /// batch at a time; with what was found so far.
    ScrubFiles {
        scrub: Scrub,
        #[serde(default)]
        after: String,
    },
    /// Put the keys of sealed files, and the rows that are sealed, under the
    /// present master key, a batch at a time.
    RewrapKeys,
    /// Seal the plain bodies of a table's rows after `after` (in order of ids), a
    /// batch at a time; without a table, of all.
    SealBodies {
        #[serde(default)]
        table: Option<String>,
        #[serde(default)]
        after: Option<uuid::Uuid>,
    },
    /// Have the IPFS node take a file and pin it, unless it is unwanted by now.
    PinFile { cid: String },
    /// Have the IPFS node let go of a file, unless it is wanted again.
    UnpinFile { cid: String },
    /// Decide which messages leave Frontdesk for these notifications, and when.
    /// A repeat adds none.
    PlanDeliveries {
        notification_ids: Vec<NotificationId>,
    },
    /// Send a delivery, unless its time was moved, or `run` is not its present
    /// one: it was replayed since.
    Deliver {
        delivery_id: DeliveryId,
        channel: Channel,
        #[serde(default)]
        run: i64,
    },
    /// Give an event to the webhook endpoints that want it, as a delivery each.
    /// A repeat adds none.
    EmitEvent {
        /// The same for all endpoints and tries.
        event_id: uuid::Uuid,
        event: WebhookEvent,
        at: Timestamp,
        data: serde_json::Value,
    },
    /// Read a mail that came in, unless it is settled.
    ReadMail { mail_id: InboundMailId },
    /// Mail a person what has happened to their own account.
    MailAccount {
        person_id: PersonId,
        news: AccountNews,
        /// The mail's `Message-ID`, so that a repeat is the same mail.
        message_id: String,
    },
    /// Mail a link to sign in with, unless its time is over.
    MailSignInLink {
        link_id: SignInLinkId,
        message_id: String,
    },
}

/// What has happened to an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    tag = "what",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum AccountNews {
    /// Somebody made it.
    Made,
    /// SMS may go to this number, which is masked.
    NumberConfirmed { number: String },
}

/// One thing that moderation did with a stored message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModerationDeed {
    pub action: RuleAction,
    /// The name of the rule.
    pub rule: String,
    /// The entry of the audit log.
    pub audit_id: AuditId,
    /// The place on the review list, of a flag.
    #[serde(default)]
    pub review_id: Option<ReviewId>,
}

impl Job {
    /// The name it has in the ledger and in metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Announce { .. } => "announce",
            Self::MailTranscript { .. } => "mail-transcript",
            Self::WakeSnoozed { .. } => "wake-snoozed",
            Self::SnoozeEnded { .. } => "snooze-ended",
            Self::NoteModeration { .. } => "note-moderation",
            Self::AppendApproved { .. } => "append-approved",
            Self::ScanFile { .. } => Self::SCAN,
            Self::MakeRenditions { .. } => "make-renditions",
            Self::ReadFileText { .. } => Self::READ_TEXT,
            Self::RemoveFile { .. } => Self::REMOVE,
            Self::CollectFiles { .. } => Self::COLLECT,
            Self::ScrubFiles { .. } => Self::SCRUB,
            Self::RewrapKeys => Self::REWRAP,
            Self::SealBodies { .. } => Self::SEAL,
            Self::PinFile { .. } => "pin-file",
            Self::UnpinFile { .. } => "unpin-file",
            Self::PlanDeliveries { .. } => Self::PLAN,
            Self::Deliver { channel, .. } => Self::deliver_kind(*channel),
            Self::EmitEvent { .. } => "emit-event",
            Self::ReadMail { .. } => "read-mail",
            Self::MailAccount { .. } => "mail-account",
            Self::MailSignInLink { .. } => "mail-sign-in-link",
        }
    }

    /// The kind of [`Job::Deliver`] for a channel: each has a lane of its own.
    pub const fn deliver_kind(channel: Channel) -> &'static str {
        match channel {
            Channel::InApp => "deliver-in-app",
            Channel::Email => "deliver-email",
            Channel::Push => "deliver-push",
            Channel::Sms => "deliver-sms",
            Channel::Webhook => "deliver-webhook",
        }
    }

    /// The kind of [`Job::PlanDeliveries`].
    pub const PLAN: &str = "plan-deliveries";

    /// Kinds that come in masses and whose success is told by what they leave
    /// behind: only their failures are written into the ledger of jobs.
    pub const QUIET_KINDS: &[&str] = &[Self::PLAN, "emit-event"];

    /// Kinds that wait for somebody else's server, and so are worked at apart
    /// from all others.
    pub const SLOW_KINDS: &[&str] = &[
        "mail-transcript",
        "read-mail",
        "mail-account",
        "mail-sign-in-link",
    ];

    /// The kind of [`Job::ScanFile`].
    pub const SCAN: &str = "scan-file";

    /// The kind of [`Job::ReadFileText`].
    pub const READ_TEXT: &str = "read-file-text";

    /// The kind of [`Job::RemoveFile`].
    pub const REMOVE: &str = "remove-file";

    /// The kind of [`Job::CollectFiles`].
    pub const COLLECT: &str = "collect-files";
    /// The kind of [`Job::RewrapKeys`].
    pub const REWRAP: &str = "rewrap-keys";
    /// The kind of [`Job::SealBodies`].
    pub const SEAL: &str = "seal-bodies";
    /// The kind of [`Job::ScrubFiles`].
    pub const SCRUB: &str = "scrub-files";

    /// Kinds that read or remove whole files: worked at apart, so that neither mail nor
    /// the rest waits for them.
    pub const FILE_KINDS: &[&str] = &[
        Self::SCAN,
        "make-renditions",
        Self::READ_TEXT,
        Self::REMOVE,
        Self::COLLECT,
        Self::SCRUB,
    ];

    /// Kinds that wait for the IPFS node, which has a worker of its own.
    pub const NODE_KINDS: &[&str] = &["pin-file", "unpin-file"];

    /// Whether its payload holds what people are told, which is sealed where bodies
    /// are.
    pub fn carries_body(&self) -> bool {
        matches!(self, Self::Announce { .. } | Self::EmitEvent { .. })
    }

    /// Whether it is tried for as long as it takes: what it waits for will be
    /// back, and people wait for what it does.
    pub fn never_gives_up(&self) -> bool {
        matches!(
            self,
            Self::ScanFile { .. }
                | Self::RewrapKeys
                | Self::SealBodies { .. }
                | Self::PinFile { .. }
                | Self::UnpinFile { .. }
        )
    }
}
