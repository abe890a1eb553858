//! Settings that the server makes for itself, such as a generated secret.

use crate::{Result, Store, Tx};

impl Tx {
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        todo!()
    }
}

impl Store {
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        todo!()
    }
    /// The stored value, or `value` stored now: all callers get the same one.
    pub async fn setting_or_insert(&self, name: &str, value: &str) -> Result<String> {
        todo!()
    }
}
