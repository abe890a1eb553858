//! Moderation over REST: rules, what they do with tickets and responses, the
//! review list and the audit log.

use std::time::Duration;

use axum::http::Method;
use frontdesk_model::{
    Role,
    chat::{SendMessage, Sender},
};
use serde_json::{Value, json};

use crate::client::{Answer, Server, id};

async fn rule(server: &Server, rule: Value) -> Value {
    let mut body = json!({"name": "A rule", "kind": "words", "action": "flag"});
    for (key, value) in rule.as_object().unwrap() {
        body[key] = value.clone();
    }
    let made = server.admin("ada").post("/moderation/rules", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.data()
}

async fn ticket(server: &Server, subject: &str, description: &str) -> Answer {
    let body = json!({"subject": subject, "description": description, "category": "general",
        "priority": "low"});
    server.user("maya").post("/tickets", &body).await
}

async fn pending(server: &Server) -> Vec<Value> {
    let list = server
        .agent("sam")
        .get("/moderation/reviews?state=pending")
        .await
        .data();
    list.as_array().unwrap().clone()
}

async fn decide(server: &Server, review: &Value, how: &str) -> Answer {
    let path = format!("/moderation/reviews/{}/{how}", id(review));
    server.agent("sam").post(&path, &json!({})).await
}

async fn audit(server: &Server, action: &str) -> Vec<Value> {
    let path = format!("/audit?action={action}");
    let list = server.admin("ada").get(&path).await.data();
    list.as_array().unwrap().clone()
}

#[tokio::test]
async fn admins_make_rules_and_agents_see_and_try_them() {
    let server = Server::start().await;
    let made = rule(&server, json!({"words": ["Spam"], "action": "mask"})).await;
    assert_eq!(made["appliesTo"], "customers");
    assert_eq!(made["enabled"], true);
    let body = json!({"name": "x", "kind": "words", "words": ["x"], "action": "flag"});
    server
        .agent("sam")
        .post("/moderation/rules", &body)
        .await
        .fails(403, "forbidden");
    server
        .user("maya")
        .get("/moderation/rules")
        .await
        .fails(403, "forbidden");
    let listed = server.agent("sam").get("/moderation/rules").await.data();
    assert_eq!(listed, json!([made]));
    let tried = server
        .agent("sam")
        .post("/moderation/try", &json!({"content": "No sp@m!"}))
        .await
        .data();
    assert_eq!(tried["action"], "mask");
    assert_eq!(tried["content"], "No ••••!");
    assert_eq!(tried["rules"][0]["id"], made["id"]);
    assert!(pending(&server).await.is_empty());
    let path = format!("/moderation/rules/{}", id(&made));
    let off = json!({"name": "Off", "kind": "words", "words": ["spam"], "action": "mask",
        "enabled": false});
    let changed = server
        .admin("ada")
        .json(Method::PUT, &path, &[], &off)
        .await
        .data();
    assert_eq!(changed["name"], "Off");
    assert_eq!(
        ticket(&server, "spam", "spam").await.data()["subject"],
        "spam"
    );
    server.admin("ada").delete(&path).await.data();
    server
        .admin("ada")
        .delete(&path)
        .await
        .fails(404, "not-found");
    let actions: Vec<_> = audit(&server, "moderation")
        .await
        .iter()
        .map(|entry| entry["action"].clone())
        .collect();
    assert_eq!(
        actions,
        [
            "moderation.rule-delete",
            "moderation.rule-update",
            "moderation.rule-create"
        ]
    );
}

#[tokio::test]
async fn a_rule_that_cannot_work_is_refused_with_its_field() {
    let server = Server::start().await;
    for (rule, field) in [
        (json!({"kind": "words", "words": []}), "words"),
        (json!({"kind": "pattern", "pattern": "("}), "pattern"),
        (
            json!({"kind": "pattern", "pattern": "(a{900}){900}"}),
            "pattern",
        ),
        (json!({"kind": "pattern", "pattern": "a*"}), "pattern"),
        (
            json!({"kind": "links", "allowedDomains": ["http://x"]}),
            "allowedDomains",
        ),
        (
            json!({"kind": "repetition", "repeatSeconds": 5}),
            "repeatCount",
        ),
    ] {
        let mut body = rule.clone();
        body["name"] = json!("A rule");
        body["action"] = json!("refuse");
        let refused = server.admin("ada").post("/moderation/rules", &body).await;
        refused.fails(400, "invalid-input");
        assert_eq!(refused.failed_fields(), [field], "{rule}");
    }
    assert_eq!(
        server.admin("ada").get("/moderation/rules").await.data(),
        json!([])
    );
}

#[tokio::test]
async fn a_refused_ticket_is_stored_nowhere() {
    let server = Server::start().await;
    rule(
        &server,
        json!({"name": "Secret name", "words": ["bomb"], "action": "refuse"}),
    )
    .await;
    let refused = ticket(&server, "Hello", "a b0mb")
        .await
        .fails(422, "refused");
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("was not sent"), "{detail}");
    assert!(
        !detail.contains("bomb") && !detail.contains("Secret name"),
        "{detail}"
    );
    assert_eq!(server.agent("sam").get("/tickets").await.data(), json!([]));
    assert!(pending(&server).await.is_empty());
    let entries = audit(&server, "moderation.refuse").await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["details"]["rule"], "Secret name");
    assert!(!entries[0].to_string().contains("b0mb"));
    server
        .agent("sam")
        .get("/audit")
        .await
        .fails(403, "forbidden");
}

#[tokio::test]
async fn a_ticket_is_masked_and_flagged_in_one() {
    let server = Server::start().await;
    rule(
        &server,
        json!({"name": "Rude", "words": ["damn"], "action": "mask"}),
    )
    .await;
    rule(
        &server,
        json!({"name": "Money", "words": ["refund"], "action": "flag"}),
    )
    .await;
    let made = ticket(&server, "Damn thing", "A damn refund").await.data();
    assert_eq!(made["subject"], "•••• thing");
    assert_eq!(made["description"], "A •••• refund");
    let reviews = pending(&server).await;
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0]["action"], "flag");
    assert_eq!(reviews[0]["rule"], "Money");
    assert_eq!(reviews[0]["conversationId"], made["id"]);
    let decided = decide(&server, &reviews[0], "approve").await.data();
    assert_eq!(decided["state"], "approved");
    assert_eq!(audit(&server, "moderation.mask").await.len(), 1);
    assert_eq!(audit(&server, "moderation.approve").await.len(), 1);
}

#[tokio::test]
async fn a_held_ticket_is_opened_when_it_is_approved() {
    let server = Server::start().await;
    rule(
        &server,
        json!({"name": "Links", "kind": "links", "action": "hold"}),
    )
    .await;
    let waits = ticket(&server, "See", "www.evil.com").await;
    assert_eq!(waits.status, 202, "{}", waits.text());
    let body = waits.json();
    assert_eq!(body["success"], true);
    assert_eq!(body["data"], Value::Null);
    assert_eq!(server.user("maya").get("/tickets").await.data(), json!([]));
    let reviews = pending(&server).await;
    assert_eq!(reviews[0]["id"], body["held"]["id"]);
    assert_eq!(reviews[0]["subject"], "See");
    decide(&server, &reviews[0], "approve").await.data();
    let tickets = server.user("maya").get("/tickets").await.data();
    assert_eq!(tickets[0]["id"], reviews[0]["conversationId"]);
    assert_eq!(tickets[0]["description"], "www.evil.com");
    assert_eq!(tickets[0]["userId"], "maya");
    decide(&server, &reviews[0], "reject")
        .await
        .fails(409, "conflict");
    assert_eq!(
        server
            .user("maya")
            .get("/tickets")
            .await
            .data()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_held_response_is_appended_when_it_is_approved_unless_the_ticket_is_closed() {
    let server = Server::start().await;
    let made = ticket(&server, "Hello", "Hello").await.data();
    rule(&server, json!({"words": ["casino"], "action": "hold"})).await;
    let path = format!("/tickets/{}/responses", id(&made));
    let answer = |text: &'static str| {
        let (server, path) = (&server, &path);
        async move {
            let answer = server
                .user("maya")
                .post(path, &json!({"response": text}))
                .await;
            assert_eq!(answer.status, 202, "{}", answer.text());
        }
    };
    answer("casino one").await;
    answer("casino two").await;
    let responses = || async { server.user("maya").get(&path).await.data() };
    assert_eq!(responses().await, json!([]));
    let reviews = pending(&server).await;
    decide(&server, &reviews[0], "approve").await.data();
    let list = responses().await;
    assert_eq!(list[0]["response"], "casino one");
    assert_eq!(list[0]["authorId"], "maya");
    let close = json!({"status": "closed"});
    let ticket_path = format!("/tickets/{}", id(&made));
    server
        .agent("sam")
        .json(Method::PATCH, &ticket_path, &[], &close)
        .await
        .data();
    let late = decide(&server, &reviews[1], "approve").await;
    let problem = late.fails(409, "conflict");
    assert!(problem["detail"].as_str().unwrap().contains("closed"));
    assert_eq!(pending(&server).await.len(), 1, "it stays on the list");
    decide(&server, &reviews[1], "reject").await.data();
    let told = server.user("maya").get("/notifications").await.data();
    assert_eq!(told[0]["title"], "Your response was not sent");
}

#[tokio::test]
async fn a_repeat_under_its_key_gives_the_first_answer_whatever_the_rules_say_now() {
    let server = Server::start().await;
    let body = json!({"subject": "casino", "description": "casino", "category": "general",
        "priority": "low"});
    let send = || async {
        server
            .user("maya")
            .json(
                Method::POST,
                "/tickets",
                &[("idempotency-key", "k1")],
                &body,
            )
            .await
    };
    let first = send().await.data();
    rule(&server, json!({"words": ["casino"], "action": "refuse"})).await;
    assert_eq!(send().await.data(), first);
    ticket(&server, "casino", "x").await.fails(422, "refused");
}

#[tokio::test]
async fn agents_pass_only_rules_for_everyone_and_notes_pass_none() {
    let server = Server::start().await;
    let made = ticket(&server, "Hello", "Hello").await.data();
    let path = format!("/tickets/{}/responses", id(&made));
    rule(&server, json!({"words": ["casino"], "action": "refuse"})).await;
    let say = |text: &'static str, internal: bool| {
        let (server, path) = (&server, &path);
        async move {
            let body = json!({"response": text, "internal": internal});
            server.agent("sam").post(path, &body).await
        }
    };
    say("casino", false).await.data();
    let everyone = json!({"words": ["damn"], "action": "refuse", "appliesTo": "everyone"});
    rule(&server, everyone).await;
    say("damn", false).await.fails(422, "refused");
    say("damn", true).await.data();
}

#[tokio::test]
async fn the_same_again_and_again_is_refused() {
    let server = Server::start().await;
    rule(
        &server,
        json!({"kind": "repetition", "repeatCount": 3, "repeatSeconds": 60, "action": "refuse"}),
    )
    .await;
    ticket(&server, "1", "Buy my watches").await.data();
    ticket(&server, "2", "BUY my  watches!").await.data();
    ticket(&server, "3", "buy my watches")
        .await
        .fails(422, "refused");
    server.kit.clock.advance(Duration::from_secs(61));
    ticket(&server, "4", "buy my watches").await.data();
}

#[tokio::test]
async fn a_refused_first_message_opens_no_chat() {
    let server = Server::start().await;
    rule(&server, json!({"words": ["bomb"], "action": "refuse"})).await;
    let body = json!({"initialMessage": "bomb"});
    server
        .user("maya")
        .post("/chat/initiate", &body)
        .await
        .fails(422, "refused");
    assert_eq!(
        server.user("maya").get("/chat/sessions").await.data(),
        json!([])
    );
}

#[tokio::test]
async fn a_review_comes_with_what_was_said_around_it() {
    let server = Server::start().await;
    rule(&server, json!({"words": ["casino"], "action": "hold"})).await;
    rule(&server, json!({"words": ["refund"], "action": "flag"})).await;
    let maya = server.user("maya");
    let chat = maya.post("/chat/initiate", &json!({})).await.data();
    let session = chat["sessionId"].as_str().unwrap().parse().unwrap();
    let actor = server.kit.actor("maya", Role::User).await;
    for text in [
        "1", "2", "3", "4", "a refund", "6", "a casino", "7", "8", "9", "10",
    ] {
        server.kit.clock.advance(Duration::from_secs(1));
        let message = SendMessage {
            session_id: session,
            content: text.into(),
            client_id: Some(text.into()),
            attachments: Vec::new(),
        };
        let sent = server
            .kit
            .desk
            .send_message(&actor, Sender::User, &message, None)
            .await;
        sent.unwrap();
    }
    let reviews = pending(&server).await;
    let around = |review: &Value| {
        let path = format!("/moderation/reviews/{}", id(review));
        let server = &server;
        async move {
            let whole = server.agent("sam").get(&path).await.data();
            let texts = |side: &str| -> Vec<String> {
                let messages = whole["context"][side].as_array().unwrap();
                let text = |message: &Value| message["content"].as_str().unwrap().to_owned();
                messages.iter().map(text).collect()
            };
            (whole["id"].clone(), texts("before"), texts("after"))
        }
    };
    // What was flagged stands in the chat; what is held has only its moment.
    let (flagged, before, after) = around(&reviews[0]).await;
    assert_eq!(flagged, reviews[0]["id"]);
    assert_eq!(before, ["2", "3", "4"]);
    assert_eq!(after, ["6", "7", "8"]);
    let (_, before, after) = around(&reviews[1]).await;
    assert_eq!(before, ["4", "a refund", "6"]);
    assert_eq!(after, ["7", "8", "9"]);
    decide(&server, &reviews[1], "approve").await.data();
    let (_, before, after) = around(&reviews[1]).await;
    assert_eq!(before, ["8", "9", "10"], "it was sent on behind them");
    assert_eq!(after, [""; 0]);

    let waits = ticket(&server, "casino", "casino").await.json();
    let (_, before, after) = around(&waits["held"]).await;
    assert_eq!((before, after), (vec![], vec![]), "there is no ticket yet");
    let path = format!("/moderation/reviews/{}", id(&reviews[0]));
    maya.get(&path).await.fails(403, "forbidden");
    let path = format!("/moderation/reviews/{}", uuid::Uuid::nil());
    server.agent("sam").get(&path).await.fails(404, "not-found");
}
