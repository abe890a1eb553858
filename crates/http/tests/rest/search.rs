//! Searching articles and tickets.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Caller, Server};

/// The index follows in the background: asks until something is found.
async fn eventually_found(caller: &Caller<'_>, path: &str, group: &str) -> Value {
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
