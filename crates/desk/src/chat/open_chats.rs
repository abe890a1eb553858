//! Who takes part in which open chat, and the other way round.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use frontdesk_model::{ConversationId, PersonId, chat::ChatStatus};
use frontdesk_store::ChatRow;

/// Who takes part in an open chat.
#[derive(Clone, Debug)]
pub(crate) struct Participants {
    pub user: PersonId,
    pub agent: Option<PersonId>,
}

/// The open chats, as rows of the store told of them last.
#[derive(Default)]
pub(crate) struct OpenChats(Mutex<Index>);

#[derive(Default)]
struct Index {
    by_id: HashMap<ConversationId, Participants>,
    by_user: HashMap<PersonId, Vec<ConversationId>>,
    by_agent: HashMap<PersonId, Vec<ConversationId>>,
}

impl OpenChats {
    /// Keeps in mind who takes part; forgets a closed chat.
    pub fn remember(&self, row: &ChatRow) {
        let mut index = self.lock();
        index.forget(row.id);
        if row.status != ChatStatus::Closed {
            let participants = Participants {
                user: row.user_id.clone(),
                agent: row.agent_id.clone(),
            };
            index.enter(row.id, participants);
        }
    }

    pub fn get(&self, id: ConversationId) -> Option<Participants> {
        self.lock().by_id.get(&id).cloned()
    }

    /// A user's chats that have an agent, and who that is.
    pub fn of_user(&self, user: &PersonId) -> Vec<(ConversationId, PersonId)> {
        let index = self.lock();
        let ids = index.by_user.get(user).into_iter().flatten();
        ids.filter_map(|id| Some((*id, index.by_id.get(id)?.agent.clone()?)))
            .collect()
    }

    /// An agent's chats, and whose they are.
    pub fn of_agent(&self, agent: &PersonId) -> Vec<(ConversationId, PersonId)> {
        let index = self.lock();
        let ids = index.by_agent.get(agent).into_iter().flatten();
        ids.filter_map(|id| Some((*id, index.by_id.get(id)?.user.clone())))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Index> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    fn enter(&mut self, id: ConversationId, participants: Participants) {
        let user = participants.user.clone();
        self.by_user.entry(user).or_default().push(id);
        if let Some(agent) = participants.agent.clone() {
            self.by_agent.entry(agent).or_default().push(id);
        }
        self.by_id.insert(id, participants);
    }

    fn forget(&mut self, id: ConversationId) {
        let Some(participants) = self.by_id.remove(&id) else {
            return;
        };
        remove(&mut self.by_user, &participants.user, id);
        if let Some(agent) = &participants.agent {
            remove(&mut self.by_agent, agent, id);
        }
    }
}

fn remove(
    from: &mut HashMap<PersonId, Vec<ConversationId>>,
    person: &PersonId,
    id: ConversationId,
) {
    if let Some(ids) = from.get_mut(person) {
        ids.retain(|one| *one != id);
        if ids.is_empty() {
            from.remove(person);
        }
    }
}
