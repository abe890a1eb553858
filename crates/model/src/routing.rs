//! Who gets which chat: teams, what agents are good at, and the decisions of
//! the router, each with its reason.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, DecisionId, PersonId, TeamId, Timestamp,
    error::FieldError,
    ticket::{present, text_enum},
    validate::{NAME_MAX_CHARS, Problems},
};

/// Skills that one agent, one team or one topic may name.
pub const MAX_SKILLS: usize = 20;
/// Members of one team.
pub const MAX_MEMBERS: usize = 1_000;
/// Characters of a team's description.
pub const DESCRIPTION_MAX_CHARS: usize = 500;
/// Chats that one agent's own capacity may allow.
pub const MAX_CAPACITY: i64 = 1_000;
/// Seconds after which a team's chats may overflow, at most: a day.
pub const MAX_OVERFLOW_SECONDS: i64 = 86_400;
/// The same when a team's input doesn't say.
pub const DEFAULT_OVERFLOW_SECONDS: i64 = 120;

text_enum!(
    /// Which of several free agents is offered a chat.
    Strategy {
        /// Who has the fewest chats; among equals, whose last offer lies
        /// furthest back.
        LeastLoaded = "least-loaded",
        /// Whose last offer lies furthest back, however many they have.
        RoundRobin = "round-robin",
    }
);

text_enum!(
    /// Why a waiting chat goes before others, strongest first. Each is worth a
    /// head start of so many seconds; only the strongest counts.
    QueuePriority {
        /// It had an agent already, and was handed back.
        Returned = "returned",
        /// Its customer is marked as a VIP.
        Vip = "vip",
        /// Its customer came back within a day of their last chat.
        Returning = "returning",
        Normal = "normal",
    }
);

text_enum!(
    /// What was decided about a chat.
    DecisionKind {
        /// It began to wait.
        Queued = "queued",
        /// It was shown to an agent as theirs to accept.
        Offered = "offered",
        /// The agent let the offer pass.
        Passed = "passed",
        /// The offer was taken back: the agent is no longer free for it.
        Withdrawn = "withdrawn",
        /// An agent took it.
        Accepted = "accepted",
        /// An agent handed it to a colleague or to a team.
        Transferred = "transferred",
        /// Its agent went or gave it back, and it waits again.
        Returned = "returned",
        /// Its team has let it wait too long: another team may take it too.
        Overflowed = "overflowed",
        /// Nobody with its skills is there: others may take it too.
        SkillsWaived = "skills-waived",
        Closed = "closed",
    }
);

text_enum!(
    /// Whether an agent is there, and takes chats.
    Presence {
        Available = "available",
        Busy = "busy",
        Away = "away",
        Offline = "offline",
    }
);

/// Agents who share a queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub description: String,
    pub strategy: Strategy,
    /// What the team's chats ask for, unless their topic says otherwise.
    pub skills: Vec<String>,
    pub members: Vec<PersonId>,
    /// The team that helps out when a chat has waited `overflowAfterSeconds`.
    pub overflow_team_id: Option<TeamId>,
    pub overflow_after_seconds: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A team to be made, or how it is to be from now on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct TeamInput {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[schema(max_length = 500)]
    pub description: String,
    /// `least-loaded` when it is missing.
    pub strategy: Option<Strategy>,
    pub skills: Vec<String>,
    /// Agents and admins who have signed in before.
    pub members: Vec<PersonId>,
    pub overflow_team_id: Option<TeamId>,
    /// 0 to 86,400; 120 when it is missing.
    pub overflow_after_seconds: Option<i64>,
}

impl TeamInput {
    /// The input with blanks trimmed and doubles dropped, or everything that
    /// is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let description = problems.optional(
            "description",
            Some(&self.description),
            DESCRIPTION_MAX_CHARS,
        );
        problems.count("members", self.members.len(), MAX_MEMBERS);
        let overflow_after = self
            .overflow_after_seconds
            .unwrap_or(DEFAULT_OVERFLOW_SECONDS);
        if !(0..=MAX_OVERFLOW_SECONDS).contains(&overflow_after) {
            problems.add(
                "overflowAfterSeconds",
                format!("overflowAfterSeconds must be from 0 to {MAX_OVERFLOW_SECONDS}"),
            );
        }
        let mut seen = BTreeSet::new();
        let members = self.members.iter().filter(|id| seen.insert(*id)).cloned();
        let input = Self {
            name: problems.required("name", &self.name, NAME_MAX_CHARS),
            description: description.unwrap_or_default(),
            strategy: Some(self.strategy.unwrap_or(Strategy::LeastLoaded)),
            skills: skills(&mut problems, "skills", &self.skills),
            members: members.collect(),
            overflow_team_id: self.overflow_team_id,
            overflow_after_seconds: Some(overflow_after),
        };
        problems.finish(input)
    }
}

/// What an admin changes about an agent; what is missing stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AgentUpdate {
    pub skills: Option<Vec<String>>,
    /// Chats offered to them at a time, 0 to 1,000; null for the desk's own
    /// number.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1000)]
    pub capacity: Option<Option<i64>>,
}

impl AgentUpdate {
    /// The update with skills in their usual form, or everything that is wrong.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let wanted = self
            .skills
            .as_ref()
            .map(|wanted| skills(&mut problems, "skills", wanted));
        if let Some(Some(capacity)) = self.capacity
            && !(0..=MAX_CAPACITY).contains(&capacity)
        {
            problems.add(
                "capacity",
                format!("capacity must be from 0 to {MAX_CAPACITY}, or null"),
            );
        }
        problems.finish(Self {
            skills: wanted,
            capacity: self.capacity,
        })
    }
}

/// Skills in the form in which they are compared: trimmed, in lower case, once
/// each, sorted.
pub fn skills(problems: &mut Problems, field: &str, skills: &[String]) -> Vec<String> {
    problems.count(field, skills.len(), MAX_SKILLS);
    let mut kept = BTreeSet::new();
    for skill in skills {
        let skill = skill.trim().to_lowercase();
        problems.at_most(field, &skill, NAME_MAX_CHARS);
        if !skill.is_empty() {
            kept.insert(skill);
        }
    }
    kept.into_iter().collect()
}

/// What was decided about a chat, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    pub id: DecisionId,
    pub session_id: ConversationId,
    pub kind: DecisionKind,
    /// The agent it is about, where it is about one.
    pub agent_id: Option<PersonId>,
    pub agent_name: Option<String>,
    /// The team whose queue the chat stood in.
    pub team_id: Option<TeamId>,
    /// A sentence, such as `offered to Ann: 1 of 5 chats, fewest in Billing,
    /// skill billing`.
    pub reason: String,
    pub at: Timestamp,
}

/// How an agent is, for their colleagues.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentPresence {
    pub id: PersonId,
    pub name: String,
    pub status: Presence,
    /// Away because nothing was heard from them, not because they said so.
    pub automatic: bool,
    /// Chats that they hold; those set aside don't count.
    pub chats: i64,
    /// Chats offered to them at a time.
    pub capacity: i64,
}

/// `agent-presence` on `/chat/agent`: everybody on connect, and afterwards
/// those who have changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgentPresences {
    pub agents: Vec<AgentPresence>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_are_compared_in_one_form() {
        let mut problems = Problems::new();
        let given = [
            " Billing".into(),
            "api".into(),
            "BILLING".into(),
            " ".into(),
        ];
        assert_eq!(skills(&mut problems, "skills", &given), ["api", "billing"]);
    }

    #[test]
    fn a_team_needs_a_name_and_possible_numbers() {
        let input = TeamInput {
            overflow_after_seconds: Some(-1),
            ..TeamInput::default()
        };
        let fields: Vec<_> = input.validate().unwrap_err();
        let fields: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["overflowAfterSeconds", "name"]);
    }

    #[test]
    fn what_a_team_leaves_out_gets_its_default_and_members_count_once() {
        let input = TeamInput {
            name: " Billing ".into(),
            members: vec!["ann".into(), "bob".into(), "ann".into()],
            ..TeamInput::default()
        };
        let team = input.validate().unwrap();
        assert_eq!(team.name, "Billing");
        assert_eq!(team.members, ["ann".into(), "bob".into()]);
        assert_eq!(team.strategy, Some(Strategy::LeastLoaded));
        assert_eq!(team.overflow_after_seconds, Some(DEFAULT_OVERFLOW_SECONDS));
    }

    #[test]
    fn an_update_tells_null_from_nothing() {
        let read = |text| serde_json::from_str::<AgentUpdate>(text).unwrap().capacity;
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"capacity": null}"#), Some(None));
        assert_eq!(read(r#"{"capacity": 3}"#), Some(Some(3)));
        let update: AgentUpdate = serde_json::from_str(r#"{"capacity": -1}"#).unwrap();
        assert!(update.validate().is_err());
    }
}
