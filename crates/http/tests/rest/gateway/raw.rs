//! `path_gateway_raw` and `trustless_gateway_raw`: blocks as they are.

use super::{FOREVER, Fixture};
use crate::client::Server;

const ACCEPT: (&str, &str) = ("accept", "application/vnd.ipld.raw");

#[tokio::test]
async fn a_block_is_given_by_format_and_by_accept() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "gateway-raw-block.car").await;
    let anyone = server.anyone();
    let path = format!("/ipfs/{}/dir", fixture.root());
    let by_format = anyone.get(&format!("{path}?format=raw")).await;
    assert_eq!(by_format.bytes, fixture.blocks[1]);
    assert_eq!(by_format.header("content-location"), "");
    let by_accept = anyone.get_with(&path, &[ACCEPT]).await;
    assert_eq!(by_accept.bytes, fixture.blocks[1]);
    assert_eq!(
        by_accept.header("content-location"),
        format!("{path}?format=raw")
    );
    let both = [("accept", "application/vnd.ipld.car")];
    let format_wins = anyone.get_with(&format!("{path}?format=raw"), &both).await;
    assert_eq!(format_wins.bytes, fixture.blocks[1]);
}

#[tokio::test]
async fn a_block_is_saved_cached_and_never_sniffed() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "gateway-raw-block.car").await;
    let path = format!("/ipfs/{}/dir/ascii.txt", fixture.root());
    let cid = &fixture.cids[2];
    let answer = server.anyone().get_with(&path, &[ACCEPT]).await;
    for (name, value) in [
        ("content-type", "application/vnd.ipld.raw"),
        ("content-length", "31"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", FOREVER),
        ("etag", &format!("\"{cid}.raw\"")),
        ("x-ipfs-path", &path),
        ("x-ipfs-roots", &fixture.cids.join(",")),
        (
            "content-disposition",
            &format!("attachment; filename=\"{cid}.bin\""),
        ),
        ("vary", "Accept"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let named = format!("{path}?filename=foobar.bin");
    let answer = server.anyone().get_with(&named, &[ACCEPT]).await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"foobar.bin\""
    );
}

#[tokio::test]
async fn ranges_of_a_block_give_its_bytes() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "gateway-raw-block.car").await;
    let path = format!("/ipfs/{}/dir", fixture.root());
    for range in ["bytes=6-16", "bytes=6-16,0-4"] {
        let headers = [ACCEPT, ("range", range)];
        let answer = server.anyone().get_with(&path, &headers).await;
        assert_eq!(answer.status, 206);
        assert_eq!(answer.header("content-type"), "application/vnd.ipld.raw");
        assert_eq!(answer.header("content-range"), "bytes 6-16/57");
        assert_eq!(answer.bytes, &fixture.blocks[1][6..17]);
    }
}

#[tokio::test]
async fn a_known_block_is_not_sent_again_but_the_file_under_the_same_cid_is() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "gateway-raw-block.car").await;
    let path = format!("/ipfs/{}", fixture.cids[2]);
    let tag = format!("\"{}.raw\"", fixture.cids[2]);
    let known = ("if-none-match", tag.as_str());
    let anyone = server.anyone();
    let block = anyone.get_with(&path, &[ACCEPT, known]).await;
    assert_eq!(block.status, 304);
    let file = anyone.get_with(&path, &[known]).await;
    assert_eq!(file.status, 200);
}

#[tokio::test]
async fn an_upload_is_given_block_by_block() {
    let server = Server::start().await;
    let bytes = vec![b'x'; 2_500_000];
    let files = [crate::client::file("x.txt", "text/plain", &bytes)];
    let data = server.user("maya").upload(&files).await.data();
    let root = data["cid"].as_str().unwrap();
    let anyone = server.anyone();
    let node = anyone.get(&format!("/ipfs/{root}?format=raw")).await;
    let leaf = frontdesk_files::cid_of(frontdesk_files::RAW, &bytes[..1024 * 1024]);
    let links: frontdesk_files::Cid = root.parse().unwrap();
    frontdesk_files::verify(&links, &node.bytes).unwrap();
    let block = anyone.get(&format!("/ipfs/{leaf}?format=raw")).await;
    assert_eq!(block.bytes, &bytes[..1024 * 1024]);
}
