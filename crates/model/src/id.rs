//! Identifiers. Ours are UUIDv7, so that they sort by the time they were made;
//! a person's is whatever the host application put into the token's `sub`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

uuid_id!(
    /// A conversation: the ordered log behind a ticket, a chat session, or
    /// both. A ticket's `id` and a chat's `sessionId` are this id.
    ConversationId
);
uuid_id!(
    /// One entry of a conversation: a chat message, a ticket's response, a note.
    MessageId
);
uuid_id!(
    /// An article of the help centre (the seed calls it a FAQ).
    ArticleId
);
uuid_id!(
    /// A category that articles and tickets are sorted into.
    CategoryId
);
uuid_id!(
    /// A stored notification.
    NotificationId
);
uuid_id!(
    /// A job of the outbox.
    JobId
);
uuid_id!(
    /// A team of agents.
    TeamId
);
uuid_id!(
    /// A decision of the router, with its reason.
    DecisionId
);
uuid_id!(
    /// A macro: a canned reply, with what else is done when it is used.
    MacroId
);
uuid_id!(
    /// A view of the inbox that has a name.
    SavedViewId
);
uuid_id!(
    /// A rule of moderation.
    RuleId
);
uuid_id!(
    /// Something that moderation has put before a person.
    ReviewId
);
uuid_id!(
    /// An entry of the audit log.
    AuditId
);
uuid_id!(
    /// A resumable upload.
    UploadId
);
uuid_id!(
    /// A mail that came in.
    InboundMailId
);
uuid_id!(
    /// A search that was logged.
    SearchId
);
uuid_id!(
    /// Words that mean the same to those who search.
    SynonymId
);

uuid_id!(
    /// A message that leaves Frontdesk for one person or one webhook endpoint.
    DeliveryId
);
uuid_id!(
    /// A link that was mailed to sign in with.
    SignInLinkId
);
uuid_id!(
    /// What staff has written down about a customer.
    PersonNoteId
);
uuid_id!(
    /// A browser that takes web push.
    PushSubscriptionId
);
uuid_id!(
    /// An endpoint of the operator's that gets events.
    WebhookId
);

/// A person: the `sub` of their token, given by the host application or by
/// Frontdesk's own accounts. Opaque, at most [`PersonId::MAX_CHARS`] long.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct PersonId(pub String);

impl PersonId {
    /// Longer subjects are refused with the token that carries them.
    pub const MAX_CHARS: usize = 255;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PersonId {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl From<&str> for PersonId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<String> for PersonId {
    fn from(id: String) -> Self {
        Self(id)
    }
}
