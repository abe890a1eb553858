//! Who someone is, and what staff does about them.

use std::{sync::Arc, time::Duration};

use axum::http::Method;
use frontdesk_model::{
    Role,
    chat::{SendMessage, Sender},
    error::ErrorCode,
};
use frontdesk_store::AuditFilter;
use frontdesk_testkit::TestData;
use serde_json::{Value, json};

use crate::client::{PNG, Server, file};

async fn actions(server: &Server, subject: &str) -> Vec<String> {
    let filter = AuditFilter {
        subject: Some(subject.to_owned()),
        ..AuditFilter::default()
    };
    let page = frontdesk_model::PageRequest::default();
    let entries = server.kit.store.audit(&filter, &page).await.unwrap().items;
    entries.into_iter().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn staff_sees_all_of_a_person_and_marks_them_as_important() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    maya.get("/auth/me").await.data();
    let person = sam.get("/people/maya").await.data();
    assert_eq!(
        person,
        json!({
            "id": "maya", "name": "Maya", "email": "maya@example.com", "role": "user",
            "isVip": false, "blockedAt": null, "blockedReason": null,
            "createdAt": "2026-01-31T09:30:00.000Z", "lastSeenAt": "2026-01-31T09:30:00.000Z",
            "online": false,
        })
    );
    let patch = |body: Value| {
        let sam = &sam;
        async move { sam.json(Method::PATCH, "/people/maya", &[], &body).await }
    };
    assert_eq!(patch(json!({"isVip": true})).await.data()["isVip"], true);
    assert_eq!(patch(json!({})).await.data()["isVip"], true);
    assert_eq!(actions(&server, "maya").await, ["person.vip"]);
    maya.json(Method::PATCH, "/people/maya", &[], &json!({"isVip": true}))
        .await
        .fails(403, "forbidden");
}

#[tokio::test]
async fn whatever_a_blocked_person_writes_is_refused_until_they_are_unblocked() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = json!({"subject": "Late", "description": "Where is it?"});
    let ticket_id = crate::client::id(&maya.post("/tickets", &ticket).await.data());
    let chat = maya
        .post("/chat/initiate", &json!({"initialMessage": "Hi"}))
        .await
        .data();
    let chat = chat["sessionId"].as_str().unwrap().to_owned();
    let blocked = sam
        .post("/people/maya/block", &json!({"reason": " Insults "}))
        .await
        .data();
    assert_eq!(blocked["blockedReason"], "Insults");
    assert_eq!(blocked["blockedAt"], "2026-01-31T09:30:00.000Z");
    let session = sam.get(&format!("/chat/sessions/{chat}")).await.data();
    assert_eq!(session["status"], "closed");
    assert_eq!(server.kit.desk.waiting_chats().await, 0);

    let responses = format!("/tickets/{ticket_id}/responses");
    for (path, body) in [
        ("/chat/initiate", json!({})),
        ("/chat/offline-message", json!({"message": "Hi"})),
        ("/tickets", ticket.clone()),
        (responses.as_str(), json!({"response": "Hi"})),
    ] {
        let refused = maya.post(path, &body).await.fails(403, "forbidden");
        let detail = refused["detail"].as_str().unwrap();
        assert!(detail.starts_with("this account is blocked"), "{detail}");
        assert!(!detail.contains("Insults"), "the reason is staff's");
    }
    maya.upload(&[file("a.png", "image/png", PNG)])
        .await
        .fails(403, "forbidden");
    let actor = server.kit.actor("maya", Role::User).await;
    let message = SendMessage {
        session_id: chat.parse().unwrap(),
        content: "Hi".into(),
        client_id: None,
        attachments: Vec::new(),
    };
    let said = server
        .kit
        .desk
        .send_message(&actor, Sender::User, &message, None)
        .await;
    assert_eq!(said.unwrap_err().code(), ErrorCode::Forbidden);
    // They may still read what is theirs.
    assert_eq!(maya.get("/tickets").await.data()[0]["id"], ticket_id);

    let free = sam.post("/people/maya/unblock", &json!({})).await.data();
    assert_eq!(free["blockedAt"], Value::Null);
    maya.post(&responses, &json!({"response": "Hi"}))
        .await
        .data();
    maya.post("/chat/initiate", &json!({})).await.data();
    assert_eq!(
        actions(&server, "maya").await,
        ["person.unblock", "person.block"]
    );
}

#[tokio::test]
async fn only_customers_can_be_blocked_and_only_by_staff_with_a_reason() {
    let server = Server::start().await;
    let (maya, sam, kim) = (
        server.user("maya"),
        server.agent("sam"),
        server.agent("kim"),
    );
    let reason = json!({"reason": "Insults"});
    for caller in [&maya, &kim] {
        caller.get("/auth/me").await.data();
    }
    maya.post("/people/kim/block", &reason)
        .await
        .fails(403, "forbidden");
    for staff in ["kim", "sam"] {
        sam.post(&format!("/people/{staff}/block"), &reason)
            .await
            .fails(409, "conflict");
    }
    sam.post("/people/nobody/block", &reason)
        .await
        .fails(404, "not-found");
    let refused = sam.post("/people/maya/block", &json!({})).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["reason"]);
    assert_eq!(actions(&server, "maya").await, [""; 0]);
    maya.post("/chat/initiate", &json!({})).await.data();
}

#[tokio::test]
async fn staff_lists_who_is_blocked_latest_first() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    for id in ["maya", "noah", "olga", "free"] {
        server.user(id).get("/auth/me").await.data();
    }
    for id in ["maya", "noah", "olga"] {
        server.kit.clock.advance(Duration::from_secs(1));
        let path = format!("/people/{id}/block");
        sam.post(&path, &json!({"reason": "Insults"})).await.data();
    }
    let first = sam.get("/people?blocked=true&limit=2").await.json();
    assert_eq!(first["data"][0]["id"], "olga");
    assert_eq!(first["data"][0]["blockedReason"], "Insults");
    assert_eq!(first["data"][1]["id"], "noah");
    let next = first["page"]["next"].as_str().unwrap();
    let path = format!("/people?blocked=true&limit=2&cursor={next}");
    let second = sam.get(&path).await.json();
    assert_eq!(second["data"][0]["id"], "maya");
    assert_eq!(second["data"].as_array().unwrap().len(), 1);
    assert_eq!(second["page"]["next"], Value::Null);

    sam.post("/people/maya/unblock", &json!({})).await.data();
    let list = sam.get("/people?blocked=true").await.data();
    assert_eq!(list.as_array().unwrap().len(), 2);
    server
        .user("free")
        .get("/people?blocked=true")
        .await
        .fails(403, "forbidden");
    let refused = sam.get("/people").await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["blocked"]);
}

#[tokio::test]
async fn a_block_outlives_the_process() {
    let data = Arc::new(TestData::new());
    let before = Server::over(&data).await;
    let reason = json!({"reason": "Insults"});
    for id in ["maya", "noah"] {
        before.user(id).get("/auth/me").await.data();
    }
    let sam = before.agent("sam");
    sam.post("/people/maya/block", &reason).await.data();
    before.kit.desk.close().await;
    drop(before);

    let after = Server::over(&data).await;
    let hello = json!({"initialMessage": "Hello?"});
    let refused = after.user("maya").post("/chat/initiate", &hello).await;
    refused.fails(403, "forbidden");
    after
        .user("noah")
        .post("/chat/initiate", &hello)
        .await
        .data();
    let sam = after.agent("sam");
    assert_eq!(
        sam.get("/people?blocked=true").await.data()[0]["blockedReason"],
        "Insults"
    );
    sam.post("/people/maya/unblock", &json!({})).await.data();
    after
        .user("maya")
        .post("/chat/initiate", &hello)
        .await
        .data();
}

/// While a transaction is open on SQLite, whoever wants to write waits for it.
#[tokio::test]
async fn whoever_is_known_comes_back_after_a_restart_without_a_write() {
    let data = Arc::new(TestData::new());
    let before = Server::over(&data).await;
    for number in 0..200 {
        let id = format!("customer-{number}");
        before.kit.actor(&id, Role::User).await;
    }
    before.kit.desk.close().await;
    drop(before);

    let after = Server::over(&data).await;
    let writing = after.kit.store.begin().await.unwrap();
    let known = async {
        for number in 0..200 {
            let id = format!("customer-{number}");
            let actor = after.kit.actor(&id, Role::User).await;
            assert_eq!(actor.id.as_str(), id);
        }
    };
    let patience = Duration::from_secs(30);
    tokio::time::timeout(patience, known)
        .await
        .expect("nothing has changed, so nothing is written");

    // Who is new, and who has another role, is written: after the other.
    let stranger = tokio::spawn({
        let (desk, token) = (
            after.kit.desk.clone(),
            after.kit.token("stranger", Role::User),
        );
        async move { desk.authenticate(&token).await }
    });
    let promoted = after.kit.token("customer-7", Role::Agent);
    let promoted = tokio::spawn({
        let desk = after.kit.desk.clone();
        async move { desk.authenticate(&promoted).await }
    });
    writing.rollback().await.unwrap();
    stranger.await.unwrap().unwrap();
    promoted.await.unwrap().unwrap();
    let store = &after.kit.store;
    assert!(store.person(&"stranger".into()).await.unwrap().is_some());
    let promoted = store.person(&"customer-7".into()).await.unwrap().unwrap();
    assert_eq!(promoted.role, Role::Agent);
}
