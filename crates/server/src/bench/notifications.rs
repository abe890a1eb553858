//! `bench notifications`: an agent changes a ticket, its owner's socket hears of
//! it, and then the agent changes it again (a closed loop). Measured from before
//! the request to the event. With `--rate` it is an open loop, which is in
//! [`notification_rate`](super::notification_rate).

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
    notification_rate::{self, Event, MAX_PER_SECOND},
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet},
    target::{Caller, Target},
    timetable::Pace,
};

/// Notifications that may wait to be looked at; there is one at a time.
const QUEUE: usize = 64;
/// What a ticket goes through; ends where it began, so that it can go round.
const STATUSES: [&str; 2] = ["in-progress", "resolved"];

/// Customers, when no flag says how many: who wait for each other, and at a rate.
const USERS: u16 = 5;
const USERS_AT_A_RATE: u16 = 500;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Customers with a ticket each [default: 5; with --rate 500]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=20_000))]
    users: Option<u16>,
    /// Changes of each ticket, one after the other
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    changes: u16,
    /// Answer tickets so many times a second instead, whatever the server does
    #[arg(long, conflicts_with = "changes", value_parser = clap::value_parser!(u64).range(1..=MAX_PER_SECOND))]
    rate: Option<u64>,
    /// What customers are told of, with --rate
    #[arg(long, value_enum, default_value_t, requires = "rate")]
    event: Event,
    /// For how long, with --rate
    #[arg(long, default_value_t = 20, requires = "rate", value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Agents who share the answers, with --rate
    #[arg(long, default_value_t = 10, requires = "rate", value_parser = clap::value_parser!(u16).range(1..=1_000))]
    agents: u16,
}

impl Load {
    pub const DEFAULT: Self = Self {
        users: None,
        changes: 40,
        rate: None,
        event: Event::Response,
        seconds: 0,
        agents: 0,
    };
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

/// # Errors
/// Whatever the server refuses; `NoAnswer` when a notification does not come.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    if let Some(rate) = load.rate {
        let load = notification_rate::Load {
            event: load.event,
            users: usize::from(load.users.unwrap_or(USERS_AT_A_RATE)),
            agents: usize::from(load.agents),
            pace: Pace {
                rate,
                seconds: load.seconds,
            },
        };
        return notification_rate::run(target, load).await;
    }
    one_by_one(target, load.users.unwrap_or(USERS), load.changes).await
}

async fn one_by_one(target: &Target, users: u16, changes: u16) -> Result<(Part, Vec<Goal>)> {
    super::say(&format!(
        "notifications: {users} tickets are changed {changes} times"
    ));
    let started = Instant::now();
    let users = usize::from(users);
    let all: Vec<Latency> = stream::iter(0..users)
        .map(|number| one_ticket(target, number, changes))
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
        load: format!("{users} tickets, each changed {changes} times by its agent"),
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
    let ticket = open_ticket(target, &owner).await?;
    let mut latency = Latency::default();
    for change in 0..usize::from(changes) {
        let status = STATUSES[change % STATUSES.len()];
        latency.record(change_once(target, &agent, &ticket, status, &mut hears).await?);
    }
    set_status(target, &agent, &ticket, "closed").await?;
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

/// Gives its id.
pub async fn open_ticket(target: &Target, owner: &Caller) -> Result<String> {
    let ticket = json!({
        "subject": "Load test: where is my parcel?",
        "description": "Made by frontdesk bench to measure notifications.",
    });
    let ticket: Created = target.send(owner, Method::POST, "tickets", &ticket).await?;
    Ok(ticket.id)
}

pub async fn set_status(target: &Target, agent: &Caller, ticket: &str, status: &str) -> Result<()> {
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
