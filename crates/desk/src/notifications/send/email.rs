//! A delivery as mail: a letter in the operator's form, in the thread of its
//! conversation, with one click to end such mail.

use std::time::{Duration, UNIX_EPOCH};

use frontdesk_model::{
    ConversationId, Timestamp,
    delivery::{SkipReason, masked},
    ticket::TicketStatus,
};
use frontdesk_notify::{
    About, Letter, LetterKind, Link, List, Mail, MailAddress, Mailer, Notice, SendError,
};
use frontdesk_store::{Access, Package, Reach};

use super::{Consequence, Message, Outcome, Tried};
use crate::{
    Desk,
    error::{Error, Result},
    notifications::unsubscribe::Topic,
};

/// Notifications that one mail shows; it counts the others.
const SHOWN: usize = 50;

impl Desk {
    pub(super) async fn send_email(
        &self,
        package: &Package,
        to: &Reach,
        message: &Message,
    ) -> Tried {
        let Some(mailer) = &self.mailer else {
            return Outcome::Failed("this desk sends no mail any more".to_owned(), None).into();
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
            Err(error) => return Outcome::Failed(error.to_string(), None).into(),
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
        let letter = Letter {
            person: to.name.clone(),
            title: message.title.clone(),
            text: message.lines[0].words.clone(),
            about: match conversation {
                Some(id) => self.about(id, &message.link).await?,
                None => None,
            },
            notices: notices(message),
            count: message.lines.len(),
            action: Some(Link {
                label: "Open".to_owned(),
                url: message.link.clone(),
            }),
            can_reply: reply_to.is_some(),
            unsubscribe_url: Some(unsubscribe_url.clone()),
            ..Letter::default()
        };
        let content = self
            .templates
            .compose(kind(&letter), &letter)
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

/// The form that fits: of a conversation, of one thing, or of several.
fn kind(letter: &Letter) -> LetterKind {
    let is_hidden = letter.notices.iter().all(|notice| notice.text.is_empty());
    match (&letter.about, letter.count) {
        _ if is_hidden => LetterKind::Notice,
        (Some(_), _) => LetterKind::Update,
        (None, 1) => LetterKind::System,
        (None, _) => LetterKind::Digest,
    }
}

fn notices(message: &Message) -> Vec<Notice> {
    let shown = message.lines.iter().take(SHOWN);
    shown
        .map(|line| Notice {
            title: line.title.clone(),
            text: line.words.clone(),
            at: String::new(),
            url: Some(line.link.clone()),
        })
        .collect()
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
