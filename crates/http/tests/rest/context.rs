//! Where a conversation began, as its customer's browser said.

use serde_json::{Value, json};

use crate::client::{Server, id};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";

fn said() -> Value {
    json!({
        "pageUrl": "https://shop.example/bikes?size=54", "pageTitle": " Bikes <b>54</b> ",
        "referrer": "https://search.example/", "language": "de-AT",
        "timeZone": "Europe/Vienna", "userAgent": FIREFOX,
    })
}

fn kept() -> Value {
    json!({
        "pageUrl": "https://shop.example/bikes?size=54", "pageTitle": "Bikes <b>54</b>",
        "referrer": "https://search.example/", "language": "de-AT",
        "timeZone": "Europe/Vienna", "browser": "Firefox 142", "system": "Linux",
        "device": "computer", "saidAt": "2026-01-31T09:30:00.000Z",
    })
}

async fn context(server: &Server, conversation: &str) -> Value {
    let path = format!("/conversations/{conversation}/context");
    server.agent("sam").get(&path).await.data()
}

#[tokio::test]
async fn staff_sees_where_a_chat_a_ticket_and_a_message_began() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let ticket = json!({"subject": "Late", "description": "Where?", "context": said()});
    let ticket = id(&maya.post("/tickets", &ticket).await.data());
    assert_eq!(context(&server, &ticket).await, kept());
    let chat = json!({"initialMessage": "Hi", "context": said()});
    let chat = maya.post("/chat/initiate", &chat).await.data();
    let chat = chat["sessionId"].as_str().unwrap().to_owned();
    assert_eq!(context(&server, &chat).await, kept());
    let message = json!({"message": "Call me", "context": said()});
    let left = maya.post("/chat/offline-message", &message).await.data();
    let left = left["ticketId"].as_str().unwrap();
    assert_eq!(context(&server, left).await, kept());

    // A chat that goes on keeps where it began.
    let elsewhere = json!({"context": {"pageUrl": "https://shop.example/cart"}});
    let resumed = maya.post("/chat/initiate", &elsewhere).await.data();
    assert_eq!(resumed["resumed"], true);
    assert_eq!(context(&server, &chat).await, kept());
}

#[tokio::test]
async fn who_says_nothing_has_none() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for body in [
        json!({}),
        json!({"context": null}),
        json!({"context": {"pageTitle": " "}}),
    ] {
        let chat = maya.post("/chat/initiate", &body).await.data();
        let session = chat["sessionId"].as_str().unwrap();
        assert_eq!(context(&server, session).await, Value::Null);
        let actor = server.kit.actor("maya", frontdesk_model::Role::User).await;
        let desk = &server.kit.desk;
        desk.end_chat(&actor, session.parse().unwrap())
            .await
            .unwrap();
    }
    let sam = server.agent("sam");
    let nobodys = "/conversations/01890000-0000-7000-8000-000000000000/context";
    sam.get(nobodys).await.fails(404, "not-found");
}

#[tokio::test]
async fn what_cannot_be_opens_nothing_and_is_named() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let context = json!({
        "pageUrl": "javascript:alert(1)", "pageTitle": "x".repeat(301), "language": "<de>",
    });
    let fields = ["context.pageUrl", "context.pageTitle", "context.language"];
    let ticket = json!({"subject": "Late", "description": "Where?", "context": context});
    let answer = maya.post("/tickets", &ticket).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), fields);
    let answer = maya
        .post("/chat/initiate", &json!({"context": context}))
        .await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), fields);
    assert_eq!(maya.get("/tickets").await.data(), json!([]));
    assert_eq!(maya.get("/chat/sessions").await.data(), json!([]));
}

#[tokio::test]
async fn no_customer_reads_it_anywhere() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let ticket = json!({"subject": "Late", "description": "Where?", "context": said()});
    let made = maya.post("/tickets", &ticket).await;
    let ticket = id(&made.data());
    let path = format!("/conversations/{ticket}/context");
    for caller in [&maya, &server.user("jonas")] {
        caller.get(&path).await.fails(403, "forbidden");
    }
    server
        .anyone()
        .get(&path)
        .await
        .fails(401, "unauthenticated");
    let mut seen = made.text();
    for path in [
        format!("/tickets/{ticket}"),
        "/tickets".to_owned(),
        format!("/conversations/{ticket}/export"),
        "/search?q=bikes&type=all".to_owned(),
    ] {
        seen.push_str(&maya.get(&path).await.text());
    }
    for word in ["shop.example", "Vienna", "Firefox"] {
        assert!(!seen.contains(word), "{word} in {seen}");
    }
}
