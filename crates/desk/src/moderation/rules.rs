//! All rules, compiled once into a set that never changes: a check is a read of
//! it, without a lock or a query, and without an allocation where there are no
//! rules.

use frontdesk_model::{
    RuleId,
    error::FieldError,
    moderation::{AppliesTo, ModerationRule, RuleAction, RuleInput, RuleKind},
};
use frontdesk_store::StoredFile;
use regex::{Regex, RegexBuilder};

use super::{
    links::{self, AllowedDomains},
    mask::{self, Mask},
    words::WordFinder,
};

/// Bytes that one compiled pattern may take. Matching takes linear time whatever
/// the pattern, but a pattern such as `(a{1000}){1000}` would fill the memory.
const PATTERN_MAX_BYTES: usize = 1024 * 1024;
/// Words of all rules together.
pub const MAX_ALL_WORDS: usize = 20_000;

/// What is done with a text, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The strictest action of all that was found; none lets it through.
    pub action: Option<RuleAction>,
    /// The text with everything masked that mask rules match, where it differs.
    pub masked: Option<String>,
    /// The same of a ticket's subject.
    pub masked_subject: Option<String>,
    /// The same of the files' names, by their places.
    pub masked_files: Vec<(usize, String)>,
    /// What was found, in the order of the rules.
    pub found: Vec<Found>,
}

/// A rule that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// None for what is no rule of the desk's: the outside check, a rule that is tried.
    pub id: Option<RuleId>,
    pub rule: String,
    pub action: RuleAction,
    pub cause: Cause,
}

/// What kind of thing was found, for a sentence that gives no rule away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Words,
    Pattern,
    Link,
    Repetition,
    /// Something in the name of a file.
    FileName,
    Outside,
    /// The outside check gave no answer.
    Unchecked,
}

impl Verdict {
    pub fn add(&mut self, found: Found) {
        self.action = self.action.max(Some(found.action));
        self.found.push(found);
    }

    /// The first of the strictest, which gives its name to what is done.
    pub fn strictest(&self) -> Option<&Found> {
        self.found.iter().find(|it| Some(it.action) == self.action)
    }

    /// The name of [`Verdict::strictest`].
    pub fn reason(&self) -> &str {
        self.strictest().map_or("", |found| &found.rule)
    }

    /// The files that were checked, with their names masked.
    pub fn mask_files(&self, mut files: Vec<StoredFile>) -> Vec<StoredFile> {
        for (place, name) in &self.masked_files {
            if let Some(file) = files.get_mut(*place) {
                file.name.clone_from(name);
            }
        }
        files
    }

    /// The names of all that ask for an action.
    pub fn asking_for(&self, action: RuleAction) -> Option<String> {
        let names: Vec<_> = self
            .found
            .iter()
            .filter(|found| found.action == action)
            .map(|found| found.rule.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// A repetition rule, for those who count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RepetitionRule {
    pub id: RuleId,
    pub name: String,
    pub action: RuleAction,
    pub applies_to: AppliesTo,
    pub count: usize,
    pub seconds: u64,
}

/// The compiled rules that are enabled.
#[derive(Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    words: Option<WordFinder>,
    own_domains: AllowedDomains,
    repetitions: Vec<RepetitionRule>,
    has_links: bool,
    /// Whether any rule looks at what agents write.
    looks_at_agents: bool,
    /// How many rules there are, disabled ones too, and when one last changed:
    /// what tells the set from a newer one.
    mark: (i64, i64),
}

struct Rule {
    id: Option<RuleId>,
    name: String,
    action: RuleAction,
    applies_to: AppliesTo,
    matcher: Matcher,
}

enum Matcher {
    /// Found for all rules at once.
    Words,
    Pattern(Regex),
    Links(AllowedDomains),
}

impl Rule {
    fn looks_at(&self, whose: AppliesTo) -> bool {
        looks_at(self.applies_to, whose)
    }
}

fn masks(action: RuleAction) -> bool {
    action == RuleAction::Mask
}

/// `pdf`, `jpeg`, `7z`: what programs put behind the last dot.
fn is_file_ending(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn looks_at(applies_to: AppliesTo, whose: AppliesTo) -> bool {
    whose == AppliesTo::Customers || applies_to == AppliesTo::Everyone
}

impl RuleSet {
    /// Compiles the enabled rules. A stored rule that can't be used (any more)
    /// is left out and named in the log: the others go on protecting.
    /// Links to `own_addresses` are always allowed.
    pub fn compile<'a>(
        rules: &[ModerationRule],
        own_addresses: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut set = Self::over(own_addresses);
        let last = rules.iter().map(|rule| rule.updated_at.0).max();
        set.mark = (rules.len() as i64, last.unwrap_or(0));
        let enabled: Vec<_> = rules.iter().filter(|rule| rule.enabled).collect();
        let mut words = Vec::new();
        for rule in enabled {
            if rule.kind == RuleKind::Repetition {
                set.repetitions.extend(repetition(rule));
                continue;
            }
            match Rule::compile(Some(rule.id), &input_of(rule)) {
                Ok(compiled) => {
                    if rule.kind == RuleKind::Words {
                        words.push((set.rules.len(), rule.words.as_slice()));
                    }
                    set.rules.push(compiled);
                }
                Err(problem) => {
                    tracing::error!(rule = %rule.id, problem = problem.message,
                        "a rule of moderation can't be used");
                }
            }
        }
        set.finish(words)
    }

    /// One rule that isn't saved, enabled or not.
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn of_one<'a>(
        rule: &RuleInput,
        own_addresses: impl Iterator<Item = &'a str>,
    ) -> Result<Self, FieldError> {
        let mut set = Self::over(own_addresses);
        if rule.kind == RuleKind::Repetition {
            return Ok(set);
        }
        set.rules.push(Rule::compile(None, rule)?);
        let words = (rule.kind == RuleKind::Words).then_some((0, rule.words.as_slice()));
        Ok(set.finish(words.into_iter().collect()))
    }

    fn over<'a>(own_addresses: impl Iterator<Item = &'a str>) -> Self {
        let hosts: Vec<_> = own_addresses.filter_map(links::host_of).collect();
        Self {
            own_domains: AllowedDomains::new(hosts.iter().map(String::as_str)),
            ..Self::default()
        }
    }

    fn finish(mut self, words: Vec<(usize, &[String])>) -> Self {
        self.words = WordFinder::new(words.into_iter());
        self.has_links = self
            .rules
            .iter()
            .any(|rule| matches!(rule.matcher, Matcher::Links(_)));
        self.looks_at_agents = self
            .rules
            .iter()
            .any(|rule| rule.looks_at(AppliesTo::Everyone));
        self
    }

    pub(super) fn mark(&self) -> (i64, i64) {
        self.mark
    }

    pub(super) fn repetitions(&self, whose: AppliesTo) -> impl Iterator<Item = &RepetitionRule> {
        self.repetitions
            .iter()
            .filter(move |rule| looks_at(rule.applies_to, whose))
    }

    /// The longest time over which repetitions are counted, in seconds.
    pub(super) fn longest_memory(&self) -> u64 {
        let seconds = self.repetitions.iter().map(|rule| rule.seconds);
        seconds.max().unwrap_or(0)
    }

    /// What the rules say of a text, repetitions aside.
    pub fn check(&self, text: &str, whose: AppliesTo) -> Verdict {
        self.examine(text, whose, true, masks)
    }

    /// The same of a file's name. Its ending is left aside: it says what the
    /// file is, and would make a link of `invoice.zip`. Links are looked for
    /// only where one is meant: people name files after sites.
    pub fn check_file_name(&self, name: &str, whose: AppliesTo) -> Verdict {
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && is_file_ending(ending) => {
                (stem, &name[stem.len()..])
            }
            _ => (name, ""),
        };
        let links = stem.contains("://") || stem.to_lowercase().contains("www.");
        let mut verdict = self.examine(stem, whose, links, masks);
        verdict.masked = verdict.masked.map(|stem| stem + ending);
        for found in &mut verdict.found {
            found.cause = Cause::FileName;
        }
        verdict
    }

    /// A customer's name with everything masked that rules match which mask or
    /// are stricter: a name can't wait for a review, and its bearer not be sent
    /// away for it. None where nothing does.
    pub fn mask_name(&self, name: &str) -> Option<String> {
        let hides = |action| action >= RuleAction::Mask;
        self.examine(name, AppliesTo::Customers, true, hides).masked
    }

    /// What the rules find; what those match whose action `hides` says is masked.
    fn examine(
        &self,
        text: &str,
        whose: AppliesTo,
        with_links: bool,
        hides: fn(RuleAction) -> bool,
    ) -> Verdict {
        let mut verdict = Verdict::default();
        if self.rules.is_empty() || (whose == AppliesTo::Everyone && !self.looks_at_agents) {
            return verdict;
        }
        let mut matched = vec![false; self.rules.len()];
        let mut masks = Vec::new();
        if let Some(words) = &self.words {
            words.find(text, |index, span| {
                matched[index] = true;
                if hides(self.rules[index].action) && self.rules[index].looks_at(whose) {
                    masks.push(Mask {
                        span,
                        is_link: false,
                    });
                }
            });
        }
        let links = if self.has_links && with_links {
            links::find(text)
        } else {
            Vec::new()
        };
        for (rule, matched) in self.rules.iter().zip(&mut matched) {
            if !rule.looks_at(whose) {
                continue;
            }
            let hides = hides(rule.action);
            match &rule.matcher {
                Matcher::Words => {}
                Matcher::Pattern(pattern) if hides => {
                    for found in pattern.find_iter(text).filter(|found| !found.is_empty()) {
                        *matched = true;
                        masks.push(Mask {
                            span: found.range(),
                            is_link: false,
                        });
                    }
                }
                Matcher::Pattern(pattern) => *matched = pattern.is_match(text),
                Matcher::Links(domains) => {
                    let others = links
                        .iter()
                        .filter(|link| !link.is_allowed(&self.own_domains, domains));
                    for link in others {
                        *matched = true;
                        if hides {
                            masks.push(Mask {
                                span: link.span.clone(),
                                is_link: true,
                            });
                        }
                    }
                }
            }
        }
        let found = self.rules.iter().zip(matched);
        for (rule, _) in found.filter(|(rule, matched)| *matched && rule.looks_at(whose)) {
            verdict.add(Found {
                id: rule.id,
                rule: rule.name.clone(),
                action: rule.action,
                cause: match rule.matcher {
                    Matcher::Words => Cause::Words,
                    Matcher::Pattern(_) => Cause::Pattern,
                    Matcher::Links(_) => Cause::Link,
                },
            });
        }
        if !masks.is_empty() {
            verdict.masked = Some(mask::apply(text, masks));
        }
        verdict
    }
}

impl Rule {
    fn compile(id: Option<RuleId>, rule: &RuleInput) -> Result<Self, FieldError> {
        let matcher = match rule.kind {
            RuleKind::Pattern => Matcher::Pattern(compile_pattern(
                rule.pattern.as_deref().unwrap_or_default(),
            )?),
            RuleKind::Links => {
                let domains = rule.allowed_domains.iter().map(String::as_str);
                Matcher::Links(AllowedDomains::new(domains))
            }
            RuleKind::Words | RuleKind::Repetition => Matcher::Words,
        };
        Ok(Self {
            id,
            name: rule.name.clone(),
            action: rule.action,
            applies_to: rule.applies_to,
            matcher,
        })
    }
}

fn compile_pattern(pattern: &str) -> Result<Regex, FieldError> {
    let problem = |message: String| FieldError {
        field: "pattern".to_owned(),
        message,
    };
    let compiled = RegexBuilder::new(pattern)
        .size_limit(PATTERN_MAX_BYTES)
        .dfa_size_limit(2 * PATTERN_MAX_BYTES)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => problem(
                "pattern is too large once its repetitions are written out; make them smaller"
                    .to_owned(),
            ),
            other => problem(format!(
                "pattern is not a valid regular expression: {other}"
            )),
        })?;
    if compiled.is_match("") {
        return Err(problem(
            "pattern matches the empty text, and so every message; ask for at least one character"
                .to_owned(),
        ));
    }
    Ok(compiled)
}

/// A stored rule in the form in which it was given.
pub(super) fn input_of(rule: &ModerationRule) -> RuleInput {
    RuleInput {
        name: rule.name.clone(),
        kind: rule.kind,
        words: rule.words.clone(),
        pattern: rule.pattern.clone(),
        allowed_domains: rule.allowed_domains.clone(),
        repeat_count: rule.repeat_count,
        repeat_seconds: rule.repeat_seconds,
        action: rule.action,
        applies_to: rule.applies_to,
        enabled: rule.enabled,
    }
}

fn repetition(rule: &ModerationRule) -> Option<RepetitionRule> {
    Some(RepetitionRule {
        id: rule.id,
        name: rule.name.clone(),
        action: rule.action,
        applies_to: rule.applies_to,
        count: usize::try_from(rule.repeat_count?).ok()?,
        seconds: u64::try_from(rule.repeat_seconds?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use frontdesk_model::{IdSource, Timestamp};

    use super::*;

    fn rule(kind: RuleKind, action: RuleAction, what: &[&str]) -> ModerationRule {
        let what: Vec<String> = what.iter().map(|it| (*it).to_owned()).collect();
        ModerationRule {
            id: IdSource::default().make(),
            name: format!("{} {}", kind.as_str(), action.as_str()),
            kind,
            words: what.clone(),
            pattern: what.first().cloned(),
            allowed_domains: what,
            repeat_count: None,
            repeat_seconds: None,
            action,
            applies_to: AppliesTo::Customers,
            enabled: true,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    fn check(rules: &[ModerationRule], text: &str) -> Verdict {
        let own = ["https://desk.example.com/support"];
        RuleSet::compile(rules, own.into_iter()).check(text, AppliesTo::Customers)
    }

    #[test]
    fn the_strictest_action_wins_and_every_mask_is_applied() {
        use RuleAction::{Flag, Hold, Mask, Refuse};
        let rules = [
            rule(RuleKind::Words, Flag, &["refund"]),
            rule(RuleKind::Words, Mask, &["damn"]),
            rule(RuleKind::Pattern, Mask, &[r"\b\d{16}\b"]),
            rule(RuleKind::Links, Hold, &["example.com"]),
            rule(RuleKind::Words, Refuse, &["bomb"]),
        ];
        let text = "damn: 4111111111111111, refund";
        let verdict = check(&rules, text);
        assert_eq!(verdict.action, Some(Mask));
        assert_eq!(
            verdict.masked.as_deref(),
            Some("••••: ••••••••••••••••, refund")
        );
        assert_eq!(verdict.found.len(), 3);
        assert_eq!(verdict.reason(), "words mask");
        let verdict = check(&rules, "damn evil.com");
        assert_eq!(verdict.action, Some(Hold));
        assert_eq!(verdict.masked.as_deref(), Some("•••• evil.com"));
        assert_eq!(check(&rules, "bomb evil.com").action, Some(Refuse));
        assert_eq!(check(&rules, "hello"), Verdict::default());
    }

    #[test]
    fn the_desk_s_own_address_may_always_be_linked() {
        let rules = [rule(RuleKind::Links, RuleAction::Refuse, &[])];
        assert_eq!(check(&rules, "https://desk.example.com/x").action, None);
        assert_eq!(
            check(&rules, "https://example.com/x").action,
            Some(RuleAction::Refuse)
        );
    }

    #[test]
    fn agents_pass_only_rules_for_everyone() {
        let mut rules = vec![rule(RuleKind::Words, RuleAction::Mask, &["damn"])];
        let agents = |rules: &[ModerationRule]| {
            RuleSet::compile(rules, std::iter::empty()).check("damn", AppliesTo::Everyone)
        };
        assert_eq!(agents(&rules), Verdict::default());
        rules[0].applies_to = AppliesTo::Everyone;
        assert_eq!(agents(&rules).masked.as_deref(), Some("••••"));
        rules.push(rule(RuleKind::Words, RuleAction::Refuse, &["damn"]));
        assert_eq!(agents(&rules).action, Some(RuleAction::Mask));
    }

    #[test]
    fn of_a_file_s_name_everything_but_the_ending_is_checked() {
        use RuleAction::{Mask, Refuse};
        let rules = [
            rule(RuleKind::Words, Mask, &["damn"]),
            rule(RuleKind::Links, Refuse, &[]),
        ];
        let set = RuleSet::compile(&rules, std::iter::empty());
        let check = |name: &str| set.check_file_name(name, AppliesTo::Customers);
        for innocent in [
            "invoice.zip",
            "notes.md",
            "report 2026.05.info",
            "archive.tar.gz",
            "Screenshot of example.com.png",
            ".com",
        ] {
            assert_eq!(check(innocent), Verdict::default(), "{innocent}");
        }
        let damned = check("a_damn_thing.pdf");
        assert_eq!(damned.masked.as_deref(), Some("a_••••_thing.pdf"));
        assert_eq!(damned.found[0].cause, Cause::FileName);
        assert_eq!(check("go to www.evil.com.png").action, Some(Refuse));
    }

    #[test]
    fn in_a_name_all_is_masked_that_may_not_be_said() {
        use RuleAction::{Flag, Hold, Mask, Refuse};
        let rules = [
            rule(RuleKind::Words, Mask, &["damn"]),
            rule(RuleKind::Links, Hold, &[]),
            rule(RuleKind::Pattern, Refuse, &["b[o0]mb"]),
            rule(RuleKind::Words, Flag, &["refund"]),
        ];
        let set = RuleSet::compile(&rules, std::iter::empty());
        assert_eq!(set.mask_name("Maya O’Neill-Refund"), None);
        assert_eq!(
            set.mask_name("damn b0mb evil.com").as_deref(),
            Some("•••• •••• [link removed]")
        );
    }

    #[test]
    fn a_disabled_rule_does_nothing() {
        let mut off = rule(RuleKind::Words, RuleAction::Refuse, &["damn"]);
        off.enabled = false;
        assert_eq!(check(&[off], "damn"), Verdict::default());
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_refused_with_its_field() {
        let problem = |pattern: &str| {
            let rule = input_of(&rule(RuleKind::Pattern, RuleAction::Flag, &[pattern]));
            let problem = RuleSet::of_one(&rule, std::iter::empty()).err().unwrap();
            assert_eq!(problem.field, "pattern");
            problem.message
        };
        assert!(problem("(").contains("not a valid regular expression"));
        assert!(problem("(a{900}){900}").contains("too large"));
        assert!(problem("a*").contains("empty text"));
    }

    #[test]
    fn a_pattern_made_to_take_long_takes_linear_time() {
        let rules = [rule(RuleKind::Pattern, RuleAction::Refuse, &["(a|aa)+$"])];
        let text = format!("{}b", "a".repeat(10_000));
        assert_eq!(check(&rules, &text).action, None);
    }

    #[test]
    fn a_stored_rule_that_does_not_compile_leaves_the_others() {
        let rules = [
            rule(RuleKind::Pattern, RuleAction::Refuse, &["("]),
            rule(RuleKind::Words, RuleAction::Flag, &["damn"]),
        ];
        assert_eq!(check(&rules, "damn").action, Some(RuleAction::Flag));
    }
}
