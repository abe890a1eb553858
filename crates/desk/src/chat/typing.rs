//! Someone is typing: told to the other side, kept nowhere. It ends by itself
//! when it is not said again, with a message, and with the connection it came
//! from; so nobody is shown typing who has closed their laptop.

use frontdesk_model::{Actor, ConversationId, PersonId, chat::Sender, events::Typing};
use tokio::time::Instant;

use crate::{
    Desk,
    config::{DeskConfig, Rate},
    error::{Error, Result},
    hub::{ConnectionId, Event, Namespace},
    limits::Limit,
    presence::Expiry,
};

/// How often one person's typing may begin. What is over it is not told, since
/// it would fill the other side's buffer; nobody types like that.
const BEGINNINGS: Rate = Rate {
    per_second: 4,
    burst: 20,
};
/// Typing that goes on is told again after this part of its lifetime, for those
/// who have come meanwhile.
const REPEATED: u32 = 3;

/// Who is typing where. At most two entries a chat, one a side.
pub(crate) struct TypingTable {
    typists: Expiry<(ConversationId, Sender), Typist>,
    repeat_after: std::time::Duration,
    beginnings: Limit<PersonId>,
}

struct Typist {
    /// None for one that was not there any more when it was heard.
    connection: Option<ConnectionId>,
    told_at: Instant,
}

impl TypingTable {
    /// Must be called within a tokio runtime.
    pub fn new(config: &DeskConfig) -> Self {
        Self {
            typists: Expiry::new(config.typing_timeout),
            repeat_after: config.typing_timeout / REPEATED,
            beginnings: Limit::new(Some(BEGINNINGS)),
        }
    }

    /// Notes that typing goes on; whether it is to be told.
    fn note(&self, key: (ConversationId, Sender), connection: Option<ConnectionId>) -> bool {
        let now = Instant::now();
        let mut tell = false;
        self.typists.start(key, |before| {
            let told_at = before.map(|typist| typist.told_at);
            tell = told_at.is_none_or(|at| now - at >= self.repeat_after);
            Typist {
                connection,
                told_at: if tell { now } else { told_at.unwrap_or(now) },
            }
        });
        tell
    }

    /// Forgets whose beginnings are long past.
    pub fn forget_idle(&self) {
        self.beginnings.forget_idle();
    }
}

impl Desk {
    /// # Errors
    /// `NotFound` for a chat in which the caller takes no part; `Conflict`
    /// once it is closed.
    pub async fn typing(
        &self,
        actor: &Actor,
        side: Sender,
        input: &Typing,
        from: Option<ConnectionId>,
    ) -> Result<()> {
        let participants = self.participants(input.session_id).await?;
        let takes_part = match side {
            Sender::User => participants.user == actor.id,
            Sender::Agent => participants.agent.as_ref() == Some(&actor.id),
        };
        if !takes_part {
            return Err(Error::not_found("chat"));
        }
        let (table, key) = (&self.chat.typing, (input.session_id, side));
        if !input.is_typing {
            self.stop_typing(input.session_id, side);
        } else if (table.typists.contains(&key) || table.beginnings.check(&actor.id).is_ok())
            && table.note(key, from)
        {
            self.tell_typing(input.session_id, side, true);
        }
        Ok(())
    }

    /// Typing has ended, if it was under way.
    pub(super) fn stop_typing(&self, session: ConversationId, side: Sender) {
        if self.chat.typing.typists.end(&(session, side)).is_some() {
            self.tell_typing(session, side, false);
        }
    }

    /// A connection is gone, and with it whatever was typed there.
    pub(crate) fn stop_typing_from(&self, connection: ConnectionId) {
        let typists = &self.chat.typing.typists;
        let ended = typists.end_where(|typist| typist.connection == Some(connection));
        for ((session, side), _) in ended {
            self.tell_typing(session, side, false);
        }
    }

    /// To the other side; nobody hears of a chat that has ended meanwhile.
    fn tell_typing(&self, session_id: ConversationId, by: Sender, is_typing: bool) {
        let Some(participants) = self.chat.open_participants(session_id) else {
            return;
        };
        let typing = Typing {
            session_id,
            is_typing,
        };
        match (by, &participants.agent) {
            (Sender::User, Some(agent)) => {
                let event = Event::UserTyping(typing);
                self.hub.send(agent, Namespace::ChatAgent, &event);
            }
            (Sender::User, None) => {}
            (Sender::Agent, _) => {
                let event = Event::AgentTyping(typing);
                self.hub
                    .send(&participants.user, Namespace::ChatUser, &event);
            }
        }
    }
}

/// Ends the typing of which nothing more is heard.
pub(crate) async fn keep_typing(desk: Desk) {
    loop {
        let ((session, side), _) = desk.chat.typing.typists.next().await;
        if !desk.chat.typing.typists.contains(&(session, side)) {
            desk.tell_typing(session, side, false);
        }
    }
}
