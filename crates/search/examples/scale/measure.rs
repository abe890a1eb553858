//! What the example measures: CPU of the thread, wall time, memory, bytes on disk.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// The times of many runs of one thing.
#[derive(Default)]
pub struct Times {
    cpu: Vec<Duration>,
    wall: Vec<Duration>,
}

impl Times {
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (cpu, wall) = (ThreadTime::now(), Instant::now());
        let done = work();
        self.cpu.push(cpu.elapsed());
        self.wall.push(wall.elapsed());
        done
    }

    pub fn add_wall(&mut self, wall: Duration) {
        self.wall.push(wall);
    }

    /// Milliseconds of CPU that this share of the runs stayed within.
    pub fn cpu(&self, share: f64) -> f64 {
        quantile(&self.cpu, share)
    }

    /// The same of wall time.
    pub fn wall(&self, share: f64) -> f64 {
        quantile(&self.wall, share)
    }
}

fn quantile(times: &[Duration], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
    sorted
        .get(place - 1)
        .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Memory of this process that no file backs, in MB: what an operator has to have.
pub fn anonymous_mb() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kib: f64 = kib.ok_or("no RssAnon")?.trim().parse()?;
    Ok(kib / 1_000.0 * 1.024)
}

/// CPU of all threads of this process so far, in seconds.
pub fn process_cpu_seconds() -> f64 {
    cpu_time::ProcessTime::now().as_duration().as_secs_f64()
}

/// Bytes below a directory, in MB.
pub fn directory_mb(dir: &Path) -> Result<f64, Box<dyn Error>> {
    let mut bytes = 0.0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() {
            directory_mb(&entry.path())?
        } else {
            entry.metadata()?.len() as f64 / 1e6
        };
    }
    Ok(bytes)
}
