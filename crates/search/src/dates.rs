//! Days as people type them into a search: `2026-11-01`, `today`, `yesterday`, `7d`. Days are
//! those of UTC. Formatting dates for people is not done here.

use jiff::civil::Date;
use jiff::tz::TimeZone;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// `9999d` reaches far enough.
const MAX_DAYS_DIGITS: usize = 4;

/// When the day begins that the text names, in milliseconds since the Unix epoch. `7d` is seven
/// days before now, to the millisecond; `2w`, `3m` (30 days) and `1y` (365 days) likewise.
pub(crate) fn start_of(text: &str, now_ms: i64) -> Option<i64> {
    let today = now_ms.div_euclid(DAY_MS) * DAY_MS;
    match text {
        "today" => Some(today),
        "yesterday" => Some(today - DAY_MS),
        _ => calendar_day(text).or_else(|| Some(now_ms - age_ms(text)?)),
    }
}

fn age_ms(text: &str) -> Option<i64> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let days = match unit {
        "d" => 1,
        "w" => 7,
        "m" => 30,
        "y" => 365,
        _ => return None,
    };
    Some(number(digits, MAX_DAYS_DIGITS)? * days * DAY_MS)
}

/// `2026-11-01`, `2026-11` or `2026`.
fn calendar_day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = number(parts.next().filter(|year| year.len() == 4)?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let part = |part: i64| i8::try_from(part).ok();
    let day = Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()?;
    let midnight = day.to_zoned(TimeZone::UTC).ok()?;
    Some(midnight.timestamp().as_millisecond())
}

fn number(digits: &str, at_most: usize) -> Option<i64> {
    let valid =
        (1..=at_most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    valid.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_793_620_800_000; // 2026-11-02T12:00:00Z

    #[test]
    fn calendar_days_begin_at_midnight() {
        assert_eq!(start_of("1970-01-01", NOON), Some(0));
        assert_eq!(start_of("2000-02-29", NOON), Some(951_782_400_000));
        assert_eq!(start_of("2026-11-02", NOON), Some(NOON - DAY_MS / 2));
        assert_eq!(start_of("2026-11", NOON), Some(NOON - DAY_MS / 2 - DAY_MS));
        assert_eq!(start_of("2026", NOON), Some(1_767_225_600_000));
    }

    #[test]
    fn words_and_ages_count_from_now() {
        assert_eq!(start_of("today", NOON), Some(NOON - DAY_MS / 2));
        assert_eq!(
            start_of("yesterday", NOON),
            Some(NOON - DAY_MS / 2 - DAY_MS)
        );
        assert_eq!(start_of("7d", NOON), Some(NOON - 7 * DAY_MS));
        assert_eq!(start_of("2w", NOON), Some(NOON - 14 * DAY_MS));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "d",
            "soon",
            "2026-13",
            "2026-02-29",
            "2026-1-1-1",
            "99999d",
            "-1d",
            "٣d",
            "7é",
        ] {
            assert_eq!(start_of(text, NOON), None, "{text}");
        }
    }
}
