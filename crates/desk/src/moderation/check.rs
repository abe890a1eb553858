//! The way of a text through moderation, before anything of it is stored: the
//! rules, what its sender wrote before, then the outside check.

use frontdesk_model::{
    Actor, ConversationId,
    error::ErrorCode,
    moderation::{AppliesTo, ReviewKind, RuleAction},
};
use frontdesk_store::{NewAudit, StoredFile};

use super::{
    outside::{Question, QuestionData, QuestionFile, QuestionSender},
    rules::{Cause, Found, Verdict},
};
use crate::{
    Desk,
    error::{Error, Result},
    tickets::Words,
};

/// A text that somebody sends.
pub(crate) struct Sending<'a> {
    pub kind: ReviewKind,
    /// None for what begins a conversation.
    pub conversation: Option<ConversationId>,
    pub author: &'a Actor,
    /// Whether the author speaks for the desk.
    pub as_agent: bool,
    /// Of a ticket.
    pub subject: Option<&'a str>,
    pub content: &'a str,
    pub attachments: &'a [StoredFile],
    /// What the sender has marked this sending with.
    pub mark: Option<&'a str>,
}

impl Sending<'_> {
    fn whose(&self) -> AppliesTo {
        if self.as_agent {
            AppliesTo::Everyone
        } else {
            AppliesTo::Customers
        }
    }
}

impl Desk {
    /// What is to be done with a text. Nothing is stored by this, and nothing
    /// waited for but the outside check.
    pub(crate) async fn moderate(&self, draft: &Sending<'_>) -> Verdict {
        let rules = self.moderation.rules();
        let mut verdict = rules.check(draft.content, draft.whose());
        if let Some(subject) = draft.subject {
            let of_subject = rules.check(subject, draft.whose());
            verdict.masked_subject = of_subject.masked;
            for found in of_subject.found {
                if !verdict.found.iter().any(|other| other.id == found.id) {
                    verdict.add(found);
                }
            }
        }
        self.count_repetitions(draft, &rules, &mut verdict);
        if !draft.as_agent
            && verdict.action < Some(RuleAction::Hold)
            && let Some(outside) = &self.moderation.outside
        {
            let question = self.question(draft, &verdict);
            outside.add_to(&mut verdict, &question).await;
        }
        if let Some(action) = verdict.action {
            metrics::counter!("frontdesk_moderation_total", "action" => action.as_str())
                .increment(1);
        }
        verdict
    }

    fn count_repetitions(
        &self,
        draft: &Sending<'_>,
        rules: &super::RuleSet,
        verdict: &mut Verdict,
    ) {
        if draft.content.is_empty() {
            return;
        }
        let mut counting = rules.repetitions(draft.whose()).peekable();
        if counting.peek().is_none() {
            return;
        }
        let now = self.clock.now();
        let repeats = self
            .moderation
            .memory
            .note(&draft.author.id, draft.content, draft.mark, now);
        for rule in counting {
            if repeats.within(rule.seconds, now) >= rule.count {
                verdict.add(Found {
                    id: Some(rule.id),
                    rule: rule.name.clone(),
                    action: rule.action,
                    cause: Cause::Repetition,
                });
            }
        }
    }

    fn question(&self, draft: &Sending<'_>, verdict: &Verdict) -> Question {
        let subject = verdict.masked_subject.as_deref().or(draft.subject);
        let content = verdict.masked.as_deref().unwrap_or(draft.content);
        let files = draft.attachments.iter().map(|file| QuestionFile {
            cid: file.cid.clone(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
        });
        Question {
            event: "moderation.check",
            timestamp: self.clock.now(),
            data: QuestionData {
                kind: draft.kind,
                conversation_id: draft.conversation,
                sender: QuestionSender {
                    id: draft.author.id.clone(),
                    name: draft.author.name.clone(),
                },
                subject: subject.map(str::to_owned),
                content: content.to_owned(),
                attachments: files.collect(),
            },
        }
    }

    /// The same for an agent's reply that is part of something larger, and so
    /// can't be held: what would be held is refused.
    ///
    /// # Errors
    /// `Refused`.
    pub(crate) async fn pass_reply(
        &self,
        author: &Actor,
        conversation: ConversationId,
        words: Words,
    ) -> Result<Words> {
        let sending = Sending {
            kind: ReviewKind::Message,
            conversation: Some(conversation),
            author,
            as_agent: true,
            subject: None,
            content: &words.content,
            attachments: &words.attachments,
            mark: words.client_id.as_deref(),
        };
        let verdict = self.moderate(&sending).await;
        if verdict.action >= Some(RuleAction::Hold) {
            return Err(self.refused(&sending, &verdict).await);
        }
        Ok(self.with_verdict(words, &verdict))
    }

    /// Writes a refusal down, and makes the error that its sender gets. The
    /// text itself is kept nowhere.
    pub(crate) async fn refused(&self, draft: &Sending<'_>, verdict: &Verdict) -> Error {
        if let Err(error) = self.audit_refusal(draft, verdict).await {
            return error;
        }
        let cause = verdict.strictest().map(|found| found.cause);
        refusal(draft.kind, cause)
    }

    async fn audit_refusal(&self, draft: &Sending<'_>, verdict: &Verdict) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: None,
            action: "moderation.refuse",
            subject: match draft.conversation {
                Some(id) => id.to_string(),
                None => draft.author.id.to_string(),
            },
            details: serde_json::json!({
                "rule": verdict.reason(),
                "kind": draft.kind,
                "senderId": draft.author.id,
                "senderName": draft.author.name,
            }),
            at: self.clock.now(),
        })
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What the text is called to its sender.
pub(super) fn name_of(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Message => "message",
        ReviewKind::Response => "response",
        ReviewKind::Ticket => "ticket",
    }
}

/// Says that it wasn't sent and why, without giving a rule away.
pub(super) fn refusal(kind: ReviewKind, cause: Option<Cause>) -> Error {
    let why = match cause {
        Some(Cause::Words) => "it has words that are not allowed here",
        Some(Cause::Pattern) => "it has something that is not allowed here",
        Some(Cause::Link) => "it has a link that is not allowed here",
        Some(Cause::Repetition) => "the same was sent several times already",
        Some(Cause::Unchecked) => "it can't be checked just now; try again in a while",
        Some(Cause::Outside) | None => "it doesn't follow the rules of this desk",
    };
    Error::new(
        ErrorCode::Refused,
        format!("your {} was not sent: {why}", name_of(kind)),
    )
}
