//! `bench notifications`: an agent changes a ticket, its owner's socket hears of
//! it. Measured from before the request to the event.

use std::time::{Duration, Instant};

use frontdesk_model::{
    Role, events,
    notification::{Notification, NotificationType},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Method;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use tokio::{sync::mpsc, time::timeout};

use super::{
    ANSWER_TIMEOUT,
    error::{Error, Result},
    latency::Latency,
    ledger::per_second,
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet},
    target::{Caller, Target},
};

/// Notifications that may wait to be looked at; there is one at a time.
const QUEUE: usize = 64;
/// What a ticket goes through; ends where it began, so that it can go round.
const STATUSES: [&str; 2] = ["in-progress", "resolved"];

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Customers with a ticket each, whose agent changes it
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    users: u16,
    /// Changes of each ticket
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    changes: u16,
}

impl Load {
    pub const DEFAULT: Self = Self {
        users: 5,
        changes: 40,
    };
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

/// # Errors
/// Whatever the server refuses; `NoAnswer` when a notification does not come.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    super::say(&format!(
        "notifications: {} tickets are changed {} times",
        load.users, load.changes
    ));
    let started = Instant::now();
    let users = usize::from(load.users);
    let all: Vec<Latency> = stream::iter(0..users)
        .map(|number| one_ticket(target, number, load.changes))
        .buffer_unordered(users)
        .try_collect()
        .await?;
    let took = started.elapsed();
    let mut latency = Latency::default();
    for one in &all {
        latency.add(one);
    }
    let mut figures = vec![Figure::count("delivered", latency.count())];
    let rate = per_second(latency.count(), took);
    figures.push(Figure::new("delivered a second", rate, ""));
    figures.extend(latency.figures("ticket change to notification"));
    let part = Part {
        name: "notifications",
        load: format!(
            "{} tickets, each changed {} times by its agent",
            load.users, load.changes
        ),
        figures,
        notes: Vec::new(),
    };
    let goal = Goal::under("notification, p99", latency.p99(), 500.0, "ms");
    Ok((part, vec![goal]))
}

async fn one_ticket(target: &Target, number: usize, changes: u16) -> Result<Latency> {
    let owner = target.caller("owner", number, Role::User)?;
    let agent = target.caller("ticket-agent", number, Role::Agent)?;
    let (heard, mut hears) = mpsc::channel(QUEUE);
    let _socket = target.socket(&owner, events::ROOT, listener(heard)).await?;
    let ticket = json!({
        "subject": "Load test: where is my parcel?",
        "description": "Made by frontdesk bench to measure notifications.",
    });
    let ticket: Created = target
        .send(&owner, Method::POST, "tickets", &ticket)
        .await?;
    let mut latency = Latency::default();
    for change in 0..usize::from(changes) {
        let status = STATUSES[change % STATUSES.len()];
        latency.record(change_once(target, &agent, &ticket.id, status, &mut hears).await?);
    }
    set_status(target, &agent, &ticket.id, "closed").await?;
    Ok(latency)
}

/// From before the request until the owner hears of it.
async fn change_once(
    target: &Target,
    agent: &Caller,
    ticket: &str,
    status: &str,
    hears: &mut mpsc::Receiver<(String, Instant)>,
) -> Result<Duration> {
    let started = Instant::now();
    let heard = async {
        loop {
            match timeout(ANSWER_TIMEOUT, hears.recv()).await {
                Ok(Some((about, at))) if about == ticket => return Ok(at),
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return Err(Error::NoAnswer("a notification".to_owned())),
            }
        }
    };
    let (changed, at) = tokio::join!(set_status(target, agent, ticket, status), heard);
    changed?;
    Ok(at?.saturating_duration_since(started))
}

async fn set_status(target: &Target, agent: &Caller, ticket: &str, status: &str) -> Result<()> {
    let path = format!("tickets/{ticket}");
    let status = json!({ "status": status });
    target
        .send::<IgnoredAny>(agent, Method::PATCH, &path, &status)
        .await?;
    Ok(())
}

/// Passes on which ticket was changed, and when that was heard.
fn listener(heard: mpsc::Sender<(String, Instant)>) -> OnPacket {
    Box::new(move |packet| {
        let now = Instant::now();
        let Packet::Event {
            name: "notification",
            payload,
        } = packet
        else {
            return;
        };
        let parsed: Result<(IgnoredAny, Notification), _> = serde_json::from_str(payload);
        if let Ok((_, one)) = parsed
            && one.kind == NotificationType::TicketUpdate
            && let Some(ticket) = one.data["ticketId"].as_str()
        {
            // Full only when nobody looks any longer.
            let _ = heard.try_send((ticket.to_owned(), now));
        }
    })
}
