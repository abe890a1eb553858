//! `bench parallel-uploads`: resumable uploads, many at once, in parts. What counts is the memory that the
//! server takes for them.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use frontdesk_model::Role;
use futures_util::{StreamExt, stream};
use reqwest::{Method, header};
use serde_json::Value;

use super::{
    error::{Error, Result},
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    target::{Caller, Target, answer},
    upload::Template,
};

const MEGABYTE: usize = 1024 * 1024;
/// How often the server's memory is looked at.
const SAMPLE: Duration = Duration::from_millis(10);
/// Resident memory that the server may have at any moment, in MB of a million bytes.
const MEMORY_GOAL: f64 = 200.0;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Uploads at the same time
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    at_once: u16,
    /// Files to upload in all
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    files: u16,
    /// Size of a file in MB
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    megabytes: u16,
    /// Size of a part in MB
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    part: u16,
}

/// # Errors
/// Whatever the server refuses.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let words = format!(
        "{} files of {} MB in parts of {} MB, {} at once",
        load.files, load.megabytes, load.part, load.at_once
    );
    super::say(&format!("parallel uploads: {words}"));
    let template = Template::new(usize::from(load.megabytes) * MEGABYTE);
    let mut latency = Latency::default();
    let started = Instant::now();
    let uploads = async {
        let mut uploads = stream::iter(0..load.files)
            .map(|file| one(target, load, &template, file))
            .buffer_unordered(usize::from(load.at_once));
        while let Some(took) = uploads.next().await {
            latency.record(took?);
        }
        Ok::<(), Error>(())
    };
    let peak = AtomicU64::new(0);
    tokio::select! {
        done = uploads => done?,
        () = watch(target, &peak) => {}
    }
    let seconds = started.elapsed().as_secs_f64();
    let size = f64::from(load.files) * f64::from(load.megabytes);
    let mut figures = latency.figures("a file").to_vec();
    figures.push(Figure::new("throughput", size / seconds, "MB/s"));
    let mut goals = Vec::new();
    let peak = peak.into_inner() as f64 / 1e6;
    if peak > 0.0 {
        figures.push(Figure::new("server resident memory, peak", peak, "MB"));
        goals.push(Goal::under(
            "resident memory, peak",
            peak,
            MEMORY_GOAL,
            "MB",
        ));
    }
    let part = Part {
        name: "parallel uploads",
        load: words,
        figures,
        notes: Vec::new(),
    };
    Ok((part, goals))
}

/// Notes the most memory that the server is seen to take; never ends.
async fn watch(target: &Target, peak: &AtomicU64) {
    loop {
        if let Some(watched) = &target.watched {
            peak.fetch_max(watched.usage().resident_bytes, Ordering::Relaxed);
        }
        tokio::time::sleep(SAMPLE).await;
    }
}

/// How long uploading one file took. Each is another person's: one has not so many at a time.
async fn one(target: &Target, load: Load, template: &Template, file: u16) -> Result<Duration> {
    let caller = target.caller("resumer", usize::from(file), Role::User)?;
    let text = template.file(target.run(), 2, file);
    let started = Instant::now();
    let place = begin(target, &caller, text.len()).await?;
    let mut uploaded = Value::Null;
    for (index, part) in text.chunks(usize::from(load.part) * MEGABYTE).enumerate() {
        let offset = index * usize::from(load.part) * MEGABYTE;
        let request = target
            .request(&caller, Method::PATCH, &place)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", offset)
            .header(header::CONTENT_TYPE, "application/offset+octet-stream")
            .body(part.to_vec());
        let response = answer("a part of an upload", request).await?;
        uploaded = response.json().await.unwrap_or_default();
    }
    if uploaded["data"]["size"].as_u64() != Some(text.len() as u64) {
        return Err(Error::answer("uploads", "the size is not that of the file"));
    }
    Ok(started.elapsed())
}

/// Begins an upload; gives its path under `/api/support`.
async fn begin(target: &Target, caller: &Caller, size: usize) -> Result<String> {
    let request = target
        .request(caller, Method::POST, "uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", size)
        .header("Upload-Metadata", "filename bG9hZC10ZXN0LmxvZw==");
    let response = answer("uploads", request).await?;
    let place = response.headers().get(header::LOCATION);
    place
        .and_then(|place| place.to_str().ok())
        .and_then(|place| place.rsplit_once("/uploads/"))
        .map(|(_, id)| format!("uploads/{id}"))
        .ok_or_else(|| Error::answer("uploads", "the answer has no Location"))
}
