//! A circuit breaker before a service that may be away: after a few failures in a row nobody asks
//! it any more for a while, then one request tries. So a service that is down is not hammered, and
//! nobody waits for its time-outs.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerRules {
    /// Failures in a row after which it opens.
    pub failures: u32,
    /// How long it stays open the first time; twice as long after each trial that fails.
    pub first_wait: Duration,
    /// How long it stays open at most.
    pub longest_wait: Duration,
}

impl Default for BreakerRules {
    fn default() -> Self {
        Self {
            failures: 3,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
        }
    }
}

/// How a breaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// Requests pass.
    Closed,
    /// None passes until the wait is over.
    Open,
    /// One passes, to try.
    HalfOpen,
}

impl BreakerState {
    /// The word for it: `closed`, `open`, `half-open`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half-open",
        }
    }
}

/// What an outcome tells of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It has answered, be it by a refusal.
    Answers,
    /// It is away.
    Away,
    /// Nothing: it was not asked.
    Nothing,
}

/// Why the work was not done, or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guarded<E> {
    /// The breaker is open; somebody tries again after that time.
    Open(Duration),
    /// The work was done, and failed.
    Failed(E),
}

/// A circuit breaker.
#[derive(Debug)]
pub struct Breaker {
    rules: BreakerRules,
    inner: Mutex<Inner>,
}

#[derive(Debug, Clone, Copy)]
enum Inner {
    Closed {
        failures: u32,
    },
    /// Until then nobody passes; after it one does.
    Open {
        until: Instant,
        wait: Duration,
    },
    /// Somebody tries.
    Trying {
        wait: Duration,
    },
}

/// The leave to send one request. Dropped without an outcome, as by a caller that went away, it
/// says nothing of the service.
struct Permit<'a> {
    breaker: &'a Breaker,
    settled: bool,
}

impl Breaker {
    /// A closed breaker.
    pub fn new(rules: BreakerRules) -> Self {
        Self {
            rules,
            inner: Mutex::new(Inner::Closed { failures: 0 }),
        }
    }

    /// How it stands now.
    pub fn state(&self) -> BreakerState {
        match *self.lock() {
            Inner::Closed { .. } => BreakerState::Closed,
            Inner::Open { until, .. } if Instant::now() < until => BreakerState::Open,
            Inner::Open { .. } | Inner::Trying { .. } => BreakerState::HalfOpen,
        }
    }

    /// How long nobody will pass; `None` where somebody would now.
    pub fn wait(&self) -> Option<Duration> {
        match *self.lock() {
            Inner::Closed { .. } => None,
            Inner::Open { until, .. } => {
                let left = until.saturating_duration_since(Instant::now());
                (!left.is_zero()).then_some(left)
            }
            // Who tries will know soon.
            Inner::Trying { .. } => Some(self.rules.first_wait),
        }
    }

    /// Does the work if the breaker lets it pass, and learns from what becomes of it: only errors
    /// of which `is_away` is true speak against the service, for any other answer is one. `name`
    /// is told in the log.
    ///
    /// # Errors
    /// [`Guarded::Open`] at once where the breaker is open; those of the work.
    pub async fn guard<T, E>(
        &self,
        name: &str,
        is_away: impl FnOnce(&E) -> bool,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Guarded<E>> {
        let verdict = |outcome: &Result<T, E>| match outcome {
            Err(error) if is_away(error) => Verdict::Away,
            _ => Verdict::Answers,
        };
        match self.judged(name, verdict, work).await {
            Ok(outcome) => outcome.map_err(Guarded::Failed),
            Err(wait) => Err(Guarded::Open(wait)),
        }
    }

    /// Does the work if the breaker lets it pass, and learns from its outcome what
    /// `verdict` says. `name` is told in the log.
    ///
    /// # Errors
    /// For how long nobody passes, where the breaker is open.
    pub async fn judged<T>(
        &self,
        name: &str,
        verdict: impl FnOnce(&T) -> Verdict,
        work: impl Future<Output = T>,
    ) -> Result<T, Duration> {
        let Some(permit) = self.admit() else {
            return Err(self.wait().unwrap_or_default());
        };
        let outcome = work.await;
        match verdict(&outcome) {
            Verdict::Answers => permit.settle(true, name),
            Verdict::Away => permit.settle(false, name),
            // Whoever comes next may try in its place.
            Verdict::Nothing => drop(permit),
        }
        Ok(outcome)
    }

    fn admit(&self) -> Option<Permit<'_>> {
        let mut inner = self.lock();
        match *inner {
            Inner::Closed { .. } => {}
            Inner::Open { until, wait } if Instant::now() >= until => {
                *inner = Inner::Trying { wait };
            }
            Inner::Open { .. } | Inner::Trying { .. } => return None,
        }
        Some(Permit {
            breaker: self,
            settled: false,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // What is in it is whole after a panic too.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    fn settle(mut self, went_well: bool, service: &str) {
        self.settled = true;
        let rules = self.breaker.rules;
        let mut inner = self.breaker.lock();
        *inner = match (*inner, went_well) {
            (Inner::Closed { .. }, true) => Inner::Closed { failures: 0 },
            (_, true) => {
                tracing::info!(service, "answers again");
                Inner::Closed { failures: 0 }
            }
            (Inner::Closed { failures }, false) if failures + 1 < rules.failures => Inner::Closed {
                failures: failures + 1,
            },
            (Inner::Closed { .. }, false) => {
                tracing::warn!(service, "does not answer, and is left alone for a while");
                open(rules.first_wait)
            }
            (Inner::Trying { wait }, false) => open((wait * 2).min(rules.longest_wait)),
            // Sent before it opened: nothing new.
            (open @ Inner::Open { .. }, false) => open,
        };
    }
}

fn open(wait: Duration) -> Inner {
    Inner::Open {
        until: Instant::now() + wait,
        wait,
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let mut inner = self.breaker.lock();
        if let Inner::Trying { wait } = *inner {
            // The next one tries.
            *inner = Inner::Open {
                until: Instant::now(),
                wait,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::FutureExt as _;

    use super::*;

    const RULES: BreakerRules = BreakerRules {
        failures: 3,
        first_wait: Duration::from_secs(2),
        longest_wait: Duration::from_secs(5),
    };

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Fault {
        Away,
        Refused,
    }

    fn away() -> Result<(), Fault> {
        Err(Fault::Away)
    }

    fn refused() -> Result<(), Fault> {
        Err(Fault::Refused)
    }

    fn is_away(fault: &Fault) -> bool {
        *fault == Fault::Away
    }

    /// Whether the work was reached.
    async fn passes(breaker: &Breaker, outcome: Result<(), Fault>) -> bool {
        let mut reached = false;
        let work = async {
            reached = true;
            outcome
        };
        let _ = breaker.guard("it", is_away, work).await;
        reached
    }

    async fn opened() -> Breaker {
        let breaker = Breaker::new(RULES);
        for _ in 0..3 {
            assert!(passes(&breaker, away()).await);
        }
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn it_opens_after_failures_in_a_row_and_lets_nobody_pass() {
        let breaker = opened().await;
        assert_eq!(breaker.state(), BreakerState::Open);
        assert_eq!(breaker.wait(), Some(Duration::from_secs(2)));
        assert!(!passes(&breaker, Ok(())).await);
        let error = breaker.guard("it", is_away, ready(Ok(()))).await;
        assert_eq!(error, Err(Guarded::Open(Duration::from_secs(2))));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_of_any_kind_keep_it_closed() {
        let breaker = Breaker::new(RULES);
        for outcome in [
            away(),
            away(),
            refused(),
            away(),
            away(),
            Ok(()),
            away(),
            away(),
        ] {
            assert!(passes(&breaker, outcome).await);
        }
        assert_eq!(breaker.state(), BreakerState::Closed);
        assert_eq!(breaker.wait(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_wait_one_tries_and_closes_it_or_not() {
        let breaker = opened().await;
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
        assert!(passes(&breaker, away()).await);
        // Twice as long, then up to the longest.
        for wait in [4, 5, 5] {
            assert_eq!(breaker.wait(), Some(Duration::from_secs(wait)));
            assert!(!passes(&breaker, Ok(())).await);
            tokio::time::advance(Duration::from_secs(wait)).await;
            assert!(passes(&breaker, away()).await);
        }
        tokio::time::advance(Duration::from_secs(5)).await;
        assert!(passes(&breaker, Ok(())).await);
        assert_eq!(breaker.state(), BreakerState::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn only_one_tries_at_a_time_and_one_that_goes_away_makes_room() {
        let breaker = opened().await;
        tokio::time::advance(Duration::from_secs(2)).await;
        let mut trial = Box::pin(breaker.guard("it", is_away, pending::<Result<(), Fault>>()));
        assert!((&mut trial).now_or_never().is_none());
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
        assert!(breaker.wait().is_some());
        assert!(!passes(&breaker, Ok(())).await);
        drop(trial);
        assert!(passes(&breaker, Ok(())).await);
    }

    #[tokio::test(start_paused = true)]
    async fn what_tells_nothing_of_the_service_changes_nothing() {
        let nothing = |(): &()| Verdict::Nothing;
        let breaker = Breaker::new(RULES);
        for _ in 0..2 {
            assert!(passes(&breaker, away()).await);
            assert_eq!(breaker.judged("it", nothing, ready(())).await, Ok(()));
        }
        assert!(passes(&breaker, away()).await);
        assert_eq!(breaker.state(), BreakerState::Open);
        tokio::time::advance(Duration::from_secs(2)).await;
        // The trial is still to be made.
        assert_eq!(breaker.judged("it", nothing, ready(())).await, Ok(()));
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
        assert!(passes(&breaker, away()).await);
        assert_eq!(breaker.state(), BreakerState::Open);
    }

    #[tokio::test(start_paused = true)]
    async fn an_old_failure_does_not_open_what_has_closed_again() {
        let breaker = Breaker::new(RULES);
        let slow = breaker.admit().unwrap();
        for _ in 0..3 {
            assert!(passes(&breaker, away()).await);
        }
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(passes(&breaker, Ok(())).await);
        slow.settle(false, "it");
        assert_eq!(breaker.state(), BreakerState::Closed);
    }
}
