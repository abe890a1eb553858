//! The rules themselves: agents see and try them, admins change them. A change
//! holds from the next text on.

use frontdesk_model::{
    Actor, RuleId,
    moderation::{
        AppliesTo, MAX_RULES, ModerationRule, RuleAction, RuleInput, RuleKind, Trial, TrialMatch,
        TryText,
    },
};
use frontdesk_store::{NewAudit, Tx};

use super::rules::{MAX_ALL_WORDS, RuleSet, input_of};
use crate::{
    Call, Desk,
    access::{admins_only, agents_only},
    error::{Error, Result},
};

impl Desk {
    /// All rules, oldest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn moderation_rules(&self, actor: &Actor) -> Result<Vec<ModerationRule>> {
        agents_only(actor)?;
        Ok(self.store.rules().await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, also for a pattern
    /// that doesn't compile; `Conflict` when there are too many.
    pub async fn create_rule(&self, call: &Call, input: &RuleInput) -> Result<ModerationRule> {
        admins_only(&call.actor)?;
        let input = self.usable(input)?;
        let _turn = self.moderation.changing.lock().await;
        self.check_words(None, &input).await?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        if tx.count_rules().await? >= MAX_RULES as i64 {
            return Err(Error::conflict(format!(
                "there are {MAX_RULES} rules already; delete one, or put words into another"
            )));
        }
        let rule = tx
            .create_rule(self.ids.make(), &input, self.clock.now())
            .await?;
        self.finish_rule(tx, call, "moderation.rule-create", rule)
            .await
    }

    /// Replaces a rule.
    ///
    /// # Errors
    /// As [`Desk::create_rule`]; `NotFound`.
    pub async fn update_rule(
        &self,
        call: &Call,
        id: RuleId,
        input: &RuleInput,
    ) -> Result<ModerationRule> {
        admins_only(&call.actor)?;
        let input = self.usable(input)?;
        let _turn = self.moderation.changing.lock().await;
        self.check_words(Some(id), &input).await?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let rule = tx.update_rule(id, &input, self.clock.now()).await?;
        self.finish_rule(tx, call, "moderation.rule-update", rule)
            .await
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn delete_rule(&self, call: &Call, id: RuleId) -> Result<()> {
        admins_only(&call.actor)?;
        let _turn = self.moderation.changing.lock().await;
        let mut tx = self.store.begin().await?;
        if self
            .first_answer::<serde_json::Value>(&mut tx, call)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let rule = tx.delete_rule(id).await?;
        self.finish_rule(tx, call, "moderation.rule-delete", rule)
            .await?;
        Ok(())
    }

    /// What would happen with a text, by the saved rules or by one that is
    /// still being written. Nothing is stored or remembered.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `InvalidInput`.
    pub fn try_moderation(&self, actor: &Actor, input: &TryText) -> Result<Trial> {
        agents_only(actor)?;
        let content = input.validate(&self.config.input)?;
        let verdict = match &input.rule {
            Some(rule) => self
                .compile_one(&rule.validate()?)?
                .check(&content, input.applies_to),
            None => self.moderation.rules().check(&content, input.applies_to),
        };
        let is_customer = input.applies_to == AppliesTo::Customers;
        Ok(Trial {
            action: verdict.action,
            content: verdict.masked.unwrap_or(content),
            rules: verdict
                .found
                .into_iter()
                .map(|found| TrialMatch {
                    id: found.id,
                    name: found.rule,
                    action: found.action,
                })
                .collect(),
            outside_check: is_customer
                && input.rule.is_none()
                && self.moderation.outside.is_some()
                && verdict.action < Some(RuleAction::Hold),
        })
    }

    /// Reads the rules from the store, when another process may have changed
    /// them, and at start.
    pub(crate) async fn load_rules(&self) -> Result<()> {
        let _turn = self.moderation.changing.lock().await;
        self.reload_rules().await
    }

    /// Reads the rules again if they aren't those that are in use.
    pub(crate) async fn refresh_rules(&self) -> Result<()> {
        let _turn = self.moderation.changing.lock().await;
        if self.store.rules_mark().await? == self.moderation.rules().mark() {
            return Ok(());
        }
        self.reload_rules().await
    }

    async fn reload_rules(&self) -> Result<()> {
        let rules = self.store.rules().await?;
        self.moderation
            .set_rules(RuleSet::compile(&rules, self.own_addresses()));
        Ok(())
    }

    fn own_addresses(&self) -> impl Iterator<Item = &str> {
        let gateway = self.config.ipfs_gateway.as_deref();
        std::iter::once(self.config.public_url.as_str()).chain(gateway)
    }

    fn compile_one(&self, rule: &RuleInput) -> Result<RuleSet> {
        RuleSet::of_one(rule, self.own_addresses()).map_err(|problem| Error::invalid(vec![problem]))
    }

    /// The input checked, down to whether it compiles.
    fn usable(&self, input: &RuleInput) -> Result<RuleInput> {
        let input = input.validate()?;
        self.compile_one(&input)?;
        Ok(input)
    }

    /// All words of all rules are looked for at once; so they are bounded together.
    async fn check_words(&self, but: Option<RuleId>, input: &RuleInput) -> Result<()> {
        if input.kind != RuleKind::Words {
            return Ok(());
        }
        let rules = self.store.rules().await?;
        let others = rules.iter().filter(|rule| Some(rule.id) != but);
        let count = input.words.len() + others.map(|rule| rule.words.len()).sum::<usize>();
        if count > MAX_ALL_WORDS {
            return Err(Error::invalid_field(
                "words",
                format!(
                    "all rules together would have {count} words; at most {MAX_ALL_WORDS} are allowed"
                ),
            ));
        }
        Ok(())
    }

    async fn finish_rule(
        &self,
        mut tx: Tx,
        call: &Call,
        action: &'static str,
        rule: ModerationRule,
    ) -> Result<ModerationRule> {
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action,
            subject: rule.id.to_string(),
            details: serde_json::json!({ "rule": rule.name, "as": input_of(&rule) }),
            at: self.clock.now(),
        })
        .await?;
        self.keep_answer(&mut tx, call, &rule).await?;
        tx.commit().await?;
        self.reload_rules().await?;
        Ok(rule)
    }
}
