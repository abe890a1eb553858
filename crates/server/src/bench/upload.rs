//! `bench upload`: files of the size that the original's target names, one
//! after the other and several at once.

use std::time::{Duration, Instant};

use frontdesk_model::Role;
use futures_util::{StreamExt, stream};
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
    let template = Template::new(usize::from(load.megabytes) * MEGABYTE);
    let single = upload(target, load, &template, 0, 1).await?;
    let several = upload(target, load, &template, 1, load.at_once).await?;
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
    seconds: f64,
}

async fn upload(
    target: &Target,
    load: Load,
    template: &Template,
    round: u16,
    at_once: u16,
) -> Result<Uploads> {
    let caller = target.caller("uploader", usize::from(round), Role::User)?;
    let mut latency = Latency::default();
    let started = Instant::now();
    let mut uploads = stream::iter(0..load.files)
        .map(|file| one(target, &caller, template.file(target.run(), round, file)))
        .buffer_unordered(usize::from(at_once));
    while let Some(took) = uploads.next().await {
        latency.record(took?);
    }
    Ok(Uploads {
        latency,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// How long uploading the text took.
async fn one(target: &Target, caller: &Caller, text: Vec<u8>) -> Result<Duration> {
    let started = Instant::now();
    let size = text.len() as u64;
    let file = FormPart::bytes(text)
        .file_name("load-test.log")
        .mime_str("text/plain")
        .map_err(|why| Error::answer("upload", why))?;
    let request = target
        .request(caller, Method::POST, "upload")
        .multipart(Form::new().part("file", file));
    let uploaded: Value = data("upload", request).await?;
    if uploaded["size"].as_u64() != Some(size) {
        return Err(Error::answer("upload", "the size is not that of the file"));
    }
    Ok(started.elapsed())
}

/// A text of the wanted size, from which files are made that share no block.
pub(super) struct Template(Vec<u8>);

impl Template {
    /// Every page of this size names its file; smaller than any block.
    const PAGE: usize = 4 * 1024;

    pub(super) fn new(size: usize) -> Self {
        const LETTERS: &[u8; 64] =
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n";
        let mut text = vec![0; size];
        StdRng::seed_from_u64(0).fill(text.as_mut_slice());
        for byte in &mut text {
            *byte = LETTERS[usize::from(*byte & 63)];
        }
        Self(text)
    }

    pub(super) fn file(&self, run: &str, round: u16, file: u16) -> Vec<u8> {
        let name = format!("\n{run} {round} {file}\n");
        let mut text = self.0.clone();
        for page in text.chunks_mut(Self::PAGE) {
            let length = name.len().min(page.len());
            page[..length].copy_from_slice(&name.as_bytes()[..length]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_share_a_page() {
        let template = Template::new(10_000);
        let files = [
            template.file("bench-1", 0, 0),
            template.file("bench-1", 0, 1),
            template.file("bench-1", 1, 0),
            template.file("bench-2", 0, 0),
        ];
        for (index, file) in files.iter().enumerate() {
            assert_eq!(file.len(), 10_000);
            for other in &files[index + 1..] {
                let mut pages = file
                    .chunks(Template::PAGE)
                    .zip(other.chunks(Template::PAGE));
                assert!(pages.all(|(one, other)| one != other));
            }
        }
    }
}
