//! What a letter says, before a template gives it its form. The members are
//! the variables of the templates, by their names here.

use serde::Serialize;

/// Which template is taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LetterKind {
    /// Responses to a ticket, one or many.
    Reply,
    /// A ticket has changed: its status, who looks after it.
    Update,
    /// Messages of a chat that its reader has missed.
    Chat,
    /// An announcement, or what the desk itself has to tell.
    System,
    /// Several things of an hour or a day.
    Digest,
    /// That there is something, without what it is.
    Notice,
    /// All that was said in a conversation.
    Transcript,
    /// About the reader's own account: an address or a number was added. It
    /// can't be unsubscribed from.
    Account,
}

impl LetterKind {
    pub const ALL: [Self; 8] = [
        Self::Reply,
        Self::Update,
        Self::Chat,
        Self::System,
        Self::Digest,
        Self::Notice,
        Self::Transcript,
        Self::Account,
    ];

    /// The beginning of its templates' names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Update => "update",
            Self::Chat => "chat",
            Self::System => "system",
            Self::Digest => "digest",
            Self::Notice => "notice",
            Self::Transcript => "transcript",
            Self::Account => "account",
        }
    }
}

/// A letter to one person. All of it is text, whatever somebody wrote into it.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Letter {
    /// The reader's name; may be empty.
    pub person: String,
    /// What it is called, where there is no conversation.
    pub title: String,
    /// Paragraphs of its own.
    pub text: String,
    /// The conversation that it is about.
    pub about: Option<About>,
    /// What it tells, each with its own heading.
    pub notices: Vec<Notice>,
    /// What was said, oldest first.
    pub messages: Vec<Words>,
    /// Who said it, each named once.
    pub authors: Vec<String>,
    /// Of how many things it tells; more than are shown, maybe.
    pub count: usize,
    /// Such as a status, a line each.
    pub facts: Vec<Fact>,
    /// Where to go on.
    pub action: Option<Link>,
    /// Whether an answer by mail comes through.
    pub can_reply: bool,
    /// Where the reader chooses what comes by mail.
    pub preferences_url: Option<String>,
    /// Where one click ends such mail.
    pub unsubscribe_url: Option<String>,
}

/// A conversation.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct About {
    /// Of a ticket.
    pub number: Option<i64>,
    /// Empty for a chat without a topic.
    pub subject: String,
    pub url: String,
    /// The ticket's status, in words.
    pub status: Option<String>,
}

/// Something that has happened.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Notice {
    pub title: String,
    pub text: String,
    /// When, as it is shown.
    pub at: String,
    pub url: Option<String>,
}

/// Something that was said.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Words {
    pub author: String,
    /// Whether the author answers for the desk.
    pub staff: bool,
    /// Whether it is a note that only staff sees.
    pub internal: bool,
    /// When, as it is shown.
    pub at: String,
    /// Markdown, where the template asks for it.
    pub text: String,
    pub files: Vec<Link>,
    /// Whether it belongs to another conversation that was merged into this
    /// one, and is the first of it; then this is its heading.
    pub heading: Option<String>,
}

/// A line such as `Status: open`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Link {
    pub label: String,
    pub url: String,
}

/// A letter in its form: a subject, and two bodies that say the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Composed {
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
}
