//! Who is connected right now, and how an event reaches them.
//!
//! The hub knows people and their connections (tabs, devices), nothing of
//! sockets: `realtime` attaches each connection with something that can
//! deliver. An event is a hint that may be lost with its connection; the
//! store is the truth that a client syncs from.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use frontdesk_model::{
    ConversationId, PersonId,
    attachment::AttachmentUpdated,
    chat::{ChatMessage, ChatSession, WaitingSession},
    conversation::Note,
    events::{
        AgentJoined, AgentOnline, AgentState, ConversationViewers, ConversationsChanged,
        DeliveryReceipt, MessageRefused, NotificationRead, ReadReceipt, ReviewQueue,
        SessionAccepted, SessionTaken, TicketChanged, Typing, UnreadCount, UserPresence,
        WaitingForAgent,
    },
    notification::Notification,
    routing::{AgentPresences, Decision},
};

/// The three places a client connects to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Namespace {
    /// `/`: notifications.
    Root,
    /// `/chat/user`
    ChatUser,
    /// `/chat/agent`
    ChatAgent,
}

/// Everything the server says without being asked. The name and shape of each
/// on the wire stand in `model::events`.
#[derive(Clone, Debug)]
pub enum Event {
    ChatMessage(ChatMessage),
    AgentJoined(AgentJoined),
    AgentLeft(ConversationId),
    AgentTyping(Typing),
    UserTyping(Typing),
    WaitingForAgent(WaitingForAgent),
    WaitingSessions(Vec<WaitingSession>),
    NewSession(WaitingSession),
    SessionQueued(WaitingSession),
    OfferEnded(ConversationId),
    SessionAccepted(SessionAccepted),
    SessionTaken(SessionTaken),
    SessionUpdated(ChatSession),
    SessionClosed(ConversationId),
    AgentState(AgentState),
    Delivered(DeliveryReceipt),
    Read(ReadReceipt),
    AgentOnline(AgentOnline),
    UserPresence(UserPresence),
    ConversationViewers(ConversationViewers),
    /// What one person is told together, in its order.
    Notifications(Vec<Notification>),
    NotificationRead(NotificationRead),
    UnreadCount(UnreadCount),
    TicketChanged(TicketChanged),
    AgentPresences(AgentPresences),
    Decision(Decision),
    Note(Note),
    MessageRefused(MessageRefused),
    ReviewQueue(ReviewQueue),
    ConversationsChanged(ConversationsChanged),
    AttachmentUpdated(AttachmentUpdated),
}

/// A connection's way out.
pub trait Deliver: Send + Sync {
    /// Hands the event over without waiting. False when the connection cannot
    /// take it any more: it is closed by its owner then, and heals by `sync`.
    fn deliver(&self, event: &Event) -> bool;
}

/// Names one attached connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ConnectionId(u64);

struct Connection {
    id: ConnectionId,
    namespace: Namespace,
    out: Arc<dyn Deliver>,
}

/// The registry of connections. Cheap to clone.
#[derive(Clone, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Default)]
struct Inner {
    people: Mutex<HashMap<PersonId, Vec<Connection>>>,
    last_id: AtomicU64,
}

impl Hub {
    /// Enters a connection; events for `person` in `namespace` go to it from now on.
    pub fn attach(
        &self,
        person: &PersonId,
        namespace: Namespace,
        out: Arc<dyn Deliver>,
    ) -> ConnectionId {
        let id = ConnectionId(self.0.last_id.fetch_add(1, Ordering::Relaxed));
        let connection = Connection { id, namespace, out };
        self.people()
            .entry(person.clone())
            .or_default()
            .push(connection);
        id
    }

    /// Removes a connection. True when it was the person's last in its namespace.
    pub fn detach(&self, person: &PersonId, id: ConnectionId) -> bool {
        let mut people = self.people();
        let Some(connections) = people.get_mut(person) else {
            return false;
        };
        let Some(index) = connections.iter().position(|one| one.id == id) else {
            return false;
        };
        let namespace = connections.swap_remove(index).namespace;
        let last = !connections.iter().any(|one| one.namespace == namespace);
        if connections.is_empty() {
            people.remove(person);
        }
        last
    }

    /// Whether a connection is still entered.
    pub fn is_attached(&self, person: &PersonId, id: ConnectionId) -> bool {
        self.people()
            .get(person)
            .is_some_and(|connections| connections.iter().any(|one| one.id == id))
    }

    pub fn is_connected(&self, person: &PersonId, namespace: Namespace) -> bool {
        self.people()
            .get(person)
            .is_some_and(|connections| connections.iter().any(|one| one.namespace == namespace))
    }

    /// A person's connections in a namespace.
    pub fn connections(&self, person: &PersonId, namespace: Namespace) -> Vec<ConnectionId> {
        let people = self.people();
        let all = people.get(person).into_iter().flatten();
        all.filter(|one| one.namespace == namespace)
            .map(|one| one.id)
            .collect()
    }

    /// Whether a person has a connection anywhere.
    pub fn is_online(&self, person: &PersonId) -> bool {
        self.people().contains_key(person)
    }

    /// To every connection of one person in one namespace.
    pub fn send(&self, person: &PersonId, namespace: Namespace, event: &Event) {
        self.send_except(person, namespace, event, None);
    }

    /// As [`Hub::send`], but not to the connection that caused it.
    pub fn send_except(
        &self,
        person: &PersonId,
        namespace: Namespace,
        event: &Event,
        except: Option<ConnectionId>,
    ) {
        // Collected first: delivering may detach, which needs the lock.
        let targets: Vec<_> = match self.people().get(person) {
            None => return,
            Some(connections) => connections
                .iter()
                .filter(|one| one.namespace == namespace && Some(one.id) != except)
                .map(|one| one.out.clone())
                .collect(),
        };
        deliver(&targets, event);
    }

    /// To one connection of a person's, if it is still there.
    pub fn send_to(&self, person: &PersonId, id: ConnectionId, event: &Event) {
        let target = self.people().get(person).and_then(|connections| {
            let connection = connections.iter().find(|one| one.id == id)?;
            Some(connection.out.clone())
        });
        deliver(target.as_slice(), event);
    }

    /// To everyone who is connected to a namespace.
    pub fn broadcast(&self, namespace: Namespace, event: &Event) {
        self.send_where(namespace, event, |_, _| true);
    }

    /// To everyone who is connected to a namespace, but one person.
    pub fn broadcast_except(&self, namespace: Namespace, event: &Event, except: &PersonId) {
        self.send_where(namespace, event, |person, _| person != except);
    }

    /// To the agents' connections in a namespace: those of people who are
    /// connected as agents too.
    pub fn send_to_staff(&self, namespace: Namespace, event: &Event) {
        self.send_where(namespace, event, |_, connections| {
            connections
                .iter()
                .any(|one| one.namespace == Namespace::ChatAgent)
        });
    }

    fn send_where(
        &self,
        namespace: Namespace,
        event: &Event,
        to: impl Fn(&PersonId, &[Connection]) -> bool,
    ) {
        let targets: Vec<_> = self
            .people()
            .iter()
            .filter(|(person, connections)| to(person, connections))
            .flat_map(|(_, connections)| connections)
            .filter(|one| one.namespace == namespace)
            .map(|one| one.out.clone())
            .collect();
        deliver(&targets, event);
    }

    /// Connections in a namespace, for metrics.
    pub fn count(&self, namespace: Namespace) -> usize {
        self.people()
            .values()
            .flatten()
            .filter(|one| one.namespace == namespace)
            .count()
    }

    fn people(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, Vec<Connection>>> {
        // A panic while it was held can't leave the map half changed.
        self.0.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn deliver(targets: &[Arc<dyn Deliver>], event: &Event) {
    for target in targets {
        if !target.deliver(event) {
            metrics::counter!("frontdesk_connections_overflowed_total").increment(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Inbox(Mutex<usize>);

    impl Deliver for Inbox {
        fn deliver(&self, _: &Event) -> bool {
            *self.0.lock().unwrap() += 1;
            true
        }
    }

    fn event() -> Event {
        Event::UnreadCount(UnreadCount { count: 1 })
    }

    #[test]
    fn every_tab_hears_it_but_the_one_that_caused_it() {
        let (hub, maya) = (Hub::default(), PersonId::from("maya"));
        let tabs = [Arc::new(Inbox::default()), Arc::new(Inbox::default())];
        let first = hub.attach(&maya, Namespace::Root, tabs[0].clone());
        hub.attach(&maya, Namespace::Root, tabs[1].clone());
        hub.send_except(&maya, Namespace::Root, &event(), Some(first));
        assert_eq!(*tabs[0].0.lock().unwrap(), 0);
        assert_eq!(*tabs[1].0.lock().unwrap(), 1);
    }

    #[test]
    fn a_namespace_hears_only_its_own() {
        let (hub, maya) = (Hub::default(), PersonId::from("maya"));
        let tab = Arc::new(Inbox::default());
        hub.attach(&maya, Namespace::ChatUser, tab.clone());
        hub.send(&maya, Namespace::Root, &event());
        hub.broadcast(Namespace::Root, &event());
        assert_eq!(*tab.0.lock().unwrap(), 0);
    }

    #[test]
    fn the_last_connection_to_leave_a_namespace_is_known() {
        let (hub, sam) = (Hub::default(), PersonId::from("sam"));
        let tab = Arc::new(Inbox::default());
        let one = hub.attach(&sam, Namespace::ChatAgent, tab.clone());
        let two = hub.attach(&sam, Namespace::ChatAgent, tab.clone());
        let root = hub.attach(&sam, Namespace::Root, tab);
        assert!(!hub.detach(&sam, one));
        assert!(!hub.detach(&sam, one));
        assert!(hub.detach(&sam, two));
        assert!(!hub.is_connected(&sam, Namespace::ChatAgent));
        assert!(hub.detach(&sam, root));
    }
}
