//! Agents come and go, and say whether they take chats.

use std::sync::Arc;

use frontdesk_model::{
    Actor, PageRequest, Person, PersonId, Role,
    chat::{AgentStatus, ChatStatus, WaitingSession},
    events::AgentState,
    page::MAX_LIMIT,
};
use frontdesk_store::ChatFilter;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Desk,
    error::{Error, Result},
    hub::{ConnectionId, Deliver, Event, Namespace},
    tickets::access_of,
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
    /// Chats that they hold.
    pub chats: usize,
}

/// Whether an agent is there, and takes chats.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    Available,
    Busy,
    Away,
    Offline,
}

/// The check at the door of everything agents do in chats.
pub(super) fn agents_only(actor: &Actor) -> Result<()> {
    if actor.is_staff() {
        Ok(())
    } else {
        Err(Error::forbidden("only agents may do this"))
    }
}

impl Desk {
    /// An agent's connection is there: it is told the queue and the agent's
    /// own chats, and the agent may be offered some.
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
        let waiting = self.store.waiting_chats().await?;
        let state = self.agent_state(actor, router.status(&actor.id)).await?;
        let waiting = waiting
            .into_iter()
            .map(|row| WaitingSession::from(&session_view(row)))
            .collect();
        out.deliver(&Event::WaitingSessions(waiting));
        out.deliver(&Event::AgentState(state));
        let id = self.arrive(&actor.id, Namespace::ChatAgent, out);
        router.connect(&actor.id);
        self.settle(&mut router).await;
        Ok(id)
    }

    /// An agent's connection is gone.
    pub async fn disconnect_agent(&self, actor: &Actor, id: ConnectionId) {
        let mut router = self.chat.router().await;
        if self.depart(&actor.id, id) {
            router.disconnect(&actor.id, self.clock.now());
            self.settle(&mut router).await;
        }
    }

    /// An agent says whether they take chats. All their tabs hear it.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn set_agent_status(&self, actor: &Actor, status: AgentStatus) -> Result<()> {
        agents_only(actor)?;
        let mut router = self.chat.router().await;
        router.set_status(&actor.id, status);
        let state = self.agent_state(actor, Some(status)).await?;
        self.hub
            .send(&actor.id, Namespace::ChatAgent, &Event::AgentState(state));
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
        let router = self.chat.router().await;
        Ok(staff
            .into_iter()
            .map(|person| AgentView {
                status: self.presence(&person, router.status(&person.id)),
                chats: router.load(&person.id),
                id: person.id,
                name: person.name,
                email: person.email,
                role: person.role,
            })
            .collect())
    }

    fn presence(&self, person: &Person, status: Option<AgentStatus>) -> Presence {
        if !self.hub.is_connected(&person.id, Namespace::ChatAgent) {
            return Presence::Offline;
        }
        match status {
            None | Some(AgentStatus::Available) => Presence::Available,
            Some(AgentStatus::Busy) => Presence::Busy,
            Some(AgentStatus::Away) => Presence::Away,
        }
    }

    async fn agent_state(&self, actor: &Actor, status: Option<AgentStatus>) -> Result<AgentState> {
        let page = PageRequest {
            limit: MAX_LIMIT,
            after: None,
        };
        let held = self
            .store
            .chats(
                &access_of(actor),
                &ChatFilter {
                    status: Some(ChatStatus::Active),
                    held_by: Some(actor.id.clone()),
                    user: None,
                },
                &page,
            )
            .await?;
        Ok(AgentState {
            status: status.unwrap_or(AgentStatus::Available),
            sessions: held.items.into_iter().map(session_view).collect(),
        })
    }
}
