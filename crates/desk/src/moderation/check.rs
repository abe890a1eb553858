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
    rules::{Cause, Found, RuleSet, Verdict},
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
        let mut verdict = by_rules(&rules, draft);
        self.count_repetitions(draft, &rules, &mut verdict);
        self.ask_outside(draft, &mut verdict).await;
        verdict
    }

    /// The same of a text that anyone may give again and again.
    pub(super) async fn moderate_field(&self, draft: &Sending<'_>) -> Verdict {
        let mut verdict = by_rules(&self.moderation.rules(), draft);
        self.ask_outside(draft, &mut verdict).await;
        verdict
    }

    /// Asks the outside check where it has a say still, and counts what comes of it all.
    async fn ask_outside(&self, draft: &Sending<'_>, verdict: &mut Verdict) {
        if !draft.as_agent
            && verdict.action < Some(RuleAction::Hold)
            && let Some(outside) = &self.moderation.outside
        {
            let question = self.question(draft, verdict);
            outside.add_to(verdict, &question).await;
        }
        if let Some(action) = verdict.action {
            metrics::counter!("frontdesk_moderation_total", "action" => action.as_str())
                .increment(1);
        }
    }

    fn count_repetitions(&self, draft: &Sending<'_>, rules: &RuleSet, verdict: &mut Verdict) {
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
        let files = verdict.mask_files(draft.attachments.to_vec());
        let files = files.into_iter().map(|file| QuestionFile {
            cid: file.cid,
            name: file.name,
            media_type: file.media_type,
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
        refusal(name_of(draft.kind), cause)
    }

    pub(super) async fn audit_refusal(&self, draft: &Sending<'_>, verdict: &Verdict) -> Result<()> {
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

/// What the rules say of a text and of what goes with it.
fn by_rules(rules: &RuleSet, draft: &Sending<'_>) -> Verdict {
    let whose = draft.whose();
    let mut verdict = rules.check(draft.content, whose);
    if let Some(subject) = draft.subject {
        let of_subject = rules.check(subject, whose);
        verdict.masked_subject = of_subject.masked;
        add_new(&mut verdict, of_subject.found);
    }
    for (place, file) in draft.attachments.iter().enumerate() {
        let of_name = rules.check_file_name(&file.name, whose);
        let masked = of_name.masked.map(|name| (place, name));
        verdict.masked_files.extend(masked);
        add_new(&mut verdict, of_name.found);
    }
    verdict
}

/// Adds what other rules have found.
fn add_new(verdict: &mut Verdict, found: Vec<Found>) {
    for found in found {
        if !verdict.found.iter().any(|other| other.id == found.id) {
            verdict.add(found);
        }
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
pub(super) fn refusal(what: &str, cause: Option<Cause>) -> Error {
    let why = match cause {
        Some(Cause::Words) => "it has words that are not allowed here",
        Some(Cause::Pattern) => "it has something that is not allowed here",
        Some(Cause::Link) => "it has a link that is not allowed here",
        Some(Cause::FileName) => "the name of a file has something that is not allowed here",
        Some(Cause::Repetition) => "the same was sent several times already",
        Some(Cause::Unchecked) => "it can't be checked just now; try again in a while",
        Some(Cause::Outside) | None => "it doesn't follow the rules of this desk",
    };
    Error::new(
        ErrorCode::Refused,
        format!("your {what} was not sent: {why}"),
    )
}
