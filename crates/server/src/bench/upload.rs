//! `bench upload`: files of the size that the original's target names, one
//! after the other and several at once.

use std::time::{Duration, Instant};

use frontdesk_model::Role;
use futures_util::{StreamExt, TryStreamExt, stream};
use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::{
    Method,
    multipart::{Form, Part as FormPart},
};
use serde_json::Value;

use super::{
    error::{Error, Result},
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    target::{Caller, Target, data},
};

const MEGABYTE: usize = 1024 * 1024;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Files to upload one after the other, and as many again at once
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    files: u16,
    /// Size of a file in MB
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    megabytes: u16,
    /// Uploads at the same time, in the second half
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    at_once: u16,
}

impl Load {
    pub const DEFAULT: Self = Self {
        files: 20,
        megabytes: 5,
        at_once: 4,
    };
}

/// # Errors
/// Whatever the server refuses.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    super::say(&format!(
        "upload: {} files of {} MB one by one, then {} at once",
        load.files, load.megabytes, load.at_once
    ));
    let memory = |target: &Target| {
        let usage = target.watched.as_ref().map(|watched| watched.usage());
        usage.map(|usage| usage.resident_bytes as f64 / 1e6)
    };
    let before = memory(target);
    let single = upload(target, load, 0, 1).await?;
    let several = upload(target, load, 1, usize::from(load.at_once)).await?;
    let size = f64::from(load.megabytes);
    let files = f64::from(load.files);
    let mut figures = single.latency.figures("one by one").to_vec();
    figures.push(Figure::new(
        "one by one",
        files * size / single.seconds,
        "MB/s",
    ));
    figures.extend(several.latency.figures("several at once"));
    figures.push(Figure::new(
        "several at once",
        files * size / several.seconds,
        "MB/s",
    ));
    if let (Some(before), Some(after)) = (before, memory(target)) {
        figures.push(Figure::new("server resident memory before", before, "MB"));
        figures.push(Figure::new("server resident memory after", after, "MB"));
    }
    let mut slowest = single.latency;
    slowest.add(&several.latency);
    let goals = vec![Goal::under("upload, p99", slowest.p99(), 5_000.0, "ms")];
    let part = Part {
        name: "upload",
        load: format!(
            "2 × {} files of {} MB, one by one and {} at once",
            load.files, load.megabytes, load.at_once
        ),
        figures,
        notes: Vec::new(),
    };
    Ok((part, goals))
}

struct Uploads {
    latency: Latency,
    /// Spent on the uploads, without making the files.
    seconds: f64,
}

async fn upload(target: &Target, load: Load, round: u64, at_once: usize) -> Result<Uploads> {
    let caller = target.caller("uploader", at_once, Role::User)?;
    let size = usize::from(load.megabytes) * MEGABYTE;
    let seed = |file: u16| (round << 32) | u64::from(file);
    let started = Instant::now();
    let took: Vec<(Duration, Duration)> = stream::iter(0..load.files)
        .map(|file| one(target, &caller, seed(file), size))
        .buffered(at_once)
        .try_collect()
        .await?;
    let making: Duration = took.iter().map(|(making, _)| *making).sum();
    let mut latency = Latency::default();
    for (_, uploading) in &took {
        latency.record(*uploading);
    }
    let seconds = started.elapsed().saturating_sub(making).as_secs_f64();
    Ok(Uploads { latency, seconds })
}

/// How long making the file and uploading it took.
async fn one(
    target: &Target,
    caller: &Caller,
    seed: u64,
    size: usize,
) -> Result<(Duration, Duration)> {
    let started = Instant::now();
    let text = log_file(target.run(), seed, size);
    let made = Instant::now();
    let file = FormPart::bytes(text)
        .file_name(format!("load-test-{seed}.log"))
        .mime_str("text/plain")
        .map_err(|why| Error::answer("upload", why))?;
    let request = target
        .request(caller, Method::POST, "upload")
        .multipart(Form::new().part("file", file));
    let uploaded: Value = data("upload", request).await?;
    if uploaded["size"].as_u64() != Some(size as u64) {
        return Err(Error::answer("upload", "the size is not that of the file"));
    }
    Ok((made - started, made.elapsed()))
}

/// A text that no other run and no other file shares a block with.
fn log_file(run: &str, seed: u64, size: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n";
    let salt = run.bytes().fold(0_u64, |salt, byte| {
        salt.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let mut random = StdRng::seed_from_u64(salt ^ seed.rotate_left(17));
    let mut text = vec![0; size];
    random.fill(text.as_mut_slice());
    for byte in &mut text {
        *byte = LETTERS[usize::from(*byte & 63)];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_runs_and_other_numbers_differ() {
        let first = log_file("bench-1", 0, 1_000);
        assert_eq!(first.len(), 1_000);
        assert_eq!(first, log_file("bench-1", 0, 1_000));
        assert_ne!(first, log_file("bench-1", 1, 1_000));
        assert_ne!(first, log_file("bench-2", 0, 1_000));
    }
}
