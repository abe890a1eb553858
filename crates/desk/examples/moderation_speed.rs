//! How long the rules take for a message of 10,000 characters, and how many
//! times as long as a copy of it in small letters, which tells more than a time
//! on a busy machine:
//! `cargo run --config 'profile.dev.opt-level=3' --example moderation_speed -p frontdesk-desk`.

use std::{
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};

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

fn main() -> io::Result<()> {
    let text: String = "My b1cycle has not arrived yet, where is it? See shop.example.org! "
        .chars()
        .cycle()
        .take(CHARS)
        .collect();
    let mut out = io::stdout().lock();
    let copy = fastest(|| {
        let lower: String = black_box(&text)
            .chars()
            .flat_map(char::to_lowercase)
            .collect();
        black_box(lower);
    });
    writeln!(out, "{CHARS} characters, a copy in small letters: {copy:?}")?;
    for rules in [0, 1, RULES] {
        let rules: Vec<_> = (0..rules).map(rule).collect();
        let set = RuleSet::compile(&rules, std::iter::empty());
        let check = fastest(|| {
            black_box(set.check(black_box(&text), AppliesTo::Customers));
        });
        let times = check.as_secs_f64() / copy.as_secs_f64();
        writeln!(
            out,
            "{CHARS} characters, {} rules: {check:?}, {times:.2} copies",
            rules.len()
        )?;
    }
    out.flush()
}

/// The shortest of many: what else the machine does only adds to it.
fn fastest(work: impl Fn()) -> Duration {
    let measured = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        work();
        started.elapsed()
    });
    measured.min().unwrap_or_default()
}
