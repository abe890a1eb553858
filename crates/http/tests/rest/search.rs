//! Searching articles and tickets.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Caller, Server, file};

/// The index follows in the background: asks until something is found.
pub async fn eventually_found(caller: &Caller<'_>, path: &str, group: &str) -> Value {
    for _ in 0..400 {
        let answer = caller.get(path).await;
        let found = answer.data()[group].clone();
        if found != json!([]) {
            return answer.json();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{path} finds nothing");
}

async fn fill(server: &Server) {
    let article = json!({
        "question": "How do I return a parcel?", "answer": "Print the label.", "isPublished": true,
    });
    server.agent("sam").post("/faq", &article).await.data();
    let ticket = json!({"subject": "Parcel is late", "description": "Where is my parcel?"});
    server.user("maya").post("/tickets", &ticket).await.data();
}

#[tokio::test]
async fn an_article_is_found_by_anyone_and_a_ticket_by_those_who_may() {
    let server = Server::start().await;
    fill(&server).await;
    let found = eventually_found(&server.anyone(), "/search?q=parcel", "faq").await;
    assert_eq!(found["query"], "parcel");
    assert_eq!(
        found["data"]["faq"][0]["question"],
        "How do I return a parcel?"
    );
    assert!(found["data"]["faq"][0]["score"].is_number());
    assert!(
        found["data"]["faq"][0]["highlight"]["title"]
            .as_str()
            .unwrap()
            .contains("<mark>parcel</mark>")
    );
    assert_eq!(found["data"]["tickets"], json!([]));

    let path = "/search?q=parcel&type=tickets";
    for caller in [server.user("maya"), server.agent("sam")] {
        let found = eventually_found(&caller, path, "tickets").await;
        assert_eq!(found["data"]["tickets"][0]["subject"], "Parcel is late");
        assert_eq!(found["data"]["faq"], json!([]));
    }
    let jonas = server.user("jonas").get(path).await.data();
    assert_eq!(jonas["tickets"], json!([]));
    server
        .anyone()
        .get(path)
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_query_that_cannot_be_is_refused_by_field() {
    let server = Server::start().await;
    let anyone = server.anyone();
    let long = "x".repeat(501);
    for (query, field) in [
        ("", "q"),
        ("q=a", "q"),
        (&format!("q={long}"), "q"),
        ("q=parcel&type=people", "type"),
        ("q=parcel&limit=1000", "limit"),
    ] {
        let answer = anyone.get(&format!("/search?{query}")).await;
        answer.fails(400, "invalid-input");
        assert_eq!(answer.failed_fields(), [field], "{query}");
    }
    anyone
        .get(&format!("/search/suggest?q={long}"))
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn a_question_is_completed_while_it_is_typed() {
    let server = Server::start().await;
    fill(&server).await;
    eventually_found(&server.anyone(), "/search?q=parcel", "faq").await;
    let suggestions = server.anyone().get("/search/suggest?q=how+do").await.data();
    assert_eq!(suggestions["completions"][0], "How do I return a parcel?");
}

#[tokio::test]
async fn what_is_shown_of_a_find_is_text_but_for_the_marks() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let ticket = json!({
        "subject": "<script>alert(1)</script> parcel",
        "description": "The parcel <img src=x onerror=alert(2)> is \"late\" & wet",
    });
    maya.post("/tickets", &ticket).await.data();
    let found = eventually_found(&maya, "/search?q=parcel&type=tickets", "tickets").await;
    let shown = found["data"]["tickets"][0]["highlight"].to_string();
    assert!(shown.contains("<mark>parcel</mark>"), "{shown}");
    assert!(shown.contains("&lt;script&gt;"), "{shown}");
    let markup = shown.replace("<mark>", "").replace("</mark>", "");
    assert!(!markup.contains('<'), "{shown}");
}

#[tokio::test]
async fn admins_see_to_the_index() {
    let server = Server::start().await;
    fill(&server).await;
    let admin = server.admin("ada");
    let before = admin.get("/search/index").await.data();
    assert_eq!(before["kinds"].as_array().unwrap().len(), 3);
    let begun = admin.post("/search/index/rebuild", &json!({})).await;
    assert_eq!(begun.status, 202);
    let generation = |status: &Value| status["generation"].as_u64().unwrap();
    let mut after = admin.get("/search/index").await.data();
    for _ in 0..400 {
        if generation(&after) > generation(&before) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        after = admin.get("/search/index").await.data();
    }
    assert!(generation(&after) > generation(&before), "{after}");
    let check = admin.post("/search/index/verify", &json!({})).await.data();
    assert_eq!(check["ok"], true, "{check}");
    for caller in [server.agent("sam"), server.user("maya")] {
        assert_eq!(caller.get("/search/index").await.status, 403);
        for path in ["/search/index/rebuild", "/search/index/verify"] {
            assert_eq!(caller.post(path, &json!({})).await.status, 403);
        }
    }
}

#[tokio::test]
async fn what_one_has_just_written_is_found_at_once() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for word in ["parcel", "lantern", "umbrella"] {
        let ticket = json!({"subject": format!("My {word}"), "description": "Where is it?"});
        maya.post("/tickets", &ticket).await.data();
        let found = maya.get(&format!("/search?q={word}&type=tickets")).await;
        let tickets = found.data()["tickets"].clone();
        assert_eq!(tickets.as_array().unwrap().len(), 1, "{word}: {tickets}");
    }
}

#[tokio::test]
async fn the_text_of_a_file_is_found_by_those_who_may_see_it() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let files = [file(
        "invoice.txt",
        "text/plain",
        b"Reverberation unit, second hand",
    )];
    let cid = maya.upload(&files).await.data()["cid"].clone();
    let ticket = json!({
        "subject": "See the file", "description": "It is attached.", "attachments": [cid],
    });
    maya.post("/tickets", &ticket).await.data();
    let path = "/search?q=reverberation&type=tickets";
    for caller in [server.agent("sam"), server.user("maya")] {
        let found = eventually_found(&caller, path, "tickets").await;
        assert_eq!(found["data"]["tickets"][0]["subject"], "See the file");
    }
    let others = server.user("kim").get(path).await.data();
    assert_eq!(others["tickets"], json!([]));
    // With the file its text goes.
    let cid = cid.as_str().unwrap();
    assert!(
        server
            .admin("ada")
            .delete(&format!("/files/{cid}"))
            .await
            .status
            .is_success()
    );
    for _ in 0..400 {
        if maya.get(path).await.data()["tickets"] == json!([]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the text of a deleted file is still found");
}
