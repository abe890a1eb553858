//! The handle on all connections, and their orderly end.

use std::{
    fmt,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use http::{Extensions, Uri};
use socketioxide::SocketIo;

use crate::Shared;

/// Time for the last acknowledgements to be written before the transports close:
/// a polling client fetches them with the request that is already waiting.
const FLUSH: Duration = Duration::from_millis(100);

/// The running namespaces.
#[derive(Clone)]
pub struct Realtime {
    io: SocketIo,
    shared: Arc<Shared>,
}

impl Realtime {
    pub(crate) fn new(io: SocketIo, shared: Arc<Shared>) -> Self {
        Self { io, shared }
    }

    /// Takes note of a request to [`crate::PATH`] before it is answered.
    pub fn note(&self, uri: &Uri, extensions: &Extensions) {
        self.shared.lines.note(uri, extensions);
    }

    /// Takes no new connections and events, lets every event that was taken
    /// finish and be acknowledged, then closes all connections. The clients
    /// reconnect by themselves and `sync`.
    ///
    /// Call it before the HTTP server stops to answer, and before the store closes.
    pub async fn shutdown(&self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.shared.work.close();
        self.shared.work.wait().await;
        tokio::time::sleep(FLUSH).await;
        self.io.close().await;
    }
}

impl fmt::Debug for Realtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Realtime").finish_non_exhaustive()
    }
}
