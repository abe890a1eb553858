//! What goes into the index: articles, conversations, customers, and changes of them. Ids are
//! plain strings; their meaning belongs to the caller. What is asked and answered is in
//! `request`.

use std::hash::{Hash, Hasher};

use crate::analysis::Language;
use crate::fingerprint::Fnv;

/// What is searched. Each kind is a collection of its own, so that neither the statistics of
/// relevance nor the spelling dictionary of one reaches another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Help articles.
    Article,
    /// Tickets and chats.
    Conversation,
    /// People who write to the desk.
    Customer,
}

impl Kind {
    /// Every kind, in the order in which a rebuild best goes through them.
    pub const ALL: [Self; 3] = [Self::Article, Self::Customer, Self::Conversation];

    /// `article`, `conversation` or `customer`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Conversation => "conversation",
            Self::Customer => "customer",
        }
    }
}

/// How a conversation is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Channel {
    /// By a ticket and its responses.
    #[default]
    Ticket,
    /// By chat messages.
    Chat,
}

impl Channel {
    /// `ticket` or `chat`: the values of [`Facet::Channel`](crate::Facet::Channel).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Chat => "chat",
        }
    }
}

/// A help article as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ArticleDocument {
    /// Unique among articles.
    pub id: String,
    /// The question or headline. Counts double.
    pub title: String,
    /// The answer, as plain text or Markdown; fragments of it are shown as they are, escaped.
    pub body: String,
    /// The category to filter by.
    pub category: String,
    /// Free labels; their words are searched, and they can be filtered by.
    pub tags: Vec<String>,
    /// Whether others than staff may find it.
    pub published: bool,
    /// What it is written in; none to have it detected.
    pub language: Option<Language>,
    /// Milliseconds since the Unix epoch. Of equally good hits the newer comes first.
    pub updated_at_ms: i64,
}

/// A ticket or chat as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ConversationDocument {
    /// Unique among conversations.
    pub id: String,
    /// How it is held.
    pub channel: Channel,
    /// The number people quote, such as `FD-1042` or `1042`; found as a whole or by its numeric
    /// part.
    pub number: Option<String>,
    /// The customer whose it is: the only customer who may find it.
    pub owner_id: String,
    /// The customer's name. Only staff match on it.
    pub owner_name: String,
    /// The customer's mail address. Only staff match on it.
    pub owner_email: String,
    /// The subject line. Counts double.
    pub subject: String,
    /// The public text, joined: description, responses, chat messages.
    pub messages: String,
    /// The internal notes, joined. Only staff match on them, and only staff see them.
    pub notes: String,
    /// Names and text of the attachments of public messages, joined.
    pub files: String,
    /// Names and text of the attachments of notes, joined. For staff alone.
    pub files_of_notes: String,
    /// The category to filter by.
    pub category: String,
    /// The status to filter by, such as `open`. Its words are searched.
    pub status: String,
    /// The priority to filter by; empty for none. Its words are searched.
    pub priority: String,
    /// Free labels; their words are searched, and they can be filtered by.
    pub tags: Vec<String>,
    /// Who works on it.
    pub assignee_id: Option<String>,
    /// The name of who works on it. Only staff match on it.
    pub assignee_name: Option<String>,
    /// The team it belongs to.
    pub team_id: Option<String>,
    /// Whether a public message carries a file.
    pub has_attachment: bool,
    /// What it is written in; none to have it detected.
    pub language: Option<Language>,
    /// When it began, in milliseconds since the Unix epoch.
    pub created_at_ms: i64,
    /// Milliseconds since the Unix epoch. Of equally good hits the newer comes first.
    pub updated_at_ms: i64,
}

/// A customer as the index sees them. Only staff find customers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct CustomerDocument {
    /// Unique among customers.
    pub id: String,
    /// Counts double.
    pub name: String,
    /// Found as a whole and by its parts.
    pub email: String,
    /// In any spelling; found by its digits, with or without the country's code.
    pub phone: String,
    /// What else is known of them, as plain text.
    pub details: String,
    /// Milliseconds since the Unix epoch. Of equally good hits the newer comes first.
    pub updated_at_ms: i64,
}

/// Something to find.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Document {
    /// A help article.
    Article(ArticleDocument),
    /// A ticket or chat.
    Conversation(Box<ConversationDocument>),
    /// A customer.
    Customer(CustomerDocument),
}

impl Document {
    /// The collection it belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Article(_) => Kind::Article,
            Self::Conversation(_) => Kind::Conversation,
            Self::Customer(_) => Kind::Customer,
        }
    }

    /// Its id, unique among the documents of its kind.
    pub fn id(&self) -> &str {
        match self {
            Self::Article(article) => &article.id,
            Self::Conversation(conversation) => &conversation.id,
            Self::Customer(customer) => &customer.id,
        }
    }

    /// A number that differs, in all likelihood, when anything in the document differs. It is
    /// kept with the document, so that an index can be compared with its source.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Fnv::default();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

impl From<ArticleDocument> for Document {
    fn from(article: ArticleDocument) -> Self {
        Self::Article(article)
    }
}

impl From<ConversationDocument> for Document {
    fn from(conversation: ConversationDocument) -> Self {
        Self::Conversation(Box::new(conversation))
    }
}

impl From<CustomerDocument> for Document {
    fn from(customer: CustomerDocument) -> Self {
        Self::Customer(customer)
    }
}

/// One change to the index. Applying the same change twice is the same as once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds the document or replaces the one of its kind with its id.
    Put(Document),
    /// Removes the document of this kind with this id, if there is one.
    Delete(Kind, String),
}

impl Change {
    /// Adds or replaces.
    pub fn put(document: impl Into<Document>) -> Self {
        Self::Put(document.into())
    }

    /// The collection that it changes.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Put(document) => document.kind(),
            Self::Delete(kind, _) => *kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> ArticleDocument {
        ArticleDocument {
            id: "1".into(),
            title: "Lamp".into(),
            ..ArticleDocument::default()
        }
    }

    #[test]
    fn a_fingerprint_tells_any_difference() {
        let same = Document::from(article()).fingerprint();
        assert_eq!(Document::from(article()).fingerprint(), same);
        for changed in [
            ArticleDocument {
                title: "Lamps".into(),
                ..article()
            },
            ArticleDocument {
                title: "Lam".into(),
                body: "p".into(),
                ..article()
            },
            ArticleDocument {
                published: true,
                ..article()
            },
            ArticleDocument {
                updated_at_ms: 1,
                ..article()
            },
            ArticleDocument {
                tags: vec![String::new()],
                ..article()
            },
        ] {
            assert_ne!(
                Document::from(changed.clone()).fingerprint(),
                same,
                "{changed:?}"
            );
        }
    }

    #[test]
    fn a_fingerprint_stays_the_same_over_builds() {
        // Kept on disk: another value here means that every index would differ from its source.
        let empty = Document::from(CustomerDocument::default());
        assert_eq!(empty.fingerprint(), 856_400_746_169_237_956);
    }
}
