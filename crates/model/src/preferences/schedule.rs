//! When a person may be disturbed, and when their digests are due. Pure: the
//! moment is always a parameter. Times are local and become moments day by day,
//! so that a change of clocks moves nothing.

use jiff::{Timestamp as Instant, tz::TimeZone};

use super::MailPace;
use crate::{
    Timestamp,
    calendar::{Calendar, HOUR_MINUTES, MIDNIGHT, Shift},
};

/// The hour of local time at which daily digests are sent.
pub const DIGEST_HOUR: u16 = 8;

/// Quiet hours and digests of one person.
#[derive(Clone, Debug)]
pub struct Schedule {
    zone: TimeZone,
    /// Open while it is quiet; none when it never is.
    quiet: Option<Calendar>,
    /// Opens when a daily digest is due.
    digests: Calendar,
}

impl Schedule {
    /// `quiet` is from and to in minutes since midnight, and the days on which
    /// it begins, Sunday as 0.
    pub(crate) fn new(zone: &TimeZone, quiet: Option<(u16, u16, Option<Vec<u8>>)>) -> Self {
        let quiet = quiet.map(|(from, to, days)| {
            let shift = Shift {
                from,
                until: if to > from { to } else { to + MIDNIGHT },
            };
            // Monday first.
            let week = [1, 2, 3, 4, 5, 6, 0].map(|day| {
                let quiet = days.as_ref().is_none_or(|days| days.contains(&day));
                quiet.then_some(shift).into_iter().collect()
            });
            Calendar::new(zone.clone(), week, false)
        });
        let digest = Shift {
            from: DIGEST_HOUR * HOUR_MINUTES,
            until: DIGEST_HOUR * HOUR_MINUTES + 1,
        };
        Self {
            zone: zone.clone(),
            quiet,
            digests: Calendar::new(zone.clone(), [(); 7].map(|()| vec![digest]), false),
        }
    }

    /// `at`, or the end of the quiet hours in which it lies.
    pub fn undisturbing(&self, at: Timestamp) -> Timestamp {
        let Some(quiet) = &self.quiet else { return at };
        if !quiet.is_open(at) {
            return at;
        }
        // Windows of several days may touch; never without an end, for each
        // leaves out a minute at least.
        quiet.next_closing(at).unwrap_or(at)
    }

    /// When mail of this pace that is made now is to be sent; none when it is off.
    pub fn mail_time(&self, pace: MailPace, now: Timestamp) -> Option<Timestamp> {
        match pace {
            MailPace::AtOnce => Some(now),
            MailPace::Hourly => Some(self.next_hour(now)),
            MailPace::Daily => Some(self.digests.next_opening(now).unwrap_or(now)),
            MailPace::Off => None,
        }
    }

    /// The first full hour of local time after `now`.
    fn next_hour(&self, now: Timestamp) -> Timestamp {
        const HOUR_MS: i64 = 3_600_000;
        let instant = Instant::from_millisecond(now.millis()).unwrap_or_default();
        let offset = i64::from(self.zone.to_offset(instant).seconds()) * 1_000;
        let into_hour = (now.millis() + offset).rem_euclid(HOUR_MS);
        Timestamp(now.millis() - into_hour + HOUR_MS)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn schedule(zone: &str, quiet: Option<(u16, u16, Option<Vec<u8>>)>) -> Schedule {
        Schedule::new(&TimeZone::get(zone).unwrap(), quiet)
    }

    const NIGHT: (u16, u16) = (22 * 60, 7 * 60);

    #[test]
    fn a_night_ends_at_seven_of_local_time_on_either_side_of_a_change_of_clocks() {
        let berlin = schedule("Europe/Berlin", Some((NIGHT.0, NIGHT.1, None)));
        for (moment, until) in [
            // 2026-03-29 at 02:00 it becomes 03:00.
            ("2026-03-28T23:30:00Z", "2026-03-29T05:00:00Z"),
            ("2026-03-27T23:30:00Z", "2026-03-28T06:00:00Z"),
            ("2026-03-28T06:00:00Z", "2026-03-28T06:00:00Z"),
            ("2026-03-28T12:00:00Z", "2026-03-28T12:00:00Z"),
            ("2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z"),
        ] {
            assert_eq!(berlin.undisturbing(at(moment)), at(until), "{moment}");
        }
    }

    #[test]
    fn it_is_quiet_only_in_nights_that_begin_on_the_named_days() {
        // Friday and Saturday. 2026-01-30 is a Friday.
        let zone = schedule("UTC", Some((NIGHT.0, NIGHT.1, Some(vec![5, 6]))));
        for (moment, until) in [
            ("2026-01-29T23:00:00Z", "2026-01-29T23:00:00Z"),
            ("2026-01-30T23:00:00Z", "2026-01-31T07:00:00Z"),
            ("2026-01-31T03:00:00Z", "2026-01-31T07:00:00Z"),
            ("2026-02-01T03:00:00Z", "2026-02-01T07:00:00Z"),
            ("2026-02-01T23:00:00Z", "2026-02-01T23:00:00Z"),
        ] {
            assert_eq!(zone.undisturbing(at(moment)), at(until), "{moment}");
        }
    }

    #[test]
    fn digests_come_at_the_full_hour_and_at_eight() {
        let kathmandu = schedule("Asia/Kathmandu", None);
        let now = at("2026-01-31T09:30:00Z");
        // UTC+5:45: it is 15:15 there.
        assert_eq!(
            kathmandu.mail_time(MailPace::Hourly, now),
            Some(at("2026-01-31T10:15:00Z"))
        );
        assert_eq!(
            kathmandu.mail_time(MailPace::Daily, now),
            Some(at("2026-02-01T02:15:00Z"))
        );
        assert_eq!(kathmandu.mail_time(MailPace::Off, now), None);
        assert_eq!(kathmandu.mail_time(MailPace::AtOnce, now), Some(now));
    }

    fn zones() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia",
        ])
    }

    proptest! {
        /// Whatever the zone, the window and the days: nobody is disturbed while
        /// it is quiet, what is not quiet is not moved, and it ends within days: two
        /// nights may touch where a change of clocks leaves out the minutes between.
        #[test]
        fn nobody_is_disturbed_and_nothing_waits_for_ever(
            zone in zones(),
            from in 0_u16..1_440,
            to in 0_u16..1_440,
            days in prop::option::of(prop::collection::vec(0_u8..7, 0..7)),
            millis in 1_700_000_000_000_i64..1_900_000_000_000,
        ) {
            prop_assume!(from != to);
            let schedule = schedule(zone, Some((from, to, days)));
            let now = Timestamp(millis);
            let then = schedule.undisturbing(now);
            prop_assert!(then >= now);
            prop_assert_eq!(schedule.undisturbing(then), then);
            prop_assert!(then.since(now).as_secs() <= 50 * 3_600);
        }

        /// A digest is never in the past, and at most an hour or a day (and a
        /// change of clocks) away.
        #[test]
        fn a_digest_is_soon_enough(
            zone in zones(),
            millis in 1_700_000_000_000_i64..1_900_000_000_000,
        ) {
            let schedule = schedule(zone, None);
            let now = Timestamp(millis);
            let hourly = schedule.mail_time(MailPace::Hourly, now).unwrap();
            prop_assert!(hourly > now && hourly.since(now).as_secs() <= 3_600);
            let daily = schedule.mail_time(MailPace::Daily, now).unwrap();
            prop_assert!(daily > now && daily.since(now).as_secs() <= 25 * 3_600);
        }
    }
}
