//! Resumable uploads: the rules of tus 1.0.0, and those of the desk around them.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use frontdesk_http::HttpOptions;
use frontdesk_model::Role;
use frontdesk_store::FailPoints;
use frontdesk_testkit::desk::{TestData, TestDesk};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use tokio::sync::mpsc;

use crate::client::{Answer, Caller, PNG, Server, file};

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const BYTES: (&str, &str) = ("content-type", "application/offset+octet-stream");
/// `a.txt` and `text/plain` in Base64.
const TEXT: (&str, &str) = (
    "upload-metadata",
    "filename YS50eHQ=,filetype dGV4dC9wbGFpbg==",
);

struct Tus<'a> {
    server: &'a Server,
    caller: Caller<'a>,
}

impl<'a> Tus<'a> {
    fn new(server: &'a Server, id: &str) -> Self {
        Self {
            server,
            caller: server.user(id),
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        self.server
            .send(self.request(method, path, headers, body.into()))
            .await
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Request<Body> {
        let mut request = self.caller.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).unwrap()
    }

    /// Begins an upload of a text; gives its address.
    async fn begin(&self, length: usize) -> String {
        let length = length.to_string();
        let headers = [TUS, TEXT, ("upload-length", &length)];
        let begun = self.send(Method::POST, "/uploads", &headers, "").await;
        assert_eq!(begun.status, 201, "{begun:?}");
        begun.header("location").to_owned()
    }

    async fn patch(&self, place: &str, offset: usize, body: impl Into<Body>) -> Answer {
        self.patch_with(place, offset, &[], body).await
    }

    async fn patch_with(
        &self,
        place: &str,
        offset: usize,
        more: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let offset = offset.to_string();
        let mut headers = vec![TUS, BYTES, ("upload-offset", offset.as_str())];
        headers.extend_from_slice(more);
        self.send(Method::PATCH, place, &headers, body).await
    }

    async fn head(&self, place: &str) -> Answer {
        self.send(Method::HEAD, place, &[TUS], "").await
    }

    /// The offset that the server tells.
    async fn offset(&self, place: &str) -> usize {
        let head = self.head(place).await;
        assert_eq!(head.status, 200, "{head:?}");
        head.header("upload-offset").parse().unwrap()
    }
}

/// A body whose connection breaks after these bytes.
fn broken(bytes: &'static [u8]) -> Body {
    let pieces = [
        Ok(Bytes::from_static(bytes)),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    Body::from_stream(stream::iter(pieces))
}

/// A body that the test sends piece by piece.
fn slow() -> (mpsc::UnboundedSender<&'static str>, Body) {
    let (send, receive) = mpsc::unbounded_channel::<&'static str>();
    let pieces = stream::unfold(receive, |mut receive| async {
        let piece = receive.recv().await?;
        Some((Ok::<_, io::Error>(Bytes::from(piece)), receive))
    });
    (send, Body::from_stream(pieces.boxed()))
}

#[tokio::test]
async fn a_file_that_comes_in_parts_is_the_same_attachment_as_in_one() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(11).await;
    assert!(place.starts_with("/api/support/uploads/"), "{place}");

    let part = maya.patch(&place, 0, "hello ").await;
    assert_eq!(part.status, 204);
    assert_eq!(part.header("upload-offset"), "6");
    assert_eq!(
        part.header("upload-expires"),
        "Sun, 01 Feb 2026 09:30:00 GMT"
    );
    assert_eq!(maya.offset(&place).await, 6);
    let last = maya.patch(&place, 6, "world").await;
    assert_eq!(last.status, 200);
    assert_eq!(last.header("upload-offset"), "11");
    let attachment = last.data();
    assert_eq!(attachment["name"], "a.txt");
    assert_eq!(attachment["type"], "text/plain");

    let whole = [file("a.txt", "text/plain", b"hello world")];
    assert_eq!(server.user("jonas").upload(&whole).await.data(), attachment);
    let fetched = server
        .anyone()
        .get(&format!("/ipfs/{}", attachment["cid"].as_str().unwrap()))
        .await;
    assert_eq!(fetched.bytes, "hello world");
    let ticket = json!({
        "subject": "Broken", "description": "See the log.", "attachments": [attachment["cid"]],
    });
    let made = server.user("maya").post("/tickets", &ticket).await.data();
    assert_eq!(made["files"][0]["name"], "a.txt");
}

#[tokio::test]
async fn what_is_spoken_here_is_told_to_anyone() {
    let server = Server::start().await;
    for path in ["/uploads", "/uploads/0193f7b8-5c7e-7000-8000-000000000001"] {
        let answer = server.anyone().bare(Method::OPTIONS, path, &[]).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header("tus-version"), "1.0.0");
        assert_eq!(
            answer.header("tus-extension"),
            "creation,creation-with-upload,checksum,expiration,termination"
        );
        assert_eq!(answer.header("tus-max-size"), "10485760");
        assert_eq!(answer.header("tus-checksum-algorithm"), "sha1,sha256");
    }
    let config = server.anyone().get("/config").await.data();
    assert_eq!(config["resumableThresholdBytes"], 1_048_576);
}

#[tokio::test]
async fn pages_of_other_origins_may_use_the_headers_of_tus() {
    let origin = "https://shop.example.com";
    let options = HttpOptions {
        cors_origins: vec![origin.to_owned()],
        ..HttpOptions::default()
    };
    let server = Server::with(|_| {}, options).await;
    let preflight = [
        ("origin", origin),
        ("access-control-request-method", "PATCH"),
        (
            "access-control-request-headers",
            "tus-resumable,upload-offset",
        ),
    ];
    let answer = server
        .anyone()
        .bare(Method::OPTIONS, "/uploads/some", &preflight)
        .await;
    let allowed = answer.header("access-control-allow-headers");
    for name in [
        "tus-resumable",
        "upload-length",
        "upload-offset",
        "upload-metadata",
        "upload-checksum",
        "x-http-method-override",
    ] {
        assert!(allowed.contains(name), "{name}: {allowed}");
    }
    let answer = server
        .user("maya")
        .get_with("/uploads/some", &[("origin", origin)])
        .await;
    let exposed = answer.header("access-control-expose-headers");
    for name in [
        "location",
        "tus-resumable",
        "upload-offset",
        "upload-length",
        "upload-expires",
    ] {
        assert!(exposed.contains(name), "{name}: {exposed}");
    }
}

#[tokio::test]
async fn another_version_is_a_412_that_says_ours() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(3).await;
    for (method, path) in [
        (Method::POST, "/uploads"),
        (Method::HEAD, &place),
        (Method::PATCH, &place),
        (Method::DELETE, &place),
    ] {
        for version in [None, Some(("tus-resumable", "0.2.2"))] {
            let headers: Vec<_> = version.into_iter().collect();
            let answer = maya.send(method.clone(), path, &headers, "").await;
            assert_eq!(answer.status, 412, "{method} {version:?}");
            assert_eq!(answer.header("tus-version"), "1.0.0");
            assert_eq!(answer.header("tus-resumable"), "1.0.0");
        }
    }
    assert_eq!(maya.offset(&place).await, 0);
}

#[tokio::test]
async fn what_a_creation_must_say() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    for (headers, status, code) in [
        (vec![TUS], 400, "invalid-input"),
        (vec![TUS, ("upload-length", "-1")], 400, "invalid-input"),
        (vec![TUS, ("upload-length", "1e3")], 400, "invalid-input"),
        (
            vec![TUS, ("upload-defer-length", "1")],
            400,
            "invalid-input",
        ),
        (
            vec![TUS, ("upload-length", "1"), ("upload-concat", "partial")],
            400,
            "invalid-input",
        ),
        (
            vec![
                TUS,
                ("upload-length", "1"),
                ("upload-metadata", "filename !"),
            ],
            400,
            "invalid-input",
        ),
        (vec![TUS, ("upload-length", "10485761")], 413, "too-large"),
    ] {
        let answer = maya.send(Method::POST, "/uploads", &headers, "").await;
        answer.fails(status, code);
    }
    let request = Request::post("/api/support/uploads")
        .header(TUS.0, TUS.1)
        .header("upload-length", "1")
        .body(Body::empty())
        .unwrap();
    server.send(request).await.fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_first_part_may_come_with_the_creation() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let headers = [TUS, TEXT, BYTES, ("upload-length", "5")];
    let begun = maya.send(Method::POST, "/uploads", &headers, "hel").await;
    assert_eq!(begun.status, 201);
    assert_eq!(begun.header("upload-offset"), "3");
    assert!(begun.bytes.is_empty());
    let place = begun.header("location").to_owned();
    assert_eq!(maya.patch(&place, 3, "lo").await.status, 200);

    let whole = maya.send(Method::POST, "/uploads", &headers, "hello").await;
    assert_eq!(whole.status, 201);
    assert_eq!(whole.header("upload-offset"), "5");
    assert_eq!(whole.data()["size"], 5);
    assert!(
        whole
            .header("location")
            .starts_with("/api/support/uploads/")
    );

    let none = [TUS, TEXT, ("upload-length", "0")];
    let empty = maya.send(Method::POST, "/uploads", &none, "").await;
    assert_eq!(empty.status, 201);
    assert_eq!(empty.data()["size"], 0);
}

#[tokio::test]
async fn a_creation_whose_first_part_fails_leaves_nothing() {
    let server = Server::with(|config| config.upload_max_open = 1, HttpOptions::default()).await;
    let maya = Tus::new(&server, "maya");
    let headers = [TUS, TEXT, BYTES, ("upload-length", "5")];
    let wrong = [
        TUS,
        TEXT,
        BYTES,
        ("upload-length", "5"),
        ("upload-checksum", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
    ];
    let answer = maya.send(Method::POST, "/uploads", &wrong, "hel").await;
    answer.fails(460, "checksum-mismatch");
    let answer = maya
        .send(Method::POST, "/uploads", &headers, "hello!")
        .await;
    answer.fails(413, "too-large");
    maya.send(Method::POST, "/uploads", &headers, broken(b"hel"))
        .await;
    // Otherwise the one place would be taken.
    maya.begin(5).await;
}

#[tokio::test]
async fn a_part_must_say_what_it_is_and_where_it_belongs() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    let at_0 = ("upload-offset", "0");
    let plain = ("content-type", "text/plain");
    let answer = maya
        .send(Method::PATCH, &place, &[TUS, plain, at_0], "hello")
        .await;
    answer.fails(415, "unsupported-type");
    let answer = maya
        .send(Method::PATCH, &place, &[TUS, BYTES], "hello")
        .await;
    answer.fails(400, "invalid-input");
    let answer = maya.patch(&place, 3, "hello").await;
    let body = answer.fails(409, "conflict");
    assert!(body["detail"].as_str().unwrap().contains("is 0, not 3"));
    maya.patch(&place, 0, "hello!")
        .await
        .fails(413, "too-large");
    let endless = stream::iter([Ok::<_, io::Error>("hello!")]);
    maya.patch(&place, 0, Body::from_stream(endless))
        .await
        .fails(413, "too-large");
    assert_eq!(maya.offset(&place).await, 0);
    assert_eq!(maya.patch(&place, 0, "hello").await.status, 200);
}

#[tokio::test]
async fn a_part_with_a_checksum_is_kept_only_when_it_has_it() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(10).await;
    // Of "hello".
    let sha1 = ("upload-checksum", "sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=");
    let sha256 = (
        "upload-checksum",
        "sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    );
    let lies = maya.patch_with(&place, 0, &[sha1], "hallo").await;
    lies.fails(460, "checksum-mismatch");
    assert_eq!(maya.offset(&place).await, 0);
    assert_eq!(
        maya.patch_with(&place, 0, &[sha1], "hello").await.status,
        204
    );
    maya.patch_with(&place, 5, &[sha256], broken(b"hel")).await;
    assert_eq!(maya.offset(&place).await, 5);
    let unknown = ("upload-checksum", "md5 XUFAKrxLKna5cZ2REBfFkg==");
    let answer = maya.patch_with(&place, 5, &[unknown], "hello").await;
    answer.fails(400, "invalid-input");
    let last = maya.patch_with(&place, 5, &[sha256], "hello").await;
    assert_eq!(last.status, 200);
}

#[tokio::test]
async fn what_arrived_before_the_connection_broke_is_kept() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(11).await;
    maya.patch(&place, 0, broken(b"hello ")).await;
    assert_eq!(maya.offset(&place).await, 6);
    let last = maya.patch(&place, 6, "world").await;
    assert_eq!(last.data()["size"], 11);
}

#[tokio::test]
async fn a_request_that_was_dropped_in_the_middle_keeps_what_had_arrived() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(11).await;
    let (send, body) = slow();
    let headers = [TUS, BYTES, ("upload-offset", "0")];
    let request = maya.request(Method::PATCH, &place, &headers, body);
    {
        // As axum does when a client goes.
        let mut going = Box::pin(server.send(request));
        send.send("hello ").unwrap();
        tokio::select! {
            biased;
            _ = &mut going => panic!("the body has not ended"),
            () = until(&server, &place, 6) => {}
        }
    }
    assert_eq!(maya.offset(&place).await, 6);
}

/// Waits until so many bytes are durable, without disturbing who sends them.
async fn until(server: &Server, place: &str, offset: u64) {
    let maya = server.user("maya");
    while maya.get(place).await.data()["offset"] != offset {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn while_one_request_sends_another_is_locked_out_and_who_resumes_ends_it() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(11).await;
    let (send, body) = slow();
    let headers = [TUS, BYTES, ("upload-offset", "0")];
    let request = maya.request(Method::PATCH, &place, &headers, body);
    let other = async {
        send.send("hello ").unwrap();
        until(&server, &place, 6).await;
        maya.patch(&place, 6, "world").await.fails(423, "locked");
        assert_eq!(maya.offset(&place).await, 6);
    };
    let (first, ()) = tokio::join!(server.send(request), other);
    first.fails(423, "locked");
    assert_eq!(maya.patch(&place, 6, "world").await.status, 200);
}

#[tokio::test]
async fn an_upload_is_there_for_its_person_alone() {
    let server = Server::start().await;
    let place = Tus::new(&server, "maya").begin(5).await;
    let agent = server.agent("ada");
    agent.get(&place).await.fails(404, "not-found");
    let eve = Tus::new(&server, "eve");
    eve.patch(&place, 0, "hello").await.fails(404, "not-found");
    assert_eq!(eve.head(&place).await.status, 404);
    let answer = eve.send(Method::DELETE, &place, &[TUS], "").await;
    answer.fails(404, "not-found");
    server
        .anyone()
        .get(&place)
        .await
        .fails(401, "unauthenticated");
    let nowhere = "/uploads/0193f7b8-5c7e-7000-8000-000000000001";
    assert_eq!(eve.head(nowhere).await.status, 404);
    assert_eq!(eve.head("/uploads/nonsense").await.status, 404);
    assert_eq!(Tus::new(&server, "maya").offset(&place).await, 0);
}

#[tokio::test]
async fn a_cancelled_upload_is_gone_and_a_finished_one_keeps_its_attachment() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    maya.patch(&place, 0, "hel").await;
    let gone = maya.send(Method::DELETE, &place, &[TUS], "").await;
    assert_eq!(gone.status, 204);
    assert_eq!(maya.head(&place).await.status, 404);

    let place = maya.begin(5).await;
    let cid = maya.patch(&place, 0, "hello").await.data()["cid"].clone();
    let gone = maya.send(Method::DELETE, &place, &[TUS], "").await;
    assert_eq!(gone.status, 204);
    let file = format!("/ipfs/{}", cid.as_str().unwrap());
    assert_eq!(server.anyone().get(&file).await.bytes, "hello");
}

#[tokio::test]
async fn how_an_upload_stands_is_told_also_after_its_end() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    maya.patch(&place, 0, "hel").await;
    let data = server.user("maya").get(&place).await.data();
    assert_eq!(data["offset"], 3);
    assert_eq!(data["length"], 5);
    assert_eq!(data["name"], "a.txt");
    assert_eq!(data["expiresAt"], "2026-02-01T09:30:00.000Z");
    assert!(data.get("attachment").is_none());

    let attachment = maya.patch(&place, 3, "lo").await.data();
    let data = server.user("maya").get(&place).await.data();
    assert_eq!(data["attachment"], attachment);
    // A client that lost the last answer asks again, or sends nothing more.
    let head = maya.head(&place).await;
    assert_eq!(head.header("upload-offset"), "5");
    assert_eq!(head.header("upload-length"), "5");
    assert_eq!(head.header("upload-metadata"), TEXT.1);
    assert_eq!(head.header(header::CACHE_CONTROL.as_str()), "no-store");
    assert_eq!(maya.patch(&place, 5, "").await.data(), attachment);
    maya.patch(&place, 5, "x").await.fails(413, "too-large");
    maya.patch(&place, 3, "lo").await.fails(409, "conflict");
}

#[tokio::test]
async fn content_that_is_not_accepted_ends_the_upload() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(PNG.len()).await;
    let refused = maya.patch(&place, 0, PNG).await;
    let body = refused.fails(415, "unsupported-type");
    assert!(body["detail"].as_str().unwrap().contains("a.txt"));
    assert_eq!(maya.head(&place).await.status, 404);
}

#[tokio::test]
async fn a_person_has_so_many_uploads_under_way() {
    let server = Server::with(|config| config.upload_max_open = 2, HttpOptions::default()).await;
    let maya = Tus::new(&server, "maya");
    let first = maya.begin(5).await;
    let second = maya.begin(5).await;
    let headers = [TUS, TEXT, ("upload-length", "5")];
    let refused = maya.send(Method::POST, "/uploads", &headers, "").await;
    refused.fails(429, "too-many-uploads");
    assert_eq!(refused.header("retry-after"), "10");
    Tus::new(&server, "jonas").begin(5).await;
    assert_eq!(maya.patch(&first, 0, "hello").await.status, 200);
    let third = maya.begin(5).await;

    // What was quiet for an hour makes room.
    server.kit.clock.advance(Duration::from_secs(3_000));
    maya.patch(&third, 0, "hel").await;
    server.kit.clock.advance(Duration::from_secs(601));
    // The token has expired.
    let maya = Tus::new(&server, "maya");
    maya.begin(5).await;
    assert_eq!(maya.head(&second).await.status, 404);
    assert_eq!(maya.offset(&third).await, 3);
}

#[tokio::test]
async fn an_upload_expires_when_nothing_more_comes() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    let quiet = maya.begin(5).await;
    let day = Duration::from_secs(24 * 3_600);
    server.kit.clock.advance(day - Duration::from_secs(1));
    // The token of the tests does not last that long.
    let maya = Tus::new(&server, "maya");
    assert_eq!(maya.patch(&place, 0, "hel").await.status, 204);
    server.kit.clock.advance(Duration::from_secs(1));
    assert_eq!(maya.head(&quiet).await.status, 410);
    maya.patch(&quiet, 0, "hello").await.fails(410, "gone");
    assert_eq!(maya.patch(&place, 3, "lo").await.status, 200);
}

#[tokio::test]
async fn a_blocked_person_uploads_nothing() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    let reason = json!({"reason": "spam"});
    let blocked = server
        .agent("ada")
        .post("/people/maya/block", &reason)
        .await;
    assert!(blocked.status.is_success(), "{blocked:?}");
    maya.patch(&place, 0, "hello").await.fails(403, "forbidden");
    let headers = [TUS, ("upload-length", "5")];
    let refused = maya.send(Method::POST, "/uploads", &headers, "").await;
    refused.fails(403, "forbidden");
}

#[tokio::test]
async fn where_only_post_gets_through_it_names_the_method() {
    let server = Server::start().await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(5).await;
    let named = |method| ("x-http-method-override", method);
    let headers = [TUS, BYTES, ("upload-offset", "0"), named("PATCH")];
    let sent = maya.send(Method::POST, &place, &headers, "hel").await;
    assert_eq!(sent.status, 204);
    let headers = [TUS, named("HEAD")];
    let asked = maya.send(Method::POST, &place, &headers, "").await;
    assert_eq!(asked.header("upload-offset"), "3");
    let refused = maya.send(Method::POST, &place, &[TUS], "").await;
    refused.fails(405, "method-not-allowed");
    let headers = [TUS, named("DELETE")];
    let ended = maya.send(Method::POST, &place, &headers, "").await;
    assert_eq!(ended.status, 204);
    assert_eq!(maya.head(&place).await.status, 404);
}

#[tokio::test]
async fn parts_are_not_counted_as_writes() {
    let rate = frontdesk_desk::Rate {
        per_second: 1,
        burst: 1,
    };
    let server = Server::with(
        |config| config.write_rate = Some(rate),
        HttpOptions::default(),
    )
    .await;
    let maya = Tus::new(&server, "maya");
    let place = maya.begin(40).await;
    for at in 0..40 {
        let sent = maya.patch(&place, at, "x").await;
        assert!(sent.status.is_success(), "{sent:?}");
    }
    let headers = [TUS, ("upload-length", "5")];
    let refused = maya.send(Method::POST, "/uploads", &headers, "").await;
    refused.fails(429, "rate-limited");
}

#[tokio::test]
async fn an_upload_goes_on_after_a_restart_and_a_whole_one_is_finished_then() {
    let data = Arc::new(TestData::new());
    let (half, whole) = {
        let kit = TestDesk::over(Arc::clone(&data), FailPoints::default(), |_| {}).await;
        let server = Server::of(kit, HttpOptions::default());
        let maya = Tus::new(&server, "maya");
        let (half, whole) = (maya.begin(5).await, maya.begin(5).await);
        maya.patch(&half, 0, "hel").await;
        maya.patch(&whole, 0, "hel").await;
        server.kit.store.close().await;
        (half, whole)
    };
    // As a crash leaves it that came between the last byte and the record.
    let id = whole.rsplit('/').next().unwrap();
    let bytes = data.dir().join("partial").join(format!("{id}.part"));
    std::fs::write(bytes, "hello").unwrap();

    let kit = TestDesk::over(data, FailPoints::default(), |_| {}).await;
    let server = Server::of(kit, HttpOptions::default());
    let maya = Tus::new(&server, "maya");
    assert_eq!(maya.offset(&half).await, 3);
    assert_eq!(maya.patch(&half, 3, "lo").await.status, 200);
    assert_eq!(maya.offset(&whole).await, 5);
    let data = server.user("maya").get(&whole).await.data();
    assert_eq!(data["attachment"]["size"], 5);
    assert_eq!(maya.patch(&whole, 5, "").await.data(), data["attachment"]);
}

#[tokio::test]
async fn a_copy_of_the_server_that_lacks_the_bytes_says_so() {
    let data = Arc::new(TestData::new());
    let kit = TestDesk::over(Arc::clone(&data), FailPoints::default(), |_| {}).await;
    let server = Server::of(kit, HttpOptions::default());
    let place = Tus::new(&server, "maya").begin(5).await;
    server.kit.store.close().await;
    std::fs::remove_dir_all(data.dir().join("partial")).unwrap();

    let kit = TestDesk::over(data, FailPoints::default(), |_| {}).await;
    let server = Server::of(kit, HttpOptions::default());
    let maya = Tus::new(&server, "maya");
    maya.patch(&place, 0, "hello")
        .await
        .fails(503, "unavailable");
    assert_eq!(maya.head(&place).await.status, 503);
}

#[tokio::test]
async fn fifty_people_upload_at_once() {
    let server = Server::start().await;
    let uploads = (0..50).map(|n| {
        let server = &server;
        async move {
            let name = format!("person-{n}");
            let maya = Tus {
                caller: server.with_token(&server.kit.token(&name, Role::User)),
                server,
            };
            let text = format!("{n:05}").repeat(10_000);
            let place = maya.begin(text.len()).await;
            let (first, second) = text.split_at(30_001);
            maya.patch(&place, 0, first.to_owned()).await;
            let done = maya.patch(&place, 30_001, second.to_owned()).await;
            assert_eq!(done.data()["size"], 50_000);
        }
    });
    futures_util::future::join_all(uploads).await;
}
