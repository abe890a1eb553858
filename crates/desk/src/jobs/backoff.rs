//! How long to wait before a failed job is tried again: exponential, with
//! full jitter, so that what failed together doesn't return together.

use std::time::Duration;

/// Attempts after which a job is given up and kept as a dead letter.
pub const MAX_ATTEMPTS: i64 = 12;

const FIRST: Duration = Duration::from_secs(1);
/// The longest wait of a job that is never given up.
const PATIENT: Duration = Duration::from_secs(300);
const LONGEST: Duration = Duration::from_secs(3_600);

/// The wait after the given attempt (from 1), or none when it was the last.
/// `random` lies in 0..1.
pub fn after(attempt: i64, random: f64) -> Option<Duration> {
    if attempt >= MAX_ATTEMPTS {
        return None;
    }
    let doublings = u32::try_from(attempt.max(1) - 1).unwrap_or(0);
    let ceiling = FIRST
        .saturating_mul(2_u32.saturating_pow(doublings))
        .min(LONGEST);
    Some(FIRST.max(ceiling.mul_f64(random)))
}

/// The wait of a job that is never given up: the same, but at most a few minutes.
pub fn for_ever(attempt: i64, random: f64) -> Duration {
    after(attempt.min(MAX_ATTEMPTS - 1), random).map_or(PATIENT, |wait| wait.min(PATIENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_end_with_the_last_attempt() {
        assert_eq!(after(1, 1.0), Some(Duration::from_secs(1)));
        assert_eq!(after(5, 1.0), Some(Duration::from_secs(16)));
        assert_eq!(after(11, 1.0), Some(Duration::from_secs(1_024)));
        assert_eq!(after(MAX_ATTEMPTS, 1.0), None);
    }

    #[test]
    fn what_is_never_given_up_waits_five_minutes_at_most() {
        assert_eq!(for_ever(1, 1.0), Duration::from_secs(1));
        assert_eq!(for_ever(1_000, 1.0), Duration::from_secs(300));
    }

    #[test]
    fn jitter_spreads_but_never_below_a_second() {
        assert_eq!(after(8, 0.0), Some(Duration::from_secs(1)));
        assert_eq!(after(8, 0.5), Some(Duration::from_secs(64)));
    }
}
