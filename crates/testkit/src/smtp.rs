//! A mail server on this machine that keeps what it is sent. It refuses whom a
//! test says: `bounce…@` for good (550), `later…@` for now (451).

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// What was said to whom, as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    pub data: String,
}

#[derive(Default)]
struct Inbox {
    mails: Mutex<Vec<Received>>,
    /// Recipients that were refused.
    refused: Mutex<Vec<String>>,
    changed: Notify,
}

/// Runs until the runtime of the test ends.
pub struct SmtpServer {
    /// For `SMTP_URL`.
    pub url: String,
    inbox: Arc<Inbox>,
}

impl SmtpServer {
    /// # Panics
    /// When no port can be had.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port can be had");
        let address = listener.local_addr().expect("it has an address");
        let inbox = Arc::new(Inbox::default());
        let shared = Arc::clone(&inbox);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inbox = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that hangs up in the middle is no matter here.
                    let _ = serve(stream, &inbox).await;
                });
            }
        });
        Self {
            url: format!("smtp://{address}"),
            inbox,
        }
    }

    /// What it has taken so far, once there are `count`.
    pub async fn mails(&self, count: usize) -> Vec<Received> {
        self.until(|| {
            let mails = lock(&self.inbox.mails);
            (mails.len() >= count).then(|| mails.clone())
        })
        .await
    }

    /// Whom it has refused so far, once there are `count`.
    pub async fn refused(&self, count: usize) -> Vec<String> {
        self.until(|| {
            let refused = lock(&self.inbox.refused);
            (refused.len() >= count).then(|| refused.clone())
        })
        .await
    }

    async fn until<T>(&self, found: impl Fn() -> Option<T>) -> T {
        loop {
            let changed = self.inbox.changed.notified();
            if let Some(found) = found() {
                return found;
            }
            changed.await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, inbox: &Inbox) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    write.write_all(b"220 test ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match word.as_str() {
            "RCPT" => {
                to = address(&line);
                let refusal = match to.as_str() {
                    to if to.starts_with("bounce") => Some("550 5.1.1 no such mailbox"),
                    to if to.starts_with("later") => Some("451 4.3.0 try again later"),
                    _ => None,
                };
                if refusal.is_some() {
                    lock(&inbox.refused).push(to.clone());
                    inbox.changed.notify_waiters();
                }
                refusal.unwrap_or("250 ok")
            }
            "DATA" => {
                write.write_all(b"354 go ahead\r\n").await?;
                let mut data = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    data.push_str(&line);
                    data.push('\n');
                }
                let mail = Received {
                    to: to.clone(),
                    data,
                };
                lock(&inbox.mails).push(mail);
                inbox.changed.notify_waiters();
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

/// What stands between `<` and `>`.
fn address(line: &str) -> String {
    let inside = line.split_once('<').map_or("", |(_, rest)| rest);
    inside.split('>').next().unwrap_or_default().to_owned()
}
