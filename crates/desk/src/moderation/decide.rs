//! An agent decides about a review. Of several, exactly one wins. What is
//! approved is sent on in its sender's name, under the sender's own mark.
//!
//! An approved message goes the way of any other (a chat message through the
//! group commit), after the transaction of the decision. That transaction leaves
//! a job which sends the message too, should the process end in between;
//! whichever comes second finds the mark and changes nothing.

use std::time::Duration;

use frontdesk_model::{
    Actor, MessageId, ReviewId, Role, Timestamp,
    chat::Sender,
    error::ErrorCode,
    events::MessageRefused,
    job::Job,
    moderation::{RejectReview, Review, ReviewAction, ReviewKind, ReviewState},
    notification::NotificationType,
    ticket::{Priority, TicketStatus},
};
use frontdesk_store::{Access, ChatAccess, NewAudit, NewNotification, NewTicketRow, ReviewRow, Tx};

use super::{check::name_of, hold::may_write};
use crate::{
    Call, Desk,
    access::agents_only,
    error::{Error, Result},
    hub::{Event, Namespace},
    tickets::{Words, excerpt},
};

/// When the job looks whether an approved message was appended.
const SECOND_TRY: Duration = Duration::from_secs(10);

/// What a sender is told when an agent gives no reason.
const NO_REASON: &str = "It doesn't follow the rules of this desk.";

impl Desk {
    /// Approves a review. What was held is sent on; a flag is found in order.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff, and for what one has written oneself;
    /// `NotFound`; `Conflict` when somebody has decided already, or when it
    /// can't be sent on any more (then it stays pending).
    pub async fn approve_review(&self, call: &Call, id: ReviewId) -> Result<Review> {
        agents_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let row = self
            .decide(&mut tx, &call.actor, id, ReviewState::Approved, None)
            .await?;
        if row.action == ReviewAction::Flag {
            return self.finish(tx, call, row).await;
        }
        match row.kind {
            ReviewKind::Message | ReviewKind::Response => self.approve_words(tx, call, row).await,
            ReviewKind::Ticket => self.approve_ticket(tx, call, row).await,
        }
    }

    /// Rejects a review. The sender of what was held is told that it is not
    /// sent; a flagged message stays where it is.
    ///
    /// # Errors
    /// As [`Desk::approve_review`]; `InvalidInput`.
    pub async fn reject_review(
        &self,
        call: &Call,
        id: ReviewId,
        input: &RejectReview,
    ) -> Result<Review> {
        agents_only(&call.actor)?;
        let reason = input.validate()?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let reason = reason.as_deref();
        let row = self
            .decide(&mut tx, &call.actor, id, ReviewState::Rejected, reason)
            .await?;
        if row.action == ReviewAction::Flag {
            return self.finish(tx, call, row).await;
        }
        self.check_not_sent(&mut tx, &row).await?;
        let told = self.rejection(&row);
        let notified = tx.add_notifications(&told).await?;
        let refused = message_refused(&row);
        let sender = row.sender_id.clone();
        let review = self.finish(tx, call, row).await?;
        if let Some((namespace, event)) = refused {
            self.hub.send(&sender, namespace, &event);
        }
        self.deliver_notifications(notified).await;
        Ok(review)
    }

    /// The decision itself, and its entry of the audit log.
    async fn decide(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: ReviewId,
        state: ReviewState,
        reason: Option<&str>,
    ) -> Result<ReviewRow> {
        let now = self.clock.now();
        let row = tx.decide_review(id, state, actor, reason, now).await?;
        if row.sender_id == actor.id {
            return Err(Error::forbidden(
                "somebody else must decide about what you have written",
            ));
        }
        let action = match state {
            ReviewState::Rejected => "moderation.reject",
            _ => "moderation.approve",
        };
        self.audit_decision(tx, Some(actor), action, &row).await?;
        Ok(row)
    }

    async fn audit_decision(
        &self,
        tx: &mut Tx,
        actor: Option<&Actor>,
        action: &'static str,
        row: &ReviewRow,
    ) -> Result<()> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor,
            action,
            subject: row.conversation_id.to_string(),
            details: serde_json::json!({
                "rule": row.rule,
                "kind": row.kind,
                "reviewId": row.id,
                "was": row.action,
                "senderId": row.sender_id,
                "senderName": row.sender_name,
                "reason": row.reason,
            }),
            at: self.clock.now(),
        })
        .await?;
        Ok(())
    }

    /// Keeps the answer, commits, and tells the agents what is left.
    async fn finish(&self, mut tx: Tx, call: &Call, row: ReviewRow) -> Result<Review> {
        let facts = self.facts_in(&mut tx, [&row]).await?;
        let review = self.review_view(row, &facts);
        self.keep_answer(&mut tx, call, &review).await?;
        tx.commit().await?;
        self.tell_review_queue().await;
        Ok(review)
    }

    async fn approve_words(&self, mut tx: Tx, call: &Call, row: ReviewRow) -> Result<Review> {
        check_open(&mut tx, &row).await.map_err(cannot_be_sent)?;
        let job = Job::AppendApproved { review_id: row.id };
        tx.enqueue(&job, self.clock.now().plus(SECOND_TRY)).await?;
        let id = row.id;
        let review = self.finish(tx, call, row).await?;
        match self.append_approved(id).await {
            Ok(()) => {}
            // It is decided, and the job goes on trying.
            Err(error) if error.code() == ErrorCode::Unavailable => {
                tracing::warn!(%error, review = %id, "an approved message waits to be stored");
            }
            Err(error) => return Err(error),
        }
        let Some(row) = self.store.review(id).await? else {
            return Ok(review);
        };
        let facts = self.facts_of([&row]).await?;
        Ok(self.review_view(row, &facts))
    }

    /// Appends an approved message that isn't yet. When it can't be any more,
    /// the review is pending again.
    ///
    /// # Errors
    /// `Conflict`, saying why it can't be sent; `Unavailable` for now.
    pub(crate) async fn append_approved(&self, id: ReviewId) -> Result<()> {
        let Some(row) = self.store.review(id).await? else {
            return Ok(());
        };
        let due = row.action == ReviewAction::Hold
            && row.kind != ReviewKind::Ticket
            && row.state == ReviewState::Approved
            && row.message_id.is_none();
        if !due {
            return Ok(());
        }
        match self.append_held(&row).await {
            Ok(message) => {
                let mut tx = self.store.begin().await?;
                tx.note_appended(id, message).await?;
                tx.commit().await?;
                Ok(())
            }
            Err(error) if may_pass(&error) => Err(error),
            Err(error) => {
                let mut tx = self.store.begin().await?;
                if tx.reopen_review(id).await? {
                    self.audit_decision(&mut tx, None, "moderation.reopen", &row)
                        .await?;
                }
                tx.commit().await?;
                self.tell_review_queue().await;
                Err(cannot_be_sent(error))
            }
        }
    }

    /// Says what was held, in its sender's name and by the way that is open.
    async fn append_held(&self, row: &ReviewRow) -> Result<MessageId> {
        let actor = author(row);
        let id = row.conversation_id;
        let words = Words {
            content: row.content.clone(),
            attachments: row.attachments.clone(),
            internal: false,
            client_id: row.client_id.clone(),
            deeds: Vec::new(),
        };
        let said = match row.kind {
            ReviewKind::Response => self.respond_by_any_way(&actor, id, words).await,
            _ => {
                self.say_by_any_way(&actor, row.sender, id, words, None)
                    .await
            }
        };
        Ok(said?.id)
    }

    async fn approve_ticket(&self, mut tx: Tx, call: &Call, row: ReviewRow) -> Result<Review> {
        let ticket = self
            .store_ticket(
                &mut tx,
                &NewTicketRow {
                    id: row.conversation_id,
                    user_id: row.sender_id.clone(),
                    user_name: row.sender_name.clone(),
                    subject: row.subject.clone().unwrap_or_default(),
                    description: row.content.clone(),
                    category: row.category.clone().unwrap_or_default(),
                    priority: row.priority.unwrap_or(Priority::Medium),
                    tags: Vec::new(),
                    attachments: row.attachments.clone(),
                    created_at: self.clock.now(),
                },
            )
            .await?;
        let told = self.about_ticket(
            &ticket,
            &row.sender_id,
            NotificationType::TicketUpdate,
            format!("Ticket #{} is open", ticket.number),
            ticket.subject.clone(),
        );
        let notified = tx.add_notifications(&[told]).await?;
        let review = self.finish(tx, call, row).await?;
        self.ticket_opened(&ticket).await;
        self.deliver_notifications(notified).await;
        Ok(review)
    }

    /// A held message may have come into the chat by a repeat that the rules,
    /// changed meanwhile, let through. Then it can't be rejected any more.
    async fn check_not_sent(&self, tx: &mut Tx, row: &ReviewRow) -> Result<()> {
        let Some(mark) = &row.client_id else {
            return Ok(());
        };
        let sent = tx
            .message_marked(row.conversation_id, &row.sender_id, mark)
            .await?;
        match sent {
            None => Ok(()),
            Some(_) => Err(Error::conflict(
                "this has been sent meanwhile, since the rules were changed; approve it",
            )),
        }
    }

    /// The notification to a sender who isn't there to be told.
    fn rejection(&self, row: &ReviewRow) -> Vec<NewNotification> {
        let (namespace, key) = match (row.kind, row.sender) {
            (ReviewKind::Message, Sender::User) => (Some(Namespace::ChatUser), "sessionId"),
            (ReviewKind::Message, Sender::Agent) => (Some(Namespace::ChatAgent), "sessionId"),
            (ReviewKind::Response, _) => (None, "ticketId"),
            (ReviewKind::Ticket, _) => (None, "reviewId"),
        };
        let is_there = namespace.is_some_and(|it| self.hub.is_connected(&row.sender_id, it));
        if is_there {
            return Vec::new();
        }
        let id = match row.kind {
            ReviewKind::Ticket => row.id.to_string(),
            _ => row.conversation_id.to_string(),
        };
        vec![NewNotification {
            id: self.ids.make(),
            person_id: row.sender_id.clone(),
            kind: NotificationType::System,
            title: format!("Your {} was not sent", name_of(row.kind)),
            message: format!("{} You wrote: {}", sentence(row), excerpt(&row.content)),
            data: serde_json::json!({ key: id }),
            dedup_key: None,
            created_at: self.clock.now(),
        }]
    }
}

/// Whether what was held can be sent on still.
async fn check_open(tx: &mut Tx, row: &ReviewRow) -> Result<()> {
    let id = row.conversation_id;
    if row.kind == ReviewKind::Message {
        let chat = tx.chat(id, &ChatAccess::Staff).await?;
        let chat = chat.ok_or_else(|| Error::not_found("chat"))?;
        return may_write(&chat, row.sender, &row.sender_id);
    }
    let ticket = tx.ticket(id, &Access::Staff).await?;
    let ticket = ticket.ok_or_else(|| Error::not_found("ticket"))?;
    let by_owner = row.sender == Sender::User;
    if by_owner && ticket.merged_into.is_none() && ticket.status == TicketStatus::Closed {
        return Err(Error::conflict("the ticket is closed"));
    }
    Ok(())
}

/// The sender, as the use cases know callers.
fn author(row: &ReviewRow) -> Actor {
    Actor {
        id: row.sender_id.clone(),
        name: row.sender_name.clone(),
        email: None,
        role: match row.sender {
            Sender::User => Role::User,
            Sender::Agent => Role::Agent,
        },
        expires_at: Timestamp(0),
    }
}

fn sentence(row: &ReviewRow) -> &str {
    row.reason.as_deref().unwrap_or(NO_REASON)
}

/// What the sender of a held chat message hears.
fn message_refused(row: &ReviewRow) -> Option<(Namespace, Event)> {
    if row.kind != ReviewKind::Message {
        return None;
    }
    let namespace = match row.sender {
        Sender::User => Namespace::ChatUser,
        Sender::Agent => Namespace::ChatAgent,
    };
    let event = Event::MessageRefused(MessageRefused {
        session_id: row.conversation_id,
        client_id: row.client_id.clone().unwrap_or_default(),
        reason: sentence(row).to_owned(),
    });
    Some((namespace, event))
}

/// Whether a later try may do better.
fn may_pass(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::Unavailable | ErrorCode::Internal | ErrorCode::InsufficientStorage
    )
}

fn cannot_be_sent(why: Error) -> Error {
    Error::conflict(format!(
        "this can't be sent any more: {}; reject it, and write to the person instead",
        why.detail()
    ))
}
