//! What stands before each channel: how fast it may be, and a circuit breaker,
//! which counts the faults of the service alone. Of webhooks there is one for each
//! endpoint, of web push one for each push service.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_breaker::{Breaker, BreakerRules, BreakerState};
use frontdesk_model::{WebhookId, delivery::Channel};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter, clock::Clock as _};

use crate::notifications::NotifyConfig;

const RULES: BreakerRules = BreakerRules {
    failures: 5,
    first_wait: Duration::from_secs(1),
    longest_wait: Duration::from_secs(60),
};

/// Messages to one webhook endpoint that are under way at a time.
const ENDPOINT_AT_ONCE: usize = 16;

/// Push services that are remembered. There are about five; but browsers say which
/// they use, and a person may say anything.
const PUSH_SERVICES: usize = 256;

/// A rate and a breaker.
pub(crate) struct Gate {
    rate: Option<DefaultDirectRateLimiter>,
    pub breaker: Breaker,
    /// Held by what is under way, where that is bounded.
    pub under_way: tokio::sync::Semaphore,
    /// How long one must wait after another.
    spacing: Duration,
    /// When the last of those comes again that had to wait.
    last_later: Mutex<Option<Instant>>,
}

impl Gate {
    fn new(per_second: Option<u32>, at_once: usize) -> Self {
        let rate = per_second
            .and_then(NonZeroU32::new)
            .map(|rate| RateLimiter::direct(Quota::per_second(rate)));
        Self {
            rate,
            breaker: Breaker::new(RULES),
            under_way: tokio::sync::Semaphore::new(at_once),
            spacing: per_second
                .and_then(NonZeroU32::new)
                .map_or(Duration::ZERO, |rate| Duration::from_secs(1) / rate.get()),
            last_later: Mutex::default(),
        }
    }

    /// When something comes again that must wait at least so long: one after
    /// the other, as fast as they may be.
    pub fn later(&self, wait: Duration) -> Duration {
        let now = Instant::now();
        let mut last = self
            .last_later
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let after_last = last.map(|last| last + self.spacing);
        let at = after_last.map_or(now + wait, |after| after.max(now + wait));
        *last = Some(at);
        at - now
    }

    /// Waits for its turn.
    pub async fn turn(&self) {
        if let Some(rate) = &self.rate {
            rate.until_ready().await;
        }
    }

    /// Takes a turn if there is one now.
    ///
    /// # Errors
    /// How long there will be none.
    pub fn turn_now(&self) -> Result<(), Duration> {
        match &self.rate {
            None => Ok(()),
            Some(rate) => rate
                .check()
                .map_err(|not_until| not_until.wait_time_from(rate.clock().now())),
        }
    }
}

/// All gates of one process.
pub(crate) struct Gates {
    email: Gate,
    push: Gate,
    sms: Gate,
    endpoint_rate: Option<u32>,
    endpoints: Mutex<HashMap<WebhookId, Arc<Gate>>>,
    /// By host.
    push_services: Mutex<HashMap<String, Arc<Gate>>>,
}

impl Gates {
    pub fn new(config: &NotifyConfig) -> Self {
        let any = tokio::sync::Semaphore::MAX_PERMITS;
        let gate = |channel| Gate::new(config.rate(channel), any);
        Self {
            email: gate(Channel::Email),
            push: gate(Channel::Push),
            sms: gate(Channel::Sms),
            endpoint_rate: config.webhook_rate,
            endpoints: Mutex::default(),
            push_services: Mutex::default(),
        }
    }

    /// The gate of a person's channel.
    pub fn of(&self, channel: Channel) -> Option<&Gate> {
        match channel {
            Channel::Email => Some(&self.email),
            Channel::Push => Some(&self.push),
            Channel::Sms => Some(&self.sms),
            Channel::InApp | Channel::Webhook => None,
        }
    }

    /// The gate of a webhook endpoint.
    pub fn of_endpoint(&self, id: WebhookId) -> Arc<Gate> {
        let mut endpoints = self.endpoints();
        let rate = self.endpoint_rate;
        let gate = endpoints
            .entry(id)
            .or_insert_with(|| Arc::new(Gate::new(rate, ENDPOINT_AT_ONCE)));
        Arc::clone(gate)
    }

    /// The gate of a push service, which has no rate of its own. A new one beyond
    /// [`PUSH_SERVICES`] takes the place of those that nothing is known against.
    pub fn of_push_service(&self, host: &str) -> Arc<Gate> {
        let mut services = self.push_services();
        if let Some(gate) = services.get(host) {
            return Arc::clone(gate);
        }
        if services.len() >= PUSH_SERVICES {
            services.retain(|_, gate| gate.breaker.state() != BreakerState::Closed);
        }
        if services.len() >= PUSH_SERVICES {
            services.clear();
        }
        let gate = Arc::new(Gate::new(None, tokio::sync::Semaphore::MAX_PERMITS));
        services.insert(host.to_owned(), Arc::clone(&gate));
        gate
    }

    /// Forgets the gates of endpoints that are no more.
    pub fn keep_endpoints(&self, kept: &[WebhookId]) {
        self.endpoints().retain(|id, _| kept.contains(id));
    }

    /// How the breaker of a channel stands; of webhooks and push services the
    /// worst of all.
    pub fn state(&self, channel: Channel) -> BreakerState {
        match channel {
            Channel::Push => worst(self.push_services().values()),
            _ => match self.of(channel) {
                Some(gate) => gate.breaker.state(),
                None => worst(self.endpoints().values()),
            },
        }
    }

    fn push_services(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Gate>>> {
        self.push_services
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn endpoints(&self) -> std::sync::MutexGuard<'_, HashMap<WebhookId, Arc<Gate>>> {
        self.endpoints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn worst<'a>(gates: impl Iterator<Item = &'a Arc<Gate>>) -> BreakerState {
    let states: Vec<_> = gates.map(|gate| gate.breaker.state()).collect();
    [BreakerState::Open, BreakerState::HalfOpen]
        .into_iter()
        .find(|state| states.contains(state))
        .unwrap_or(BreakerState::Closed)
}

#[cfg(test)]
mod tests {
    use frontdesk_breaker::Verdict;

    use super::*;

    #[test]
    fn an_endpoint_has_its_own_rate_and_loses_it_when_it_is_gone() {
        let config = NotifyConfig {
            webhook_rate: Some(1),
            ..NotifyConfig::default()
        };
        let gates = Gates::new(&config);
        let id = |n| WebhookId::from(uuid::Uuid::from_u128(n));
        assert_eq!(gates.of_endpoint(id(1)).turn_now(), Ok(()));
        assert!(gates.of_endpoint(id(1)).turn_now().is_err());
        assert_eq!(gates.of_endpoint(id(2)).turn_now(), Ok(()));
        gates.keep_endpoints(&[id(2)]);
        assert_eq!(gates.of_endpoint(id(1)).turn_now(), Ok(()));
        assert!(gates.of_endpoint(id(2)).turn_now().is_err());
    }

    #[tokio::test]
    async fn a_push_service_that_is_away_stands_for_itself_and_there_are_not_too_many() {
        let gates = Gates::new(&NotifyConfig::default());
        for _ in 0..RULES.failures {
            let gate = gates.of_push_service("away.example");
            let away = gate.breaker.judged("it", |()| Verdict::Away, async {});
            assert_eq!(away.await, Ok(()));
        }
        for n in 0..2 * PUSH_SERVICES {
            let gate = gates.of_push_service(&format!("{n}.example"));
            assert_eq!(gate.breaker.wait(), None);
            assert!(gates.push_services().len() <= PUSH_SERVICES);
        }
        assert!(
            gates
                .of_push_service("away.example")
                .breaker
                .wait()
                .is_some()
        );
        assert_eq!(gates.state(Channel::Push), BreakerState::Open);
        assert_eq!(gates.state(Channel::Email), BreakerState::Closed);
    }

    #[test]
    fn what_must_wait_comes_again_one_after_the_other() {
        let config = NotifyConfig {
            webhook_rate: Some(10),
            ..NotifyConfig::default()
        };
        let gate = Gates::new(&config).of_endpoint(uuid::Uuid::from_u128(1).into());
        let second = Duration::from_secs(1);
        let waits: Vec<_> = (0..5).map(|_| gate.later(second)).collect();
        assert!(
            waits
                .iter()
                .all(|wait| *wait >= second - Duration::from_millis(1))
        );
        assert!(waits.windows(2).all(|two| two[1] > two[0]));
    }

    #[test]
    fn without_a_rate_everything_passes() {
        let config = NotifyConfig {
            webhook_rate: None,
            ..NotifyConfig::default()
        };
        let gate = Gates::new(&config).of_endpoint(uuid::Uuid::from_u128(1).into());
        assert!((0..1_000).all(|_| gate.turn_now().is_ok()));
    }
}
