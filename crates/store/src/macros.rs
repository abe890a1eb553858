//! Macros. Somebody else's personal one is as good as not there.

use frontdesk_model::{
    MacroId, PersonId, Timestamp,
    macros::{MAX_MACROS, Macro, NewMacro},
    visibility::Visibility,
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
};

row!(Macro {
    id,
    title,
    shortcut,
    content,
    visibility,
    actions,
    owner_id,
    uses,
    created_at,
    updated_at,
});

/// A macro's two places where a shortcut may be taken already.
const SHORTCUT_TAKEN: &str = "another macro has this shortcut";

impl Tx {
    /// `Conflict` when the shortcut is taken, or there are too many.
    pub async fn create_macro(
        &mut self,
        id: MacroId,
        owner: &PersonId,
        new: &NewMacro,
        now: Timestamp,
    ) -> Result<Macro> {
        let count: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM macro WHERE visibility = 'everyone' OR owner_id = $1",
                &[owner],
            )
            .await?;
        if count.0 >= MAX_MACROS {
            return Err(Error::conflict(
                "macro",
                format!("there are {MAX_MACROS} macros already; remove some first"),
            ));
        }
        self.check_shortcut(id, owner, new).await?;
        self.run(
            "INSERT INTO macro (id, title, shortcut, content, visibility, actions, owner_id,
                 created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            &[
                &id,
                &new.title,
                &new.shortcut,
                &new.content,
                &new.visibility,
                &new.actions,
                owner,
                &now,
            ],
        )
        .await?;
        self.usable_macro(id, owner).await
    }

    /// Replaces a macro that `agent` sees. `NotFound` without it; `Conflict`
    /// when the shortcut is taken.
    pub async fn update_macro(
        &mut self,
        id: MacroId,
        agent: &PersonId,
        new: &NewMacro,
        now: Timestamp,
    ) -> Result<Macro> {
        let before = self.usable_macro(id, agent).await?;
        // One that becomes personal is its editor's: its maker would lose sight
        // of nothing, and the editor of all.
        let owner = match new.visibility {
            Visibility::Me => agent,
            Visibility::Everyone => &before.owner_id,
        };
        self.check_shortcut(id, owner, new).await?;
        self.run(
            "UPDATE macro SET title = $2, shortcut = $3, content = $4, visibility = $5,
                 actions = $6, owner_id = $7, updated_at = $8
             WHERE id = $1",
            &[
                &id,
                &new.title,
                &new.shortcut,
                &new.content,
                &new.visibility,
                &new.actions,
                owner,
                &now,
            ],
        )
        .await?;
        self.usable_macro(id, agent).await
    }

    /// `NotFound` unless `agent` sees it.
    pub async fn delete_macro(&mut self, id: MacroId, agent: &PersonId) -> Result<Macro> {
        let before = self.usable_macro(id, agent).await?;
        self.run("DELETE FROM macro WHERE id = $1", &[&id]).await?;
        Ok(before)
    }

    /// Counts one more use.
    pub async fn count_macro_use(&mut self, id: MacroId) -> Result<()> {
        self.run("UPDATE macro SET uses = uses + 1 WHERE id = $1", &[&id])
            .await?;
        Ok(())
    }

    async fn usable_macro(&mut self, id: MacroId, agent: &PersonId) -> Result<Macro> {
        find(self, id, agent).await?.ok_or(NOT_FOUND)
    }

    /// `Conflict` when somebody who sees this macro sees another with its
    /// shortcut. Personal ones of others don't count: nobody would know why.
    async fn check_shortcut(
        &mut self,
        id: MacroId,
        owner: &PersonId,
        new: &NewMacro,
    ) -> Result<()> {
        let Some(shortcut) = &new.shortcut else {
            return Ok(());
        };
        let taken: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM macro
                 WHERE shortcut = $1 AND id <> $2 AND (visibility = 'everyone' OR owner_id = $3)",
                &[shortcut, &id, owner],
            )
            .await?;
        if taken.0 > 0 {
            return Err(Error::conflict("macro", SHORTCUT_TAKEN));
        }
        Ok(())
    }
}

const NOT_FOUND: Error = Error::NotFound { what: "macro" };

async fn find(db: &mut impl Source, id: MacroId, agent: &PersonId) -> Result<Option<Macro>> {
    db.optional(
        "SELECT * FROM macro WHERE id = $1 AND (visibility = 'everyone' OR owner_id = $2)",
        &[&id, agent],
    )
    .await
}

impl Store {
    /// Those that `agent` sees, by title.
    pub async fn macros(&self, agent: &PersonId) -> Result<Vec<Macro>> {
        let mut db = self;
        db.all(
            "SELECT * FROM macro WHERE visibility = 'everyone' OR owner_id = $1
             ORDER BY LOWER(title), id",
            &[agent],
        )
        .await
    }

    /// One that `agent` sees.
    pub async fn find_macro(&self, id: MacroId, agent: &PersonId) -> Result<Option<Macro>> {
        let mut db = self;
        find(&mut db, id, agent).await
    }
}
