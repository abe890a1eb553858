//! Responses to a ticket, and notes among staff.

use frontdesk_model::{
    Actor, ConversationId, MessageId, Page, PageRequest, PersonId,
    chat::Sender,
    job::ModerationDeed,
    moderation::{ReviewKind, RuleAction},
    notification::NotificationType,
    ticket::{NewResponse, Response, TicketStatus},
};
use frontdesk_store::{
    MessageRow, NewChatMessage, NewMessage, NewNotification, NewReview, StoredFile,
    StoredNotification, TicketChange, TicketRow, Tx,
};

use super::{access_of, said, update::resolution};
use crate::{
    Call, Desk,
    error::{Error, Result},
    hub::Namespace,
    moderation::{Sending, Submitted},
    notifications::MESSAGE,
    webhooks::Happening,
};

/// What somebody says, checked.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub content: String,
    pub attachments: Vec<StoredFile>,
    /// A note for staff alone.
    pub internal: bool,
    /// The sender's own mark, which makes a repeat harmless.
    pub client_id: Option<String>,
    /// What moderation did with them.
    pub deeds: Vec<ModerationDeed>,
}

/// A response that was stored, and whom it concerns.
pub(crate) struct Said {
    pub message: MessageRow,
    pub ticket: TicketRow,
    pub notified: Vec<StoredNotification>,
    /// Whether it was put on the review list.
    pub flagged: bool,
}

/// Why a response isn't stored as one.
pub(crate) enum OtherWay {
    /// The conversation is a chat just now.
    Chat(Box<TicketRow>),
    /// It was merged into this one.
    Merged(ConversationId),
}

enum Answered {
    Here(Box<Submitted<Response>>),
    Elsewhere(OtherWay),
}

impl Desk {
    /// A ticket's responses, oldest first; staff sees the notes among them.
    ///
    /// # Errors
    /// `NotFound`, for another's ticket as well.
    pub async fn responses(
        &self,
        actor: &Actor,
        ticket: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<Response>> {
        self.ticket(actor, ticket).await?;
        let rows = self
            .store
            .responses(ticket, &access_of(actor), page)
            .await?;
        let facts = self.facts_of(&rows.items).await?;
        Ok(rows.map(|row| self.response_view(row, &facts)))
    }

    /// Answers a ticket. A response of staff sets an open ticket to
    /// in-progress; one of the owner reopens a resolved one. Notes change
    /// nothing, are shown to staff alone, and pass no moderation. A response that
    /// moderation holds is on the review list until it is approved. While the ticket's conversation is
    /// a chat too, a response is a message of it; what the owner of a merged
    /// ticket writes goes to the conversation that it went into.
    ///
    /// # Errors
    /// `NotFound`, for another's ticket as well; `Conflict` when the owner
    /// answers a closed ticket, or staff a merged one; `Forbidden` for a note
    /// by anyone but staff, and for a blocked caller; `InvalidInput`; `Refused`
    /// by moderation.
    pub async fn respond(
        &self,
        call: &Call,
        ticket: ConversationId,
        input: &NewResponse,
    ) -> Result<Submitted<Response>> {
        let actor = &call.actor;
        if input.internal && !actor.is_staff() {
            return Err(Error::forbidden("only agents may write internal notes"));
        }
        self.check_not_blocked(actor)?;
        let input = input.validate(&self.config.input)?;
        let words = Words {
            attachments: self.attachable(actor, &input.attachments).await?,
            content: input.response,
            internal: input.internal,
            // The key marks the message where it goes another way.
            client_id: None,
            deeds: Vec::new(),
        };
        let words = match self.moderate_response(call, ticket, words).await? {
            Ok(words) => words,
            Err(answered) => return Ok(answered),
        };
        match self.respond_to_ticket(call, ticket, &words).await? {
            Answered::Here(response) => Ok(*response),
            Answered::Elsewhere(way) => {
                let mark = call.idempotency.as_ref().map(|key| key.key.clone());
                let words = Words {
                    client_id: mark.map(|key| format!("response-{key}")),
                    ..words
                };
                let message = self.go_another_way(actor, way, words).await?;
                let mut tx = self.store.begin().await?;
                let facts = self.facts_in(&mut tx, [&message]).await?;
                let response = self.response_view(message, &facts);
                self.keep_answer(&mut tx, call, &response).await?;
                tx.commit().await?;
                Ok(Submitted::Done(response))
            }
        }
    }

    /// The words as they may be said, or the answer where that is all: they
    /// are held, or the call is a repeat.
    async fn moderate_response(
        &self,
        call: &Call,
        ticket: ConversationId,
        words: Words,
    ) -> Result<Result<Words, Submitted<Response>>> {
        if words.internal {
            return Ok(Ok(words));
        }
        let actor = &call.actor;
        // Nobody is moderated where they may not write.
        let found = self.ticket(actor, ticket).await?;
        let owner = found.user_id == actor.id;
        let sending = Sending {
            kind: ReviewKind::Response,
            conversation: Some(ticket),
            author: actor,
            as_agent: actor.is_staff(),
            subject: None,
            content: &words.content,
            attachments: &words.attachments,
            mark: call.idempotency.as_ref().map(|key| key.key.as_str()),
        };
        let verdict = self.moderate(&sending).await;
        if verdict.action < Some(RuleAction::Hold) {
            return Ok(Ok(self.with_verdict(words, &verdict)));
        }
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(Err(first));
        }
        if owner && found.status == TicketStatus::Closed {
            return Err(closed());
        }
        if verdict.action == Some(RuleAction::Refuse) {
            tx.rollback().await?;
            return Err(self.refused(&sending, &verdict).await);
        }
        let words = self.with_verdict(words, &verdict);
        let sender = if owner { Sender::User } else { Sender::Agent };
        let review = self.review_of(ReviewKind::Response, ticket, actor, sender, words);
        let held = self.hold(&mut tx, review, &verdict).await?;
        let answer = Submitted::Held { held };
        self.keep_answer(&mut tx, call, &answer).await?;
        tx.commit().await?;
        self.tell_review_queue().await;
        Ok(Err(answer))
    }

    /// The same for words that were checked already and may have been said
    /// before, which their mark tells.
    pub(crate) async fn respond_by_any_way(
        &self,
        actor: &Actor,
        ticket: ConversationId,
        words: Words,
    ) -> Result<MessageRow> {
        let call = Call::new(actor.clone());
        let mut tx = self.store.begin().await?;
        match self.respond_in(&mut tx, &call, ticket, &words).await? {
            Ok(said) => {
                tx.commit().await?;
                let message = said.message.clone();
                self.tell_said(said).await;
                Ok(message)
            }
            Err(way) => {
                tx.rollback().await?;
                Box::pin(self.go_another_way(actor, way, words)).await
            }
        }
    }

    async fn respond_to_ticket(
        &self,
        call: &Call,
        ticket: ConversationId,
        words: &Words,
    ) -> Result<Answered> {
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(Answered::Here(Box::new(first)));
        }
        match self.respond_in(&mut tx, call, ticket, words).await? {
            Ok(said) => {
                let facts = self.facts_in(&mut tx, [&said.message]).await?;
                let response = self.response_view(said.message.clone(), &facts);
                self.keep_answer(&mut tx, call, &response).await?;
                tx.commit().await?;
                self.tell_said(said).await;
                Ok(Answered::Here(Box::new(Submitted::Done(response))))
            }
            Err(way) => {
                tx.rollback().await?;
                Ok(Answered::Elsewhere(way))
            }
        }
    }

    /// Stores a response with all that follows from it, unless it must go
    /// another way.
    pub(crate) async fn respond_in(
        &self,
        tx: &mut Tx,
        call: &Call,
        ticket: ConversationId,
        words: &Words,
    ) -> Result<Result<Said, OtherWay>> {
        let actor = &call.actor;
        let now = self.clock.now();
        let access = access_of(actor);
        let row = tx
            .conversation(ticket, &access)
            .await
            .map_err(|error| match error {
                frontdesk_store::Error::NotFound { .. } => Error::not_found("ticket"),
                error => error.into(),
            })?;
        let before = tx
            .ticket(ticket, &access)
            .await?
            .ok_or_else(|| Error::not_found("ticket"))?;
        // An agent who answers their own ticket speaks as its owner.
        let owner = before.user_id == actor.id;
        match before.merged_into {
            Some(into) if owner && !words.internal => return Ok(Err(OtherWay::Merged(into))),
            Some(_) => {
                return Err(Error::conflict(
                    "this ticket was merged into another conversation; go on there",
                ));
            }
            None => {}
        }
        if row.has_open_chat() && !words.internal {
            return Ok(Err(OtherWay::Chat(Box::new(before))));
        }
        if owner && before.status == TicketStatus::Closed && !words.internal {
            return Err(closed());
        }
        let appended = tx
            .append(&NewMessage {
                id: self.ids.make(),
                conversation_id: ticket,
                internal: words.internal,
                sender: if owner { Sender::User } else { Sender::Agent },
                sender_id: actor.id.clone(),
                sender_name: actor.name.clone(),
                client_id: words.client_id.clone(),
                content: words.content.clone(),
                attachments: words.attachments.clone(),
                created_at: now,
            })
            .await?;
        if appended.repeated {
            return Ok(Ok(Said {
                message: appended.message,
                ticket: before,
                notified: Vec::new(),
                flagged: false,
            }));
        }
        let status = (!words.internal)
            .then(|| status_after_response(before.status, owner))
            .flatten();
        let change = TicketChange {
            resolved_at: resolution(&before, status, now),
            status,
            ..TicketChange::default()
        };
        let after = tx.update_ticket(ticket, &change, now).await?;
        let mut told = self.response_tidings(actor, &after, words, owner, appended.message.id);
        if words.internal {
            told = self
                .mention_tidings(actor, ticket, true, &words.content)
                .await?;
        }
        let notified = tx.add_notifications(&told).await?;
        if !words.internal {
            self.emit(tx, Happening::Responded(&appended.message))
                .await?;
        }
        if after.status != before.status {
            self.emit(tx, Happening::TicketUpdated(&after)).await?;
        }
        let about = NewReview {
            message_id: Some(appended.message.id),
            ..self.review_of(
                ReviewKind::Response,
                ticket,
                actor,
                appended.message.sender,
                words.clone(),
            )
        };
        let flagged = self.record_deeds(tx, &about, &words.deeds).await?;
        Ok(Ok(Said {
            message: appended.message,
            ticket: after,
            notified,
            flagged,
        }))
    }

    /// After the commit: tells everyone of a response.
    pub(crate) async fn tell_said(&self, said: Said) {
        if said.message.internal {
            self.tell_note(said.message).await;
        }
        self.ticket_changed(&said.ticket, said.notified).await;
        if said.flagged {
            self.tell_review_queue().await;
        }
    }

    async fn go_another_way(
        &self,
        actor: &Actor,
        way: OtherWay,
        words: Words,
    ) -> Result<MessageRow> {
        match way {
            OtherWay::Merged(into) => Box::pin(self.say_as_customer(actor, into, words)).await,
            OtherWay::Chat(ticket) => self.respond_in_chat(actor, &ticket, words).await,
        }
    }

    /// A response while the conversation is a chat: one of its messages, by the
    /// way of all of them, so that everyone gets it in its order.
    async fn respond_in_chat(
        &self,
        actor: &Actor,
        ticket: &TicketRow,
        words: Words,
    ) -> Result<MessageRow> {
        let owner = ticket.user_id == actor.id;
        let (sender, namespace) = if owner {
            (Sender::User, Namespace::ChatAgent)
        } else {
            (Sender::Agent, Namespace::ChatUser)
        };
        let message = self.words_of(actor, sender, ticket.id, words.clone());
        let mut told = self.response_tidings(actor, ticket, &words, owner, message.id);
        told.retain(|one| !self.is_looking_at_chat(&one.person_id, namespace, ticket.id));
        let message = NewChatMessage {
            response: true,
            notifications: told,
            ..message
        };
        match self.store.append_chat(message).await {
            Ok(appended) => Ok(appended.message),
            // The chat ended a moment ago: it is a ticket's response again.
            Err(frontdesk_store::Error::Conflict { .. }) => {
                self.respond_by_any_way(actor, ticket.id, words).await
            }
            Err(error) => Err(error.into()),
        }
    }

    fn response_tidings(
        &self,
        actor: &Actor,
        ticket: &TicketRow,
        words: &Words,
        owner: bool,
        message: MessageId,
    ) -> Vec<NewNotification> {
        if words.internal {
            return Vec::new();
        }
        let reader: Option<&PersonId> = if owner {
            ticket.assigned_to.as_ref()
        } else {
            Some(&ticket.user_id)
        };
        reader
            .filter(|reader| **reader != actor.id && !self.is_looking(reader, ticket.id))
            .map(|reader| {
                let mut one = self.about_ticket(
                    ticket,
                    reader,
                    NotificationType::TicketResponse,
                    format!("{} answered ticket #{}", actor.name, ticket.number),
                    said(&words.content),
                );
                one.data[MESSAGE] = serde_json::json!(message);
                one
            })
            .into_iter()
            .collect()
    }
}

fn closed() -> Error {
    Error::conflict("this ticket is closed; open a new one and mention its number")
}

/// The status that a public response leads to, when it changes it.
fn status_after_response(before: TicketStatus, by_owner: bool) -> Option<TicketStatus> {
    match (before, by_owner) {
        (TicketStatus::Open, false) => Some(TicketStatus::InProgress),
        (TicketStatus::Resolved, true) => Some(TicketStatus::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_takes_an_open_ticket_up_and_the_owner_reopens_a_resolved_one() {
        use TicketStatus::{Closed, InProgress, Open, Resolved};
        assert_eq!(status_after_response(Open, false), Some(InProgress));
        assert_eq!(status_after_response(Resolved, true), Some(Open));
        for (status, by_owner) in [
            (Open, true),
            (InProgress, true),
            (InProgress, false),
            (Resolved, false),
            (Closed, false),
        ] {
            assert_eq!(status_after_response(status, by_owner), None);
        }
    }
}
