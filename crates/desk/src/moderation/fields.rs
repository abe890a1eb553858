//! The way of short texts that stand beside messages through moderation: the
//! topic of a chat, the answers of its form, the subject of a ticket that a chat
//! becomes, the comment of a rating. Repetitions are not counted: people give
//! the same topic twice. What would be held is refused, for such a text can't
//! wait by itself while what it belongs to goes on.

use frontdesk_model::{
    Actor, ConversationId,
    chat::Sender,
    error::FieldError,
    job::ModerationDeed,
    moderation::{ReviewKind, RuleAction},
};
use frontdesk_store::Tx;

use super::{
    check::{Sending, refusal},
    rules::{Cause, Verdict},
};
use crate::{Desk, error::Result, tickets::Words};

/// A short text of a customer's.
pub(crate) struct Field<'a> {
    /// The member of the input, such as `topic`.
    pub member: String,
    /// What it is called to its author.
    pub label: String,
    /// Masked in place.
    pub text: &'a mut String,
}

/// What moderation did with the fields of one input.
#[derive(Default)]
pub(crate) struct FieldDeeds {
    deeds: Vec<ModerationDeed>,
    /// The fields in question, as an agent is shown them.
    text: String,
}

impl Desk {
    /// Checks the fields and masks what is to be masked.
    ///
    /// # Errors
    /// `Refused`, naming the field; no field is changed then.
    pub(crate) async fn pass_fields(
        &self,
        author: &Actor,
        kind: ReviewKind,
        conversation: Option<ConversationId>,
        fields: Vec<Field<'_>>,
    ) -> Result<FieldDeeds> {
        let mut verdicts = Vec::with_capacity(fields.len());
        for field in &fields {
            let sending = Sending {
                kind,
                conversation,
                author,
                as_agent: false,
                subject: None,
                content: field.text,
                attachments: &[],
                mark: None,
            };
            let mut verdict = self.moderate_field(&sending).await;
            let_unchecked_through(&mut verdict);
            if verdict.action >= Some(RuleAction::Hold) {
                self.audit_refusal(&sending, &verdict).await?;
                let cause = verdict.strictest().map(|found| found.cause);
                let refused = refusal(&field.label, cause);
                let message = refused.detail().to_owned();
                return Err(refused.about(FieldError {
                    field: field.member.clone(),
                    message,
                }));
            }
            verdicts.push(verdict);
        }
        let mut all = Verdict::default();
        let mut lines = Vec::new();
        for (field, verdict) in fields.into_iter().zip(verdicts) {
            if let Some(masked) = verdict.masked {
                *field.text = masked;
            }
            if !verdict.found.is_empty() {
                lines.push(format!("{}: {}", field.label, field.text));
            }
            for found in verdict.found {
                all.add(found);
            }
        }
        Ok(FieldDeeds {
            deeds: self.deeds(&all),
            text: lines.join("\n"),
        })
    }

    /// Writes down what was done with fields, in the transaction that stores
    /// them. True when they are on the review list now.
    pub(crate) async fn record_fields(
        &self,
        tx: &mut Tx,
        author: &Actor,
        kind: ReviewKind,
        conversation: ConversationId,
        done: &FieldDeeds,
    ) -> Result<bool> {
        if done.deeds.is_empty() {
            return Ok(false);
        }
        let words = Words {
            content: done.text.clone(),
            attachments: Vec::new(),
            internal: false,
            client_id: None,
            deeds: Vec::new(),
        };
        let about = self.review_of(kind, conversation, author, Sender::User, words);
        self.record_deeds(tx, &about, &done.deeds).await
    }
}

/// What would be held only because the outside check is away is flagged: nobody
/// but agents sees it, and no chat could be opened otherwise.
fn let_unchecked_through(verdict: &mut Verdict) {
    for found in &mut verdict.found {
        if found.cause == Cause::Unchecked && found.action == RuleAction::Hold {
            found.action = RuleAction::Flag;
        }
    }
    verdict.action = verdict.found.iter().map(|found| found.action).max();
}
