//! How fast chat messages become durable.
//!
//! `append_rate [DATABASE] [SENDERS] [SECONDS] [RATE]`: DATABASE is a directory
//! for a SQLite file or a `postgres://` URL; each sender waits for its ack before
//! it sends again; RATE bounds all of them together, in messages a second. CPU is
//! this process's, senders included (and not PostgreSQL's).

use std::{
    error::Error,
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

use frontdesk_model::{ConversationId, IdSource, Timestamp, chat::Sender};
use frontdesk_store::{DatabaseUrl, NewChat, NewChatMessage, Store, StoreConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let temporary = tempfile::tempdir()?;
    let url = match arguments.next() {
        Some(url) if url.starts_with("postgres") => DatabaseUrl::Postgres(url),
        Some(dir) => DatabaseUrl::Sqlite(PathBuf::from(dir).join("append_rate.db")),
        None => DatabaseUrl::Sqlite(temporary.path().join("append_rate.db")),
    };
    let mut number = |default: u32| -> Result<u32, std::num::ParseIntError> {
        arguments.next().map_or(Ok(default), |text| text.parse())
    };
    let (senders, seconds, rate) = (number(64)?, number(5)?, number(0)?);

    let store = Store::open(&StoreConfig::new(url)).await?;
    let ids = IdSource::default();
    let mut chats = Vec::new();
    for _ in 0..senders {
        chats.push(open_chat(&store, &ids).await?);
    }
    let pause = (rate > 0).then(|| Duration::from_secs(u64::from(senders)) / rate);
    let (started, cpu) = (Instant::now(), cpu_time()?);
    let until = started + Duration::from_secs(seconds.into());
    let tasks: Vec<_> = (0..)
        .zip(chats)
        .map(|(nth, chat)| {
            let (store, ids) = (store.clone(), ids.clone());
            // Spread evenly over the pause.
            let first = started + pause.unwrap_or_default() * nth / senders;
            tokio::spawn(send(store, ids, chat, first, until, pause))
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let (elapsed, cpu) = (started.elapsed(), cpu_time()? - cpu);
    store.close().await;

    times.sort_unstable();
    let count = times.len();
    let at = |share: usize| times.get(count * share / 100).copied().unwrap_or_default();
    writeln!(
        std::io::stdout(),
        "{senders} senders: {:.0} messages/s, p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms, \
         CPU {:.0} µs a message",
        count as f64 / elapsed.as_secs_f64(),
        at(50).as_secs_f64() * 1e3,
        at(99).as_secs_f64() * 1e3,
        times.last().copied().unwrap_or_default().as_secs_f64() * 1e3,
        cpu.as_secs_f64() * 1e6 / count.max(1) as f64,
    )?;
    Ok(())
}

async fn open_chat(
    store: &Store,
    ids: &IdSource,
) -> frontdesk_store::Result<(ConversationId, String)> {
    let id: ConversationId = ids.make();
    let user = format!("user-{id}");
    let mut tx = store.begin().await?;
    tx.open_chat(&NewChat {
        id,
        user_id: user.as_str().into(),
        user_name: "A user".into(),
        topic: None,
        team_id: None,
        skills: Vec::new(),
        answers: Vec::new(),
        created_at: now(),
    })
    .await?;
    tx.commit().await?;
    Ok((id, user))
}

/// Sends until `until`, and gives how long each message waited for its ack.
async fn send(
    store: Store,
    ids: IdSource,
    (chat, user): (ConversationId, String),
    first: Instant,
    until: Instant,
    pause: Option<Duration>,
) -> frontdesk_store::Result<Vec<Duration>> {
    let mut times = Vec::new();
    let mut next = first;
    while Instant::now() < until {
        if let Some(pause) = pause {
            tokio::time::sleep_until(next.into()).await;
            next += pause;
        }
        let message = NewChatMessage {
            id: ids.make(),
            conversation_id: chat,
            sender: Sender::User,
            sender_id: user.as_str().into(),
            sender_name: "A user".into(),
            client_id: Some(ids.next().to_string()),
            content: "Hello, my order has not arrived yet. Could you have a look?".into(),
            attachments: Vec::new(),
            response: false,
            created_at: now(),
            notifications: Vec::new(),
            jobs: Vec::new(),
        };
        let sent = Instant::now();
        store.append_chat(message).await?;
        times.push(sent.elapsed());
    }
    Ok(times)
}

fn now() -> Timestamp {
    frontdesk_model::Clock::System.now()
}

/// User and system time of this process, from `/proc` (in ticks of 10 ms).
fn cpu_time() -> Result<Duration, Box<dyn Error + Send + Sync>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}
