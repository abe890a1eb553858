//! `/chat/agent`: the agents' side of chats, their queue and their own status.

use std::sync::Arc;

use frontdesk_desk::{ConnectionId, Deliver, Error};
use frontdesk_model::{
    Actor, ConversationId,
    chat::{AgentStatus, SendMessage, Sender},
    events::{
        CHAT_AGENT, Delivered, Read, SessionRef, SetStatus, Sync, TransferSession, Typing,
        ViewConversation,
    },
};
use socketioxide::extract::SocketRef;

use crate::{
    Shared,
    ack::Answer,
    chat,
    namespace::{Connection, Namespace},
    register::{on, on_bare},
};

pub(crate) struct ChatAgent;

pub(crate) enum AgentEvent {
    Accept(ConversationId),
    Message(SendMessage),
    Typing(Typing),
    Sync(Sync),
    Delivered(Delivered),
    Read(Read),
    View(ViewConversation),
    Close(ConversationId),
    SetStatus(AgentStatus),
    Transfer(TransferSession),
    /// The person is at their desk; nothing else is to be done.
    Activity,
}

/// Its failure is an `error` in any case: front ends of the original stack wait for it.
const ACCEPT: &str = "accept-session";

impl Namespace for ChatAgent {
    type Event = AgentEvent;
    const PATH: &'static str = CHAT_AGENT;
    const HAS_ERROR_EVENT: bool = true;

    fn register(socket: &SocketRef, connection: &Arc<Connection<Self>>) {
        on(socket, connection, ACCEPT, |body: SessionRef| {
            AgentEvent::Accept(body.session_id)
        });
        on(socket, connection, "chat-message", AgentEvent::Message);
        on(socket, connection, "typing", AgentEvent::Typing);
        on(socket, connection, "sync", AgentEvent::Sync);
        on(socket, connection, "delivered", AgentEvent::Delivered);
        on(socket, connection, "read", AgentEvent::Read);
        on(socket, connection, "view-conversation", AgentEvent::View);
        on(socket, connection, "close-session", |body: SessionRef| {
            AgentEvent::Close(body.session_id)
        });
        on(socket, connection, "set-status", |body: SetStatus| {
            AgentEvent::SetStatus(body.status)
        });
        on(socket, connection, "transfer-session", AgentEvent::Transfer);
        on_bare(socket, connection, "activity", || AgentEvent::Activity);
    }

    fn bytes(event: &AgentEvent) -> usize {
        match event {
            AgentEvent::Message(body) => chat::message_bytes(body),
            AgentEvent::Transfer(body) => body.note.as_ref().map_or(0, String::len),
            AgentEvent::Accept(_)
            | AgentEvent::Typing(_)
            | AgentEvent::Sync(_)
            | AgentEvent::Delivered(_)
            | AgentEvent::Read(_)
            | AgentEvent::View(_)
            | AgentEvent::Close(_)
            | AgentEvent::SetStatus(_)
            | AgentEvent::Activity => 0,
        }
    }

    /// The desk sends `agent-status` and `waiting-sessions` to the new connection.
    async fn enter(
        shared: &Shared,
        actor: &Actor,
        out: Arc<dyn Deliver>,
    ) -> Result<ConnectionId, Error> {
        let id = shared.desk.connect_agent(actor, out).await?;
        shared.desk.tell_users_to(&actor.id, id).await;
        Ok(id)
    }

    async fn leave(shared: &Shared, actor: &Actor, id: ConnectionId) {
        shared.desk.disconnect_agent(actor, id).await;
    }

    async fn handle(connection: &Connection<Self>, event: AgentEvent) -> Result<Answer, Error> {
        let (desk, actor) = (&connection.shared.desk, &connection.actor);
        match event {
            AgentEvent::Accept(id) => desk.accept_session(actor, id).await?,
            AgentEvent::Message(body) => {
                return chat::send(connection, Sender::Agent, &body).await;
            }
            AgentEvent::Typing(body) => {
                return chat::typing(connection, Sender::Agent, &body).await;
            }
            AgentEvent::Sync(body) => return chat::sync(connection, &body).await,
            AgentEvent::Delivered(body) => {
                return chat::delivered(connection, Sender::Agent, &body);
            }
            AgentEvent::Read(body) => return chat::read(connection, Sender::Agent, &body),
            AgentEvent::View(body) => {
                if let Some(from) = connection.id() {
                    desk.view_conversation(actor, from, &body).await?;
                }
            }
            AgentEvent::Close(id) => desk.close_session(actor, id).await?,
            AgentEvent::SetStatus(status) => desk.set_agent_status(actor, status).await?,
            AgentEvent::Transfer(body) => desk.transfer_session(actor, &body).await?,
            AgentEvent::Activity => {}
        }
        Ok(Answer::OK)
    }

    fn complains(event: &'static str, acknowledged: bool) -> bool {
        event == ACCEPT || !acknowledged
    }
}
