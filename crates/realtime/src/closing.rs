//! Closing one client's transport, so that the client comes back by itself.
//!
//! The engine offers no public way to do so. A WebSocket is closed by the
//! switch of the line that it runs on; a polling session in the way its client
//! would close it, by a request of our own that never leaves the process.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use engineioxide::service::NotFoundService;
use http::{Extensions, Method, Request, Uri};
use socketioxide::{
    SocketError, TransportType, extract::SocketRef, service::SocketIoService, socket::Sid,
};
use tower::ServiceExt;

use crate::{PATH, line::LineSwitch};

/// What answers `/socket.io`; to be put under that path.
pub type SocketService = SocketIoService<NotFoundService>;

/// How long what is waiting may take to go out before the line is cut.
const FAREWELL: Duration = Duration::from_secs(2);
/// For polling, how long the client may take to fetch what is waiting: the
/// request that does is under way already, or comes at once.
const FETCHED: Duration = Duration::from_millis(100);
/// The engine's packet by which a client leaves.
const CLOSE: &str = "1";

/// The lines of the clients, by session.
pub(crate) struct Lines {
    service: SocketService,
    /// Of the sessions that began by polling and went on by WebSocket.
    upgraded: Mutex<Upgraded>,
    /// Those that are being closed.
    closing: Mutex<HashSet<Sid>>,
}

#[derive(Default)]
struct Upgraded {
    lines: HashMap<Sid, LineSwitch>,
    /// At how many those are looked for that have gone.
    sweep_at: usize,
}

/// Fewer are not worth looking for.
const SWEEP_MIN: usize = 256;

impl Lines {
    pub(crate) fn new(service: SocketService) -> Arc<Self> {
        Arc::new(Self {
            service,
            upgraded: Mutex::default(),
            closing: Mutex::default(),
        })
    }

    /// Takes note of a request that upgrades a session to WebSocket.
    pub(crate) fn note(&self, uri: &Uri, extensions: &Extensions) {
        if is_websocket(uri)
            && let Some(sid) = session(uri)
            && let Some(switch) = extensions.get::<LineSwitch>()
        {
            self.upgraded().insert(sid, switch.clone());
        }
    }

    /// Closes a client's transport: what is waiting goes out, if the client
    /// takes it, and nothing more is taken from it. Once is enough.
    pub(crate) fn close(self: &Arc<Self>, socket: SocketRef) {
        if !self.closing().insert(socket.id) {
            return;
        }
        tracing::debug!(id = %socket.id, "closing a connection");
        let lines = self.clone();
        let line = self.line(&socket);
        if let Some(line) = &line {
            line.end();
        }
        tokio::spawn(async move {
            let sid = socket.id;
            match line {
                Some(line) => {
                    tokio::time::sleep(FAREWELL).await;
                    line.cut();
                }
                None => {
                    tokio::time::sleep(FETCHED).await;
                    lines.close_without_line(socket).await;
                }
            }
            lines.closing().remove(&sid);
        });
    }

    /// The line of a client that has a WebSocket.
    fn line(&self, socket: &SocketRef) -> Option<LineSwitch> {
        if socket.transport_type() != TransportType::Websocket {
            return None;
        }
        let first = socket.req_parts();
        if is_websocket(&first.uri) {
            first.extensions.get().cloned()
        } else {
            self.upgraded().lines.get(&socket.id).cloned()
        }
    }

    async fn close_without_line(&self, socket: SocketRef) {
        if self.close_polling(socket.id).await {
            return;
        }
        match self.line(&socket) {
            // It was being upgraded meanwhile.
            Some(line) => line.cut(),
            None => disconnect(socket).await,
        }
    }

    /// Closes a polling session as its client would: by the packet `close`.
    async fn close_polling(&self, sid: Sid) -> bool {
        let uri = format!("{PATH}?EIO=4&transport=polling&sid={sid}");
        let request = Request::builder().method(Method::POST).uri(uri);
        let Ok(request) = request.body(CLOSE.to_owned()) else {
            return false;
        };
        match self.service.clone().oneshot(request).await {
            Ok(response) => response.status().is_success(),
            Err(never) => match never {},
        }
    }

    fn upgraded(&self) -> MutexGuard<'_, Upgraded> {
        // Nothing panics while it is held.
        self.upgraded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn closing(&self) -> MutexGuard<'_, HashSet<Sid>> {
        self.closing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upgraded {
    fn insert(&mut self, sid: Sid, switch: LineSwitch) {
        if self.lines.len() >= self.sweep_at.max(SWEEP_MIN) {
            self.lines.retain(|_, line| line.is_open());
            self.sweep_at = self.lines.len() * 2;
        }
        self.lines.insert(sid, switch);
    }
}

/// By a packet, where a server has given the connection no line to end.
async fn disconnect(socket: SocketRef) {
    while let Err(SocketError::InternalChannelFull) = socket.clone().disconnect() {
        tokio::time::sleep(FETCHED).await;
    }
}

fn is_websocket(uri: &Uri) -> bool {
    parameter(uri, "transport=") == Some("websocket")
}

fn session(uri: &Uri) -> Option<Sid> {
    parameter(uri, "sid=")?.parse().ok()
}

fn parameter<'u>(uri: &'u Uri, name: &str) -> Option<&'u str> {
    let mut all = uri.query().unwrap_or_default().split('&');
    all.find_map(|one| one.strip_prefix(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Line;

    #[test]
    fn a_request_names_its_session_and_transport() {
        let sid = Sid::new();
        let uri: Uri = format!("/socket.io/?EIO=4&transport=websocket&sid={sid}")
            .parse()
            .unwrap();
        assert!(is_websocket(&uri));
        assert_eq!(session(&uri), Some(sid));
        let first: Uri = "/socket.io/?EIO=4&transport=polling".parse().unwrap();
        assert!(!is_websocket(&first));
        assert_eq!(session(&first), None);
    }

    #[test]
    fn lines_that_are_gone_are_forgotten() {
        let mut upgraded = Upgraded::default();
        let (kept, switch) = Line::new(tokio::io::empty());
        let kept_sid = Sid::new();
        upgraded.insert(kept_sid, switch);
        for _ in 0..SWEEP_MIN * 4 {
            let (_, switch) = Line::new(tokio::io::empty());
            upgraded.insert(Sid::new(), switch);
        }
        assert!(upgraded.lines.len() <= SWEEP_MIN);
        assert!(upgraded.lines.contains_key(&kept_sid));
        drop(kept);
    }
}
