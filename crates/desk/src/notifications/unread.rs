//! How many notifications of a person are unread, told to their tabs. An older
//! count never comes after a newer one: from reading to sending a count, its
//! person's turn is held. Who waits for the turn while somebody else reads the
//! count that they want told need not read it again.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Mutex as StdMutex, PoisonError},
};

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
    /// Whose count has changed since it was last read.
    changed: StdMutex<HashSet<PersonId>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            turns: std::array::from_fn(|_| Mutex::default()),
            changed: StdMutex::default(),
        }
    }
}

impl Turns {
    async fn of(&self, person: &PersonId) -> MutexGuard<'_, ()> {
        let turn = self.hasher.hash_one(person) % TURNS as u64;
        self.turns[turn as usize].lock().await
    }

    /// Every turn, in their order, so that two who take all don't wait for each
    /// other crosswise.
    async fn all(&self) -> Vec<MutexGuard<'_, ()>> {
        let mut held = Vec::with_capacity(TURNS);
        for turn in &self.turns {
            held.push(turn.lock().await);
        }
        held
    }

    fn changed(&self) -> std::sync::MutexGuard<'_, HashSet<PersonId>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
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
        self.unread_turns.changed().insert(person.clone());
        let _turn = self.unread_turns.of(person).await;
        if !self.unread_turns.changed().remove(person) {
            // Somebody has read the count since.
            return Ok(());
        }
        let count = self.store.unread_count(person).await?;
        self.send_unread(person, count);
        Ok(())
    }

    /// The same for several people, by one question to the store.
    pub(super) async fn tell_unread_to_all(&self, people: &[PersonId]) -> Result<()> {
        if let [person] = people {
            return self.tell_unread(person).await;
        }
        if people.is_empty() {
            return Ok(());
        }
        let _turns = self.unread_turns.all().await;
        let counts = self.store.unread_counts(people).await?;
        for person in people {
            self.send_unread(person, counts.get(person).copied().unwrap_or(0));
        }
        Ok(())
    }

    fn send_unread(&self, person: &PersonId, count: i64) {
        let event = Event::UnreadCount(UnreadCount { count });
        self.hub.send(person, Namespace::Root, &event);
    }
}
