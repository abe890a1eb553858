//! Chats to drive: customers and agents at their sockets, each chat accepted,
//! and everything that comes in noted in one ledger.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_model::{Role, events};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    connections::OPENING,
    error::{Error, Result},
    ledger::{Ledger, SeenSeqs, Tally},
    process::{Usage, own_usage},
    report::{Figure, Target as Goal},
    socket::{OnPacket, Packet, Socket},
    target::{Caller, Target},
};

/// How long the last answers and deliveries may take after the load has ended.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(15);
const SETTLE_POLL: Duration = Duration::from_millis(20);

/// One chat: its customer's socket, and which agent has it.
pub struct Chat {
    pub session_id: String,
    pub customer: Arc<Socket>,
    caller: Caller,
    pub agent: Option<Arc<Socket>>,
}

/// All chats of a run.
pub struct Conversations {
    pub chats: Vec<Chat>,
    agents: Vec<Arc<Socket>>,
    marks: Marks,
    ledger: Arc<Mutex<Ledger>>,
}

/// Gives messages their `clientId`, and knows them by it.
#[derive(Clone)]
struct Marks(Arc<str>);

impl Marks {
    fn of(&self, number: u64) -> String {
        format!("{}{number}", self.0)
    }

    fn number(&self, client_id: &str) -> Option<u64> {
        client_id.strip_prefix(&*self.0)?.parse().ok()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outgoing<'a> {
    session_id: &'a str,
    content: &'a str,
    client_id: String,
}

impl<'a> Outgoing<'a> {
    pub fn new(session_id: &'a str, client_id: String) -> Self {
        Self {
            session_id,
            content: CONTENT,
            client_id,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Incoming<'a> {
    #[serde(borrow)]
    session_id: Cow<'a, str>,
    seq: i64,
    #[serde(borrow)]
    client_id: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    success: bool,
    #[serde(borrow)]
    error: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    session_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    seq: i64,
    client_id: Option<String>,
}

#[derive(Deserialize)]
struct History {
    messages: Vec<Stored>,
    more: bool,
}

/// What customers and agents write: about as long as people do in a chat.
const CONTENT: &str = "Thanks for looking into this. The parcel was due on Tuesday and the page still says it is at the depot.";

impl Conversations {
    /// Opens a chat for each of `users`, shared out among `agents`; without
    /// agents they all wait in the queue.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub async fn open(target: &Target, users: usize, agents: usize) -> Result<Self> {
        let mut this = Self {
            chats: Vec::new(),
            agents: Vec::new(),
            marks: Marks(format!("{}-", target.run()).into()),
            ledger: Arc::default(),
        };
        for number in 0..agents {
            let agent = this.agent(target, number).await?;
            this.agents.push(Arc::new(agent));
        }
        let (this_ref, agents) = (&this, &this.agents);
        let chats = stream::iter(0..users)
            .map(|number| async move {
                let agent = (!agents.is_empty()).then(|| agents[number % agents.len()].clone());
                this_ref.chat(target, number, agent).await
            })
            .buffered(OPENING)
            .try_collect()
            .await?;
        this.chats = chats;
        Ok(this)
    }

    /// An agent who takes only the chats of this run.
    async fn agent(&self, target: &Target, number: usize) -> Result<Socket> {
        let caller = target.caller("agent", number, Role::Agent)?;
        let socket = target
            .socket(&caller, events::CHAT_AGENT, self.listener())
            .await?;
        let away = json!({ "status": "away" });
        socket.request::<IgnoredAny>("set-status", &away).await?;
        Ok(socket)
    }

    async fn chat(
        &self,
        target: &Target,
        number: usize,
        agent: Option<Arc<Socket>>,
    ) -> Result<Chat> {
        let caller = target.caller("user", number, Role::User)?;
        let customer = target
            .socket(&caller, events::CHAT_USER, self.listener())
            .await?;
        let topic = json!({ "topic": "Load test" });
        let opened: Opened = customer.request("initiate-chat", &topic).await?;
        if let Some(agent) = &agent {
            let session = json!({ "sessionId": opened.session_id });
            agent
                .request::<IgnoredAny>("accept-session", &session)
                .await?;
        }
        Ok(Chat {
            session_id: opened.session_id,
            customer: Arc::new(customer),
            caller,
            agent,
        })
    }

    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    /// Notes what one connection hears.
    fn listener(&self) -> OnPacket {
        let (ledger, marks) = (self.ledger.clone(), self.marks.clone());
        let mut seen = SeenSeqs::new();
        Box::new(move |packet| {
            let now = Instant::now();
            match packet {
                Packet::Event {
                    name: "chat-message",
                    payload,
                } => {
                    let message: Result<(IgnoredAny, Incoming), _> = serde_json::from_str(payload);
                    let Ok((_, message)) = message else { return };
                    let number = message.client_id.and_then(|mark| marks.number(&mark));
                    if let Some(number) = number {
                        let session = &message.session_id;
                        lock(&ledger).delivered(number, session, message.seq, &mut seen, now);
                    }
                }
                Packet::Event { .. } => {}
                Packet::Ack { id, payload } => note_answer(&mut lock(&ledger), id, payload, now),
            }
        })
    }

    /// Sends a message without waiting for its answer, which the ledger notes.
    /// `due` is when it should have gone out. False when there may be no more.
    ///
    /// # Errors
    /// `Closed`.
    pub async fn post(&self, from: &Socket, session_id: &str, due: Instant) -> Result<bool> {
        let Some(number) = self.ledger().send(due) else {
            return Ok(false);
        };
        let message = self.message(session_id, number);
        from.emit(number, "chat-message", &message).await?;
        Ok(true)
    }

    /// Sends a message and waits for its answer. False when there may be no more.
    ///
    /// # Errors
    /// `Closed`, `NoAnswer`.
    pub async fn post_and_wait(&self, from: &Socket, session_id: &str) -> Result<bool> {
        let Some(number) = self.ledger().send(Instant::now()) else {
            return Ok(false);
        };
        let message = self.message(session_id, number);
        let answer = from.request_text("chat-message", &message).await?;
        note_answer(&mut self.ledger(), number, &answer, Instant::now());
        Ok(true)
    }

    fn message<'a>(&self, session_id: &'a str, number: u64) -> Outgoing<'a> {
        Outgoing::new(session_id, self.marks.of(number))
    }

    /// Waits until everything that was sent is answered and delivered, or it
    /// takes too long.
    pub async fn settle(&self) {
        let deadline = Instant::now() + SETTLE_TIMEOUT;
        while !self.ledger().is_settled(!self.agents.is_empty()) && Instant::now() < deadline {
            tokio::time::sleep(SETTLE_POLL).await;
        }
    }

    /// Reads the history of every chat, as a client does that has been away,
    /// and ends the chats.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub async fn check_and_end(&self, target: &Target) -> Result<Tally> {
        stream::iter(&self.chats)
            .map(|chat| self.check_and_end_one(target, chat))
            .buffer_unordered(OPENING)
            .try_collect::<()>()
            .await?;
        Ok(self.ledger().tally())
    }

    async fn check_and_end_one(&self, target: &Target, chat: &Chat) -> Result<()> {
        let customer = match chat.customer.closed() {
            None => chat.customer.clone(),
            // A dropped line must not keep anyone from what was acknowledged.
            Some(_) => {
                let again = target.socket(&chat.caller, events::CHAT_USER, self.listener());
                Arc::new(again.await?)
            }
        };
        let mut after = 0;
        loop {
            let sync = json!({ "sessionId": chat.session_id, "after": after });
            let history: History = customer.request("sync", &sync).await?;
            for message in history.messages {
                let mark = message.client_id.as_deref();
                if let Some(number) = mark.and_then(|mark| self.marks.number(mark)) {
                    self.ledger().stored(number, after, message.seq);
                }
                after = message.seq;
            }
            if !history.more {
                break;
            }
        }
        let session = json!({ "sessionId": chat.session_id });
        customer.request::<IgnoredAny>("end-chat", &session).await?;
        Ok(())
    }

    /// Why the server has ended connections, one sentence for each.
    pub fn dropped(&self) -> Vec<String> {
        let customers = self.chats.iter().map(|chat| ("a customer", &chat.customer));
        let agents = self.agents.iter().map(|agent| ("an agent", agent));
        customers
            .chain(agents)
            .filter_map(|(who, socket)| Some(format!("{who} was {}", socket.closed()?)))
            .collect()
    }
}

fn note_answer(ledger: &mut Ledger, number: u64, payload: &str, at: Instant) {
    match serde_json::from_str::<(Answer,)>(payload) {
        Ok((Answer { success: true, .. },)) => ledger.acked(number, at),
        Ok((answer,)) => ledger.refused(number, answer.error.as_deref().unwrap_or("no reason")),
        Err(why) => ledger.refused(number, &why.to_string()),
    }
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    // Nothing panics while it is held.
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the processes have used at some moment.
#[derive(Clone, Copy)]
pub struct Snapshot {
    at: Instant,
    server: Option<Usage>,
    own: Usage,
}

impl Snapshot {
    pub fn take(target: &Target) -> Self {
        Self {
            at: Instant::now(),
            server: target.watched.as_ref().map(|watched| watched.usage()),
            own: own_usage(),
        }
    }

    /// Seconds from this one to a later one.
    pub fn until(&self, later: &Self) -> Duration {
        later.at - self.at
    }

    /// Processor time a message, of the server and of the load generator, and
    /// the server's memory.
    pub fn figures(&self, later: &Self, messages: u64) -> Vec<Figure> {
        let each = |cpu: Duration| cpu.as_secs_f64() * 1e6 / messages.max(1) as f64;
        let mut figures = Vec::new();
        if let (Some(before), Some(after)) = (self.server, later.server) {
            let cpu = after.cpu.saturating_sub(before.cpu);
            let megabytes = after.resident_bytes as f64 / 1e6;
            figures.push(Figure::new("server CPU a message", each(cpu), "µs"));
            figures.push(Figure::new("server resident memory", megabytes, "MB"));
        }
        let own = later.own.cpu.saturating_sub(self.own.cpu);
        figures.push(Figure::new("load generator CPU a message", each(own), "µs"));
        figures
    }
}

/// The rows of a report about what became of the messages.
pub fn tally_figures(tally: &Tally, dropped: &[String]) -> Vec<Figure> {
    vec![
        Figure::count("sent", tally.sent),
        Figure::count("acknowledged", tally.acked),
        Figure::count("refused", tally.refused),
        Figure::count("unanswered", tally.unanswered),
        Figure::count("delivered", tally.delivered),
        Figure::count("lost", tally.lost),
        Figure::count("doubled", tally.doubled),
        Figure::count("out of order", tally.out_of_order),
        Figure::count("connections dropped", dropped.len() as u64),
    ]
}

/// What must hold in any run.
pub fn goals(tally: &Tally) -> Vec<Goal> {
    vec![
        Goal::none("acknowledged messages lost", tally.lost),
        Goal::none("messages doubled", tally.doubled),
        Goal::none("messages out of order", tally.out_of_order),
    ]
}

/// Says why messages were refused, and why connections ended.
pub fn notes(tally: &Tally, dropped: &[String]) -> Vec<String> {
    let refused = tally.refusal.as_ref().map(|why| {
        let refusal = Error::Refused {
            what: format!("{} messages", tally.refused),
            why: why.clone(),
        };
        refusal.to_string()
    });
    refused
        .into_iter()
        .chain(dropped.first().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_by_its_mark_and_those_of_other_runs_are_not() {
        let marks = Marks("bench-1-".into());
        assert_eq!(marks.number(&marks.of(17)), Some(17));
        assert_eq!(marks.number("bench-2-17"), None);
    }

    #[test]
    fn an_answer_without_success_is_a_refusal() {
        let mut ledger = Ledger::default();
        for _ in 0..3 {
            ledger.send(Instant::now());
        }
        note_answer(&mut ledger, 0, r#"[{"success":true}]"#, Instant::now());
        let refusal = r#"[{"success":false,"error":"too many requests"}]"#;
        note_answer(&mut ledger, 1, refusal, Instant::now());
        note_answer(&mut ledger, 2, "[]", Instant::now());
        let tally = ledger.tally();
        assert_eq!((tally.acked, tally.refused), (1, 2));
        assert!(notes(&tally, &[])[0].contains("RATE_LIMITS=off"));
    }
}
