//! What moderation did with a text that went through: an entry of the audit log
//! for a mask and for a flag, and a place on the review list for a flag.
//!
//! Chat messages carry it as a job in their own transaction, so that the group
//! commit stays as it is and nothing is lost in a crash; the entries' ids are
//! made beforehand, so that a repeated job changes nothing. Where a transaction
//! is the text's own anyway, it is written there.

use frontdesk_model::{
    Actor, ConversationId, MessageId,
    chat::Sender,
    job::{Job, ModerationDeed},
    moderation::{ReviewAction, ReviewKind, RuleAction},
};
use frontdesk_store::{NewAudit, NewReview, Tx};

use super::rules::Verdict;
use crate::{Desk, error::Result, tickets::Words};

/// The job that goes with a chat message; none when there is nothing to note.
pub(crate) fn moderation_jobs(
    deeds: Vec<ModerationDeed>,
    conversation_id: ConversationId,
    message_id: MessageId,
) -> Vec<Job> {
    if deeds.is_empty() {
        return Vec::new();
    }
    vec![Job::NoteModeration {
        conversation_id,
        message_id,
        deeds,
    }]
}

impl Desk {
    /// What is to be written down of a verdict that lets a text through.
    pub(crate) fn deeds(&self, verdict: &Verdict) -> Vec<ModerationDeed> {
        [RuleAction::Mask, RuleAction::Flag]
            .into_iter()
            .filter_map(|action| {
                Some(ModerationDeed {
                    action,
                    rule: verdict.asking_for(action)?,
                    audit_id: self.ids.make(),
                    review_id: (action == RuleAction::Flag).then(|| self.ids.make()),
                })
            })
            .collect()
    }

    /// The words as they may be said, with what is to be written down of them.
    pub(crate) fn with_verdict(&self, words: Words, verdict: &Verdict) -> Words {
        Words {
            content: verdict.masked.clone().unwrap_or(words.content),
            attachments: verdict.mask_files(words.attachments),
            deeds: self.deeds(verdict),
            ..words
        }
    }

    /// How words stand on the review list.
    pub(crate) fn review_of(
        &self,
        kind: ReviewKind,
        conversation_id: ConversationId,
        author: &Actor,
        sender: Sender,
        words: Words,
    ) -> NewReview {
        NewReview {
            id: self.ids.make(),
            kind,
            conversation_id,
            sender,
            sender_id: author.id.clone(),
            sender_name: author.name.clone(),
            client_id: words.client_id,
            message_id: None,
            content: words.content,
            attachments: words.attachments,
            subject: None,
            category: None,
            priority: None,
            rule: String::new(),
            action: ReviewAction::Flag,
            created_at: self.clock.now(),
        }
    }

    /// Carries such a job out. A message that isn't there leaves its entries
    /// of the audit log alone.
    pub(crate) async fn note_moderation(
        &self,
        conversation: ConversationId,
        message: MessageId,
        deeds: &[ModerationDeed],
    ) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let Some(row) = tx.message(message).await? else {
            return Ok(());
        };
        let about = NewReview {
            id: self.ids.make(),
            kind: ReviewKind::Message,
            conversation_id: conversation,
            sender: row.sender,
            sender_id: row.sender_id,
            sender_name: row.sender_name,
            client_id: row.client_id,
            message_id: Some(message),
            content: row.content,
            attachments: row.attachments,
            subject: None,
            category: None,
            priority: None,
            rule: String::new(),
            action: ReviewAction::Flag,
            created_at: row.created_at,
        };
        let flagged = self.record_deeds(&mut tx, &about, deeds).await?;
        tx.commit().await?;
        if flagged {
            self.tell_review_queue().await;
        }
        Ok(())
    }

    /// Writes down what was done with a text; `about` says which, as a review
    /// would. True when it is on the review list now.
    pub(crate) async fn record_deeds(
        &self,
        tx: &mut Tx,
        about: &NewReview,
        deeds: &[ModerationDeed],
    ) -> Result<bool> {
        let mut flagged = false;
        for deed in deeds {
            let action = match deed.action {
                RuleAction::Mask => "moderation.mask",
                _ => "moderation.flag",
            };
            tx.add_audit(&NewAudit {
                id: deed.audit_id,
                actor: None,
                action,
                subject: about.conversation_id.to_string(),
                details: serde_json::json!({
                    "rule": deed.rule,
                    "kind": about.kind,
                    "messageId": about.message_id,
                    "senderId": about.sender_id,
                    "senderName": about.sender_name,
                }),
                at: about.created_at,
            })
            .await?;
            if let Some(id) = deed.review_id {
                flagged |= tx
                    .add_review(&NewReview {
                        id,
                        rule: deed.rule.clone(),
                        ..about.clone()
                    })
                    .await?;
            }
        }
        Ok(flagged)
    }
}
