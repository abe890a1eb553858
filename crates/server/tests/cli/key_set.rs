//! Tokens of a host application, under its published key set.

use std::{fs, path::Path, time::Duration};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde_json::json;

use crate::server::Server;

/// A key of the host application's.
struct Key {
    id: &'static str,
    pair: Ed25519KeyPair,
}

impl Key {
    fn new(id: &'static str) -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        Self { id, pair }
    }

    /// Publishes this key alone (RFC 8037).
    fn publish(&self, file: &Path) {
        let set = json!({ "keys": [{
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": self.id,
            "x": BASE64.encode(self.pair.public_key()),
        }]});
        fs::write(file, set.to_string()).unwrap();
    }

    fn token(&self) -> String {
        let part = |value: serde_json::Value| BASE64.encode(value.to_string());
        let signed = format!(
            "{}.{}",
            part(json!({ "alg": "EdDSA", "typ": "JWT", "kid": self.id })),
            part(json!({ "sub": "maya", "exp": 9_999_999_999_i64 })),
        );
        let signature = BASE64.encode(self.pair.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

async fn status(server: &Server, token: &str) -> u16 {
    let answer = reqwest::Client::new()
        .get(server.url("/api/support/auth/me"))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn tokens_of_the_host_application_hold_and_a_rotated_key_is_learnt_when_it_appears() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keys.json");
    let (old, new) = (Key::new("old"), Key::new("new"));
    old.publish(&file);
    let server = Server::start_in(dir, &[], &[("JWT_JWKS", "keys.json")]);
    assert_eq!(status(&server, &old.token()).await, 200);

    new.publish(&file);
    // The first request makes the server look; one that follows is let in.
    assert_eq!(status(&server, &new.token()).await, 401);
    let learnt = async {
        while status(&server, &new.token()).await == 401 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let learnt = tokio::time::timeout(Duration::from_secs(30), learnt).await;
    learnt.expect("the rotated key is learnt");
    assert_eq!(
        status(&server, &old.token()).await,
        401,
        "a key that is gone"
    );
}
