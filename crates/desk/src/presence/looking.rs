//! What people look at right now, so that nobody is notified of what is before
//! their eyes: each connection says which conversations it shows.
//!
//! A client of a chat that never says so (the first front ends did not) shows
//! its chat as long as it is connected.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use frontdesk_model::{ConversationId, PersonId};

use crate::{
    Desk,
    hub::{ConnectionId, Namespace},
};

/// What the connections show that have ever said so.
#[derive(Default)]
pub(crate) struct Looking {
    shown: Mutex<HashMap<PersonId, HashMap<ConnectionId, Vec<ConversationId>>>>,
}

impl Looking {
    fn lock(
        &self,
    ) -> MutexGuard<'_, HashMap<PersonId, HashMap<ConnectionId, Vec<ConversationId>>>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection shows a conversation, or no longer does. Whether it is shown
    /// from now on; none when the connection shows `most` already.
    pub(super) fn note(
        &self,
        person: &PersonId,
        connection: ConnectionId,
        conversation: ConversationId,
        looking: bool,
        most: usize,
    ) -> Option<bool> {
        let mut shown = self.lock();
        let of = shown
            .entry(person.clone())
            .or_default()
            .entry(connection)
            .or_default();
        if !looking {
            of.retain(|one| *one != conversation);
        } else if !of.contains(&conversation) {
            if of.len() >= most {
                return None;
            }
            of.push(conversation);
            return Some(true);
        }
        Some(false)
    }

    /// A connection is gone.
    pub(super) fn forget(&self, person: &PersonId, connection: ConnectionId) {
        let mut shown = self.lock();
        if let Some(of) = shown.get_mut(person) {
            of.remove(&connection);
            if of.is_empty() {
                shown.remove(person);
            }
        }
    }

    fn shows(&self, person: &PersonId, conversation: ConversationId) -> bool {
        self.lock()
            .get(person)
            .is_some_and(|of| of.values().any(|shown| shown.contains(&conversation)))
    }

    fn has_said(&self, person: &PersonId, connection: ConnectionId) -> bool {
        self.lock()
            .get(person)
            .is_some_and(|of| of.contains_key(&connection))
    }
}

impl Desk {
    /// Whether a connection of theirs says that it shows the conversation.
    pub(crate) fn is_looking(&self, person: &PersonId, conversation: ConversationId) -> bool {
        self.presence.looking.shows(person, conversation)
    }

    /// The same of a chat, where a client that never says what it shows counts
    /// as showing it.
    pub(crate) fn is_looking_at_chat(
        &self,
        person: &PersonId,
        namespace: Namespace,
        chat: ConversationId,
    ) -> bool {
        self.is_looking(person, chat)
            || self
                .hub
                .connections(person, namespace)
                .into_iter()
                .any(|connection| !self.presence.looking.has_said(person, connection))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::hub::{Deliver, Event, Hub};

    struct Nobody;

    impl Deliver for Nobody {
        fn deliver(&self, _: &Event) -> bool {
            true
        }
    }

    #[test]
    fn what_any_tab_shows_is_looked_at_until_it_is_closed() {
        let (hub, looking, maya) = (Hub::default(), Looking::default(), PersonId::from("maya"));
        let tab = || hub.attach(&maya, Namespace::Root, Arc::new(Nobody));
        let (first, second) = (tab(), tab());
        let chat = ConversationId(uuid::Uuid::from_u128(1));
        assert_eq!(looking.note(&maya, first, chat, true, 1), Some(true));
        assert_eq!(looking.note(&maya, first, chat, true, 1), Some(false));
        assert_eq!(looking.note(&maya, second, chat, true, 1), Some(true));
        looking.note(&maya, first, chat, false, 1);
        assert!(looking.shows(&maya, chat));
        assert!(looking.has_said(&maya, first));
        looking.forget(&maya, second);
        assert!(!looking.shows(&maya, chat));
        let other = ConversationId(uuid::Uuid::from_u128(2));
        assert_eq!(looking.note(&maya, first, chat, true, 1), Some(true));
        assert_eq!(looking.note(&maya, first, other, true, 1), None);
        looking.forget(&maya, first);
        assert!(looking.lock().is_empty());
    }
}
