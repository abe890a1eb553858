//! Eligibility: which agents a waiting chat may be offered to, and how that
//! widens while it waits.
//!
//! Chats of the same team and skills, for whom the same is waived, stand in
//! one group: whoever may take one of them may take all. So agents are looked
//! at once a group, however many chats wait in it.

use std::collections::{BTreeSet, HashSet};

use frontdesk_model::{
    ConversationId, PersonId, TeamId, Timestamp,
    routing::{DecisionKind, Strategy},
};

use super::{Effect, Router, agents::Agent, reasons};

/// What the router knows of a team.
#[derive(Clone, Debug)]
pub struct TeamRules {
    pub id: TeamId,
    pub name: String,
    pub strategy: Strategy,
    pub members: HashSet<PersonId>,
    /// Who helps out after how long.
    pub overflow: Option<(TeamId, std::time::Duration)>,
}

/// What a chat asks for. An empty list of skills is had by everyone; a team
/// that is not known (any more) is everybody's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Class {
    pub team: Option<TeamId>,
    pub skills: Vec<String>,
}

/// Chats that the same agents may take.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Group {
    pub class: Class,
    /// Agents without the skills may take it too.
    pub is_waived: bool,
    /// Agents of the overflow team may take it too.
    pub is_overflowed: bool,
}

/// In what capacity an agent may take a chat; one's own team comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fit {
    Own,
    HelpingOut,
}

/// The waiting chats of a class that asks for skills.
#[derive(Debug, Default)]
pub(super) struct Skilled {
    /// Since when nobody with the skills is there.
    lacking_since: Option<Timestamp>,
    /// Those that wait for the skills, longest first.
    strict: BTreeSet<(Timestamp, ConversationId)>,
    waived: BTreeSet<ConversationId>,
}

impl Router {
    /// How an agent may take the chats of a group; none when they may not.
    pub(super) fn fit(&self, id: &PersonId, agent: &Agent, group: &Group) -> Option<Fit> {
        if !group.is_waived && !agent.has_skills(&group.class.skills) {
            return None;
        }
        if self.is_of_team(id, group.class.team) {
            return Some(Fit::Own);
        }
        let helper = self.overflow_team(group.class.team)?;
        (group.is_overflowed && helper.members.contains(id)).then_some(Fit::HelpingOut)
    }

    fn is_of_team(&self, id: &PersonId, team: Option<TeamId>) -> bool {
        match team.and_then(|team| self.teams.get(&team)) {
            Some(team) => team.members.contains(id),
            None => true,
        }
    }

    pub(super) fn overflow_team(&self, team: Option<TeamId>) -> Option<&TeamRules> {
        let (helper, _) = self.teams.get(&team?)?.overflow.as_ref()?;
        self.teams.get(helper)
    }

    /// Replaces the teams; it counts at once.
    pub fn set_teams(&mut self, teams: impl IntoIterator<Item = TeamRules>) {
        self.teams = teams.into_iter().map(|team| (team.id, team)).collect();
        for agent in self.agents.values_mut() {
            agent.teams.clear();
        }
        for team in self.teams.values().cloned().collect::<Vec<_>>() {
            for id in &team.members {
                self.agent(id).teams.insert(team.id);
            }
        }
        self.people_changed = true;
        self.overflows.clear();
        let waiting: Vec<_> = self.waiting.keys().copied().collect();
        for session in waiting {
            self.plan_overflow(session);
        }
    }

    /// Enters when a chat's overflow begins, as the teams are now.
    pub(super) fn plan_overflow(&mut self, session: ConversationId) {
        let Some(chat) = self.waiting.get(&session) else {
            return;
        };
        let team = chat.group.class.team;
        let is_overflowed = chat.group.is_overflowed;
        let since = chat.overflow_since;
        let at = self
            .overflow_team(team)
            .and_then(|_| self.teams.get(&team?)?.overflow)
            .map(|(_, after)| since.plus(after));
        if at.is_none() && is_overflowed {
            self.regroup(session, |group| group.is_overflowed = false);
        }
        let at = at.filter(|_| !is_overflowed);
        self.overflows.extend(at.map(|at| (at, session)));
        if let Some(chat) = self.waiting.get_mut(&session) {
            chat.overflow_at = at;
        }
    }

    /// A chat that asks for skills begins to wait.
    pub(super) fn enter_class(&mut self, class: &Class, session: ConversationId, now: Timestamp) {
        if class.skills.is_empty() {
            return;
        }
        let is_lacking = !self.is_manned(class);
        let skilled = self
            .classes
            .entry(class.clone())
            .or_insert_with(|| Skilled {
                lacking_since: is_lacking.then_some(now),
                ..Skilled::default()
            });
        skilled.strict.insert((now, session));
    }

    pub(super) fn leave_class(&mut self, class: &Class, since: Timestamp, session: ConversationId) {
        if let Some(skilled) = self.classes.get_mut(class) {
            skilled.strict.remove(&(since, session));
            skilled.waived.remove(&session);
            if skilled.strict.is_empty() && skilled.waived.is_empty() {
                self.classes.remove(class);
            }
        }
    }

    /// Whether anyone of the team who has the skills is there.
    fn is_manned(&self, class: &Class) -> bool {
        self.agents.iter().any(|(id, agent)| {
            agent.is_there() && agent.has_skills(&class.skills) && self.is_of_team(id, class.team)
        })
    }

    /// Skills are waived while nobody has them for long enough, and asked for
    /// again as soon as someone has.
    pub(super) fn weigh_skills(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.people_changed) {
            self.look_who_is_there(now);
            self.recheck_offers();
        }
        let patience = self.config.skill_patience;
        let mut waived = Vec::new();
        for skilled in self.classes.values_mut() {
            let Some(lacking) = skilled.lacking_since else {
                continue;
            };
            while let Some((since, session)) = skilled.strict.first().copied()
                && lacking.max(since).plus(patience) <= now
            {
                skilled.strict.pop_first();
                skilled.waived.insert(session);
                waived.push(session);
            }
        }
        for session in waived {
            self.regroup(session, |group| group.is_waived = true);
            let reason = self.why_waived(session);
            effects.push(self.ruling(session, DecisionKind::SkillsWaived, None, reason));
        }
    }

    fn look_who_is_there(&mut self, now: Timestamp) {
        let classes: Vec<_> = self.classes.keys().cloned().collect();
        for class in classes {
            let is_manned = self.is_manned(&class);
            let Some(skilled) = self.classes.get_mut(&class) else {
                continue;
            };
            if !is_manned {
                skilled.lacking_since.get_or_insert(now);
                continue;
            }
            skilled.lacking_since = None;
            for session in std::mem::take(&mut skilled.waived) {
                if let Some(chat) = self.waiting.get(&session)
                    && let Some(skilled) = self.classes.get_mut(&class)
                {
                    skilled.strict.insert((chat.since, session));
                }
                self.regroup(session, |group| group.is_waived = false);
            }
        }
    }

    fn why_waived(&self, session: ConversationId) -> String {
        match self.waiting.get(&session) {
            Some(chat) => reasons::waived(
                &chat.group.class.skills,
                self.team_name(chat.group.class.team),
                self.config.skill_patience,
            ),
            None => String::new(),
        }
    }

    /// Chats that have waited too long for their team become another's too.
    pub(super) fn overflow(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        while let Some((at, session)) = self.overflows.first().copied()
            && at <= now
        {
            self.overflows.pop_first();
            if let Some(chat) = self.waiting.get_mut(&session) {
                chat.overflow_at = None;
            }
            self.regroup(session, |group| group.is_overflowed = true);
            let Some(chat) = self.waiting.get(&session) else {
                continue;
            };
            let team = chat.group.class.team;
            let helper = self.overflow_team(team).map(|team| team.name.clone());
            let reason = reasons::overflowed(
                &helper.unwrap_or_default(),
                self.team_name(team),
                now.since(chat.overflow_since),
            );
            effects.push(self.ruling(session, DecisionKind::Overflowed, None, reason));
        }
    }

    pub(super) fn next_of_classes(&self) -> Option<Timestamp> {
        let patience = self.config.skill_patience;
        let waivers = self.classes.values().filter_map(|skilled| {
            let (since, _) = skilled.strict.first()?;
            Some(skilled.lacking_since?.max(*since).plus(patience))
        });
        let overflow = self.overflows.first().map(|(at, _)| *at);
        waivers.chain(overflow).min()
    }

    /// Moves a waiting chat to another group.
    fn regroup(&mut self, session: ConversationId, change: impl FnOnce(&mut Group)) {
        let Some(chat) = self.waiting.get_mut(&session) else {
            return;
        };
        let before = chat.group.clone();
        change(&mut chat.group);
        if chat.offer.is_none() {
            let (place, after) = (chat.place, chat.group.clone());
            self.close_place(&before, place);
            self.open.entry(after).or_default().insert(place);
        }
    }
}
