//! `bench senders`: customers who each wait for the acknowledgement of one
//! message before they write the next (a closed loop): how many durable
//! messages a second the server takes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use super::{
    conversations::{Conversations, Snapshot, goals, notes, tally_figures},
    error::Result,
    ledger::per_second,
    report::{Figure, Part, Target as Goal},
    target::Target,
};

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Customers who write, each in a chat of their own
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    senders: u16,
    /// Agents to whom the messages are delivered; with 0 the chats wait in the queue
    #[arg(long, default_value_t = 8)]
    agents: u16,
    /// For how long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
}

/// # Errors
/// Whatever the server refuses before and after the load.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    super::say(&format!("senders: {} customers connect", load.senders));
    let (users, agents) = (usize::from(load.senders), usize::from(load.agents));
    let conversations = Arc::new(Conversations::open(target, users, agents).await?);
    super::say(&format!("senders: writing for {} s", load.seconds));
    let before = Snapshot::take(target);
    let acked = write(&conversations, Duration::from_secs(load.seconds)).await;
    let after = Snapshot::take(target);
    conversations.settle().await;
    let dropped = conversations.dropped();
    super::say("senders: reading the histories");
    let tally = conversations.check_and_end(target).await?;
    let ledger = conversations.ledger();
    let mut figures = tally_figures(&tally, &dropped);
    let rate = per_second(acked, before.until(&after));
    figures.push(Figure::new("acknowledged a second", rate, ""));
    figures.extend(ledger.ack.figures("acknowledgement"));
    if agents > 0 {
        figures.extend(ledger.delivery.figures("delivery"));
    }
    figures.extend(before.figures(&after, acked));
    let part = Part {
        name: "senders",
        load: format!(
            "{} senders, each waits for its acknowledgement, for {} s; {agents} agents",
            load.senders, load.seconds
        ),
        figures,
        notes: notes(&tally, &dropped),
    };
    Ok((part, goals(&tally)))
}

/// Gives the number of messages that were acknowledged in this time.
async fn write(conversations: &Arc<Conversations>, time: Duration) -> u64 {
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for index in 0..conversations.chats.len() {
        let conversations = conversations.clone();
        tasks.spawn(async move {
            let chat = &conversations.chats[index];
            while Instant::now() < end {
                let sent = conversations
                    .post_and_wait(&chat.customer, &chat.session_id)
                    .await;
                // A connection that has ended is counted at the end.
                if !matches!(sent, Ok(true)) {
                    return;
                }
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    conversations.ledger().acknowledged()
}
