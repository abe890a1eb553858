//! `bench notifications --rate`: agents answer tickets, or write in chats, at a fixed
//! rate, whatever the server does (an open loop), and the customers' sockets, which
//! look at neither, hear of it. Each answer
//! is one notification, known by its number; in the end the owners' lists are
//! read, so that what was lost or doubled is seen.

use std::{
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_model::{
    Role, events,
    notification::{Notification, NotificationType},
    page::PageInfo,
};
use futures_util::{StreamExt, TryStreamExt, stream, stream::FuturesUnordered};
use reqwest::Method;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;

use super::{
    connections::{OPENING, callers},
    conversations::Snapshot,
    error::{Error, Result},
    latency::Latency,
    ledger::per_second,
    notifications::{open_ticket, set_status},
    report::{Figure, Part, Target as Goal},
    socket::{OnPacket, Packet, Socket},
    target::{Caller, Target, answer},
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

/// What customers are told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Event {
    /// An agent answers a ticket, by REST.
    #[default]
    Response,
    /// An agent writes in a chat, by socket.
    Chat,
}

#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub event: Event,
    pub users: usize,
    pub agents: usize,
    pub pace: Pace,
}

/// A customer with a ticket or a chat.
struct Owner {
    caller: Caller,
    conversation: String,
    socket: Socket,
}

/// Who answers, and how.
struct Agent {
    caller: Caller,
    /// To write in chats.
    socket: Option<Socket>,
}

/// # Errors
/// `Usage` for more answers than a run may have; whatever the server refuses
/// before and after the load. What it refuses during the load is counted.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let Load {
        event,
        users,
        agents,
        pace,
    } = load;
    if pace.messages() > MAX_ANSWERS {
        return Err(Error::usage(format!(
            "a run has at most {MAX_ANSWERS} answers; make --rate or --seconds smaller"
        )));
    }
    let (what, from) = match event {
        Event::Response => ("responses", "tickets"),
        Event::Chat => ("messages", "chats"),
    };
    super::say(&format!("notifications: {users} customers open {from}"));
    let ledger = Arc::default();
    let agents = self::agents(target, agents, event).await?;
    let owners = owners(target, users, &agents, &ledger).await?;
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
    check_and_close(target, &owners, &agents, &ledger).await?;
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
    figures.extend(tally.answer.figures("answer to the agent"));
    figures.extend(tally.hearing.figures("event to notification"));
    figures.extend(tally.lag.figures("answer to notification"));
    figures.extend(before.figures(&after, tally.heard));
    let part = Part {
        name: "notifications",
        load: format!(
            "{} {what} a second for {} s by {} agents in {users} {from}",
            pace.rate,
            pace.seconds,
            agents.len()
        ),
        figures,
        notes: ledger.refusal.iter().cloned().collect(),
    };
    Ok((part, tally.goals(pace.messages())))
}

async fn agents(target: &Target, count: usize, event: Event) -> Result<Vec<Agent>> {
    let mut agents = Vec::with_capacity(count);
    for number in 0..count {
        let caller = target.caller("notifying-agent", number, Role::Agent)?;
        let socket = match event {
            Event::Response => None,
            Event::Chat => Some(chat_socket(target, &caller).await?),
        };
        agents.push(Agent { caller, socket });
    }
    Ok(agents)
}

/// Of an agent who is offered nothing, and takes only the chats of this run.
async fn chat_socket(target: &Target, agent: &Caller) -> Result<Socket> {
    let socket = target
        .socket(agent, events::CHAT_AGENT, Box::new(|_| {}))
        .await?;
    let away = json!({ "status": "away" });
    socket.request::<IgnoredAny>("set-status", &away).await?;
    Ok(socket)
}

async fn owners(
    target: &Target,
    users: usize,
    agents: &[Agent],
    ledger: &Arc<Mutex<Ledger>>,
) -> Result<Vec<Owner>> {
    stream::iter(callers(target, "owner", users)?)
        .enumerate()
        .map(|(number, caller)| async move {
            let listener = listener(target.run(), ledger);
            let socket = target.socket(&caller, events::ROOT, listener).await?;
            let conversation = match &agent_of(agents, number).socket {
                None => open_ticket(target, &caller).await?,
                Some(agent) => open_chat(target, &caller, agent).await?,
            };
            Ok(Owner {
                caller,
                conversation,
                socket,
            })
        })
        .buffered(OPENING)
        .try_collect()
        .await
}

/// The agent of the nth customer, and of the nth answer: a chat has one alone.
fn agent_of(agents: &[Agent], number: usize) -> &Agent {
    &agents[number % agents.len()]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    session_id: String,
}

/// By REST, so that the customer is not seen looking at the chat.
async fn open_chat(target: &Target, owner: &Caller, agent: &Socket) -> Result<String> {
    let topic = json!({ "topic": "Load test" });
    let opened: Opened = target
        .send(owner, Method::POST, "chat/initiate", &topic)
        .await?;
    let session = json!({ "sessionId": opened.session_id });
    agent
        .request::<IgnoredAny>("accept-session", &session)
        .await?;
    Ok(opened.session_id)
}

/// Every answer is a future of its own: a slow one delays no other.
async fn answer_all(
    target: &Target,
    agents: &[Agent],
    owners: &[Owner],
    pace: Pace,
    ledger: &Mutex<Ledger>,
) {
    let timetable = Timetable {
        start: Instant::now(),
        pace,
        speaker: 0,
        speakers: 1,
    };
    let mut under_way = FuturesUnordered::new();
    for (number, due) in timetable.times().enumerate() {
        let mut wait = pin!(tokio::time::sleep_until(due.into()));
        loop {
            tokio::select! {
                () = &mut wait => break,
                Some(()) = under_way.next() => {}
            }
        }
        lock(ledger).due(due);
        let owner = number % owners.len();
        let answer = answer_one(target, agent_of(agents, owner), &owners[owner], number);
        under_way.push(async move {
            let answer = answer.await;
            lock(ledger).answered(number, answer.err(), Instant::now());
        });
    }
    while under_way.next().await.is_some() {}
}

async fn answer_one(target: &Target, agent: &Agent, owner: &Owner, number: usize) -> Result<()> {
    let words = words(target.run(), number);
    let conversation = &owner.conversation;
    if let Some(socket) = &agent.socket {
        let message = json!({ "sessionId": conversation, "content": words });
        socket
            .request::<IgnoredAny>("chat-message", &message)
            .await?;
        return Ok(());
    }
    let path = format!("tickets/{conversation}/responses");
    let response = json!({ "response": words });
    target
        .send::<IgnoredAny>(&agent.caller, Method::POST, &path, &response)
        .await?;
    Ok(())
}

/// Waits until everything that was answered was heard, or it takes too long.
async fn settle(ledger: &Mutex<Ledger>) {
    let deadline = Instant::now() + SETTLE_TIMEOUT;
    while !lock(ledger).is_settled() && Instant::now() < deadline {
        tokio::time::sleep(SETTLE_POLL).await;
    }
    tokio::time::sleep(COPIES_COME_WITHIN).await;
}

/// Reads the owners' lists, as somebody does who was away, and closes what was
/// opened.
async fn check_and_close(
    target: &Target,
    owners: &[Owner],
    agents: &[Agent],
    ledger: &Mutex<Ledger>,
) -> Result<()> {
    stream::iter(owners)
        .enumerate()
        .map(|(number, owner)| async move {
            read_list(target, &owner.caller, ledger).await?;
            let agent = agent_of(agents, number);
            match &agent.socket {
                None => set_status(target, &agent.caller, &owner.conversation, "closed").await,
                Some(socket) => {
                    let session = json!({ "sessionId": owner.conversation });
                    socket
                        .request::<IgnoredAny>("close-session", &session)
                        .await?;
                    Ok(())
                }
            }
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
    if !matches!(
        about.kind,
        NotificationType::TicketResponse | NotificationType::ChatMessage
    ) {
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
