//! The desk itself: everything that the use cases share.

use std::sync::Arc;

use frontdesk_files::{
    Backend, MediaType, Node, Partials, Scanner, Staging, Tiered, seal::MasterKeys,
};
use frontdesk_model::{
    Actor, Clock, IdSource, PersonId, Timestamp, attachment::FilesMode,
    interface_language::InterfaceLanguage,
};
use frontdesk_notify::{Mailer, Templates};
use frontdesk_search::SearchIndex;
use frontdesk_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    availability::Availability,
    chat::ChatRoom,
    config::DeskConfig,
    error::{Error, Result},
    hub::{ConnectionId, Deliver, Hub, Namespace},
    identity::{Acquaintances, KeyRing, LINKS_PER_CLIENT},
    limits::Limit,
    moderation::{Moderation, Moderator},
    notifications::{Senders, Turns},
    people::Blocked,
    presence::Presence,
    sealing::seal_with,
    search::{Following, SearchLog, SynonymsInUse},
    uploads::{Holds, check_master_keys},
    webhooks::Wanted as WantedEvents,
};

/// Below, one request is cheaper, and what is lost with it soon sent again.
const RESUMABLE_THRESHOLD: u64 = 1024 * 1024;

/// Resumable uploads that become attachments at a time.
const FINISHING_AT_ONCE: usize = 4;

/// What a desk is made of. `server` puts them together; a test may bring its own.
pub struct Parts {
    pub config: DeskConfig,
    pub store: Store,
    /// Where files are made durable.
    pub backend: Arc<dyn Backend>,
    /// The IPFS node that they are handed over to, when the operator has one.
    pub node: Option<Node>,
    pub staging: Staging,
    /// What sealed files are sealed under; none where there are none.
    pub master_keys: Option<MasterKeys>,
    /// Where uploads that come in parts are collected.
    pub partials: Partials,
    pub index: SearchIndex,
    pub keys: KeyRing,
    /// The form of mail.
    pub templates: Templates,
    /// The outside check of moderation, when the operator has one.
    pub moderator: Option<Arc<dyn Moderator>>,
    pub clock: Clock,
    pub ids: IdSource,
}

/// The use cases, over one store. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

/// What the use cases share; its fields are this crate's own.
pub struct Inner {
    pub(crate) config: DeskConfig,
    pub(crate) store: Store,
    /// Where files are put and read; with a node, both as one.
    pub(crate) backend: Arc<dyn Backend>,
    /// The same as `backend` where there is a node.
    pub(crate) tiered: Option<Arc<Tiered>>,
    pub(crate) staging: Staging,
    pub(crate) master_keys: Option<MasterKeys>,
    /// None when nothing is scanned.
    pub(crate) scanner: Option<Scanner>,
    /// Held while an image is made smaller.
    pub(crate) rendering: tokio::sync::Semaphore,
    pub(crate) partials: Partials,
    pub(crate) uploads: Holds,
    /// Turns of uploads that become attachments: their hashing would only share the processor,
    /// and each takes memory.
    pub(crate) finishing: tokio::sync::Semaphore,
    pub(crate) index: Arc<SearchIndex>,
    /// How far it follows the store.
    pub(crate) following: Following,
    pub(crate) search_log: SearchLog,
    pub(crate) synonyms: SynonymsInUse,
    pub(crate) keys: KeyRing,
    pub(crate) clock: Clock,
    pub(crate) ids: IdSource,
    pub(crate) hub: Hub,
    /// None when the desk sends no mail.
    pub(crate) mailer: Option<Mailer>,
    /// What notifications leave by.
    pub(crate) senders: Senders,
    /// What webhook endpoints want to be told of.
    pub(crate) wanted_events: WantedEvents,
    pub(crate) templates: Templates,
    pub(crate) unread_turns: Turns,
    pub(crate) chat: ChatRoom,
    pub(crate) presence: Presence,
    pub(crate) moderation: Moderation,
    pub(crate) acquaintances: Acquaintances,
    pub(crate) availability: Availability,
    pub(crate) blocked: Blocked,
    pub(crate) message_limit: Limit<PersonId>,
    pub(crate) write_limit: Limit<String>,
    pub(crate) read_limit: Limit<String>,
    pub(crate) login_limit: Limit<String>,
    pub(crate) link_limit: Limit<String>,
}

impl std::ops::Deref for Desk {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What anyone may know about how the desk is set up.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicConfig {
    pub name: String,
    /// The language of pages where neither the reader nor their browser names
    /// one that they are written in.
    pub default_language: InterfaceLanguage,
    /// Bytes that one file may have.
    pub upload_max_bytes: u64,
    /// Bytes from which on a file is better uploaded resumably, at `/uploads`.
    pub resumable_threshold_bytes: u64,
    /// Pixels of the longer edge to which a browser should scale photographs
    /// down before it sends them; none to send them as they are.
    pub image_max_edge: Option<u32>,
    /// `sealed` where files are encrypted, and their addresses end.
    pub files_mode: FilesMode,
    /// Media types that may be uploaded.
    pub upload_types: Vec<String>,
    pub message_max_chars: usize,
    /// Whether anonymous visitors may sign in.
    pub visitors: bool,
    /// Whether customers may sign in by a mailed link.
    pub link_sign_in: bool,
    /// Whether transcripts can be mailed.
    pub mail: bool,
}

impl Desk {
    /// Opens the desk: reads the open chats from the store and begins to
    /// deliver what is committed.
    ///
    /// # Errors
    /// When the store cannot be read; `InvalidInput` when a master key is missing.
    pub async fn open(parts: Parts) -> Result<Self> {
        let config = parts.config;
        let mailer = config.mail.as_ref().map(Mailer::new).transpose();
        let mailer = mailer.map_err(|error| Error::internal(&error))?;
        let scanner = config.scanner.clone().map(Scanner::new);
        let outside = parts.moderator.map(|moderator| {
            let most = config.input.message_max_chars;
            Moderation::outside(moderator, config.outside_check, most)
        });
        let own = parts.backend;
        let tiered = parts
            .node
            .map(|node| Arc::new(Tiered::new(Arc::clone(&own), node)));
        let backend = tiered
            .clone()
            .map_or(own, |tiered| tiered as Arc<dyn Backend>);
        check_master_keys(&config, parts.master_keys.as_ref(), &parts.store).await?;
        if let Some(keys) = &parts.master_keys {
            seal_with(&parts.store, keys, config.notify.encrypt_at_rest);
        }
        let senders = Senders::open(&config.notify, mailer.is_some(), &parts.store).await?;
        let desk = Self(Arc::new(Inner {
            chat: ChatRoom::new(&config),
            presence: Presence::new(&config),
            moderation: Moderation::new(outside),
            senders,
            wanted_events: WantedEvents::default(),
            message_limit: Limit::new(config.message_rate),
            write_limit: Limit::new(config.write_rate),
            read_limit: Limit::new(config.read_rate),
            login_limit: Limit::new(config.login_rate),
            link_limit: Limit::hourly(config.login_rate.map(|_| LINKS_PER_CLIENT)),
            config,
            store: parts.store,
            backend,
            tiered,
            staging: parts.staging,
            master_keys: parts.master_keys,
            scanner,
            rendering: tokio::sync::Semaphore::new(1),
            partials: parts.partials,
            uploads: Holds::default(),
            finishing: tokio::sync::Semaphore::new(FINISHING_AT_ONCE),
            index: Arc::new(parts.index),
            following: Following::default(),
            search_log: SearchLog::default(),
            synonyms: SynonymsInUse::default(),
            keys: parts.keys,
            clock: parts.clock,
            ids: parts.ids,
            hub: Hub::default(),
            mailer,
            templates: parts.templates,
            unread_turns: Turns::default(),
            acquaintances: Acquaintances::default(),
            availability: Availability::default(),
            blocked: Blocked::default(),
        }));
        desk.check_master_keys().await?;
        desk.begin_sealing().await?;
        desk.load_settings().await?;
        desk.load_blocked().await?;
        desk.load_webhooks().await?;
        desk.load_rules().await?;
        desk.refresh_synonyms().await?;
        desk.open_chat_room().await?;
        desk.open_receipts();
        desk.open_presence();
        Ok(desk)
    }

    pub fn config(&self) -> &DeskConfig {
        &self.config
    }

    pub fn public_config(&self) -> PublicConfig {
        PublicConfig {
            name: self.config.name.clone(),
            default_language: self.config.default_language,
            upload_max_bytes: self.config.upload_max_bytes,
            resumable_threshold_bytes: RESUMABLE_THRESHOLD,
            image_max_edge: self.config.upload_image_max_edge,
            files_mode: self.config.files_mode,
            upload_types: MediaType::ALL
                .iter()
                .filter(|media_type| self.config.upload_types.contains(**media_type))
                .map(|media_type| media_type.as_str().to_owned())
                .collect(),
            message_max_chars: self.config.input.message_max_chars,
            visitors: self.config.visitors,
            link_sign_in: self.mails_links(),
            mail: self.mailer.is_some(),
        }
    }

    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// A person's connection is there: it hears what is for them from now on.
    /// Agents come in by [`Desk::connect_agent`].
    pub fn connect(
        &self,
        actor: &Actor,
        namespace: Namespace,
        out: Arc<dyn Deliver>,
    ) -> ConnectionId {
        self.arrive(&actor.id, namespace, out)
    }

    /// A person's connection is gone.
    pub fn disconnect(&self, actor: &Actor, id: ConnectionId) {
        self.depart(&actor.id, id);
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether everything behind the desk answers, for `/readyz`.
    ///
    /// # Errors
    /// `Unavailable`, naming what doesn't.
    pub async fn ready(&self) -> Result<()> {
        self.store
            .ping()
            .await
            .map_err(|_| Error::unavailable("the database does not answer"))?;
        self.backend
            .health()
            .await
            .map_err(|_| Error::unavailable("the file store does not answer"))?;
        Ok(())
    }

    /// Takes one from a person's or address's allowance of writes.
    ///
    /// # Errors
    /// `RateLimited`.
    pub fn check_write(&self, key: &str) -> Result<()> {
        self.write_limit.check(&key.to_owned())
    }

    /// Takes one from an address's allowance of anonymous reads.
    ///
    /// # Errors
    /// `RateLimited`.
    pub fn check_read(&self, key: &str) -> Result<()> {
        self.read_limit.check(&key.to_owned())
    }

    /// Forgets the buckets of people and addresses that are quiet.
    pub(crate) fn forget_idle_limits(&self) {
        self.message_limit.forget_idle();
        self.write_limit.forget_idle();
        self.read_limit.forget_idle();
        self.login_limit.forget_idle();
        self.link_limit.forget_idle();
        self.chat.typing.forget_idle();
        self.moderation.forget_idle(self.clock.now());
    }

    /// Ends the work of the desk: what is queued is committed, then the store
    /// is closed.
    pub async fn close(&self) {
        self.save_last_seen().await;
        self.flush_decisions().await;
        self.flush_searches().await;
        self.store.close().await;
    }
}
