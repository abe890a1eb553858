//! The commands beside `serve`.

use std::fs;

use frontdesk_testkit::peers::{Peer, S3_BUCKET, S3_KEY};

use crate::server::{Server, run, run_with_input, text};

fn claims(token: &str) -> serde_json::Value {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

    let payload = token.split('.').nth(1).expect("a JWT has three parts");
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_is_one_of_the_server_over_the_same_data() {
    let server = Server::start(&[], &[]);
    let token = server.token(&["--sub", "sam", "--name", "Sam", "--role", "agent"]);
    let me: serde_json::Value = reqwest::Client::new()
        .get(server.url("/api/support/auth/me"))
        .bearer_auth(&token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(me["data"]["id"], "sam", "{me}");
    assert_eq!(me["data"]["role"], "agent", "{me}");
}

#[test]
fn a_token_says_what_was_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let secret = [("JWT_SECRET", "a secret of tests that is long enough")];
    let ask = |ttl: &str| {
        let arguments = [
            "token",
            "--sub",
            "maya",
            "--email",
            "maya@example.org",
            "--ttl",
            ttl,
        ];
        let output = run(dir.path(), &arguments, &secret);
        assert!(output.status.success(), "{}", text(&output.stderr));
        claims(text(&output.stdout).trim())
    };
    let (hour, week) = (ask("1h"), ask("7d"));
    assert_eq!(hour["sub"], "maya");
    assert_eq!(hour["name"], "maya");
    assert_eq!(hour["email"], "maya@example.org");
    assert_eq!(hour["role"], "user");
    let longer = week["exp"].as_f64().unwrap() - hour["exp"].as_f64().unwrap();
    assert!(longer >= 167.0 * 3_600.0, "{longer}");
}

#[test]
fn a_token_of_an_unknown_role_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["token", "--sub", "x", "--role", "root"], &[]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("user, agent or admin"));
}

#[tokio::test]
async fn an_admin_is_made_with_a_password_from_standard_input_while_the_server_runs() {
    let server = Server::start(&[], &[]);
    let create = [
        "admin",
        "create",
        "--email",
        "ada@example.com",
        "--name",
        "Ada",
    ];
    let output = run_with_input(server.dir.path(), &create, "correct horse\n");
    assert!(output.status.success(), "{}", text(&output.stderr));

    let answer = reqwest::Client::new()
        .post(server.url("/api/support/auth/login"))
        .json(&serde_json::json!({ "email": "ada@example.com", "password": "correct horse" }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["data"]["user"]["role"], "admin", "{body}");

    let again = run_with_input(server.dir.path(), &create, "another one\n");
    assert!(!again.status.success(), "an address has one account");
}

#[test]
fn a_short_password_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let create = ["admin", "create", "--email", "ada@example.com"];
    let output = run_with_input(dir.path(), &create, "short\n");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("8 to 256 characters"));
}

#[test]
fn the_doctor_finds_a_good_desk_good() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["doctor"], &[]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}");
    for check in [
        "configuration",
        "data directory",
        "free disk",
        "database",
        "accounts",
        "outbox",
        "files",
        "search index",
        "key set",
        "TLS",
    ] {
        assert!(said.contains(check), "{check} in {said}");
    }
    assert!(!said.contains("BAD"), "{said}");
}

#[test]
fn the_doctor_says_what_to_mend() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("keys.json"), "not a key set").unwrap();
    let output = run(
        dir.path(),
        &["doctor"],
        &[
            // Nothing listens on port 1.
            ("IPFS_URL", "http://127.0.0.1:1"),
            ("DATABASE_URL", "postgres://desk:hunter2@127.0.0.1:1/desk"),
            ("JWT_JWKS", "keys.json"),
        ],
    );
    let said = text(&output.stdout);
    assert!(!output.status.success());
    for words in [
        "correct IPFS_URL",
        "check DATABASE_URL",
        "JWT_JWKS: keys.json is not a JSON Web Key Set",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
    assert!(text(&output.stderr).contains("3 of the checks failed"));
}

#[test]
fn the_doctor_finds_a_directory_that_is_none() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("data"), "a file").unwrap();
    let output = run(dir.path(), &["doctor"], &[]);
    assert!(!output.status.success());
    assert!(text(&output.stdout).contains("set DATA_DIR to another"));
}

#[test]
fn config_shows_what_holds_and_from_where_without_secrets() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("other.toml"),
        "name = \"Fernway\"\nport = 4000\n",
    )
    .unwrap();
    let secret = "a secret of tests that is long enough";
    let output = run(
        dir.path(),
        &["config", "--agent-capacity", "7"],
        &[
            ("FRONTDESK_CONFIG", "other.toml"),
            ("PORT", "5000"),
            ("JWT_SECRET", secret),
        ],
    );
    let said = text(&output.stdout);
    let line = |key: &str| {
        let found = said.lines().find(|line| line.starts_with(key));
        found.unwrap_or_default().to_owned()
    };
    assert!(
        line("name = \"Fernway\"").ends_with("# other.toml"),
        "{said}"
    );
    assert!(line("port = \"5000\"").ends_with("# environment"), "{said}");
    assert!(line("agent_capacity = \"7\"").ends_with("# flag"), "{said}");
    assert!(line("jwt_secret = \"********\"").ends_with("# environment"));
    assert!(!said.contains(secret));
}

#[test]
fn the_documentation_has_the_reference_as_config_prints_it() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["config", "--markdown"], &[]);
    let reference = text(&output.stdout);
    assert!(reference.contains("| `PORT` | `<number>` | `3001` |"));
    let documentation = include_str!("../../../../docs/CONFIGURATION.md");
    assert!(
        documentation.contains(&reference),
        "docs/CONFIGURATION.md is out of date: \
         replace its tables by what `frontdesk config --markdown` prints"
    );
}

#[test]
fn the_descriptions_of_the_api_are_printed() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["schema", "openapi"], &[]);
    let api: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(api["paths"]["/api/support/tickets"].is_object());
    let output = run(dir.path(), &["schema", "events"], &[]);
    assert!(text(&output.stdout).contains("chat-message"));
}

fn bucket(url: &str, secret: &'static str) -> [(&'static str, String); 4] {
    [
        ("S3_URL", url.to_owned()),
        ("S3_BUCKET", S3_BUCKET.to_owned()),
        ("S3_ACCESS_KEY_ID", S3_KEY.0.to_owned()),
        ("S3_SECRET_ACCESS_KEY", secret.to_owned()),
    ]
}

#[test]
fn the_doctor_looks_at_a_bucket_and_never_tells_its_secret() {
    let dir = tempfile::tempdir().unwrap();
    let url = &Peer::s3().url;
    for (secret, is_good) in [(S3_KEY.1, true), ("hunter2hunter2", false)] {
        let settings = bucket(url, secret);
        let settings = settings
            .each_ref()
            .map(|(key, value)| (*key, value.as_str()));
        let output = run(dir.path(), &["doctor"], &settings);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.success(), is_good, "{said}");
        assert!(
            said.contains(&format!("bucket {S3_BUCKET} at {url}")),
            "{said}"
        );
        assert!(!said.contains("hunter2"), "{said}");
        let output = run(dir.path(), &["config"], &settings);
        let said = text(&output.stdout);
        assert!(
            said.contains("s3_secret_access_key = \"********\""),
            "{said}"
        );
        assert!(!said.contains("hunter2"), "{said}");
    }
}
