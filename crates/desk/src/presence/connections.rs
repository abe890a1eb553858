//! People come and go: who is told that a customer is there or was last seen
//! when, and that an agent's line has dropped or is back.
//!
//! A line that drops and is back within a moment (a reload, a change of
//! network) is not worth telling anyone.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use frontdesk_model::{
    ConversationId, PersonId, Timestamp,
    events::{AgentOnline, UserPresence},
};

use super::expiry::Expiry;
use crate::{
    Desk,
    chat::Participants,
    hub::{ConnectionId, Deliver, Event, Namespace},
};

/// How long a dropped line may be away before it is told.
const OFFLINE_AFTER: Duration = Duration::from_secs(2);

/// As what somebody is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Role {
    /// Anywhere, for the agents of their chats.
    Customer,
    /// At the console, for the customers of their chats.
    Agent,
}

/// Who is said to be there.
pub(crate) struct Connections {
    there: Mutex<HashSet<(Role, PersonId)>>,
    /// Those who have gone and may be back in a moment, and since when.
    going: Expiry<(Role, PersonId), Timestamp>,
}

impl Connections {
    pub fn new() -> Self {
        Self {
            there: Mutex::default(),
            going: Expiry::new(OFFLINE_AFTER),
        }
    }

    fn there(&self) -> MutexGuard<'_, HashSet<(Role, PersonId)>> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Enters a connection at the hub, and tells whom it concerns.
    pub(crate) fn arrive(
        &self,
        person: &PersonId,
        namespace: Namespace,
        out: Arc<dyn Deliver>,
    ) -> ConnectionId {
        let id = self.hub.attach(person, namespace, out);
        self.saw(person);
        self.came(Role::Customer, person);
        if namespace == Namespace::ChatAgent {
            self.came(Role::Agent, person);
        }
        id
    }

    /// Removes a connection from the hub with all that it was said to do, and
    /// tells whom it concerns. True when it was the person's last in its namespace.
    pub(crate) fn depart(&self, person: &PersonId, id: ConnectionId) -> bool {
        // Detached first: what it begins to do from now on is not entered.
        let last = self.hub.detach(person, id);
        self.stop_typing_from(id);
        self.stop_viewing_from(id);
        self.presence.looking.forget(person, id);
        self.saw(person);
        for role in [Role::Customer, Role::Agent] {
            if !self.is_there(role, person) && self.is_said_there(role, person) {
                let now = self.clock.now();
                let key = (role, person.clone());
                self.presence.connections.going.start(key, |_| now);
            }
        }
        last
    }

    /// Whether a person counts as connected, anywhere: what their agents were
    /// told last, so a line that dropped a moment ago is still there.
    pub(crate) fn is_said_online(&self, person: &PersonId) -> bool {
        self.is_said_there(Role::Customer, person)
    }

    fn is_said_there(&self, role: Role, person: &PersonId) -> bool {
        let key = (role, person.clone());
        self.presence.connections.there().contains(&key)
    }

    fn is_there(&self, role: Role, person: &PersonId) -> bool {
        match role {
            Role::Customer => self.hub.is_online(person),
            Role::Agent => self.hub.is_connected(person, Namespace::ChatAgent),
        }
    }

    fn came(&self, role: Role, person: &PersonId) {
        let key = (role, person.clone());
        self.presence.connections.going.end(&key);
        // Told under the lock, so that coming and going are told in their order.
        let mut there = self.presence.connections.there();
        if there.insert(key) {
            self.tell_presence(role, person, true, self.clock.now());
        }
    }

    /// Someone's time to be back is over.
    fn gone(&self, role: Role, person: PersonId, since: Timestamp) {
        let mut there = self.presence.connections.there();
        if !self.is_there(role, &person) {
            self.tell_presence(role, &person, false, since);
            there.remove(&(role, person));
        }
    }

    fn tell_presence(&self, role: Role, person: &PersonId, online: bool, at: Timestamp) {
        match role {
            Role::Customer => {
                let event = Event::UserPresence(UserPresence {
                    user_id: person.clone(),
                    online,
                    last_seen_at: Some(at),
                });
                for (_, agent) in self.chat.held_for(person) {
                    self.hub.send(&agent, Namespace::ChatAgent, &event);
                }
            }
            Role::Agent => {
                for (session_id, user) in self.chat.held_by(person) {
                    let event = Event::AgentOnline(AgentOnline { session_id, online });
                    self.hub.send(&user, Namespace::ChatUser, &event);
                }
            }
        }
    }

    /// Tells a connection of an agent's how the customers of their chats are.
    pub async fn tell_users_to(&self, agent: &PersonId, id: ConnectionId) {
        for (_, user) in self.chat.held_by(agent) {
            if let Some(event) = self.user_presence(&user).await {
                self.hub.send_to(agent, id, &event);
            }
        }
    }

    /// Tells a connection of a customer's whether the agent of their chat is there.
    pub fn tell_agents_to(&self, user: &PersonId, id: ConnectionId) {
        for (session_id, agent) in self.chat.held_for(user) {
            let event = self.agent_online(session_id, &agent);
            self.hub.send_to(user, id, &event);
        }
    }

    /// Tells both sides of a chat that has just got its agent how the other is.
    pub(crate) async fn tell_each_other(&self, session: ConversationId) {
        let Some(Participants {
            user,
            agent: Some(agent),
        }) = self.chat.open_participants(session)
        else {
            return;
        };
        let online = self.agent_online(session, &agent);
        self.hub.send(&user, Namespace::ChatUser, &online);
        if let Some(presence) = self.user_presence(&user).await {
            self.hub.send(&agent, Namespace::ChatAgent, &presence);
        }
    }

    fn agent_online(&self, session_id: ConversationId, agent: &PersonId) -> Event {
        let online = self.is_said_there(Role::Agent, agent);
        Event::AgentOnline(AgentOnline { session_id, online })
    }

    async fn user_presence(&self, user: &PersonId) -> Option<Event> {
        match self.last_seen(user).await {
            Ok(last_seen_at) => Some(Event::UserPresence(UserPresence {
                user_id: user.clone(),
                online: self.is_said_online(user),
                last_seen_at,
            })),
            Err(error) => {
                tracing::warn!(%error, "a customer's presence could not be told");
                None
            }
        }
    }
}

/// Tells of those who have not come back.
pub(super) async fn keep_connections(desk: Desk) {
    loop {
        let ((role, person), since) = desk.presence.connections.going.next().await;
        desk.gone(role, person, since);
    }
}
