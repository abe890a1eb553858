//! `gateway-cache`: how long things hold, and what is known already.

use axum::http::Method;

use super::{FOREVER, Fixture};
use crate::client::Server;

/// Not in any fixture.
const ELSEWHERE: &str = "/ipfs/QmYzfKSE55XCjD1MW128RfciAf2DViABhEiXfgVFMabSjN";

async fn fixture(server: &Server) -> Fixture {
    Fixture::import(server, "gateway-cache/fixtures.car").await
}

#[tokio::test]
async fn a_listing_holds_for_a_week() {
    let server = Server::start().await;
    let fixture = fixture(&server).await;
    let path = format!("/ipfs/{}/root2/root3/", fixture.root());
    let answer = server.anyone().get(&path).await;
    for (name, value) in [
        (
            "cache-control",
            "public, max-age=604800, stale-while-revalidate=2678400",
        ),
        ("x-ipfs-path", &path),
        ("x-ipfs-roots", &fixture.at(&[0, 1, 2]).join(",")),
        ("etag", &format!("\"DirIndex-1_CID-{}\"", fixture.cids[2])),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn a_directory_with_an_index_holds_forever_under_the_directorys_tag() {
    let server = Server::start().await;
    let fixture = fixture(&server).await;
    let path = format!("/ipfs/{}/root2/root3/root4/", fixture.root());
    let answer = server.anyone().get(&path).await;
    assert_eq!(answer.text(), "hello\n");
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", FOREVER),
        ("x-ipfs-path", &path),
        ("x-ipfs-roots", &fixture.at(&[0, 1, 2, 3]).join(",")),
        ("etag", &format!("\"{}\"", fixture.cids[3])),
        ("content-security-policy", "sandbox; default-src 'none'"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn a_file_holds_forever() {
    let server = Server::start().await;
    let fixture = fixture(&server).await;
    let path = format!("/ipfs/{}/root2/root3/root4/index.html", fixture.root());
    let answer = server.anyone().get(&path).await;
    for (name, value) in [
        ("cache-control", FOREVER),
        ("x-ipfs-path", &path),
        ("x-ipfs-roots", &fixture.cids.join(",")),
        ("etag", &format!("\"{}\"", fixture.cids[4])),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn only_if_cached_finds_what_is_here_and_refuses_the_rest() {
    let server = Server::start().await;
    let fixture = fixture(&server).await;
    let here = format!("/ipfs/{}/root2/root3/root4/", fixture.root());
    let only = [("cache-control", "no-transform, only-if-cached")];
    let anyone = server.anyone();
    for method in [Method::GET, Method::HEAD] {
        let found = anyone.bare(method.clone(), &here, &only).await;
        assert_eq!(found.status, 200);
        for format in ["", "?format=raw", "?format=car"] {
            let path = format!("{ELSEWHERE}{format}");
            let missing = anyone.bare(method.clone(), &path, &only).await;
            assert_eq!(missing.status, 412, "{method} {path}");
        }
    }
    let answer = anyone.get_with(ELSEWHERE, &only).await;
    answer.fails(412, "not-cached");
    anyone.get(ELSEWHERE).await.fails(404, "not-found");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start().await;
    let fixture = fixture(&server).await;
    let root = fixture.root();
    let [.., dir, with_index, file] = fixture.cids.as_slice() else {
        panic!("the fixture has five blocks");
    };
    let file_path = format!("/ipfs/{root}/root2/root3/root4/index.html");
    let index_path = format!("/ipfs/{root}/root2/root3/root4/");
    let dir_path = format!("/ipfs/{root}/root2/root3/");
    for (path, tags) in [
        (&file_path, format!("\"{file}\"")),
        (&file_path, format!("\"fake1\", \"fake2\", \"{file}\"")),
        (&file_path, format!("W/\"{file}\"")),
        (&file_path, "*".to_owned()),
        (&index_path, format!("\"{with_index}\"")),
        (&dir_path, format!("W/\"{dir}\"")),
        (&dir_path, format!("\"DirIndex-1_CID-{dir}\"")),
        (&dir_path, format!("W/\"DirIndex-1_CID-{dir}\"")),
    ] {
        let headers = [("if-none-match", tags.as_str())];
        let answer = server.anyone().get_with(path, &headers).await;
        assert_eq!(answer.status, 304, "{path} {tags}");
        assert!(answer.bytes.is_empty());
    }
    let other = [("if-none-match", "\"fake\"")];
    let answer = server.anyone().get_with(&file_path, &other).await;
    assert_eq!(answer.status, 200);
}
