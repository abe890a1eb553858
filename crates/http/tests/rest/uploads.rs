//! Uploading files.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use serde_json::json;

use crate::client::{BOUNDARY, File, PNG, Server, file, form};

const ONE_KB: usize = 1024;

async fn small_server() -> Server {
    Server::with(
        |config| config.upload_max_bytes = ONE_KB as u64,
        frontdesk_http::HttpOptions::default(),
    )
    .await
}

#[tokio::test]
async fn one_file_gives_one_attachment() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let answer = maya.upload(&[file("dot.png", "image/png", PNG)]).await;
    assert_eq!(answer.status, 201);
    let attachment = answer.data();
    assert_eq!(attachment["type"], "image/png");
    assert_eq!(attachment["name"], "dot.png");
    assert_eq!(attachment["size"], PNG.len());
    let cid = attachment["cid"].as_str().unwrap();
    assert!(attachment["url"].as_str().unwrap().ends_with(cid));
    let fetched = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(fetched.bytes, PNG);
}

#[tokio::test]
async fn several_files_give_an_array_in_their_order() {
    let server = Server::start().await;
    let files = [
        file("a.txt", "text/plain", b"first"),
        File {
            field: "note",
            ..file("ignored.txt", "text/plain", b"not a file of ours")
        },
        file("b.csv", "text/csv", b"a,b\n1,2\n"),
    ];
    let data = server.user("maya").upload(&files).await.data();
    let names: Vec<_> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert_eq!(names, ["a.txt", "b.csv"]);
}

#[tokio::test]
async fn a_file_at_the_limit_passes_and_one_byte_more_is_a_413() {
    let server = small_server().await;
    let maya = server.user("maya");
    let bytes = vec![b'a'; ONE_KB + 1];
    let fits = maya
        .upload(&[file("a.txt", "text/plain", &bytes[1..])])
        .await;
    assert_eq!(fits.data()["size"], ONE_KB);
    maya.upload(&[file("a.txt", "text/plain", &bytes)])
        .await
        .fails(413, "too-large");
}

#[tokio::test]
async fn nothing_is_kept_of_a_request_with_a_file_that_is_too_large() {
    let server = small_server().await;
    let maya = server.user("maya");
    let files = [
        file("small.txt", "text/plain", b"a small one"),
        file("large.txt", "text/plain", &[b'a'; ONE_KB + 1]),
    ];
    maya.upload(&files).await.fails(413, "too-large");

    // The CID of the small one, from a desk that took it.
    let other = Server::start().await;
    let data = other.user("maya").upload(&files[..1]).await.data();
    let cid = data["cid"].as_str().unwrap();
    let missing = server.anyone().get(&format!("/ipfs/{cid}")).await;
    missing.fails(404, "not-found");
}

#[tokio::test]
async fn nothing_is_kept_of_a_request_with_a_file_of_a_type_that_is_not_accepted() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let good = file("good.txt", "text/plain", b"kept only if all are");
    let bad = file("bad.exe", "application/octet-stream", b"MZ\x00\x01");
    let sent = maya.upload(&[good, bad]).await;
    sent.fails(415, "unsupported-type");
    let cid = {
        let other = Server::start().await;
        let good = file("good.txt", "text/plain", b"kept only if all are");
        let stored = other.user("maya").upload(&[good]).await.data();
        stored["cid"].as_str().unwrap().to_owned()
    };
    let gone = server.anyone().get(&format!("/ipfs/{cid}")).await;
    gone.fails(404, "not-found");
}

#[tokio::test]
async fn a_request_that_no_files_could_fill_is_a_413() {
    let server = small_server().await;
    let huge = vec![b'a'; 2 * 1024 * 1024];
    let files = [File {
        field: "padding",
        ..file("a.txt", "text/plain", &huge)
    }];
    server
        .user("maya")
        .upload(&files)
        .await
        .fails(413, "too-large");
}

#[tokio::test]
async fn a_client_that_is_still_sending_may_finish_before_it_is_refused() {
    let server = small_server().await;
    let body = form(&[file("a.txt", "text/plain", &[b'a'; 64 * ONE_KB])]);
    let pieces: Vec<_> = body.chunks(ONE_KB).map(Bytes::copy_from_slice).collect();
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let total = pieces.len();
    let stream = futures_util::stream::iter(pieces).map(move |piece| {
        count.fetch_add(1, Ordering::SeqCst);
        Ok::<_, Infallible>(piece)
    });
    let answer = server
        .user("maya")
        .upload_body(Body::from_stream(stream))
        .await;
    answer.fails(413, "too-large");
    assert_eq!(sent.load(Ordering::SeqCst), total);
}

#[tokio::test]
async fn a_type_that_is_not_accepted_and_a_name_that_lies_are_a_415() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for refused in [
        file("page.html", "text/html", b"<html><script>1</script></html>"),
        file("run.exe", "application/octet-stream", b"MZ\x90\0\x03\0\0\0"),
        file("photo.png", "image/png", b"just some text"),
        file("dot.txt", "text/plain", PNG),
    ] {
        let name = refused.name;
        let body = maya.upload(&[refused]).await.fails(415, "unsupported-type");
        assert!(!body["detail"].as_str().unwrap().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let answer = maya.upload(&[]).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["file"]);
    maya.post("/upload", &json!({}))
        .await
        .fails(400, "invalid-input");
    let cut = form(&[file("a.txt", "text/plain", b"hello")]);
    let cut = cut[..cut.len() - BOUNDARY.len()].to_vec();
    maya.upload_body(cut).await.fails(400, "invalid-input");
    let many: Vec<_> = (0..11).map(|_| file("a.txt", "text/plain", b"x")).collect();
    maya.upload(&many).await.fails(400, "invalid-input");
    server
        .anyone()
        .upload(&many[..1])
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn an_upload_is_attached_by_its_cid_and_only_by_who_sent_it() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let data = maya
        .upload(&[file("dot.png", "image/png", PNG)])
        .await
        .data();
    let ticket = json!({
        "subject": "Broken", "description": "See the photo.", "attachments": [data["cid"]],
    });
    let made = maya.post("/tickets", &ticket).await.data();
    assert_eq!(made["files"][0]["name"], "dot.png");
    server
        .user("jonas")
        .post("/tickets", &ticket)
        .await
        .fails(400, "invalid-input");
}
