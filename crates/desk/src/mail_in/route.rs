//! Whose words a mail holds, and where they belong.
//!
//! The sender of a mail is what anyone may write there. So a mail goes to a
//! conversation only by the token of its reply address, which the desk has made
//! for one person; or where it refers to a mail of the conversation and comes
//! from its customer's own address. Staff is believed only with both.

use frontdesk_model::{Actor, ConversationId, Person, Role, Timestamp};
use frontdesk_notify::{conversation_of_root, inbound::InboundMail};
use frontdesk_store::{Access, ConversationRow};

use crate::{Desk, error::Result, identity::person_of_address};

/// Where a mail belongs.
pub(super) enum Route {
    /// It answers in a conversation.
    Reply {
        conversation: Box<ConversationRow>,
        actor: Actor,
    },
    /// It begins one.
    New { actor: Actor },
}

impl Desk {
    pub(super) async fn route_of(&self, mail: &InboundMail) -> Result<Route> {
        if let Some(route) = self.by_token(mail).await? {
            return Ok(route);
        }
        if let Some(route) = self.by_reference(mail).await? {
            return Ok(route);
        }
        Ok(Route::New {
            actor: self.writer_of(mail).await?,
        })
    }

    /// Whether the desk itself has sent it.
    pub(super) fn is_own_mail(&self, mail: &InboundMail) -> bool {
        let sender = self
            .config
            .mail
            .as_ref()
            .map(|mail| mail.from.address().to_owned());
        let replies = self.config.mail_in.reply_address.as_ref();
        sender.is_some_and(|own| own.eq_ignore_ascii_case(&mail.from))
            || replies.is_some_and(|own| own.is(&mail.from))
    }

    async fn by_token(&self, mail: &InboundMail) -> Result<Option<Route>> {
        let Some(address) = &self.config.mail_in.reply_address else {
            return Ok(None);
        };
        let Some(token) = address.token_in(&mail.to) else {
            return Ok(None);
        };
        let id = ConversationId(token.conversation);
        let Some(conversation) = self.store.conversation(id, &Access::Staff).await? else {
            return Ok(None);
        };
        let tokens = self.keys.reply_tokens();
        if tokens.is_of(&token, conversation.user_id.as_str()) {
            let person = self.store.person(&conversation.user_id).await?;
            let actor = match person {
                Some(person) => actor(person),
                None => nameless(&conversation),
            };
            return Ok(Some(reply(conversation, actor)));
        }
        let staff = self.store.staff().await?;
        let agent = staff.into_iter().find(|agent| {
            tokens.is_of(&token, agent.id.as_str())
                && agent
                    .email
                    .as_deref()
                    .is_some_and(|own| own.eq_ignore_ascii_case(&mail.from))
        });
        Ok(agent.map(|agent| reply(conversation, actor(agent))))
    }

    async fn by_reference(&self, mail: &InboundMail) -> Result<Option<Route>> {
        let domain = self.mailer.as_ref().map(|mailer| mailer.domain());
        let known = self.store.mail_messages(&mail.refers_to).await?;
        for id in &mail.refers_to {
            let noted = known.iter().find(|one| one.message_id == *id);
            let conversation = match (noted, domain) {
                (Some(noted), _) => Some(noted.conversation_id),
                (None, Some(domain)) => conversation_of_root(id, domain).map(ConversationId),
                (None, None) => None,
            };
            let Some(conversation) = conversation else {
                continue;
            };
            let row = self
                .store
                .conversation(conversation, &Access::Staff)
                .await?;
            let Some(row) = row else { continue };
            let Some(owner) = self.store.person(&row.user_id).await? else {
                continue;
            };
            let own = owner.email.as_deref();
            if !owner.role.is_staff() && own.is_some_and(|own| own.eq_ignore_ascii_case(&mail.from))
            {
                return Ok(Some(reply(row, actor(owner))));
            }
        }
        Ok(None)
    }

    /// The customer of an address: one who is known, or made by it. Staff is
    /// nobody's word, so what comes from their address is a customer's too.
    async fn writer_of(&self, mail: &InboundMail) -> Result<Actor> {
        let known = self.store.people_of_address(&mail.from).await?;
        if let Some(person) = known.into_iter().find(|person| !person.role.is_staff()) {
            return Ok(actor(person));
        }
        let person = person_of_address(&mail.from, &mail.from_name);
        let mut tx = self.store.begin().await?;
        tx.save_person(&person, self.clock.now()).await?;
        tx.commit().await?;
        Ok(actor(person))
    }
}

fn reply(conversation: ConversationRow, actor: Actor) -> Route {
    Route::Reply {
        conversation: Box::new(conversation),
        actor,
    }
}

/// A person who acts by mail; there is no token that could end.
fn actor(person: Person) -> Actor {
    Actor {
        id: person.id,
        name: person.name,
        email: person.email,
        role: person.role,
        expires_at: Timestamp(i64::MAX),
    }
}

fn nameless(conversation: &ConversationRow) -> Actor {
    actor(Person {
        id: conversation.user_id.clone(),
        name: conversation.user_name.clone(),
        email: None,
        role: Role::User,
    })
}
