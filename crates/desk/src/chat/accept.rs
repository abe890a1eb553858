//! An agent accepts a waiting chat. Any number may try; the store lets
//! exactly one win.

use frontdesk_model::{
    Actor, ConversationId,
    events::{SYNC_MAX_MESSAGES, SessionAccepted, SessionTaken},
};
use frontdesk_store::ChatRow;

use crate::{
    Desk,
    access::agents_only,
    error::Result,
    hub::{Event, Namespace},
    view::session_view,
};

impl Desk {
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `Conflict` when someone
    /// else has it or it is closed.
    pub async fn accept_session(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        agents_only(actor)?;
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        let mut tx = self.store.begin_by(&actor.id).await?;
        let row = tx.accept_chat(id, &actor.person(), now).await?;
        tx.commit().await?;
        router.set_name(&actor.id, &actor.name);
        router.accept(id, &actor.id, now);
        self.tell_accepted(row).await?;
        self.settle(&mut router).await;
        metrics::counter!("frontdesk_chats_accepted_total").increment(1);
        Ok(())
    }

    /// Tells a chat's new agent, its customer and the other agents.
    pub(crate) async fn tell_accepted(&self, row: ChatRow) -> Result<()> {
        self.chat.remember(&row);
        self.tell_joined(&row);
        let note = row.note.clone();
        let session = session_view(row);
        let session_id = session.id;
        let messages = self
            .store
            .latest_messages(session.id, SYNC_MAX_MESSAGES)
            .await?;
        let taken = Event::SessionTaken(SessionTaken {
            session_id: session.id,
            agent_id: session.agent_id.clone(),
        });
        let Some(agent) = session.agent_id.clone() else {
            return Ok(());
        };
        self.hub
            .broadcast_except(Namespace::ChatAgent, &taken, &agent);
        let user = session.user_id.clone();
        let updated = Event::SessionUpdated(session.clone());
        let accepted = Event::SessionAccepted(SessionAccepted {
            session_id: session.id,
            user_id: user.clone(),
            messages: self.message_views(messages).await?,
            session,
            note,
        });
        self.hub.send(&agent, Namespace::ChatAgent, &accepted);
        self.hub.send(&user, Namespace::ChatUser, &updated);
        self.tell_each_other(session_id).await;
        Ok(())
    }
}
