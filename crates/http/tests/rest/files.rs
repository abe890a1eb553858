//! The gateway.

use axum::http::Method;

use crate::client::{Server, file};

const TEXT: &[u8] = b"0123456789";

/// A text file's CID.
async fn stored(server: &Server) -> String {
    let files = [file("digits.txt", "text/plain", TEXT)];
    let data = server.user("maya").upload(&files).await.data();
    data["cid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_served_for_good_and_can_do_nothing() {
    let server = Server::start().await;
    let cid = stored(&server).await;
    let answer = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.bytes, TEXT);
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "10"),
        ("etag", &format!("\"{cid}\"")),
        ("cache-control", "public, max-age=29030400, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("referrer-policy", "no-referrer"),
        ("x-ipfs-path", &format!("/ipfs/{cid}")),
        ("x-ipfs-roots", &cid),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(answer.header("content-disposition").starts_with("inline"));
}

#[tokio::test]
async fn a_browser_saves_it_when_asked_to_and_under_the_name_given() {
    let server = Server::start().await;
    let cid = stored(&server).await;
    let path = format!("/ipfs/{cid}?download=true&filename=my%20digits.txt");
    let answer = server.anyone().get(&path).await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"my digits.txt\""
    );
}

#[tokio::test]
async fn a_range_gives_a_part() {
    let server = Server::start().await;
    let path = format!("/ipfs/{}", stored(&server).await);
    let anyone = server.anyone();
    for (range, bytes, of) in [
        ("bytes=2-4", &TEXT[2..5], "bytes 2-4/10"),
        ("bytes=7-", &TEXT[7..], "bytes 7-9/10"),
        ("bytes=-2", &TEXT[8..], "bytes 8-9/10"),
    ] {
        let answer = anyone.get_with(&path, &[("range", range)]).await;
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.bytes, bytes, "{range}");
        assert_eq!(answer.header("content-range"), of);
        assert_eq!(answer.header("content-length"), bytes.len().to_string());
    }
    let answer = anyone.get_with(&path, &[("range", "bytes=2-4,0-1")]).await;
    assert_eq!(answer.status, 206, "of several ranges, the first");
    assert_eq!(answer.bytes, &TEXT[2..5]);
}

#[tokio::test]
async fn a_range_outside_of_the_file_is_a_416_that_says_its_length() {
    let server = Server::start().await;
    let path = format!("/ipfs/{}", stored(&server).await);
    let range = [("range", "bytes=10-")];
    let answer = server.anyone().get_with(&path, &range).await;
    answer.fails(416, "range-not-satisfiable");
    assert_eq!(answer.header("content-range"), "bytes */10");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_part_is_only_given_of_the_file_that_the_client_has() {
    let server = Server::start().await;
    let cid = stored(&server).await;
    let path = format!("/ipfs/{cid}");
    let same = format!("\"{cid}\"");
    let anyone = server.anyone();
    let answer = anyone
        .get_with(&path, &[("range", "bytes=0-0"), ("if-range", &same)])
        .await;
    assert_eq!(answer.status, 206);
    let answer = anyone
        .get_with(&path, &[("range", "bytes=0-0"), ("if-range", "\"other\"")])
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let server = Server::start().await;
    let cid = stored(&server).await;
    let path = format!("/ipfs/{cid}");
    for tags in [
        format!("\"{cid}\""),
        format!("\"other\", W/\"{cid}\""),
        "*".into(),
    ] {
        let answer = server
            .anyone()
            .get_with(&path, &[("if-none-match", &tags)])
            .await;
        assert_eq!(answer.status, 304, "{tags}");
        assert!(answer.bytes.is_empty());
        assert_eq!(answer.header("etag"), format!("\"{cid}\""));
    }
}

#[tokio::test]
async fn head_gives_the_headers_alone() {
    let server = Server::start().await;
    let path = format!("/ipfs/{}", stored(&server).await);
    let answer = server.anyone().bare(Method::HEAD, &path, &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), "10");
    assert!(answer.bytes.is_empty());
}

#[tokio::test]
async fn any_page_may_read_a_file_and_no_service_worker_may_come_of_it() {
    let server = Server::start().await;
    let path = format!("/ipfs/{}", stored(&server).await);
    let origin = ("origin", "https://elsewhere.example");
    let answer = server.anyone().get_with(&path, &[origin]).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    server
        .anyone()
        .get_with(&path, &[("service-worker", "script")])
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn what_is_no_cid_is_a_400_and_what_was_never_uploaded_a_404() {
    let server = Server::start().await;
    let anyone = server.anyone();
    anyone
        .get("/ipfs/not-a-cid")
        .await
        .fails(400, "invalid-input");
    // The empty file's CID.
    let path = "/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    anyone.get(path).await.fails(404, "not-found");
    anyone
        .get(&format!("{path}/b/c"))
        .await
        .fails(404, "not-found");
    anyone.get("/ipfs/a/b/c").await.fails(400, "invalid-input");
}
