//! A text is held: it is on the review list, on disk, before its sender is
//! answered, and nowhere else. A repeat of it gives the same answer.

use frontdesk_model::{
    Actor, ConversationId,
    chat::{ChatStatus, Sender},
    moderation::{Held, ReviewAction, ReviewKind, ReviewState},
};
use frontdesk_store::{ChatAccess, ChatRow, MessageRow, NewAudit, NewReview, ReviewRow, Tx};
use serde::{Deserialize, Serialize};

use super::{
    check::{name_of, refusal},
    rules::Verdict,
};
use crate::{
    Desk,
    error::{Error, Result},
    tickets::Words,
};

/// What became of something that was sent in: it is done, or waits for a review.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Submitted<T> {
    Held { held: Held },
    Done(T),
}

/// What a message that was to be held came to.
pub(crate) enum HoldOutcome {
    Held(Held),
    /// It is in the chat already, by an earlier sending.
    Stored(Box<MessageRow>),
}

impl Desk {
    /// Holds a chat message.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Forbidden` where the sender may not write;
    /// `Refused` when the same one was rejected.
    pub(crate) async fn hold_message(
        &self,
        actor: &Actor,
        side: Sender,
        session: ConversationId,
        words: Words,
        verdict: &Verdict,
    ) -> Result<HoldOutcome> {
        let mut tx = self.store.begin().await?;
        if let Some(mark) = &words.client_id
            && let Some(row) = tx.message_marked(session, &actor.id, mark).await?
        {
            return Ok(HoldOutcome::Stored(Box::new(row)));
        }
        let chat = tx
            .chat(session, &ChatAccess::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        may_write(&chat, side, &actor.id)?;
        let review = self.review_of(ReviewKind::Message, session, actor, side, words);
        let held = self.hold(&mut tx, review, verdict).await?;
        tx.commit().await?;
        self.tell_review_queue().await;
        Ok(HoldOutcome::Held(held))
    }

    /// Puts a text on the review list, in the caller's transaction.
    ///
    /// # Errors
    /// `Refused` when the same one was rejected.
    pub(crate) async fn hold(
        &self,
        tx: &mut Tx,
        review: NewReview,
        verdict: &Verdict,
    ) -> Result<Held> {
        let client_id = match &review.client_id {
            Some(mark) => mark.clone(),
            None => review.id.to_string(),
        };
        let review = NewReview {
            client_id: Some(client_id.clone()),
            rule: verdict.reason().to_owned(),
            action: ReviewAction::Hold,
            ..review
        };
        if !tx.add_review(&review).await? {
            let first = tx
                .held_marked(review.conversation_id, &review.sender_id, &client_id)
                .await?
                .ok_or_else(|| Error::unavailable("try again"))?;
            return held_before(first, client_id);
        }
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: None,
            action: "moderation.hold",
            subject: review.conversation_id.to_string(),
            details: serde_json::json!({
                "rule": review.rule,
                "kind": review.kind,
                "reviewId": review.id,
                "senderId": review.sender_id,
                "senderName": review.sender_name,
            }),
            at: review.created_at,
        })
        .await?;
        Ok(Held {
            id: review.id,
            client_id,
        })
    }
}

/// The answer to a repeat.
///
/// # Errors
/// `Refused` when the first was rejected.
pub(crate) fn held_before(first: ReviewRow, client_id: String) -> Result<Held> {
    if first.state == ReviewState::Rejected {
        return Err(refusal(name_of(first.kind), None));
    }
    Ok(Held {
        id: first.id,
        client_id,
    })
}

/// The rule of the group commit, for a message that doesn't go there (yet). What
/// its customer writes in a merged chat goes to the other.
pub(super) fn may_write(
    chat: &ChatRow,
    side: Sender,
    sender: &frontdesk_model::PersonId,
) -> Result<()> {
    match side {
        Sender::User if chat.user_id != *sender => Err(Error::not_found("chat")),
        Sender::User if chat.merged_into.is_some() => Ok(()),
        _ if chat.status == ChatStatus::Closed => Err(Error::conflict("this chat is closed")),
        Sender::Agent if chat.agent_id.as_ref() != Some(sender) => Err(Error::forbidden(
            "only the agent who holds this chat may write in it",
        )),
        _ => Ok(()),
    }
}
