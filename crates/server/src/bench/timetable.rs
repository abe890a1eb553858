//! When each speaker of an open loop is to speak: at a fixed rate, whatever the
//! server does. What is late counts from when it was due.

use std::time::{Duration, Instant};

/// Messages at a fixed rate.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Messages a second of all speakers together.
    pub rate: u64,
    pub seconds: u64,
}

impl Pace {
    /// Messages of the whole run.
    pub fn messages(self) -> u64 {
        self.rate * self.seconds
    }
}

/// One speaker's share: every `speakers`th message, from the `speaker`th on.
pub struct Timetable {
    pub start: Instant,
    pub pace: Pace,
    pub speaker: u64,
    pub speakers: u64,
}

impl Timetable {
    pub fn times(&self) -> impl Iterator<Item = Instant> + '_ {
        let step = usize::try_from(self.speakers).unwrap_or(usize::MAX);
        let mine = (self.speaker..self.pace.messages()).step_by(step);
        mine.map(|number| {
            self.start + Duration::from_secs_f64(number as f64 / self.pace.rate as f64)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speakers_share_the_messages_of_the_run_evenly_over_time() {
        let start = Instant::now();
        let pace = Pace {
            rate: 10,
            seconds: 1,
        };
        let mut times: Vec<Duration> = (0..4)
            .flat_map(|speaker| {
                let timetable = Timetable {
                    start,
                    pace,
                    speaker,
                    speakers: 4,
                };
                timetable.times().collect::<Vec<_>>()
            })
            .map(|at| at - start)
            .collect();
        times.sort();
        let expected: Vec<Duration> = (0..10).map(|n| Duration::from_millis(n * 100)).collect();
        assert_eq!(times, expected);
    }
}
