//! The host application's key set: read at start, then again every ten minutes
//! and when a token names a key that the present set lacks.

use std::time::Duration;

use frontdesk_desk::KeyRing;
use tokio::time::{Instant, sleep, sleep_until};

use crate::{
    config::KeySetSource,
    error::{Error, Result},
};

const EVERY: Duration = Duration::from_secs(600);
/// Unknown keys make it be fetched at most this often.
const AT_MOST: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(10);
/// Key sets have a few kilobytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Where the key set comes from.
pub struct KeySet {
    source: KeySetSource,
    client: reqwest::Client,
}

impl KeySet {
    pub fn new(source: &KeySetSource) -> Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| failure(source, format!("cannot be fetched: {error}")))?;
        Ok(Self {
            source: source.clone(),
            client,
        })
    }

    /// Reads the set and hands it to the ring.
    ///
    /// # Errors
    /// `KeySet`, saying what was wrong; the ring keeps what it had.
    pub async fn publish(&self, keys: &KeyRing) -> Result<()> {
        let json = self.read().await?;
        keys.publish(&json)
            .map_err(|error| self.failure(format!("is not a JSON Web Key Set: {error}")))
    }

    async fn read(&self) -> Result<String> {
        match &self.source {
            KeySetSource::File(path) => tokio::fs::read_to_string(path)
                .await
                .map_err(|error| self.failure(format!("cannot be read: {error}"))),
            KeySetSource::Web(url) => self
                .fetch(url.clone())
                .await
                .map_err(|error| self.failure(format!("cannot be fetched: {}", causes(&error))))?
                .ok_or_else(|| self.failure(format!("is larger than {MAX_BYTES} bytes"))),
        }
    }

    /// The body, or none when it is too large to be a key set.
    async fn fetch(&self, url: url::Url) -> Result<Option<String>, reqwest::Error> {
        let mut answer = self.client.get(url).send().await?.error_for_status()?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await? {
            if body.len() + piece.len() > MAX_BYTES {
                return Ok(None);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Some(String::from_utf8_lossy(&body).into_owned()))
    }

    fn failure(&self, why: String) -> Error {
        failure(&self.source, why)
    }

    /// Keeps the ring current for as long as the process runs.
    pub async fn keep_fresh(self, keys: KeyRing) {
        let mut wanted_from = Instant::now();
        loop {
            tokio::select! {
                () = sleep(EVERY) => {}
                () = keys.refresh_wanted() => {
                    sleep_until(wanted_from).await;
                    wanted_from = Instant::now() + AT_MOST;
                }
            }
            match self.publish(&keys).await {
                Ok(()) => tracing::debug!("the key set was read again"),
                Err(error) => tracing::warn!(%error, "the key set stays as it was"),
            }
        }
    }
}

fn failure(source: &KeySetSource, why: String) -> Error {
    let place = match source {
        KeySetSource::File(path) => path.display().to_string(),
        KeySetSource::Web(url) => {
            let mut url = url.clone();
            if url.password().is_some() {
                let _ = url.set_password(Some("********"));
            }
            url.to_string()
        }
    };
    Error::KeySet { place, why }
}

/// An error with its causes: reqwest's own sentence says little.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_not_a_key_set_is_named_with_its_place() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        let keys = KeyRing::new(b"secret");
        let set = KeySet::new(&KeySetSource::File(path.clone())).unwrap();
        let error = set.publish(&keys).await.unwrap_err().to_string();
        assert!(error.starts_with("JWT_JWKS: "), "{error}");
        assert!(error.contains("cannot be read"), "{error}");
        std::fs::write(&path, "[]").unwrap();
        let error = set.publish(&keys).await.unwrap_err().to_string();
        assert!(error.contains("not a JSON Web Key Set"), "{error}");
        std::fs::write(&path, r#"{"keys": []}"#).unwrap();
        set.publish(&keys).await.unwrap();
    }
}
