//! The keys that tokens are verified with, and the one that our own are
//! signed with. Fetching a key set from its address is `server`'s business.
//!
//! A token names its algorithm itself (RFC 7515), so the algorithm decides
//! which kind of key may verify it: HS256 our secret alone, the asymmetric
//! ones the published key set alone. So a public key can't be abused as a
//! secret, and `none` finds no key at all.

use std::sync::{Arc, PoisonError, RwLock};

use frontdesk_model::{Actor, PersonId, Role, Timestamp, validate::is_email};
use frontdesk_notify::inbound::ReplyTokens;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    errors::ErrorKind,
    jwk::{Jwk, JwkSet},
};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::link_token::LinkTokens;
use crate::error::{Error, Result};

const ASYMMETRIC: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

/// What we read of a token, ours or a host application's.
#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    /// Seconds since 1970; RFC 7519 allows decimals.
    exp: f64,
    nbf: Option<f64>,
    name: Option<String>,
    email: Option<String>,
    role: Option<String>,
}

/// What a token of ours carries.
#[derive(Debug, Serialize)]
struct OwnClaims<'a> {
    sub: &'a str,
    /// Whole seconds, which every library reads.
    exp: i64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    role: &'static str,
}

/// Verifies and signs tokens. Cheap to clone; the key set can be replaced
/// while it is in use.
#[derive(Clone)]
pub struct KeyRing(Arc<Keys>);

struct Keys {
    secret: DecodingKey,
    signing: EncodingKey,
    published: RwLock<Option<Arc<JwkSet>>>,
    refresh: Notify,
    reply_tokens: ReplyTokens,
    link_tokens: LinkTokens,
}

/// A verified token, or the hint that another key set may know its key.
pub enum Verification {
    Verified(Actor),
    /// The token names a key that the present set lacks: fetch it again.
    UnknownKey,
}

impl KeyRing {
    /// A ring with the secret of `JWT_SECRET`.
    pub fn new(secret: &[u8]) -> Self {
        Self(Arc::new(Keys {
            secret: DecodingKey::from_secret(secret),
            signing: EncodingKey::from_secret(secret),
            published: RwLock::new(None),
            refresh: Notify::new(),
            reply_tokens: ReplyTokens::new(secret),
            link_tokens: LinkTokens::new(secret),
        }))
    }

    /// The marks of addresses that answers by mail go to.
    pub fn reply_tokens(&self) -> &ReplyTokens {
        &self.0.reply_tokens
    }

    /// What stands in links to sign in with.
    pub(crate) fn link_tokens(&self) -> &LinkTokens {
        &self.0.link_tokens
    }

    /// Replaces the published key set (RFC 7517) by a newer one.
    ///
    /// # Errors
    /// When `json` is not a key set.
    pub fn publish(&self, json: &str) -> Result<(), serde_json::Error> {
        let set: JwkSet = serde_json::from_str(json)?;
        *self
            .0
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(set));
        Ok(())
    }

    /// Asks whoever fetches the key set for a newer one: a token has come
    /// whose key is not in it.
    pub fn wants_refresh(&self) {
        self.0.refresh.notify_one();
    }

    /// Waits until a newer key set is wanted.
    pub async fn refresh_wanted(&self) {
        self.0.refresh.notified().await;
    }

    /// Signs a token for a person, with our own secret.
    pub fn sign(&self, person: &frontdesk_model::Person, expires_at: Timestamp) -> Result<String> {
        let claims = OwnClaims {
            sub: person.id.as_str(),
            exp: expires_at.millis() / 1_000,
            name: &person.name,
            email: person.email.as_deref(),
            role: person.role.as_str(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.0.signing)
            .map_err(|error| Error::internal(&error))
    }

    /// Checks a token's signature and times, and reads who it speaks of.
    ///
    /// # Errors
    /// `Unauthenticated`, saying what is wrong with it.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Verification> {
        let header = decode_header(token).map_err(|_| malformed())?;
        let claims = match header.alg {
            Algorithm::HS256 => self.check(token, &self.0.secret, Algorithm::HS256)?,
            alg if ASYMMETRIC.contains(&alg) => match self.published_key(header.kid.as_deref())? {
                Some(jwk) => {
                    let key = DecodingKey::from_jwk(&jwk).map_err(|_| {
                        Error::unauthenticated("the token's key in the key set is not usable")
                    })?;
                    self.check(token, &key, alg)?
                }
                None => return Ok(Verification::UnknownKey),
            },
            _ => {
                return Err(Error::unauthenticated(
                    "the token's algorithm is not accepted; use HS256, RS256, ES256 or EdDSA",
                ));
            }
        };
        actor(claims, now).map(Verification::Verified)
    }

    fn check(&self, token: &str, key: &DecodingKey, alg: Algorithm) -> Result<Claims> {
        let mut validation = Validation::new(alg);
        // The times are checked against our own clock, in `actor`.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.set_required_spec_claims::<&str>(&[]);
        match decode::<Claims>(token, key, &validation) {
            Ok(data) => Ok(data.claims),
            Err(error) => Err(match error.kind() {
                ErrorKind::InvalidSignature | ErrorKind::InvalidAlgorithm => {
                    Error::unauthenticated("the token has a bad signature")
                }
                ErrorKind::Json(cause) => {
                    Error::unauthenticated(format!("the token's claims are not valid: {cause}"))
                }
                _ => malformed(),
            }),
        }
    }

    /// The key of that id, or the only key there is when the token names none.
    fn published_key(&self, kid: Option<&str>) -> Result<Option<Jwk>> {
        let published = self
            .0
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let Some(set) = published else {
            return Err(Error::unauthenticated(
                "the token is signed with a public key, but no key set is configured (JWT_JWKS)",
            ));
        };
        Ok(match kid {
            Some(kid) => set.find(kid).cloned(),
            None if set.keys.len() == 1 => set.keys.first().cloned(),
            None => {
                return Err(Error::unauthenticated("the token names no key (`kid`)"));
            }
        })
    }
}

fn actor(claims: Claims, now: Timestamp) -> Result<Actor> {
    let millis = |seconds: f64| Timestamp((seconds * 1_000.0) as i64);
    let expires_at = millis(claims.exp);
    if expires_at <= now {
        return Err(Error::unauthenticated(
            "the token has expired; sign in again",
        ));
    }
    if claims
        .nbf
        .is_some_and(|not_before| millis(not_before) > now)
    {
        return Err(Error::unauthenticated("the token is not valid yet"));
    }
    let sub = claims.sub.trim();
    if sub.is_empty() || sub.chars().count() > PersonId::MAX_CHARS || sub.contains('\0') {
        return Err(Error::unauthenticated(format!(
            "the token's `sub` must have 1 to {} characters",
            PersonId::MAX_CHARS
        )));
    }
    let role = match claims.role.as_deref() {
        None => Role::User,
        Some(text) => Role::parse(text).ok_or_else(|| {
            Error::unauthenticated("the token's `role` must be user, agent, support or admin")
        })?,
    };
    let name = claims
        .name
        .map(|name| {
            name.replace('\0', "")
                .trim()
                .chars()
                .take(100)
                .collect::<String>()
        })
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| sub.to_owned());
    Ok(Actor {
        id: PersonId(sub.to_owned()),
        name,
        email: claims.email.filter(|email| is_email(email)),
        role,
        expires_at,
    })
}

fn malformed() -> Error {
    Error::unauthenticated("the token is not a valid JWT")
}

#[cfg(test)]
mod tests {
    use frontdesk_model::Person;

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn maya() -> Person {
        Person {
            id: "maya".into(),
            name: "Maya".into(),
            email: Some("maya@example.com".into()),
            role: Role::User,
        }
    }

    fn detail(outcome: Result<Verification>) -> String {
        match outcome {
            Ok(_) => "verified".to_owned(),
            Err(error) => error.detail().to_owned(),
        }
    }

    #[test]
    fn our_own_tokens_hold_until_they_expire() {
        let keys = KeyRing::new(b"secret");
        let token = keys.sign(&maya(), Timestamp(NOW.0 + 1_000)).unwrap();
        let Verification::Verified(actor) = keys.verify(&token, NOW).unwrap() else {
            panic!("the secret is known");
        };
        assert_eq!(actor.person(), maya());
        assert!(detail(keys.verify(&token, Timestamp(NOW.0 + 1_000))).contains("expired"));
    }

    #[test]
    fn another_secret_is_a_bad_signature() {
        let token = KeyRing::new(b"theirs")
            .sign(&maya(), Timestamp(NOW.0 + 1_000))
            .unwrap();
        assert!(detail(KeyRing::new(b"ours").verify(&token, NOW)).contains("bad signature"));
    }

    #[test]
    fn a_token_without_algorithm_is_refused() {
        // {"alg":"none","typ":"JWT"}.{"sub":"maya","exp":9999999999,"role":"admin"}.
        let token = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.\
                     eyJzdWIiOiJtYXlhIiwiZXhwIjo5OTk5OTk5OTk5LCJyb2xlIjoiYWRtaW4ifQ.";
        let keys = KeyRing::new(b"secret");
        assert_ne!(detail(keys.verify(token, NOW)), "verified");
    }

    #[test]
    fn garbage_is_not_a_token() {
        let keys = KeyRing::new(b"secret");
        for token in ["", "a", "a.b.c", "....", "é"] {
            assert_ne!(detail(keys.verify(token, NOW)), "verified", "{token}");
        }
    }

    #[test]
    fn support_is_an_agent_and_an_unknown_role_is_refused() {
        let claims = |role: &str| Claims {
            sub: "sam".into(),
            exp: 9_999_999_999.0,
            nbf: None,
            name: None,
            email: None,
            role: Some(role.into()),
        };
        assert_eq!(actor(claims("support"), NOW).unwrap().role, Role::Agent);
        assert!(actor(claims("root"), NOW).is_err());
    }

    /// A fresh private key of the algorithm, in the form its encoder takes.
    fn private_key(alg: Algorithm) -> EncodingKey {
        use aws_lc_rs::{
            encoding::{AsDer, Pkcs8V1Der},
            rand::SystemRandom,
            rsa, signature,
        };
        let random = SystemRandom::new();
        match alg {
            Algorithm::RS256 => {
                let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
                let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
                let pem = pem("PRIVATE KEY", der.as_ref());
                EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap()
            }
            Algorithm::ES256 => {
                let alg = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
                let der = signature::EcdsaKeyPair::generate_pkcs8(alg, &random).unwrap();
                EncodingKey::from_ec_der(der.as_ref())
            }
            _ => {
                let der = signature::Ed25519KeyPair::generate_pkcs8v1(&random).unwrap();
                EncodingKey::from_ed_der(der.as_ref())
            }
        }
    }

    fn pem(label: &str, der: &[u8]) -> String {
        use base64::Engine;
        let body = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    fn token(header: &Header, key: &EncodingKey) -> String {
        let claims = serde_json::json!({ "sub": "maya", "exp": NOW.0 / 1_000 + 60 });
        encode(header, &claims, key).unwrap()
    }

    /// A key set with one key, called `main`.
    fn key_set(key: &EncodingKey, alg: Algorithm) -> String {
        let mut jwk = Jwk::from_encoding_key(key, alg).unwrap();
        jwk.common.key_id = Some("main".into());
        serde_json::to_string(&JwkSet { keys: vec![jwk] }).unwrap()
    }

    fn header(alg: Algorithm, kid: &str) -> Header {
        Header {
            kid: Some(kid.into()),
            ..Header::new(alg)
        }
    }

    #[test]
    fn tokens_of_the_published_keys_hold_and_others_do_not() {
        for alg in ASYMMETRIC {
            let (ours, theirs) = (private_key(alg), private_key(alg));
            let keys = KeyRing::new(b"secret");
            keys.publish(&key_set(&ours, alg)).unwrap();
            let good = token(&header(alg, "main"), &ours);
            assert_eq!(detail(keys.verify(&good, NOW)), "verified", "{alg:?}");
            let forged = token(&header(alg, "main"), &theirs);
            assert!(
                detail(keys.verify(&forged, NOW)).contains("bad signature"),
                "{alg:?}"
            );
        }
    }

    #[test]
    fn a_public_key_is_never_taken_for_a_secret() {
        let ours = private_key(Algorithm::ES256);
        let keys = KeyRing::new(b"secret");
        let published = key_set(&ours, Algorithm::ES256);
        keys.publish(&published).unwrap();
        let confused = token(
            &header(Algorithm::HS256, "main"),
            &EncodingKey::from_secret(published.as_bytes()),
        );
        assert!(detail(keys.verify(&confused, NOW)).contains("bad signature"));
    }

    #[test]
    fn an_unknown_key_asks_for_a_newer_key_set_which_then_holds() {
        let alg = Algorithm::EdDSA;
        let (old, new) = (private_key(alg), private_key(alg));
        let keys = KeyRing::new(b"secret");
        keys.publish(&key_set(&old, alg)).unwrap();
        let rotated = token(&header(alg, "next"), &new);
        assert!(matches!(
            keys.verify(&rotated, NOW),
            Ok(Verification::UnknownKey)
        ));
        let set = key_set(&new, alg).replace("main", "next");
        keys.publish(&set).unwrap();
        assert_eq!(detail(keys.verify(&rotated, NOW)), "verified");
    }
}
