//! Documents that admins write: business hours, the form before a chat. What
//! one may hold, the model decides.

use frontdesk_model::Timestamp;
use serde_json::Value;

use crate::{Result, Store, Tx, db::Source, row::row};

/// A document under its name.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    pub name: String,
    pub content: Value,
}

row!(Document { name, content });

impl Tx {
    /// Stores a document, in place of the one before.
    pub async fn set_document(
        &mut self,
        name: &str,
        content: &Value,
        now: Timestamp,
    ) -> Result<()> {
        self.run(
            "INSERT INTO document (name, content, updated_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET
                 content = excluded.content, updated_at = excluded.updated_at",
            &[&name, content, &now],
        )
        .await?;
        Ok(())
    }

    /// Removes a document; false when there is none.
    pub async fn remove_document(&mut self, name: &str) -> Result<bool> {
        let removed = self
            .run("DELETE FROM document WHERE name = $1", &[&name])
            .await?;
        Ok(removed > 0)
    }
}

impl Store {
    /// All of them; there are few.
    pub async fn documents(&self) -> Result<Vec<Document>> {
        let mut db = self;
        db.all("SELECT name, content FROM document ORDER BY name", &[])
            .await
    }
}
