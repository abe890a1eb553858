//! Business hours: the document that an admin writes, and its validation. What
//! can be asked of valid hours is in [`crate::calendar`].

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::calendar::Calendar;
use crate::{
    calendar::{Day, HOUR_MINUTES, MIDNIGHT, Shift},
    error::FieldError,
    validate::{NAME_MAX_CHARS, Problems},
};

/// Windows of one day.
pub const MAX_WINDOWS: usize = 10;
/// Holidays of one document.
pub const MAX_HOLIDAYS: usize = 400;

/// A stretch of a day in local time. One that ends before it begins goes over
/// midnight, and belongs to the day on which it begins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Window {
    /// `HH:MM`, from `00:00` to `23:59`.
    #[schema(example = "09:00")]
    pub from: String,
    /// `HH:MM`, up to `24:00`.
    #[schema(example = "17:00")]
    pub to: String,
}

/// The windows of each day; an empty day is closed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Week {
    pub monday: Vec<Window>,
    pub tuesday: Vec<Window>,
    pub wednesday: Vec<Window>,
    pub thursday: Vec<Window>,
    pub friday: Vec<Window>,
    pub saturday: Vec<Window>,
    pub sunday: Vec<Window>,
}

impl Week {
    /// Monday first.
    pub fn days(&self) -> [(&'static str, &[Window]); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }
}

/// A date on which other hours hold than its weekday's. It begins at its
/// midnight: what the evening before would have run into it ends there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    /// `YYYY-MM-DD`
    #[schema(example = "2026-12-25")]
    pub date: String,
    pub name: String,
    /// Empty when the desk is closed.
    #[serde(default)]
    pub hours: Vec<Window>,
}

/// When the desk, or a team, is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BusinessHours {
    /// A name of the IANA database, such as `Europe/Amsterdam`.
    #[schema(example = "Europe/Amsterdam")]
    pub time_zone: String,
    #[serde(default)]
    pub week: Week,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Open at every moment; `week` and `holidays` are kept, but don't count.
    #[serde(default)]
    pub always_open: bool,
}

impl BusinessHours {
    /// What holds until an admin says otherwise.
    pub fn always() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            week: Week::default(),
            holidays: Vec::new(),
            always_open: true,
        }
    }

    /// The hours ready to be asked, or everything that is wrong with them.
    pub fn calendar(&self) -> Result<Calendar, Vec<FieldError>> {
        let mut problems = Problems::new();
        let zone = zone(&mut problems, &self.time_zone);
        let week = self.week.days().map(|(name, windows)| {
            let field = format!("week.{name}");
            shifts(&mut problems, &field, windows)
        });
        problems.count("holidays", self.holidays.len(), MAX_HOLIDAYS);
        let mut calendar = Calendar::new(zone, week, self.always_open);
        for (index, holiday) in self.holidays.iter().enumerate() {
            let field = format!("holidays[{index}]");
            let name = problems.required(&format!("{field}.name"), &holiday.name, NAME_MAX_CHARS);
            let shifts = shifts(&mut problems, &format!("{field}.hours"), &holiday.hours);
            let at = format!("{field}.date");
            let Some(date) = date(&holiday.date) else {
                problems.add(&at, format!("{at} must be a date such as 2026-12-25"));
                continue;
            };
            if !calendar.add_holiday(date, Day { name, shifts }) {
                problems.add(&at, format!("{} is there twice", holiday.date));
            }
        }
        problems.finish(calendar)
    }
}

pub(crate) fn zone(problems: &mut Problems, name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        let told = if name.trim().is_empty() {
            "timeZone is required, such as Europe/Amsterdam".to_owned()
        } else {
            "timeZone must be a name of the IANA database, such as Europe/Amsterdam".to_owned()
        };
        problems.add("timeZone", told);
        TimeZone::UTC
    })
}

/// The windows in order, which must not overlap.
fn shifts(problems: &mut Problems, field: &str, windows: &[Window]) -> Vec<Shift> {
    problems.count(field, windows.len(), MAX_WINDOWS);
    let mut shifts: Vec<Shift> = Vec::with_capacity(windows.len());
    for (index, window) in windows.iter().enumerate() {
        let from = minutes(problems, &format!("{field}[{index}].from"), &window.from);
        let to = minutes(problems, &format!("{field}[{index}].to"), &window.to);
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        if from == MIDNIGHT {
            let at = format!("{field}[{index}].from");
            problems.add(&at, format!("{at} must be a time from 00:00 to 23:59"));
        } else if from == to {
            let at = format!("{field}[{index}].to");
            problems.add(
                &at,
                format!("{at} must differ from its beginning; a whole day is 00:00 to 24:00"),
            );
        } else {
            let until = if to > from { to } else { to + MIDNIGHT };
            shifts.push(Shift { from, until });
        }
    }
    shifts.sort_by_key(|shift| shift.from);
    let overlap = shifts.windows(2).any(|two| two[1].from < two[0].until);
    if overlap {
        problems.add(field, format!("{field} has windows that overlap"));
    }
    shifts
}

/// Minutes since midnight of `HH:MM`; `24:00` is the end of the day.
pub(crate) fn minutes(problems: &mut Problems, field: &str, text: &str) -> Option<u16> {
    let digits = |text: &str| {
        let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        two.then(|| text.parse::<u16>().ok()).flatten()
    };
    let read = text
        .split_once(':')
        .and_then(|(hour, minute)| Some((digits(hour)?, digits(minute)?)))
        .filter(|(_, minute)| *minute < HOUR_MINUTES)
        .map(|(hour, minute)| hour * HOUR_MINUTES + minute)
        .filter(|minutes| *minutes <= MIDNIGHT);
    if read.is_none() {
        problems.add(field, format!("{field} must be a time such as 09:00"));
    }
    read
}

fn date(text: &str) -> Option<Date> {
    let shaped = text.len() == "2026-12-25".len();
    shaped.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(json: &str) -> Vec<String> {
        let hours: BusinessHours = serde_json::from_str(json).unwrap();
        let errors = hours.calendar().err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        assert_eq!(
            faults(
                r#"{"timeZone": "Europe/Atlantis",
                    "week": {
                        "monday": [{"from": "9:00", "to": "25:00"}],
                        "tuesday": [{"from": "24:00", "to": "08:00"}],
                        "friday": [{"from": "09:00", "to": "13:00"}, {"from": "12:00", "to": "17:00"}],
                        "sunday": [{"from": "10:00", "to": "10:00"}]},
                    "holidays": [
                        {"date": "2026-02-30", "name": "None"},
                        {"date": "2026-12-25", "name": " "},
                        {"date": "2026-12-25", "name": "Christmas", "hours": [{"from": "1", "to": "02:00"}]}]}"#
            ),
            [
                "timeZone",
                "week.monday[0].from",
                "week.monday[0].to",
                "week.tuesday[0].from",
                "week.friday",
                "week.sunday[0].to",
                "holidays[0].date",
                "holidays[1].name",
                "holidays[2].hours[0].from",
                "holidays[2].date",
            ]
        );
    }

    #[test]
    fn a_window_may_end_at_midnight_or_go_over_it() {
        let fine = r#"{"timeZone": "UTC", "week": {
            "monday": [{"from": "00:00", "to": "24:00"}],
            "friday": [{"from": "09:00", "to": "12:00"}, {"from": "22:00", "to": "06:00"}]}}"#;
        assert_eq!(faults(fine), Vec::<String>::new());
    }

    #[test]
    fn the_time_zones_are_the_programs_own() {
        for zone in [
            "Europe/Amsterdam",
            "America/St_Johns",
            "Pacific/Apia",
            "UTC",
        ] {
            assert!(TimeZone::get(zone).is_ok(), "{zone}");
        }
    }

    mod in_general {
        use proptest::prelude::*;

        use super::*;

        fn text() -> impl Strategy<Value = String> {
            let likely = prop::sample::select(vec![
                "",
                "UTC",
                "Europe/Berlin",
                "09:00",
                "24:00",
                "25:00",
                "2026-12-25",
                "9:00",
            ]);
            prop_oneof![likely.prop_map(str::to_owned), ".{0,12}"]
        }

        fn windows() -> impl Strategy<Value = Vec<Window>> {
            let window = (text(), text()).prop_map(|(from, to)| Window { from, to });
            prop::collection::vec(window, 0..4)
        }

        proptest! {
            #[test]
            fn every_document_is_taken_or_its_faults_are_named(
                time_zone in text(),
                monday in windows(),
                holidays in prop::collection::vec((text(), text(), windows()), 0..4),
                always_open: bool,
            ) {
                let holiday = |(date, name, hours)| Holiday { date, name, hours };
                let hours = BusinessHours {
                    time_zone,
                    week: Week { monday, ..Week::default() },
                    holidays: holidays.into_iter().map(holiday).collect(),
                    always_open,
                };
                match hours.calendar() {
                    Ok(calendar) => {
                        calendar.next_opening(crate::Timestamp(0));
                    }
                    Err(errors) => {
                        prop_assert!(!errors.is_empty());
                        for error in errors {
                            let known = ["timeZone", "week.monday", "holidays["]
                                .iter()
                                .any(|member| error.field.starts_with(member));
                            prop_assert!(known, "{}", error.field);
                        }
                    }
                }
            }
        }
    }
}
