//! How fast a queue of deliveries drains, and what memory that takes.
//!
//! `delivery_rate [COUNT] [postgres]`: COUNT (100,000) deliveries to a webhook
//! endpoint on this machine that answers at once, all due at the same moment;
//! on SQLite, or on a private PostgreSQL. Requests are signed and go over HTTP.

use std::{
    error::Error,
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use frontdesk_model::{DeliveryId, IdSource, WebhookId, delivery::Channel};
use frontdesk_store::{FailPoints, NewDelivery, WebhookRow};
use frontdesk_testkit::{Postgres, TestData, TestDesk};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let data = match arguments.next() {
        Some(_) => {
            let url = tokio::task::spawn_blocking(|| Postgres::shared().create_database()).await?;
            TestData::on_postgres(url)
        }
        None => TestData::new(),
    };
    let taken = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(accept(listener, Arc::clone(&taken)));
    let kit = TestDesk::over(Arc::new(data), FailPoints::default(), |config| {
        config.notify.allow_private = true;
        config.notify.webhook_rate = None;
    })
    .await;
    let start = kit.clock.now().plus(Duration::from_secs(1));
    queue(&kit, &url, count, start).await?;
    writeln!(std::io::stdout(), "{count} queued, {} MiB", memory()?)?;

    let started = Instant::now();
    kit.clock.advance(Duration::from_secs(1));
    let (mut told, mut most) = (started, 0);
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        most = most.max(memory()?);
        let left: i64 = kit.store.open_deliveries().await?.values().sum();
        if told.elapsed() > Duration::from_secs(5) || left == 0 {
            told = Instant::now();
            writeln!(
                std::io::stdout(),
                "{:>6.1} s: {} taken, {left} left, {} MiB",
                started.elapsed().as_secs_f64(),
                taken.load(Ordering::Relaxed),
                memory()?
            )?;
        }
        if left == 0 {
            break;
        }
    }
    writeln!(
        std::io::stdout(),
        "{:.0} deliveries/s, at most {most} MiB",
        count as f64 / started.elapsed().as_secs_f64()
    )?;
    Ok(())
}

async fn queue(
    kit: &TestDesk,
    url: &str,
    count: usize,
    due_at: frontdesk_model::Timestamp,
) -> frontdesk_store::Result<()> {
    let ids = IdSource::default();
    let now = kit.clock.now();
    let endpoint: WebhookId = ids.make();
    let mut tx = kit.store.begin().await?;
    tx.add_webhook(&WebhookRow {
        id: endpoint,
        url: url.to_owned(),
        description: String::new(),
        events: vec!["*".to_owned()],
        active: true,
        disabled_reason: None,
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
        old_secret: None,
        old_secret_until: None,
        created_at: now,
        last_delivery_at: None,
        failing_since: None,
    })
    .await?;
    tx.commit().await?;
    let mut left = count;
    while left > 0 {
        let some = left.min(500);
        left -= some;
        let new: Vec<_> = (0..some)
            .map(|_| {
                let id: DeliveryId = ids.make();
                NewDelivery {
                    id,
                    channel: Channel::Webhook,
                    kind: "webhook.test".to_owned(),
                    person_id: None,
                    endpoint_id: Some(endpoint),
                    conversation_id: None,
                    bucket: id.to_string(),
                    gathering: false,
                    target: None,
                    notifications: Vec::new(),
                    payload: Some(serde_json::json!({"type": "webhook.test", "version": 1})),
                    due_at,
                    created_at: now,
                }
            })
            .collect();
        let mut tx = kit.store.begin().await?;
        tx.add_deliveries(&new).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn accept(listener: TcpListener, taken: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        let taken = Arc::clone(&taken);
        tokio::spawn(async move {
            // The client hangs up in the end.
            let _ = serve(stream, &taken).await;
        });
    }
}

async fn serve(stream: TcpStream, taken: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut line = String::new();
    let mut length = 0;
    loop {
        line.clear();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            let mut body = vec![0; length];
            read.read_exact(&mut body).await?;
            taken.fetch_add(1, Ordering::Relaxed);
            write.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
        }
    }
}

/// What this process has in memory, in MiB.
fn memory() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    Ok(kib.unwrap_or(0) / 1_024)
}
