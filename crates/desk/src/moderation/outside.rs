//! The outside check: a service of the operator's that is asked about what
//! customers write. It is awaited in the sender's own queue alone; a service
//! that doesn't answer is left alone for a while, so that it doesn't add its
//! time-out to each message.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use frontdesk_model::{
    ConversationId, PersonId, Timestamp,
    moderation::{ReviewKind, RuleAction},
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::rules::{Cause, Found, Verdict};

/// Failures in a row after which the service is left alone.
const FAILURES: u32 = 3;
/// For how long it is left alone; then one question tries whether it is back.
const PAUSE: Duration = Duration::from_secs(10);
/// Questions that may be under way at once.
const AT_ONCE: usize = 64;
/// How the outside check is named in reviews and the audit log.
const NAME: &str = "outside check";

/// What is done with a text that the service can't be asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnFailure {
    Allow,
    Hold,
    Refuse,
}

/// What the operator can set about the outside check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutsideConfig {
    /// How long an answer is waited for.
    pub timeout: Duration,
    pub on_failure: OnFailure,
}

impl Default for OutsideConfig {
    fn default() -> Self {
        Self {
            timeout: Duration::from_millis(800),
            on_failure: OnFailure::Allow,
        }
    }
}

/// What the service is asked.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// Always `moderation.check`.
    #[serde(rename = "type")]
    pub event: &'static str,
    pub timestamp: Timestamp,
    pub data: QuestionData,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionData {
    pub kind: ReviewKind,
    /// Null for what begins a conversation.
    pub conversation_id: Option<ConversationId>,
    pub sender: QuestionSender,
    /// Of a ticket.
    pub subject: Option<String>,
    /// The rules' masks are applied.
    pub content: String,
    /// Names and media types of files.
    pub attachments: Vec<QuestionFile>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionSender {
    pub id: PersonId,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionFile {
    pub cid: String,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}

/// What the service answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Opinion {
    pub action: OpinionAction,
    /// For agents and the audit log, never for customers.
    #[serde(default)]
    pub reason: Option<String>,
    /// The text as it shall be stored; asked for by `mask`.
    #[serde(default)]
    pub content: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpinionAction {
    Allow,
    Flag,
    Mask,
    Hold,
    Refuse,
}

/// Why there is no answer, in a sentence for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoOpinion(pub String);

/// A question under way.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Opinion, NoOpinion>> + Send + 'a>>;

/// The way to the service.
pub trait Moderator: Send + Sync {
    fn ask<'a>(&'a self, question: &'a Question) -> Asking<'a>;
}

/// The service, with patience and memory of its failures.
pub(crate) struct OutsideCheck {
    moderator: Arc<dyn Moderator>,
    config: OutsideConfig,
    places: Semaphore,
    breaker: Mutex<Breaker>,
    content_max_chars: usize,
}

/// Whether the service is asked at all.
#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    /// Until when it is left alone.
    open_until: Option<Instant>,
}

impl Breaker {
    /// Whether to ask now. After the pause one question goes ahead, and the
    /// pause begins anew until it has an answer.
    fn admits(&mut self, now: Instant) -> bool {
        match self.open_until {
            Some(until) if now < until => false,
            Some(_) => {
                self.open_until = Some(now + PAUSE);
                true
            }
            None => true,
        }
    }

    /// True when the service is left alone from now on.
    fn failed(&mut self, now: Instant) -> bool {
        self.failures = self.failures.saturating_add(1);
        if self.failures < FAILURES {
            return false;
        }
        self.open_until = Some(now + PAUSE);
        self.failures == FAILURES
    }

    /// True when it was left alone until now.
    fn answered(&mut self) -> bool {
        let was_open = self.open_until.is_some();
        *self = Self::default();
        was_open
    }
}

impl OutsideCheck {
    pub fn new(
        moderator: Arc<dyn Moderator>,
        config: OutsideConfig,
        content_max_chars: usize,
    ) -> Self {
        Self {
            moderator,
            config,
            places: Semaphore::new(AT_ONCE),
            breaker: Mutex::default(),
            content_max_chars,
        }
    }

    /// Asks, and adds what is said to the verdict of the rules.
    pub async fn add_to(&self, verdict: &mut Verdict, question: &Question) {
        let started = Instant::now();
        let answer = self.ask(question).await;
        metrics::histogram!("frontdesk_moderation_outside_seconds")
            .record(started.elapsed().as_secs_f64());
        let outcome = if answer.is_ok() { "answered" } else { "failed" };
        metrics::counter!("frontdesk_moderation_outside_total", "outcome" => outcome).increment(1);
        match answer {
            Ok(opinion) => take(opinion, verdict, &question.data.content),
            Err(_) => self.take_failure(verdict),
        }
    }

    async fn ask(&self, question: &Question) -> Result<Opinion, NoOpinion> {
        if !self.lock().admits(Instant::now()) {
            return Err(NoOpinion("it is left alone for a while".to_owned()));
        }
        let asked = tokio::time::timeout(self.config.timeout, async {
            // Never closed, so there is always a permit to come.
            let _place = self.places.acquire().await;
            self.moderator.ask(question).await
        });
        let answer = match asked.await {
            Ok(answer) => answer.and_then(|opinion| self.checked(opinion)),
            Err(_) => Err(NoOpinion(format!(
                "no answer within {} ms",
                self.config.timeout.as_millis()
            ))),
        };
        match &answer {
            Ok(_) => {
                if self.lock().answered() {
                    tracing::info!("the outside check answers again");
                }
            }
            Err(why) => {
                let pauses = self.lock().failed(Instant::now());
                tracing::warn!(%why, pauses, "the outside check failed");
            }
        }
        answer
    }

    /// A masked text must be one that could be stored.
    fn checked(&self, opinion: Opinion) -> Result<Opinion, NoOpinion> {
        if opinion.action != OpinionAction::Mask {
            return Ok(opinion);
        }
        let content = opinion
            .content
            .as_deref()
            .map(str::trim)
            .unwrap_or_default();
        if content.is_empty() || content.contains('\0') {
            return Err(NoOpinion("mask without the content to be stored".into()));
        }
        if content.chars().count() > self.content_max_chars {
            return Err(NoOpinion("the content to be stored is too long".into()));
        }
        Ok(opinion)
    }

    fn take_failure(&self, verdict: &mut Verdict) {
        let action = match self.config.on_failure {
            OnFailure::Allow => return,
            OnFailure::Hold => RuleAction::Hold,
            OnFailure::Refuse => RuleAction::Refuse,
        };
        verdict.add(Found {
            id: None,
            rule: format!("{NAME} (no answer)"),
            action,
            cause: Cause::Unchecked,
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(opinion: Opinion, verdict: &mut Verdict, asked: &str) {
    /// More of a reason is cut off.
    const REASON_CHARS: usize = 200;
    let action = match opinion.action {
        OpinionAction::Allow => return,
        OpinionAction::Flag => RuleAction::Flag,
        OpinionAction::Mask => RuleAction::Mask,
        OpinionAction::Hold => RuleAction::Hold,
        OpinionAction::Refuse => RuleAction::Refuse,
    };
    if let (RuleAction::Mask, Some(content)) = (action, opinion.content) {
        let content = content.trim();
        if content != asked {
            verdict.masked = Some(content.to_owned());
        }
    }
    let rule = match opinion.reason {
        Some(reason) => {
            let reason: String = reason
                .chars()
                .filter(|c| !c.is_control())
                .take(REASON_CHARS)
                .collect();
            format!("{NAME}: {reason}")
        }
        None => NAME.to_owned(),
    };
    verdict.add(Found {
        id: None,
        rule,
        action,
        cause: Cause::Outside,
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Answers as it is told, and counts.
    struct Service {
        answer: Option<Result<Opinion, NoOpinion>>,
        asked: AtomicUsize,
    }

    impl Moderator for Service {
        fn ask<'a>(&'a self, _: &'a Question) -> Asking<'a> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let answer = self.answer.clone();
            Box::pin(async move {
                match answer {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            })
        }
    }

    fn check(
        answer: Option<Result<Opinion, NoOpinion>>,
        on_failure: OnFailure,
    ) -> (OutsideCheck, Arc<Service>) {
        let service = Arc::new(Service {
            answer,
            asked: AtomicUsize::new(0),
        });
        let config = OutsideConfig {
            timeout: Duration::from_millis(800),
            on_failure,
        };
        (OutsideCheck::new(service.clone(), config, 100), service)
    }

    fn says(action: OpinionAction, content: Option<&str>) -> Option<Result<Opinion, NoOpinion>> {
        Some(Ok(Opinion {
            action,
            reason: Some("rude".into()),
            content: content.map(str::to_owned),
        }))
    }

    fn question() -> Question {
        Question {
            event: "moderation.check",
            timestamp: Timestamp(0),
            data: QuestionData {
                kind: ReviewKind::Message,
                conversation_id: None,
                sender: QuestionSender {
                    id: "maya".into(),
                    name: "Maya".into(),
                },
                subject: None,
                content: "hello".into(),
                attachments: Vec::new(),
            },
        }
    }

    async fn verdict(check: &OutsideCheck) -> Verdict {
        let mut verdict = Verdict::default();
        check.add_to(&mut verdict, &question()).await;
        verdict
    }

    #[tokio::test]
    async fn what_it_says_is_added_to_what_the_rules_say() {
        let (check, _) = check(says(OpinionAction::Hold, None), OnFailure::Allow);
        let held = verdict(&check).await;
        assert_eq!(held.action, Some(RuleAction::Hold));
        assert_eq!(held.reason(), "outside check: rude");
    }

    #[tokio::test]
    async fn a_mask_brings_the_text_to_be_stored() {
        let (outside, _) = check(says(OpinionAction::Mask, Some("h•••o")), OnFailure::Refuse);
        assert_eq!(verdict(&outside).await.masked.as_deref(), Some("h•••o"));
        for bad in [
            None,
            Some(" "),
            Some("a\0b"),
            Some("x".repeat(101).as_str()),
        ] {
            let (outside, _) = check(says(OpinionAction::Mask, bad), OnFailure::Refuse);
            assert_eq!(
                verdict(&outside).await.action,
                Some(RuleAction::Refuse),
                "{bad:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_an_answer_in_time_the_operator_s_choice_holds() {
        for (choice, action) in [
            (OnFailure::Allow, None),
            (OnFailure::Hold, Some(RuleAction::Hold)),
            (OnFailure::Refuse, Some(RuleAction::Refuse)),
        ] {
            let (outside, _) = check(None, choice);
            assert_eq!(verdict(&outside).await.action, action);
        }
    }

    #[tokio::test]
    async fn a_dead_service_is_left_alone() {
        let dead = Some(Err(NoOpinion("dead".into())));
        let (outside, service) = check(dead, OnFailure::Hold);
        for _ in 0..10 {
            assert_eq!(verdict(&outside).await.action, Some(RuleAction::Hold));
        }
        assert_eq!(service.asked.load(Ordering::SeqCst), FAILURES as usize);
    }

    #[test]
    fn after_the_pause_one_question_tries_whether_it_is_back() {
        let mut breaker = Breaker::default();
        let now = Instant::now();
        assert!((0..FAILURES).all(|_| breaker.admits(now)));
        let opened: Vec<_> = (0..FAILURES).map(|_| breaker.failed(now)).collect();
        assert_eq!(opened, [false, false, true]);
        assert!(!breaker.admits(now));
        let later = now + PAUSE;
        assert!(breaker.admits(later));
        assert!(!breaker.admits(later), "only one");
        assert!(breaker.answered());
        assert!(breaker.admits(later) && breaker.admits(later));
    }
}
