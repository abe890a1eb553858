//! An HTTP server on this machine that keeps what it is sent, and answers as a
//! test says. No more of HTTP than clients of webhooks speak.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// One request; names of headers are in lower case.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query.
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    requests: Mutex<Vec<Request>>,
    status: AtomicU16,
    changed: Notify,
}

/// Runs until the runtime of the test ends.
pub struct HttpSink {
    /// Without a slash at the end.
    pub url: String,
    inner: Arc<Inner>,
}

impl HttpSink {
    /// Answers 200 until it is told otherwise.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port can be had");
        let address = listener.local_addr().expect("it has an address");
        let inner = Arc::new(Inner::default());
        inner.status.store(200, Ordering::Relaxed);
        let shared = Arc::clone(&inner);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inner = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that hangs up in the middle is no matter here.
                    let _ = serve(stream, &inner).await;
                });
            }
        });
        Self {
            url: format!("http://{address}"),
            inner,
        }
    }

    /// What it answers from now on.
    pub fn answer(&self, status: u16) {
        self.inner.status.store(status, Ordering::Relaxed);
    }

    /// What has come so far, once there are `count`.
    pub async fn requests(&self, count: usize) -> Vec<Request> {
        loop {
            let changed = self.inner.changed.notified();
            let requests = self
                .inner
                .requests
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            if requests.len() >= count {
                return requests;
            }
            changed.await;
        }
    }
}

async fn serve(stream: TcpStream, inner: &Inner) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            read.read_line(&mut line).await?;
            let Some((name, value)) = line.trim().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        read.read_exact(&mut body).await?;
        inner
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Request {
                path,
                headers,
                body,
            });
        inner.changed.notify_waiters();
        let status = inner.status.load(Ordering::Relaxed);
        let answer = format!("HTTP/1.1 {status} Test\r\ncontent-length: 0\r\n\r\n");
        write.write_all(answer.as_bytes()).await?;
    }
}
