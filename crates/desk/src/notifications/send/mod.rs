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
    time::Duration,
};

use frontdesk_breaker::{BreakerState, Guarded};
use frontdesk_model::{
    ConversationId, PersonId, PushSubscriptionId,
    delivery::{Channel, SkipReason},
    preferences::AvailableChannels,
};
use frontdesk_notify::SendError;
use frontdesk_store::{FailPoint, Package, Packed, Reach};

use self::filter::{Moment, skip};
pub(crate) use self::{
    gate::Gates,
    message::Message,
};
use super::plan::ESCALATION;
use crate::{Desk, error::Result, notifications::NotifyConfig};

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
    Failed(String, Option<Duration>),
    /// Some of several browsers have it; the others may later.
    #[allow(dead_code)]
    Partly(String, Vec<PushSubscriptionId>),
    /// It never will.
    Refused(String),
    /// It was no try: its turn comes again then.
    Postponed(Duration),
}

impl Outcome {
    fn sent(target: Option<String>, provider_id: Option<String>) -> Self {
        Self::Sent {
            target,
            provider_id,
            reached: Vec::new(),
        }
    }

    fn of(error: SendError) -> Self {
        match error {
            SendError::Temporary(why) => Self::Failed(why, None),
            SendError::Permanent(why) => Self::Refused(why),
        }
    }
}

/// The channels of one process.
pub(crate) struct Senders {
    pub gates: Gates,
    email: bool,
}

impl Senders {
    pub fn new(config: &NotifyConfig, email: bool) -> Self {
        Self {
            gates: Gates::new(config),
            email,
        }
    }

    /// Which are set up.
    pub fn available(&self) -> AvailableChannels {
        AvailableChannels {
            email: self.email,
            push: false,
            sms: false,
        }
    }
}

/// What sending must know of people, looked up for many deliveries at once.
#[derive(Default)]
pub(crate) struct Circumstances {
    reach: HashMap<PersonId, Reach>,
    muted: HashSet<(PersonId, ConversationId)>,
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
            return Ok(Circumstances::default());
        }
        let now = self.clock.now();
        let reach = self.store.reach_of(people.iter().copied()).await?;
        Ok(Circumstances {
            reach: reach
                .into_iter()
                .map(|reach| (reach.id.clone(), reach))
                .collect(),
            muted: self.store.muted_by(people, now).await?,
        })
    }

    /// Sends a delivery whose turn has come, unless there is nothing left to
    /// send.
    pub(crate) async fn send_delivery(&self, package: &Package, around: &Circumstances) -> Outcome {
        let delivery = &package.delivery;
        self.store.reached(FailPoint::BeforeSend).await;
        let outcome = match (delivery.channel, &delivery.person_id) {
            (Channel::Webhook, _) => self.send_webhook(package).await,
            (_, Some(person)) => match around.reach.get(person) {
                Some(reach) => self.send_to_person(package, reach, around).await,
                None => Outcome::Skipped(SkipReason::NoAddress),
            },
            (_, None) => Outcome::Refused("it is for nobody".to_owned()),
        };
        if matches!(outcome, Outcome::Sent { .. }) {
            self.store.reached(FailPoint::AfterSend).await;
        }
        outcome
    }

    async fn send_to_person(
        &self,
        package: &Package,
        to: &Reach,
        around: &Circumstances,
    ) -> Outcome {
        let delivery = &package.delivery;
        let now = self.clock.now();
        let preferences = to.preferences.clone().unwrap_or_default();
        let undisturbing = preferences.schedule().undisturbing(now);
        if undisturbing > now && delivery.run == 0 {
            return Outcome::Postponed(undisturbing.since(now));
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
            return Outcome::Skipped(reason);
        }
        let message = self.message(to, &told);
        let Some(gate) = self.senders.gates.of(delivery.channel) else {
            return Outcome::Refused("there is no such channel".to_owned());
        };
        gate.turn().await;
        let work = async {
            let outcome = match delivery.channel {
                Channel::Email => self.send_email(package, to, &message).await,
                Channel::Push => self.send_push(package, to, &message).await,
                _ => self.send_sms(package, to, &message).await,
            };
            match outcome {
                Outcome::Failed(..) => Err(outcome),
                outcome => Ok(outcome),
            }
        };
        let guarded = gate.breaker.guard(delivery.channel.as_str(), |_| true, work);
        match guarded.await {
            Ok(outcome) | Err(Guarded::Failed(outcome)) => outcome,
            Err(Guarded::Open(wait)) => Outcome::Postponed(wait),
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
