//! What admins see of the files, how files end, and quotas.

mod never_lost;

use std::time::Duration;

use frontdesk_http::HttpOptions;
use serde_json::{Value, json};

use crate::client::{Server, file};

const PDF: &[u8] = b"%PDF-1.7 a manual of one page";
pub const HOUR: Duration = Duration::from_secs(3_600);

/// A text file's CID.
async fn upload(server: &Server, user: &str, text: &str) -> String {
    let files = [file("notes.txt", "text/plain", text.as_bytes())];
    let data = server.user(user).upload(&files).await.data();
    data["cid"].as_str().unwrap().to_owned()
}

async fn attach(server: &Server, user: &str, cid: &str) -> Value {
    let ticket = json!({
        "subject": "See the file", "description": "It is attached.", "category": "general",
        "attachments": [cid],
    });
    server.user(user).post("/tickets", &ticket).await.data()
}

async fn summary(server: &Server) -> Value {
    server.admin("ada").get("/storage").await.data()
}

/// Waits until no job is due any more.
pub async fn settled(server: &Server) {
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    loop {
        turns.tick().await;
        if server.kit.store.outbox_depth().await.unwrap().ready == 0 {
            return;
        }
    }
}

async fn collect(server: &Server) {
    settled(server).await;
    let admin = server.admin("ada");
    assert_eq!(admin.post("/storage/collect", &json!({})).await.status, 202);
    settled(server).await;
}

/// The check that was just asked for, once it is over.
pub async fn scrub(server: &Server) -> Value {
    settled(server).await;
    server.kit.clock.advance(HOUR);
    let admin = server.admin("ada");
    assert_eq!(admin.post("/storage/scrub", &json!({})).await.status, 202);
    let begun = server.kit.clock.now().to_string();
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    loop {
        turns.tick().await;
        // It reads a batch, and goes on when that is paid for in time.
        server.kit.clock.advance(Duration::from_secs(1));
        let last = summary(server).await["lastScrub"].clone();
        if last["startedAt"] == begun.as_str() && last.get("finishedAt").is_some() {
            return last;
        }
    }
}

#[tokio::test]
async fn an_admin_sees_what_is_stored() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "first").await;
    attach(&server, "maya", &cid).await;
    upload(&server, "eve", "an orphan").await;
    // No image: its smaller forms would come sooner or later.
    let manual = [file("manual.pdf", "application/pdf", PDF)];
    server.user("maya").upload(&manual).await.data();
    let data = summary(&server).await;
    let pdf = PDF.len() as u64;
    assert_eq!(data["files"], 3);
    assert_eq!(data["bytes"], 14 + pdf);
    assert_eq!(data["blocks"], 3);
    assert_eq!(data["orphans"], json!({"files": 2, "bytes": 9 + pdf}));
    assert_eq!(data["uploads"], json!({"open": 0, "bytes": 0}));
    assert_eq!(data["scan"]["infected"], 0);
    assert_eq!(data["mode"], "public");
    assert_eq!(
        data["quota"],
        json!({"used": 14 + pdf, "perUser": 1_073_741_824})
    );
    assert_eq!(data["backend"]["kind"], "local");
    assert_eq!(data["backend"]["healthy"], true);
    assert_eq!(
        data["byType"][1],
        json!({"type": "text/plain", "files": 2, "bytes": 14})
    );
    assert_eq!(
        data["perDay"],
        json!([{"day": "2026-01-31", "files": 3, "bytes": 14 + pdf}])
    );
    assert_eq!(
        data["topUploaders"][1],
        json!({"userId": "eve", "userName": "Eve", "files": 1, "bytes": 9})
    );
}

#[tokio::test]
async fn an_admin_looks_through_the_files() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "first").await;
    let ticket = attach(&server, "maya", &cid).await;
    let orphan = upload(&server, "eve", "an orphan").await;
    let admin = server.admin("ada");
    let all = admin.get("/storage/files").await.data();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let orphans = admin.get("/storage/files?orphan=true").await.data();
    assert_eq!(orphans[0]["attachment"]["cid"], orphan.as_str());
    assert_eq!(orphans[0]["uploads"][0]["userName"], "Eve");
    assert_eq!(orphans[0]["references"], json!([]));
    let found = admin.get(&format!("/storage/files?q={cid}")).await.data();
    assert_eq!(found.as_array().unwrap().len(), 1);
    let row = &found[0];
    assert_eq!(row["attachment"]["name"], "notes.txt");
    assert_eq!(row["references"][0]["conversationId"], ticket["id"]);
    assert_eq!(row["references"][0]["number"], ticket["number"]);
    assert_eq!(
        (&row["pinned"], &row["sealed"]),
        (&json!(false), &json!(false))
    );
    let first = admin.get("/storage/files?limit=1").await.json();
    let next = first["page"]["next"].as_str().unwrap();
    let second = admin
        .get(&format!("/storage/files?limit=1&cursor={next}"))
        .await
        .json();
    assert_ne!(
        first["data"][0]["attachment"]["cid"],
        second["data"][0]["attachment"]["cid"]
    );
    assert_eq!(second["page"]["next"], Value::Null);
    admin
        .get("/storage/files?scan=odd")
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn the_storage_is_for_admins_alone() {
    let server = Server::start().await;
    for caller in [server.agent("sam"), server.user("maya")] {
        caller.get("/storage").await.fails(403, "forbidden");
        caller.get("/storage/files").await.fails(403, "forbidden");
        for path in ["/storage/collect", "/storage/scrub"] {
            caller.post(path, &json!({})).await.fails(403, "forbidden");
        }
    }
    server
        .anyone()
        .get("/storage")
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_file_that_is_deleted_is_gone_and_messages_keep_its_name_and_size() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "a secret").await;
    let ticket = attach(&server, "maya", &cid).await;
    assert_eq!(server.kit.objects().len(), 1);
    let path = format!("/files/{cid}");
    for other in [server.user("eve"), server.agent("sam"), server.user("eve")] {
        other.delete(&path).await.fails(404, "not-found");
    }
    let gone = server.user("maya").delete(&path).await.data();
    assert_eq!(gone["deletedAt"], server.kit.clock.now().to_string());
    assert_eq!(gone["name"], "notes.txt");
    let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
    read.fails(410, "file-deleted");
    let path = format!("/tickets/{}", ticket["id"].as_str().unwrap());
    let seen = server.user("maya").get(&path).await.data();
    let kept = &seen["files"][0];
    assert_eq!(
        (&kept["name"], &kept["size"]),
        (&json!("notes.txt"), &json!(8))
    );
    assert_eq!(kept["deletedAt"], gone["deletedAt"]);
    settled(&server).await;
    assert!(server.kit.objects().is_empty(), "its bytes have gone");
    assert_eq!(summary(&server).await["quota"]["used"], 0);
    let log = server
        .admin("ada")
        .get("/audit?action=file.delete")
        .await
        .data();
    assert_eq!(
        (&log[0]["actorId"], &log[0]["subject"]),
        (&json!("maya"), &json!(cid))
    );
    // Sent again, it is there again.
    assert_eq!(upload(&server, "maya", "a secret").await, cid);
    let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(read.text(), "a secret");
}

#[tokio::test]
async fn a_file_that_others_have_uploaded_too_stays_for_them() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "known to both").await;
    upload(&server, "eve", "known to both").await;
    let path = format!("/files/{cid}");
    let mine = server.user("maya").delete(&path).await.data();
    assert_eq!(mine.get("deletedAt"), None);
    settled(&server).await;
    let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
    assert_eq!(read.text(), "known to both");
    let ticket = json!({"subject": "s", "description": "d", "category": "c", "attachments": [cid]});
    let refused = server.user("maya").post("/tickets", &ticket).await;
    refused.fails(400, "invalid-input");
    attach(&server, "eve", &cid).await;
    // An admin deletes it for everyone.
    let gone = server.admin("ada").delete(&path).await.data();
    assert!(gone["deletedAt"].is_string());
    settled(&server).await;
    assert!(server.kit.objects().is_empty());
}

#[tokio::test]
async fn what_is_part_of_nothing_goes_after_a_day() {
    let server = Server::start().await;
    let kept = upload(&server, "maya", "attached").await;
    attach(&server, "maya", &kept).await;
    let orphan = upload(&server, "maya", "forgotten").await;
    server.kit.clock.advance(23 * HOUR);
    collect(&server).await;
    assert_eq!(server.kit.objects().len(), 2);
    let young = upload(&server, "maya", "just now").await;
    server.kit.clock.advance(2 * HOUR);
    collect(&server).await;
    let gone = server.anyone().get(&format!("/ipfs/{orphan}")).await;
    gone.fails(404, "not-found");
    for cid in [&kept, &young] {
        let read = server.anyone().get(&format!("/ipfs/{cid}")).await;
        assert_eq!(read.status, 200);
    }
    assert_eq!(server.kit.objects().len(), 2);
    let last = &summary(&server).await["lastCollection"];
    assert_eq!((&last["files"], &last["bytes"]), (&json!(1), &json!(9)));
}

#[tokio::test]
async fn what_a_crash_left_on_the_disk_goes_after_a_day() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "known").await;
    attach(&server, "maya", &cid).await;
    // The empty file, of which the database knows nothing.
    let left = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    let known = &server.kit.objects()[0];
    let shard = known.parent().unwrap().with_file_name("yk");
    std::fs::create_dir_all(&shard).unwrap();
    std::fs::write(shard.join(left), "").unwrap();
    collect(&server).await;
    assert_eq!(server.kit.objects().len(), 2);
    // The disk has a clock of its own.
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap();
    let millis = now.as_millis() as i64 - server.kit.clock.now().0;
    let behind = Duration::from_millis(millis.max(0) as u64);
    server.kit.clock.advance(behind + 25 * HOUR);
    collect(&server).await;
    assert_eq!(server.kit.objects(), std::slice::from_ref(known));
}

#[tokio::test]
async fn files_go_some_days_after_their_conversation_is_over() {
    let days = |n: u32| 24 * n * HOUR;
    let change = |config: &mut frontdesk_desk::DeskConfig| config.file_retention = Some(days(30));
    let server = Server::with(change, HttpOptions::default()).await;
    let cid = upload(&server, "maya", "an invoice").await;
    let ticket = attach(&server, "maya", &cid).await;
    let path = format!("/tickets/{}", ticket["id"].as_str().unwrap());
    let read = async || server.anyone().get(&format!("/ipfs/{cid}")).await.status;
    server.kit.clock.advance(days(100));
    collect(&server).await;
    assert_eq!(read().await, 200, "the ticket is open");
    let closed = json!({"status": "closed"});
    server
        .agent("sam")
        .json(axum::http::Method::PATCH, &path, &[], &closed)
        .await
        .data();
    server.kit.clock.advance(days(29));
    collect(&server).await;
    assert_eq!(read().await, 200);
    server.kit.clock.advance(days(2));
    collect(&server).await;
    assert_eq!(read().await, 410);
    let seen = server.agent("sam").get(&path).await.data();
    assert_eq!(seen["files"][0]["name"], "notes.txt");
    assert!(server.kit.objects().is_empty());
}

#[tokio::test]
async fn a_person_has_a_quota_and_staff_have_none() {
    let change = |config: &mut frontdesk_desk::DeskConfig| config.upload_user_quota = 20;
    let server = Server::with(change, HttpOptions::default()).await;
    let first = upload(&server, "maya", "twelve bytes").await;
    let nine = [file("b.txt", "text/plain", b"123456789")];
    let refused = server.user("maya").upload(&nine).await;
    refused.fails(413, "quota-user");
    settled(&server).await;
    assert_eq!(server.kit.objects().len(), 1, "nothing is kept of it");
    // What is there takes no more room, and others have their own.
    assert_eq!(upload(&server, "maya", "twelve bytes").await, first);
    upload(&server, "eve", "a file of hers").await;
    for _ in 0..3 {
        server.agent("sam").upload(&nine).await.data();
    }
    server
        .user("maya")
        .delete(&format!("/files/{first}"))
        .await
        .data();
    server.user("maya").upload(&nine).await.data();
}

#[tokio::test]
async fn all_files_together_have_a_quota() {
    let change = |config: &mut frontdesk_desk::DeskConfig| config.upload_total_quota = Some(20);
    let server = Server::with(change, HttpOptions::default()).await;
    let first = upload(&server, "maya", "twelve bytes").await;
    let nine = [file("b.txt", "text/plain", b"123456789")];
    for caller in [server.user("eve"), server.agent("sam"), server.admin("ada")] {
        caller.upload(&nine).await.fails(507, "quota-total");
    }
    assert_eq!(summary(&server).await["quota"]["total"], 20);
    server
        .user("maya")
        .delete(&format!("/files/{first}"))
        .await
        .data();
    settled(&server).await;
    server.user("eve").upload(&nine).await.data();
}

#[tokio::test]
async fn an_upload_that_says_too_much_is_refused_before_it_comes() {
    let change = |config: &mut frontdesk_desk::DeskConfig| {
        config.upload_user_quota = 2 * 1024 * 1024;
        config.upload_max_bytes = 10 * 1024 * 1024;
    };
    let server = Server::with(change, HttpOptions::default()).await;
    let maya = server.user("maya");
    let request = maya
        .request(axum::http::Method::POST, "/upload")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("content-length", (5 * 1024 * 1024).to_string());
    // Not one byte of the body is read.
    let body = axum::body::Body::from_stream(futures_util::stream::poll_fn(
        |_| -> std::task::Poll<Option<Result<axum::body::Bytes, std::convert::Infallible>>> {
            panic!("the body is read")
        },
    ));
    let answer = server.send(request.body(body).unwrap()).await;
    answer.fails(413, "quota-user");
}

#[tokio::test]
async fn damage_is_found_and_told_and_a_new_upload_heals_it() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "what was written").await;
    attach(&server, "maya", &cid).await;
    upload(&server, "maya", "another file").await;
    let whole = scrub(&server).await;
    assert_eq!(
        (&whole["checked"], &whole["damaged"]),
        (&json!(2), &json!(0))
    );
    let object = server
        .kit
        .objects()
        .into_iter()
        .find(|path| path.ends_with(&cid));
    std::fs::write(object.unwrap(), "what was wrıtten").unwrap();
    let last = scrub(&server).await;
    assert_eq!((&last["checked"], &last["damaged"]), (&json!(2), &json!(1)));
    let path = format!("/ipfs/{cid}");
    server.anyone().get(&path).await.fails(500, "file-damaged");
    let log = server
        .admin("ada")
        .get("/audit?action=file.damaged")
        .await
        .data();
    assert_eq!(log[0]["subject"], cid.as_str());
    upload(&server, "maya", "what was written").await;
    assert_eq!(server.anyone().get(&path).await.text(), "what was written");
    assert_eq!(scrub(&server).await["damaged"], 0);
}

#[tokio::test]
async fn a_file_that_was_lost_is_damaged() {
    let server = Server::start().await;
    let cid = upload(&server, "maya", "soon lost").await;
    settled(&server).await;
    std::fs::remove_file(&server.kit.objects()[0]).unwrap();
    assert_eq!(scrub(&server).await["damaged"], 1);
    let path = format!("/ipfs/{cid}");
    server.anyone().get(&path).await.fails(500, "file-damaged");
}
