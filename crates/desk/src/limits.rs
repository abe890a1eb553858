//! Rates: how often one person or address may do something. Each is a token
//! bucket (GCRA, by `governor`) a key; buckets that have filled up again are
//! forgotten from time to time.

use std::{hash::Hash, num::NonZeroU32};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DashMapStateStore,
};

use crate::{
    config::Rate,
    error::{Error, Result},
};

/// A rate for each key; without one, everything passes.
pub struct Limit<K: Hash + Eq + Clone> {
    limiter: Option<RateLimiter<K, DashMapStateStore<K>, DefaultClock>>,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    pub fn new(rate: Option<Rate>) -> Self {
        let quota = rate.and_then(|rate| {
            Some(
                Quota::per_second(NonZeroU32::new(rate.per_second)?)
                    .allow_burst(NonZeroU32::new(rate.burst)?),
            )
        });
        Self {
            limiter: quota.map(RateLimiter::dashmap),
        }
    }

    /// So many an hour, half of them at once; none for no limit.
    pub fn hourly(count: Option<u32>) -> Self {
        let quota = count.and_then(|count| {
            let quota = Quota::per_hour(NonZeroU32::new(count)?);
            Some(quota.allow_burst(NonZeroU32::new(count.div_ceil(2))?))
        });
        Self {
            limiter: quota.map(RateLimiter::dashmap),
        }
    }

    /// Whether anything is limited.
    pub fn is_on(&self) -> bool {
        self.limiter.is_some()
    }

    /// Takes one from the key's bucket.
    ///
    /// # Errors
    /// `RateLimited`, with the seconds until the bucket has one again.
    pub fn check(&self, key: &K) -> Result<()> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            Error::rate_limited(wait.as_secs_f64().ceil() as u64)
        })
    }

    /// Forgets keys whose buckets are full again.
    pub fn forget_idle(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_the_burst_the_caller_is_told_when_to_come_back() {
        let limit = Limit::new(Some(Rate {
            per_second: 1,
            burst: 2,
        }));
        assert!(limit.check(&"maya").is_ok());
        assert!(limit.check(&"maya").is_ok());
        let refused = limit.check(&"maya").unwrap_err();
        assert_eq!(refused.retry_after(), Some(1));
        assert!(limit.check(&"jonas").is_ok(), "each key has its own bucket");
    }

    #[test]
    fn of_an_hours_share_half_may_come_at_once() {
        let limit = Limit::hourly(Some(4));
        assert!(limit.check(&"maya").is_ok());
        assert!(limit.check(&"maya").is_ok());
        let refused = limit.check(&"maya").unwrap_err();
        assert_eq!(refused.retry_after(), Some(900));
    }

    #[test]
    fn without_a_rate_everything_passes() {
        let limit = Limit::new(None);
        assert!((0..1_000).all(|_| limit.check(&"maya").is_ok()));
    }
}
