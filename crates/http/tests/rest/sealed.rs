//! Sealed mode: what is stored is ciphertext; the plain file is had by signed
//! addresses that end, by those who may see it; and a deletion erases it
//! everywhere.

mod erasure;
mod never_lost;
mod rotation;

use std::{io::Cursor, sync::Arc, time::Duration};

use axum::http::Method;
use frontdesk_http::HttpOptions;
use frontdesk_model::attachment::FilesMode;
use frontdesk_testkit::{TestData, TestDesk};
use serde_json::{Value, json};

use crate::client::{Answer, Server, file};

/// Longer than a segment, and nowhere by chance.
fn letter() -> String {
    "Dear desk, this is between us. ".repeat(5_000)
}

async fn start() -> Server {
    over(&Arc::new(TestData::new()), FilesMode::Sealed).await
}

async fn over(data: &Arc<TestData>, mode: FilesMode) -> Server {
    let kit = TestDesk::over(Arc::clone(data), Default::default(), |config| {
        config.files_mode = mode;
    });
    Server::of(kit.await, HttpOptions::default())
}

async fn upload(server: &Server, person: &str, bytes: &[u8]) -> Value {
    let files = [file("letter.txt", "text/plain", bytes)];
    server.user(person).upload(&files).await.data()
}

/// The address without scheme and host, as `client` wants it.
fn path(url: &Value) -> String {
    let url = url.as_str().unwrap();
    url.strip_prefix("http://localhost:3001")
        .unwrap()
        .to_owned()
}

fn cid(file: &Value) -> String {
    file["cid"].as_str().unwrap().to_owned()
}

async fn open(server: &Server, file: &Value) -> Answer {
    server.anyone().get(&path(&file["url"])).await
}

async fn attach(server: &Server, person: &str, cid: &str) -> Value {
    let ticket = json!({
        "subject": "s", "description": "d", "category": "c", "attachments": [cid],
    });
    server.user(person).post("/tickets", &ticket).await.data()
}

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x as u8, y as u8, (x * y) as u8])
    });
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_sealed_file_is_plain_behind_its_address_alone() {
    let server = start().await;
    let letter = letter();
    let file = upload(&server, "maya", letter.as_bytes()).await;
    assert_eq!(file["size"], letter.len());
    assert_eq!(file["type"], "text/plain");
    let opened = open(&server, &file).await;
    assert_eq!(opened.text(), letter);
    assert_eq!(opened.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(opened.header("content-length"), letter.len().to_string());

    let cid = cid(&file);
    for (path, accept) in [
        (format!("/ipfs/{cid}"), "*/*"),
        (format!("/ipfs/{cid}?format=raw"), "*/*"),
        (format!("/ipfs/{cid}"), "application/vnd.ipld.car"),
    ] {
        let stored = server.anyone().get_with(&path, &[("accept", accept)]).await;
        assert_eq!(stored.status, 200, "{path}");
        assert!(stored.bytes.len() > letter.len(), "{path}");
        assert!(!stored.text().contains("Dear desk"), "{path}");
    }
    let stored = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(stored.header("content-type"), "application/octet-stream");
    assert!(
        stored
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert!(stored.bytes.starts_with(b"frontdesk-seal\x01"));
    for object in server.kit.objects() {
        assert_eq!(std::fs::read(object).unwrap(), stored.bytes);
    }
}

#[tokio::test]
async fn a_sealed_file_is_given_in_ranges_and_once() {
    let server = start().await;
    let letter = letter();
    let file = upload(&server, "maya", letter.as_bytes()).await;
    let path = path(&file["url"]);
    let anyone = server.anyone();
    for (from, to) in [
        (0, 0),
        (65_530, 65_540),
        (65_536, 65_536),
        (100_000, 154_999),
    ] {
        let range = format!("bytes={from}-{to}");
        let part = anyone.get_with(&path, &[("range", &range)]).await;
        assert_eq!(part.status, 206);
        assert_eq!(part.bytes, letter.as_bytes()[from..=to]);
        let expected = format!("bytes {from}-{to}/{}", letter.len());
        assert_eq!(part.header("content-range"), expected);
    }
    let beyond = anyone.get_with(&path, &[("range", "bytes=155000-")]).await;
    beyond.fails(416, "range-not-satisfiable");
    let head = anyone.bare(Method::HEAD, &path, &[]).await;
    assert_eq!(head.header("content-length"), letter.len().to_string());
    assert!(head.bytes.is_empty());
    let etag = head.header("etag").to_owned();
    let known = anyone.get_with(&path, &[("if-none-match", &etag)]).await;
    assert_eq!(known.status, 304);
    // Compressed, it would have no ranges.
    let zipped = anyone.get_with(&path, &[("accept-encoding", "gzip")]).await;
    assert_eq!(zipped.header("content-encoding"), "");
    let saved = anyone.get(&format!("{path}&download=true")).await;
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"letter.txt\""
    );
}

#[tokio::test]
async fn what_a_browser_gets_is_private_and_cannot_act() {
    let server = start().await;
    let file = upload(&server, "maya", b"hello").await;
    let opened = open(&server, &file).await;
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert!(
        opened
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    assert_eq!(opened.header("referrer-policy"), "no-referrer");
    assert!(opened.header("content-disposition").starts_with("inline"));
    let age = opened
        .header("cache-control")
        .strip_prefix("private, max-age=");
    let age: u64 = age.unwrap().parse().unwrap();
    assert!((600..=900).contains(&age), "{age}");
    let pdf = [file_of_pdf()];
    let file = server.user("maya").upload(&pdf).await.data();
    let opened = open(&server, &file).await;
    assert!(
        opened
            .header("content-disposition")
            .starts_with("attachment")
    );
}

fn file_of_pdf() -> crate::client::File<'static> {
    file(
        "a.pdf",
        "application/pdf",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    )
}

#[tokio::test]
async fn an_address_that_was_changed_is_refused() {
    let server = start().await;
    let (one, other) = (
        upload(&server, "maya", b"one").await,
        upload(&server, "maya", b"other").await,
    );
    let own = path(&one["url"]);
    let (start, signature) = own.split_once("&signature=").unwrap();
    let (base, expires) = start.split_once("expires=").unwrap();
    let later: i64 = expires.parse::<i64>().unwrap() + 1;
    let reversed: String = signature.chars().rev().collect();
    for changed in [
        own.replace(&cid(&one), &cid(&other)),
        format!("{base}expires={later}&signature={signature}"),
        format!("{own}&rendition=thumbnail"),
        format!("{own}&rendition=huge"),
        format!("{start}&signature={reversed}"),
        format!("{start}&signature="),
        format!("{base}signature={signature}"),
        base.trim_end_matches('?').to_owned(),
    ] {
        let refused = server.anyone().get(&changed).await;
        refused.fails(403, "bad-signature");
    }
    assert_eq!(open(&server, &one).await.text(), "one");
}

#[tokio::test]
async fn an_address_ends_and_the_file_gets_another() {
    let server = start().await;
    let file = upload(&server, "maya", b"hello").await;
    // For a while everyone gets the same one, so that a browser knows the file.
    server.kit.clock.advance(Duration::from_secs(299));
    let files = format!("/files?cid={}", cid(&file));
    let again = server.user("maya").get(&files).await.data();
    assert_eq!(again[0]["url"], file["url"]);
    server.kit.clock.advance(Duration::from_secs(601));
    open(&server, &file).await.fails(403, "link-expired");
    let again = server.user("maya").get(&files).await.data();
    assert_ne!(again[0]["url"], file["url"]);
    assert_eq!(open(&server, &again[0]).await.text(), "hello");
    // `expires` is no later than the operator allows.
    let url = path(&again[0]["url"]);
    let expires = url.split("expires=").nth(1).unwrap();
    let expires: i64 = expires.split('&').next().unwrap().parse().unwrap();
    let now = server.kit.clock.now().0 / 1_000;
    assert!(
        (now + 600..=now + 900).contains(&expires),
        "{expires} {now}"
    );
}

#[tokio::test]
async fn only_who_may_see_a_conversation_is_told_the_address() {
    let server = start().await;
    let letter = upload(&server, "maya", b"hello").await;
    let files = format!("/files?cid={}", cid(&letter));
    assert_eq!(server.agent("sam").get(&files).await.data(), json!([]));
    let ticket = attach(&server, "maya", &cid(&letter)).await;
    let ticket = format!("/tickets/{}", ticket["id"].as_str().unwrap());
    for caller in [server.user("maya"), server.agent("sam")] {
        let seen = caller.get(&ticket).await.data();
        assert_eq!(open(&server, &seen["files"][0]).await.text(), "hello");
        let asked = caller.get(&files).await.data();
        assert_eq!(open(&server, &asked[0]).await.text(), "hello");
    }
    let eve = server.user("eve");
    assert_eq!(eve.get(&files).await.data(), json!([]));
    eve.get(&ticket).await.fails(404, "not-found");
    server
        .anyone()
        .get(&files)
        .await
        .fails(401, "unauthenticated");
    // And it is nobody's to attach who has not uploaded it.
    let theft = json!({
        "subject": "s", "description": "d", "category": "c", "attachments": [cid(&letter)],
    });
    assert_eq!(eve.post("/tickets", &theft).await.status, 400);
}

#[tokio::test]
async fn smaller_forms_are_sealed_as_well_and_shown_by_addresses_of_their_own() {
    let server = start().await;
    let picture = picture(1_700, 40);
    let files = [file("wide.png", "image/png", &picture)];
    let file = server.user("maya").upload(&files).await.data();
    super::storage::settled(&server).await;
    let asked = format!("/files?cid={}", cid(&file));
    let known = server.user("maya").get(&asked).await.data()[0].clone();
    for (form, edge) in [("thumbnailUrl", 320), ("previewUrl", 1_600)] {
        let smaller = server.anyone().get(&path(&known[form])).await;
        assert_eq!(smaller.status, 200, "{form}");
        let decoded = image::load_from_memory(&smaller.bytes).unwrap();
        assert_eq!(decoded.width(), edge);
        // It is no address of the file itself.
        let as_file = path(&known[form])
            .split("&rendition")
            .next()
            .unwrap()
            .to_owned();
        server
            .anyone()
            .get(&as_file)
            .await
            .fails(403, "bad-signature");
    }
    assert_eq!(open(&server, &known).await.bytes, picture);
    let objects = server.kit.objects();
    assert_eq!(objects.len(), 3);
    for object in objects {
        let stored = std::fs::read(object).unwrap();
        assert!(stored.starts_with(b"frontdesk-seal\x01"));
    }
    // A file that is deleted takes them along, keys and all.
    server
        .user("maya")
        .delete(&format!("/files/{}", cid(&file)))
        .await
        .data();
    let gone = server.anyone().get(&path(&known["thumbnailUrl"])).await;
    gone.fails(410, "file-deleted");
    assert!(
        server
            .kit
            .store
            .file_master_keys()
            .await
            .unwrap()
            .is_empty()
    );
    super::storage::settled(&server).await;
    assert!(server.kit.objects().is_empty());
}

#[tokio::test]
async fn the_same_file_twice_is_two_files_since_each_has_its_own_key() {
    let server = start().await;
    let one = upload(&server, "maya", b"hello").await;
    let other = upload(&server, "maya", b"hello").await;
    assert_ne!(one["cid"], other["cid"]);
    server
        .user("maya")
        .delete(&format!("/files/{}", cid(&one)))
        .await
        .data();
    assert_eq!(open(&server, &other).await.text(), "hello");
}

#[tokio::test]
async fn what_comes_in_parts_is_sealed_as_well() {
    let server = start().await;
    let letter = letter();
    let maya = server.user("maya");
    let length = letter.len().to_string();
    let request = maya
        .request(Method::POST, "/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", &length)
        .header("upload-metadata", "filename YS50eHQ=")
        .header("content-type", "application/offset+octet-stream")
        .body(letter.clone().into());
    let file = server.send(request.unwrap()).await.data();
    assert_eq!(file["size"], letter.len());
    assert_eq!(open(&server, &file).await.text(), letter);
    let stored = server.anyone().get(&format!("/ipfs/{}", cid(&file))).await;
    assert!(!stored.text().contains("Dear desk"));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_shut_at_its_address_too() {
    let server = start().await;
    let file = upload(&server, "maya", b"hello").await;
    let set = async |scan| {
        let mut tx = server.kit.store.begin().await.unwrap();
        let now = server.kit.clock.now();
        tx.set_scan(&cid(&file), scan, None, now).await.unwrap();
        tx.commit().await.unwrap();
    };
    use frontdesk_model::attachment::ScanState;
    set(ScanState::Pending).await;
    let pending = open(&server, &file).await;
    pending.fails(403, "file-pending");
    assert_eq!(pending.header("retry-after"), "2");
    set(ScanState::Infected).await;
    open(&server, &file).await.fails(403, "file-infected");
    let sealed = server.anyone().get(&format!("/ipfs/{}", cid(&file))).await;
    sealed.fails(403, "file-infected");
    set(ScanState::Clean).await;
    assert_eq!(open(&server, &file).await.text(), "hello");
}

#[tokio::test]
async fn a_file_keeps_the_mode_that_it_was_uploaded_in() {
    let data = Arc::new(TestData::new());
    let before = over(&data, FilesMode::Public).await;
    let public = upload(&before, "maya", b"for all").await;
    assert_eq!(
        before.anyone().get("/config").await.data()["filesMode"],
        "public"
    );
    before.kit.desk.close().await;

    let server = over(&data, FilesMode::Sealed).await;
    let anyone = server.anyone();
    assert_eq!(anyone.get("/config").await.data()["filesMode"], "sealed");
    let sealed = upload(&server, "maya", b"for few").await;
    assert_eq!(anyone.get(&path(&public["url"])).await.text(), "for all");
    let admin = server.admin("ada");
    assert_eq!(admin.get("/storage").await.data()["mode"], "sealed");
    let listed = admin.get("/storage/files").await.data();
    let modes: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (cid(&row["attachment"]), row["sealed"].as_bool().unwrap()))
        .collect();
    assert!(modes.contains(&(cid(&public), false)) && modes.contains(&(cid(&sealed), true)));
    server.kit.desk.close().await;

    let after = over(&data, FilesMode::Public).await;
    let files = format!("/files?cid={}", cid(&sealed));
    let known = after.user("maya").get(&files).await.data();
    assert_eq!(open(&after, &known[0]).await.text(), "for few");
    assert!(known[0]["url"].as_str().unwrap().contains("signature="));
}

#[tokio::test]
async fn a_check_and_a_quota_know_sealed_files() {
    let server = start().await;
    let letter = letter();
    let file = upload(&server, "maya", letter.as_bytes()).await;
    let used = server.admin("ada").get("/storage").await.data();
    assert_eq!(used["bytes"], letter.len());
    assert_eq!(used["quota"]["used"], letter.len());
    let checked = super::storage::scrub(&server).await;
    assert_eq!(
        (&checked["checked"], &checked["damaged"]),
        (&json!(1), &json!(0))
    );
    for object in server.kit.objects() {
        let mut bytes = std::fs::read(&object).unwrap();
        bytes[100] ^= 1;
        std::fs::write(object, bytes).unwrap();
    }
    let checked = super::storage::scrub(&server).await;
    assert_eq!(checked["damaged"], 1);
    let again = format!("/files?cid={}", cid(&file));
    let again = server.user("maya").get(&again).await.data();
    open(&server, &again[0]).await.fails(500, "file-damaged");
}
