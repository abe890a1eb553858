//! `trustless_gateway_car`: archives whose every block a client can check.

use axum::http::Method;

use super::{FOREVER, Fixture, cids_of};
use crate::client::{Answer, Server, file};

const TWO_FILES: &str = "trustless_gateway_car/subdir-with-two-single-block-files.car";
const MIXED: &str = "trustless_gateway_car/subdir-with-mixed-block-files.car";
const SHARDED: &str = "trustless_gateway_car/single-layer-hamt-with-multi-block-files.car";
const DOCUMENT: &str = "trustless_gateway_car/dir-with-dag-cbor-with-links.car";
const MISSING: &str = "trustless_gateway_car/file-3k-and-3-blocks-missing-block.car";
const DUPLICATES: &str = "trustless_gateway_car/dir-with-duplicate-files.car";
/// The places of multiblock.txt in [`MIXED`]: its root, and its five leaves.
const MULTIBLOCK: usize = 4;

async fn car(server: &Server, path: &str) -> Answer {
    let path = format!(
        "{path}{}format=car",
        if path.contains('?') { "&" } else { "?" }
    );
    server.anyone().get(&path).await
}

/// The path below the fixture's root with the CIDs that it must give, by their
/// places in the fixture.
async fn gives(server: &Server, fixture: &Fixture, path: &str, places: &[usize]) {
    let answer = car(server, &format!("/ipfs/{}{path}", fixture.root())).await;
    assert_eq!(cids_of(&answer).await, fixture.at(places), "{path}");
}

#[tokio::test]
async fn an_archive_holds_the_way_and_all_below_its_end() {
    let server = Server::start().await;
    let two = Fixture::import(&server, TWO_FILES).await;
    gives(&server, &two, "/subdir/ascii.txt", &[0, 1, 2]).await;
    gives(&server, &two, "/subdir", &[0, 1, 2, 3]).await;
    let mixed = Fixture::import(&server, MIXED).await;
    let all: Vec<_> = (0..10).collect();
    gives(&server, &mixed, "/subdir", &all).await;
    gives(&server, &mixed, "/subdir?dag-scope=all", &all).await;
}

#[tokio::test]
async fn the_way_through_a_sharded_directory_is_its_nodes_on_the_way() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, SHARDED).await;
    let root = fixture.root();
    for (name, scope, count) in [
        ("685.txt", "all", 8),
        ("685.txt", "entity", 8),
        ("1.txt", "block", 3),
    ] {
        let path = format!("/ipfs/{root}/{name}?dag-scope={scope}");
        let cids = cids_of(&car(&server, &path).await).await;
        // The root, one node, the file's root, and its five leaves.
        assert_eq!(cids.len(), count, "{name} {scope}");
        assert_eq!(cids[0], root);
        assert_eq!(cids[2..], fixture.at(&[2, 3, 4, 5, 6, 7])[..count - 2]);
    }
}

#[tokio::test]
async fn the_way_through_a_document_is_followed() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, DOCUMENT).await;
    let path = format!("/ipfs/{}/files/single", fixture.cids[1]);
    let cids = cids_of(&car(&server, &path).await).await;
    assert_eq!(cids, fixture.at(&[1, 2]));
    gives(&server, &fixture, "/document?dag-scope=entity", &[0, 1]).await;
    let all: Vec<_> = (0..9).collect();
    gives(&server, &fixture, "/document", &all).await;
}

#[tokio::test]
async fn what_does_not_exist_is_a_404() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, TWO_FILES).await;
    let path = format!("/ipfs/{}/subdir/i-do-not-exist", fixture.root());
    car(&server, &path).await.fails(404, "not-found");
}

#[tokio::test]
async fn the_scope_of_a_block_is_that_block() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, TWO_FILES).await;
    gives(&server, &fixture, "/subdir?dag-scope=block", &[0, 1]).await;
    gives(
        &server,
        &fixture,
        "/subdir/ascii.txt?dag-scope=block",
        &[0, 1, 2],
    )
    .await;
}

#[tokio::test]
async fn the_scope_of_an_entity_is_a_file_or_the_enumeration_of_a_directory() {
    let server = Server::start().await;
    let two = Fixture::import(&server, TWO_FILES).await;
    gives(&server, &two, "?dag-scope=entity", &[0]).await;
    let mixed = Fixture::import(&server, MIXED).await;
    gives(
        &server,
        &mixed,
        "/subdir/ascii.txt?dag-scope=entity",
        &[0, 1, 2],
    )
    .await;
    let file: Vec<_> = [0, 1].into_iter().chain(MULTIBLOCK..10).collect();
    gives(
        &server,
        &mixed,
        "/subdir/multiblock.txt?dag-scope=entity",
        &file,
    )
    .await;
    gives(&server, &mixed, "/subdir/multiblock.txt", &file).await;
}

#[tokio::test]
async fn the_entity_of_a_sharded_directory_is_all_its_nodes_and_no_file() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, SHARDED).await;
    // In the archive: the root, one node, a file of six blocks, then the other nodes.
    let nodes: Vec<usize> = (0..fixture.cids.len())
        .filter(|at| !(2..8).contains(at))
        .collect();
    gives(&server, &fixture, "?dag-scope=entity", &nodes).await;
    gives(
        &server,
        &fixture,
        "?dag-scope=entity&entity-bytes=0:*",
        &nodes,
    )
    .await;
}

#[tokio::test]
async fn a_stretch_of_a_file_needs_only_its_own_blocks() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, MISSING).await;
    let path = |bytes| format!("?dag-scope=entity&entity-bytes={bytes}");
    gives(&server, &fixture, &path("0:1000"), &[0, 1]).await;
    gives(&server, &fixture, &path("2200:*"), &[0, 2]).await;
}

#[tokio::test]
async fn a_stretch_may_count_from_the_end() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, MIXED).await;
    let file = &fixture.cids[MULTIBLOCK];
    for (bytes, leaves) in [
        ("0:*", 0..5),
        ("512:*", 2..5),
        ("512:1023", 2..4),
        ("512:-256", 2..4),
        ("-5:*", 3..5),
        ("-9999:*", 0..5),
        ("-9999:-3", 0..4),
        ("0:0", 0..1),
    ] {
        let path = format!("/ipfs/{file}?dag-scope=entity&entity-bytes={bytes}");
        let cids = cids_of(&car(&server, &path).await).await;
        let leaves = leaves.map(|leaf| MULTIBLOCK + 1 + leaf);
        let places: Vec<_> = [MULTIBLOCK].into_iter().chain(leaves).collect();
        assert_eq!(cids, fixture.at(&places), "{bytes}");
    }
    let path = format!("/ipfs/{file}?dag-scope=entity&entity-bytes=5:1");
    car(&server, &path).await.fails(400, "invalid-input");
}

#[tokio::test]
async fn blocks_come_in_order_and_twice_only_when_asked() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, DUPLICATES).await;
    let path = format!("/ipfs/{}", fixture.root());
    let once: Vec<_> = (0..9).collect();
    let twice = [0, 1, 1, 2, 3, 4, 5, 6, 7, 8];
    for (accept, query, dups, places) in [
        (
            "application/vnd.ipld.car; version=1; order=dfs; dups=y",
            "",
            "dups=y",
            &twice[..],
        ),
        (
            "application/vnd.ipld.car; version=1; order=dfs; dups=n",
            "",
            "dups=n",
            &once,
        ),
        ("application/vnd.ipld.car", "", "dups=n", &once),
        ("application/vnd.ipld.car; order=unk", "", "dups=n", &once),
        (
            "application/vnd.ipld.car; dups=y",
            "?format=car",
            "dups=y",
            &twice,
        ),
        (
            "application/vnd.ipld.car; dups=y",
            "?car-dups=n",
            "dups=n",
            &once,
        ),
        (
            "*/*",
            "?format=car&car-dups=y&car-order=dfs",
            "dups=y",
            &twice,
        ),
    ] {
        let headers = [("accept", accept)];
        let answer = server
            .anyone()
            .get_with(&format!("{path}{query}"), &headers)
            .await;
        assert_eq!(
            cids_of(&answer).await,
            fixture.at(places),
            "{accept} {query}"
        );
        let kind = answer.header("content-type");
        assert!(kind.contains(dups) && kind.contains("order=dfs"), "{kind}");
    }
}

#[tokio::test]
async fn an_identity_block_is_never_sent() {
    let server = Server::start().await;
    let path = "/ipfs/bafkqaf3imvwgy3zaneqgc3janfxgy2lomvscay3jmqfa";
    let accept = [("accept", "application/vnd.ipld.car; dups=y")];
    let answer = server.anyone().get_with(path, &accept).await;
    assert!(cids_of(&answer).await.is_empty());
}

#[tokio::test]
async fn an_archive_is_saved_cached_and_never_sniffed() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, TWO_FILES).await;
    let path = format!("/ipfs/{}/subdir", fixture.root());
    let accept = [("accept", "application/vnd.ipld.car; dups=y")];
    let answer = server.anyone().get_with(&path, &accept).await;
    let cid = &fixture.cids[1];
    for (name, value) in [
        (
            "content-type",
            "application/vnd.ipld.car; version=1; order=dfs; dups=y",
        ),
        (
            "content-disposition",
            &format!("attachment; filename=\"{cid}.car\""),
        ),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "none"),
        ("cache-control", FOREVER),
        ("vary", "Accept"),
        ("x-ipfs-path", &path),
        ("x-ipfs-roots", &fixture.at(&[0, 1]).join(",")),
        (
            "content-location",
            &format!("{path}?format=car&dag-scope=all&car-version=1&car-order=dfs&car-dups=y"),
        ),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let tag = answer.header("etag");
    assert!(tag.starts_with(&format!("W/\"{cid}.car.")), "{tag}");
    let head = server.anyone().bare(Method::HEAD, &path, &accept).await;
    assert_eq!(head.status, 200);
    assert_eq!(head.header("etag"), tag);
    assert!(head.bytes.is_empty());
}

#[tokio::test]
async fn each_way_of_archiving_has_a_tag_of_its_own() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, MIXED).await;
    let root = fixture.root();
    let mut tags = Vec::new();
    for path in [
        "/subdir/multiblock.txt",
        "/subdir/multiblock.txt?car-dups=y",
        "/subdir/multiblock.txt?dag-scope=block",
        "/subdir/multiblock.txt?dag-scope=entity",
        "/subdir/multiblock.txt?entity-bytes=0:5",
        "/subdir/multiblock.txt?entity-bytes=0:6",
        "/subdir",
    ] {
        let path = format!("/ipfs/{root}{path}");
        let answer = car(&server, &path).await;
        let tag = answer.header("etag").to_owned();
        let format = if path.contains('?') {
            "&format=car"
        } else {
            "?format=car"
        };
        let known = [("if-none-match", tag.as_str())];
        let again = server
            .anyone()
            .get_with(&format!("{path}{format}"), &known)
            .await;
        assert_eq!(again.status, 304, "{path}");
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 7);
}

#[tokio::test]
async fn an_upload_comes_as_an_archive_that_another_desk_can_import() {
    let server = Server::start().await;
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
    let files = [file("letters.txt", "text/plain", &bytes)];
    let data = server.user("maya").upload(&files).await.data();
    let cid = data["cid"].as_str().unwrap();
    let archive = car(&server, &format!("/ipfs/{cid}")).await;
    assert_eq!(cids_of(&archive).await.len(), 4);
    let other = Server::start().await;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("letters.car");
    std::fs::write(&path, &archive.bytes).unwrap();
    let imported = other.kit.desk.import_car(&path).await.unwrap();
    assert_eq!((imported.blocks, imported.new_blocks), (4, 4));
    assert_eq!(imported.roots, [cid]);
    let answer = other.anyone().get(&format!("/ipfs/{cid}")).await;
    assert!(answer.bytes == bytes);
    // Again: nothing is new.
    let again = other.kit.desk.import_car(&path).await.unwrap();
    assert_eq!((again.blocks, again.new_blocks), (4, 0));
}
