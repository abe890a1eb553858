//! Macros: canned replies with variables and actions.

use axum::http::Method;
use frontdesk_model::Role;
use serde_json::{Value, json};

use crate::client::{Caller, Server, id};

async fn add(caller: &Caller<'_>, body: &Value) -> String {
    id(&caller.post("/macros", body).await.data())
}

async fn ticket(server: &Server) -> String {
    let body = json!({"subject": "Late parcel", "description": "Where is it?"});
    id(&server.user("maya").post("/tickets", &body).await.data())
}

async fn held_chat(server: &Server) -> String {
    let maya = server.user("maya");
    let chat = maya.post("/chat/initiate", &json!({})).await.data();
    let session = chat["sessionId"].as_str().unwrap().to_owned();
    let sam = server.kit.actor("sam", Role::Agent).await;
    let desk = &server.kit.desk;
    desk.accept_session(&sam, session.parse().unwrap())
        .await
        .unwrap();
    session
}

#[tokio::test]
async fn a_macro_is_made_changed_and_deleted_by_staff() {
    let server = Server::start().await;
    let (sam, kim) = (server.agent("sam"), server.agent("kim"));
    let body = json!({"title": "Hello", "shortcut": "/hi", "content": "Hi {{customer.name}}"});
    server
        .user("maya")
        .post("/macros", &body)
        .await
        .fails(403, "forbidden");
    let made = sam.post("/macros", &body).await;
    assert_eq!(made.status, 201);
    let made = made.data();
    assert_eq!(made["visibility"], "everyone");
    assert_eq!(made["shortcut"], "hi");
    kim.post("/macros", &body).await.fails(409, "conflict");
    let own = json!({"title": "Own", "content": "x", "visibility": "me"});
    let own = add(&sam, &own).await;
    let titles = |list: Value| {
        let list = list.as_array().unwrap().clone();
        list.iter()
            .map(|it| it["title"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(sam.get("/macros").await.data()), ["Hello", "Own"]);
    assert_eq!(titles(kim.get("/macros").await.data()), ["Hello"]);
    kim.delete(&format!("/macros/{own}"))
        .await
        .fails(404, "not-found");
    let path = format!("/macros/{}", id(&made));
    let changed = json!({"title": "Hello!", "content": "Hi"});
    let changed = kim.json(Method::PUT, &path, &[], &changed).await.data();
    assert_eq!(changed["title"], "Hello!");
    assert_eq!(changed["shortcut"], Value::Null);
    kim.delete(&path).await.data();
    assert_eq!(titles(sam.get("/macros").await.data()), ["Own"]);
}

#[tokio::test]
async fn an_unknown_variable_is_told_when_the_macro_is_saved() {
    let server = Server::start().await;
    let body = json!({"title": "x", "content": "Hi {{customer.nmae}}"});
    let answer = server.agent("sam").post("/macros", &body).await;
    let problem = answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["content"]);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("customer.nmae") && detail.contains("customer.name"));
}

#[tokio::test]
async fn a_reply_is_rendered_for_its_conversation() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let content = "Hi {{customer.firstName|there}}, #{{ticket.number}} {{ticket.subject}} \
        ({{chat.topic|no topic}}{{chat.topic}}) – {{agent.name}}, to {{customer.email}}";
    let made = add(&sam, &json!({"title": "x", "content": content})).await;
    let ticket = ticket(&server).await;
    let rendered = sam
        .post(
            &format!("/macros/{made}/render"),
            &json!({"conversationId": ticket}),
        )
        .await
        .data();
    assert_eq!(
        rendered["content"],
        "Hi Maya, #1 Late parcel (no topic) – Sam, to maya@example.com"
    );
    assert_eq!(rendered["missing"], json!(["chat.topic"]));
}

#[tokio::test]
async fn a_macro_answers_tags_and_resolves_a_ticket() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let made = add(
        &sam,
        &json!({"title": "Refunded", "content": "Done.", "actions": {
            "addTags": ["refund"], "status": "resolved", "closeChat": true,
            "note": "Refunded {{customer.name}}",
        }}),
    )
    .await;
    let ticket = ticket(&server).await;
    let path = format!("/macros/{made}/apply");
    let body = json!({"conversationId": ticket, "content": "Done."});
    let key = [("Idempotency-Key", "m-1")];
    let mut answers = Vec::new();
    for _ in 0..2 {
        let applied = sam.json(Method::POST, &path, &key, &body).await;
        answers.push(applied.data());
    }
    assert_eq!(answers[0], answers[1], "a repeat gives the first answer");
    let applied = &answers[0];
    assert_eq!(applied["message"]["content"], "Done.");
    assert_eq!(applied["note"]["content"], "Refunded Maya");
    assert_eq!(applied["conversation"]["ticketStatus"], "resolved");
    assert_eq!(applied["skipped"][0]["action"], "closeChat");
    let read = maya.get(&format!("/tickets/{ticket}")).await.data();
    assert_eq!(read["tags"], json!(["refund"]));
    assert_eq!(read["responseCount"], 1);
    assert_eq!(sam.get("/macros").await.data()[0]["uses"], 1);
}

#[tokio::test]
async fn a_macro_replies_in_a_chat_and_closes_it() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let actions = json!({"closeChat": true, "status": "closed"});
    let made = add(&sam, &json!({"title": "Bye", "actions": actions})).await;
    let session = held_chat(&server).await;
    let path = format!("/macros/{made}/apply");
    let body = json!({"conversationId": session, "content": "Goodbye!"});
    server
        .agent("kim")
        .post(&path, &body)
        .await
        .fails(403, "forbidden");
    let applied = sam.post(&path, &body).await.data();
    assert_eq!(applied["message"]["seq"], 1);
    assert_eq!(applied["conversation"]["chatStatus"], "closed");
    assert_eq!(applied["skipped"][0]["action"], "status");
    // It is over: nobody would see another reply, and nothing else is done.
    sam.post(&path, &body).await.fails(409, "conflict");
    let messages = format!("/chat/sessions/{session}/messages");
    let messages = sam.get(&messages).await.data();
    assert_eq!(messages.as_array().unwrap().len(), 1);
}
