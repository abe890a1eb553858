//! Asks of business hours: is it open, when does it open, when will so many
//! opening hours have passed. Pure: the moment is always a parameter.
//!
//! Windows are local times and are turned into moments each day anew, so that
//! a desk that opens at nine does so on either side of a change of clocks. A
//! local time that a change leaves out is the moment of the change; one that
//! comes twice is its first.

use std::{collections::BTreeMap, time::Duration};

use jiff::{
    Timestamp as Instant,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

use crate::Timestamp;

/// Minutes of an hour, and of a day.
pub(crate) const HOUR_MINUTES: u16 = 60;
pub(crate) const MIDNIGHT: u16 = 24 * HOUR_MINUTES;

/// How far ahead is looked: a desk that doesn't open within it doesn't open.
pub const HORIZON_DAYS: usize = 400;

/// A window in minutes since the midnight of its day; beyond [`MIDNIGHT`] on
/// the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Shift {
    pub from: u16,
    pub until: u16,
}

/// A date with hours of its own.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub name: String,
    pub shifts: Vec<Shift>,
}

/// Valid business hours.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    /// Monday first.
    week: [Vec<Shift>; 7],
    holidays: BTreeMap<Date, Day>,
    always: bool,
}

/// Open from one moment until another. Without an end it stays open as far as
/// is looked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stretch {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Calendar {
    pub(crate) fn new(zone: TimeZone, week: [Vec<Shift>; 7], always: bool) -> Self {
        Self {
            zone,
            week,
            holidays: BTreeMap::new(),
            always,
        }
    }

    /// Open at every moment.
    pub fn always() -> Self {
        Self::new(TimeZone::UTC, Default::default(), true)
    }

    /// False when the date has hours of its own already.
    pub(crate) fn add_holiday(&mut self, date: Date, day: Day) -> bool {
        self.holidays.insert(date, day).is_none()
    }

    pub fn is_open(&self, at: Timestamp) -> bool {
        self.stretches(at)
            .next()
            .is_some_and(|next| next.from <= at)
    }

    /// The first moment after `at` at which it opens.
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        let next = self.stretches(at).find(|next| next.from > at);
        next.map(|next| next.from)
    }

    /// The first moment after `at` at which it closes.
    pub fn next_closing(&self, at: Timestamp) -> Option<Timestamp> {
        self.stretches(at).next()?.until
    }

    /// The name of the holiday on which `at` lies, even one with hours of its own.
    pub fn holiday(&self, at: Timestamp) -> Option<&str> {
        if self.always {
            return None;
        }
        let day = self.holidays.get(&self.local(at).date())?;
        Some(&day.name)
    }

    /// The moment at which `hours` of opening will have passed since `at`.
    pub fn after_open_time(&self, at: Timestamp, hours: Duration) -> Option<Timestamp> {
        let mut left = hours;
        for stretch in self.stretches(at) {
            let from = stretch.from.max(at);
            match stretch.until.map(|until| until.since(from)) {
                Some(length) if length < left => left -= length,
                _ => return Some(from.plus(left)),
            }
        }
        None
    }

    /// How long it was open between two moments.
    pub fn open_time(&self, from: Timestamp, to: Timestamp) -> Duration {
        let mut time = Duration::ZERO;
        for stretch in self.stretches(from) {
            if stretch.from >= to {
                break;
            }
            let until = stretch.until.map_or(to, |until| until.min(to));
            time += until.since(stretch.from.max(from));
        }
        time
    }

    /// Where it is open, in order and without touching, as far as it isn't
    /// over at `at`.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = Stretch> {
        let always = self.always.then_some(Stretch {
            from: Timestamp(i64::MIN),
            until: None,
        });
        let mut shifts = self.shifts(at).peekable();
        let in_week = std::iter::from_fn(move || {
            let (from, mut until) = shifts.next()?;
            while let Some((_, later)) = shifts.next_if(|(next, _)| *next <= until) {
                until = until.max(later);
            }
            // The last one may go on where nobody looks any more.
            let until = shifts
                .peek()
                .map(|_| until)
                .or_else(|| self.ends(at, until));
            Some(Stretch { from, until })
        });
        let in_week = in_week.filter(move |stretch| stretch.until.is_none_or(|until| until > at));
        always.into_iter().chain(in_week)
    }

    /// `until`, unless it lies at the edge of what is looked at.
    fn ends(&self, at: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let edge = self.dates(at).last()?;
        (self.local(until).date() <= edge).then_some(until)
    }

    /// Each shift as moments, in order, from that of the day before `at`.
    fn shifts(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let dates = if self.always { 0 } else { usize::MAX };
        self.dates(at)
            .take(dates)
            .flat_map(|date| self.shifts_of(date).map(move |shift| (date, shift)))
            .filter_map(|(date, shift)| {
                let from = self.moment(date, shift.from)?;
                let until = self.moment(date, shift.until)?;
                (from < until).then_some((from, until))
            })
    }

    fn dates(&self, at: Timestamp) -> impl Iterator<Item = Date> {
        let today = self.local(at).date();
        let yesterday = today.yesterday().unwrap_or(today);
        std::iter::successors(Some(yesterday), |date| date.tomorrow().ok()).take(HORIZON_DAYS)
    }

    fn shifts_of(&self, date: Date) -> impl Iterator<Item = Shift> {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let shifts = match self.holidays.get(&date) {
            Some(day) => &day.shifts,
            None => &self.week[weekday],
        };
        let tomorrow = date.tomorrow().ok();
        let cut = tomorrow.is_some_and(|tomorrow| self.holidays.contains_key(&tomorrow));
        let end = if cut { MIDNIGHT } else { u16::MAX };
        shifts.iter().map(move |shift| Shift {
            until: shift.until.min(end),
            ..*shift
        })
    }

    fn local(&self, at: Timestamp) -> DateTime {
        let at = Instant::from_millisecond(at.millis()).unwrap_or_default();
        self.zone.to_datetime(at)
    }

    /// The moment at which the clocks show so many minutes after the midnight
    /// of `date`.
    fn moment(&self, date: Date, minutes: u16) -> Option<Timestamp> {
        let (date, minutes) = match minutes.checked_sub(MIDNIGHT) {
            Some(rest) => (date.tomorrow().ok()?, rest),
            None => (date, minutes),
        };
        let hour = i8::try_from(minutes / HOUR_MINUTES).ok()?;
        let minute = i8::try_from(minutes % HOUR_MINUTES).ok()?;
        let ambiguous = self
            .zone
            .to_ambiguous_timestamp(date.at(hour, minute, 0, 0));
        let instant = match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => {
                // The latest reading lies after the change, by less than a day.
                let after = ambiguous.later().ok()?;
                let just_after = after.checked_add(jiff::SignedDuration::from_secs(1)).ok()?;
                self.zone.preceding(just_after).next()?.timestamp()
            }
            _ => ambiguous.compatible().ok()?,
        };
        Some(Timestamp(instant.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use crate::hours::{BusinessHours, Holiday, Week, Window};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn window(text: &str) -> Window {
        let (from, to) = text.split_once('-').unwrap();
        Window {
            from: from.into(),
            to: to.into(),
        }
    }

    fn windows(text: &str) -> Vec<Window> {
        text.split_whitespace().map(window).collect()
    }

    /// Monday to Friday as given, in Amsterdam.
    fn workdays(text: &str) -> BusinessHours {
        BusinessHours {
            time_zone: "Europe/Amsterdam".into(),
            week: Week {
                monday: windows(text),
                tuesday: windows(text),
                wednesday: windows(text),
                thursday: windows(text),
                friday: windows(text),
                ..Week::default()
            },
            holidays: Vec::new(),
            always_open: false,
        }
    }

    fn every_day(text: &str) -> BusinessHours {
        let hours = workdays(text);
        BusinessHours {
            week: Week {
                saturday: windows(text),
                sunday: windows(text),
                ..hours.week
            },
            ..hours
        }
    }

    fn holiday(date: &str, text: &str) -> Holiday {
        Holiday {
            date: date.into(),
            name: "A holiday".into(),
            hours: windows(text),
        }
    }

    fn calendar(hours: &BusinessHours) -> Calendar {
        hours.calendar().unwrap()
    }

    /// The openings and closings from a moment on.
    fn flips(calendar: &Calendar, from: &str, count: usize) -> Vec<String> {
        let mut flips = Vec::new();
        let mut now = at(from);
        while flips.len() < count {
            let (mark, next) = match calendar.is_open(now) {
                true => ('-', calendar.next_closing(now)),
                false => ('+', calendar.next_opening(now)),
            };
            let Some(next) = next else { break };
            flips.push(format!("{mark}{}", &next.to_string()[..16]));
            now = next;
        }
        flips
    }

    #[test]
    fn it_opens_at_nine_on_either_side_of_a_change_of_clocks() {
        let calendar = calendar(&workdays("09:00-17:00"));
        // 2026-03-29: one hour later in winter's UTC than in summer's.
        assert_eq!(
            flips(&calendar, "2026-03-27T12:00:00Z", 4),
            [
                "-2026-03-27T16:00",
                "+2026-03-30T07:00",
                "-2026-03-30T15:00",
                "+2026-03-31T07:00"
            ]
        );
        // 2026-10-25: back again.
        assert_eq!(
            flips(&calendar, "2026-10-23T12:00:00Z", 2),
            ["-2026-10-23T15:00", "+2026-10-26T08:00"]
        );
    }

    #[test]
    fn a_time_that_is_left_out_is_the_moment_of_the_change() {
        // From 02:00 to 03:00 on 2026-03-29 there is no local time.
        let day = |text: &str| flips(&calendar(&every_day(text)), "2026-03-29T00:00:00Z", 2);
        assert_eq!(
            day("02:30-09:00"),
            ["+2026-03-29T01:00", "-2026-03-29T07:00"]
        );
        assert_eq!(
            day("02:30-03:15"),
            ["+2026-03-29T01:00", "-2026-03-29T01:15"]
        );
        // Wholly left out: the next is a day later.
        assert_eq!(
            day("02:15-02:45"),
            ["+2026-03-30T00:15", "-2026-03-30T00:45"]
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_its_first() {
        // From 02:00 to 03:00 on 2026-10-25 comes twice.
        let day = |text: &str| flips(&calendar(&every_day(text)), "2026-10-24T22:30:00Z", 2);
        assert_eq!(
            day("02:30-09:00"),
            ["+2026-10-25T00:30", "-2026-10-25T08:00"]
        );
        assert_eq!(
            day("01:00-02:30"),
            ["+2026-10-24T23:00", "-2026-10-25T00:30"]
        );
    }

    #[test]
    fn a_day_has_several_windows() {
        let calendar = calendar(&workdays("13:00-17:00 09:00-12:00"));
        assert_eq!(
            flips(&calendar, "2026-01-05T00:00:00Z", 4),
            [
                "+2026-01-05T08:00",
                "-2026-01-05T11:00",
                "+2026-01-05T12:00",
                "-2026-01-05T16:00"
            ]
        );
    }

    #[test]
    fn a_window_goes_over_midnight_and_windows_that_touch_are_one() {
        let nights = calendar(&workdays("22:00-06:00"));
        assert!(nights.is_open(at("2026-01-10T04:59:00Z")), "Friday's night");
        assert_eq!(
            flips(&nights, "2026-01-10T00:00:00Z", 2),
            ["-2026-01-10T05:00", "+2026-01-12T21:00"]
        );
        let touching = calendar(&every_day("00:00-06:00 20:00-24:00"));
        assert_eq!(
            flips(&touching, "2026-01-10T20:00:00Z", 2),
            ["-2026-01-11T05:00", "+2026-01-11T19:00"]
        );
    }

    #[test]
    fn a_holiday_is_closed_from_its_midnight_or_has_hours_of_its_own() {
        let closed = BusinessHours {
            holidays: vec![
                holiday("2026-12-25", ""),
                holiday("2026-12-28", "10:00-12:00"),
            ],
            ..workdays("09:00-17:00")
        };
        let closed = calendar(&closed);
        assert_eq!(
            flips(&closed, "2026-12-24T12:00:00Z", 4),
            [
                "-2026-12-24T16:00",
                "+2026-12-28T09:00",
                "-2026-12-28T11:00",
                "+2026-12-29T08:00"
            ]
        );
        assert_eq!(closed.holiday(at("2026-12-24T22:59:59Z")), None);
        assert_eq!(
            closed.holiday(at("2026-12-24T23:00:00Z")),
            Some("A holiday")
        );
        let nights = BusinessHours {
            holidays: vec![holiday("2026-12-25", "")],
            ..every_day("22:00-06:00")
        };
        assert_eq!(
            flips(&calendar(&nights), "2026-12-24T22:00:00Z", 2),
            ["-2026-12-24T23:00", "+2026-12-26T21:00"],
            "the night before ends at the holiday's midnight"
        );
    }

    #[test]
    fn an_answer_is_expected_after_so_many_opening_hours() {
        let calendar = calendar(&workdays("09:00-17:00"));
        let after = |from: &str, hours| calendar.after_open_time(at(from), HOUR * hours);
        // Friday 15:00 local: two hours are left, six come on Monday.
        let friday = "2026-01-09T14:00:00Z";
        assert_eq!(after(friday, 8), Some(at("2026-01-12T14:00:00Z")));
        assert_eq!(after(friday, 2), Some(at("2026-01-09T16:00:00Z")));
        assert_eq!(
            after("2026-01-10T12:00:00Z", 1),
            Some(at("2026-01-12T09:00:00Z"))
        );
        let open = calendar.open_time(at(friday), at("2026-01-12T09:00:00Z"));
        assert_eq!(open, HOUR * 3);
    }

    #[test]
    fn always_open_never_flips_and_never_open_has_no_next() {
        let always = Calendar::always();
        let now = at("2026-01-09T14:00:00Z");
        assert!(always.is_open(now));
        assert_eq!(always.next_opening(now), None);
        assert_eq!(always.next_closing(now), None);
        assert_eq!(always.after_open_time(now, HOUR), Some(now.plus(HOUR)));
        let round_the_clock = calendar(&every_day("00:00-24:00"));
        assert!(round_the_clock.is_open(now));
        assert_eq!(round_the_clock.next_closing(now), None);
        let never = calendar(&workdays(""));
        assert!(!never.is_open(now));
        assert_eq!(never.next_opening(now), None);
        assert_eq!(never.next_closing(now), None);
        assert_eq!(never.after_open_time(now, HOUR), None);
    }

    #[test]
    fn a_zone_may_leave_out_a_whole_day() {
        let samoa = BusinessHours {
            time_zone: "Pacific/Apia".into(),
            ..every_day("09:00-17:00")
        };
        // There was no 2011-12-30 there.
        assert_eq!(
            flips(&calendar(&samoa), "2011-12-29T20:00:00Z", 3),
            [
                "-2011-12-30T03:00",
                "+2011-12-30T19:00",
                "-2011-12-31T03:00"
            ]
        );
    }

    mod in_general {
        use proptest::prelude::*;

        use super::*;

        const ZONES: [&str; 7] = [
            "UTC",
            "Europe/Amsterdam",
            "America/New_York",
            "America/St_Johns",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca",
        ];
        /// 2026, when some of these zones change their clocks.
        const YEAR: std::ops::Range<i64> = 1_767_225_600_000..1_798_761_600_000;

        fn time(minutes: u16) -> String {
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }

        /// Windows of one day that don't overlap: pairs of rising times, the
        /// last of which may go over midnight.
        fn day() -> impl Strategy<Value = Vec<Window>> {
            let times = prop::collection::btree_set(0_u16..1_440, 0..5);
            (times, 1_u16..1_440).prop_map(|(times, night)| {
                let times: Vec<u16> = times.into_iter().collect();
                let pair = |pair: &[u16]| {
                    let to = pair.get(1).copied().unwrap_or(night % pair[0].max(1));
                    (pair[0], to)
                };
                let windows = times.chunks(2).map(pair).filter(|(from, to)| from != to);
                windows
                    .map(|(from, to)| Window {
                        from: time(from),
                        to: time(to),
                    })
                    .collect()
            })
        }

        fn hours() -> impl Strategy<Value = BusinessHours> {
            let week = prop::collection::vec(day(), 7);
            let holidays = prop::collection::btree_map((1..13_u8, 1..29_u8), day(), 0..12);
            (0..ZONES.len(), week, holidays).prop_map(|(zone, week, holidays)| {
                let [
                    monday,
                    tuesday,
                    wednesday,
                    thursday,
                    friday,
                    saturday,
                    sunday,
                ] = week.try_into().unwrap();
                BusinessHours {
                    time_zone: ZONES[zone].into(),
                    week: Week {
                        monday,
                        tuesday,
                        wednesday,
                        thursday,
                        friday,
                        saturday,
                        sunday,
                    },
                    holidays: holidays
                        .into_iter()
                        .map(|((month, day), hours)| Holiday {
                            date: format!("2026-{month:02}-{day:02}"),
                            name: "A holiday".into(),
                            hours,
                        })
                        .collect(),
                    always_open: false,
                }
            })
        }

        /// What a person would say who looks at a clock on the wall and at the
        /// document: an account of opening that shares nothing with the code.
        fn by_the_clock(hours: &BusinessHours, at: Timestamp) -> bool {
            let zone = TimeZone::get(&hours.time_zone).unwrap();
            let local = zone.to_datetime(Instant::from_millisecond(at.millis()).unwrap());
            let windows_of = |date: Date| {
                let holiday = hours
                    .holidays
                    .iter()
                    .find(|holiday| holiday.date == date.to_string());
                let weekday = date.weekday().to_monday_zero_offset() as usize;
                holiday.map_or(hours.week.days()[weekday].1, |holiday| &holiday.hours)
            };
            let now = local.strftime("%H:%M").to_string();
            let today = windows_of(local.date()).iter().any(|window| {
                let over_midnight = window.to < window.from;
                window.from <= now && (now < window.to || over_midnight)
            });
            let is_holiday = hours
                .holidays
                .iter()
                .any(|holiday| holiday.date == local.date().to_string());
            let from_yesterday = windows_of(local.date().yesterday().unwrap())
                .iter()
                .any(|window| window.to < window.from && now < window.to);
            today || (from_yesterday && !is_holiday)
        }

        /// Whether the clocks are left alone in the days around a moment.
        fn is_calm(zone: &str, at: Timestamp) -> bool {
            let zone = TimeZone::get(zone).unwrap();
            let offset =
                |at: Timestamp| zone.to_offset(Instant::from_millisecond(at.millis()).unwrap());
            offset(at.minus(HOUR * 48)) == offset(at.plus(HOUR * 48))
        }

        proptest! {
            #[test]
            fn it_is_open_when_the_clock_on_the_wall_says_so(hours in hours(), at in YEAR) {
                let at = Timestamp(at);
                if is_calm(&hours.time_zone, at) {
                    prop_assert_eq!(calendar(&hours).is_open(at), by_the_clock(&hours, at));
                }
            }

            #[test]
            fn it_flips_exactly_at_the_boundaries_and_nowhere_between(hours in hours(), at in YEAR) {
                let (calendar, at) = (calendar(&hours), Timestamp(at));
                let open = calendar.is_open(at);
                let (next, other) = match open {
                    true => (calendar.next_closing(at), calendar.next_opening(at)),
                    false => (calendar.next_opening(at), calendar.next_closing(at)),
                };
                let Some(next) = next else { return Ok(()) };
                prop_assert!(next > at);
                prop_assert!(other.is_none_or(|other| other > next));
                prop_assert_eq!(calendar.is_open(next), !open);
                prop_assert_eq!(calendar.is_open(Timestamp(next.0 - 1)), open);
                let step = (next.0 - at.0) / 10;
                for between in 0..10 {
                    prop_assert_eq!(calendar.is_open(Timestamp(at.0 + between * step)), open);
                }
            }

            #[test]
            fn an_answer_comes_when_so_much_opening_has_passed(
                hours in hours(), at in YEAR, minutes in 1_u32..10_000,
            ) {
                let (calendar, at) = (calendar(&hours), Timestamp(at));
                let time = Duration::from_secs(60) * minutes;
                if let Some(answer) = calendar.after_open_time(at, time) {
                    prop_assert_eq!(calendar.open_time(at, answer), time);
                    prop_assert!(calendar.is_open(Timestamp(answer.0 - 1)));
                }
            }
        }
    }
}
