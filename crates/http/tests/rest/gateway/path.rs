//! `path_gateway_unixfs` and `path_gateway_raw`: files, ranges, symlinks, names.

use super::Fixture;
use crate::client::Server;

const ASCII: &str = "hello application/vnd.ipld.car\n";

#[tokio::test]
async fn a_file_in_a_directory_is_found_by_its_path() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/dir-with-files.car").await;
    let path = format!("/ipfs/{}/ascii.txt", fixture.root());
    let answer = server.anyone().get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), ASCII);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("x-ipfs-path"), path);
    let roots = format!("{},{}", fixture.cids[0], fixture.cids[1]);
    assert_eq!(answer.header("x-ipfs-roots"), roots);
    assert_eq!(answer.header("etag"), format!("\"{}\"", fixture.cids[1]));
    assert_eq!(
        answer.header("content-disposition"),
        "inline; filename=\"ascii.txt\""
    );
    assert_eq!(answer.header("vary"), "Accept");
}

#[tokio::test]
async fn a_file_of_several_blocks_is_put_together() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/dir-with-files.car").await;
    let whole = fixture.blocks[4..9].concat();
    assert_eq!(whole.len(), 1026);
    let path = format!("/ipfs/{}/multiblock.txt", fixture.root());
    let anyone = server.anyone();
    let answer = anyone.get(&path).await;
    assert_eq!(answer.bytes, whole);
    assert_eq!(answer.header("content-length"), "1026");
    let answer = anyone.get_with(&path, &[("range", "bytes=250-800")]).await;
    assert_eq!(answer.status, 206);
    assert_eq!(answer.bytes, &whole[250..801]);
}

#[tokio::test]
async fn ranges_of_a_file_give_its_bytes() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/dir-with-files.car").await;
    let path = format!("/ipfs/{}/ascii.txt", fixture.root());
    for (range, of, bytes) in [
        ("bytes=6-16", "bytes 6-16/31", &ASCII[6..17]),
        ("bytes=-3", "bytes 28-30/31", &ASCII[28..]),
        ("bytes=6-16,0-4", "bytes 6-16/31", &ASCII[6..17]),
    ] {
        let answer = server.anyone().get_with(&path, &[("range", range)]).await;
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("content-range"), of);
        assert!(answer.header("content-type").contains("text/plain"));
        assert_eq!(answer.text(), bytes);
    }
}

#[tokio::test]
async fn a_range_succeeds_while_other_blocks_of_the_file_are_missing() {
    let server = Server::start().await;
    let name = "trustless_gateway_car/file-3k-and-3-blocks-missing-block.car";
    let fixture = Fixture::import(&server, name).await;
    let path = format!("/ipfs/{}", fixture.root());
    // Each leaf wraps 1024 bytes: eight in front of them, three behind.
    for (range, of, bytes) in [
        (
            "bytes=997-1000",
            "bytes 997-1000/3072",
            &fixture.blocks[1][997 + 8..1001 + 8],
        ),
        (
            "bytes=2200-2201",
            "bytes 2200-2201/3072",
            &fixture.blocks[2][152 + 8..154 + 8],
        ),
    ] {
        let answer = server.anyone().get_with(&path, &[("range", range)]).await;
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("content-range"), of);
        assert_eq!(answer.bytes, bytes, "{range}");
    }
}

#[tokio::test]
async fn a_symlink_answers_where_it_points_to() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/symlink.car").await;
    let root = fixture.root();
    let anyone = server.anyone();
    let listing = anyone.get(&format!("/ipfs/{root}/")).await.text();
    assert!(listing.contains(">foo<") && listing.contains(">bar<"));
    let block = anyone.get(&format!("/ipfs/{root}?format=raw")).await;
    assert_eq!(block.bytes, fixture.blocks[0]);
    let link = anyone.get(&format!("/ipfs/{root}/bar")).await;
    assert_eq!((link.status.as_u16(), link.text().as_str()), (200, "foo"));
    let file = anyone.get(&format!("/ipfs/{root}/foo")).await;
    assert_eq!(
        file.text(),
        "content\n".trim_end_matches('\n').to_owned() + "\n"
    );
}

#[tokio::test]
async fn a_name_may_hold_percent_signs_and_plus_signs() {
    let server = Server::start().await;
    let name = "path_gateway_unixfs/dir-with-percent-encoded-filename.car";
    let fixture = Fixture::import(&server, name).await;
    let path = format!(
        "/ipfs/{}/Portugal%252C+Espa%C3%B1a=Peninsula%20Ib%C3%A9rica.txt",
        fixture.root()
    );
    let answer = server.anyone().get(&path).await;
    assert_eq!(answer.bytes, fixture.blocks[1]);
    assert_eq!(answer.header("x-ipfs-path"), path);
}

#[tokio::test]
async fn what_is_not_there_is_a_404() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/dir-with-files.car").await;
    let root = fixture.root();
    let anyone = server.anyone();
    for path in ["i-do-not-exist", "ascii.txt/deeper", "%2e%2e"] {
        let answer = anyone.get(&format!("/ipfs/{root}/{path}")).await;
        answer.fails(404, "not-found");
    }
    let answer = anyone.get(&format!("/ipfs/{root}/%ff")).await;
    answer.fails(400, "invalid-input");
}

#[tokio::test]
async fn a_file_within_a_sharded_directory_is_found_by_its_name() {
    let server = Server::start().await;
    let name = "trustless_gateway_car/single-layer-hamt-with-multi-block-files.car";
    let fixture = Fixture::import(&server, name).await;
    let root = fixture.root();
    let anyone = server.anyone();
    for file in ["1.txt", "685.txt", "1000.txt"] {
        let answer = anyone.get(&format!("/ipfs/{root}/{file}")).await;
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(answer.bytes.len(), 1026);
    }
    let answer = anyone.get(&format!("/ipfs/{root}/1001.txt")).await;
    answer.fails(404, "not-found");
    let listing = anyone.get(&format!("/ipfs/{root}/")).await;
    assert_eq!(listing.text().matches(".txt</a>").count(), 1000);
}

#[tokio::test]
async fn a_document_is_no_file() {
    let server = Server::start().await;
    let name = "trustless_gateway_car/dir-with-dag-cbor-with-links.car";
    let fixture = Fixture::import(&server, name).await;
    let anyone = server.anyone();
    let answer = anyone.get(&format!("/ipfs/{}", fixture.cids[1])).await;
    answer.fails(406, "not-acceptable");
    // But its links can be followed.
    let path = format!("/ipfs/{}/document/files/single", fixture.root());
    assert_eq!(anyone.get(&path).await.text(), "hello world\n");
}

#[tokio::test]
async fn an_identity_cid_carries_its_content() {
    let server = Server::start().await;
    let path = "/ipfs/bafkqaf3imvwgy3zaneqgc3janfxgy2lomvscay3jmqfa";
    let answer = server.anyone().get(path).await;
    assert_eq!(answer.text(), "hello i am inlined cid\n");
}

#[tokio::test]
async fn both_versions_of_a_cid_lead_to_the_content() {
    let server = Server::start().await;
    let fixture = Fixture::import(&server, "path_gateway_unixfs/symlink.car").await;
    let v0: frontdesk_files::Cid = fixture.root().parse().unwrap();
    assert!(fixture.root().starts_with("Qm"));
    let v1 = frontdesk_files::canonical(&v0);
    let answer = server.anyone().get(&format!("/ipfs/{v1}/bar")).await;
    assert_eq!(answer.text(), "foo");
}
