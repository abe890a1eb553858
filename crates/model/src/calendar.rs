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
