//! What the operator can set about the sockets. Where the values come from is
//! `server`'s business.

use std::time::Duration;

/// Limits and addresses of the sockets.
#[derive(Clone, Debug)]
pub struct RealtimeOptions {
    /// Exact origins (`https://desk.example.com`, no slash at the end) whose
    /// pages may connect, for WebSocket and polling alike. A client that sends
    /// no `Origin` is not a browser and is admitted by its token alone.
    pub allowed_origins: Vec<String>,
    /// How often the server asks whether a client is still there.
    pub ping_interval: Duration,
    /// How long the answer may take before the connection counts as dropped.
    pub ping_timeout: Duration,
    /// Bytes of one packet from a client; a larger one closes the connection.
    pub max_message_bytes: usize,
    /// Events of one connection that may wait for their turn; the next one is
    /// refused with `unavailable`.
    pub inbound_queue: usize,
    /// Bytes of text that the waiting events of one connection may hold.
    pub inbound_queue_bytes: usize,
    /// Packets that may wait to be written to one client; one more closes the
    /// connection, so that it heals by `sync`.
    pub outbound_queue: usize,
}

impl Default for RealtimeOptions {
    fn default() -> Self {
        Self {
            allowed_origins: Vec::new(),
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            // A message of 10,000 characters, each escaped as a surrogate pair, and its frame.
            max_message_bytes: 256 * 1024,
            inbound_queue: 1024,
            inbound_queue_bytes: 4 * 1024 * 1024,
            outbound_queue: 1024,
        }
    }
}
