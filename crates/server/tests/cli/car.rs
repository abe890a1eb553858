//! `frontdesk car`: content out of one desk and into another.

use std::path::Path;

use crate::server::{Server, run, text};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../http/tests/fixtures/ipfs");
const MIXED: &str = "trustless_gateway_car/subdir-with-mixed-block-files.car";

fn car(dir: &Path, arguments: &[&str]) -> (bool, String) {
    let all: Vec<&str> = ["car"].iter().chain(arguments).copied().collect();
    let output = run(dir, &all, &[]);
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.success(), said)
}

async fn upload(server: &Server, name: &str, bytes: Vec<u8>) -> String {
    let token = server.token(&["--sub", "maya"]);
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    let form = reqwest::multipart::Form::new().part("file", part);
    let answer = reqwest::Client::new()
        .post(server.url("/api/support/upload"))
        .bearer_auth(token)
        .multipart(form)
        .send()
        .await
        .unwrap();
    let body: serde_json::Value = answer.json().await.unwrap();
    body["data"]["cid"].as_str().unwrap().to_owned()
}

async fn fetch(server: &Server, cid: &str) -> reqwest::Response {
    let path = format!("/ipfs/{cid}");
    reqwest::get(server.url(&path)).await.unwrap()
}

#[tokio::test]
async fn files_travel_from_one_running_desk_to_another() {
    let (from, to) = (Server::start(&[], &[]), Server::start(&[], &[]));
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
    let large = upload(&from, "large.txt", bytes.clone()).await;
    let small = upload(&from, "small.txt", b"small".to_vec()).await;
    let (done, said) = car(from.dir.path(), &["export", "--all", "all.car"]);
    assert!(done && said.contains("2 roots"), "{said}");

    let archive = from.dir.path().join("all.car");
    let archive = archive.to_str().unwrap();
    let (done, said) = car(to.dir.path(), &["import", archive]);
    assert!(done && said.contains("5 blocks, 5 of them new"), "{said}");
    assert!(said.contains(&large) && said.contains(&small), "{said}");
    assert!(fetch(&to, &large).await.bytes().await.unwrap() == bytes);
    assert_eq!(fetch(&to, &small).await.text().await.unwrap(), "small");

    // What was imported can be exported again, whole and alone.
    let (done, said) = car(to.dir.path(), &["export", &large, "large.car"]);
    assert!(done, "{said}");
    let (done, said) = car(to.dir.path(), &["export", "--all", "again.car"]);
    assert!(done && said.contains("2 roots"), "{said}");
    let again = std::fs::metadata(to.dir.path().join("again.car")).unwrap();
    assert_eq!(again.len(), std::fs::metadata(archive).unwrap().len());
}

#[test]
fn an_archive_with_a_wrong_block_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(format!("{FIXTURES}/{MIXED}")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let file = dir.path().join("bad.car");
    std::fs::write(&file, bytes).unwrap();
    let (done, said) = car(dir.path(), &["import", file.to_str().unwrap()]);
    assert!(!done && said.contains("not what the CID says"), "{said}");
    // Its first block was good, and is not here for all that.
    let good = format!("{FIXTURES}/{MIXED}");
    let (done, said) = car(dir.path(), &["import", &good]);
    assert!(done && said.contains("10 blocks, 10 of them new"), "{said}");
}

#[test]
fn what_is_not_here_or_not_whole_is_not_exported() {
    let dir = tempfile::tempdir().unwrap();
    let missing =
        format!("{FIXTURES}/trustless_gateway_car/file-3k-and-3-blocks-missing-block.car");
    let (done, said) = car(dir.path(), &["import", &missing]);
    assert!(done, "{said}");
    let root = said.lines().last().unwrap().trim().to_owned();
    for cid in [
        &root,
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    ] {
        let (done, said) = car(dir.path(), &["export", cid, "out.car"]);
        assert!(!done, "{said}");
        assert!(!dir.path().join("out.car").exists());
    }
    for arguments in [
        &["export", "out.car"][..],
        &["export", "not-a-cid", "out.car"],
        &["export", "--ticket", "12", "out.car"],
        &["export", "--all", "a", "b"],
        &["import", "nowhere.car"],
    ] {
        let (done, said) = car(dir.path(), arguments);
        assert!(
            !done && said.contains("frontdesk: "),
            "{arguments:?} {said}"
        );
    }
}

#[tokio::test]
async fn a_tickets_files_are_exported_by_its_number() {
    let server = Server::start(&[], &[]);
    let of_ticket = upload(&server, "ticket.txt", b"of the ticket".to_vec()).await;
    let of_answer = upload(&server, "answer.txt", b"of the answer".to_vec()).await;
    upload(&server, "other.txt", b"of nothing".to_vec()).await;
    let token = server.token(&["--sub", "maya"]);
    let client = reqwest::Client::new();
    let post = |path: String, body: serde_json::Value| {
        let request = client
            .post(server.url(&path))
            .bearer_auth(&token)
            .json(&body);
        async move {
            let answer = request.send().await.unwrap();
            let body: serde_json::Value = answer.json().await.unwrap();
            body["data"].clone()
        }
    };
    let ticket = post(
        "/api/support/tickets".into(),
        serde_json::json!({
            "subject": "A broken lamp", "description": "It does not shine.",
            "category": "orders", "priority": "low", "attachments": [of_ticket],
        }),
    )
    .await;
    let id = ticket["id"].as_str().unwrap();
    post(
        format!("/api/support/tickets/{id}/responses"),
        serde_json::json!({ "response": "See this.", "attachments": [of_answer] }),
    )
    .await;
    for name in [id.to_owned(), ticket["number"].to_string()] {
        let arguments = ["export", "--ticket", &name, "ticket.car"];
        let (done, said) = car(server.dir.path(), &arguments);
        assert!(done && said.contains("2 roots"), "{said}");
    }
}
