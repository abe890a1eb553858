//! `frontdesk index`, and what kills and damage leave of the search index:
//! nothing is lost, whenever they come, and searches are answered meanwhile.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::Output,
    time::Duration,
};

use frontdesk_search::{ArticleDocument, Change, Kind, SearchIndex};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::server::{Server, run, text};

const ADMIN: &[&str] = &["--sub", "ada", "--role", "admin"];
const CUSTOMER: &[&str] = &["--sub", "maya"];

fn index(dir: &Path, arguments: &[&str]) -> Output {
    let all: Vec<&str> = ["index"].iter().chain(arguments).copied().collect();
    run(dir, &all, &[])
}

fn json_of(dir: &Path, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = index(dir, &all);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", text(&output.stderr)))
}

/// Nothing differs, of anything.
fn is_as_the_store(dir: &Path) {
    let output = index(dir, &["verify", "--all"]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}

async fn post(server: &Server, path: &str, sub: &[&str], body: &Value) -> Value {
    let answer = reqwest::Client::new()
        .post(server.url(&format!("/api/support{path}")))
        .bearer_auth(server.token(sub))
        .json(body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap()
}

async fn get(server: &Server, path: &str, sub: &[&str]) -> Value {
    let answer = reqwest::Client::new()
        .get(server.url(&format!("/api/support{path}")))
        .bearer_auth(server.token(sub))
        .send()
        .await
        .unwrap();
    answer.json().await.unwrap()
}

async fn open_ticket(server: &Server, subject: &str) {
    let ticket = json!({ "subject": subject, "description": "It is broken." });
    post(server, "/tickets", CUSTOMER, &ticket).await;
}

/// How many of the customer's own tickets a word finds.
async fn tickets_of(server: &Server, word: &str) -> usize {
    let found = get(server, &format!("/search?q={word}&type=tickets"), CUSTOMER).await;
    let tickets = found["data"]["tickets"].as_array();
    tickets.unwrap_or_else(|| panic!("{found}")).len()
}

async fn status(server: &Server) -> Value {
    get(server, "/search/index", ADMIN).await["data"].clone()
}

async fn rebuild(server: &Server) {
    post(server, "/search/index/rebuild", ADMIN, &json!({})).await;
}

async fn verify(server: &Server) {
    let check = post(server, "/search/index/verify", ADMIN, &json!({})).await;
    assert_eq!(check["data"]["ok"], true, "{check}");
}

fn kinds(value: &Value) -> impl Iterator<Item = &Value> {
    value["kinds"].as_array().unwrap().iter()
}

fn generation(status: &Value) -> u64 {
    status["generation"].as_u64().unwrap()
}

/// Waits until the index is complete, nothing is being built, and everything is
/// taken up.
async fn settled(server: &Server) -> Value {
    for _ in 0..1_200 {
        let status = status(server).await;
        let is_settled = status["state"] == "complete"
            && status["isRebuilding"] == false
            && kinds(&status).all(|kind| kind["documents"] == kind["stored"]);
        if is_settled {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the index does not settle: {}", status(server).await);
}

/// A server that holds at a failure point when it comes there for the `time`th time.
fn start_to_hold(dir: TempDir, arguments: &[&str], point: &str, time: u32) -> Server {
    let plan = format!("{point}:{time}:hang");
    Server::start_in(dir, arguments, &[("FRONTDESK_FAIL_POINT", &plan)])
}

/// Waits until it holds there.
fn holds(server: &mut Server, point: &str) {
    server.wait_for_output(&format!("failure point {point}"));
}

/// Ends the process as a power failure would, and gives its data back.
fn kill(mut server: Server) -> TempDir {
    server.signal("KILL");
    server.wait();
    let empty = tempfile::tempdir().unwrap();
    std::mem::replace(&mut server.dir, empty)
}

#[tokio::test]
async fn one_finds_what_one_has_just_written() {
    let server = Server::start(&[], &[]);
    for round in 0..5 {
        let word = format!("parcel{round}x");
        open_ticket(&server, &format!("Where is {word}")).await;
        assert_eq!(
            tickets_of(&server, &word).await,
            1,
            "at once, in round {round}"
        );
    }
}

#[tokio::test]
async fn a_kill_while_indexing_loses_nothing() {
    let server = Server::start(&[], &[]);
    settled(&server).await;
    let mut dir = server.stop();
    // What is read and not indexed; what is indexed, and its position not gone on from.
    for (n, point) in ["before-index", "after-index"].into_iter().enumerate() {
        let mut server = start_to_hold(dir, &[], point, 1);
        open_ticket(&server, &format!("Lamp {n}")).await;
        holds(&mut server, point);
        dir = kill(server);
    }
    let server = Server::start_in(dir, &[], &[]);
    let status = settled(&server).await;
    let conversations = kinds(&status).find(|kind| kind["kind"] == "conversation");
    assert_eq!(conversations.unwrap()["documents"], 2);
    assert_eq!(tickets_of(&server, "lamp").await, 2);
    verify(&server).await;
    is_as_the_store(server.stop().path());
}

#[tokio::test]
async fn a_first_build_that_is_killed_goes_on_where_it_was() {
    let server = Server::start(&["--demo"], &[]);
    settled(&server).await;
    let dir = server.stop();
    fs::remove_dir_all(dir.path().join("data/search")).unwrap();
    let mut server = start_to_hold(dir, &[], "before-rebuild-page", 2);
    holds(&mut server, "before-rebuild-page");
    let held = status(&server).await;
    assert_eq!(
        (held["state"].as_str(), held["isRebuilding"].as_bool()),
        (Some("incomplete"), Some(true))
    );
    let counts: Vec<_> = kinds(&held)
        .map(|kind| (kind["documents"].as_u64(), kind["stored"].as_u64()))
        .collect();
    assert_eq!(counts[0].0, counts[0].1, "the articles are found");
    assert_eq!(counts[1].0, Some(0), "the conversations are to come");
    let rest: u64 = counts[1..].iter().filter_map(|(_, stored)| *stored).sum();
    let server = Server::start_in(kill(server), &[], &[]);
    let log = server.wait_for_log("the search index was built");
    assert!(log.contains(&format!("read={rest} ")), "{rest}: {log}");
    settled(&server).await;
    verify(&server).await;
    is_as_the_store(server.stop().path());
}

#[tokio::test]
async fn a_rebuild_that_is_killed_leaves_an_index_that_serves_and_goes_on() {
    let server = Server::start(&["--demo"], &[]);
    let before = settled(&server).await;
    // In the middle of it.
    let mut server = start_to_hold(server.stop(), &[], "before-rebuild-page", 2);
    rebuild(&server).await;
    holds(&mut server, "before-rebuild-page");
    let held = status(&server).await;
    assert_eq!(held["isRebuilding"], true, "{held}");
    assert!(held["rebuild"]["done"].as_u64() > Some(0), "{held}");
    assert_eq!(generation(&held), generation(&before));
    open_ticket(&server, "A zeppelin of my own").await;
    assert_eq!(tickets_of(&server, "zeppelin").await, 1);
    // Just before the new one takes over; it has gone on without being asked.
    let mut server = start_to_hold(kill(server), &[], "before-index-swap", 1);
    holds(&mut server, "before-index-swap");
    assert_eq!(tickets_of(&server, "zeppelin").await, 1);
    open_ticket(&server, "A submarine of my own").await;
    assert_eq!(tickets_of(&server, "submarine").await, 1);
    let server = Server::start_in(kill(server), &[], &[]);
    server.wait_for_log("the search index was built");
    let after = settled(&server).await;
    assert_eq!(generation(&after), generation(&before) + 1);
    for word in ["zeppelin", "submarine"] {
        assert_eq!(tickets_of(&server, word).await, 1);
    }
    verify(&server).await;
    is_as_the_store(server.stop().path());
}

#[tokio::test]
async fn damage_that_is_met_while_serving_is_mended_at_once() {
    let server = Server::start(&["--demo"], &[]);
    let before = settled(&server).await;
    open_ticket(&server, "A zeppelin of my own").await;
    assert_eq!(tickets_of(&server, "zeppelin").await, 1);
    let stores = files_below(&server.dir.path().join("data/search"));
    let stores = stores
        .iter()
        .filter(|file| file.extension().is_some_and(|name| name == "store"));
    for path in stores {
        // In place, for the files are mapped; but for the length of the first block, which
        // is taken for its memory.
        let mut bytes = fs::read(path).unwrap();
        bytes[4..].fill(0xff);
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(&bytes).unwrap();
    }
    // The first search that meets the damage tells of it.
    let mut after = before.clone();
    for _ in 0..600 {
        get(&server, "/search?q=order", ADMIN).await;
        after = status(&server).await;
        if generation(&after) > generation(&before) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(generation(&after) > generation(&before), "{after}");
    settled(&server).await;
    assert_eq!(tickets_of(&server, "zeppelin").await, 1);
    verify(&server).await;
    is_as_the_store(server.stop().path());
}

#[tokio::test]
async fn what_differs_from_the_store_is_told_and_mended() {
    let server = Server::start(&["--demo"], &[]);
    settled(&server).await;
    let dir = server.stop();
    let status = json_of(dir.path(), &["status"]);
    assert_eq!(status["state"], "complete");
    assert_eq!(status["behind"], 0);
    let [gone, changed] = spoil(dir.path());
    let output = index(dir.path(), &["verify"]);
    assert!(!output.status.success(), "{}", text(&output.stdout));
    let said = text(&output.stderr);
    assert!(said.contains("differs from the database"), "{said}");
    let check = json_of(dir.path(), &["verify", "--all"]);
    let articles = kinds(&check).next().unwrap();
    for fault in ["missing", "extra", "different"] {
        assert_eq!(articles[fault], 1, "{fault}: {check}");
    }
    let mut examples: Vec<_> = articles["examples"].as_array().unwrap().iter().collect();
    examples.sort_by_key(|id| id.to_string());
    let mut wanted = [json!(gone), json!(changed), json!(EXTRA)];
    wanted.sort_by_key(|id| id.to_string());
    assert_eq!(examples, wanted.iter().collect::<Vec<_>>());
    assert!(kinds(&check).skip(1).all(|kind| kind["missing"] == 0));

    let rebuilt = json_of(dir.path(), &["rebuild"]);
    assert_eq!(rebuilt["state"], "complete");
    assert!(kinds(&rebuilt).all(|kind| kind["documents"] == kind["stored"]));
    is_as_the_store(dir.path());
}

#[tokio::test]
async fn an_index_that_was_deleted_is_told_and_built_anew() {
    let server = Server::start(&["--demo"], &[]);
    settled(&server).await;
    let dir = server.stop();
    fs::remove_dir_all(dir.path().join("data/search")).unwrap();
    assert_eq!(json_of(dir.path(), &["status"])["state"], "incomplete");
    assert!(!index(dir.path(), &["verify"]).status.success());
    assert!(
        !dir.path().join("data/search").exists(),
        "who looks makes nothing"
    );
    let server = Server::start_in(dir, &[], &[]);
    settled(&server).await;
    verify(&server).await;
}

#[tokio::test]
async fn a_command_looks_beside_a_server_and_does_not_write() {
    let server = Server::start(&["--demo"], &[]);
    settled(&server).await;
    let dir = server.dir.path();
    assert_eq!(json_of(dir, &["status"])["state"], "complete");
    is_as_the_store(dir);
    let refused = index(dir, &["rebuild"]);
    assert!(!refused.status.success());
    let said = text(&refused.stderr);
    assert!(said.contains("another process writes"), "{said}");
    open_ticket(&server, "A zeppelin of my own").await;
    assert_eq!(tickets_of(&server, "zeppelin").await, 1);
}

const EXTRA: &str = "11111111-1111-4111-8111-111111111111";

/// Takes one article out of the index, changes another, and adds a third. Gives the ids of the
/// first two.
fn spoil(dir: &Path) -> [String; 2] {
    let index = SearchIndex::open(&dir.join("data/search")).unwrap().index;
    let ids = index.ids(Kind::Article, None, 2).unwrap();
    let [gone, changed] = [ids[0].0.clone(), ids[1].0.clone()];
    let put = |id: &str| {
        Change::put(ArticleDocument {
            id: id.to_owned(),
            title: "Lamp".to_owned(),
            published: true,
            ..ArticleDocument::default()
        })
    };
    let changes = vec![
        Change::Delete(Kind::Article, gone.clone()),
        put(&changed),
        put(EXTRA),
    ];
    index.apply(changes, None).unwrap();
    [gone, changed]
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
