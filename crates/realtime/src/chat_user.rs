//! `/chat/user`: the customer's side of a chat.

use std::{fmt, marker::PhantomData, sync::Arc};

use frontdesk_desk::{self as desk, ConnectionId, Deliver, Error};
use frontdesk_model::{
    Actor, ConversationId,
    chat::{InitiateChat, SendMessage, Sender},
    context::NewContext,
    events::{CHAT_USER, Delivered, Read, SessionRef, Sync, Typing, ViewConversation},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use socketioxide::extract::SocketRef;

use crate::{
    Shared,
    ack::Answer,
    chat,
    namespace::{Connection, Namespace},
    register::on,
};

pub(crate) struct ChatUser;

pub(crate) enum UserEvent {
    Initiate(Box<InitiateChat>),
    Message(SendMessage),
    Typing(Typing),
    Sync(Sync),
    Delivered(Delivered),
    Read(Read),
    End(ConversationId),
    View(ViewConversation),
}

impl Namespace for ChatUser {
    type Event = UserEvent;
    const PATH: &'static str = CHAT_USER;

    fn register(socket: &SocketRef, connection: &Arc<Connection<Self>>) {
        on(
            socket,
            connection,
            "initiate-chat",
            |OrDefault(body): OrDefault<InitiateChat>| UserEvent::Initiate(Box::new(body)),
        );
        on(socket, connection, "chat-message", UserEvent::Message);
        on(socket, connection, "typing", UserEvent::Typing);
        on(socket, connection, "sync", UserEvent::Sync);
        on(socket, connection, "delivered", UserEvent::Delivered);
        on(socket, connection, "read", UserEvent::Read);
        on(socket, connection, "view-conversation", UserEvent::View);
        on(socket, connection, "end-chat", |body: SessionRef| {
            UserEvent::End(body.session_id)
        });
    }

    fn bytes(event: &UserEvent) -> usize {
        match event {
            UserEvent::Message(body) => chat::message_bytes(body),
            UserEvent::Initiate(body) => {
                body.message.as_ref().map_or(0, String::len)
                    + body.topic.as_ref().map_or(0, String::len)
                    + body.attachments.iter().map(String::len).sum::<usize>()
                    + chat::answer_bytes(body)
                    + body.context.as_ref().map_or(0, NewContext::bytes)
            }
            UserEvent::Typing(_)
            | UserEvent::Sync(_)
            | UserEvent::Delivered(_)
            | UserEvent::Read(_)
            | UserEvent::End(_)
            | UserEvent::View(_) => 0,
        }
    }

    async fn enter(
        shared: &Shared,
        actor: &Actor,
        out: Arc<dyn Deliver>,
    ) -> Result<ConnectionId, Error> {
        let id = shared.desk.connect(actor, desk::Namespace::ChatUser, out);
        shared.desk.tell_agents_to(&actor.id, id);
        Ok(id)
    }

    async fn leave(shared: &Shared, actor: &Actor, id: ConnectionId) {
        shared.desk.disconnect(actor, id);
    }

    async fn handle(connection: &Connection<Self>, event: UserEvent) -> Result<Answer, Error> {
        let (desk, actor) = (&connection.shared.desk, &connection.actor);
        match event {
            UserEvent::Initiate(body) => {
                let ack = desk.initiate_chat(actor, &body, connection.id()).await?;
                Ok(Answer::Chat(Box::new(ack)))
            }
            UserEvent::Message(body) => chat::send(connection, Sender::User, &body).await,
            UserEvent::Typing(body) => chat::typing(connection, Sender::User, &body).await,
            UserEvent::Sync(body) => chat::sync(connection, &body).await,
            UserEvent::Delivered(body) => chat::delivered(connection, Sender::User, &body),
            UserEvent::Read(body) => chat::read(connection, Sender::User, &body),
            UserEvent::View(body) => {
                if let Some(from) = connection.id() {
                    desk.view_conversation(actor, from, &body).await?;
                }
                Ok(Answer::OK)
            }
            UserEvent::End(session_id) => {
                desk.end_chat(actor, session_id).await?;
                Ok(Answer::OK)
            }
        }
    }
}

/// A payload that clients may leave out, or send as null.
struct OrDefault<T>(T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for OrDefault<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As a tuple, so that the parser hands over all arguments, which may be none.
        deserializer.deserialize_tuple(1, Arguments(PhantomData))
    }
}

struct Arguments<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for Arguments<T> {
    type Value = OrDefault<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments of an event")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut arguments: A) -> Result<Self::Value, A::Error> {
        let first = arguments.next_element::<Option<T>>()?;
        while arguments.next_element::<IgnoredAny>()?.is_some() {}
        Ok(OrDefault(first.flatten().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(arguments: &str) -> Option<String> {
        let OrDefault(body): OrDefault<InitiateChat> = serde_json::from_str(arguments).unwrap();
        body.topic
    }

    #[test]
    fn initiate_chat_may_come_without_a_payload() {
        assert_eq!(topic("[]"), None);
        assert_eq!(topic("[null]"), None);
        assert_eq!(topic(r#"[{"topic":"Brakes"}, 1]"#), Some("Brakes".into()));
    }

    #[test]
    fn a_payload_of_the_wrong_shape_is_still_refused() {
        let result: Result<OrDefault<InitiateChat>, _> = serde_json::from_str(r#"[{"topic":1}]"#);
        assert!(result.is_err());
    }
}
