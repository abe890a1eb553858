//! What a delivery says, in words that every channel can use: titles, texts and
//! where they lead, or no more than that there is something new.

use frontdesk_model::{
    ConversationId, MessageId, NotificationId, Role, Timestamp, notification::NotificationType,
};
use frontdesk_store::{Packed, Reach};

use crate::{
    Desk,
    notifications::{MESSAGE, config::ContentRule},
};

/// One notification, as it may leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub id: NotificationId,
    pub kind: NotificationType,
    pub conversation: Option<ConversationId>,
    pub title: String,
    /// Empty where only that there is something new may leave.
    pub words: String,
    /// The message that it tells of, where that may leave as a whole.
    pub said: Option<MessageId>,
    /// Where it leads.
    pub link: String,
    pub at: Timestamp,
}

/// What a message to one person says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Message {
    /// One line: the only notification's title, or how many there are.
    pub title: String,
    /// Never empty, the oldest first.
    pub lines: Vec<Line>,
    /// Where the message as a whole leads.
    pub link: String,
}

impl Desk {
    /// What is said to `to` of these notifications.
    pub(super) fn message(&self, to: &Reach, told: &[Packed]) -> Message {
        let lines: Vec<_> = told.iter().map(|one| self.line(to, one)).collect();
        let link = match lines.as_slice() {
            [only] => only.link.clone(),
            [first, rest @ ..] if rest.iter().all(|line| line.link == first.link) => {
                first.link.clone()
            }
            _ => self.home(to.role),
        };
        Message {
            title: title(&lines, &self.config.name),
            lines,
            link,
        }
    }

    fn line(&self, to: &Reach, one: &Packed) -> Line {
        let (title, words, said) = match self.config.notify.content.of(one.kind) {
            ContentRule::Full => (one.title.clone(), one.message.clone(), said(one)),
            ContentRule::Notice => (notice(one.kind).to_owned(), String::new(), None),
        };
        Line {
            id: one.id,
            kind: one.kind,
            conversation: one.conversation_id,
            title,
            words,
            said,
            link: self.link(to.role, one),
            at: one.created_at,
        }
    }

    /// Where a notification leads in the web app.
    fn link(&self, role: Role, one: &Packed) -> String {
        let named = |member: &str| one.data.get(member).and_then(serde_json::Value::as_str);
        let home = self.home(role);
        match (named("ticketId"), named("sessionId"), role.is_staff()) {
            (Some(ticket), _, _) => format!("{home}/tickets/{ticket}"),
            (None, Some(chat), true) => format!("{home}/chats/{chat}"),
            (None, Some(_), false) => format!("{home}/chat"),
            (None, None, _) => home,
        }
    }

    /// Where people choose what reaches them.
    pub(crate) fn preferences_url(&self, role: Role) -> String {
        let page = match role.is_staff() {
            true => "settings/notifications",
            false => "notifications",
        };
        format!("{}/{page}", self.home(role))
    }

    fn home(&self, role: Role) -> String {
        let place = &self.config.public_url;
        match role.is_staff() {
            true => format!("{place}/console"),
            false => place.clone(),
        }
    }
}

fn said(one: &Packed) -> Option<MessageId> {
    one.data.get(MESSAGE)?.as_str()?.parse().ok()
}

fn title(lines: &[Line], desk: &str) -> String {
    match lines {
        [only] => only.title.clone(),
        [first, rest @ ..] if rest.iter().all(|line| line.title == first.title) => {
            format!("{} ({})", first.title, lines.len())
        }
        _ => format!("{} new notifications of {desk}", lines.len()),
    }
}

/// What is said in place of a title.
fn notice(kind: NotificationType) -> &'static str {
    match kind {
        NotificationType::TicketUpdate => "Your ticket has changed",
        NotificationType::TicketResponse => "You have a new reply",
        NotificationType::ChatMessage => "You have a new message",
        NotificationType::System => "There is an announcement",
        NotificationType::Assigned => "Something was assigned to you",
        NotificationType::Mentioned => "You were mentioned",
        NotificationType::SlaAtRisk => "A promised time is near",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(title: &str) -> Line {
        Line {
            id: uuid::Uuid::nil().into(),
            kind: NotificationType::ChatMessage,
            conversation: None,
            title: title.to_owned(),
            words: String::new(),
            said: None,
            link: String::new(),
            at: Timestamp(0),
        }
    }

    #[test]
    fn a_message_of_several_counts_them() {
        assert_eq!(
            title(&[line("Sam wrote to you")], "Desk"),
            "Sam wrote to you"
        );
        let twice = [line("Sam wrote to you"), line("Sam wrote to you")];
        assert_eq!(title(&twice, "Desk"), "Sam wrote to you (2)");
        let both = [line("Sam wrote to you"), line("Ticket #1 is closed")];
        assert_eq!(title(&both, "Desk"), "2 new notifications of Desk");
    }
}
