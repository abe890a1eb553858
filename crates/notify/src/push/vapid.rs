//! Voluntary application server identification (RFC 8292): the key by which push
//! services know this desk, and the token that is signed with it for each request.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{
    encoding::AsBigEndian as _,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Serialize;
use url::Url;

use super::PushError;

/// How long a token is good. The standard allows 24 hours at most; half of it
/// leaves room for clocks that differ.
const TOKEN_LIFETIME: Duration = Duration::from_secs(12 * 3600);

/// The desk's key on P-256. Subscriptions are bound to it: with another key, every
/// browser must subscribe again.
pub struct VapidKey {
    pair: EcdsaKeyPair,
}

impl VapidKey {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn generate() -> Result<Self, PushError> {
        EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
            .map(|pair| Self { pair })
            .map_err(|_| PushError::VapidKey)
    }

    /// From what [`to_pkcs8`](Self::to_pkcs8) gave.
    ///
    /// # Errors
    /// [`PushError::VapidKey`] when it is no private key on P-256.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, PushError> {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
            .map(|pair| Self { pair })
            .map_err(|_| PushError::VapidKey)
    }

    /// The private key in PKCS #8: a secret, to be kept.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, PushError> {
        let document = self.pair.to_pkcs8v1().map_err(|_| PushError::VapidKey)?;
        Ok(document.as_ref().to_vec())
    }

    /// The private scalar in base64url, as other libraries of web push write it
    /// (`npx web-push generate-vapid-keys`): a secret.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn to_base64url(&self) -> Result<String, PushError> {
        let scalar = self
            .pair
            .private_key()
            .as_be_bytes()
            .map_err(|_| PushError::VapidKey)?;
        Ok(BASE64.encode(scalar.as_ref()))
    }

    /// From the private scalar in base64url (32 bytes), or PKCS #8 in base64url.
    ///
    /// # Errors
    /// [`PushError::VapidKey`] when it is neither.
    pub fn from_base64url(text: &str) -> Result<Self, PushError> {
        use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
        let bytes = BASE64
            .decode(text.trim_end_matches('='))
            .map_err(|_| PushError::VapidKey)?;
        if bytes.len() != 32 {
            return Self::from_pkcs8(&bytes);
        }
        let point = PrivateKey::from_private_key(&ECDH_P256, &bytes)
            .map_err(|_| PushError::VapidKey)?
            .compute_public_key()
            .map_err(|_| PushError::VapidKey)?;
        EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &bytes,
            point.as_ref(),
        )
        .map(|pair| Self { pair })
        .map_err(|_| PushError::VapidKey)
    }

    /// The point that browsers subscribe with (`applicationServerKey`), in base64url.
    pub fn public_key(&self) -> String {
        BASE64.encode(self.pair.public_key().as_ref())
    }

    /// The value of `Authorization` for a request to this push service.
    ///
    /// # Errors
    /// When signing fails.
    pub fn authorization(
        &self,
        endpoint: &Url,
        contact: &Contact,
        now: SystemTime,
    ) -> Result<String, PushError> {
        let expires = (now + TOKEN_LIFETIME)
            .duration_since(UNIX_EPOCH)
            .map_err(|_| PushError::VapidKey)?;
        let claims = Claims {
            aud: endpoint.origin().ascii_serialization(),
            exp: expires.as_secs(),
            sub: &contact.0,
        };
        let claims = serde_json::to_vec(&claims).map_err(|_| PushError::VapidKey)?;
        let signed = format!(
            "{}.{}",
            BASE64.encode(br#"{"typ":"JWT","alg":"ES256"}"#),
            BASE64.encode(claims)
        );
        let signature = self
            .pair
            .sign(&SystemRandom::new(), signed.as_bytes())
            .map_err(|_| PushError::VapidKey)?;
        Ok(format!(
            "vapid t={signed}.{}, k={}",
            BASE64.encode(signature.as_ref()),
            self.public_key()
        ))
    }
}

/// Says nothing of the private key.
impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VapidKey({})", self.public_key())
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: u64,
    sub: &'a str,
}

/// Whom the people of a push service can ask: `mailto:…` or `https://…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact(String);

impl FromStr for Contact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let good = Url::parse(text).is_ok_and(|url| match url.scheme() {
            "mailto" => url.path().contains('@'),
            "https" => url.has_host(),
            _ => false,
        });
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be mailto:somebody@example.com or an https:// address".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use serde_json::{Value, json};

    use super::*;

    fn key() -> VapidKey {
        VapidKey::generate().unwrap()
    }

    /// The claims of a token, its signature checked.
    fn claims(authorization: &str) -> Value {
        let (token, key) = authorization
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, BASE64.decode(key).unwrap())
            .verify(signed.as_bytes(), &BASE64.decode(signature).unwrap())
            .unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        let header: Value = serde_json::from_slice(&BASE64.decode(header).unwrap()).unwrap();
        assert_eq!(header, json!({"typ": "JWT", "alg": "ES256"}));
        serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap()
    }

    #[test]
    fn a_token_names_the_service_its_end_and_whom_to_ask() {
        let now = UNIX_EPOCH + Duration::from_secs(1_769_851_800);
        let contact = "mailto:desk@example.com".parse().unwrap();
        for (endpoint, aud) in [
            (
                "https://push.example.com/send/abc?x=1",
                "https://push.example.com",
            ),
            (
                "https://push.example.com:8443/a",
                "https://push.example.com:8443",
            ),
            ("https://push.example.com:443/a", "https://push.example.com"),
        ] {
            let endpoint = endpoint.parse().unwrap();
            let authorization = key().authorization(&endpoint, &contact, now).unwrap();
            assert_eq!(
                claims(&authorization),
                json!({"aud": aud, "exp": 1_769_895_000, "sub": "mailto:desk@example.com"})
            );
        }
    }

    #[test]
    fn a_key_is_the_same_after_it_was_kept() {
        let key = key();
        let kept = VapidKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(kept.public_key(), key.public_key());
        let text = key.to_base64url().unwrap();
        assert_eq!(BASE64.decode(&text).unwrap().len(), 32);
        let written = VapidKey::from_base64url(&text).unwrap();
        assert_eq!(written.public_key(), key.public_key());
        assert_eq!(BASE64.decode(key.public_key()).unwrap().len(), 65);
    }

    #[test]
    fn the_public_key_of_the_standard_belongs_to_its_private_one() {
        // RFC 8291, appendix A: the keys of the application server.
        let key = VapidKey::from_base64url("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw").unwrap();
        assert_eq!(
            key.public_key(),
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
        );
    }

    #[test]
    fn what_is_no_key_and_no_contact_is_refused() {
        for text in ["", "AAAA", "not base64!", &BASE64.encode([0; 32])] {
            assert!(VapidKey::from_base64url(text).is_err(), "{text}");
        }
        for text in [
            "",
            "desk@example.com",
            "mailto:",
            "http://example.com",
            "tel:+1",
        ] {
            assert!(text.parse::<Contact>().is_err(), "{text}");
        }
        assert!("https://example.com/contact".parse::<Contact>().is_ok());
    }

    #[test]
    fn a_private_key_is_never_shown() {
        let key = key();
        let shown = format!("{key:?}");
        assert!(!shown.contains(&key.to_base64url().unwrap()), "{shown}");
    }
}
