//! What stands in a mailed link: made from the link's id by a key of its own, so
//! that neither the outbox nor the table of links holds it.

use std::fmt;

use aws_lc_rs::{digest, hkdf, hmac};
use frontdesk_model::SignInLinkId;

#[derive(Clone)]
pub(crate) struct LinkTokens(hmac::Key);

impl fmt::Debug for LinkTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkTokens")
    }
}

impl LinkTokens {
    /// `secret` serves other ends too: the key is derived from it.
    pub fn new(secret: &[u8]) -> Self {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"frontdesk");
        let prk = salt.extract(secret);
        let key = prk
            .expand(&[b"sign-in link"], hmac::HMAC_SHA256)
            .map(hmac::Key::from);
        // A label of this length always expands; the secret itself is a key as well.
        Self(key.unwrap_or_else(|_| hmac::Key::new(hmac::HMAC_SHA256, secret)))
    }

    /// 64 letters and digits.
    pub fn make(&self, link: SignInLinkId) -> String {
        hex(hmac::sign(&self.0, link.0.as_bytes()).as_ref())
    }
}

/// How a token is known without holding it.
pub(crate) fn fingerprint(token: &str) -> String {
    hex(digest::digest(&digest::SHA256, token.as_bytes()).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_links_and_its_desks_alone() {
        let link = |n| SignInLinkId(uuid::Uuid::from_u128(n));
        let ours = LinkTokens::new(b"ours");
        let token = ours.make(link(1));
        assert_eq!(token.len(), 64);
        assert_eq!(token, ours.make(link(1)));
        assert_ne!(token, ours.make(link(2)));
        assert_ne!(token, LinkTokens::new(b"theirs").make(link(1)));
        assert_ne!(fingerprint(&token), token);
    }
}
