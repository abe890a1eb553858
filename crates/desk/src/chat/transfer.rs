//! An agent hands a chat on: to another agent, or back to the queue.

use frontdesk_model::{Actor, events::TransferSession, validate::Problems};
use frontdesk_store::RANK_RETURNED;

use super::agents::agents_only;
use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
    view::session_view,
};

/// Characters of the note that goes along.
const NOTE_MAX_CHARS: usize = 2_000;

impl Desk {
    /// Hands a chat that the caller holds to another agent, or, when none is
    /// named, back to the head of the queue. The history goes along.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` when the
    /// caller doesn't hold it; `InvalidInput` when the other isn't an agent.
    pub async fn transfer_session(&self, actor: &Actor, input: &TransferSession) -> Result<()> {
        agents_only(actor)?;
        if input.to_team.is_some() {
            return Err(Error::invalid_field(
                "toTeam",
                "there are no teams on this desk; name an agent (toAgentId) or leave both out",
            ));
        }
        let mut problems = Problems::new();
        let note = problems.optional("note", input.note.as_deref(), NOTE_MAX_CHARS);
        let note = problems.finish(note)?;
        let mut router = self.chat.router().await;
        match &input.to_agent_id {
            None => {
                self.requeue(
                    &mut router,
                    input.session_id,
                    &actor.id,
                    RANK_RETURNED,
                    note.as_deref(),
                )
                .await?;
            }
            Some(to) => {
                let to = self.store.person(to).await?;
                let to = to.filter(|person| person.role.is_staff()).ok_or_else(|| {
                    Error::invalid_field("toAgentId", "toAgentId must be the id of an agent")
                })?;
                let now = self.clock.now();
                let mut tx = self.store.begin().await?;
                let row = tx
                    .transfer_chat(input.session_id, &actor.id, &to, note.as_deref(), now)
                    .await?;
                tx.commit().await?;
                router.hold(input.session_id, &to.id, now);
                let updated = Event::SessionUpdated(session_view(row.clone()));
                self.tell_accepted(row).await?;
                if actor.id != to.id {
                    self.hub.send(&actor.id, Namespace::ChatAgent, &updated);
                }
            }
        }
        self.settle(&mut router).await;
        Ok(())
    }
}
