//! How long the rules take for a message of 10,000 characters: `cargo run
//! --example moderation_speed -p frontdesk-desk`. What an operator gets is much
//! faster: `--config 'profile.dev.opt-level=3'` shows it.

use std::{hint::black_box, time::Instant};

use frontdesk_desk::RuleSet;
use frontdesk_model::{
    IdSource, Timestamp,
    moderation::{AppliesTo, ModerationRule, RuleAction, RuleKind},
};

const CHARS: usize = 10_000;
const RULES: usize = 100;
const ROUNDS: u32 = 100;

fn rule(number: usize) -> ModerationRule {
    let kind = [RuleKind::Words, RuleKind::Pattern, RuleKind::Links][number % 3];
    ModerationRule {
        id: IdSource::default().make(),
        name: format!("rule {number}"),
        kind,
        words: (0..20).map(|it| format!("word{number}x{it}")).collect(),
        pattern: Some(format!(r"(?i)\bsecret-{number}-[0-9a-f]{{8,16}}\b")),
        allowed_domains: vec![format!("shop{number}.example.com")],
        repeat_count: None,
        repeat_seconds: None,
        action: RuleAction::Mask,
        applies_to: AppliesTo::Customers,
        enabled: true,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

#[allow(clippy::print_stdout, reason = "an example that prints")]
fn main() {
    let text: String = "My b1cycle has not arrived yet, where is it? See shop.example.org! "
        .chars()
        .cycle()
        .take(CHARS)
        .collect();
    for rules in [0, 1, RULES] {
        let rules: Vec<_> = (0..rules).map(rule).collect();
        let set = RuleSet::compile(&rules, std::iter::empty());
        let started = Instant::now();
        for _ in 0..ROUNDS {
            black_box(set.check(black_box(&text), AppliesTo::Customers));
        }
        let each = started.elapsed() / ROUNDS;
        println!("{CHARS} characters, {} rules: {each:?}", rules.len());
    }
}
