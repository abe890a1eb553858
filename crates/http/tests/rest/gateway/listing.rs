//! `dir_listing`: pages of directories.

use super::Fixture;
use crate::client::Server;

#[tokio::test]
async fn the_root_has_no_link_to_a_parent() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "dir_listing/fixtures.car").await;
    let root = fixture.root();
    let page = server.anyone().get(&format!("/ipfs/{root}/")).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    assert!(text.contains("Index of"));
    assert!(!text.contains(">..</a>"), "{text}");
}

#[tokio::test]
async fn a_directory_without_a_slash_moves_to_the_one_with_it() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "dir_listing/fixtures.car").await;
    let path = format!("/ipfs/{}/%C4%85/%C4%99", fixture.root());
    let anyone = server.anyone();
    let answer = anyone.get(&path).await;
    assert_eq!(answer.status, 301);
    assert_eq!(answer.header("location"), format!("{path}/"));
    let named = anyone.get(&format!("{path}?filename=a%20b")).await;
    assert_eq!(named.header("location"), format!("{path}/?filename=a%20b"));
}

#[tokio::test]
async fn a_listing_links_its_way_its_parent_and_its_entries() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "dir_listing/fixtures.car").await;
    let root = fixture.root();
    let here = format!("/ipfs/{root}/%C4%85/%C4%99");
    let page = server.anyone().get(&format!("{here}/")).await;
    assert_eq!(page.status, 200);
    assert!(page.header("etag").contains("\"DirIndex-"));
    let text = page.text();
    let (file, _) = fixture
        .cids
        .iter()
        .zip(&fixture.blocks)
        .find(|(_, block)| block.starts_with(b"I am a txt file on path with utf8"))
        .unwrap();
    for part in [
        "Index of".to_owned(),
        format!(
            "/ipfs/<a href=\"/ipfs/{root}\">{root}</a>/<a href=\"/ipfs/{root}/%C4%85\">\u{105}</a>/\
             <a href=\"{here}\">\u{119}</a>"
        ),
        format!("<a href=\"{here}/..\">..</a>"),
        format!("<a href=\"{here}/file-%C5%BA%C5%82.txt\">file-\u{17a}\u{142}.txt</a>"),
        format!(
            "<a class=\"ipfs-hash\" translate=\"no\" \
             href=\"/ipfs/{file}?filename=file-%25C5%25BA%25C5%2582.txt\">"
        ),
    ] {
        assert!(text.contains(&part), "{part}\nis not in\n{text}");
    }
}

#[tokio::test]
async fn a_listing_runs_and_loads_nothing() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "dir_listing/fixtures.car").await;
    let page = server
        .anyone()
        .get(&format!("/ipfs/{}/", fixture.root()))
        .await;
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("sandbox") && policy.contains("default-src 'none'"));
    assert!(!policy.contains("allow-scripts"), "{policy}");
    assert!(!page.text().contains("<script"));
}

#[tokio::test]
async fn head_of_a_listing_gives_its_headers_alone() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "dir_listing/fixtures.car").await;
    let path = format!("/ipfs/{}/", fixture.root());
    let anyone = server.anyone();
    let head = anyone.bare(axum::http::Method::HEAD, &path, &[]).await;
    let page = anyone.get(&path).await;
    assert!(head.bytes.is_empty());
    for name in ["etag", "content-length", "content-type", "cache-control"] {
        assert_eq!(head.header(name), page.header(name), "{name}");
    }
}
