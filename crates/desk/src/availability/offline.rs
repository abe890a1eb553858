//! A customer leaves a message instead of chatting: it becomes a ticket.

use frontdesk_model::{
    Actor,
    availability::{MessageLeft, OfflineMessage},
    chat::PreChatAnswer,
    ticket::NewTicket,
};

use crate::{
    Call, Desk,
    error::Result,
    moderation::Submitted,
    tickets::{Draft, excerpt},
};

impl Desk {
    /// Opens a ticket of the caller's from a message. What was answered on the
    /// form is written below it.
    ///
    /// # Errors
    /// As for a ticket; `InvalidInput` names `topicId` or `answers.<key>` too.
    pub async fn offline_message(
        &self,
        call: &Call,
        input: &OfflineMessage,
    ) -> Result<Submitted<MessageLeft>> {
        self.check_not_blocked(&call.actor)?;
        let input = input.validate(&self.config.input)?;
        let form = self.resolve_form(input.topic_id.as_deref(), input.answers.as_ref())?;
        let topic = form.topic.as_ref();
        let label = topic.map(|topic| topic.label.clone());
        let subject = input.subject.or_else(|| label.clone());
        let draft = Draft {
            ticket: NewTicket {
                subject: subject.unwrap_or_else(|| excerpt(&input.message)),
                description: input.message,
                attachments: input.attachments,
                context: input.context,
                ..NewTicket::default()
            },
            postscript: postscript(&form.answers),
            tags: label.into_iter().collect(),
            email: email_to_keep(&call.actor, input.email.or(form.email)),
        };
        let team = topic.and_then(|topic| topic.team_id);
        Ok(match self.open_ticket(call, draft).await? {
            Submitted::Held { held } => Submitted::Held { held },
            Submitted::Done(ticket) => Submitted::Done(MessageLeft {
                ticket_id: ticket.id,
                number: ticket.number,
                expected_answer_at: self.expected_answer(team, ticket.created_at),
            }),
        })
    }
}

/// The answers as lines below a message; empty without any.
fn postscript(answers: &[PreChatAnswer]) -> String {
    let lines: Vec<_> = answers
        .iter()
        .map(|answer| format!("{}: {}", answer.label, answer.value))
        .collect();
    lines.join("\n")
}

/// What a customer says of their address; staff's is their account's.
pub(crate) fn email_to_keep(actor: &Actor, email: Option<String>) -> Option<String> {
    email.filter(|_| !actor.is_staff())
}
