//! Business hours, availability, the form before a chat, and messages that are
//! left while nobody is there. The clock stands at Saturday, 2026-01-31, 09:30
//! UTC.

use std::{sync::Arc, time::Duration};

use axum::http::Method;
use frontdesk_desk::{Deliver, Event};
use frontdesk_model::{Role, chat::AgentStatus};
use serde_json::{Value, json};

use crate::client::{Answer, Caller, Server, id};

/// A connection that hears nothing.
struct Deaf;

impl Deliver for Deaf {
    fn deliver(&self, _: &Event) -> bool {
        true
    }
}

async fn put(caller: &Caller<'_>, path: &str, body: &Value) -> Answer {
    caller.json(Method::PUT, path, &[], body).await
}

/// Monday to Friday, nine to five in Amsterdam.
fn office_hours() -> Value {
    let day = json!([{"from": "09:00", "to": "17:00"}]);
    json!({
        "timeZone": "Europe/Amsterdam",
        "week": {"monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day},
        "holidays": [{"date": "2026-02-02", "name": "Candlemas", "hours": []}],
        "alwaysOpen": false
    })
}

fn form() -> Value {
    json!({
        "enabled": true,
        "greeting": "Hello!",
        "topics": [{"id": "billing", "label": "Billing", "skills": ["invoices"]}],
        "fields": [
            {"key": "order", "label": "Order number", "kind": "text", "required": true},
            {"key": "mail", "label": "E-mail", "kind": "email"}
        ]
    })
}

async fn connect_agent(server: &Server, id: &str) {
    let agent = server.kit.actor(id, Role::Agent).await;
    let connected = server.kit.desk.connect_agent(&agent, Arc::new(Deaf)).await;
    connected.unwrap();
}

#[tokio::test]
async fn without_any_hours_the_desk_is_open_when_somebody_is_there() {
    let server = Server::start().await;
    let now = server.anyone().get("/chat/availability").await.data();
    assert_eq!(now["open"], false);
    assert_eq!(now["reason"], "nobody-there");
    assert_eq!(now["opensAt"], Value::Null);
    assert_eq!(now["expectedAnswerAt"], "2026-01-31T17:30:00.000Z");
    connect_agent(&server, "sam").await;
    server.kit.clock.advance(Duration::from_secs(1));
    let now = server.user("maya").get("/chat/availability").await.data();
    assert_eq!(now["open"], true);
    assert_eq!(now["reason"], "open");
    assert_eq!(now["agentsAvailable"], 1);
    assert_eq!(now["timeZone"], "UTC");
}

#[tokio::test]
async fn a_busy_agent_is_there_and_one_who_is_away_is_not() {
    let server = Server::start().await;
    connect_agent(&server, "sam").await;
    let sam = server.kit.actor("sam", Role::Agent).await;
    for (status, open) in [(AgentStatus::Busy, true), (AgentStatus::Away, false)] {
        let set = server.kit.desk.set_agent_status(&sam, status).await;
        set.unwrap();
        server.kit.clock.advance(Duration::from_secs(1));
        let now = server.anyone().get("/chat/availability").await.data();
        assert_eq!(now["open"], open, "{status:?}");
        assert_eq!(now["agentsAvailable"], 0);
    }
}

#[tokio::test]
async fn outside_of_hours_it_says_when_it_opens_and_when_one_is_answered() {
    let server = Server::start().await;
    connect_agent(&server, "sam").await;
    let set = put(&server.admin("ada"), "/chat/hours", &office_hours()).await;
    assert_eq!(set.data()["inherited"], false);
    let now = server.anyone().get("/chat/availability").await.data();
    assert_eq!(now["open"], false);
    assert_eq!(now["reason"], "outside-hours");
    assert_eq!(now["holiday"], Value::Null);
    // Monday is a holiday.
    assert_eq!(now["opensAt"], "2026-02-03T08:00:00.000Z");
    assert_eq!(now["closesAt"], Value::Null);
    assert_eq!(now["expectedAnswerAt"], "2026-02-03T16:00:00.000Z");
    server.kit.clock.advance(Duration::from_secs(48 * 3600));
    let now = server.anyone().get("/chat/availability").await.data();
    assert_eq!(now["reason"], "holiday");
    assert_eq!(now["holiday"], "Candlemas");
    server.kit.clock.advance(Duration::from_secs(24 * 3600));
    let now = server.anyone().get("/chat/availability").await.data();
    assert_eq!(now["reason"], "open");
    assert_eq!(now["closesAt"], "2026-02-03T16:00:00.000Z");
}

#[tokio::test]
async fn hours_are_set_by_admins_and_seen_by_staff() {
    let server = Server::start().await;
    let (ada, sam, maya) = (
        server.admin("ada"),
        server.agent("sam"),
        server.user("maya"),
    );
    assert_eq!(sam.get("/chat/hours").await.data()["alwaysOpen"], true);
    maya.get("/chat/hours").await.fails(403, "forbidden");
    put(&sam, "/chat/hours", &office_hours())
        .await
        .fails(403, "forbidden");
    let mut bad = office_hours();
    bad["timeZone"] = json!("Europe/Atlantis");
    bad["week"]["friday"] = json!([{"from": "nine", "to": "17:00"}]);
    let refused = put(&ada, "/chat/hours", &bad).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["timeZone", "week.friday[0].from"]);
    assert_eq!(sam.get("/chat/hours").await.data()["alwaysOpen"], true);
    put(&ada, "/chat/hours", &office_hours()).await.data();
    let kept = sam.get("/chat/hours").await.data();
    assert_eq!(kept["timeZone"], "Europe/Amsterdam");
    assert_eq!(kept["holidays"][0]["name"], "Candlemas");
    ada.delete("/chat/hours").await.fails(400, "invalid-input");
}

#[tokio::test]
async fn the_form_is_set_by_admins_and_read_by_anyone() {
    let server = Server::start().await;
    assert_eq!(
        server.anyone().get("/chat/form").await.data()["enabled"],
        false
    );
    let ada = server.admin("ada");
    put(&server.agent("sam"), "/chat/form", &form())
        .await
        .fails(403, "forbidden");
    let mut bad = form();
    bad["fields"][0]["label"] = json!(" ");
    let refused = put(&ada, "/chat/form", &bad).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["fields[0].label"]);
    put(&ada, "/chat/form", &form()).await.data();
    let read = server.anyone().get("/chat/form").await.data();
    assert_eq!(read["topics"][0]["label"], "Billing");
    assert_eq!(read["suggestArticles"], true);
    server
        .anyone()
        .get("/chat/availability?topicId=billing")
        .await
        .data();
    server
        .anyone()
        .get("/chat/availability?topicId=lost")
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn a_chat_keeps_what_was_chosen_and_answered() {
    let server = Server::start().await;
    put(&server.admin("ada"), "/chat/form", &form())
        .await
        .data();
    let maya = server.user("maya");
    for (body, field) in [
        (json!({"topicId": "lost"}), "topicId"),
        (json!({"answers": {}}), "answers.order"),
        (
            json!({"answers": {"order": "17", "mail": "nobody"}}),
            "answers.mail",
        ),
        (
            json!({"answers": {"order": "17", "shoe": "42"}}),
            "answers.shoe",
        ),
    ] {
        let refused = maya.post("/chat/initiate", &body).await;
        refused.fails(400, "invalid-input");
        assert_eq!(refused.failed_fields(), [field]);
    }
    assert_eq!(maya.get("/chat/sessions").await.data(), json!([]));
    let body = json!({"topicId": "billing", "answers": {"order": "17"}});
    let chat = maya.post("/chat/initiate", &body).await.data();
    let path = format!("/chat/sessions/{}", chat["sessionId"].as_str().unwrap());
    let session = maya.get(&path).await.data();
    assert_eq!(session["topic"], "Billing");
    assert_eq!(session["skills"], json!(["invoices"]));
    let answer = json!({"key": "order", "label": "Order number", "value": "17"});
    assert_eq!(session["answers"], json!([answer]));
    // The open chat goes on, whatever a reload sends.
    let again = maya
        .post("/chat/initiate", &json!({"topicId": "lost"}))
        .await
        .data();
    assert_eq!(again["sessionId"], chat["sessionId"]);
    // A client that doesn't know the form is served.
    let jonas = server.user("jonas");
    jonas.post("/chat/initiate", &json!({})).await.data();
}

#[tokio::test]
async fn a_message_that_is_left_is_a_ticket() {
    let server = Server::start().await;
    put(&server.admin("ada"), "/chat/form", &form())
        .await
        .data();
    let maya = server.user("maya");
    let body = json!({
        "message": "The invoice is wrong.",
        "topicId": "billing",
        "answers": {"order": "17"}
    });
    let key = [("idempotency-key", "once")];
    let path = "/chat/offline-message";
    let answer = maya.json(Method::POST, path, &key, &body).await;
    assert_eq!(answer.status, 201);
    let left = answer.data();
    assert_eq!(left["expectedAnswerAt"], "2026-01-31T17:30:00.000Z");
    let again = maya.json(Method::POST, path, &key, &body).await.data();
    assert_eq!(again, left);
    let tickets = server.agent("sam").get("/tickets").await.data();
    assert_eq!(tickets.as_array().unwrap().len(), 1);
    let ticket = &tickets[0];
    assert_eq!(ticket["id"], left["ticketId"]);
    assert_eq!(ticket["number"], left["number"]);
    assert_eq!(ticket["subject"], "Billing");
    assert_eq!(
        ticket["description"],
        "The invoice is wrong.\n\nOrder number: 17"
    );
    assert_eq!(ticket["tags"], json!(["Billing"]));
    assert_eq!(ticket["userId"], "maya");
}

#[tokio::test]
async fn a_message_that_does_not_fit_leaves_nothing() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for (body, field) in [
        (json!({"message": " "}), "message"),
        (json!({"message": "Hi", "email": "nobody"}), "email"),
        (json!({"message": "Hi", "topicId": "lost"}), "topicId"),
        (
            json!({"message": "Hi", "attachments": ["bafy"]}),
            "attachments",
        ),
    ] {
        let refused = maya.post("/chat/offline-message", &body).await;
        refused.fails(400, "invalid-input");
        assert_eq!(refused.failed_fields(), [field]);
    }
    assert_eq!(maya.get("/tickets").await.data(), json!([]));
    server
        .anyone()
        .post("/chat/offline-message", &json!({"message": "Hi"}))
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn a_visitors_address_is_kept_once() {
    let server = Server::with(
        |config| config.visitors = true,
        frontdesk_http::HttpOptions::default(),
    )
    .await;
    let signed_in = server
        .anyone()
        .post("/auth/visitor", &json!({"name": "Vi"}))
        .await
        .data();
    let visitor = server.with_token(signed_in["token"].as_str().unwrap());
    let who = id(&visitor.get("/auth/me").await.data());
    let sam = server.agent("sam");
    for (given, kept) in [
        ("vi@example.com", "vi@example.com"),
        ("other@example.com", "vi@example.com"),
    ] {
        let body = json!({"message": "Hello?", "email": given});
        visitor.post("/chat/offline-message", &body).await.data();
        let person = sam.get(&format!("/people/{who}")).await.data();
        assert_eq!(person["email"], kept);
    }
}

async fn wait_for_agent(caller: &Caller<'_>, body: &Value) -> String {
    let chat = caller.post("/chat/initiate", body).await.data();
    chat["sessionId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_chat_that_waits_becomes_a_ticket_of_the_same_conversation() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let chat = wait_for_agent(&maya, &json!({"initialMessage": "My parcel is late"})).await;
    let path = format!("/chat/sessions/{chat}/leave-message");
    server
        .user("jonas")
        .post(&path, &json!({}))
        .await
        .fails(404, "not-found");
    let key = [("idempotency-key", "once")];
    let body = json!({"message": "Please write to me"});
    let left = maya.json(Method::POST, &path, &key, &body).await.data();
    assert_eq!(left["ticketId"], chat.as_str());
    let again = maya.json(Method::POST, &path, &key, &body).await.data();
    assert_eq!(again, left);
    let session = sam.get(&format!("/chat/sessions/{chat}")).await.data();
    assert_eq!(session["status"], "closed");
    assert_eq!(session["ticketNumber"], left["number"]);
    let ticket = sam.get(&format!("/tickets/{chat}")).await.data();
    assert_eq!(ticket["description"], "My parcel is late");
    assert_eq!(ticket["responseCount"], 2);
    let responses = sam.get(&format!("/tickets/{chat}/responses")).await.data();
    assert_eq!(responses[0]["response"], "My parcel is late");
    assert_eq!(responses[1]["response"], "Please write to me");
    // The queue has forgotten it, and a new chat can begin.
    assert_eq!(server.kit.desk.waiting_chats().await, 0);
    assert_ne!(wait_for_agent(&maya, &json!({})).await, chat);
    maya.post(&path, &json!({})).await.fails(409, "conflict");
}

#[tokio::test]
async fn a_chat_in_which_nothing_was_said_needs_a_message() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let chat = wait_for_agent(&maya, &json!({"topic": "A parcel"})).await;
    let path = format!("/chat/sessions/{chat}/leave-message");
    let refused = maya.post(&path, &json!({})).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["message"]);
    let body = json!({"message": "Where is it?"});
    let left = maya.post(&path, &body).await.data();
    let ticket = maya
        .get(&format!("/tickets/{}", left["ticketId"].as_str().unwrap()))
        .await
        .data();
    assert_eq!(ticket["subject"], "A parcel");
    assert_eq!(ticket["description"], "Where is it?");
}

#[tokio::test]
async fn a_chat_that_an_agent_has_joined_goes_on() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let chat = wait_for_agent(&maya, &json!({"initialMessage": "Hi"})).await;
    connect_agent(&server, "sam").await;
    let sam = server.kit.actor("sam", Role::Agent).await;
    let accepted = server.kit.desk.accept_session(&sam, chat.parse().unwrap());
    accepted.await.unwrap();
    let path = format!("/chat/sessions/{chat}/leave-message");
    maya.post(&path, &json!({})).await.fails(409, "conflict");
    assert_eq!(maya.get("/tickets").await.data(), json!([]));
}

#[tokio::test]
async fn what_is_usual_beats_what_is_configured() {
    let server = Server::start().await;
    for _ in 0..5 {
        // Anew: a token lasts for an hour.
        let (maya, sam) = (server.user("maya"), server.agent("sam"));
        let ticket = json!({"subject": "Late", "description": "Where is it?"});
        let ticket = id(&maya.post("/tickets", &ticket).await.data());
        server.kit.clock.advance(Duration::from_secs(1800));
        let answer = json!({"response": "On its way"});
        sam.post(&format!("/tickets/{ticket}/responses"), &answer)
            .await
            .data();
    }
    // Setting the hours reads what is known again.
    let hours = json!({"timeZone": "UTC", "alwaysOpen": true});
    put(&server.admin("ada"), "/chat/hours", &hours)
        .await
        .data();
    let now = server.anyone().get("/chat/availability").await.data();
    // It is 12:00 by now.
    assert_eq!(now["expectedAnswerAt"], "2026-01-31T12:30:00.000Z");
}
