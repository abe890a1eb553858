//! An admin says what an agent is good at, and how many chats they get.

use frontdesk_model::{PersonId, routing::AgentUpdate};
use frontdesk_store::NewAudit;

use super::profile_of;
use crate::{
    Call, Desk,
    access::admins_only,
    chat::{AgentView, agent_view},
    error::{Error, Result},
};

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`; `NotFound` for
    /// someone who is no agent.
    pub async fn update_agent(
        &self,
        call: &Call,
        id: &PersonId,
        update: &AgentUpdate,
    ) -> Result<AgentView> {
        admins_only(&call.actor)?;
        let update = update.validate()?;
        let person = self.store.person(id).await?;
        let person = person
            .filter(|person| person.role.is_staff())
            .ok_or_else(|| Error::not_found("agent"))?;
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let profile = tx.update_agent(id, &update).await?;
        let details = serde_json::json!({
            "skills": profile.skills,
            "capacity": profile.capacity,
        });
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action: "agent.update",
            subject: id.to_string(),
            details,
            at: self.clock.now(),
        })
        .await?;
        tx.commit().await?;
        router.set_profile(id, profile_of(person.name.clone(), Some(&profile)));
        self.settle(&mut router).await;
        self.tell_agent_state(&router, id).await;
        Ok(agent_view(&router, Some(profile), person))
    }
}
