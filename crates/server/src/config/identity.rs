//! Who may sign in, and with which keys.

use std::time::Duration;

use frontdesk_desk::LinkSignIn;

use super::{KeySetSource, Number, SigningSecret, setting::section};

section! {
    /// Who may sign in, and with which keys.
    "Identity" Identity {
        /// Secret of HS256 tokens, shared with the host application; better at least 32 bytes. Without it, one is made and kept in the database.
        jwt_secret: Option<SigningSecret> = "",
        /// Key set (JWKS, RFC 7517) of the host application, as a file or an address, for RS256, ES256 and EdDSA. Fetched again every 10 minutes and when an unknown key appears.
        jwt_jwks: Option<KeySetSource> = "",
        /// Whether anonymous visitors may sign in.
        visitors: bool = "false",
        /// Who may sign in by a link that is mailed to their address, where the desk sends mail (`SMTP_URL`): whoever can read its mail (who is new becomes a customer), customers whose address is known, or nobody.
        link_sign_in: LinkSignIn = "anyone",
        /// Hours that a sign-in of Frontdesk's own lasts.
        session_hours: Number<1, 8_760> = "12",
    }
}

impl Identity {
    pub fn session_length(&self) -> Duration {
        Duration::from_secs(self.session_hours.0 * 3_600)
    }
}
