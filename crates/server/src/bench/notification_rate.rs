//! `bench notifications --rate`: agents answer tickets at a fixed rate, whatever
//! the server does (an open loop), and the owners' sockets hear of it. Each answer
//! is one notification, known by its number; in the end the owners' lists are
//! read, so that what was lost or doubled is seen.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_model::{
    Role, events,
    notification::{Notification, NotificationType},
    page::PageInfo,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Method;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use tokio::task::JoinSet;

use super::{
    connections::{OPENING, callers},
    conversations::Snapshot,
    error::{Error, Result},
    latency::Latency,
    ledger::per_second,
    notifications::{open_ticket, set_status},
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet, Socket},
    target::{Caller, Target, answer, data},
    timetable::{Pace, Timetable},
};

/// Answers a second at most.
pub const MAX_PER_SECOND: u64 = 100_000;
/// Answers of one run at most: bounds the memory, some 60 bytes each.
const MAX_ANSWERS: u64 = 1_000_000;
/// How long the last notifications may take after the load has ended.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(15);
const SETTLE_POLL: Duration = Duration::from_millis(20);
/// How long a second copy may take.
const COPIES_COME_WITHIN: Duration = Duration::from_millis(500);
/// The p99 that a notification must stay under, in milliseconds.
const GOAL_MS: f64 = 20.0;
/// Notifications that are read from a list at once.
const PAGE: &str = "100";

#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub users: usize,
    pub agents: usize,
    pub pace: Pace,
}

/// A customer with a ticket.
struct Owner {
    caller: Caller,
    ticket: String,
    socket: Socket,
}

/// # Errors
/// `Usage` for more answers than a run may have; whatever the server refuses
/// before and after the load. What it refuses during the load is counted.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let Load {
        users,
        agents,
        pace,
    } = load;
    if pace.messages() > MAX_ANSWERS {
        return Err(Error::usage(format!(
            "a run has at most {MAX_ANSWERS} answers; make --rate or --seconds smaller"
        )));
    }
    super::say(&format!("notifications: {users} customers open a ticket"));
    let ledger = Arc::default();
    let owners = Arc::new(owners(target, users, &ledger).await?);
    let agents: Vec<_> = (0..agents)
        .map(|number| target.caller("ticket-agent", number, Role::Agent))
        .collect::<Result<_>>()?;
    super::say(&format!(
        "notifications: {} answers a second for {} s",
        pace.rate, pace.seconds
    ));
    let before = Snapshot::take(target);
    answer_all(target, &agents, &owners, pace, &ledger).await;
    let took = before.until(&Snapshot::take(target));
    settle(&ledger).await;
    let after = Snapshot::take(target);
    super::say("notifications: reading the lists");
    check_and_close(target, &owners, &agents[0], &ledger).await?;
    let dropped = owners.iter().filter(|one| one.socket.closed().is_some());
    let dropped = dropped.count() as u64;
    let ledger = lock(&ledger);
    let tally = ledger.tally();
    let mut figures = tally.figures();
    figures.push(Figure::count("connections dropped", dropped));
    figures.push(Figure::new(
        "answered a second",
        per_second(tally.answered, took),
        "",
    ));
    figures.extend(tally.answer.figures("answer of the request"));
    figures.extend(tally.hearing.figures("response to notification"));
    figures.extend(tally.lag.figures("answer to notification"));
    figures.extend(before.figures(&after, tally.heard));
    let part = Part {
        name: "notifications",
        load: format!(
            "{} responses a second for {} s by {} agents to {users} tickets",
            pace.rate,
            pace.seconds,
            agents.len()
        ),
        figures,
        notes: ledger.refusal.iter().cloned().collect(),
    };
    Ok((part, tally.goals(pace.messages())))
}

async fn owners(target: &Target, users: usize, ledger: &Arc<Mutex<Ledger>>) -> Result<Vec<Owner>> {
    stream::iter(callers(target, "owner", users)?)
        .map(|caller| async move {
            let listener = listener(target.run(), ledger);
            let socket = target.socket(&caller, events::ROOT, listener).await?;
            let ticket = open_ticket(target, &caller).await?;
            Ok(Owner {
                caller,
                ticket,
                socket,
            })
        })
        .buffer_unordered(OPENING)
        .try_collect()
        .await
}

/// Every answer is a task of its own: a slow one delays no other.
async fn answer_all(
    target: &Target,
    agents: &[Caller],
    owners: &[Owner],
    pace: Pace,
    ledger: &Arc<Mutex<Ledger>>,
) {
    let timetable = Timetable {
        start: Instant::now(),
        pace,
        speaker: 0,
        speakers: 1,
    };
    let mut tasks = JoinSet::new();
    for (number, due) in timetable.times().enumerate() {
        tokio::time::sleep_until(due.into()).await;
        lock(ledger).due(due);
        let agent = &agents[number % agents.len()];
        let ticket = &owners[number % owners.len()].ticket;
        let response = json!({ "response": words(target.run(), number) });
        let path = format!("tickets/{ticket}/responses");
        let request = target.request(agent, Method::POST, &path).json(&response);
        let ledger = ledger.clone();
        tasks.spawn(async move {
            let answer = data::<IgnoredAny>("a response", request).await;
            lock(&ledger).answered(number, answer.err(), Instant::now());
        });
        while tasks.try_join_next().is_some() {}
    }
    while tasks.join_next().await.is_some() {}
}

/// Waits until everything that was answered was heard, or it takes too long.
async fn settle(ledger: &Mutex<Ledger>) {
    let deadline = Instant::now() + SETTLE_TIMEOUT;
    while !lock(ledger).is_settled() && Instant::now() < deadline {
        tokio::time::sleep(SETTLE_POLL).await;
    }
    tokio::time::sleep(COPIES_COME_WITHIN).await;
}

/// Reads the owners' lists, as somebody does who was away, and closes the tickets.
async fn check_and_close(
    target: &Target,
    owners: &[Owner],
    agent: &Caller,
    ledger: &Mutex<Ledger>,
) -> Result<()> {
    stream::iter(owners)
        .map(|owner| async move {
            read_list(target, &owner.caller, ledger).await?;
            set_status(target, agent, &owner.ticket, "closed").await
        })
        .buffer_unordered(OPENING)
        .try_collect()
        .await
}

/// A page of a list.
#[derive(Deserialize)]
struct Listed {
    data: Vec<Notification>,
    page: PageInfo,
}

async fn read_list(target: &Target, owner: &Caller, ledger: &Mutex<Ledger>) -> Result<()> {
    let what = "the list of notifications";
    let mut cursor: Option<String> = None;
    loop {
        let mut query = vec![("limit", PAGE)];
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page = answer(what, target.get(owner, "notifications", &query)).await?;
        let list: Listed = page.json().await.map_err(|why| Error::answer(what, why))?;
        for number in list.data.iter().filter_map(|it| number(target.run(), it)) {
            lock(ledger).listed(number);
        }
        cursor = list.page.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// What an agent writes: begins with its number, which the notification repeats.
fn words(run: &str, number: usize) -> String {
    format!("{run} {number} We have asked the carrier, who will call you about your parcel today.")
}

fn number(run: &str, about: &Notification) -> Option<usize> {
    if about.kind != NotificationType::TicketResponse {
        return None;
    }
    let mut words = about.message.strip_prefix(run)?.split_ascii_whitespace();
    words.next()?.parse().ok()
}

fn listener(run: &str, ledger: &Arc<Mutex<Ledger>>) -> OnPacket {
    let (run, ledger) = (run.to_owned(), ledger.clone());
    Box::new(move |packet| {
        let now = Instant::now();
        if let Packet::Event {
            name: "notification",
            payload,
        } = packet
            && let Ok((_, one)) = serde_json::from_str::<(IgnoredAny, Notification)>(payload)
            && let Some(number) = number(&run, &one)
        {
            lock(&ledger).heard(number, now);
        }
    })
}

#[derive(Debug)]
struct Entry {
    due: Instant,
    answered: Option<Instant>,
    heard: Option<Instant>,
    hearings: u8,
    copies: u8,
}

/// What became of each answer; the nth stands at n.
#[derive(Debug, Default)]
struct Ledger {
    entries: Vec<Entry>,
    refused: u64,
    refusal: Option<String>,
}

impl Ledger {
    fn due(&mut self, due: Instant) {
        self.entries.push(Entry {
            due,
            answered: None,
            heard: None,
            hearings: 0,
            copies: 0,
        });
    }

    fn answered(&mut self, number: usize, refusal: Option<Error>, at: Instant) {
        match (refusal, self.entries.get_mut(number)) {
            (None, Some(entry)) => entry.answered = Some(at),
            (Some(why), _) => {
                self.refused += 1;
                self.refusal.get_or_insert_with(|| why.to_string());
            }
            (None, None) => {}
        }
    }

    fn heard(&mut self, number: usize, at: Instant) {
        if let Some(entry) = self.entries.get_mut(number) {
            entry.heard.get_or_insert(at);
            entry.hearings = entry.hearings.saturating_add(1);
        }
    }

    fn listed(&mut self, number: usize) {
        if let Some(entry) = self.entries.get_mut(number) {
            entry.copies = entry.copies.saturating_add(1);
        }
    }

    fn is_settled(&self) -> bool {
        let waits = |entry: &&Entry| entry.answered.is_some() && entry.heard.is_none();
        !self.entries.iter().any(|entry| waits(&entry))
    }

    fn tally(&self) -> Tally {
        let count = |test: fn(&Entry) -> bool| {
            self.entries.iter().filter(|entry| test(entry)).count() as u64
        };
        let mut tally = Tally {
            sent: self.entries.len() as u64,
            answered: count(|entry| entry.answered.is_some()),
            refused: self.refused,
            heard: count(|entry| entry.heard.is_some()),
            unheard: count(|entry| entry.answered.is_some() && entry.heard.is_none()),
            lost: count(|entry| entry.answered.is_some() && entry.copies == 0),
            doubled: count(|entry| entry.hearings > 1 || entry.copies > 1),
            ..Tally::default()
        };
        for entry in &self.entries {
            if let Some(answered) = entry.answered {
                let took = answered.saturating_duration_since(entry.due);
                tally.answer.record(took);
            }
            if let Some(heard) = entry.heard {
                let took = heard.saturating_duration_since(entry.due);
                tally.hearing.record(took);
            }
            if let (Some(answered), Some(heard)) = (entry.answered, entry.heard) {
                tally.lag.record(heard.saturating_duration_since(answered));
            }
        }
        tally
    }
}

/// The result of a run.
#[derive(Default)]
struct Tally {
    sent: u64,
    answered: u64,
    refused: u64,
    heard: u64,
    /// Answered, but never heard of at the owner's socket.
    unheard: u64,
    /// Answered, but not in the owner's list.
    lost: u64,
    /// Heard twice, or twice in the list.
    doubled: u64,
    /// From when a response was due to its answer.
    answer: Latency,
    /// From when a response was due to the owner's socket.
    hearing: Latency,
    /// From the agent's answer to the owner's socket; nothing where that came first.
    lag: Latency,
}

impl Tally {
    fn figures(&self) -> Vec<Figure> {
        vec![
            Figure::count("sent", self.sent),
            Figure::count("answered", self.answered),
            Figure::count("refused", self.refused),
            Figure::count("heard", self.heard),
            Figure::count("lost", self.lost),
            Figure::count("doubled", self.doubled),
        ]
    }

    fn goals(&self, planned: u64) -> Vec<Goal> {
        let unanswered = planned.saturating_sub(self.answered);
        vec![
            Goal::under("notification, p99", self.hearing.p99(), GOAL_MS, "ms"),
            Goal::none("responses without an answer", unanswered),
            Goal::none("notifications not heard of", self.unheard),
            Goal::none("notifications lost", self.lost),
            Goal::none("notifications doubled", self.doubled),
        ]
    }
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    // Nothing panics while it is held.
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_is_known_by_the_number_of_its_run() {
        let about = |message: String| Notification {
            id: "00000000-0000-7000-8000-000000000000".parse().unwrap(),
            kind: NotificationType::TicketResponse,
            title: String::new(),
            message,
            data: json!({}),
            read: false,
            created_at: frontdesk_model::Timestamp(0),
        };
        assert_eq!(number("bench-1", &about(words("bench-1", 17))), Some(17));
        assert_eq!(number("bench-1", &about(words("bench-2", 17))), None);
        assert_eq!(number("bench-1", &about("Hello".to_owned())), None);
    }

    #[test]
    fn what_is_missing_or_comes_twice_is_counted() {
        let mut ledger = Ledger::default();
        let now = Instant::now();
        for number in 0..3 {
            ledger.due(now);
            ledger.answered(number, None, now);
        }
        assert!(!ledger.is_settled());
        ledger.heard(0, now);
        ledger.listed(0);
        ledger.heard(1, now);
        ledger.heard(1, now);
        ledger.listed(1);
        let tally = ledger.tally();
        assert_eq!((tally.heard, tally.unheard), (2, 1));
        assert_eq!((tally.lost, tally.doubled), (1, 1));
        assert_eq!(tally.goals(4)[1].measured, 1.0);
    }

    #[test]
    fn what_is_late_counts_from_when_it_was_due() {
        let mut ledger = Ledger::default();
        let due = Instant::now();
        ledger.due(due);
        ledger.heard(0, due + Duration::from_millis(7));
        ledger.answered(0, None, due + Duration::from_millis(9));
        let tally = ledger.tally();
        assert!((tally.hearing.p99() - 7.0).abs() < 0.1);
        assert!((tally.answer.p99() - 9.0).abs() < 0.1);
        assert!(tally.lag.p99() < 0.1);
    }
}
