//! Who is offered which chat: a state machine without I/O.
//!
//! It knows the queue, the agents and the offers, takes what happened
//! (someone arrived, an agent left, time passed) and says what to do. Which
//! agent holds a chat is decided by the store alone; the router only advises,
//! so a wrong idea here can annoy but never give one chat to two agents.
//!
//! The rules: the chat that waits longest is offered first, a chat that came
//! back before all others; to the available agent who holds the fewest, and
//! among equals to the one whose last offer lies furthest back; to one agent
//! at a time, and after a time-out to the next. When all have let it pass, the
//! round begins again.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use frontdesk_model::{ConversationId, PersonId, Timestamp, chat::AgentStatus};

/// What the router wants done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Show this chat to this agent as theirs to accept.
    Offer {
        session: ConversationId,
        agent: PersonId,
    },
    /// The agent let it pass or became unavailable; the chat waits for others.
    EndOffer {
        session: ConversationId,
        agent: PersonId,
    },
    /// Tell the waiting customer their place, from 1.
    Position {
        session: ConversationId,
        position: i64,
    },
    /// The agent did not come back in time: put these chats into the queue again.
    Return {
        agent: PersonId,
        sessions: Vec<ConversationId>,
    },
}

#[derive(Clone, Copy, Debug)]
pub struct RouterConfig {
    /// Chats held and offered that an agent gets without asking.
    pub capacity: usize,
    pub offer_timeout: Duration,
    pub grace: Duration,
}

#[derive(Debug)]
struct Agent {
    status: AgentStatus,
    connected: bool,
    /// When their chats go back, should they not have returned.
    gone_until: Option<Timestamp>,
    held: HashSet<ConversationId>,
    /// A counter's value at their last offer: the smaller, the longer ago.
    last_offer: u64,
}

#[derive(Debug)]
struct Waiting {
    offer: Option<(PersonId, Timestamp)>,
    passed: HashSet<PersonId>,
    announced: i64,
}

/// Orders the queue.
type Place = (i64, Timestamp, ConversationId);

#[derive(Debug)]
pub struct Router {
    config: RouterConfig,
    agents: HashMap<PersonId, Agent>,
    queue: BTreeMap<Place, Waiting>,
    places: HashMap<ConversationId, Place>,
    offers: u64,
    /// Offers that were withdrawn and not told yet.
    withdrawn: Vec<Effect>,
}

impl Router {
    pub fn new(config: RouterConfig) -> Self {
        Self {
            config,
            agents: HashMap::new(),
            queue: BTreeMap::new(),
            places: HashMap::new(),
            offers: 0,
            withdrawn: Vec::new(),
        }
    }

    /// A chat waits from now on (again, if it did already). Lower ranks come first.
    pub fn enqueue(&mut self, session: ConversationId, rank: i64, queued_at: Timestamp) {
        self.forget(session);
        let place = (rank, queued_at, session);
        self.places.insert(session, place);
        self.queue.insert(
            place,
            Waiting {
                offer: None,
                passed: HashSet::new(),
                announced: 0,
            },
        );
    }

    /// An agent has accepted a chat, or was given it.
    pub fn hold(&mut self, session: ConversationId, agent: &PersonId, now: Timestamp) {
        self.forget(session);
        let grace = self.config.grace;
        let agent = self.agent(agent);
        agent.held.insert(session);
        if !agent.connected && agent.gone_until.is_none() {
            agent.gone_until = Some(now.plus(grace));
        }
    }

    /// A chat is over, or waits nowhere any more.
    pub fn forget(&mut self, session: ConversationId) {
        if let Some(place) = self.places.remove(&session) {
            self.queue.remove(&place);
        }
        for agent in self.agents.values_mut() {
            agent.held.remove(&session);
        }
    }

    /// An agent's first connection is there.
    pub fn connect(&mut self, agent: &PersonId) {
        let agent = self.agent(agent);
        agent.connected = true;
        agent.gone_until = None;
    }

    /// An agent's last connection is gone: their offers pass on at once, their
    /// chats after the grace time.
    pub fn disconnect(&mut self, id: &PersonId, now: Timestamp) {
        let grace = self.config.grace;
        let agent = self.agent(id);
        agent.connected = false;
        if !agent.held.is_empty() {
            agent.gone_until = Some(now.plus(grace));
        }
        self.withdraw_offers(id);
    }

    pub fn set_status(&mut self, id: &PersonId, status: AgentStatus) {
        self.agent(id).status = status;
        if status != AgentStatus::Available {
            self.withdraw_offers(id);
        }
    }

    /// An agent's status; none for someone who has never been here.
    pub fn status(&self, agent: &PersonId) -> Option<AgentStatus> {
        self.agents.get(agent).map(|agent| agent.status)
    }

    /// How many chats an agent holds.
    pub fn load(&self, agent: &PersonId) -> usize {
        self.agents.get(agent).map_or(0, |agent| agent.held.len())
    }

    /// A waiting chat's place, from 1.
    pub fn position(&self, session: ConversationId) -> Option<i64> {
        let place = self.places.get(&session)?;
        Some(self.queue.range(..=*place).count() as i64)
    }

    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Agents who are there and take chats.
    pub fn available_agents(&self) -> usize {
        self.agents
            .values()
            .filter(|agent| agent.is_available())
            .count()
    }

    /// Brings everything up to date: what has run out, who is offered what,
    /// whose place has changed. To be called after each change, and at
    /// [`Router::next_deadline`].
    pub fn settle(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = std::mem::take(&mut self.withdrawn);
        self.return_chats_of_the_gone(now, &mut effects);
        self.lapse_offers(now, &mut effects);
        self.make_offers(now, &mut effects);
        self.announce_positions(&mut effects);
        effects
    }

    /// When the next offer or grace time runs out.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let offers = self
            .queue
            .values()
            .filter_map(|waiting| waiting.offer.as_ref().map(|(_, until)| *until));
        let graces = self.agents.values().filter_map(|agent| agent.gone_until);
        offers.chain(graces).min()
    }

    fn agent(&mut self, id: &PersonId) -> &mut Agent {
        self.agents.entry(id.clone()).or_insert_with(|| Agent {
            status: AgentStatus::Available,
            connected: false,
            gone_until: None,
            held: HashSet::new(),
            last_offer: 0,
        })
    }

    fn withdraw_offers(&mut self, agent: &PersonId) {
        for ((_, _, session), waiting) in &mut self.queue {
            if let Some((agent, _)) = waiting.offer.take_if(|(offered, _)| offered == agent) {
                self.withdrawn.push(Effect::EndOffer {
                    session: *session,
                    agent,
                });
            }
        }
    }

    fn return_chats_of_the_gone(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for (id, agent) in &mut self.agents {
            if agent.gone_until.take_if(|until| *until <= now).is_some() {
                let mut sessions: Vec<_> = agent.held.drain().collect();
                sessions.sort();
                effects.push(Effect::Return {
                    agent: id.clone(),
                    sessions,
                });
            }
        }
    }

    fn lapse_offers(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for ((_, _, session), waiting) in &mut self.queue {
            if let Some((agent, _)) = waiting.offer.take_if(|(_, until)| *until <= now) {
                effects.push(Effect::EndOffer {
                    session: *session,
                    agent: agent.clone(),
                });
                waiting.passed.insert(agent);
            }
        }
    }

    fn make_offers(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut loads: HashMap<PersonId, usize> = HashMap::new();
        for (agent, _) in self
            .queue
            .values()
            .filter_map(|waiting| waiting.offer.as_ref())
        {
            *loads.entry(agent.clone()).or_default() += 1;
        }
        for (id, agent) in self.agents.iter().filter(|(_, agent)| agent.is_available()) {
            *loads.entry(id.clone()).or_default() += agent.held.len();
        }
        for ((_, _, session), waiting) in &mut self.queue {
            if waiting.offer.is_some() {
                continue;
            }
            let free = |passed: &HashSet<PersonId>| {
                self.agents
                    .iter()
                    .filter(|(id, agent)| agent.is_available() && !passed.contains(*id))
                    .map(|(id, agent)| (loads.get(id).copied().unwrap_or(0), agent.last_offer, id))
                    .filter(|(load, _, _)| *load < self.config.capacity)
                    .min()
                    .map(|(_, _, id)| id.clone())
            };
            let chosen = free(&waiting.passed).or_else(|| {
                waiting.passed.clear();
                free(&waiting.passed)
            });
            let Some(agent) = chosen else { continue };
            *loads.entry(agent.clone()).or_default() += 1;
            self.offers += 1;
            if let Some(entry) = self.agents.get_mut(&agent) {
                entry.last_offer = self.offers;
            }
            waiting.offer = Some((agent.clone(), now.plus(self.config.offer_timeout)));
            effects.push(Effect::Offer {
                session: *session,
                agent,
            });
        }
    }

    fn announce_positions(&mut self, effects: &mut Vec<Effect>) {
        for (index, ((_, _, session), waiting)) in self.queue.iter_mut().enumerate() {
            let position = index as i64 + 1;
            if waiting.announced != position {
                waiting.announced = position;
                effects.push(Effect::Position {
                    session: *session,
                    position,
                });
            }
        }
    }
}

impl Agent {
    fn is_available(&self) -> bool {
        self.connected && self.status == AgentStatus::Available
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_store::{RANK_NORMAL, RANK_RETURNED};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CONFIG: RouterConfig = RouterConfig {
        capacity: 2,
        offer_timeout: Duration::from_secs(20),
        grace: Duration::from_secs(30),
    };

    fn session(n: u128) -> ConversationId {
        ConversationId(Uuid::from_u128(n))
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    fn offers(effects: &[Effect]) -> Vec<(ConversationId, &str)> {
        effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Offer { session, agent } => Some((*session, agent.as_str())),
                _ => None,
            })
            .collect()
    }

    fn router(agents: &[&str]) -> Router {
        let mut router = Router::new(CONFIG);
        for agent in agents {
            router.connect(&PersonId::from(*agent));
        }
        router
    }

    #[test]
    fn the_least_loaded_agent_is_offered_the_oldest_chat_first() {
        let mut router = router(&["ann", "bob"]);
        router.hold(session(9), &"ann".into(), at(0));
        router.enqueue(session(2), RANK_NORMAL, at(2));
        router.enqueue(session(1), RANK_NORMAL, at(1));
        let effects = router.settle(at(3));
        assert_eq!(offers(&effects)[0], (session(1), "bob"));
        assert_eq!(offers(&effects).len(), 2);
    }

    #[test]
    fn nobody_is_offered_more_than_their_capacity() {
        let mut router = router(&["ann"]);
        for n in 1..=3 {
            router.enqueue(session(n), RANK_NORMAL, at(n as i64));
        }
        assert_eq!(offers(&router.settle(at(4))).len(), 2);
        router.hold(session(1), &"ann".into(), at(5));
        assert_eq!(offers(&router.settle(at(5))).len(), 0);
        router.forget(session(1));
        assert_eq!(offers(&router.settle(at(6))), [(session(3), "ann")]);
    }

    #[test]
    fn an_offer_that_is_not_taken_goes_to_the_next_and_comes_round_again() {
        let mut router = router(&["ann", "bob"]);
        router.enqueue(session(1), RANK_NORMAL, at(0));
        let effects = router.settle(at(0));
        let first = offers(&effects)[0].1.to_owned();
        assert_eq!(router.next_deadline(), Some(at(20)));
        let effects = router.settle(at(20));
        assert_eq!(
            effects[0],
            Effect::EndOffer {
                session: session(1),
                agent: first.as_str().into(),
            }
        );
        let second = offers(&effects)[0].1.to_owned();
        assert_ne!(first, second);
        assert_eq!(offers(&router.settle(at(40)))[0].1, first);
    }

    #[test]
    fn an_agent_who_is_not_available_is_offered_nothing() {
        let mut router = router(&["ann"]);
        router.set_status(&"ann".into(), AgentStatus::Busy);
        router.enqueue(session(1), RANK_NORMAL, at(0));
        assert!(offers(&router.settle(at(0))).is_empty());
        router.set_status(&"ann".into(), AgentStatus::Available);
        assert_eq!(offers(&router.settle(at(1))).len(), 1);
        router.set_status(&"ann".into(), AgentStatus::Away);
        assert_eq!(
            router.settle(at(1)),
            [Effect::EndOffer {
                session: session(1),
                agent: "ann".into(),
            }]
        );
        router.set_status(&"ann".into(), AgentStatus::Available);
        router.settle(at(1));
        router.disconnect(&"ann".into(), at(2));
        router.connect(&"bob".into());
        assert_eq!(offers(&router.settle(at(2))), [(session(1), "bob")]);
    }

    #[test]
    fn a_dropped_agents_chats_return_only_after_the_grace_time() {
        let mut router = router(&["ann"]);
        router.hold(session(1), &"ann".into(), at(0));
        router.disconnect(&"ann".into(), at(10));
        assert!(router.settle(at(39)).is_empty());
        assert_eq!(
            router.settle(at(40)),
            [Effect::Return {
                agent: "ann".into(),
                sessions: vec![session(1)],
            }]
        );
        assert_eq!(router.next_deadline(), None);
    }

    #[test]
    fn an_agent_who_comes_back_in_time_keeps_their_chats() {
        let mut router = router(&["ann"]);
        router.hold(session(1), &"ann".into(), at(0));
        router.disconnect(&"ann".into(), at(10));
        router.connect(&"ann".into());
        assert!(router.settle(at(1_000)).is_empty());
        assert_eq!(router.load(&"ann".into()), 1);
    }

    #[test]
    fn a_returned_chat_stands_at_the_head_and_the_others_hear_their_new_place() {
        let mut router = router(&[]);
        router.enqueue(session(1), RANK_NORMAL, at(1));
        router.settle(at(1));
        router.enqueue(session(2), RANK_RETURNED, at(5));
        assert_eq!(
            router.settle(at(5)),
            [
                Effect::Position {
                    session: session(2),
                    position: 1,
                },
                Effect::Position {
                    session: session(1),
                    position: 2,
                },
            ]
        );
        assert_eq!(router.position(session(1)), Some(2));
    }

    /// Something that can happen, drawn from a few sessions and agents.
    #[derive(Clone, Debug)]
    enum Step {
        Arrive(u128),
        Accept(u128, usize),
        Close(u128),
        Connect(usize),
        Disconnect(usize),
        Status(usize, AgentStatus),
        Wait(i64),
    }

    const AGENTS: [&str; 3] = ["ann", "bob", "eve"];

    fn step() -> impl Strategy<Value = Step> {
        let (session, agent) = (1..6_u128, 0..AGENTS.len());
        prop_oneof![
            session.clone().prop_map(Step::Arrive),
            (session.clone(), agent.clone()).prop_map(|(s, a)| Step::Accept(s, a)),
            session.prop_map(Step::Close),
            agent.clone().prop_map(Step::Connect),
            agent.clone().prop_map(Step::Disconnect),
            (agent, 0..3_usize).prop_map(|(a, s)| Step::Status(a, AgentStatus::ALL[s])),
            (1..40_i64).prop_map(Step::Wait),
        ]
    }

    proptest! {
        /// Whatever happens in whatever order: no chat is forgotten, held by
        /// two, offered to two or to someone who isn't available, and nobody
        /// is offered beyond their capacity.
        #[test]
        fn the_rules_hold_in_every_order_of_events(steps in prop::collection::vec(step(), 1..80)) {
            let mut router = router(&[]);
            let mut open: HashMap<ConversationId, Option<PersonId>> = HashMap::new();
            let mut now = at(0);
            for step in steps {
                match step {
                    Step::Arrive(n) if !open.contains_key(&session(n)) => {
                        open.insert(session(n), None);
                        router.enqueue(session(n), RANK_NORMAL, now);
                    }
                    Step::Accept(n, a) if open.get(&session(n)) == Some(&None) => {
                        let agent = PersonId::from(AGENTS[a]);
                        router.hold(session(n), &agent, now);
                        open.insert(session(n), Some(agent));
                    }
                    Step::Close(n) => {
                        open.remove(&session(n));
                        router.forget(session(n));
                    }
                    Step::Connect(a) => router.connect(&AGENTS[a].into()),
                    Step::Disconnect(a) => router.disconnect(&AGENTS[a].into(), now),
                    Step::Status(a, status) => router.set_status(&AGENTS[a].into(), status),
                    Step::Wait(seconds) => now = now.plus(Duration::from_secs(seconds.unsigned_abs())),
                    Step::Arrive(_) | Step::Accept(..) => {}
                }
                let mut effects = router.settle(now);
                for effect in effects.clone() {
                    if let Effect::Return { sessions, .. } = effect {
                        for session in sessions {
                            open.insert(session, None);
                            router.enqueue(session, RANK_RETURNED, now);
                        }
                    }
                }
                effects.extend(router.settle(now));
                for (session, holder) in &open {
                    prop_assert_eq!(router.position(*session).is_some(), holder.is_none());
                    let holders = router.agents.iter().filter(|(_, one)| one.held.contains(session));
                    let holders: Vec<_> = holders.map(|(id, _)| id.clone()).collect();
                    prop_assert_eq!(holders, holder.iter().cloned().collect::<Vec<_>>());
                }
                let mut offered: HashMap<&str, usize> = HashMap::new();
                for (agent, _) in router.queue.values().filter_map(|one| one.offer.as_ref()) {
                    prop_assert!(router.agents[agent].is_available());
                    *offered.entry(agent.as_str()).or_default() += 1;
                }
                for (_, agent) in offers(&effects) {
                    let load = offered[agent] + router.load(&agent.into());
                    prop_assert!(load <= CONFIG.capacity);
                }
            }
        }
    }
}
