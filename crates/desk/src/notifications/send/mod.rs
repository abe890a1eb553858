//! Sending: a delivery whose turn has come is looked at once more (was it read
//! meanwhile, is it still wanted?), and handed to its channel. One file a
//! channel; what stands before each is in [`gate`]. The turns themselves are
//! `jobs::deliveries`.

mod email;
mod filter;
mod gate;
mod message;
mod push;
mod sms;
mod webhook;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use frontdesk_breaker::{BreakerState, Verdict};
use frontdesk_model::{
    ConversationId, PersonId, PushSubscriptionId, WebhookId,
    delivery::{Channel, SkipReason},
    preferences::AvailableChannels,
};
use frontdesk_notify::{
    Fault, Guard, SendError,
    push::{PushSender, VapidKey},
    sms::SmsSender,
    webhook::WebhookSender,
};
use frontdesk_store::{FailPoint, Package, Packed, Reach, Store, WebhookRow};

use self::filter::{Moment, skip};
pub(super) use self::push::device_view;
pub(crate) use self::{gate::Gates, message::Message};
use super::{
    after::Consequence,
    plan::ESCALATION,
    unsubscribe::{KEY, Tokens},
};
use crate::{
    Desk,
    error::{Error, Result},
    notifications::NotifyConfig,
};

/// What became of one try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    Sent {
        /// Masked.
        target: Option<String>,
        provider_id: Option<String>,
        /// Of several browsers, those that have it.
        reached: Vec<PushSubscriptionId>,
    },
    Skipped(SkipReason),
    /// It may go well later; not before the time that was asked for.
    Failed(String, Option<Duration>, Blame),
    /// Some of several browsers have it; the others may later.
    Partly(String, Vec<PushSubscriptionId>),
    /// It never will.
    Refused(String),
    /// It was no try: its turn comes again then.
    Postponed(Duration),
}

/// What a failure that may pass speaks against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blame {
    /// The service, which a circuit breaker then leaves alone for a while.
    Service,
    /// This recipient alone.
    Recipient,
    /// This desk: nobody was asked.
    Desk,
}

impl Outcome {
    /// It failed before anybody outside was asked.
    fn fault_of_ours(why: impl Into<String>) -> Self {
        Self::Failed(why.into(), None, Blame::Desk)
    }

    fn sent(target: Option<String>, provider_id: Option<String>) -> Self {
        Self::Sent {
            target,
            provider_id,
            reached: Vec::new(),
        }
    }

    fn of(error: SendError) -> Self {
        match error {
            SendError::Temporary {
                why,
                retry_after,
                fault,
            } => {
                let blame = match fault {
                    Fault::Service => Blame::Service,
                    Fault::Recipient => Blame::Recipient,
                };
                Self::Failed(why, retry_after, blame)
            }
            SendError::Permanent(why) | SendError::Gone(why) => Self::Refused(why),
        }
    }

    /// What it tells a circuit breaker of the channel's service.
    fn verdict(&self) -> Verdict {
        match self {
            Self::Failed(_, _, Blame::Service) => Verdict::Away,
            Self::Failed(_, _, Blame::Desk) | Self::Skipped(_) | Self::Postponed(_) => {
                Verdict::Nothing
            }
            _ => Verdict::Answers,
        }
    }
}

/// A try, and what follows from it beside its line in the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tried {
    pub outcome: Outcome,
    pub after: Vec<Consequence>,
}

impl From<Outcome> for Tried {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            after: Vec::new(),
        }
    }
}

/// The setting under which the key of web push is kept: a change of it would
/// end every subscription.
const VAPID_KEY: &str = "vapid_key";

/// The channels of one process.
pub(crate) struct Senders {
    pub gates: Gates,
    /// Decides what may be called.
    pub guard: Guard,
    pub push: PushSender,
    pub sms: Option<SmsSender>,
    pub webhooks: WebhookSender,
    /// Of the links at the end of mails.
    pub tokens: Tokens,
    email: bool,
}

impl Senders {
    /// Makes the keys that there are not yet.
    ///
    /// # Errors
    /// When the store can't be read, or the system's certificates.
    pub async fn open(config: &NotifyConfig, email: bool, store: &Store) -> Result<Self> {
        let guard = Guard::new(config.allow_private);
        let key = VapidKey::generate().and_then(|key| key.to_base64url());
        let key = key.map_err(|error| Error::internal(&error))?;
        let key = store.secret_or_insert(VAPID_KEY, &key).await?;
        let key = VapidKey::from_base64url(&key).map_err(|error| Error::internal(&error))?;
        let secret = format!(
            "{:032x}{:032x}",
            rand::random::<u128>(),
            rand::random::<u128>()
        );
        let secret = store.secret_or_insert(KEY, &secret).await?;
        let contact = config.push_contact.clone();
        let push = PushSender::new(Arc::new(key), contact, guard.clone());
        let sms = config.sms.clone().map(SmsSender::new).transpose();
        Ok(Self {
            gates: Gates::new(config),
            push: push.map_err(|error| Error::internal(&error))?,
            sms: sms.map_err(|error| Error::internal(&error))?,
            webhooks: WebhookSender::new(guard.clone()).map_err(|error| Error::internal(&error))?,
            guard,
            tokens: Tokens::new(&secret),
            email,
        })
    }

    /// Which are set up.
    pub fn available(&self) -> AvailableChannels {
        AvailableChannels {
            email: self.email,
            push: true,
            sms: self.sms.is_some(),
        }
    }
}

/// What sending must know of people, looked up for many deliveries at once.
#[derive(Default)]
pub(crate) struct Circumstances {
    reach: HashMap<PersonId, Reach>,
    muted: HashSet<(PersonId, ConversationId)>,
    endpoints: HashMap<WebhookId, WebhookRow>,
}

impl Desk {
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn circumstances(&self, packages: &[&Package]) -> Result<Circumstances> {
        let people: BTreeSet<_> = packages
            .iter()
            .filter_map(|package| package.delivery.person_id.as_ref())
            .collect();
        if people.is_empty() {
            let rows = self.store.webhooks().await?;
            return Ok(Circumstances {
                endpoints: rows.into_iter().map(|row| (row.id, row)).collect(),
                ..Circumstances::default()
            });
        }
        let now = self.clock.now();
        let reach = self.store.reach_of(people.iter().copied()).await?;
        Ok(Circumstances {
            reach: reach
                .into_iter()
                .map(|reach| (reach.id.clone(), reach))
                .collect(),
            muted: self.store.muted_by(people, now).await?,
            endpoints: HashMap::new(),
        })
    }

    /// Sends a delivery whose turn has come, unless there is nothing left to
    /// send.
    pub(crate) async fn send_delivery(&self, package: &Package, around: &Circumstances) -> Tried {
        let delivery = &package.delivery;
        self.store.reached(FailPoint::BeforeSend).await;
        let tried = match (delivery.channel, &delivery.person_id) {
            (Channel::Webhook, _) => {
                let endpoint = delivery.endpoint_id;
                let endpoint = endpoint.and_then(|id| around.endpoints.get(&id));
                self.send_webhook(package, endpoint).await
            }
            (_, Some(person)) => match around.reach.get(person) {
                Some(reach) => self.send_to_person(package, reach, around).await,
                None => Outcome::Skipped(SkipReason::NoAddress).into(),
            },
            (_, None) => Outcome::Refused("it is for nobody".to_owned()).into(),
        };
        if matches!(tried.outcome, Outcome::Sent { .. }) {
            self.store.reached(FailPoint::AfterSend).await;
        }
        tried
    }

    async fn send_to_person(&self, package: &Package, to: &Reach, around: &Circumstances) -> Tried {
        let delivery = &package.delivery;
        let now = self.clock.now();
        let preferences = to.preferences.clone().unwrap_or_default();
        let undisturbing = preferences.schedule().undisturbing(now);
        if undisturbing > now && delivery.run == 0 {
            return Outcome::Postponed(undisturbing.since(now)).into();
        }
        let mut told: Vec<Packed> = Vec::with_capacity(package.notifications.len());
        let mut reason = SkipReason::Read;
        for packed in &package.notifications {
            match skip(&self.moment(package, to, packed, around)) {
                None => told.push(packed.clone()),
                Some(why) => reason = why,
            }
        }
        if told.is_empty() {
            return Outcome::Skipped(reason).into();
        }
        let message = self.message(to, &told);
        let Some(gate) = self.senders.gates.of(delivery.channel) else {
            return Outcome::Refused("there is no such channel".to_owned()).into();
        };
        gate.turn().await;
        let work = async {
            match delivery.channel {
                Channel::Email => self.send_email(package, to, &message).await,
                Channel::Push => self.send_push(package, to, &message).await,
                _ => self.send_sms(package, to, &message).await,
            }
        };
        // Browsers use several services, each with a breaker of its own.
        if delivery.channel == Channel::Push {
            return work.await;
        }
        let verdict = |tried: &Tried| tried.outcome.verdict();
        let name = delivery.channel.as_str();
        match gate.breaker.judged(name, verdict, work).await {
            Ok(tried) => tried,
            Err(wait) => Outcome::Postponed(wait).into(),
        }
    }

    fn moment(
        &self,
        package: &Package,
        to: &Reach,
        packed: &Packed,
        around: &Circumstances,
    ) -> Moment {
        let delivery = &package.delivery;
        let preferences = to.preferences.as_ref();
        let chosen = match preferences {
            Some(preferences) => preferences.of(packed.kind),
            None => frontdesk_model::preferences::TypePreferences::default_of(packed.kind),
        };
        let muted = packed
            .conversation_id
            .is_some_and(|it| around.muted.contains(&(to.id.clone(), it)));
        Moment {
            channel: delivery.channel,
            escalated: delivery.bucket.starts_with(ESCALATION),
            replayed: delivery.run > 0,
            chosen,
            muted,
            read: packed.read,
            in_view: packed
                .conversation_id
                .is_some_and(|it| self.is_looking(&to.id, it)),
            planned_at: delivery.planned_at,
            now: self.clock.now(),
            expires: self.config.notify.expires,
        }
    }

    /// How long nothing is sent by a channel, because its server is away.
    pub(crate) fn channel_rests(&self, channel: Channel) -> Option<Duration> {
        self.senders.gates.of(channel)?.breaker.wait()
    }

    pub(crate) fn breaker_state(&self, channel: Channel) -> BreakerState {
        self.senders.gates.state(channel)
    }
}
