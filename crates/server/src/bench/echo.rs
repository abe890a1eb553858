//! `bench echo`: events at a fixed rate that a bare server only acknowledges
//! (`crates/realtime/examples/echo.rs`): what the stack itself costs.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_model::events;
use tokio::task::JoinSet;

use super::{
    connections::{callers, connect},
    conversations::{Outgoing, Snapshot},
    error::{Error, Result},
    ledger::{Ledger, MAX_MESSAGES},
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet, Socket},
    target::Target,
    timetable::{Pace, Timetable},
};

/// How long the last answers may take after the load has ended.
const SETTLE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Sockets that take turns
    #[arg(long, default_value_t = 220, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    connections: u32,
    /// Events a second
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    rate: u64,
    /// For how long
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
}

/// # Errors
/// `Usage` for more events than a run may have; whatever the server refuses.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let pace = Pace {
        rate: load.rate,
        seconds: load.seconds,
    };
    if pace.messages() > MAX_MESSAGES {
        return Err(Error::usage(format!(
            "a run has at most {MAX_MESSAGES} events; make --rate or --seconds smaller"
        )));
    }
    super::say(&format!("echo: {} sockets connect", load.connections));
    let ledger: Arc<Mutex<Ledger>> = Arc::default();
    let callers = callers(target, "echo", load.connections as usize)?;
    let sockets = connect(target, &callers, events::ROOT, || listener(&ledger)).await?;
    super::say(&format!(
        "echo: {} events a second for {} s",
        load.rate, load.seconds
    ));
    let before = Snapshot::take(target);
    drive(sockets, &ledger, target.run(), pace).await;
    let after = Snapshot::take(target);
    let ledger = lock(&ledger);
    let tally = ledger.tally();
    let mut figures = vec![
        Figure::count("sent", tally.sent),
        Figure::count("acknowledged", tally.acked),
    ];
    figures.extend(ledger.ack.figures("acknowledgement"));
    figures.extend(before.figures(&after, tally.sent));
    let unsent = pace.messages().saturating_sub(tally.acked);
    let part = Part {
        name: "echo",
        load: format!(
            "{} sockets, {} events a second for {} s",
            load.connections, load.rate, load.seconds
        ),
        figures,
        notes: Vec::new(),
    };
    Ok((part, vec![Goal::none("events not acknowledged", unsent)]))
}

fn listener(ledger: &Arc<Mutex<Ledger>>) -> OnPacket {
    let ledger = ledger.clone();
    Box::new(move |packet| {
        if let Packet::Ack { id, .. } = packet {
            lock(&ledger).acked(id, Instant::now());
        }
    })
}

async fn drive(sockets: Vec<Socket>, ledger: &Arc<Mutex<Ledger>>, run: &str, pace: Pace) {
    let start = Instant::now();
    let speakers = sockets.len() as u64;
    let mut tasks = JoinSet::new();
    for (speaker, socket) in (0..).zip(sockets) {
        let (ledger, run) = (ledger.clone(), run.to_owned());
        let timetable = Timetable {
            start,
            pace,
            speaker,
            speakers,
        };
        tasks.spawn(async move {
            for due in timetable.times() {
                tokio::time::sleep_until(due.into()).await;
                let number = lock(&ledger).send(due);
                let Some(number) = number else { break };
                // As large as a message of a chat.
                let message = Outgoing::new(&run, format!("{run}-{number}"));
                // A connection that has ended leaves its events unanswered.
                if socket.emit(number, "echo", &message).await.is_err() {
                    break;
                }
            }
            tokio::time::sleep(SETTLE).await;
        });
    }
    while tasks.join_next().await.is_some() {}
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    // Nothing panics while it is held.
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}
