//! Views of the inbox that agents have saved. Somebody else's personal one is
//! as good as not there.

use frontdesk_model::{
    PersonId, SavedViewId, Timestamp,
    inbox::{MAX_SAVED_VIEWS, NewSavedView, SavedView},
    visibility::Visibility,
};

use crate::{
    Error, Result, Store, Tx,
    db::Source,
    row::{One, row},
};

row!(SavedView {
    id,
    name,
    visibility,
    filter,
    order: "list_order",
    owner_id,
    created_at,
    updated_at,
});

const NOT_FOUND: Error = Error::NotFound { what: "view" };

impl Tx {
    /// `Conflict` when there are too many.
    pub async fn create_saved_view(
        &mut self,
        id: SavedViewId,
        owner: &PersonId,
        new: &NewSavedView,
        now: Timestamp,
    ) -> Result<SavedView> {
        let count: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM saved_view
                 WHERE visibility = 'everyone' OR owner_id = $1",
                &[owner],
            )
            .await?;
        if count.0 >= MAX_SAVED_VIEWS {
            return Err(Error::conflict(
                "view",
                format!("there are {MAX_SAVED_VIEWS} views already; remove some first"),
            ));
        }
        self.run(
            "INSERT INTO saved_view (id, name, visibility, filter, list_order, owner_id,
                 created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            &[
                &id,
                &new.name,
                &new.visibility,
                &new.filter,
                &new.order,
                owner,
                &now,
            ],
        )
        .await?;
        self.saved_view(id, owner).await
    }

    /// Replaces a view that `agent` sees. `NotFound` without it.
    pub async fn update_saved_view(
        &mut self,
        id: SavedViewId,
        agent: &PersonId,
        new: &NewSavedView,
        now: Timestamp,
    ) -> Result<SavedView> {
        let before = self.saved_view(id, agent).await?;
        // One that becomes personal is its editor's, as a macro is.
        let owner = match new.visibility {
            Visibility::Me => agent,
            Visibility::Everyone => &before.owner_id,
        };
        self.run(
            "UPDATE saved_view SET name = $2, visibility = $3, filter = $4, list_order = $5,
                 owner_id = $6, updated_at = $7
             WHERE id = $1",
            &[
                &id,
                &new.name,
                &new.visibility,
                &new.filter,
                &new.order,
                owner,
                &now,
            ],
        )
        .await?;
        self.saved_view(id, agent).await
    }

    /// `NotFound` unless `agent` sees it.
    pub async fn delete_saved_view(
        &mut self,
        id: SavedViewId,
        agent: &PersonId,
    ) -> Result<SavedView> {
        let before = self.saved_view(id, agent).await?;
        self.run("DELETE FROM saved_view WHERE id = $1", &[&id])
            .await?;
        Ok(before)
    }

    async fn saved_view(&mut self, id: SavedViewId, agent: &PersonId) -> Result<SavedView> {
        self.optional(
            "SELECT * FROM saved_view WHERE id = $1 AND (visibility = 'everyone' OR owner_id = $2)",
            &[&id, agent],
        )
        .await?
        .ok_or(NOT_FOUND)
    }
}

impl Store {
    /// Those that `agent` sees, by name.
    pub async fn saved_views(&self, agent: &PersonId) -> Result<Vec<SavedView>> {
        let mut db = self;
        db.all(
            "SELECT * FROM saved_view WHERE visibility = 'everyone' OR owner_id = $1
             ORDER BY LOWER(name), id",
            &[agent],
        )
        .await
    }
}
