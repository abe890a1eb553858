//! What an upload must keep to beyond its type, what is taken out of it, how it
//! stands, and what admins decide.

use axum::http::Method;
use frontdesk_http::HttpOptions;
use frontdesk_model::attachment::MAX_FILES_ASKED;
use serde_json::json;

use crate::client::{PNG, Server, file};

/// A server whose scanner does not answer.
async fn without_scanner() -> Server {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    drop(listener);
    Server::with(
        |config| config.scanner = Some(address.parse().unwrap()),
        HttpOptions::default(),
    )
    .await
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, marker];
    bytes.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
    bytes.extend(data);
    bytes
}

/// A photograph of 4 by 2 pixels, with what stands before its pixels.
fn jpeg(before: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    bytes.extend(before.concat());
    bytes.extend(segment(0xc0, &[8, 0, 2, 0, 4, 1, 1, 0x11, 0]));
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    bytes.extend(b"\x7f\xff\0\x12\xff\xd9");
    bytes
}

fn gps() -> Vec<u8> {
    segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0 GPSLatitude 52 30 N")
}

#[tokio::test]
async fn a_photograph_is_stored_without_the_place_it_was_taken_at() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let (plain, located) = (jpeg(&[]), jpeg(&[gps()]));
    let upload = async |name: &str, bytes: &[u8]| {
        maya.upload(&[file(name, "image/jpeg", bytes)]).await.data()
    };
    let stored = upload("located.jpg", &located).await;
    let known = upload("plain.jpg", &plain).await;
    assert_eq!(stored["cid"], known["cid"], "nothing else was changed");
    assert_eq!(stored["size"], plain.len());
    assert_eq!(
        (&stored["width"], &stored["height"]),
        (&json!(4), &json!(2))
    );
    let cid = stored["cid"].as_str().unwrap();
    let fetched = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(fetched.bytes, plain);
}

#[tokio::test]
async fn the_operator_may_keep_what_photographs_say() {
    let server = Server::with(
        |config| config.upload_metadata = frontdesk_files::MetadataRule::Keep,
        HttpOptions::default(),
    )
    .await;
    let located = jpeg(&[gps()]);
    let files = [file("located.jpg", "image/jpeg", &located)];
    let stored = server.user("maya").upload(&files).await.data();
    assert_eq!(stored["size"], located.len());
}

#[tokio::test]
async fn what_hides_in_a_file_or_is_too_large_is_refused_and_nothing_is_kept() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let page = [PNG, b"<html><script>alert(1)</script>"].concat();
    let mut bomb = PNG.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for (name, declared, bytes, words) in [
        ("a.png", "image/png", page.as_slice(), "hides in it"),
        ("b.png", "image/png", &bomb, "30000 x 30000 pixels"),
        ("c.png", "image/png", &PNG[..30], "damaged"),
        (
            "d.txt",
            "text/plain",
            b"<svg onload=alert(1)>",
            "image/svg+xml",
        ),
        (
            "e.txt",
            "text/plain",
            b"\xff\xfeh\0i\0",
            "application/octet-stream",
        ),
    ] {
        let answer = maya.upload(&[file(name, declared, bytes)]).await;
        let problem = answer.fails(415, "unsupported-type");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{name}: {detail}");
    }
}

#[tokio::test]
async fn one_asks_for_the_files_that_one_may_see() {
    let server = Server::start().await;
    let (maya, eve) = (server.user("maya"), server.user("eve"));
    let upload = async |words: &[u8]| {
        let stored = maya
            .upload(&[file("a.txt", "text/plain", words)])
            .await
            .data();
        stored["cid"].as_str().unwrap().to_owned()
    };
    let (loose, sent) = (upload(b"loose").await, upload(b"sent").await);
    let ticket = json!({
        "subject": "A file", "description": "See there", "attachments": [sent],
        "category": "general", "priority": "low",
    });
    let ticket = maya.post("/api/support/tickets", &ticket).await.data();
    assert_eq!(ticket["files"][0]["scan"], "unscanned");
    let path = format!("/api/support/files?cid={loose}&cid={sent}&cid=unknown&cid={sent}");
    let cids = |data: serde_json::Value| -> Vec<String> {
        let files = data.as_array().unwrap().iter();
        files
            .map(|one| one["cid"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        cids(maya.get(&path).await.data()),
        [loose.clone(), sent.clone()]
    );
    assert_eq!(cids(server.agent("sam").get(&path).await.data()), [sent]);
    assert!(cids(eve.get(&path).await.data()).is_empty());
    server
        .anyone()
        .get(&path)
        .await
        .fails(401, "unauthenticated");
    let many: Vec<_> = (0..=MAX_FILES_ASKED).map(|n| format!("cid={n}")).collect();
    let path = format!("/api/support/files?{}", many.join("&"));
    maya.get(&path).await.fails(400, "invalid-input");
}

#[tokio::test]
async fn what_waits_for_the_scanner_is_opened_by_nobody() {
    let server = without_scanner().await;
    let maya = server.user("maya");
    let stored = maya
        .upload(&[file("a.txt", "text/plain", b"harmless")])
        .await
        .data();
    assert_eq!(stored["scan"], "pending");
    let path = format!("/ipfs/{}", stored["cid"].as_str().unwrap());
    for caller in [server.anyone(), server.user("maya"), server.admin("ada")] {
        let answer = caller.get(&path).await;
        answer.fails(403, "file-pending");
        assert_eq!(answer.header("retry-after"), "2");
        let head = caller.bare(Method::HEAD, &path, &[]).await;
        assert_eq!(head.status, 403);
    }
}

#[tokio::test]
async fn only_admins_decide_about_files_and_only_about_what_there_is() {
    let server = without_scanner().await;
    let maya = server.user("maya");
    let stored = maya
        .upload(&[file("a.txt", "text/plain", b"harmless")])
        .await
        .data();
    let cid = stored["cid"].as_str().unwrap();
    let storage = format!("/api/support/storage/files/{cid}");
    let (rescan, release) = (format!("{storage}/rescan"), format!("{storage}/release"));
    for path in [&rescan, &release] {
        let agent = server.agent("sam").post(path, &json!({})).await;
        agent.fails(403, "forbidden");
    }
    let admin = server.admin("ada");
    admin
        .post(&release, &json!({}))
        .await
        .fails(409, "conflict");
    let again = admin.post(&rescan, &json!({})).await;
    assert_eq!(again.status, 202);
    assert_eq!(again.data()["scan"], "pending");
    let unknown = "/api/support/storage/files/bafy/rescan";
    admin
        .post(unknown, &json!({}))
        .await
        .fails(404, "not-found");
    let audit = admin
        .get(&format!("/api/support/audit?subject={cid}"))
        .await;
    assert_eq!(audit.data()[0]["action"], "file.rescan");

    let server = Server::start().await;
    let admin = server.admin("ada");
    let unscanned = format!("/api/support/storage/files/{cid}/rescan");
    admin
        .post(&unscanned, &json!({}))
        .await
        .fails(409, "conflict");
}
