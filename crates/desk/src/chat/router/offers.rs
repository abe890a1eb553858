//! Offers: made in the order of the queue, one agent at a time, and ended by
//! time or because the agent is no longer free for them.

use frontdesk_model::{ConversationId, PersonId, Timestamp, routing::DecisionKind};

use super::{
    Effect, Router,
    agents::Agent,
    eligibility::Group,
    queue::Place,
    reasons::{self, Offered},
    strategy::{Candidate, choose},
};

/// An offer that stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Offer {
    pub agent: PersonId,
    pub until: Timestamp,
}

/// A group with chats that wait for an offer, and who is free for them.
struct Match {
    group: Group,
    candidates: Vec<Candidate>,
}

impl Router {
    /// Offers that were not taken in time go to the next.
    pub(super) fn lapse_offers(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        while let Some((until, session)) = self.offers.first().copied()
            && until <= now
        {
            let Some(agent) = self.end_offer(session) else {
                self.offers.pop_first();
                continue;
            };
            let reason = reasons::passed(self.name_of(&agent), self.config.offer_timeout);
            effects.push(self.ruling(session, DecisionKind::Passed, Some(&agent), reason));
            if let Some(chat) = self.waiting.get_mut(&session) {
                chat.passed.insert(agent);
            }
        }
    }

    /// Takes back all that an agent is offered.
    pub(super) fn withdraw_offers(&mut self, agent: &PersonId, why: &str) {
        let Some(entry) = self.agents.get(agent) else {
            return;
        };
        for session in entry.offered.clone() {
            self.withdraw(session, why);
        }
    }

    /// Takes back an offer; the chat waits for others.
    pub(super) fn withdraw(&mut self, session: ConversationId, why: &str) {
        if let Some(agent) = self.end_offer(session) {
            let reason = reasons::withdrawn(self.name_of(&agent), why);
            let effect = self.ruling(session, DecisionKind::Withdrawn, Some(&agent), reason);
            self.pending.push(effect);
        }
    }

    /// Takes back what agents may no longer be offered, as they and their
    /// teams are now.
    pub(super) fn recheck_offers(&mut self) {
        let offered: Vec<_> = self.offers.iter().map(|(_, session)| *session).collect();
        for session in offered {
            let holds = self.waiting.get(&session).is_none_or(|chat| {
                chat.offer.as_ref().is_none_or(|offer| {
                    self.agents.get(&offer.agent).is_some_and(|agent| {
                        agent.is_available() && self.fit(&offer.agent, agent, &chat.group).is_some()
                    })
                })
            });
            if !holds {
                self.withdraw(session, "no longer in the team, or without the skills");
            }
        }
    }

    /// Takes back the latest offers of agents who have more than they should:
    /// they have accepted others by hand, or their capacity was lowered.
    pub(super) fn keep_to_capacity(&mut self) {
        let touched: Vec<_> = self.touched.iter().cloned().collect();
        for id in touched {
            while let Some(session) = self.surplus_of(&id) {
                self.withdraw(session, "has as many chats as their capacity allows");
            }
        }
    }

    fn surplus_of(&self, id: &PersonId) -> Option<ConversationId> {
        let agent = self.agents.get(id)?;
        if agent.load() <= self.capacity_of(agent) {
            return None;
        }
        let until = |session: &&ConversationId| {
            let chat = self.waiting.get(*session)?;
            Some((chat.offer.as_ref()?.until, **session))
        };
        agent.offered.iter().max_by_key(until).copied()
    }

    /// Offers in the order of the queue, until nobody is free for what waits.
    pub(super) fn make_offers(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut matches = self.matches();
        while let Some((index, session)) = self.next_to_offer(&matches) {
            let Some((chosen, offered)) = self.choose_for(session, &matches[index].candidates)
            else {
                break;
            };
            effects.push(self.offer(session, &chosen.id, now, &offered));
            let is_full = self
                .agents
                .get(&chosen.id)
                .is_none_or(|agent| !self.has_room(agent));
            for one in &mut matches {
                if is_full {
                    one.candidates.retain(|other| other.id != chosen.id);
                } else if let Some(same) = one
                    .candidates
                    .iter_mut()
                    .find(|other| other.id == chosen.id)
                {
                    same.load += 1;
                    same.last_offer = self.offer_count;
                }
            }
        }
    }

    /// Every group that waits, with the agents who are free for it.
    fn matches(&self) -> Vec<Match> {
        let free: Vec<_> = self
            .agents
            .iter()
            .filter(|(_, agent)| agent.is_available() && self.has_room(agent))
            .collect();
        if free.is_empty() {
            return Vec::new();
        }
        let candidates = |group: &Group| {
            let fitting = free.iter().filter_map(|(id, agent)| {
                Some(Candidate {
                    id: (*id).clone(),
                    fit: self.fit(id, agent, group)?,
                    load: agent.load(),
                    last_offer: agent.last_offer,
                })
            });
            fitting.collect()
        };
        self.open
            .keys()
            .map(|group| Match {
                candidates: candidates(group),
                group: group.clone(),
            })
            .filter(|one: &Match| !one.candidates.is_empty())
            .collect()
    }

    fn has_room(&self, agent: &Agent) -> bool {
        agent.load() < self.capacity_of(agent)
    }

    /// The first of the queue for whom somebody is free.
    fn next_to_offer(&self, matches: &[Match]) -> Option<(usize, ConversationId)> {
        let heads = matches.iter().enumerate().filter_map(|(index, one)| {
            if one.candidates.is_empty() {
                return None;
            }
            let place: Place = *self.open.get(&one.group)?.first()?;
            Some((place, index))
        });
        heads.min().map(|(place, index)| (index, place.session))
    }

    /// Who of the candidates is offered a chat: someone who hasn't let it
    /// pass. When all have, the round begins again.
    fn choose_for(
        &mut self,
        session: ConversationId,
        candidates: &[Candidate],
    ) -> Option<(Candidate, Offered)> {
        let chat = self.waiting.get_mut(&session)?;
        let mut fresh: Vec<_> = candidates
            .iter()
            .filter(|one| !chat.passed.contains(&one.id))
            .collect();
        let is_next_round = fresh.is_empty();
        if is_next_round {
            chat.passed.clear();
            fresh = candidates.iter().collect();
        }
        let group = chat.group.clone();
        let team = group.class.team.and_then(|team| self.teams.get(&team));
        let strategy = team.map_or(self.config.strategy, |team| team.strategy);
        let (chosen, choice) = choose(strategy, &fresh)?;
        let agent = self.agents.get(&chosen.id)?;
        let offered = Offered {
            agent: agent.name.clone(),
            load: chosen.load + 1,
            capacity: self.capacity_of(agent),
            choice,
            team: team.map(|team| team.name.clone()),
            fit: chosen.fit,
            skills: group.class.skills,
            is_waived: group.is_waived,
            is_next_round,
        };
        Some((chosen, offered))
    }

    fn offer(
        &mut self,
        session: ConversationId,
        id: &PersonId,
        now: Timestamp,
        offered: &Offered,
    ) -> Effect {
        self.offer_count += 1;
        let (until, count) = (now.plus(self.config.offer_timeout), self.offer_count);
        let agent = self.agent(id);
        agent.last_offer = count;
        agent.offered.insert(session);
        self.offers.insert((until, session));
        if let Some(chat) = self.waiting.get_mut(&session) {
            chat.offer = Some(Offer {
                agent: id.clone(),
                until,
            });
            let (group, place) = (chat.group.clone(), chat.place);
            self.close_place(&group, place);
        }
        self.ruling(
            session,
            DecisionKind::Offered,
            Some(id),
            reasons::offered(offered),
        )
    }

    /// Ends an offer without a word, and says whose it was; the chat may be
    /// offered again.
    pub(super) fn end_offer(&mut self, session: ConversationId) -> Option<PersonId> {
        let chat = self.waiting.get_mut(&session)?;
        let Offer { agent, until } = chat.offer.take()?;
        let (group, place) = (chat.group.clone(), chat.place);
        self.open.entry(group).or_default().insert(place);
        self.offers.remove(&(until, session));
        self.agent(&agent).offered.remove(&session);
        Some(agent)
    }

    /// A place no longer waits for an offer.
    pub(super) fn close_place(&mut self, group: &Group, place: Place) {
        if let Some(places) = self.open.get_mut(group) {
            places.remove(&place);
            if places.is_empty() {
                self.open.remove(group);
            }
        }
    }
}
