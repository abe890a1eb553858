//! What receipts cost: the CPU and commits of many at once.
//!
//! `receipt_rate [DATABASE] [RECEIPTS] [one|grouped]`: DATABASE is a directory
//! for a SQLite file or a `postgres://` URL. `one` stores each receipt in a
//! transaction of its own, `grouped` as the desk does. CPU is this process's
//! (and not PostgreSQL's); for its fsyncs run it under
//! `strace -f -c -e trace=fsync,fdatasync`.

use std::{
    error::Error,
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

use frontdesk_model::{ConversationId, IdSource, Person, Role, Timestamp, chat::Sender};
use frontdesk_store::{
    DatabaseUrl, NewChat, NewChatMessage, NewReceipt, ReceiptKind, Store, StoreConfig,
};

/// Chats among which the receipts are spread.
const CHATS: usize = 100;
const AGENT: &str = "agent";

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let temporary = tempfile::tempdir()?;
    let url = match arguments.next() {
        Some(url) if url.starts_with("postgres") => DatabaseUrl::Postgres(url),
        Some(dir) => DatabaseUrl::Sqlite(PathBuf::from(dir).join("receipt_rate.db")),
        None => DatabaseUrl::Sqlite(temporary.path().join("receipt_rate.db")),
    };
    let receipts = arguments.next().map_or(Ok(1_000), |text| text.parse())?;
    let grouped = arguments.next().is_none_or(|way| way != "one");

    let store = Store::open(&StoreConfig::new(url)).await?;
    let mut chats = Vec::with_capacity(CHATS);
    for _ in 0..CHATS {
        chats.push(open_chat(&store, &IdSource::default(), receipts / CHATS + 1).await?);
    }
    let (started, cpu) = (Instant::now(), cpu_time()?);
    // Every receipt moves a mark.
    let all = (0..receipts).map(|nth| (chats[nth % CHATS], (nth / CHATS + 1) as i64));
    if grouped {
        let mut waiting = Vec::with_capacity(receipts);
        for (conversation_id, seq) in all {
            waiting.push(store.record_receipt(NewReceipt {
                conversation_id,
                side: Sender::Agent,
                person_id: AGENT.into(),
                kind: ReceiptKind::Read,
                seq,
            })?);
            // As they would come from a thousand connections.
            tokio::task::yield_now().await;
        }
        for stored in waiting {
            stored.await?;
        }
    } else {
        for (chat, seq) in all {
            let mut tx = store.begin().await?;
            tx.mark_chat_read(chat, Sender::Agent, seq).await?;
            tx.commit().await?;
        }
    }
    let (elapsed, cpu) = (started.elapsed(), cpu_time()? - cpu);
    store.close().await;
    writeln!(
        std::io::stdout(),
        "{receipts} receipts in {elapsed:.1?}; CPU {:.1} µs each",
        cpu.as_secs_f64() * 1e6 / receipts as f64
    )?;
    Ok(())
}

async fn open_chat(
    store: &Store,
    ids: &IdSource,
    messages: usize,
) -> Result<ConversationId, Failure> {
    let id: ConversationId = ids.make();
    let user = format!("user-{id}");
    let now = Timestamp(1);
    let mut tx = store.begin().await?;
    tx.open_chat(&NewChat {
        id,
        user_id: user.as_str().into(),
        user_name: user.clone(),
        topic: None,
        team_id: None,
        skills: Vec::new(),
        answers: Vec::new(),
        created_at: now,
    })
    .await?;
    let agent = Person {
        id: AGENT.into(),
        name: AGENT.to_owned(),
        email: None,
        role: Role::Agent,
    };
    tx.accept_chat(id, &agent, now).await?;
    tx.commit().await?;
    let sent = (0..messages).map(|_| {
        store.append_chat(NewChatMessage {
            id: ids.make(),
            conversation_id: id,
            sender: Sender::User,
            sender_id: user.as_str().into(),
            sender_name: user.clone(),
            client_id: None,
            content: "A message".to_owned(),
            attachments: Vec::new(),
            response: false,
            created_at: now,
            notifications: Vec::new(),
            jobs: Vec::new(),
        })
    });
    for sent in sent {
        sent.await?;
    }
    Ok(id)
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
