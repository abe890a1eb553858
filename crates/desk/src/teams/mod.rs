//! Teams of agents and what agents are good at. Every change counts at once:
//! it is made under the router's lock.

mod edit;
mod update_agent;

use std::time::Duration;

use frontdesk_model::{Actor, routing::Team};
use frontdesk_store::AgentProfile;

use crate::{
    Desk,
    access::agents_only,
    chat::{Profile, TeamRules},
    error::Result,
};

impl Desk {
    /// All teams, by name.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn teams(&self, actor: &Actor) -> Result<Vec<Team>> {
        agents_only(actor)?;
        Ok(self.store.teams().await?)
    }
}

/// A team as the router takes it.
pub(crate) fn rules_of(team: &Team) -> TeamRules {
    let after = u64::try_from(team.overflow_after_seconds).unwrap_or(0);
    TeamRules {
        id: team.id,
        name: team.name.clone(),
        strategy: team.strategy,
        members: team.members.iter().cloned().collect(),
        overflow: team
            .overflow_team_id
            .map(|id| (id, Duration::from_secs(after))),
    }
}

/// An agent as the router takes them.
pub(crate) fn profile_of(name: String, profile: Option<&AgentProfile>) -> Profile {
    Profile {
        name,
        skills: profile.map_or_else(Vec::new, |profile| profile.skills.clone()),
        capacity: profile
            .and_then(|profile| profile.capacity)
            .and_then(|capacity| usize::try_from(capacity).ok()),
    }
}
