//! When a webhook that failed is tried again: the schedule that the Standard
//! Webhooks specification recommends, some three days in all.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds to wait after each failure.
const WAITS: [u64; 9] = [
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];
/// How much longer a wait may become, so that what failed together does not come
/// back together.
const JITTER: f64 = 0.1;

/// How often a webhook is tried at most.
pub const WEBHOOK_TRIES: u32 = WAITS.len() as u32 + 1;

/// How long to wait after so many tries that failed (from 1); none when it is
/// given up. `chance` is a random number from 0 to 1: the wait is up to a tenth
/// longer by it. `asked` is what the receiver asked for (`Retry-After`), which is
/// honoured where it is longer.
pub fn webhook_retry(failed: u32, chance: f64, asked: Option<Duration>) -> Option<Duration> {
    let index = usize::try_from(failed.checked_sub(1)?).ok()?;
    let wait = Duration::from_secs(*WAITS.get(index)?);
    let wait = wait.mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
    Some(wait.max(asked.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_over_hours_and_end() {
        let waits: Vec<_> = (0..=WEBHOOK_TRIES)
            .map(|failed| webhook_retry(failed, 0.0, None).map(|wait| wait.as_secs()))
            .collect();
        assert_eq!(
            waits,
            [
                None, // nothing has failed
                Some(5),
                Some(300),
                Some(1_800),
                Some(7_200),
                Some(18_000),
                Some(36_000),
                Some(50_400),
                Some(72_000),
                Some(86_400),
                None, // the tenth try was the last
            ]
        );
    }

    #[test]
    fn chance_spreads_waits_and_a_receiver_may_ask_for_longer() {
        let wait = |chance, asked| webhook_retry(2, chance, asked).unwrap();
        let seconds = Duration::from_secs;
        assert_eq!(wait(0.5, None), seconds(315));
        assert_eq!(wait(1.0, None), seconds(330));
        assert_eq!(wait(f64::INFINITY, None), seconds(330));
        assert_eq!(wait(0.0, Some(seconds(3_600))), seconds(3_600));
        assert_eq!(wait(0.0, Some(seconds(1))), seconds(300));
    }
}
