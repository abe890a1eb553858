//! Whom the desk has met lately, so that a person is written to the store
//! when they are new or have changed, and not at every request.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use frontdesk_model::{Person, PersonId};

/// People remembered at most; beyond it all are forgotten, which costs each
/// of them one more write.
const CAPACITY: usize = 50_000;

#[derive(Default)]
pub(crate) struct Acquaintances(Mutex<HashMap<PersonId, Person>>);

impl Acquaintances {
    /// Whether this person is known exactly so.
    pub fn knows(&self, person: &Person) -> bool {
        self.lock().get(&person.id) == Some(person)
    }

    pub fn remember(&self, person: Person) {
        let mut people = self.lock();
        if people.len() >= CAPACITY {
            people.clear();
        }
        people.insert(person.id.clone(), person);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, Person>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
