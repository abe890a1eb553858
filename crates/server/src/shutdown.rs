//! The orderly end: nothing that was acknowledged is lost, and nothing that is
//! under way is cut off while its time lasts.

use std::{net::SocketAddr, time::Duration};

use axum_server::Handle;
use frontdesk_desk::{Desk, Workers};
use frontdesk_realtime::Realtime;
use tokio::{
    task::{JoinError, JoinHandle},
    time::timeout,
};

use crate::error::{Error, Result};

/// How long the events may take that were taken from sockets.
const SOCKETS: Duration = Duration::from_secs(10);
/// How long requests may take that were begun.
const REQUESTS: Duration = Duration::from_secs(10);
/// How long a batch of jobs may take; an unfinished one is done again later.
const WORKERS: Duration = Duration::from_secs(10);
/// How long the database may take to store what is queued and to close.
const DATABASE: Duration = Duration::from_secs(10);

/// What is running, to be ended.
pub struct Running {
    pub sockets: Realtime,
    pub http: Handle<SocketAddr>,
    pub server: JoinHandle<std::io::Result<()>>,
    pub workers: Workers,
    pub desk: Desk,
}

impl Running {
    /// Runs until a signal comes, then ends in order.
    ///
    /// # Errors
    /// When the HTTP server ends by itself; the rest is ended in order then too.
    pub async fn until_signal(mut self) -> Result<()> {
        tokio::select! {
            name = signal() => {
                let signal = name.map_err(Error::io("signals cannot be listened to"))?;
                tracing::info!(signal, "shutting down");
                self.desk.stop_uploads();
                self.end_sockets().await;
                self.http.graceful_shutdown(Some(REQUESTS));
                let ended = (&mut self.server).await;
                self.end_desk().await;
                server_end(ended)
            }
            ended = &mut self.server => {
                tracing::error!("the HTTP server ended by itself");
                self.end_sockets().await;
                self.end_desk().await;
                server_end(ended)
            }
        }
    }

    /// Lets the sockets finish and acknowledge the events that they have taken.
    /// It comes first: polling needs HTTP for its last acknowledgements.
    async fn end_sockets(&self) {
        if timeout(SOCKETS, self.sockets.shutdown()).await.is_err() {
            tracing::warn!("some socket events did not finish in time");
        }
    }

    /// Lets the workers finish their batch, then closes the database.
    async fn end_desk(self) {
        if timeout(WORKERS, self.workers.stop()).await.is_err() {
            tracing::warn!("a job did not finish in time; it will be done again");
        }
        if timeout(DATABASE, self.desk.close()).await.is_err() {
            tracing::warn!("the database was not closed in time; what was acknowledged is stored");
        }
        tracing::info!("stopped");
    }
}

fn server_end(ended: Result<std::io::Result<()>, JoinError>) -> Result<()> {
    ended
        .unwrap_or_else(|error| Err(error.into()))
        .map_err(Error::io("the HTTP server ended badly"))
}

/// Waits for SIGTERM or SIGINT; each later one ends the process at once.
async fn signal() -> std::io::Result<&'static str> {
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
