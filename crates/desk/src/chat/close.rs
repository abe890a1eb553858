//! A chat ends: by its customer or by an agent.

use frontdesk_model::{Actor, ConversationId, PersonId, events::SessionTaken};
use frontdesk_store::{ChatAccess, ChatRow};

use super::router::Router;
use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
    hub::{Event, Namespace},
    webhooks::Happening,
};

impl Desk {
    /// The customer ends their chat.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `Conflict` when it is closed already.
    pub async fn end_chat(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        self.close_chat(id, "its customer", |row| {
            if row.user_id == actor.id {
                Ok(())
            } else {
                Err(Error::not_found("chat"))
            }
        })
        .await
    }

    /// An agent closes a chat that they hold, or that nobody holds.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff, and for another agent's chat;
    /// `NotFound`; `Conflict` when it is closed already.
    pub async fn close_session(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        agents_only(actor)?;
        self.close_chat(id, &actor.name, |row| match &row.agent_id {
            Some(agent) if *agent != actor.id => {
                Err(Error::forbidden("another agent holds this chat"))
            }
            _ => Ok(()),
        })
        .await
    }

    async fn close_chat(
        &self,
        id: ConversationId,
        by: &str,
        may: impl FnOnce(&ChatRow) -> Result<()>,
    ) -> Result<()> {
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin().await?;
        let before = tx
            .chat(id, &ChatAccess::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        may(&before)?;
        let row = tx.close_chat(id, self.clock.now()).await?;
        self.emit(&mut tx, Happening::ChatClosed(&row)).await?;
        tx.commit().await?;
        router.close(id, by);
        self.after_close(&mut router, &before, &row).await;
        Ok(())
    }

    /// After the commit that has closed a chat: the queue forgets it, and
    /// everyone concerned hears it.
    pub(crate) async fn after_close(&self, router: &mut Router, before: &ChatRow, row: &ChatRow) {
        let id = row.id;
        router.close(id, "the desk");
        self.chat.remember(row);
        self.tell_closed(id, &row.user_id, before.agent_id.as_ref());
        self.settle(router).await;
    }

    /// Tells those who took part that a chat is over, and every agent when it
    /// had waited until then.
    pub(crate) fn tell_closed(
        &self,
        id: ConversationId,
        user: &PersonId,
        agent: Option<&PersonId>,
    ) {
        let closed = Event::SessionClosed(id);
        self.hub.send(user, Namespace::ChatUser, &closed);
        if let Some(agent) = agent {
            return self.hub.send(agent, Namespace::ChatAgent, &closed);
        }
        // It leaves every agent's queue.
        let gone = Event::SessionTaken(SessionTaken {
            session_id: id,
            agent_id: None,
        });
        self.hub.broadcast(Namespace::ChatAgent, &gone);
    }
}
