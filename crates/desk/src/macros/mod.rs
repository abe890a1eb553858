//! Macros: canned replies with variables and actions.

mod apply;
mod render;

use frontdesk_model::{
    Actor, AuditId, MacroId,
    macros::{Macro, NewMacro},
    visibility::Visibility,
};
use frontdesk_store::NewAudit;

use crate::{Call, Desk, access::agents_only, error::Result};

impl Desk {
    /// The macros that the caller sees, by title: shared ones and their own.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn macros(&self, actor: &Actor) -> Result<Vec<Macro>> {
        agents_only(actor)?;
        Ok(self.store.macros(&actor.id).await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `Conflict` when the shortcut is taken
    /// or there are too many; `InvalidInput`, also for an unknown variable.
    pub async fn create_macro(&self, call: &Call, input: &NewMacro) -> Result<Macro> {
        let actor = &call.actor;
        agents_only(actor)?;
        let input = input.validate(&self.config.input)?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let made = tx
            .create_macro(self.ids.make(), &actor.id, &input, self.clock.now())
            .await?;
        if let Some(entry) = self.macro_entry(actor, "macro.create", &made) {
            tx.add_audit(&entry).await?;
        }
        self.keep_answer(&mut tx, call, &made).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Replaces a macro that the caller sees.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`, for another's personal one
    /// as well; `Conflict`; `InvalidInput`.
    pub async fn update_macro(
        &self,
        actor: &Actor,
        id: MacroId,
        input: &NewMacro,
    ) -> Result<Macro> {
        agents_only(actor)?;
        let input = input.validate(&self.config.input)?;
        let mut tx = self.store.begin().await?;
        let made = tx
            .update_macro(id, &actor.id, &input, self.clock.now())
            .await?;
        if let Some(entry) = self.macro_entry(actor, "macro.update", &made) {
            tx.add_audit(&entry).await?;
        }
        tx.commit().await?;
        Ok(made)
    }

    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`, for another's personal one
    /// as well.
    pub async fn delete_macro(&self, actor: &Actor, id: MacroId) -> Result<()> {
        agents_only(actor)?;
        let mut tx = self.store.begin().await?;
        let gone = tx.delete_macro(id, &actor.id).await?;
        if let Some(entry) = self.macro_entry(actor, "macro.delete", &gone) {
            tx.add_audit(&entry).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What others use is everybody's business; one's own macros are not.
    fn macro_entry<'a>(
        &self,
        actor: &'a Actor,
        action: &'static str,
        about: &Macro,
    ) -> Option<NewAudit<'a>> {
        (about.visibility == Visibility::Everyone).then(|| NewAudit {
            id: self.ids.make::<AuditId>(),
            actor: Some(actor),
            action,
            subject: about.id.to_string(),
            details: serde_json::json!({ "title": about.title }),
            at: self.clock.now(),
        })
    }
}
