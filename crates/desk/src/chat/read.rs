//! Someone has read a chat up to a message.

use frontdesk_model::{
    Actor,
    chat::Sender,
    events::{Read, ReadReceipt},
};

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

impl Desk {
    /// Keeps how far a side has read, and tells both sides. It only moves
    /// forward, and never past the last message.
    ///
    /// # Errors
    /// `NotFound` for a chat in which the caller takes no part.
    pub async fn mark_chat_read(&self, actor: &Actor, side: Sender, input: &Read) -> Result<()> {
        let participants = self.participants(input.session_id).await?;
        let takes_part = match side {
            Sender::User => participants.user == actor.id,
            Sender::Agent => participants.agent.as_ref() == Some(&actor.id),
        };
        if !takes_part {
            return Err(Error::not_found("chat"));
        }
        let mut tx = self.store.begin().await?;
        let moved = tx.mark_chat_read(input.session_id, side, input.seq).await?;
        tx.commit().await?;
        if let Some(row) = moved {
            let seq = match side {
                Sender::User => row.user_read_seq,
                Sender::Agent => row.agent_read_seq,
            };
            let event = Event::Read(ReadReceipt {
                session_id: input.session_id,
                seq,
                by: side,
            });
            self.hub
                .send(&participants.user, Namespace::ChatUser, &event);
            if let Some(agent) = &participants.agent {
                self.hub.send(agent, Namespace::ChatAgent, &event);
            }
        }
        Ok(())
    }
}
