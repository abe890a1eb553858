//! The Socket.IO namespaces `/`, `/chat/user` and `/chat/agent`.
//!
//! This crate only translates: a client's event becomes one call of a use case
//! in `desk`, its result becomes the acknowledgement, and what the desk's hub
//! says becomes events. Rules of the desk, SQL and HTTP live elsewhere.
//!
//! The shape of it, and why:
//! - Events are registered while the connection is being admitted (`namespace`),
//!   so that none sent from a client's `connect` callback is lost.
//! - Each connection has one bounded queue, filled in the read loop and worked
//!   off in order by at most one task (`inbound`): events keep their order, and
//!   a client that sends faster than the desk answers is refused, not buffered.
//! - A connection that can't take an event or an acknowledgement is closed
//!   (`outbound`): a gap would stay unseen, a reconnect heals by `sync`. Its
//!   transport is closed (`closing`, `line`), so that any client reconnects.

mod ack;
mod batching;
mod chat;
mod chat_agent;
mod chat_user;
mod closing;
mod handshake;
mod inbound;
mod line;
mod metrics;
mod namespace;
mod options;
mod origin;
mod outbound;
mod register;
mod root;
mod shutdown;

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use closing::Lines;
use frontdesk_desk::Desk;
use socketioxide::{ParserConfig, SocketIo};
use tokio_util::task::TaskTracker;

pub use closing::SocketService;
pub use line::{Line, LineSwitch};
pub use options::RealtimeOptions;
pub use shutdown::Realtime;

/// Where the sockets are served.
pub const PATH: &str = "/socket.io/";

/// How long a transport may stay open without entering a namespace.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes that each connection has for what comes in. Most packets are smaller;
/// a larger one gets a buffer of its own, for as long as it takes.
const READ_BUFFER: usize = 2 * 1_024;

/// What every connection shares.
struct Shared {
    desk: Desk,
    options: RealtimeOptions,
    lines: Arc<Lines>,
    /// Set once, when the server begins to shut down: nothing new is taken.
    closing: AtomicBool,
    /// The work on events that have been taken.
    work: TaskTracker,
}

/// Makes the service that answers [`PATH`], and the handle that closes it.
///
/// Put the CORS layer around it: polling from another origin needs its headers.
/// Tell [`Realtime::note`] of each request, and run each connection on a
/// [`Line`] whose switch is an extension of its requests: without that, a
/// client that can't keep up is asked to leave, and stays away.
pub fn service(desk: Desk, options: RealtimeOptions) -> (SocketService, Realtime) {
    let bytes = options.max_message_bytes;
    let (service, io) = SocketIo::builder()
        .ping_interval(options.ping_interval)
        .ping_timeout(options.ping_timeout)
        .connect_timeout(CONNECT_TIMEOUT)
        .max_buffer_size(options.outbound_queue)
        // A body of polling, a WebSocket message and its frames each have a limit of their own.
        .max_payload(bytes as u64)
        .ws_max_message_size(bytes)
        .ws_max_frame_size(bytes)
        .ws_read_buffer_size(READ_BUFFER)
        .with_parser(
            // No event carries binary attachments: files go over REST.
            ParserConfig::common()
                .max_incoming_binaries(0)
                .max_incoming_binary_buf_size(bytes),
        )
        .build_svc();
    let shared = Arc::new(Shared {
        desk,
        options,
        lines: Lines::new(service.clone()),
        closing: AtomicBool::new(false),
        work: TaskTracker::new(),
    });
    metrics::describe();
    namespace::serve::<root::Root>(&io, &shared);
    namespace::serve::<chat_user::ChatUser>(&io, &shared);
    namespace::serve::<chat_agent::ChatAgent>(&io, &shared);
    (service, Realtime::new(io, shared))
}
