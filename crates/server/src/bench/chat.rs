//! `bench chat`: customers and agents who write at a fixed rate, whatever the
//! server does (an open loop): what is late counts from when it was due.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tokio::task::JoinSet;

use super::{
    conversations::{Conversations, Snapshot, goals, notes, tally_figures},
    error::{Error, Result},
    ledger::{MAX_MESSAGES, per_second},
    report::{Figure, Part, Target as Goal},
    socket::Socket,
    target::Target,
    timetable::{Pace, Timetable},
};

/// How the load of a chat run looks.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Customers, each with a chat of their own
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=20_000))]
    users: u64,
    /// Agents, who share the chats
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=5_000))]
    agents: u64,
    /// Messages a second, half of them by the customers, half by the agents
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    rate: u64,
    /// For how long
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
}

impl Load {
    /// What an ordinary desk sees on a busy day, within the limits of a user.
    pub const MODEST: Self = Self {
        users: 20,
        agents: 10,
        rate: 100,
        seconds: 6,
    };

    fn pace(&self) -> Pace {
        Pace {
            rate: self.rate,
            seconds: self.seconds,
        }
    }
}

/// # Errors
/// `Usage` for more messages than a run may have; whatever the server refuses
/// before and after the load. What it refuses during the load is counted.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    if load.pace().messages() > MAX_MESSAGES {
        return Err(Error::usage(format!(
            "a run has at most {MAX_MESSAGES} messages; make --rate or --seconds smaller"
        )));
    }
    super::say(&format!(
        "chat: {} users and {} agents connect",
        load.users, load.agents
    ));
    let conversations = Conversations::open(target, size(load.users), size(load.agents)).await?;
    let conversations = Arc::new(conversations);
    super::say(&format!(
        "chat: {} messages a second for {} s",
        load.rate, load.seconds
    ));
    let before = Snapshot::take(target);
    drive(&conversations, load.pace(), &Arc::default()).await;
    let took = before.until(&Snapshot::take(target));
    conversations.settle().await;
    let after = Snapshot::take(target);
    let dropped = conversations.dropped();
    super::say("chat: reading the histories");
    let tally = conversations.check_and_end(target).await?;
    let ledger = conversations.ledger();
    let mut figures = tally_figures(&tally, &dropped);
    let rate = per_second(tally.acked, took);
    figures.push(Figure::new("acknowledged a second", rate, ""));
    figures.extend(ledger.ack.figures("acknowledgement"));
    figures.extend(ledger.delivery.figures("delivery"));
    figures.extend(before.figures(&after, tally.sent));
    let mut goals = goals(&tally);
    let latency = ledger.delivery.p99();
    goals.insert(
        0,
        Goal::under("message to the other side, p99", latency, 100.0, "ms"),
    );
    let unsent = load.pace().messages().saturating_sub(tally.acked);
    goals.push(Goal::none("messages not acknowledged", unsent));
    let undelivered = tally.acked.saturating_sub(tally.delivered);
    goals.push(Goal::none("messages not delivered live", undelivered));
    let part = Part {
        name: "chat",
        load: format!(
            "{} users, {} agents, {} messages a second for {} s",
            load.users, load.agents, load.rate, load.seconds
        ),
        figures,
        notes: notes(&tally, &dropped),
    };
    Ok((part, goals))
}

/// Each side of each chat has a task with a timetable of its own, so that a slow
/// connection delays nobody else. All fall silent once it is `over`.
pub async fn drive(conversations: &Arc<Conversations>, pace: Pace, over: &Arc<AtomicBool>) {
    let start = Instant::now();
    let sides = conversations.chats.len() as u64 * 2;
    let mut tasks = JoinSet::new();
    for side in 0..sides {
        let timetable = Timetable {
            start,
            pace,
            speaker: side,
            speakers: sides,
        };
        let (conversations, over) = (conversations.clone(), over.clone());
        tasks.spawn(async move { speak(&conversations, side, &timetable, &over).await });
    }
    while tasks.join_next().await.is_some() {}
}

/// Even sides are customers; odd ones the agent of a chat half a round away, so
/// that customer and agent take turns.
async fn speak(conversations: &Conversations, side: u64, timetable: &Timetable, over: &AtomicBool) {
    let chats = &conversations.chats;
    let index = size(side / 2);
    let (chat, from): (_, &Socket) = if side.is_multiple_of(2) {
        (&chats[index], &chats[index].customer)
    } else {
        let chat = &chats[(index + chats.len() / 2) % chats.len()];
        (chat, chat.agent.as_deref().unwrap_or(&chat.customer))
    };
    for due in timetable.times() {
        tokio::time::sleep_until(due.into()).await;
        if over.load(Ordering::Relaxed) {
            return;
        }
        // A connection that has ended is counted at the end.
        if !matches!(
            conversations.post(from, &chat.session_id, due).await,
            Ok(true)
        ) {
            return;
        }
    }
}

/// A count that a flag has bounded.
fn size(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
