//! How many notifications of a person are unread, told to their tabs. An older
//! count never comes after a newer one: from reading to sending a count, its
//! person's turn is held.

use std::hash::{BuildHasher, RandomState};

use frontdesk_model::{Actor, PersonId, events::UnreadCount};
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    Desk,
    error::Result,
    hub::{Deliver, Event, Namespace},
};

/// Turns there are; people share them by hash.
const TURNS: usize = 64;

pub(crate) struct Turns {
    hasher: RandomState,
    turns: [Mutex<()>; TURNS],
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            turns: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

impl Turns {
    async fn of(&self, person: &PersonId) -> MutexGuard<'_, ()> {
        let turn = self.hasher.hash_one(person) % TURNS as u64;
        self.turns[turn as usize].lock().await
    }
}

impl Desk {
    /// Tells one connection, which has just been entered, how many are unread.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn tell_unread_to(&self, actor: &Actor, out: &dyn Deliver) -> Result<()> {
        let _turn = self.unread_turns.of(&actor.id).await;
        let count = self.store.unread_count(&actor.id).await?;
        out.deliver(&Event::UnreadCount(UnreadCount { count }));
        Ok(())
    }

    /// Tells all of a person's tabs how many are unread now.
    pub(super) async fn tell_unread(&self, person: &PersonId) -> Result<()> {
        let _turn = self.unread_turns.of(person).await;
        let count = self.store.unread_count(person).await?;
        let event = Event::UnreadCount(UnreadCount { count });
        self.hub.send(person, Namespace::Root, &event);
        Ok(())
    }
}
