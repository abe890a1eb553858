//! `bench idle`: what a connection costs the server that does nothing.

use std::time::{Duration, Instant};

use super::{
    connections::{callers, connect, namespace, nothing},
    error::{Error, Result},
    ledger::per_second,
    report::{Figure, Part, Target as Goal},
    target::Target,
};

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Sockets to open, each of another user
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    connections: u32,
    /// The namespace they connect to
    #[arg(long, default_value = "/", value_parser = namespace)]
    namespace: &'static str,
    /// How long they stay before the memory is read
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
}

/// # Errors
/// `Usage` when the server's process cannot be seen; whatever it refuses.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let watched = target.watched.as_ref().ok_or_else(|| {
        Error::usage("the server's memory cannot be read: it must run on this machine; give --pid")
    })?;
    let callers = callers(target, "idle", load.connections as usize)?;
    let before = watched.usage();
    super::say(&format!("idle: {} sockets connect", load.connections));
    let started = Instant::now();
    let sockets = connect(target, &callers, load.namespace, nothing).await?;
    let connecting = started.elapsed();
    let quiet = watched.usage();
    tokio::time::sleep(Duration::from_secs(load.seconds)).await;
    let after = watched.usage();
    let dropped = sockets.iter().filter(|one| one.closed().is_some()).count() as u64;
    let count = f64::from(load.connections);
    let grown = after.resident_bytes as f64 - before.resident_bytes as f64;
    let cpu = after.cpu.saturating_sub(quiet.cpu).as_secs_f64() / load.seconds as f64;
    let setup = quiet.cpu.saturating_sub(before.cpu).as_secs_f64() * 1e6 / count;
    let figures = vec![
        Figure::new("memory before", before.resident_bytes as f64 / 1e6, "MB"),
        Figure::new("memory after", after.resident_bytes as f64 / 1e6, "MB"),
        Figure::new("memory a connection", grown / count / 1_024.0, "KB"),
        Figure::new(
            "connected a second",
            per_second(u64::from(load.connections), connecting),
            "",
        ),
        Figure::new("server CPU to connect one", setup, "µs"),
        Figure::new("server CPU while idle", cpu * 100.0, "% of a core"),
        Figure::count("connections dropped", dropped),
    ];
    let part = Part {
        name: "idle",
        load: format!(
            "{} sockets on {} for {} s",
            load.connections, load.namespace, load.seconds
        ),
        figures,
        notes: Vec::new(),
    };
    Ok((part, vec![Goal::none("connections dropped", dropped)]))
}
