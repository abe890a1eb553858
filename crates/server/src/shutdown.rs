//! The orderly end: nothing that was acknowledged is lost, and nothing that is
//! under way is cut off while its time lasts.

use std::{net::SocketAddr, time::Duration};

use axum_server::Handle;
use frontdesk_desk::{Desk, Workers};
use frontdesk_realtime::Realtime;
use tokio::{task::JoinHandle, time::timeout};

/// How long the events may take that were taken from sockets.
const SOCKETS: Duration = Duration::from_secs(10);
/// How long requests may take that were begun.
const REQUESTS: Duration = Duration::from_secs(10);
/// How long a batch of jobs may take; an unfinished one is done again later.
const WORKERS: Duration = Duration::from_secs(10);

/// What is running, to be ended.
pub struct Running {
    pub sockets: Realtime,
    pub http: Handle<SocketAddr>,
    pub server: JoinHandle<std::io::Result<()>>,
    pub workers: Workers,
    pub desk: Desk,
}

impl Running {
    /// Ends everything, from the outside in: sockets finish and acknowledge the
    /// events that they have taken, then HTTP stops to accept and finishes its
    /// requests, then the workers finish their batch, then the database closes.
    pub async fn end(self) {
        if timeout(SOCKETS, self.sockets.shutdown()).await.is_err() {
            tracing::warn!("some socket events did not finish in time");
        }
        self.http.graceful_shutdown(Some(REQUESTS));
        match self.server.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the HTTP server ended badly"),
            Err(error) => tracing::error!(%error, "the HTTP server ended badly"),
        }
        if timeout(WORKERS, self.workers.stop()).await.is_err() {
            tracing::warn!("a job did not finish in time; it will be done again");
        }
        self.desk.close().await;
    }
}

/// Waits for SIGTERM or SIGINT; each later one ends the process at once.
pub async fn signal() -> std::io::Result<&'static str> {
    let mut signals = Signals::listen()?;
    let name = signals.next().await;
    tokio::spawn(async move {
        let name = signals.next().await;
        tracing::warn!(signal = name, "ending at once");
        std::process::exit(1);
    });
    Ok(name)
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> &'static str {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    }
}
