//! Unsubscribing by a link in a mail, without signing in: the link carries a
//! signed token that says whose mail about what is meant (RFC 8058).

use frontdesk_model::{
    ConversationId, PersonId,
    notification::NotificationType,
    preferences::{MailPace, PreferencesPatch, Subscription, TypePatch},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Desk,
    error::{Error, Result},
};

/// The setting under which the key of the tokens is kept.
pub(super) const KEY: &str = "unsubscribe_key";

/// What mail is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Topic {
    Type(NotificationType),
    Conversation(ConversationId),
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: PersonId,
    about: Topic,
}

/// Signs and reads the tokens.
pub(crate) struct Tokens {
    signs: EncodingKey,
    reads: DecodingKey,
}

impl Tokens {
    pub fn new(key: &str) -> Self {
        Self {
            signs: EncodingKey::from_secret(key.as_bytes()),
            reads: DecodingKey::from_secret(key.as_bytes()),
        }
    }

    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String> {
        encode(&Header::new(Algorithm::HS256), claims, &self.signs)
            .map_err(|error| Error::internal(&error))
    }

    /// What a token of ours says; none where it is not ours, or says something else.
    pub(super) fn read<Said: DeserializeOwned>(&self, token: &str) -> Option<Said> {
        let mut rules = Validation::new(Algorithm::HS256);
        // A mail may be opened years later.
        rules.validate_exp = false;
        rules.required_spec_claims.clear();
        let read = decode::<Said>(token, &self.reads, &rules);
        read.ok().map(|data| data.claims)
    }
}

impl Desk {
    /// The address behind the `List-Unsubscribe` of a mail.
    pub(crate) fn unsubscribe_url(&self, person: &PersonId, about: Topic) -> Result<String> {
        let claims = Claims {
            sub: person.clone(),
            about,
        };
        let token = self.senders.tokens.sign(&claims)?;
        let place = &self.config.public_url;
        Ok(format!(
            "{place}/api/support/notifications/unsubscribe?token={token}"
        ))
    }

    /// What a token is about, and whether mail about it is sent.
    ///
    /// # Errors
    /// `NotFound` for a token that is not ours.
    pub async fn subscription(&self, token: &str) -> Result<Subscription> {
        let claims = self.claims(token)?;
        let reach = self.store.reach_of([&claims.sub]).await?.pop();
        let chosen = reach
            .and_then(|reach| reach.preferences)
            .unwrap_or_default();
        let now = self.clock.now();
        Ok(match claims.about {
            Topic::Type(kind) => Subscription {
                kind: Some(kind),
                conversation_id: None,
                subscribed: chosen.of(kind).email != MailPace::Off,
            },
            Topic::Conversation(id) => {
                let muted = self.store.muted_by([&claims.sub], now).await?;
                Subscription {
                    kind: None,
                    conversation_id: Some(id),
                    subscribed: !muted.contains(&(claims.sub, id)),
                }
            }
        })
    }

    /// Ends mail about what a token says, or brings it back.
    ///
    /// # Errors
    /// `NotFound` for a token that is not ours.
    pub async fn set_subscribed(&self, token: &str, subscribed: bool) -> Result<Subscription> {
        let claims = self.claims(token)?;
        let person = &claims.sub;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        match claims.about {
            Topic::Type(kind) => {
                let before = tx.preferences(person).await?.unwrap_or_default();
                let email = match (subscribed, before.of(kind).email) {
                    (true, MailPace::Off) => MailPace::AtOnce,
                    (true, pace) => pace,
                    (false, _) => MailPace::Off,
                };
                let change = TypePatch {
                    email: Some(email),
                    ..TypePatch::default()
                };
                let patch = PreferencesPatch {
                    channels: [(kind, change)].into(),
                    ..PreferencesPatch::default()
                };
                let after = before.patched(&patch)?;
                tx.save_preferences(person, &after, now).await?;
            }
            Topic::Conversation(id) if subscribed => {
                tx.unmute(person, id).await?;
            }
            Topic::Conversation(id) => tx.mute(person, id, None, now).await?,
        }
        tx.commit().await?;
        self.subscription(token).await
    }

    fn claims(&self, token: &str) -> Result<Claims> {
        let read = self.senders.tokens.read::<Claims>(token);
        read.ok_or_else(|| Error::not_found("subscription"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_token_of_ours_is_read() {
        let claims = Claims {
            sub: "maya".into(),
            about: Topic::Type(NotificationType::ChatMessage),
        };
        let (ours, theirs) = (Tokens::new("ours"), Tokens::new("theirs"));
        let token = ours.sign(&claims).unwrap();
        let read = ours.read::<Claims>(&token).unwrap();
        assert_eq!((read.sub, read.about), (claims.sub, claims.about));
        assert!(theirs.read::<Claims>(&token).is_none());
        assert!(ours.read::<Claims>("nonsense").is_none());
    }
}
