//! Agents come and go, and say whether they take chats.

use std::{collections::HashMap, sync::Arc};

use frontdesk_model::{
    Actor, PageRequest, PersonId, Role, TeamId, Timestamp,
    chat::{AgentStatus, ChatSession, ChatStatus},
    events::AgentState,
    page::MAX_LIMIT,
    routing::{AgentPresences, Presence},
};
use frontdesk_store::{AgentProfile, ChatAccess, ChatFilter};
use serde::Serialize;
use utoipa::ToSchema;

use super::router::Router;
use crate::{
    Desk,
    access::agents_only,
    error::Result,
    hub::{ConnectionId, Deliver, Event, Namespace},
    view::session_view,
};

/// An agent as colleagues see them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentView {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    pub status: Presence,
    /// Chats that they hold; those set aside don't count.
    pub chats: usize,
    pub skills: Vec<String>,
    /// Chats offered to them at a time.
    pub capacity: usize,
    /// Their own number, in place of the desk's.
    pub capacity_override: Option<i64>,
    pub teams: Vec<TeamId>,
    /// Away because nothing was heard from them, not because they said so.
    pub automatically_away: bool,
    pub last_active_at: Option<Timestamp>,
}

impl Desk {
    /// An agent's connection is there: it is told the queue, the agent's own
    /// chats and how colleagues are, and the agent may be offered some.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn connect_agent(
        &self,
        actor: &Actor,
        out: Arc<dyn Deliver>,
    ) -> Result<ConnectionId> {
        agents_only(actor)?;
        let mut router = self.chat.router().await;
        let held = self.held_sessions(&actor.id).await?;
        let waiting = self.store.waiting_chats().await?;
        let mut waiting: Vec<_> = waiting
            .into_iter()
            .filter_map(|row| Some((router.turn(row.id)?, row)))
            .collect();
        waiting.sort_by(|(one, _), (other, _)| one.cmp(other));
        let waiting = waiting
            .into_iter()
            .map(|(_, row)| self.waiting_view(&router, row))
            .collect();
        let was_away = router.is_automatically_away(&actor.id);
        router.set_name(&actor.id, &actor.name);
        router.connect(&actor.id, self.clock.now());
        let state = state_of(&router, &actor.id, held);
        out.deliver(&Event::WaitingSessions(waiting));
        out.deliver(&Event::AgentState(state));
        out.deliver(&Event::AgentPresences(AgentPresences {
            agents: router.presences(),
        }));
        let id = self.arrive(&actor.id, Namespace::ChatAgent, Arc::clone(&out));
        if was_away && !router.is_automatically_away(&actor.id) {
            self.chat.activity.set_away(&actor.id, false);
            self.keep_status(&router, &actor.id).await;
        }
        self.settle(&mut router).await;
        drop(router);
        self.show_review_queue(out.as_ref()).await;
        Ok(id)
    }

    /// An agent's connection is gone.
    pub async fn disconnect_agent(&self, actor: &Actor, id: ConnectionId) {
        let mut router = self.chat.router().await;
        if self.depart(&actor.id, id) {
            self.hear_of_activity(&mut router).await;
            router.disconnect(&actor.id, self.clock.now());
            self.settle(&mut router).await;
            if let Some(at) = router.last_active(&actor.id)
                && let Err(error) = self.save_activity(&actor.id, at).await
            {
                tracing::warn!(%error, "an agent's last activity was not kept");
            }
        }
    }

    async fn save_activity(&self, agent: &PersonId, at: Timestamp) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.save_agent_activity(agent, at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// An agent says whether they take chats. It is stored, and all their tabs
    /// hear it.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn set_agent_status(&self, actor: &Actor, status: AgentStatus) -> Result<()> {
        agents_only(actor)?;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        tx.save_agent_status(&actor.id, status, false, now).await?;
        tx.commit().await?;
        router.set_status(&actor.id, status, now);
        self.chat.activity.set_away(&actor.id, false);
        self.tell_agent_state(&router, &actor.id).await;
        self.settle(&mut router).await;
        Ok(())
    }

    /// All agents and admins who have ever signed in, and how they are.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn agents(&self, actor: &Actor) -> Result<Vec<AgentView>> {
        agents_only(actor)?;
        let staff = self.store.staff().await?;
        let profiles = self.store.agent_profiles().await?;
        let mut profiles: HashMap<_, _> = profiles
            .into_iter()
            .map(|profile| (profile.person_id.clone(), profile))
            .collect();
        let mut router = self.chat.router().await;
        self.hear_of_activity(&mut router).await;
        Ok(staff
            .into_iter()
            .map(|person| agent_view(&router, profiles.remove(&person.id), person))
            .collect())
    }

    /// Keeps an agent's status as the router has it, and tells them.
    pub(super) async fn keep_status(&self, router: &Router, agent: &PersonId) {
        let status = router.status(agent).unwrap_or(AgentStatus::Available);
        let automatic = router.is_automatically_away(agent);
        let at = router
            .last_active(agent)
            .unwrap_or_else(|| self.clock.now());
        let kept = async {
            let mut tx = self.store.begin().await?;
            tx.save_agent_status(agent, status, automatic, at).await?;
            tx.commit().await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, %agent, "an agent's status was not kept");
        }
        self.tell_agent_state(router, agent).await;
    }

    /// Tells all tabs of an agent how they stand.
    pub(crate) async fn tell_agent_state(&self, router: &Router, agent: &PersonId) {
        if !self.hub.is_connected(agent, Namespace::ChatAgent) {
            return;
        }
        match self.held_sessions(agent).await {
            Ok(held) => {
                let state = Event::AgentState(state_of(router, agent, held));
                self.hub.send(agent, Namespace::ChatAgent, &state);
            }
            Err(error) => tracing::warn!(%error, %agent, "an agent's state could not be told"),
        }
    }

    async fn held_sessions(&self, agent: &PersonId) -> Result<Vec<ChatSession>> {
        let page = PageRequest {
            limit: MAX_LIMIT,
            after: None,
        };
        let filter = ChatFilter {
            status: Some(ChatStatus::Active),
            held_by: Some(agent.clone()),
            ..ChatFilter::default()
        };
        let held = self.store.chats(&ChatAccess::Staff, &filter, &page).await?;
        Ok(held.items.into_iter().map(session_view).collect())
    }
}

fn state_of(router: &Router, agent: &PersonId, sessions: Vec<ChatSession>) -> AgentState {
    let (skills, teams) = router.abilities(agent);
    AgentState {
        status: router.status(agent).unwrap_or(AgentStatus::Available),
        sessions,
        automatic: router.is_automatically_away(agent),
        capacity: i64::try_from(router.capacity(agent)).unwrap_or(i64::MAX),
        skills,
        teams,
    }
}

pub(crate) fn agent_view(
    router: &Router,
    profile: Option<AgentProfile>,
    person: frontdesk_model::Person,
) -> AgentView {
    let (skills, teams) = router.abilities(&person.id);
    let stored = profile.as_ref().and_then(|profile| profile.last_active_at);
    AgentView {
        status: router
            .presence(&person.id)
            .map_or(Presence::Offline, |presence| presence.status),
        chats: router.load(&person.id),
        skills,
        capacity: router.capacity(&person.id),
        capacity_override: profile.and_then(|profile| profile.capacity),
        teams,
        automatically_away: router.is_automatically_away(&person.id),
        last_active_at: router.last_active(&person.id).max(stored),
        id: person.id,
        name: person.name,
        email: person.email,
        role: person.role,
    }
}
