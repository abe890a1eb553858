//! Connections to the mail server that are kept for the next mail, and how many
//! there may be.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Semaphore, time::Instant};

use super::connection::{Connection, Server};
use crate::SendError;

/// Connections at a time.
const CONNECTIONS: usize = 4;
/// How long an idle one is kept.
const IDLE: Duration = Duration::from_secs(30);

pub(super) struct Pool {
    server: Server,
    /// As many may be in use.
    room: Semaphore,
    idle: Arc<Mutex<Idle>>,
}

#[derive(Default)]
struct Idle {
    /// The one that rests the longest is the first.
    connections: Vec<(Instant, Connection)>,
    /// Whether somebody closes those that nobody wants.
    tended: bool,
}

impl Pool {
    pub(super) fn new(server: Server) -> Self {
        Self {
            server,
            room: Semaphore::new(CONNECTIONS),
            idle: Arc::default(),
        }
    }

    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// Lends a connection to the work, which says whether it may be kept.
    ///
    /// # Errors
    /// When there is none to be had; those of the work.
    pub(super) async fn lend<T>(
        &self,
        work: impl AsyncFnOnce(&mut Connection) -> (Result<T, SendError>, bool),
    ) -> Result<T, SendError> {
        let closed = |_| SendError::temporary("mail is not sent any more");
        let _room = self.room.acquire().await.map_err(closed)?;
        let mut connection = match self.kept().await {
            Some(connection) => connection,
            None => self.server.connect().await?,
        };
        let (outcome, good) = work(&mut connection).await;
        if good {
            self.keep(connection);
        }
        outcome
    }

    /// One that was kept, and still stands.
    async fn kept(&self) -> Option<Connection> {
        loop {
            let (_, mut connection) = lock(&self.idle).connections.pop()?;
            if connection.is_usable().await {
                return Some(connection);
            }
        }
    }

    fn keep(&self, connection: Connection) {
        let mut idle = lock(&self.idle);
        idle.connections.push((Instant::now(), connection));
        if !idle.tended {
            idle.tended = true;
            tokio::spawn(tend(Arc::clone(&self.idle)));
        }
    }
}

/// Closes what nobody has wanted for a while, until nothing is left.
async fn tend(idle: Arc<Mutex<Idle>>) {
    loop {
        let (over, next) = {
            let mut idle = lock(&idle);
            let now = Instant::now();
            let fresh = idle
                .connections
                .iter()
                .position(|(since, _)| now < *since + IDLE);
            let over = fresh.unwrap_or(idle.connections.len());
            let over: Vec<_> = idle.connections.drain(..over).collect();
            let next = idle.connections.first().map(|(since, _)| *since + IDLE);
            idle.tended = next.is_some();
            (over, next)
        };
        for (_, connection) in over {
            connection.close().await;
        }
        match next {
            Some(next) => tokio::time::sleep_until(next).await,
            None => return,
        }
    }
}

fn lock(idle: &Mutex<Idle>) -> MutexGuard<'_, Idle> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
