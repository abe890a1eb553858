//! Moderation of everything that a customer writes beside messages: the topic
//! and the form of a chat, subjects, names of files, comments, their own name.
//! The same words are innocent where no rule has them.

use axum::http::Method;
use frontdesk_desk::Sent;
use frontdesk_model::{
    Person, Role,
    chat::{SendMessage, Sender},
    error::ErrorCode,
};
use serde_json::{Value, json};

use crate::client::{Server, file, id};

/// Masks “damn”, refuses “bomb”, holds links, flags “refund”.
async fn strict() -> Server {
    let server = Server::start().await;
    let ada = server.admin("ada");
    for rule in [
        json!({"name": "Rude", "kind": "words", "words": ["damn"], "action": "mask"}),
        json!({"name": "Threats", "kind": "words", "words": ["bomb"], "action": "refuse"}),
        json!({"name": "Links", "kind": "links", "action": "hold"}),
        json!({"name": "Money", "kind": "words", "words": ["refund"], "action": "flag"}),
        json!({"name": "Again", "kind": "repetition", "repeatCount": 2, "repeatSeconds": 600,
            "action": "refuse"}),
    ] {
        let made = ada.post("/moderation/rules", &rule).await;
        assert_eq!(made.status, 201, "{}", made.text());
    }
    let form = json!({
        "enabled": true, "greeting": "", "topics": [],
        "fields": [
            {"key": "order", "label": "Order", "kind": "text"},
            {"key": "why", "label": "Why", "kind": "select", "options": ["A refund", "Other"]},
            {"key": "mail", "label": "E-mail", "kind": "email"}
        ]
    });
    ada.json(Method::PUT, "/chat/form", &[], &form).await.data();
    server
}

async fn list(server: &Server, path: &str) -> Vec<Value> {
    let list = server.admin("ada").get(path).await.data();
    list.as_array().unwrap().clone()
}

async fn session(server: &Server, answer: &Value) -> Value {
    let path = format!("/chat/sessions/{}", answer["sessionId"].as_str().unwrap());
    server.agent("sam").get(&path).await.data()
}

#[tokio::test]
async fn the_form_of_a_chat_is_masked_and_flagged() {
    let server = strict().await;
    let body = json!({"topic": "My damn cup", "answers": {"order": "a refund of 17, damn"}});
    let opened = server.user("maya").post("/chat/initiate", &body).await;
    let chat = session(&server, &opened.data()).await;
    assert_eq!(chat["topic"], "My •••• cup");
    assert_eq!(chat["answers"][0]["value"], "a refund of 17, ••••");
    let reviews = list(&server, "/moderation/reviews?state=pending").await;
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0]["action"], "flag");
    assert_eq!(reviews[0]["rule"], "Money");
    assert_eq!(reviews[0]["conversationId"], chat["id"]);
    let shown = reviews[0]["content"].as_str().unwrap();
    assert!(
        shown.contains("answer to “Order”: a refund of 17, ••••"),
        "{shown}"
    );
    assert_eq!(
        list(&server, "/audit?action=moderation.mask").await.len(),
        1
    );
}

#[tokio::test]
async fn what_a_form_may_not_say_opens_no_chat_and_names_its_field() {
    let server = strict().await;
    let maya = server.user("maya");
    for (body, field) in [
        (json!({"topic": "a b0mb"}), "topic"),
        (json!({"topic": "see www.evil.com"}), "topic"),
        (
            json!({"topic": "ok", "initialMessage": "Hi", "answers": {"order": "bomb"}}),
            "answers.order",
        ),
    ] {
        let refused = maya.post("/chat/initiate", &body).await;
        let problem = refused.fails(422, "refused");
        assert_eq!(refused.failed_fields(), [field], "{body}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.contains("was not sent") && !detail.contains("Threats"),
            "{detail}"
        );
    }
    assert_eq!(maya.get("/chat/sessions").await.data(), json!([]));
    assert_eq!(list(&server, "/moderation/reviews").await, [] as [Value; 0]);
    assert_eq!(
        list(&server, "/audit?action=moderation.refuse").await.len(),
        3
    );
}

#[tokio::test]
async fn an_innocent_form_is_left_as_it_is_however_often() {
    let server = strict().await;
    let sam = server.agent("sam");
    let body = json!({
        "topic": "Damnation of a cup",
        "answers": {"order": "A5-55", "why": "A refund", "mail": "maya@example.com"}
    });
    for _ in 0..3 {
        let opened = server.user("maya").post("/chat/initiate", &body).await;
        let chat = session(&server, &opened.data()).await;
        assert_eq!(chat["topic"], body["topic"]);
        let values: Vec<_> = chat["answers"].as_array().unwrap().iter().collect();
        let values: Vec<_> = values.iter().map(|one| one["value"].clone()).collect();
        assert_eq!(values, ["A5-55", "A refund", "maya@example.com"]);
        let path = format!("/chat/sessions/{}", id(&chat));
        let _ = sam.get(&path).await.data();
        let maya = server.kit.actor("maya", Role::User).await;
        let chat = id(&chat).parse().unwrap();
        server.kit.desk.end_chat(&maya, chat).await.unwrap();
    }
    assert_eq!(list(&server, "/moderation/reviews").await, [] as [Value; 0]);
}

#[tokio::test]
async fn the_subject_of_a_message_that_is_left_in_a_chat_is_moderated() {
    let server = strict().await;
    let maya = server.user("maya");
    let body = json!({"initialMessage": "Where is it?"});
    let chat = maya.post("/chat/initiate", &body).await.data();
    let path = format!(
        "/chat/sessions/{}/leave-message",
        chat["sessionId"].as_str().unwrap()
    );
    let refused = maya.post(&path, &json!({"subject": "bomb"})).await;
    refused.fails(422, "refused");
    assert_eq!(refused.failed_fields(), ["subject"]);
    assert_eq!(session(&server, &chat).await["status"], "waiting");
    maya.post(&path, &json!({"subject": "Damn late"}))
        .await
        .data();
    assert_eq!(list(&server, "/tickets").await[0]["subject"], "•••• late");
}

#[tokio::test]
async fn names_of_files_are_moderated_and_their_endings_are_no_links() {
    let server = strict().await;
    let maya = server.user("maya");
    let mut cids = Vec::new();
    for name in ["cup.info.txt", "damn.txt", "a bomb.txt"] {
        let stored = maya
            .upload(&[file(name, "text/plain", name.as_bytes())])
            .await
            .data();
        cids.push(stored["cid"].clone());
    }
    let send = |subject: &'static str, cids: Vec<Value>| {
        let maya = &maya;
        async move {
            let body = json!({"subject": subject, "description": subject, "attachments": cids});
            maya.post("/tickets", &body).await
        }
    };
    let refused = send("one", vec![cids[0].clone(), cids[2].clone()]).await;
    let problem = refused.fails(422, "refused");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("the name of a file"), "{detail}");
    let ticket = send("two", vec![cids[0].clone(), cids[1].clone()])
        .await
        .data();
    let stored = list(&server, "/tickets").await;
    assert_eq!(stored.len(), 1, "nothing of the refused one");
    assert_eq!(stored[0]["files"][0]["name"], "cup.info.txt");
    assert_eq!(stored[0]["files"][1]["name"], "••••.txt");
    assert_eq!(stored[0]["attachments"], ticket["attachments"]);

    let chat = maya.post("/chat/initiate", &json!({})).await.data();
    let actor = server.kit.actor("maya", Role::User).await;
    let message = |cid: &Value| SendMessage {
        session_id: chat["sessionId"].as_str().unwrap().parse().unwrap(),
        content: String::new(),
        client_id: None,
        attachments: vec![cid.as_str().unwrap().to_owned()],
    };
    let send = async |cid: &Value| {
        let message = message(cid);
        let desk = &server.kit.desk;
        desk.send_message(&actor, Sender::User, &message, None)
            .await
    };
    let sent = send(&cids[1]).await.unwrap().message().unwrap();
    assert_eq!(sent.files[0].name, "••••.txt");
    let refused = send(&cids[2]).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Refused);
}

#[tokio::test]
async fn a_comment_beside_a_rating_is_moderated() {
    let server = strict().await;
    let maya = server.user("maya");
    let chat = maya.post("/chat/initiate", &json!({})).await.data();
    let session = chat["sessionId"].as_str().unwrap();
    let actor = server.kit.actor("maya", Role::User).await;
    let ended = server.kit.desk.end_chat(&actor, session.parse().unwrap());
    ended.await.unwrap();
    let path = format!("/conversations/{session}/rating");
    let rate = |comment: &'static str| {
        let (maya, path) = (&maya, &path);
        async move {
            let body = json!({"score": 2, "comment": comment});
            maya.json(Method::PUT, path, &[], &body).await
        }
    };
    let refused = rate("a bomb").await;
    refused.fails(422, "refused");
    assert_eq!(refused.failed_fields(), ["comment"]);
    assert_eq!(list(&server, "/ratings").await, [] as [Value; 0]);
    rate("damn slow, I want a refund").await.data();
    let ratings = list(&server, "/ratings").await;
    assert_eq!(ratings[0]["comment"], "•••• slow, I want a refund");
    let reviews = list(&server, "/moderation/reviews").await;
    assert_eq!(reviews[0]["conversationId"], session);
}

#[tokio::test]
async fn a_customer_s_name_is_masked_and_never_refused() {
    let server = strict().await;
    let sign = |name: &str, role: Role| {
        let person = Person {
            id: name.to_lowercase().replace(' ', "-").as_str().into(),
            name: name.to_owned(),
            email: None,
            role,
        };
        let until = server
            .kit
            .clock
            .now()
            .plus(std::time::Duration::from_secs(600));
        server.kit.keys.sign(&person, until).unwrap()
    };
    for (name, shown) in [
        ("Damn Bomb", "•••• ••••"),
        ("Maya Refund", "Maya Refund"),
        ("Anna evil.com", "Anna [link removed]"),
    ] {
        let token = sign(name, Role::User);
        let caller = server.with_token(&token);
        let chat = caller.post("/chat/initiate", &json!({})).await.data();
        assert_eq!(session(&server, &chat).await["userName"], shown);
        let ticket =
            json!({"subject": name.len().to_string(), "description": name.len().to_string()});
        let ticket = caller.post("/tickets", &ticket).await.data();
        assert_eq!(ticket["userName"], shown);
    }
    let token = sign("Damn Agent", Role::Agent);
    let agent = server.with_token(&token).get("/auth/me").await.data();
    assert_eq!(agent["name"], "Damn Agent", "staff answers for its own");
}

#[tokio::test]
async fn a_repeat_of_a_held_message_gets_the_first_answer_after_its_chat_closed() {
    let server = strict().await;
    let maya = server.user("maya");
    let chat = maya.post("/chat/initiate", &json!({})).await.data();
    let session: frontdesk_model::ConversationId =
        chat["sessionId"].as_str().unwrap().parse().unwrap();
    let actor = server.kit.actor("maya", Role::User).await;
    let desk = &server.kit.desk;
    let message = |text: &str| SendMessage {
        session_id: session,
        content: text.to_owned(),
        client_id: Some("c-1".to_owned()),
        attachments: Vec::new(),
    };
    let send = async || {
        let message = message("see www.evil.com");
        desk.send_message(&actor, Sender::User, &message, None)
            .await
    };
    let first = send().await.unwrap();
    assert!(matches!(first, Sent::Held(_)));
    desk.end_chat(&actor, session).await.unwrap();
    assert_eq!(send().await.unwrap(), first);
    // Whatever the rules say by now.
    for rule in list(&server, "/moderation/rules").await {
        let path = format!("/moderation/rules/{}", id(&rule));
        server.admin("ada").delete(&path).await.data();
    }
    assert_eq!(send().await.unwrap(), first);
    let reviews = list(&server, "/moderation/reviews").await;
    assert_eq!(reviews.len(), 1);
    let path = format!("/moderation/reviews/{}/reject", id(&reviews[0]));
    server.agent("sam").post(&path, &json!({})).await.data();
    assert_eq!(send().await.unwrap_err().code(), ErrorCode::Refused);
}

#[tokio::test]
async fn a_repeat_of_a_held_first_message_opens_no_other_chat() {
    let server = strict().await;
    let actor = server.kit.actor("maya", Role::User).await;
    let desk = &server.kit.desk;
    let begin = async || {
        let input = frontdesk_model::chat::InitiateChat {
            message: Some("see www.evil.com".to_owned()),
            client_id: Some("c-1".to_owned()),
            ..Default::default()
        };
        desk.initiate_chat(&actor, &input, None).await.unwrap()
    };
    let first = begin().await;
    assert!(first.held.is_some());
    assert_eq!(begin().await.held, first.held);
    desk.end_chat(&actor, first.session_id).await.unwrap();
    let again = begin().await;
    assert_eq!(again.session_id, first.session_id);
    assert_eq!(again.held, first.held);
    assert_eq!(list(&server, "/chat/sessions").await.len(), 1);
}
