//! When agents were last heard of. Their events come too often to wait for the
//! router each: they are noted here, and the router looks when it must know.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use frontdesk_model::{Actor, PersonId, Timestamp};

use super::router::Router;
use crate::Desk;

#[derive(Default)]
pub(crate) struct Activity(Mutex<State>);

#[derive(Default)]
struct State {
    /// What the router hasn't heard yet.
    news: HashMap<PersonId, Timestamp>,
    /// Who is away by themselves: their next event must be heard at once.
    away: HashSet<PersonId>,
}

impl Activity {
    /// Notes an event of an agent. True when the router must hear at once.
    fn note(&self, agent: &PersonId, at: Timestamp) -> bool {
        let mut state = self.lock();
        match state.news.get_mut(agent) {
            Some(last) => *last = at.max(*last),
            None => {
                state.news.insert(agent.clone(), at);
            }
        }
        state.away.contains(agent)
    }

    fn take(&self) -> HashMap<PersonId, Timestamp> {
        std::mem::take(&mut self.lock().news)
    }

    pub fn set_away(&self, agent: &PersonId, is_away: bool) {
        let mut state = self.lock();
        if is_away {
            state.away.insert(agent.clone());
        } else {
            state.away.remove(agent);
        }
    }

    /// Whether someone was heard of after they had been found away.
    pub fn has_news_of_the_away(&self) -> bool {
        let state = self.lock();
        state
            .away
            .iter()
            .any(|agent| state.news.contains_key(agent))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// An agent has done something. Costs next to nothing, unless it ends
    /// their automatic absence.
    pub fn agent_active(&self, actor: &Actor) {
        if self.chat.activity.note(&actor.id, self.clock.now()) {
            let desk = self.clone();
            tokio::spawn(async move {
                let mut router = desk.chat.router().await;
                desk.settle(&mut router).await;
            });
        }
    }

    /// Tells the router who was heard of. Those who were away by themselves
    /// are available again.
    pub(super) async fn hear_of_activity(&self, router: &mut Router) {
        for (agent, at) in self.chat.activity.take() {
            let is_back = router.active(&agent, at);
            if !router.is_automatically_away(&agent) {
                self.chat.activity.set_away(&agent, false);
            }
            if is_back {
                self.keep_status(router, &agent).await;
            }
        }
    }
}
