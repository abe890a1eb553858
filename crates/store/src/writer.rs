//! Chat messages on their way to the disk: what is handed over, what comes of
//! it, and their group-commit writer. A batch is stored by `batch`.

use std::sync::Arc;

use frontdesk_model::{ConversationId, MessageId, PersonId, Timestamp, chat::Sender, job::Job};

use crate::{
    Appended, MessageRow, NewNotification, Result, Store, StoreConfig, StoredFile,
    StoredNotification,
    batch::{self, Outcome},
    group::{GroupWriter, Groups, Pace, Stored},
    store::Core,
};

/// A chat message to be stored, with what follows from it.
#[derive(Clone, Debug)]
pub struct NewChatMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub sender: Sender,
    pub sender_id: PersonId,
    pub sender_name: String,
    /// The sender's own mark: a repeat of it gives the first message again.
    pub client_id: Option<String>,
    pub content: String,
    pub attachments: Vec<StoredFile>,
    /// Whether it is said by way of the conversation's ticket: then any agent
    /// may say it, not only the one who holds the chat.
    pub response: bool,
    pub created_at: Timestamp,
    /// Stored with the message; not when it is a repeat.
    pub notifications: Vec<NewNotification>,
    /// Stored with the message, due at once; not when it is a repeat.
    pub jobs: Vec<Job>,
}

/// A chat message that has just become durable, and whom it concerns.
#[derive(Clone, Debug)]
pub struct CommittedMessage {
    pub message: MessageRow,
    pub user_id: PersonId,
    pub agent_id: Option<PersonId>,
    /// Whether the conversation is a ticket too.
    pub is_ticket: bool,
    /// Those of its notifications that are new.
    pub notifications: Vec<StoredNotification>,
}

impl Store {
    /// Appends to a chat and returns when the message is on disk.
    ///
    /// Errors: `NotFound` without the chat, or for a user whose chat it is not;
    /// `Conflict` when it is closed; `Forbidden` for an agent who doesn't hold
    /// it; `Busy` when the queue is full (then nothing is stored). A caller
    /// that stops waiting changes nothing: the message may still be stored.
    pub async fn append_chat(&self, message: NewChatMessage) -> Result<Appended> {
        self.writer.enqueue(message)?.await
    }
}

/// Messages that need no more company: the writer commits at once.
const ENOUGH: usize = 32;

/// The group-commit writer of chat messages.
pub(crate) type Writer = GroupWriter<Messages>;

pub(crate) struct Messages(Arc<Core>);

impl Writer {
    pub fn of(core: Arc<Core>, config: &StoreConfig) -> Self {
        let pace = Pace {
            capacity: config.writer_queue,
            group_max: config.batch_max,
            enough: ENOUGH,
            interval: config.commit_interval,
        };
        Self::start(Messages(core), pace)
    }
}

impl Groups for Messages {
    type Item = NewChatMessage;
    type Answer = Appended;
    type Told = CommittedMessage;
    const NAME: &'static str = "chat messages";

    async fn store(&self, messages: Vec<NewChatMessage>) -> Stored<Self> {
        let outcomes = batch::store(&self.0, &messages).await;
        let mut told = Vec::with_capacity(outcomes.len());
        let answers = outcomes
            .into_iter()
            .map(|outcome| match outcome? {
                Outcome::Repeated(message) => Ok(Appended {
                    message,
                    repeated: true,
                }),
                Outcome::Stored(committed) => {
                    let message = committed.message.clone();
                    told.push(*committed);
                    Ok(Appended {
                        message,
                        repeated: false,
                    })
                }
            })
            .collect();
        Stored { answers, told }
    }
}
