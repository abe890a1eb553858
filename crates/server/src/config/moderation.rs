//! The outside check of moderation. The rules themselves are made in the
//! console.

use std::fmt;

use frontdesk_desk::{OnFailure, OutsideConfig};
use frontdesk_notify::webhook;
use url::Url;

use super::{
    Number, Problems, Value, Values,
    setting::section,
    values::{MASK, without_secrets},
};

section! {
    /// The outside check of moderation.
    "Moderation" Moderation {
        /// Service that is asked about what customers write, after the desk's own rules. Without it, the rules alone decide.
        moderation_url: Option<ServiceUrl> = "",
        /// Secret that its requests are signed with (Standard Webhooks): `whsec_` and 24 to 64 bytes in base64. Needed with MODERATION_URL.
        moderation_secret: Option<WebhookSecret> = "",
        /// Milliseconds that its answer is waited for.
        moderation_timeout_ms: Number<50, 10_000> = "800",
        /// What is done with a text while it doesn't answer: allow it, hold it for a review, or refuse it.
        moderation_on_failure: OnFailure = "allow",
    }
}

impl Moderation {
    pub(super) fn check(&self, values: &Values, problems: &mut Problems) {
        if self.moderation_url.is_some() && self.moderation_secret.is_none() {
            problems.add(format!(
                "{} is set, but MODERATION_SECRET is not; the service couldn't tell who asks",
                values.place("moderation_url")
            ));
        }
    }

    pub fn outside_check(&self) -> OutsideConfig {
        OutsideConfig {
            timeout: std::time::Duration::from_millis(self.moderation_timeout_ms.0),
            on_failure: self.moderation_on_failure,
        }
    }
}

impl Value for OnFailure {
    const SYNTAX: &'static str = "allow|hold|refuse";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "allow" => Ok(Self::Allow),
            "hold" => Ok(Self::Hold),
            "refuse" => Ok(Self::Refuse),
            _ => Err("must be allow, hold or refuse".to_owned()),
        }
    }
}

/// The address of a service, which may have a query.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceUrl(pub Url);

impl fmt::Debug for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::shown(self.0.as_str()))
    }
}

impl Value for ServiceUrl {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Self(url)),
            _ => Err("must be an address that begins with https:// or http://".to_owned()),
        }
    }

    /// A query or a password may be a secret.
    fn shown(text: &str) -> String {
        without_secrets(text)
    }
}

/// What the questions are signed with.
#[derive(Clone)]
pub struct WebhookSecret(pub webhook::WebhookSecret);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Value for WebhookSecret {
    const SYNTAX: &'static str = "<secret>";

    fn read(text: &str) -> Result<Self, String> {
        Some(text)
            .filter(|text| text.starts_with("whsec_"))
            .and_then(|text| webhook::WebhookSecret::read(text).ok())
            .map(Self)
            .ok_or_else(|| {
                "must be whsec_ and 24 to 64 bytes in base64; \
                 `echo whsec_$(openssl rand -base64 32)` makes one"
                    .to_owned()
            })
    }

    fn shown(_: &str) -> String {
        MASK.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;

    #[test]
    fn a_secret_is_long_enough_and_never_shown() {
        let good = format!("whsec_{}", STANDARD.encode([7; 24]));
        let secret = WebhookSecret::read(&good).unwrap();
        assert_eq!(format!("{secret:?}"), "********");
        let short = format!("whsec_{}", STANDARD.encode([7; 23]));
        for bad in [short.as_str(), "whsec_", "whsec_?", &good[6..]] {
            assert!(WebhookSecret::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_may_be_secret_in_an_address_is_masked() {
        assert_eq!(
            ServiceUrl::shown("https://me:pass@example.com/check?key=1"),
            "https://me:********@example.com/check?********"
        );
        assert!(ServiceUrl::read("ftp://example.com").is_err());
    }
}
