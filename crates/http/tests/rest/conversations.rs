//! What is done around a conversation: notes, a chat and a ticket that are one,
//! merging, snoozing, ratings and downloads.

use std::time::Duration;

use axum::http::Method;
use frontdesk_http::HttpOptions;
use frontdesk_model::Role;
use frontdesk_testkit::desk::START;
use serde_json::{Value, json};

use crate::client::{Caller, Server, id};

async fn chat(server: &Server, user: &str, words: &str) -> String {
    let body = json!({"initialMessage": words, "topic": "A cup"});
    let data = server.user(user).post("/chat/initiate", &body).await.data();
    data["sessionId"].as_str().unwrap().to_owned()
}

/// A chat that `agent` holds.
async fn held_chat(server: &Server, user: &str, agent: &str, words: &str) -> String {
    let session = chat(server, user, words).await;
    let actor = server.kit.actor(agent, Role::Agent).await;
    let desk = &server.kit.desk;
    desk.accept_session(&actor, session.parse().unwrap())
        .await
        .unwrap();
    session
}

async fn ticket(server: &Server, user: &str, subject: &str) -> String {
    let body = json!({"subject": subject, "description": "Where is it?"});
    id(&server.user(user).post("/tickets", &body).await.data())
}

async fn put(caller: &Caller<'_>, path: &str, body: &Value) -> crate::client::Answer {
    caller.json(Method::PUT, path, &[], body).await
}

/// The contents of a chat's messages.
async fn said(caller: &Caller<'_>, session: &str) -> Vec<String> {
    let path = format!("/chat/sessions/{session}/messages");
    let messages = caller.get(&path).await.data();
    let contents = messages.as_array().unwrap().iter();
    contents
        .map(|message| message["content"].as_str().unwrap().to_owned())
        .collect()
}

/// Waits for a notification whose title begins so.
async fn notified(server: &Server, caller: &Caller<'_>, title: &str) -> Value {
    let _ = server;
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    loop {
        turns.tick().await;
        let all = caller.get("/notifications").await.data();
        let found = all.as_array().unwrap().iter().find(|one| {
            let own = one["title"].as_str().unwrap();
            own.starts_with(title)
        });
        if let Some(found) = found {
            return found.clone();
        }
    }
}

#[tokio::test]
async fn ones_own_tickets_and_chats_are_one_list() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    server.kit.clock.advance(Duration::from_millis(5));
    let parcel = ticket(&server, "maya", "Parcel").await;
    ticket(&server, "noor", "Somebody else’s").await;

    let list =
        |answer: Value| -> Vec<String> { answer.as_array().unwrap().iter().map(id).collect() };
    let all = maya.get("/conversations").await.data();
    assert_eq!(list(all.clone()), [parcel.clone(), session.clone()]);
    assert_eq!(all[0]["kind"], "ticket");
    assert_eq!(all[0]["preview"], "Where is it?");
    assert_eq!(all[0]["ticketStatus"], "open");
    assert_eq!(all[1]["kind"], "chat");
    assert_eq!(all[1]["subject"], "A cup");
    assert_eq!(all[1]["agentName"], "Sam");
    assert_eq!(all[1]["preview"], "Hello");
    assert_eq!(all[1]["isOpen"], true);

    // Page by page, with what has been answered at its head and unread until it is read.
    server.kit.clock.advance(Duration::from_millis(5));
    let response = json!({"response": "On its way"});
    sam.post(&format!("/tickets/{parcel}/responses"), &response)
        .await
        .data();
    notified(&server, &maya, "").await;
    let first = maya.get("/conversations?limit=1").await.json();
    assert_eq!(first["data"][0]["unreadCount"], 1);
    assert_eq!(first["data"][0]["preview"], "On its way");
    let next = first["page"]["next"].as_str().unwrap();
    let rest = maya
        .get(&format!("/conversations?limit=1&cursor={next}"))
        .await;
    assert_eq!(list(rest.data()), std::slice::from_ref(&session));
    maya.post(&format!("/conversations/{parcel}/read"), &json!({}))
        .await
        .data();
    let read = maya.get("/conversations?limit=1").await.data();
    assert_eq!(read[0]["unreadCount"], 0);

    // What is merged is shown with the other; an end moves it to the closed ones.
    let path = format!("/conversations/{session}/merge");
    sam.post(&path, &json!({"into": parcel})).await.data();
    assert_eq!(
        list(maya.get("/conversations").await.data()),
        std::slice::from_ref(&parcel)
    );
    let resolved = json!({"status": "resolved"});
    let path = format!("/tickets/{parcel}");
    let answer = sam.json(Method::PATCH, &path, &[], &resolved).await;
    answer.data();
    let open = maya.get("/conversations?status=open").await.data();
    assert!(list(open).is_empty());
    let closed = maya.get("/conversations?status=closed").await.data();
    assert_eq!(list(closed), [parcel]);
    maya.get("/conversations?status=sleepy")
        .await
        .fails(400, "invalid-input");
}

#[tokio::test]
async fn notes_are_staffs_and_leave_no_gap_for_the_customer() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let path = format!("/chat/sessions/{session}/notes");
    let note = json!({"content": "She called before", "clientId": "n1"});
    let first = sam.post(&path, &note).await.data();
    assert_eq!(first["seq"], 1);
    assert_eq!(first["authorName"], "Sam");
    assert_eq!(id(&sam.post(&path, &note).await.data()), id(&first));
    assert_eq!(sam.get(&path).await.data().as_array().unwrap().len(), 1);
    maya.get(&path).await.fails(403, "forbidden");
    maya.post(&path, &note).await.fails(403, "forbidden");
    sam.post(&path, &json!({"content": " "}))
        .await
        .fails(400, "invalid-input");
    assert_eq!(said(&maya, &session).await, ["Hello"]);
    let read = maya.get(&format!("/chat/sessions/{session}")).await.data();
    assert_eq!(read["messageCount"], 1);
}

#[tokio::test]
async fn a_chat_becomes_a_ticket_of_the_same_conversation() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "My cup is broken").await;
    let path = format!("/chat/sessions/{session}/ticket");
    maya.post(&path, &json!({})).await.fails(403, "forbidden");
    let made = sam.post(&path, &json!({})).await;
    assert_eq!(made.status, 201);
    let made = made.data();
    assert_eq!(id(&made), session);
    assert_eq!(made["subject"], "A cup");
    assert_eq!(made["description"], "My cup is broken");
    assert_eq!(made["assignedTo"], "sam");
    assert_eq!(made["status"], "in-progress");
    assert_eq!(made["chatStatus"], "active");
    sam.post(&path, &json!({})).await.fails(409, "conflict");
    // Answers to the ticket are messages of the chat, and the reverse.
    let responses = format!("/tickets/{session}/responses");
    let kim = server.agent("kim");
    kim.post(&responses, &json!({"response": "From the side"}))
        .await
        .data();
    assert_eq!(
        said(&maya, &session).await,
        ["My cup is broken", "From the side"]
    );
    let answers = maya.get(&responses).await.data();
    let seqs: Vec<_> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["seq"])
        .collect();
    assert_eq!(seqs, [1, 2]);
    let read = sam.get(&format!("/chat/sessions/{session}")).await.data();
    assert_eq!(read["ticketNumber"], made["number"]);
}

#[tokio::test]
async fn a_response_in_an_open_chat_is_stored_once_under_its_key() {
    let server = Server::start().await;
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let sam = server.agent("sam");
    let path = format!("/chat/sessions/{session}/ticket");
    sam.post(&path, &json!({})).await.data();
    let responses = format!("/tickets/{session}/responses");
    let body = json!({"response": "Only once"});
    let key = [("Idempotency-Key", "k-1")];
    let mut answers = Vec::new();
    for _ in 0..2 {
        let answer = sam.json(Method::POST, &responses, &key, &body).await;
        answers.push(answer.data());
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(said(&sam, &session).await, ["Hello", "Only once"]);
}

#[tokio::test]
async fn a_ticket_becomes_a_chat_that_its_agent_holds() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = ticket(&server, "maya", "Late").await;
    let path = format!("/tickets/{ticket}/chat");
    maya.post(&path, &json!({})).await.fails(403, "forbidden");
    let session = sam.post(&path, &json!({})).await.data();
    assert_eq!(id(&session), ticket);
    assert_eq!(session["status"], "active");
    assert_eq!(session["agentId"], "sam");
    assert_eq!(
        sam.post(&path, &json!({})).await.data()["id"],
        ticket.as_str()
    );
    server
        .agent("kim")
        .post(&path, &json!({}))
        .await
        .fails(409, "conflict");
    notified(&server, &maya, "Sam would like to chat").await;
    // It is the customer's one open chat.
    let open = maya.post("/chat/initiate", &json!({})).await.data();
    assert_eq!(open["sessionId"], ticket.as_str());
    let other = self::ticket(&server, "maya", "Another").await;
    sam.post(&format!("/tickets/{other}/chat"), &json!({}))
        .await
        .fails(409, "conflict");
}

#[tokio::test]
async fn what_is_written_in_a_merged_conversation_goes_to_the_other() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let (from, into) = (
        ticket(&server, "maya", "Twice").await,
        ticket(&server, "maya", "Once").await,
    );
    let merge = |id: &str| format!("/conversations/{id}/merge");
    let body = json!({"into": into});
    maya.post(&merge(&from), &body)
        .await
        .fails(403, "forbidden");
    for id in [&from, &session] {
        let merged = sam.post(&merge(id), &body).await.data();
        assert_eq!(merged["mergedInto"], into.as_str());
    }
    sam.post(&merge(&into), &json!({"into": from}))
        .await
        .fails(409, "conflict");
    let listed = maya.get("/tickets").await.data();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(maya.get("/chat/sessions").await.data(), json!([]));
    let merged = maya
        .get(&format!("/conversations/{into}/merged"))
        .await
        .data();
    assert_eq!(merged.as_array().unwrap().len(), 2);
    assert_eq!(merged[0]["mergedBy"], "Sam");

    let answered = maya
        .post(
            &format!("/tickets/{from}/responses"),
            &json!({"response": "By the ticket"}),
        )
        .await
        .data();
    assert_eq!(answered["ticketId"], into.as_str());
    let actor = server.kit.actor("maya", Role::User).await;
    let message = frontdesk_model::chat::SendMessage {
        session_id: session.parse().unwrap(),
        content: "By the chat".into(),
        client_id: Some("c1".into()),
        attachments: Vec::new(),
    };
    for _ in 0..2 {
        let sent = server
            .kit
            .desk
            .send_message(&actor, frontdesk_model::chat::Sender::User, &message, None)
            .await
            .unwrap();
        let sent = sent.message().unwrap();
        assert_eq!(sent.session_id.to_string(), into);
        assert_eq!(sent.seq, 2, "a repeat is the same message");
    }
    sam.post(
        &format!("/tickets/{from}/responses"),
        &json!({"response": "No"}),
    )
    .await
    .fails(409, "conflict");

    for id in [&from, &session] {
        let path = format!("/conversations/{id}/unmerge");
        let restored = sam.post(&path, &json!({})).await.data();
        assert_eq!(restored["mergedInto"], Value::Null);
    }
    let restored = sam.get(&format!("/chat/sessions/{session}")).await.data();
    assert_eq!(restored["status"], "active");
    assert_eq!(restored["agentId"], "sam");
    let restored = sam.get(&format!("/tickets/{from}")).await.data();
    assert_eq!(restored["status"], "open");
    assert_eq!(said(&maya, &session).await, ["Hello"], "nothing was copied");
}

#[tokio::test]
async fn what_was_stored_before_a_merge_is_not_said_again_after_it() {
    let server = Server::start().await;
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let into = ticket(&server, "maya", "Once").await;
    let actor = server.kit.actor("maya", Role::User).await;
    let message = frontdesk_model::chat::SendMessage {
        session_id: session.parse().unwrap(),
        content: "Its answer is lost".into(),
        client_id: Some("c1".into()),
        attachments: Vec::new(),
    };
    let side = frontdesk_model::chat::Sender::User;
    let desk = &server.kit.desk;
    let first = desk.send_message(&actor, side, &message, None).await;
    let sam = server.agent("sam");
    let path = format!("/conversations/{session}/merge");
    sam.post(&path, &json!({"into": into})).await.data();
    let again = desk.send_message(&actor, side, &message, None).await;
    assert_eq!(again.unwrap(), first.unwrap());
    let target = sam.get(&format!("/tickets/{into}")).await.data();
    assert_eq!(target["responseCount"], 0);
}

#[tokio::test]
async fn what_is_written_to_a_past_chat_by_way_of_a_merge_waits_for_an_agent() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let past = held_chat(&server, "maya", "sam", "First").await;
    let actor = server.kit.actor("sam", Role::Agent).await;
    let desk = &server.kit.desk;
    desk.close_session(&actor, past.parse().unwrap())
        .await
        .unwrap();
    let ticket = ticket(&server, "maya", "Again").await;
    sam.post(
        &format!("/conversations/{ticket}/merge"),
        &json!({"into": past}),
    )
    .await
    .data();
    maya.post(
        &format!("/tickets/{ticket}/responses"),
        &json!({"response": "Second"}),
    )
    .await
    .data();
    assert_eq!(said(&maya, &past).await, ["First", "Second"]);
    let chat = sam.get(&format!("/chat/sessions/{past}")).await.data();
    assert_eq!(chat["status"], "waiting");
}

#[tokio::test]
async fn a_snoozed_conversation_leaves_the_lists_and_comes_back_by_itself() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let path = format!("/conversations/{session}/snooze");
    let at = |seconds| START.plus(Duration::from_secs(seconds)).to_string();
    for until in [at(0), "2030-01-01T00:00:00Z".to_owned()] {
        sam.post(&path, &json!({"until": until}))
            .await
            .fails(400, "invalid-input");
    }
    let body = json!({"until": at(60), "note": "Ask the workshop"});
    server
        .user("maya")
        .post(&path, &body)
        .await
        .fails(403, "forbidden");
    let aside = sam.post(&path, &body).await.data();
    assert_eq!(aside["snoozedUntil"], at(60));
    assert_eq!(sam.get("/chat/sessions?mine=true").await.data(), json!([]));
    let only = sam.get("/chat/sessions?snoozed=true").await.data();
    assert_eq!(only[0]["id"], session.as_str());
    let notes = sam.get(&format!("/chat/sessions/{session}/notes")).await;
    assert_eq!(notes.data()[0]["content"], "Ask the workshop");
    let customers = server.user("maya").get("/chat/sessions").await.data();
    assert_eq!(customers.as_array().unwrap().len(), 1);

    server.kit.clock.advance(Duration::from_secs(61));
    let told = notified(&server, &sam, "Follow up:").await;
    assert_eq!(told["message"], "Ask the workshop");
    assert_eq!(told["data"]["sessionId"], session.as_str());
    let back = sam.get("/chat/sessions?mine=true").await.data();
    assert_eq!(back[0]["snoozedUntil"], Value::Null);
}

#[tokio::test]
async fn a_changed_snooze_makes_the_first_job_harmless() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let ticket = ticket(&server, "maya", "Late").await;
    let other = self::ticket(&server, "maya", "Other").await;
    let at = |seconds| START.plus(Duration::from_secs(seconds)).to_string();
    let snooze = async |id: &str, seconds| {
        let path = format!("/conversations/{id}/snooze");
        sam.post(&path, &json!({"until": at(seconds)})).await.data();
    };
    snooze(&ticket, 60).await;
    snooze(&ticket, 600).await;
    snooze(&other, 60).await;
    server.kit.clock.advance(Duration::from_secs(61));
    // The other's job is due at the same time, and after the first one's.
    notified(&server, &sam, "Follow up: #2").await;
    let still = sam.get(&format!("/tickets/{ticket}")).await.data();
    assert_eq!(still["snoozedUntil"], at(600));
    let path = format!("/conversations/{ticket}/unsnooze");
    let back = sam.post(&path, &json!({})).await.data();
    assert_eq!(back["snoozedUntil"], Value::Null);
    sam.post(&path, &json!({})).await.data();
}

#[tokio::test]
async fn the_customers_word_brings_a_conversation_back_at_once() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = ticket(&server, "maya", "Late").await;
    let until = START.plus(Duration::from_secs(600)).to_string();
    sam.post(
        &format!("/conversations/{ticket}/snooze"),
        &json!({"until": until}),
    )
    .await
    .data();
    assert_eq!(sam.get("/tickets").await.data(), json!([]));
    let counts = sam.get("/tickets/counts").await.data();
    assert_eq!(
        (&counts["open"], &counts["snoozed"]),
        (&json!(0), &json!(1))
    );
    maya.post(
        &format!("/tickets/{ticket}/responses"),
        &json!({"response": "Still waiting"}),
    )
    .await
    .data();
    let listed = sam.get("/tickets").await.data();
    assert_eq!(listed[0]["id"], ticket.as_str());
    notified(&server, &sam, "Maya wrote: #1 Late is back").await;
}

#[tokio::test]
async fn the_owner_rates_what_is_over_and_may_think_again_for_a_week() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "Hello").await;
    let path = format!("/conversations/{session}/rating");
    let good = json!({"score": 5, "comment": "Quick!"});
    put(&maya, &path, &good).await.fails(409, "conflict");
    let actor = server.kit.actor("sam", Role::Agent).await;
    let desk = &server.kit.desk;
    desk.close_session(&actor, session.parse().unwrap())
        .await
        .unwrap();
    for caller in [&server.user("jonas"), &sam] {
        put(caller, &path, &good).await.fails(404, "not-found");
    }
    for score in [json!(0), json!(6), json!(4.5), json!("5")] {
        put(&maya, &path, &json!({"score": score}))
            .await
            .fails(400, "invalid-input");
    }
    put(&maya, &path, &good).await.data();
    server.kit.clock.advance(Duration::from_secs(3_000));
    let maya = server.user("maya");
    let changed = put(&maya, &path, &json!({"score": 4})).await.data();
    assert_eq!(changed["rating"], 4);
    assert_eq!(changed["ratingComment"], Value::Null);
    let ratings = server.agent("sam").get("/ratings?agentId=sam").await.json();
    assert_eq!(ratings["data"][0]["agentName"], "Sam");
    assert_eq!(
        ratings["summary"],
        json!({"count": 1, "average": 4.0, "satisfied": 1.0})
    );
    let none = server.agent("sam").get("/ratings?agentId=kim").await.json();
    assert_eq!(
        none["summary"],
        json!({"count": 0, "average": null, "satisfied": null})
    );
    server
        .user("maya")
        .get("/ratings")
        .await
        .fails(403, "forbidden");
    server
        .agent("sam")
        .get("/ratings?from=yesterday")
        .await
        .fails(400, "invalid-input");
    server
        .kit
        .clock
        .advance(Duration::from_secs(7 * 24 * 3_600));
    put(&server.user("maya"), &path, &good)
        .await
        .fails(409, "conflict");
}

#[tokio::test]
async fn an_export_is_a_download_with_notes_for_agents_alone() {
    let server = Server::with(
        |config| config.name = "Kestrel".into(),
        HttpOptions::default(),
    )
    .await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let session = held_chat(&server, "maya", "sam", "<b>Hello</b>").await;
    let note = json!({"content": "A secret"});
    let notes = format!("/chat/sessions/{session}/notes");
    sam.post(&notes, &note).await.data();
    let path = format!("/conversations/{session}/export");
    let json = maya.get(&path).await;
    assert_eq!(
        json.header("content-disposition"),
        format!("attachment; filename=\"chat-{session}.json\"")
    );
    let export = json.json();
    assert_eq!(export["messages"][0]["content"], "<b>Hello</b>");
    assert_eq!(export["timeZone"], "UTC");
    assert_eq!(export["notes"], Value::Null);
    maya.get(&format!("{path}?notes=true"))
        .await
        .fails(403, "forbidden");
    server
        .user("jonas")
        .get(&path)
        .await
        .fails(404, "not-found");
    maya.get(&format!("{path}?format=pdf"))
        .await
        .fails(400, "invalid-input");
    let text = maya.get(&format!("{path}?format=text")).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    let expected = "Chat: A cup\nCustomer: Maya\nAgent: Sam\nBegun: 2026-01-31 09:30:00 UTC\n\
        All times are UTC.\n\n[2026-01-31 09:30:00 UTC] Maya:\n<b>Hello</b>\n";
    assert_eq!(text.text(), expected);
    let with_notes = sam.get(&format!("{path}?format=text&notes=true")).await;
    assert!(with_notes.text().contains("Sam (internal note):\nA secret"));
    // What was merged into it goes along.
    let ticket = ticket(&server, "maya", "Twice").await;
    sam.post(
        &format!("/conversations/{ticket}/merge"),
        &json!({"into": session}),
    )
    .await
    .data();
    let merged = maya.get(&path).await.json();
    assert_eq!(merged["merged"][0]["ticket"]["subject"], "Twice");
    let text = maya.get(&format!("{path}?format=text")).await.text();
    assert!(text.contains("Ticket #1: Twice"), "{text}");
    assert!(text.contains("Where is it?"), "{text}");
}

#[tokio::test]
async fn what_staff_does_is_in_the_audit_log() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let (from, into) = (
        ticket(&server, "maya", "Twice").await,
        ticket(&server, "maya", "Once").await,
    );
    let merge = json!({"into": into});
    sam.post(&format!("/conversations/{from}/merge"), &merge)
        .await
        .data();
    sam.post(&format!("/conversations/{from}/unmerge"), &json!({}))
        .await
        .data();
    let filter = frontdesk_store::AuditFilter {
        action: Some("conversation".into()),
        subject: Some(from),
    };
    let page = frontdesk_model::PageRequest::default();
    let found = server.kit.store.audit(&filter, &page).await.unwrap();
    let actions: Vec<_> = found.items.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(actions, ["conversation.unmerge", "conversation.merge"]);
    assert_eq!(found.items[1].details, json!({"into": into}));
}
