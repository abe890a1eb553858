//! What staff writes down about customers.

use axum::http::Method;
use frontdesk_store::AuditFilter;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server, id},
    search::eventually_found,
};

const NOTES: &str = "/people/maya/notes";

async fn add(caller: &Caller<'_>, content: &str) -> Value {
    let answer = caller.post(NOTES, &json!({"content": content})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.data()
}

/// A server that has met Maya.
async fn start() -> Server {
    let server = Server::start().await;
    server.user("maya").get("/auth/me").await.data();
    server
}

#[tokio::test]
async fn notes_are_written_changed_and_removed_by_their_author() {
    let server = start().await;
    let (sam, kim) = (server.agent("sam"), server.agent("kim"));
    let note = add(&sam, " Rides a tandem ").await;
    assert_eq!(note["content"], "Rides a tandem");
    assert_eq!(note["personId"], "maya");
    assert_eq!(note["authorId"], "sam");
    assert_eq!(note["authorName"], "Sam");
    assert_eq!(note["createdAt"], "2026-01-31T09:30:00.000Z");
    assert_eq!(note["editedAt"], Value::Null);
    server.kit.clock.advance(std::time::Duration::from_secs(60));
    let later = add(&kim, "Prefers mail").await;
    assert_eq!(sam.get(NOTES).await.data(), json!([later, note]));

    let path = format!("{NOTES}/{}", id(&note));
    let change = json!({"content": "Rides a tricycle"});
    let refused = kim.json(Method::PUT, &path, &[], &change).await;
    refused.fails(403, "forbidden");
    kim.delete(&path).await.fails(403, "forbidden");
    let changed = sam.json(Method::PUT, &path, &[], &change).await.data();
    assert_eq!(changed["content"], "Rides a tricycle");
    assert_eq!(changed["createdAt"], note["createdAt"]);
    assert_eq!(changed["editedAt"], "2026-01-31T09:31:00.000Z");
    // An admin may remove what is not theirs.
    server.admin("ada").delete(&path).await.data();
    assert_eq!(sam.get(NOTES).await.data(), json!([later]));
    sam.delete(&path).await.fails(404, "not-found");
}

#[tokio::test]
async fn what_was_done_stands_in_the_audit_log() {
    let server = start().await;
    let sam = server.agent("sam");
    let path = format!("{NOTES}/{}", id(&add(&sam, "Rides a tandem").await));
    let change = json!({"content": "Rides a tricycle"});
    sam.json(Method::PUT, &path, &[], &change).await.data();
    sam.delete(&path).await.data();
    let filter = AuditFilter {
        action: Some("person.note".to_owned()),
        subject: Some("maya".to_owned()),
    };
    let page = frontdesk_model::PageRequest::default();
    let entries = server.kit.store.audit(&filter, &page).await.unwrap().items;
    let mut actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    actions.sort_unstable();
    let all = ["person.note.add", "person.note.delete", "person.note.edit"];
    assert_eq!(actions, all);
    assert!(
        entries
            .iter()
            .all(|entry| entry.actor_id.as_ref().is_some_and(|id| id.0 == "sam"))
    );
}

#[tokio::test]
async fn bad_input_and_nobodys_notes_are_refused() {
    let server = start().await;
    let sam = server.agent("sam");
    for content in [String::new(), "x".repeat(4_001)] {
        let answer = sam.post(NOTES, &json!({"content": content})).await;
        answer.fails(400, "invalid-input");
        assert_eq!(answer.failed_fields(), ["content"]);
    }
    let nobody = "/people/nobody/notes";
    sam.get(nobody).await.fails(404, "not-found");
    let note = json!({"content": "Hello?"});
    sam.post(nobody, &note).await.fails(404, "not-found");
    let path = format!("{NOTES}/no-id");
    sam.delete(&path).await.fails(404, "not-found");
    assert_eq!(sam.get(NOTES).await.data(), json!([]));
}

#[tokio::test]
async fn a_repeat_with_the_same_key_writes_one_note() {
    let server = start().await;
    let sam = server.agent("sam");
    let note = json!({"content": "Rides a tandem"});
    let key = [("Idempotency-Key", "n-1")];
    let first = sam.json(Method::POST, NOTES, &key, &note).await.data();
    let again = sam.json(Method::POST, NOTES, &key, &note).await.data();
    assert_eq!(again, first);
    assert_eq!(sam.get(NOTES).await.data(), json!([first]));
}

#[tokio::test]
async fn staff_finds_a_customer_by_a_note_and_the_customer_learns_nothing() {
    let server = start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = json!({"subject": "Late", "description": "Where is it?"});
    let ticket = maya.post("/tickets", &ticket).await.data();
    let path = format!("{NOTES}/{}", id(&add(&sam, "Chargebacker of old").await));
    let found = eventually_found(&sam, "/search?q=chargebacker&type=customers", "customers").await;
    assert_eq!(found["data"]["customers"][0]["id"], "maya");

    for method in [Method::GET, Method::POST] {
        let answer = maya
            .json(method, NOTES, &[], &json!({"content": "x"}))
            .await;
        answer.fails(403, "forbidden");
    }
    for method in [Method::PUT, Method::DELETE] {
        let answer = maya
            .json(method, &path, &[], &json!({"content": "x"}))
            .await;
        answer.fails(403, "forbidden");
    }
    server
        .anyone()
        .get(NOTES)
        .await
        .fails(401, "unauthenticated");
    let mut seen = String::new();
    for path in [
        "/auth/me".to_owned(),
        "/notifications".to_owned(),
        format!("/tickets/{}", id(&ticket)),
        format!("/conversations/{}/export", id(&ticket)),
        "/search?q=chargebacker&type=all".to_owned(),
        "/search/suggest?q=chargeb".to_owned(),
    ] {
        seen.push_str(&maya.get(&path).await.text());
    }
    assert!(!seen.contains("backer of old"), "{seen}");
    let nothing = maya.get("/search?q=chargebacker&type=all").await.data();
    assert_eq!(nothing["tickets"], json!([]));
}
