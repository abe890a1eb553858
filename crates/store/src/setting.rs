//! Settings that the server makes for itself, such as a generated secret.

use crate::{Result, Store, Tx, db::Source, row::One};

impl Tx {
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        self.run(
            "INSERT INTO setting (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            &[&name, &value],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let mut db = self;
        let value: Option<One<String>> = db
            .optional("SELECT value FROM setting WHERE name = $1", &[&name])
            .await?;
        Ok(value.map(|value| value.0))
    }

    /// The stored value, or `value` stored now: all callers get the same one.
    pub async fn setting_or_insert(&self, name: &str, value: &str) -> Result<String> {
        if let Some(value) = self.setting(name).await? {
            return Ok(value);
        }
        let mut tx = self.begin().await?;
        tx.run(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&name, &value],
        )
        .await?;
        let stored: One<String> = tx
            .one("SELECT value FROM setting WHERE name = $1", &[&name])
            .await?;
        tx.commit().await?;
        Ok(stored.0)
    }
}
