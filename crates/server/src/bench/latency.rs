//! Latencies in constant memory: a histogram with three significant digits.

use std::time::Duration;

use hdrhistogram::Histogram;

use super::report::Figure;

/// The longest time that is told apart from longer ones, in microseconds.
const LONGEST_MICROS: u64 = 120_000_000;

/// How long things took.
#[derive(Clone, Debug)]
pub struct Latency(Histogram<u64>);

impl Default for Latency {
    fn default() -> Self {
        Self(
            Histogram::new_with_bounds(1, LONGEST_MICROS, 3)
                .expect("the bounds are constant and in order"),
        )
    }
}

impl Latency {
    pub fn record(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.0.saturating_record(micros.max(1));
    }

    pub fn add(&mut self, other: &Self) {
        self.0
            .add(&other.0)
            .expect("all histograms have the same bounds");
    }

    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// Milliseconds that the given share of all stayed under.
    pub fn quantile_ms(&self, share: f64) -> f64 {
        self.0.value_at_quantile(share) as f64 / 1_000.0
    }

    pub fn p50(&self) -> f64 {
        self.quantile_ms(0.5)
    }

    pub fn p99(&self) -> f64 {
        self.quantile_ms(0.99)
    }

    /// The rows of a report: p50, p99 and the longest.
    pub fn figures(&self, what: &str) -> [Figure; 3] {
        let longest = self.0.max() as f64 / 1_000.0;
        [
            Figure::new(format!("{what} p50"), self.p50(), "ms"),
            Figure::new(format!("{what} p99"), self.p99(), "ms"),
            Figure::new(format!("{what} max"), longest, "ms"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_keep_three_digits() {
        let mut latency = Latency::default();
        for millis in 1..=100 {
            latency.record(Duration::from_millis(millis));
        }
        assert!((latency.p50() - 50.0).abs() < 0.1);
        assert!((latency.p99() - 99.0).abs() < 0.1);
    }

    #[test]
    fn what_takes_too_long_counts_as_the_longest() {
        let mut latency = Latency::default();
        latency.record(Duration::from_secs(1_000_000));
        assert_eq!(latency.count(), 1);
        assert!(latency.p50() >= 119_000.0);
    }
}
