//! Someone is typing: said to the other side, kept nowhere.

use frontdesk_model::{Actor, chat::Sender, events::Typing};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

impl Desk {
    /// # Errors
    /// `NotFound` for a chat in which the caller takes no part; `Conflict`
    /// once it is closed.
    pub async fn typing(&self, actor: &Actor, side: Sender, input: &Typing) -> Result<()> {
        let participants = self.participants(input.session_id).await?;
        match side {
            Sender::User if participants.user == actor.id => {
                if let Some(agent) = &participants.agent {
                    let event = Event::UserTyping(input.clone());
                    self.hub.send(agent, Namespace::ChatAgent, &event);
                }
                Ok(())
            }
            Sender::Agent if participants.agent.as_ref() == Some(&actor.id) => {
                let event = Event::AgentTyping(input.clone());
                self.hub
                    .send(&participants.user, Namespace::ChatUser, &event);
                Ok(())
            }
            _ => Err(Error::not_found("chat")),
        }
    }
}
