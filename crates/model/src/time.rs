//! Points in time, and where they and new ids come from. Use cases get a
//! [`Clock`] and an [`IdSource`] instead of asking the system in their middle,
//! so that a test can stand still and replay.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::ToSchema;
use uuid::Uuid;

/// Milliseconds since 1970-01-01T00:00:00Z. On the wire: RFC 3339, UTC, with
/// exactly three decimals, such as `2026-01-31T09:30:00.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-01-31T09:30:00.000Z")]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub fn millis(self) -> i64 {
        self.0
    }

    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    pub fn minus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(millis))
    }

    /// How long after `earlier` this is; zero when it isn't.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The date of HTTP (RFC 9110), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub fn http_date(self) -> String {
        jiff::Timestamp::from_second(self.0.div_euclid(1_000))
            .map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
            .unwrap_or_default()
    }

    /// Reads RFC 3339 with any offset and any number of decimals.
    pub fn parse(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<jiff::Timestamp>()
            .map(|at| Self(at.as_millisecond()))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(at) => write!(f, "{at:.3}"),
            Err(_) => write!(f, "{}ms", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    /// The system's, so much later: for a whole server whose leases and delays a
    /// test has no time to wait for.
    Ahead(Duration),
    /// A clock that a test sets by hand.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since_epoch = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Ahead(by) => Self::System.now().plus(*by),
            Self::Manual(millis) => Timestamp(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock on; the system's does not listen.
    pub fn advance(&self, duration: Duration) {
        if let Self::Manual(millis) = self {
            let step = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
            millis.fetch_add(step, Ordering::SeqCst);
        }
    }
}

/// Where new ids come from.
#[derive(Clone, Debug, Default)]
pub enum IdSource {
    /// UUIDv7 of the present moment, monotonic within the process.
    #[default]
    System,
    /// 1, 2, 3 … for tests that compare whole answers.
    Counting(Arc<AtomicI64>),
}

impl IdSource {
    pub fn counting() -> Self {
        Self::Counting(Arc::new(AtomicI64::new(0)))
    }

    pub fn next(&self) -> Uuid {
        match self {
            Self::System => Uuid::now_v7(),
            Self::Counting(count) => {
                let next = count.fetch_add(1, Ordering::SeqCst) + 1;
                Uuid::from_u128(u128::from(next.unsigned_abs()))
            }
        }
    }

    pub fn make<T: From<Uuid>>(&self) -> T {
        T::from(self.next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_has_exactly_three_decimals_and_a_z() {
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(
            serde_json::to_string(&Timestamp(1_769_851_800_120)).unwrap(),
            "\"2026-01-31T09:30:00.120Z\""
        );
    }

    #[test]
    fn any_offset_and_precision_is_read() {
        let at = Timestamp::parse("2026-01-31T10:30:00.1204+01:00").unwrap();
        assert_eq!(at, Timestamp(1_769_851_800_120));
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = Clock::manual(Timestamp(1_000));
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now(), Timestamp(3_000));
    }
}
