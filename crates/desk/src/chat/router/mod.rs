//! Who is offered which chat: a state machine without I/O.
//!
//! It knows the queue, the agents, their teams and the offers, takes what
//! happened (someone arrived, an agent left, time passed) and says what to do,
//! each decision with its reason. Which agent holds a chat is decided by the
//! store alone; the router only advises, so a wrong idea here can annoy but
//! never give one chat to two agents.
//!
//! - [`queue`]: a chat's turn is its arrival, less the head start of its priority.
//! - [`eligibility`]: who may take it, and how that widens while it waits.
//! - [`strategy`]: which of those who are free is offered it.
//! - [`offers`]: to one agent at a time, after a time-out to the next; when all
//!   who are free have let it pass, the round begins again.
//! - [`agents`]: who is there, and what they hold.
//!
//! The bound of fairness: an agent is never offered a chat while another chat
//! that they could have been offered waits without an offer and arrived
//! earlier, or later by less than what its head start exceeds the other's. So
//! nobody is passed over by a chat that arrived more than the longest head
//! start later, and among equals by none that arrived later at all.
//!
//! After every settling, no chat waits without an offer that anybody is free
//! for, nobody is offered more than their capacity, and each chat either waits
//! or is held by one agent.

mod agents;
mod eligibility;
mod offers;
#[cfg(test)]
mod properties;
mod queue;
mod reasons;
mod strategy;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    time::Duration,
};

use frontdesk_model::{
    ConversationId, PersonId, TeamId, Timestamp,
    chat::AgentStatus,
    routing::{AgentPresence, DecisionKind, QueuePriority, Strategy},
};

use agents::Agent;
use eligibility::{Class, Group, Skilled};
use offers::Offer;
use queue::{Line, Place};

pub use agents::Profile;
pub use eligibility::TeamRules;

/// What the router wants done, in this order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// To be recorded and carried out: an offer is shown, its end is told.
    Decided(Ruling),
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
    /// The agent is away by themselves: keep it, and tell them.
    Away { agent: PersonId },
    /// Tell colleagues how these agents are now.
    Presences(Vec<AgentPresence>),
}

/// A decision about a chat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    pub session: ConversationId,
    pub kind: DecisionKind,
    pub agent: Option<PersonId>,
    pub agent_name: Option<String>,
    pub team: Option<TeamId>,
    pub reason: String,
}

#[derive(Clone, Debug)]
pub struct RouterConfig {
    /// Chats held and offered that an agent gets without asking.
    pub capacity: usize,
    pub offer_timeout: Duration,
    pub grace: Duration,
    /// For chats of no team.
    pub strategy: Strategy,
    pub returned_head_start: Duration,
    pub vip_head_start: Duration,
    pub returning_head_start: Duration,
    /// How long a chat waits for its skills while nobody with them is there.
    pub skill_patience: Duration,
    /// After how long without activity an agent is away; none for never.
    pub away_after: Option<Duration>,
}

impl Default for RouterConfig {
    fn default() -> Self {
        Self {
            capacity: 5,
            offer_timeout: Duration::from_secs(20),
            grace: Duration::from_secs(30),
            strategy: Strategy::LeastLoaded,
            returned_head_start: Duration::from_secs(1_800),
            vip_head_start: Duration::from_secs(600),
            returning_head_start: Duration::from_secs(120),
            skill_patience: Duration::from_secs(60),
            away_after: Some(Duration::from_secs(900)),
        }
    }
}

impl RouterConfig {
    pub fn head_start(&self, priority: QueuePriority) -> Duration {
        match priority {
            QueuePriority::Returned => self.returned_head_start,
            QueuePriority::Vip => self.vip_head_start,
            QueuePriority::Returning => self.returning_head_start,
            QueuePriority::Normal => Duration::ZERO,
        }
    }
}

/// A chat that begins to wait.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub session: ConversationId,
    pub team: Option<TeamId>,
    pub skills: Vec<String>,
    pub priority: QueuePriority,
    /// When it was queued first: what it is sorted by.
    pub queued_at: Timestamp,
}

/// Why a chat begins to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    New,
    /// It waited already when the desk was opened.
    Restored,
    /// The agent's line was not mended in time.
    LineLost {
        agent: &'a PersonId,
    },
    GivenBack {
        by: &'a PersonId,
    },
    HandedToTeam {
        by: &'a PersonId,
    },
}

#[derive(Debug)]
struct Waiting {
    place: Place,
    queued_at: Timestamp,
    priority: QueuePriority,
    group: Group,
    /// Since when it waits for its skills.
    since: Timestamp,
    /// Since when it waits for its team.
    overflow_since: Timestamp,
    overflow_at: Option<Timestamp>,
    offer: Option<Offer>,
    /// Who has let it pass in this round.
    passed: HashSet<PersonId>,
}

/// What is known of a waiting chat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// From 1, in its team's queue.
    pub position: i64,
    pub priority: QueuePriority,
    pub team: Option<TeamId>,
    pub offered_to: Option<PersonId>,
}

#[derive(Debug)]
pub struct Router {
    config: RouterConfig,
    teams: HashMap<TeamId, TeamRules>,
    agents: HashMap<PersonId, Agent>,
    waiting: HashMap<ConversationId, Waiting>,
    /// Who holds the chats that don't wait.
    holders: HashMap<ConversationId, PersonId>,
    /// The team that a held chat waited for.
    held_teams: HashMap<ConversationId, TeamId>,
    lines: BTreeMap<Option<TeamId>, Line>,
    /// Waiting chats without an offer.
    open: BTreeMap<Group, BTreeSet<Place>>,
    classes: BTreeMap<Class, Skilled>,
    /// When offers run out.
    offers: BTreeSet<(Timestamp, ConversationId)>,
    /// When chats overflow.
    overflows: BTreeSet<(Timestamp, ConversationId)>,
    offer_count: u64,
    /// Agents of whom something may have changed since the last settling.
    touched: BTreeSet<PersonId>,
    /// Whether an agent came, went, or has other teams or skills.
    people_changed: bool,
    /// What was decided since the last settling.
    pending: Vec<Effect>,
}

impl Router {
    pub fn new(config: RouterConfig) -> Self {
        Self {
            config,
            teams: HashMap::new(),
            agents: HashMap::new(),
            waiting: HashMap::new(),
            holders: HashMap::new(),
            held_teams: HashMap::new(),
            lines: BTreeMap::new(),
            open: BTreeMap::new(),
            classes: BTreeMap::new(),
            offers: BTreeSet::new(),
            overflows: BTreeSet::new(),
            offer_count: 0,
            touched: BTreeSet::new(),
            people_changed: false,
            pending: Vec::new(),
        }
    }

    /// A chat waits from now on (again, if it did already).
    pub fn enqueue(&mut self, arrival: Arrival, entry: Entry<'_>, now: Timestamp) {
        let session = arrival.session;
        self.release(session, "the chat was queued again");
        let place = Place::new(session, arrival.priority, arrival.queued_at, &self.config);
        let group = Group {
            class: Class {
                team: arrival.team,
                skills: arrival.skills,
            },
            is_waived: false,
            is_overflowed: false,
        };
        self.lines.entry(arrival.team).or_default().insert(place);
        self.open.entry(group.clone()).or_default().insert(place);
        self.enter_class(&group.class, session, now);
        let was_there = entry == Entry::Restored;
        let reason = self.why_queued(entry, &group.class, arrival.priority);
        self.waiting.insert(
            session,
            Waiting {
                place,
                queued_at: arrival.queued_at,
                priority: arrival.priority,
                group,
                since: now,
                overflow_since: if was_there { arrival.queued_at } else { now },
                overflow_at: None,
                offer: None,
                passed: HashSet::new(),
            },
        );
        self.plan_overflow(session);
        if let Some((kind, agent, reason)) = reason {
            let effect = self.ruling(session, kind, agent, reason);
            self.pending.push(effect);
        }
    }

    fn why_queued<'a>(
        &self,
        entry: Entry<'a>,
        class: &Class,
        priority: QueuePriority,
    ) -> Option<(DecisionKind, Option<&'a PersonId>, String)> {
        let team = self.team_name(class.team);
        match entry {
            Entry::Restored => None,
            Entry::New => {
                let head_start = self.config.head_start(priority);
                let reason = reasons::queued(team, priority, head_start, &class.skills);
                Some((DecisionKind::Queued, None, reason))
            }
            Entry::LineLost { agent } => {
                let reason = reasons::line_lost(self.name_of(agent), self.config.grace);
                Some((DecisionKind::Returned, Some(agent), reason))
            }
            Entry::GivenBack { by } => {
                let reason = reasons::given_back(self.name_of(by));
                Some((DecisionKind::Returned, Some(by), reason))
            }
            Entry::HandedToTeam { by } => {
                let reason = reasons::handed_over(team.unwrap_or("everybody"), self.name_of(by));
                Some((DecisionKind::Transferred, Some(by), reason))
            }
        }
    }

    /// An agent has accepted a waiting chat.
    pub fn accept(&mut self, session: ConversationId, agent: &PersonId, now: Timestamp) {
        let (offered_to, queued_at) = match self.waiting.get(&session) {
            Some(chat) => (
                chat.offer.as_ref().map(|offer| offer.agent.clone()),
                chat.queued_at,
            ),
            None => (None, now),
        };
        let offered_to = offered_to.map(|id| self.name_of(&id).to_owned());
        let reason = reasons::accepted(
            self.name_of(agent),
            offered_to.as_deref(),
            now.since(queued_at),
        );
        self.hold(session, agent);
        let effect = self.ruling(session, DecisionKind::Accepted, Some(agent), reason);
        self.pending.push(effect);
    }

    /// A chat was handed to an agent by a colleague.
    pub fn hand_over(&mut self, session: ConversationId, to: &PersonId, by: &PersonId) {
        let reason = reasons::handed_over(self.name_of(to), self.name_of(by));
        self.hold(session, to);
        let effect = self.ruling(session, DecisionKind::Transferred, Some(to), reason);
        self.pending.push(effect);
    }

    /// An agent holds a chat from now on; whether it is set aside stays.
    pub fn hold(&mut self, session: ConversationId, agent: &PersonId) {
        let team = self.team_of(session);
        let former = self.holders.get(&session);
        let is_snoozed = former
            .and_then(|id| self.agents.get(id))
            .is_some_and(|agent| agent.snoozed.contains(&session));
        // Who takes it, takes it from whomever it is offered to.
        self.release_quietly(session, agent);
        let entry = self.agent(agent);
        entry.held.insert(session);
        if is_snoozed {
            entry.snoozed.insert(session);
        }
        self.holders.insert(session, agent.clone());
        if let Some(team) = team {
            self.held_teams.insert(session, team);
        }
    }

    /// A chat is over. `by`: who closed it, as the sentence goes on.
    pub fn close(&mut self, session: ConversationId, by: &str) {
        let was_waiting = self.waiting.contains_key(&session);
        if !was_waiting && !self.holders.contains_key(&session) {
            return;
        }
        let agent = self.holders.get(&session).cloned();
        let reason = reasons::closed(by, was_waiting);
        let effect = self.ruling(session, DecisionKind::Closed, agent.as_ref(), reason);
        self.forget(session);
        self.pending.push(effect);
    }

    /// A chat waits nowhere any more, and nobody holds it.
    pub fn forget(&mut self, session: ConversationId) {
        self.release(session, "the chat is over");
    }

    /// Its customer is a VIP from now on, or no longer: the place changes.
    pub fn set_priority(&mut self, session: ConversationId, priority: QueuePriority) {
        let Some(chat) = self.waiting.get_mut(&session) else {
            return;
        };
        let before = chat.place;
        let after = Place::new(session, priority, chat.queued_at, &self.config);
        chat.place = after;
        chat.priority = priority;
        let (group, has_offer) = (chat.group.clone(), chat.offer.is_some());
        let line = self.lines.entry(group.class.team).or_default();
        line.remove(before);
        line.insert(after);
        if !has_offer {
            self.close_place(&group, before);
            self.open.entry(group).or_default().insert(after);
        }
    }

    fn release_quietly(&mut self, session: ConversationId, taker: &PersonId) {
        let offered_to = self.offered_to(session).cloned();
        if offered_to.as_ref() == Some(taker) {
            self.end_offer(session);
        }
        self.release(session, "another agent has it");
    }

    /// Takes a chat out of everything.
    fn release(&mut self, session: ConversationId, why: &str) {
        self.withdraw(session, why);
        if let Some(chat) = self.waiting.remove(&session) {
            self.close_place(&chat.group, chat.place);
            self.leave_class(&chat.group.class, chat.since, session);
            if let Some(line) = self.lines.get_mut(&chat.group.class.team) {
                line.remove(chat.place);
            }
            if let Some(at) = chat.overflow_at {
                self.overflows.remove(&(at, session));
            }
        }
        self.held_teams.remove(&session);
        if let Some(holder) = self.holders.remove(&session) {
            let agent = self.agent(&holder);
            agent.held.remove(&session);
            agent.snoozed.remove(&session);
        }
    }

    /// Brings everything up to date: what has run out, who is offered what,
    /// whose place has changed. To be called after each change, and at
    /// [`Router::next_deadline`].
    pub fn settle(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.begin_graces(now);
        self.return_chats_of_the_gone(now, &mut effects);
        self.note_the_absent(now, &mut effects);
        self.lapse_offers(now, &mut effects);
        self.overflow(now, &mut effects);
        self.weigh_skills(now, &mut effects);
        self.keep_to_capacity();
        // What was taken back comes before what is offered anew.
        effects.splice(0..0, std::mem::take(&mut self.pending));
        self.make_offers(now, &mut effects);
        self.tell_positions(&mut effects);
        self.tell_presences(&mut effects);
        effects
    }

    /// When the next offer, grace time or patience runs out.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let offers = self.offers.first().map(|(until, _)| *until);
        [offers, self.next_of_agents(), self.next_of_classes()]
            .into_iter()
            .flatten()
            .min()
    }

    fn tell_positions(&mut self, effects: &mut Vec<Effect>) {
        for line in self.lines.values_mut() {
            let moved = line.moved().into_iter();
            effects.extend(moved.map(|(session, position)| Effect::Position { session, position }));
        }
        self.lines.retain(|_, line| !line.is_empty());
    }

    fn ruling(
        &self,
        session: ConversationId,
        kind: DecisionKind,
        agent: Option<&PersonId>,
        reason: String,
    ) -> Effect {
        Effect::Decided(Ruling {
            session,
            kind,
            agent: agent.cloned(),
            agent_name: agent.map(|id| self.name_of(id).to_owned()),
            team: self.team_of(session),
            reason,
        })
    }

    fn team_of(&self, session: ConversationId) -> Option<TeamId> {
        match self.waiting.get(&session) {
            Some(chat) => chat.group.class.team,
            None => self.held_teams.get(&session).copied(),
        }
    }

    fn name_of<'a>(&'a self, agent: &'a PersonId) -> &'a str {
        let known = self.agents.get(agent);
        known.map_or(agent.as_str(), |agent| agent.name.as_str())
    }

    pub fn team_name(&self, team: Option<TeamId>) -> Option<&str> {
        Some(self.teams.get(&team?)?.name.as_str())
    }

    fn offered_to(&self, session: ConversationId) -> Option<&PersonId> {
        let offer = self.waiting.get(&session)?.offer.as_ref()?;
        Some(&offer.agent)
    }

    /// An agent's status; none for someone who has never been here.
    pub fn status(&self, agent: &PersonId) -> Option<AgentStatus> {
        self.agents.get(agent).map(Agent::effective_status)
    }

    /// Whether an agent is away because nothing was heard from them.
    pub fn is_automatically_away(&self, agent: &PersonId) -> bool {
        self.agents.get(agent).is_some_and(|agent| agent.automatic)
    }

    /// How many chats an agent holds that are not set aside.
    pub fn load(&self, agent: &PersonId) -> usize {
        self.agents.get(agent).map_or(0, Agent::working_on)
    }

    /// Chats offered to an agent at a time: their own number, or the desk's.
    pub fn capacity(&self, agent: &PersonId) -> usize {
        self.agents
            .get(agent)
            .map_or(self.config.capacity, |agent| self.capacity_of(agent))
    }

    /// An agent's skills, sorted, and teams.
    pub fn abilities(&self, agent: &PersonId) -> (Vec<String>, Vec<TeamId>) {
        let Some(agent) = self.agents.get(agent) else {
            return (Vec::new(), Vec::new());
        };
        let mut skills: Vec<_> = agent.skills.iter().cloned().collect();
        skills.sort();
        (skills, agent.teams.iter().copied().collect())
    }

    /// How a waiting chat stands.
    pub fn standing(&self, session: ConversationId) -> Option<Standing> {
        let chat = self.waiting.get(&session)?;
        let line = self.lines.get(&chat.group.class.team)?;
        Some(Standing {
            position: line.position(chat.place),
            priority: chat.priority,
            team: chat.group.class.team,
            offered_to: self.offered_to(session).cloned(),
        })
    }

    /// Sorts waiting chats as they are offered.
    pub fn turn(&self, session: ConversationId) -> Option<impl Ord + use<>> {
        self.waiting.get(&session).map(|chat| chat.place)
    }

    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many wait in a team's queue, or in that of the chats of no team.
    pub fn waiting_for(&self, team: Option<TeamId>) -> usize {
        self.lines.get(&team).map_or(0, Line::len)
    }

    /// How long the first of a team's queue has waited.
    pub fn longest_wait(&self, team: Option<TeamId>, now: Timestamp) -> Option<Duration> {
        let first = self.lines.get(&team)?.first()?;
        Some(now.since(self.waiting.get(&first)?.since))
    }

    /// Agents who are there and take chats: those of a team, or all.
    pub fn available_agents(&self, team: Option<TeamId>) -> usize {
        self.count_agents(team, Agent::is_available)
    }

    /// Agents who are there, if perhaps busy: those of a team, or all.
    pub fn agents_there(&self, team: Option<TeamId>) -> usize {
        self.count_agents(team, Agent::is_there)
    }

    fn count_agents(&self, team: Option<TeamId>, which: impl Fn(&Agent) -> bool) -> usize {
        let team = team.filter(|team| self.teams.contains_key(team));
        self.agents
            .values()
            .filter(|agent| which(agent))
            .filter(|agent| team.is_none_or(|team| agent.teams.contains(&team)))
            .count()
    }
}
