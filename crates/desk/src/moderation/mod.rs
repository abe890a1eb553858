//! Moderation: what people write passes the desk's rules, then an outside check
//! of the operator's, and may wait for an agent.
//!
//! [`rules`] is the compiled set of rules, [`check`] the way of a text through
//! it and [`outside`], [`fields`] that of the short texts beside; [`hold`], [`decide`] and [`record`] are what follows.

mod check;
mod decide;
mod fields;
mod hold;
mod links;
mod mask;
mod outside;
mod record;
mod repetition;
mod reviews;
mod rules;
mod saved_rules;
mod words;

use std::sync::{Arc, PoisonError, RwLock};

pub use outside::{
    Asking, Moderator, NoOpinion, OnFailure, Opinion, OpinionAction, OutsideConfig, Question,
    QuestionData, QuestionFile, QuestionSender,
};
pub use rules::{Found, RuleSet, Verdict};

pub(crate) use check::Sending;
pub(crate) use fields::{Field, FieldDeeds};
pub use hold::Submitted;
pub(crate) use hold::{HoldOutcome, held_before};
pub(crate) use record::moderation_jobs;

use outside::OutsideCheck;
use repetition::Memory;

/// What the desk keeps for moderation.
pub(crate) struct Moderation {
    rules: RwLock<Arc<RuleSet>>,
    /// Held while rules are changed and read again, so that the newest win.
    changing: tokio::sync::Mutex<()>,
    memory: Memory,
    outside: Option<OutsideCheck>,
    /// Held while the number of reviews is counted and told, so that the last
    /// that agents hear is true.
    counting: tokio::sync::Mutex<()>,
}

impl Moderation {
    pub fn new(outside: Option<OutsideCheck>) -> Self {
        Self {
            rules: RwLock::default(),
            changing: tokio::sync::Mutex::default(),
            memory: Memory::default(),
            outside,
            counting: tokio::sync::Mutex::default(),
        }
    }

    pub fn outside(
        moderator: Arc<dyn Moderator>,
        config: OutsideConfig,
        content_max_chars: usize,
    ) -> OutsideCheck {
        OutsideCheck::new(moderator, config, content_max_chars)
    }

    /// A customer's name as it is shown, where rules mask something of it.
    pub fn mask_name(&self, name: &str) -> Option<String> {
        self.rules().mask_name(name)
    }

    /// The rules of this moment. The lock is held for no longer than that takes.
    fn rules(&self) -> Arc<RuleSet> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_rules(&self, rules: RuleSet) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }

    /// Forgets what people wrote longer ago than any rule looks back.
    pub fn forget_idle(&self, now: frontdesk_model::Timestamp) {
        self.memory.forget(self.rules().longest_memory(), now);
    }
}
