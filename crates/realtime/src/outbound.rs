//! The way out to one client: the name and shape of every event on the wire,
//! and what happens to a client that can't keep up.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use frontdesk_desk::{Deliver, Event};
use frontdesk_model::events::{ErrorMessage, SessionRef};
use socketioxide::{SendError, SocketError, extract::SocketRef};

/// How soon closing an overflowing connection is tried again: its buffer has no
/// room for the farewell either. If it never drains, the heartbeat ends it.
const CLOSE_RETRY: Duration = Duration::from_millis(100);

/// One client's connection to one namespace.
pub(crate) struct Outlet {
    socket: SocketRef,
    severed: AtomicBool,
}

impl Outlet {
    pub(crate) fn new(socket: SocketRef) -> Self {
        Self {
            socket,
            severed: AtomicBool::new(false),
        }
    }
}

impl Deliver for Outlet {
    fn deliver(&self, event: &Event) -> bool {
        if self.severed.load(Ordering::Relaxed) {
            // After a gap nothing may follow, or it would stay unseen.
            return true;
        }
        if sent(&self.socket, emit(&self.socket, event)) {
            return true;
        }
        self.severed.store(true, Ordering::Relaxed);
        false
    }
}

/// Looks at the result of an emit or an acknowledgement. False when the packet
/// found no room: the connection is being closed then.
pub(crate) fn sent(socket: &SocketRef, result: Result<(), SendError>) -> bool {
    match result {
        Ok(()) => true,
        // It has gone meanwhile, and will sync when it comes back.
        Err(SendError::Socket(SocketError::Closed)) => true,
        Err(SendError::Socket(SocketError::InternalChannelFull)) => {
            sever(socket.clone());
            false
        }
        Err(SendError::Serialize(error)) => {
            tracing::error!(%error, "an event could not be written as JSON");
            true
        }
    }
}

/// Tells an agent that something could not be carried out.
pub(crate) fn complain(socket: &SocketRef, message: &str) {
    let message = ErrorMessage {
        message: message.to_owned(),
    };
    sent(socket, socket.emit("error", &message));
}

/// Closes a connection, now or as soon as its buffer has room for the farewell.
pub(crate) fn sever(socket: SocketRef) {
    tracing::debug!(id = %socket.id, namespace = socket.ns(), "closing a connection");
    tokio::spawn(async move {
        while let Err(SocketError::InternalChannelFull) = socket.clone().disconnect() {
            tokio::time::sleep(CLOSE_RETRY).await;
        }
    });
}

fn emit(socket: &SocketRef, event: &Event) -> Result<(), SendError> {
    let name = name(event);
    // Typing may be lost: only its latest state is kept for a slow client.
    match event {
        Event::ChatMessage(message) => socket.emit(name, message),
        Event::AgentJoined(joined) => socket.emit(name, &(&joined.name, joined)),
        Event::AgentLeft(session_id)
        | Event::OfferEnded(session_id)
        | Event::SessionClosed(session_id) => socket.emit(name, &session_ref(*session_id)),
        Event::AgentTyping(typing) => socket
            .volatile()
            .emit(name, &(typing.is_typing, session_ref(typing.session_id))),
        Event::UserTyping(typing) => socket.volatile().emit(name, typing),
        Event::WaitingForAgent(waiting) => socket.emit(name, waiting),
        Event::WaitingSessions(sessions) => socket.emit(name, sessions),
        Event::NewSession(session) | Event::SessionQueued(session) => socket.emit(name, session),
        Event::SessionAccepted(accepted) => socket.emit(name, accepted),
        Event::SessionTaken(taken) => socket.emit(name, taken),
        Event::SessionUpdated(session) => socket.emit(name, session),
        Event::AgentState(state) => socket.emit(name, state),
        Event::Read(receipt) => socket.emit(name, receipt),
        Event::Notification(notification) => socket.emit(name, notification),
        Event::NotificationRead(read) => socket.emit(name, read),
        Event::UnreadCount(count) => socket.emit(name, count),
        Event::TicketChanged(changed) => socket.emit(name, changed),
    }
}

fn session_ref(session_id: frontdesk_model::ConversationId) -> SessionRef {
    SessionRef { session_id }
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::ChatMessage(_) => "chat-message",
        Event::AgentJoined(_) => "agent-joined",
        Event::AgentLeft(_) => "agent-left",
        Event::OfferEnded(_) => "offer-ended",
        Event::AgentTyping(_) => "agent-typing",
        Event::UserTyping(_) => "user-typing",
        Event::WaitingForAgent(_) => "waiting-for-agent",
        Event::WaitingSessions(_) => "waiting-sessions",
        Event::NewSession(_) => "new-session",
        Event::SessionQueued(_) => "session-queued",
        Event::SessionAccepted(_) => "session-accepted",
        Event::SessionTaken(_) => "session-taken",
        Event::SessionUpdated(_) => "session-updated",
        Event::SessionClosed(_) => "session-closed",
        Event::AgentState(_) => "agent-status",
        Event::Read(_) => "read",
        Event::Notification(_) => "notification",
        Event::NotificationRead(_) => "notification-read",
        Event::UnreadCount(_) => "unread-count",
        Event::TicketChanged(_) => "ticket-changed",
    }
}
