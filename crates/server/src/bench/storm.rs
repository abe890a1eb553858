//! `bench storm`: everybody is connected, loses the line, and comes back at the
//! same moment, as after a restart or a network's failure.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream::FuturesUnordered};

use super::{
    connections::{callers, connect, namespace, nothing},
    error::{Error, Result},
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    socket::Socket,
    target::{Caller, Target},
};

/// Within this time everybody must be back.
const TARGET: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Sockets, each of another user
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    connections: u32,
    /// The namespace they connect to
    #[arg(long, default_value = "/", value_parser = namespace)]
    namespace: &'static str,
}

/// What became of those who came back.
#[derive(Default)]
struct Returned {
    sockets: Vec<Socket>,
    /// From the beginning of the storm until one was let in.
    waited: Latency,
    failures: Vec<Error>,
}

/// # Errors
/// `Usage` when there cannot be so many connections; whatever the server refuses
/// before the storm. What it refuses in the storm is counted.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let callers = callers(target, "storm", load.connections as usize)?;
    super::say(&format!("storm: {} sockets connect", load.connections));
    let sockets = connect(target, &callers, load.namespace, nothing).await?;
    let before = target.watched.as_ref().map(|watched| watched.usage());
    super::say("storm: all at once lose the line and connect again");
    drop(sockets);
    let started = Instant::now();
    let returned = come_back(target, &callers, load.namespace, started).await;
    let took = started.elapsed();
    let dropped = returned.sockets.iter().filter(|one| one.closed().is_some());
    let (dropped, failed) = (dropped.count() as u64, returned.failures.len() as u64);
    let mut figures = vec![
        Figure::count("connected again", returned.sockets.len() as u64),
        Figure::count("failed", failed),
        Figure::count("connections dropped", dropped),
        Figure::new("until the last was back", took.as_secs_f64(), "s"),
    ];
    figures.extend(returned.waited.figures("until one was back"));
    if let (Some(before), Some(watched)) = (before, &target.watched) {
        let after = watched.usage();
        let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64() * 1e6;
        let each = cpu / f64::from(load.connections);
        figures.push(Figure::new("server CPU to reconnect one", each, "µs"));
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let memory = [
            ("memory before the storm", before.resident_bytes),
            ("memory after it", after.resident_bytes),
        ];
        figures.extend(memory.map(|(name, bytes)| Figure::new(name, megabytes(bytes), "MB")));
    }
    let part = Part {
        name: "storm",
        load: format!(
            "{} sockets on {} reconnect at once",
            load.connections, load.namespace
        ),
        figures,
        notes: returned
            .failures
            .first()
            .map(ToString::to_string)
            .into_iter()
            .collect(),
    };
    let goals = vec![
        Goal::none("sockets that could not reconnect", failed),
        Goal::none("connections dropped", dropped),
        Goal::under(
            "until the last was back",
            took.as_secs_f64(),
            TARGET.as_secs_f64(),
            "s",
        ),
    ];
    Ok((part, goals))
}

async fn come_back(
    target: &Target,
    callers: &[Caller],
    namespace: &str,
    started: Instant,
) -> Returned {
    let mut connecting: FuturesUnordered<_> = callers
        .iter()
        .map(|caller| target.socket(caller, namespace, nothing()))
        .collect();
    let mut returned = Returned::default();
    while let Some(connected) = connecting.next().await {
        match connected {
            Ok(socket) => {
                returned.waited.record(started.elapsed());
                returned.sockets.push(socket);
            }
            Err(failure) => returned.failures.push(failure),
        }
    }
    returned
}
