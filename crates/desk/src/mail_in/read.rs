//! A mail that was taken is read, and becomes what it is: an answer, a ticket,
//! or a note of what a machine sent.

use frontdesk_model::{
    Actor, ConversationId, InboundMailId,
    chat::{SendMessage, Sender},
    error::ErrorCode,
    mail_in::InboundMailState,
    ticket::{NewResponse, NewTicket},
    validate::TITLE_MAX_CHARS,
};
use frontdesk_notify::inbound::{InboundMail, Nature, parse};
use frontdesk_store::{ConversationRow, MailMessage, SettledMail};

use super::route::Route;
use crate::{
    Call, Desk, IdempotencyKey,
    chat::Sent,
    error::{Error, Result},
    moderation::Submitted,
    tickets::{Draft, excerpt},
};

/// Times that a mail is read before it is set aside.
const MAX_TRIES: i64 = 8;
/// The tag of tickets that came by mail.
const TAG: &str = "email";
/// What stands for a mail that says nothing.
const NO_WORDS: &str = "(no text)";

impl Desk {
    /// Reads a mail, unless it is settled. A repeat after a crash comes to the
    /// same end: what is written is marked with the mail's id.
    ///
    /// # Errors
    /// What may go well later, a few times; then it is set aside.
    pub(crate) async fn read_mail(&self, id: InboundMailId) -> Result<()> {
        let Some(row) = self.store.inbound_mail(id).await? else {
            return Ok(());
        };
        if row.state != InboundMailState::Waiting {
            return Ok(());
        }
        let raw = self.store.inbound_mail_raw(id).await?.unwrap_or_default();
        // In a task of its own: should it fail in a way that nobody thought of,
        // this mail alone is set aside.
        let parsed = tokio::task::spawn_blocking(move || parse(&raw)).await;
        let mail = match parsed {
            Ok(Ok(mail)) => mail,
            Ok(Err(why)) => return self.settle_mail(id, set_aside(why.to_string()), None).await,
            Err(_) => {
                return self
                    .settle_mail(id, set_aside("it could not be read"), None)
                    .await;
            }
        };
        let mut tx = self.store.begin().await?;
        tx.describe_inbound_mail(id, &mail.from, &mail.subject)
            .await?;
        tx.commit().await?;
        match self.deal_with(id, &mail).await {
            Ok(settled) => self.settle_mail(id, settled, Some(&mail)).await,
            Err(error) if error.is_final() || row.tries + 1 >= MAX_TRIES => {
                self.settle_mail(id, set_aside(error.detail()), None).await
            }
            Err(error) => Err(error),
        }
    }

    async fn deal_with(&self, id: InboundMailId, mail: &InboundMail) -> Result<SettledMail> {
        if self.is_own_mail(mail) {
            return Ok(noted(
                InboundMailState::Ignored,
                "the desk itself has sent it",
            ));
        }
        match &mail.nature {
            Nature::Automatic { sign } => {
                return Ok(noted(InboundMailState::Automatic, sign));
            }
            Nature::Bounce(bounce) => return self.read_bounce(bounce).await,
            Nature::Person => {}
        }
        match self.route_of(mail).await? {
            Route::Reply {
                conversation,
                actor,
            } => self.take_reply(id, mail, &conversation, actor).await,
            Route::New { actor } => self.take_new(id, mail, actor, None).await,
        }
    }

    async fn take_reply(
        &self,
        id: InboundMailId,
        mail: &InboundMail,
        conversation: &ConversationRow,
        actor: Actor,
    ) -> Result<SettledMail> {
        if self.check_not_blocked(&actor).is_err() {
            return Ok(noted(InboundMailState::Ignored, "its sender is blocked"));
        }
        let attached = self.attach_files(&actor, mail).await?;
        let words = self.words_of_mail(mail, &attached.refused);
        let answered = if conversation.ticket_number.is_some() {
            let input = NewResponse {
                response: words,
                attachments: attached.cids,
                internal: false,
            };
            let answered = self
                .respond(&call(id, &actor), conversation.id, &input)
                .await;
            answered.map(|answered| matches!(answered, Submitted::Held { .. }))
        } else {
            let message = SendMessage {
                session_id: conversation.id,
                content: words,
                client_id: Some(format!("mail-{id}")),
                attachments: attached.cids,
            };
            let side = if conversation.user_id == actor.id {
                Sender::User
            } else {
                Sender::Agent
            };
            let sent = self.send_message(&actor, side, &message, None).await;
            sent.map(|sent| matches!(sent, Sent::Held(_)))
        };
        match answered {
            Ok(held) => Ok(SettledMail {
                state: if held {
                    InboundMailState::Held
                } else {
                    InboundMailState::Reply
                },
                reason: None,
                conversation_id: Some(conversation.merged_into.unwrap_or(conversation.id)),
                person_id: Some(actor.id),
            }),
            // It is closed: what its customer writes begins another.
            Err(error)
                if error.code() == ErrorCode::Conflict && conversation.user_id == actor.id =>
            {
                self.take_new(id, mail, actor, Some(conversation)).await
            }
            Err(error) => Err(error),
        }
    }

    /// A mail that begins a conversation, after one that is closed or of its own.
    async fn take_new(
        &self,
        id: InboundMailId,
        mail: &InboundMail,
        actor: Actor,
        follows: Option<&ConversationRow>,
    ) -> Result<SettledMail> {
        if self.check_not_blocked(&actor).is_err() {
            return Ok(noted(InboundMailState::Ignored, "its sender is blocked"));
        }
        self.check_tickets_by_mail(mail).await?;
        let attached = self.attach_files(&actor, mail).await?;
        let words = self.words_of_mail(mail, &attached.refused);
        let postscript = match follows.and_then(|row| row.ticket_number) {
            Some(number) => format!("This follows ticket #{number}, which is closed."),
            None => String::new(),
        };
        let draft = Draft {
            ticket: NewTicket {
                subject: subject_of(mail),
                description: words,
                attachments: attached.cids,
                ..NewTicket::default()
            },
            postscript,
            tags: vec![TAG.to_owned()],
            email: Some(mail.from.clone()),
        };
        let opened = self.open_ticket(&call(id, &actor), draft).await?;
        let (state, conversation_id) = match opened {
            Submitted::Done(ticket) => (InboundMailState::Ticket, Some(ticket.id)),
            Submitted::Held { .. } => (InboundMailState::Held, None),
        };
        Ok(SettledMail {
            state,
            reason: None,
            conversation_id,
            person_id: Some(actor.id),
        })
    }

    async fn check_tickets_by_mail(&self, mail: &InboundMail) -> Result<()> {
        let since = self
            .clock
            .now()
            .minus(std::time::Duration::from_secs(3_600));
        let opened = self.store.tickets_by_mail(&mail.from, since).await?;
        let most = self.config.mail_in.tickets_per_hour;
        if opened >= i64::from(most) {
            return Err(Error::conflict(format!(
                "its sender has opened {most} tickets by mail within an hour (MAIL_TICKETS_PER_HOUR)"
            )));
        }
        Ok(())
    }

    /// What was written, with the files that were not taken, cut to what a
    /// message may have.
    fn words_of_mail(&self, mail: &InboundMail, refused: &[String]) -> String {
        const CUT: &str = "\n\n[…]";
        let most = self.config.input.message_max_chars;
        let words = match mail.words.as_str() {
            "" => NO_WORDS,
            words => words,
        };
        let mut note = match refused {
            [] => String::new(),
            refused => format!("\n\nNot taken from this mail: {}", refused.join(", ")),
        };
        note = note.chars().take(most / 2).collect();
        let room = most.saturating_sub(note.chars().count());
        if words.chars().count() <= room {
            return format!("{words}{note}");
        }
        let room = room.saturating_sub(CUT.chars().count());
        let beginning: String = words.chars().take(room).collect();
        format!("{beginning}{CUT}{note}")
    }

    /// Writes down what became of a mail, and to which thread it belongs.
    async fn settle_mail(
        &self,
        id: InboundMailId,
        settled: SettledMail,
        mail: Option<&InboundMail>,
    ) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let about: Option<(&InboundMail, ConversationId)> = mail.zip(settled.conversation_id);
        if let (Some((mail, conversation_id)), Some(person_id)) = (about, &settled.person_id)
            && let Some(message_id) = &mail.message_id
        {
            let message = MailMessage {
                message_id: message_id.clone(),
                conversation_id,
                person_id: person_id.clone(),
                sent: false,
                created_at: now,
            };
            tx.add_mail_message(&message).await?;
        }
        tx.settle_inbound_mail(id, &settled, now).await?;
        tx.commit().await?;
        let state = settled.state.as_str();
        metrics::counter!("frontdesk_inbound_mails_settled_total", "state" => state).increment(1);
        if settled.state == InboundMailState::SetAside {
            tracing::warn!(mail = %id, reason = settled.reason, "a mail was set aside");
        }
        Ok(())
    }
}

/// The same for every time that a mail is read, so that it writes once.
fn call(id: InboundMailId, actor: &Actor) -> Call {
    Call {
        actor: actor.clone(),
        idempotency: Some(IdempotencyKey {
            key: format!("mail-{id}"),
            fingerprint: id.to_string(),
        }),
    }
}

fn noted(state: InboundMailState, reason: &str) -> SettledMail {
    SettledMail {
        state,
        reason: Some(reason.to_owned()),
        conversation_id: None,
        person_id: None,
    }
}

fn set_aside(reason: impl Into<String>) -> SettledMail {
    noted(InboundMailState::SetAside, &reason.into())
}

fn subject_of(mail: &InboundMail) -> String {
    let subject = match mail.subject.as_str() {
        "" if mail.words.is_empty() => NO_WORDS.to_owned(),
        "" => excerpt(&mail.words),
        subject => subject.to_owned(),
    };
    subject.chars().take(TITLE_MAX_CHARS).collect()
}
