//! The way out to one client: the name and shape of every event on the wire,
//! and what happens to a client that can't keep up.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use frontdesk_desk::{Deliver, Event};
use frontdesk_model::events::{ErrorMessage, SessionRef};
use socketioxide::{SendError, SocketError, extract::SocketRef};

use crate::closing::Lines;

/// One client's connection to one namespace.
pub(crate) struct Outlet {
    socket: SocketRef,
    lines: Arc<Lines>,
    severed: AtomicBool,
    /// Whether the client takes several notifications in one event.
    batches: bool,
}

impl Outlet {
    pub(crate) fn new(socket: SocketRef, lines: Arc<Lines>, batches: bool) -> Self {
        Self {
            socket,
            lines,
            severed: AtomicBool::new(false),
            batches,
        }
    }

    /// Whether the client takes several notifications in one event.
    pub(crate) fn batches(&self) -> bool {
        self.batches
    }
}

impl Deliver for Outlet {
    fn deliver(&self, event: &Event) -> bool {
        if self.severed.load(Ordering::Relaxed) {
            // After a gap nothing may follow, or it would stay unseen.
            return true;
        }
        let delivered = match event {
            Event::Notifications(all) if !self.batches => all.iter().all(|one| {
                let emitted = self.socket.emit("notification", one);
                sent(&self.lines, &self.socket, emitted)
            }),
            event => sent(&self.lines, &self.socket, emit(&self.socket, event)),
        };
        if !delivered {
            self.severed.store(true, Ordering::Relaxed);
        }
        delivered
    }
}

/// Looks at the result of an emit or an acknowledgement. False when the packet
/// found no room: the connection is being closed then.
pub(crate) fn sent(lines: &Arc<Lines>, socket: &SocketRef, result: Result<(), SendError>) -> bool {
    match result {
        Ok(()) => true,
        // It has gone meanwhile, and will sync when it comes back.
        Err(SendError::Socket(SocketError::Closed)) => true,
        Err(SendError::Socket(SocketError::InternalChannelFull)) => {
            lines.close(socket.clone());
            false
        }
        Err(SendError::Serialize(error)) => {
            tracing::error!(%error, "an event could not be written as JSON");
            true
        }
    }
}

/// Tells an agent that something could not be carried out.
pub(crate) fn complain(lines: &Arc<Lines>, socket: &SocketRef, message: &str) {
    let message = ErrorMessage {
        message: message.to_owned(),
    };
    sent(lines, socket, socket.emit("error", &message));
}

fn emit(socket: &SocketRef, event: &Event) -> Result<(), SendError> {
    let name = name(event);
    match event {
        Event::ChatMessage(message) => socket.emit(name, message),
        Event::AgentJoined(joined) => socket.emit(name, &(&joined.name, joined)),
        Event::AgentLeft(session_id)
        | Event::OfferEnded(session_id)
        | Event::SessionClosed(session_id) => socket.emit(name, &session_ref(*session_id)),
        Event::AgentTyping(typing) => {
            socket.emit(name, &(typing.is_typing, session_ref(typing.session_id)))
        }
        Event::UserTyping(typing) => socket.emit(name, typing),
        Event::WaitingForAgent(waiting) => socket.emit(name, waiting),
        Event::WaitingSessions(sessions) => socket.emit(name, sessions),
        Event::NewSession(session) | Event::SessionQueued(session) => socket.emit(name, session),
        Event::SessionAccepted(accepted) => socket.emit(name, accepted),
        Event::SessionTaken(taken) => socket.emit(name, taken),
        Event::SessionUpdated(session) => socket.emit(name, session),
        Event::AgentState(state) => socket.emit(name, state),
        Event::Delivered(receipt) => socket.emit(name, receipt),
        Event::Read(receipt) => socket.emit(name, receipt),
        Event::AgentOnline(online) => socket.emit(name, online),
        Event::UserPresence(presence) => socket.emit(name, presence),
        Event::ConversationViewers(viewers) => socket.emit(name, viewers),
        Event::Notifications(all) => socket.emit(name, all),
        Event::NotificationRead(read) => socket.emit(name, read),
        Event::UnreadCount(count) => socket.emit(name, count),
        Event::TicketChanged(changed) => socket.emit(name, changed),
        Event::AgentPresences(presences) => socket.emit(name, presences),
        Event::Decision(decision) => socket.emit(name, decision),
        Event::Note(note) => socket.emit(name, note),
        Event::MessageRefused(refused) => socket.emit(name, refused),
        Event::ReviewQueue(queue) => socket.emit(name, queue),
        Event::ConversationsChanged(changed) => socket.emit(name, changed),
        Event::AttachmentUpdated(updated) => socket.emit(name, updated),
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
        Event::Delivered(_) => "delivered",
        Event::Read(_) => "read",
        Event::AgentOnline(_) => "agent-presence",
        Event::UserPresence(_) => "user-presence",
        Event::ConversationViewers(_) => "conversation-viewers",
        Event::Notifications(_) => "notifications",
        Event::NotificationRead(_) => "notification-read",
        Event::UnreadCount(_) => "unread-count",
        Event::TicketChanged(_) => "ticket-changed",
        Event::AgentPresences(_) => "agent-presence",
        Event::Decision(_) => "routing-decision",
        Event::Note(_) => "note",
        Event::MessageRefused(_) => "message-refused",
        Event::ReviewQueue(_) => "review-queue",
        Event::ConversationsChanged(_) => "conversations-changed",
        Event::AttachmentUpdated(_) => "attachment-updated",
    }
}
