//! A delivery as mail: a letter in the operator's form, in the thread of its
//! conversation, with one click to end such mail.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::{
    ConversationId, MessageId, Timestamp,
    chat::Sender,
    delivery::{SkipReason, masked},
    notification::NotificationType,
    ticket::TicketStatus,
};
use frontdesk_notify::{
    About, Letter, LetterKind, Link, List, Mail, MailAddress, Mailer, Notice, SendError, Words,
};
use frontdesk_store::{Access, MessageRow, Package, Reach};

use super::{Consequence, Message, Outcome, Tried, message::Line};
use crate::{
    Desk,
    conversation::moment,
    error::{Error, Result},
    notifications::unsubscribe::Topic,
};

/// Notifications and messages that one mail shows; it counts the others.
const SHOWN: usize = 50;

impl Desk {
    pub(super) async fn send_email(
        &self,
        package: &Package,
        to: &Reach,
        message: &Message,
    ) -> Tried {
        let Some(mailer) = &self.mailer else {
            return Outcome::fault_of_ours("this desk sends no mail any more").into();
        };
        let address = to.email.as_deref().filter(|_| !to.undeliverable);
        let Some(address) = address else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        let Ok(recipient) = MailAddress::new(&to.name, address) else {
            return Outcome::Skipped(SkipReason::NoAddress).into();
        };
        let mail = match self.mail(mailer, package, to, message, recipient).await {
            Ok(mail) => mail,
            Err(error) => return Outcome::fault_of_ours(error.to_string()).into(),
        };
        match mailer.send(&mail).await {
            Ok(_) => Tried {
                outcome: Outcome::sent(Some(masked(address)), None),
                after: mailed(package, to, mail.message_id),
            },
            Err(SendError::Gone(why)) => Tried {
                outcome: Outcome::Refused(why.clone()),
                after: vec![Consequence::AddressRefused {
                    person: to.id.clone(),
                    address: address.to_owned(),
                    why,
                }],
            },
            Err(error) => Outcome::of(error).into(),
        }
    }

    async fn mail(
        &self,
        mailer: &Mailer,
        package: &Package,
        to: &Reach,
        message: &Message,
        recipient: MailAddress,
    ) -> Result<Mail> {
        let conversation = package.delivery.conversation_id;
        let domain = mailer.domain();
        let (topic, list) = match conversation {
            Some(id) => (Topic::Conversation(id), "conversation"),
            None => {
                let kind = message.lines[0].kind;
                (Topic::Type(kind), kind.as_str())
            }
        };
        let unsubscribe_url = self.unsubscribe_url(&to.id, topic)?;
        let reply_to = conversation.and_then(|id| self.reply_address_of(id, &to.id));
        let messages = self.said(message).await?;
        let letter = Letter {
            person: to.name.clone(),
            title: message.title.clone(),
            text: message.lines[0].words.clone(),
            about: match conversation {
                Some(id) => self.about(id, &message.link).await?,
                None => None,
            },
            notices: notices(message, &messages),
            authors: authors(&messages),
            messages: messages.into_iter().map(|(_, words)| words).collect(),
            count: message.lines.len(),
            action: Some(Link {
                label: "Open".to_owned(),
                url: message.link.clone(),
            }),
            can_reply: reply_to.is_some(),
            preferences_url: Some(self.preferences_url(to.role)),
            unsubscribe_url: Some(unsubscribe_url.clone()),
            ..Letter::default()
        };
        let content = self
            .templates
            .compose(kind(&letter, &message.lines), &letter)
            .map_err(|error| Error::given_up(error.to_string()))?;
        let id = format!("{}@{domain}", package.delivery.id);
        let mut mail = Mail::new(id, recipient, content, date(self.clock.now()));
        mail.reply_to = reply_to;
        mail.list = Some(List {
            id: format!("{list}.{domain}"),
            unsubscribe_url,
        });
        if let Some(id) = conversation {
            mail.thread = Some(self.thread_of(id, &to.id, domain).await?);
        }
        Ok(mail)
    }

    /// The messages that the lines tell of, as a whole and with their files:
    /// the latest, oldest first.
    async fn said(&self, message: &Message) -> Result<Vec<(MessageId, Words)>> {
        let told: Vec<_> = message.lines.iter().filter_map(|line| line.said).collect();
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let latest = &told[told.len().saturating_sub(SHOWN)..];
        let rows = self.store.public_messages(latest).await?;
        let facts = self.facts_of(&rows).await?;
        let words = |row: MessageRow| {
            let files = self.links_to(&row.attachments, &facts, &message.link);
            let said = Words {
                author: row.sender_name,
                staff: row.sender == Sender::Agent,
                at: moment(row.created_at),
                text: row.content,
                files: files
                    .into_iter()
                    .map(|(label, url)| Link { label, url })
                    .collect(),
                ..Words::default()
            };
            (row.id, said)
        };
        Ok(rows.into_iter().map(words).collect())
    }

    async fn about(&self, id: ConversationId, url: &str) -> Result<Option<About>> {
        // Whose delivery it is was decided when it was planned.
        let row = self.store.conversation(id, &Access::Staff).await?;
        Ok(row.map(|row| About {
            number: row.ticket_number,
            subject: row.subject.or(row.topic).unwrap_or_default(),
            url: url.to_owned(),
            status: row.ticket_status.map(in_words),
        }))
    }
}

/// The form that fits: of what was said, of what happened to a conversation, of
/// one thing, or of several.
fn kind(letter: &Letter, lines: &[Line]) -> LetterKind {
    let is_hidden = letter.notices.iter().all(|notice| notice.text.is_empty());
    let chatted = lines
        .iter()
        .all(|line| line.kind == NotificationType::ChatMessage);
    match (&letter.about, letter.count) {
        (Some(_), _) if letter.notices.is_empty() && chatted => LetterKind::Chat,
        (Some(_), _) if letter.notices.is_empty() => LetterKind::Reply,
        _ if is_hidden && letter.messages.is_empty() => LetterKind::Notice,
        (Some(_), _) => LetterKind::Update,
        (None, 1) => LetterKind::System,
        (None, _) => LetterKind::Digest,
    }
}

/// What is told in a line of its own: all but the messages that are shown as a
/// whole, and those before them that are only counted.
fn notices(message: &Message, shown: &[(MessageId, Words)]) -> Vec<Notice> {
    let whole: Vec<_> = shown.iter().map(|(id, _)| *id).collect();
    let earlier = |line: &&Line| line.said.is_some() && shown.len() == SHOWN;
    let told = message
        .lines
        .iter()
        .filter(|line| !line.said.is_some_and(|id| whole.contains(&id)))
        .filter(|line| !earlier(line))
        .take(SHOWN);
    told.map(|line| Notice {
        title: line.title.clone(),
        text: line.words.clone(),
        at: String::new(),
        url: Some(line.link.clone()),
    })
    .collect()
}

/// Each once, in the order in which they first spoke.
fn authors(messages: &[(MessageId, Words)]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for (_, words) in messages {
        if !authors.contains(&words.author) {
            authors.push(words.author.clone());
        }
    }
    authors
}

/// What an answer to a mail of a conversation is recognised by.
fn mailed(package: &Package, to: &Reach, message_id: String) -> Vec<Consequence> {
    let conversation = package.delivery.conversation_id;
    let noted = conversation.map(|conversation| Consequence::Mailed {
        message_id,
        conversation,
        person: to.id.clone(),
    });
    noted.into_iter().collect()
}

fn in_words(status: TicketStatus) -> String {
    status.as_str().replace('-', " ")
}

fn date(at: Timestamp) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at.millis()).unwrap_or(0))
}
