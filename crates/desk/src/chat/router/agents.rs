//! Agents: there or not, what they hold, and what they are good at.

use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};

use frontdesk_model::{
    ConversationId, PersonId, TeamId, Timestamp,
    chat::AgentStatus,
    routing::{AgentPresence, Presence},
};

use super::{Effect, Router, reasons};

/// When a return that failed is tried again, at the earliest.
const SOON: Duration = Duration::from_secs(1);

/// What is known of an agent before they come.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub name: String,
    pub skills: Vec<String>,
    /// Their own capacity, in place of the desk's.
    pub capacity: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub name: String,
    pub skills: HashSet<String>,
    pub own_capacity: Option<usize>,
    pub teams: BTreeSet<TeamId>,
    /// What they said themselves.
    pub status: AgentStatus,
    /// Away because nothing was heard from them.
    pub automatic: bool,
    pub connected: bool,
    /// When their line dropped; none while it stands, and after a start.
    pub dropped_at: Option<Timestamp>,
    /// When their chats go back, should they not have returned.
    pub gone_until: Option<Timestamp>,
    pub last_active: Timestamp,
    pub held: BTreeSet<ConversationId>,
    /// Of those held, the ones that are set aside.
    pub snoozed: BTreeSet<ConversationId>,
    pub offered: BTreeSet<ConversationId>,
    /// A counter's value at their last offer: the smaller, the longer ago.
    pub last_offer: u64,
    told: Option<AgentPresence>,
}

impl Agent {
    fn new(id: &PersonId) -> Self {
        Self {
            name: id.0.clone(),
            skills: HashSet::new(),
            own_capacity: None,
            teams: BTreeSet::new(),
            status: AgentStatus::Available,
            automatic: false,
            connected: false,
            dropped_at: None,
            gone_until: None,
            last_active: Timestamp(0),
            held: BTreeSet::new(),
            snoozed: BTreeSet::new(),
            offered: BTreeSet::new(),
            last_offer: 0,
            told: None,
        }
    }

    pub fn effective_status(&self) -> AgentStatus {
        if self.automatic {
            AgentStatus::Away
        } else {
            self.status
        }
    }

    /// Takes chats: connected, and available.
    pub fn is_available(&self) -> bool {
        self.connected && self.effective_status() == AgentStatus::Available
    }

    /// At their desk, if perhaps busy.
    pub fn is_there(&self) -> bool {
        self.connected && self.effective_status() != AgentStatus::Away
    }

    pub fn has_skills(&self, skills: &[String]) -> bool {
        skills.iter().all(|skill| self.skills.contains(skill))
    }

    /// Chats that they hold and that are not set aside.
    pub fn working_on(&self) -> usize {
        self.held.len() - self.snoozed.len()
    }

    /// What counts toward the capacity.
    pub fn load(&self) -> usize {
        self.working_on() + self.offered.len()
    }

    /// When they become away by themselves.
    fn away_at(&self, after: Option<Duration>) -> Option<Timestamp> {
        after
            .filter(|_| self.is_available())
            .map(|after| self.last_active.plus(after))
    }

    fn presence(&self, id: &PersonId, capacity: usize) -> AgentPresence {
        let status = match self.effective_status() {
            _ if !self.connected => Presence::Offline,
            AgentStatus::Available => Presence::Available,
            AgentStatus::Busy => Presence::Busy,
            AgentStatus::Away => Presence::Away,
        };
        AgentPresence {
            id: id.clone(),
            name: self.name.clone(),
            status,
            automatic: self.automatic,
            chats: count(self.working_on()),
            capacity: count(capacity),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Router {
    /// Sets what is known of an agent; it counts at once.
    pub fn set_profile(&mut self, id: &PersonId, profile: Profile) {
        let agent = self.agent(id);
        agent.name = profile.name;
        agent.skills = profile.skills.into_iter().collect();
        agent.own_capacity = profile.capacity;
        self.people_changed = true;
    }

    /// Sets an agent's name, when it is known now.
    pub fn set_name(&mut self, id: &PersonId, name: &str) {
        let agent = self.agent(id);
        if agent.name != name {
            name.clone_into(&mut agent.name);
        }
    }

    /// Takes a status up as it was stored.
    pub fn restore_status(
        &mut self,
        id: &PersonId,
        status: AgentStatus,
        automatic: bool,
        last_active: Option<Timestamp>,
    ) {
        let agent = self.agent(id);
        agent.last_active = last_active.unwrap_or(agent.last_active);
        agent.status = status;
        agent.automatic = automatic;
    }

    /// An agent's first connection is there. Someone who was gone for longer
    /// than the grace time has come by themselves: that is activity. A line
    /// that was merely mended is none.
    pub fn connect(&mut self, id: &PersonId, now: Timestamp) {
        let grace = self.config.grace;
        let agent = self.agent(id);
        let was_gone = agent.dropped_at.is_some_and(|at| at.plus(grace) <= now);
        agent.connected = true;
        agent.dropped_at = None;
        agent.gone_until = None;
        if was_gone || !agent.automatic {
            agent.automatic = false;
            agent.last_active = agent.last_active.max(now);
        }
        self.people_changed = true;
    }

    /// An agent's last connection is gone: their offers pass on at once, their
    /// chats after the grace time.
    pub fn disconnect(&mut self, id: &PersonId, now: Timestamp) {
        let agent = self.agent(id);
        agent.connected = false;
        agent.dropped_at = Some(now);
        self.people_changed = true;
        self.withdraw_offers(id, "the connection was lost");
    }

    pub fn set_status(&mut self, id: &PersonId, status: AgentStatus, now: Timestamp) {
        let agent = self.agent(id);
        agent.status = status;
        agent.automatic = false;
        agent.last_active = agent.last_active.max(now);
        self.people_changed = true;
        if status != AgentStatus::Available {
            self.withdraw_offers(id, &format!("now {}", status.as_str()));
        }
    }

    /// An agent was heard of at `at`. True when that ends their automatic absence.
    pub fn active(&mut self, id: &PersonId, at: Timestamp) -> bool {
        let Some(agent) = self.agents.get_mut(id) else {
            return false;
        };
        agent.last_active = agent.last_active.max(at);
        let is_back = std::mem::take(&mut agent.automatic);
        if is_back {
            self.touch(id);
            self.people_changed = true;
        }
        is_back
    }

    /// A held chat is set aside: it no longer counts toward its agent's
    /// capacity, and stays with them when they leave. A waiting chat is not
    /// touched: its customer waits.
    pub fn snooze(&mut self, session: ConversationId) {
        if let Some(agent) = self.holders.get(&session).cloned() {
            self.agent(&agent).snoozed.insert(session);
        }
    }

    /// A chat that was set aside counts again. When its agent isn't there, the
    /// grace time begins.
    pub fn unsnooze(&mut self, session: ConversationId) {
        if let Some(agent) = self.holders.get(&session).cloned() {
            self.agent(&agent).snoozed.remove(&session);
        }
    }

    /// The agent's entry, which is looked over at the next settling.
    pub(super) fn agent(&mut self, id: &PersonId) -> &mut Agent {
        self.touch(id);
        self.agents
            .entry(id.clone())
            .or_insert_with(|| Agent::new(id))
    }

    pub(super) fn touch(&mut self, id: &PersonId) {
        if !self.touched.contains(id) {
            self.touched.insert(id.clone());
        }
    }

    pub(super) fn capacity_of(&self, agent: &Agent) -> usize {
        agent.own_capacity.unwrap_or(self.config.capacity)
    }

    /// Agents who hold chats and aren't there get the grace time.
    pub(super) fn begin_graces(&mut self, now: Timestamp) {
        for id in &self.touched {
            if let Some(agent) = self.agents.get_mut(id) {
                if agent.connected || agent.working_on() == 0 {
                    agent.gone_until = None;
                } else if agent.gone_until.is_none() {
                    agent.gone_until = Some(now.plus(self.config.grace));
                }
            }
        }
    }

    /// The chats stay theirs until they are queued again.
    pub(super) fn return_chats_of_the_gone(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let again = self.config.grace.max(SOON);
        let mut gone = Vec::new();
        for (id, agent) in &mut self.agents {
            if agent.gone_until.take_if(|until| *until <= now).is_some() {
                // Tried again later, should they not be queued.
                agent.gone_until = Some(now.plus(again));
                let sessions: Vec<_> = agent.held.difference(&agent.snoozed).copied().collect();
                gone.push((id.clone(), sessions));
            }
        }
        gone.sort();
        for (agent, sessions) in gone {
            effects.push(Effect::Return { agent, sessions });
        }
    }

    /// Whoever was not heard of for too long is away, and their offers move on.
    pub(super) fn note_the_absent(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let after = self.config.away_after;
        let absent = |agent: &Agent| agent.away_at(after).is_some_and(|at| at <= now);
        let mut absent: Vec<_> = self
            .agents
            .iter()
            .filter(|(_, agent)| absent(agent))
            .map(|(id, _)| id.clone())
            .collect();
        absent.sort();
        for id in absent {
            self.agent(&id).automatic = true;
            self.people_changed = true;
            let reason = reasons::inactive(after.unwrap_or_default());
            self.withdraw_offers(&id, &reason);
            effects.push(Effect::Away { agent: id });
        }
    }

    pub(super) fn next_of_agents(&self) -> Option<Timestamp> {
        let after = self.config.away_after;
        let times = self.agents.values();
        times
            .flat_map(|agent| [agent.gone_until, agent.away_at(after)])
            .flatten()
            .min()
    }

    /// When an agent was last heard of, if ever.
    pub fn last_active(&self, id: &PersonId) -> Option<Timestamp> {
        let agent = self.agents.get(id)?;
        Some(agent.last_active).filter(|at| *at > Timestamp(0))
    }

    /// How everybody is, by name.
    pub fn presences(&self) -> Vec<AgentPresence> {
        let mut all: Vec<_> = self
            .agents
            .iter()
            .map(|(id, agent)| agent.presence(id, self.capacity_of(agent)))
            .collect();
        all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        all
    }

    pub fn presence(&self, id: &PersonId) -> Option<AgentPresence> {
        let agent = self.agents.get(id)?;
        Some(agent.presence(id, self.capacity_of(agent)))
    }

    /// Tells of those who are not as they were told last.
    pub(super) fn tell_presences(&mut self, effects: &mut Vec<Effect>) {
        let mut changed = Vec::new();
        for id in std::mem::take(&mut self.touched) {
            let Some(presence) = self.presence(&id) else {
                continue;
            };
            if let Some(agent) = self.agents.get_mut(&id)
                && agent.told.as_ref() != Some(&presence)
            {
                agent.told = Some(presence.clone());
                changed.push(presence);
            }
        }
        if !changed.is_empty() {
            effects.push(Effect::Presences(changed));
        }
    }
}
