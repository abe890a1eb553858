//! `bench announcement`: an admin announces something while many are connected
//! and a few chat. Measured from before the admin's request until each has heard
//! of it, and how fast chat messages are acknowledged until the last has.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use frontdesk_model::{Role, events, notification::Notification};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Method;
use serde::de::IgnoredAny;
use serde_json::json;
use tokio::{sync::Notify, time::timeout};

use super::{
    ANSWER_TIMEOUT, chat,
    connections::{OPENING, callers},
    conversations::{Conversations, goals, notes, tally_figures},
    error::Result,
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet, Socket},
    target::{Target, answer},
    timetable::Pace,
};

/// Within this time everybody must have heard.
const TARGET: Duration = Duration::from_secs(2);
/// The p99 that a chat's acknowledgement must stay under meanwhile.
const CHAT_GOAL_MS: f64 = 100.0;
/// How long a second copy may take.
const COPIES_COME_WITHIN: Duration = Duration::from_secs(1);
/// How long the chats go on before the announcement.
const CHAT_BEFORE: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Users who are connected, a socket each
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=25_000))]
    users: u32,
    /// Customers who chat meanwhile
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    chats: u16,
    /// Agents who share the chats
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    agents: u16,
    /// Chat messages a second
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    chat_rate: u64,
}

/// # Errors
/// `Usage` when there cannot be so many connections; whatever the server refuses.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let users = load.users as usize;
    super::say(&format!("announcement: {users} users connect"));
    let audience = Arc::new(Audience::new(users, target.run()));
    let sockets = connect(target, &audience).await?;
    let chats = Conversations::open(target, load.chats.into(), load.agents.into()).await?;
    let chats = Arc::new(chats);
    let over = Arc::new(AtomicBool::new(false));
    let chatting = tokio::spawn({
        let (chats, over) = (chats.clone(), over.clone());
        let pace = Pace {
            rate: load.chat_rate,
            seconds: (CHAT_BEFORE + ANSWER_TIMEOUT * 2).as_secs(),
        };
        async move { chat::drive(&chats, pace, &over).await }
    });
    tokio::time::sleep(CHAT_BEFORE).await;
    super::say("announcement: an admin announces");
    let before = target.watched.as_ref().map(|watched| watched.usage());
    let started = Instant::now();
    let announced = announce(target, &audience.title).await;
    // Whoever has not heard by then is counted.
    let _ = timeout(ANSWER_TIMEOUT, audience.all_heard()).await;
    over.store(true, Ordering::Relaxed);
    let after = target.watched.as_ref().map(|watched| watched.usage());
    announced?;
    // The chats end by themselves; a panic of theirs shows in the counts.
    let _ = chatting.await;
    chats.settle().await;
    tokio::time::sleep(COPIES_COME_WITHIN).await;
    let dropped_chats = chats.dropped();
    let tally = chats.check_and_end(target).await?;
    let heard = audience.result(started);
    let dropped = sockets.iter().filter(|one| one.closed().is_some()).count() as u64;
    let ledger = chats.ledger();
    let mut figures = vec![
        Figure::count("heard", heard.latency.count()),
        Figure::count("heard twice", heard.doubled),
        Figure::count("users dropped", dropped),
        Figure::new("until the last has heard", heard.last.as_secs_f64(), "s"),
    ];
    figures.extend(heard.latency.figures("until one has heard"));
    if let (Some(before), Some(after)) = (before, after) {
        let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64() * 1e6;
        let each = cpu / users as f64;
        figures.push(Figure::new("server CPU to tell one", each, "µs"));
    }
    figures.extend(ledger.ack.figures("chat acknowledgement"));
    figures.extend(ledger.delivery.figures("chat delivery"));
    figures.extend(
        tally_figures(&tally, &dropped_chats)
            .into_iter()
            .map(|one| Figure {
                name: format!("chat: {}", one.name),
                ..one
            }),
    );
    let part = Part {
        name: "announcement",
        load: format!(
            "to {users} users, during {} chats with {} messages a second",
            load.chats, load.chat_rate
        ),
        figures,
        notes: notes(&tally, &dropped_chats),
    };
    let mut all = vec![
        Goal::under(
            "until the last has heard",
            heard.last.as_secs_f64(),
            TARGET.as_secs_f64(),
            "s",
        ),
        Goal::none("users who have not heard", heard.missing),
        Goal::none("users who have heard twice", heard.doubled),
        Goal::under(
            "chat acknowledgement meanwhile, p99",
            ledger.ack.p99(),
            CHAT_GOAL_MS,
            "ms",
        ),
    ];
    all.extend(goals(&tally));
    Ok((part, all))
}

async fn connect(target: &Target, audience: &Arc<Audience>) -> Result<Vec<Socket>> {
    let callers = callers(target, "listener", audience.users())?;
    stream::iter(callers.iter().enumerate())
        .map(|(number, caller)| {
            target.socket(caller, events::ROOT, listener(audience.clone(), number))
        })
        .buffer_unordered(OPENING)
        .try_collect()
        .await
}

async fn announce(target: &Target, title: &str) -> Result<()> {
    let admin = target.caller("admin", 0, Role::Admin)?;
    let words = json!({ "title": title, "message": "We are open again on Monday at nine." });
    let request = target
        .request(&admin, Method::POST, "announcements")
        .json(&words);
    answer("the announcement", request).await?;
    Ok(())
}

fn listener(audience: Arc<Audience>, number: usize) -> OnPacket {
    Box::new(move |packet| {
        let now = Instant::now();
        if let Packet::Event {
            name: "notification",
            payload,
        } = packet
            && let Ok((_, one)) = serde_json::from_str::<(IgnoredAny, Notification)>(payload)
            && one.title == audience.title
        {
            audience.heard(number, now);
        }
    })
}

/// Those who listen, and when each has heard.
struct Audience {
    /// What this run announces, and no other.
    title: String,
    heard: Mutex<Vec<Vec<Instant>>>,
    left: AtomicUsize,
    nobody_left: Notify,
}

/// What became of an announcement.
struct Heard {
    latency: Latency,
    /// Until the last of those who have heard at all.
    last: Duration,
    missing: u64,
    doubled: u64,
}

impl Audience {
    fn new(users: usize, run: &str) -> Self {
        Self {
            title: format!("Load test {run}"),
            heard: Mutex::new(vec![Vec::new(); users]),
            left: AtomicUsize::new(users),
            nobody_left: Notify::new(),
        }
    }

    fn users(&self) -> usize {
        self.all().len()
    }

    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Instant>>> {
        // Nothing panics while it is held.
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self, number: usize, at: Instant) {
        let mut all = self.all();
        all[number].push(at);
        if all[number].len() == 1 && self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.nobody_left.notify_one();
        }
    }

    async fn all_heard(&self) {
        if self.left.load(Ordering::Relaxed) > 0 {
            self.nobody_left.notified().await;
        }
    }

    fn result(&self, started: Instant) -> Heard {
        let mut heard = Heard {
            latency: Latency::default(),
            last: Duration::ZERO,
            missing: 0,
            doubled: 0,
        };
        for times in self.all().iter() {
            heard.doubled += u64::from(times.len() > 1);
            let Some(first) = times.first() else {
                heard.missing += 1;
                continue;
            };
            let took = first.saturating_duration_since(started);
            heard.latency.record(took);
            heard.last = heard.last.max(took);
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_run_waits_for_the_last_and_counts_who_is_missing_or_hears_twice() {
        let audience = Audience::new(2, "bench-1");
        let started = Instant::now();
        audience.heard(0, started + Duration::from_millis(5));
        audience.heard(0, started + Duration::from_millis(6));
        let heard = audience.result(started);
        assert_eq!((heard.missing, heard.doubled), (1, 1));
        audience.heard(1, started + Duration::from_millis(9));
        audience.all_heard().await;
        let heard = audience.result(started);
        assert_eq!(heard.missing, 0);
        assert_eq!(heard.last, Duration::from_millis(9));
        assert_eq!(heard.latency.count(), 2);
    }
}
