//! An agent hands a chat on: to another agent, to a team, or back to the queue.

use frontdesk_model::{
    Actor, ConversationId, PersonId, TeamId, events::TransferSession,
    notification::NotificationType, validate::Problems,
};
use frontdesk_store::{ChatRow, NewNotification};

use super::router::{Entry, Router};
use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
    hub::{Event, Namespace},
    tickets::excerpt,
    view::session_view,
};

/// Characters of the note that goes along.
const NOTE_MAX_CHARS: usize = 2_000;

impl Desk {
    /// Hands a chat that the caller holds to another agent, to a team's queue
    /// or, when neither is named, back to its own queue, before new ones. The
    /// history goes along. An agent who isn't there has the grace time to come.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` when the
    /// caller doesn't hold it; `InvalidInput` when the other isn't an agent,
    /// there is no such team, or both are named.
    pub async fn transfer_session(&self, actor: &Actor, input: &TransferSession) -> Result<()> {
        agents_only(actor)?;
        let mut problems = Problems::new();
        let note = problems.optional("note", input.note.as_deref(), NOTE_MAX_CHARS);
        if input.to_agent_id.is_some() && input.to_team.is_some() {
            problems.add("toTeam", "name an agent (toAgentId) or a team, not both");
        }
        let note = problems.finish(note)?;
        let (id, note) = (input.session_id, note.as_deref());
        let mut router = self.chat.router().await;
        match (&input.to_agent_id, input.to_team) {
            (Some(to), _) => self.hand_to_agent(&mut router, actor, id, to, note).await?,
            (None, Some(team)) => {
                self.hand_to_team(&mut router, actor, id, team, note)
                    .await?;
            }
            (None, None) => {
                let entry = Entry::GivenBack { by: &actor.id };
                self.requeue(&mut router, id, &actor.id, entry, note)
                    .await?;
            }
        }
        self.settle(&mut router).await;
        Ok(())
    }

    async fn hand_to_agent(
        &self,
        router: &mut Router,
        actor: &Actor,
        id: ConversationId,
        to: &PersonId,
        note: Option<&str>,
    ) -> Result<()> {
        let to = self.store.person(to).await?;
        let to = to.filter(|person| person.role.is_staff()).ok_or_else(|| {
            Error::invalid_field("toAgentId", "toAgentId must be the id of an agent")
        })?;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let row = tx
            .transfer_chat(id, &actor.id, &to, note, self.clock.now())
            .await?;
        let told: Vec<_> = (actor.id != to.id)
            .then(|| self.chat_assigned(actor, &row, &to.id, note))
            .into_iter()
            .collect();
        let notified = tx.add_notifications(&told).await?;
        tx.commit().await?;
        router.set_name(&to.id, &to.name);
        router.hand_over(id, &to.id, &actor.id);
        let updated = Event::SessionUpdated(session_view(row.clone()));
        self.tell_accepted(row).await?;
        if actor.id != to.id {
            self.hub.send(&actor.id, Namespace::ChatAgent, &updated);
        }
        self.deliver_notifications(notified).await;
        Ok(())
    }

    /// What an agent is told who is given a chat.
    fn chat_assigned(
        &self,
        by: &Actor,
        chat: &ChatRow,
        to: &PersonId,
        note: Option<&str>,
    ) -> NewNotification {
        let about = format!("{} gave you the chat with {}", by.name, chat.user_name);
        NewNotification {
            id: self.ids.make(),
            person_id: to.clone(),
            kind: NotificationType::Assigned,
            title: about,
            message: note.map_or_else(String::new, excerpt),
            data: serde_json::json!({ "sessionId": chat.id }),
            dedup_key: None,
            created_at: self.clock.now(),
        }
    }

    /// What the team asks for by default replaces what the chat asked for.
    async fn hand_to_team(
        &self,
        router: &mut Router,
        actor: &Actor,
        id: ConversationId,
        team: TeamId,
        note: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.store.begin_by(&actor.id).await?;
        let team = tx.team(team).await?.ok_or_else(|| {
            Error::invalid_field("toTeam", "toTeam must be the id of a team of this desk")
        })?;
        let now = self.clock.now();
        let row = tx
            .hand_chat_to_team(id, &actor.id, team.id, &team.skills, note, now)
            .await?;
        tx.commit().await?;
        let entry = Entry::HandedToTeam { by: &actor.id };
        self.tell_queued_again(router, row, &actor.id, entry);
        Ok(())
    }
}
