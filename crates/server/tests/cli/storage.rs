//! `frontdesk storage`: on the data directly, without a server and beside one.

use std::{
    path::{Path, PathBuf},
    process::Output,
};

use serde_json::Value;

use crate::server::{Server, run, text};

fn storage(dir: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let all: Vec<&str> = ["storage"].iter().chain(arguments).copied().collect();
    run(dir, &all, environment)
}

fn table(dir: &Path, arguments: &[&str]) -> String {
    let output = storage(dir, arguments, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn upload(server: &Server, words: &str) -> String {
    let part = reqwest::multipart::Part::text(words.to_owned()).file_name("a.txt");
    let answer = reqwest::Client::new()
        .post(server.url("/api/support/upload"))
        .bearer_auth(server.token(&["--sub", "maya"]))
        .multipart(reqwest::multipart::Form::new().part("file", part))
        .send()
        .await
        .unwrap();
    let body: Value = answer.json().await.unwrap();
    body["data"]["cid"].as_str().unwrap().to_owned()
}

/// Where the bytes of a file lie.
fn object(dir: &Path, cid: &str) -> PathBuf {
    let shards = std::fs::read_dir(dir.join("data/objects")).unwrap();
    let files = shards.map(|shard| shard.unwrap().path().join(cid));
    files
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| dir.join("gone"))
}

#[tokio::test]
async fn the_status_beside_a_running_server_is_a_table_or_json() {
    let server = Server::start(&[], &[]);
    let dir = server.dir.path();
    upload(&server, "twelve bytes").await;
    let said = table(dir, &["status"]);
    for line in [
        "files           1 file, 12 bytes",
        "orphans         1 file, 12 bytes",
        "                text/plain: 1 file, 12 bytes",
        "store           local: files in",
        "quota           12 bytes used of no limit",
    ] {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
    let summary = json(&storage(dir, &["status", "--json"], &[]));
    assert_eq!(
        (&summary["files"], &summary["bytes"]),
        (&1.into(), &12.into())
    );
    assert_eq!(summary["backend"]["healthy"], true);
}

#[tokio::test]
async fn a_check_tells_what_is_damaged_and_fails() {
    let server = Server::start(&[], &[]);
    let good = upload(&server, "the good one").await;
    let bad = upload(&server, "the bad one!").await;
    let dir = server.stop();
    let said = table(dir.path(), &["scrub"]);
    assert!(
        said.contains("checked         2\ndamaged         0"),
        "{said}"
    );

    std::fs::write(object(dir.path(), &bad), "the bad one?").unwrap();
    let output = storage(dir.path(), &["scrub"], &[]);
    assert!(!output.status.success());
    let said = text(&output.stdout);
    assert!(
        said.contains("damaged         1\nrepaired        0"),
        "{said}"
    );
    assert!(
        said.contains(&format!("DAMAGED         {bad} (file, 12 bytes)")),
        "{said}"
    );
    assert!(!said.contains(&good), "{said}");
    assert!(text(&output.stderr).contains("frontdesk: 1 stored files are damaged"));
    let output = storage(dir.path(), &["scrub", "--json", "--gently"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let checked = json(&output);
    assert_eq!(checked["unrepaired"][0]["cid"], bad.as_str());
    assert_eq!(checked["unrepaired"][0]["isPack"], false);
    // It is what the server's own check leaves.
    let status = table(dir.path(), &["status"]);
    assert!(
        status.contains("2 checked, 1 damaged, 0 of them repaired"),
        "{status}"
    );

    let server = Server::start_in(dir, &[], &[]);
    let fetch = async |cid: &str| {
        let path = server.url(&format!("/ipfs/{cid}"));
        reqwest::get(path).await.unwrap().status().as_u16()
    };
    assert_eq!((fetch(&good).await, fetch(&bad).await), (200, 500));
}

#[tokio::test]
async fn what_nothing_needs_is_cleared_away_with_its_bytes() {
    let server = Server::start(&[], &[]);
    let orphan = upload(&server, "part of nothing").await;
    let left = server.dir.path().join("data/objects/yk");
    let dir = server.stop();
    // Young ones stay.
    let said = table(dir.path(), &["collect"]);
    assert!(said.contains("cleared away    0 files, 0 bytes"), "{said}");
    assert!(object(dir.path(), &orphan).exists());
    // A day later.
    let database = dir.path().join("data/frontdesk.db");
    age(&database).await;
    std::fs::create_dir_all(&left).unwrap();
    let collected = json(&storage(dir.path(), &["collect", "--json"], &[]));
    assert_eq!(
        (&collected["files"], &collected["bytes"]),
        (&1.into(), &15.into())
    );
    assert!(
        !object(dir.path(), &orphan).exists(),
        "its bytes are gone at once"
    );
    let status = table(dir.path(), &["status"]);
    assert!(
        status.contains("files           0 files, 0 bytes"),
        "{status}"
    );
    assert!(status.contains("1 file, 15 bytes\n"), "{status}");
}

/// Makes what is stored two days older.
async fn age(database: &Path) {
    use sqlx::Connection as _;

    let url = format!("sqlite:{}", database.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for table in ["attachment", "upload"] {
        let text = format!("UPDATE {table} SET created_at = created_at - 172800000");
        sqlx::query(sqlx::AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    connection.close().await.unwrap();
}

#[test]
fn a_store_that_cannot_be_opened_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = [("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")];
    let output = storage(dir.path(), &["status"], &nowhere);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(said.contains("the database cannot be used"), "{said}");
}
