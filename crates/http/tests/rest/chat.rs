//! Opening a chat and reading its history.

use frontdesk_model::{
    Role,
    chat::{SendMessage, Sender},
};
use serde_json::{Value, json};

use crate::client::Server;

async fn initiate(server: &Server, body: &Value) -> String {
    let data = server
        .user("maya")
        .post("/chat/initiate", body)
        .await
        .data();
    data["sessionId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_chat_is_opened_once_and_resumed_afterwards() {
    let server = Server::start().await;
    let body = json!({"initialMessage": "Hello?", "topic": "A cup"});
    let first = initiate(&server, &body).await;
    assert_eq!(initiate(&server, &json!({})).await, first);
    let sessions = server.user("maya").get("/chat/sessions").await.data();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    assert_eq!(sessions[0]["id"], first.as_str());
    assert_eq!(sessions[0]["topic"], "A cup");
    assert_eq!(sessions[0]["status"], "waiting");
    assert_eq!(sessions[0]["lastMessage"], "Hello?");
}

#[tokio::test]
async fn history_is_read_in_pages_oldest_first() {
    let server = Server::start().await;
    let session = initiate(&server, &json!({"initialMessage": "1"})).await;
    let maya = server.kit.actor("maya", Role::User).await;
    for number in 2..=5 {
        let message = SendMessage {
            session_id: session.parse().unwrap(),
            content: number.to_string(),
            client_id: None,
            attachments: Vec::new(),
        };
        server
            .kit
            .desk
            .send_message(&maya, Sender::User, &message, None)
            .await
            .unwrap();
    }
    let caller = server.user("maya");
    let mut read = Vec::new();
    let mut after = "0".to_owned();
    loop {
        let path = format!("/chat/sessions/{session}/messages?limit=2&after={after}");
        let answer = caller.get(&path).await;
        for message in answer.data().as_array().unwrap() {
            read.push((message["seq"].as_i64().unwrap(), message["content"].clone()));
        }
        match answer.json()["page"]["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    let expected: Vec<_> = (1..=5).map(|seq| (seq, json!(seq.to_string()))).collect();
    assert_eq!(read, expected);
    caller
        .get(&format!("/chat/sessions/{session}/messages?after=-1"))
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn a_chat_is_its_participants_and_staffs() {
    let server = Server::start().await;
    let session = initiate(&server, &json!({})).await;
    let jonas = server.user("jonas");
    for path in ["", "/messages"] {
        let path = format!("/chat/sessions/{session}{path}");
        jonas.get(&path).await.fails(404, "not-found");
        server.agent("sam").get(&path).await.data();
    }
    assert_eq!(jonas.get("/chat/sessions").await.data(), json!([]));
    let sam = server.agent("sam");
    let waiting = sam.get("/chat/sessions?status=waiting").await.data();
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    sam.get("/chat/sessions?status=lost")
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn agents_are_listed_for_staff() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let agents = sam.get("/agents").await.data();
    assert_eq!(agents[0]["id"], "sam");
    assert_eq!(agents[0]["status"], "offline");
    let maya = server.user("maya");
    maya.get("/agents").await.fails(403, "forbidden");
}

#[tokio::test]
async fn staff_sees_who_a_customer_is_and_what_they_had_before() {
    let server = Server::start().await;
    let (maya, jonas, sam) = (
        server.user("maya"),
        server.user("jonas"),
        server.agent("sam"),
    );
    for customer in [&maya, &jonas] {
        customer.post("/chat/initiate", &json!({})).await.data();
        let ticket = json!({"subject": "Late", "description": "Where is it?"});
        customer.post("/tickets", &ticket).await.data();
    }
    for path in ["/chat/sessions?userId=maya", "/tickets?userId=maya"] {
        let found = sam.get(path).await.data();
        assert_eq!(found.as_array().unwrap().len(), 1, "{path}");
        assert_eq!(found[0]["userId"], "maya");
        let others = jonas.get(path).await.data();
        assert_eq!(others, json!([]), "a customer never sees another's");
    }
    assert_eq!(sam.get("/people/maya").await.data()["id"], "maya");
    sam.get("/people/nobody").await.fails(404, "not-found");
    maya.get("/people/jonas").await.fails(403, "forbidden");
}
