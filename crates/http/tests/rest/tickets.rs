//! Tickets and their responses.

use axum::http::Method;
use serde_json::{Value, json};

use crate::client::{Caller, Server, id};

async fn open_ticket(caller: &Caller<'_>, subject: &str) -> Value {
    let body = json!({"subject": subject, "description": "It has not come yet."});
    caller.post("/tickets", &body).await.data()
}

#[tokio::test]
async fn a_customer_opens_a_ticket_and_reads_it_again() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let body = json!({
        "subject": " Late parcel ", "description": "Where is it?", "priority": "high",
    });
    let created = maya.post("/tickets", &body).await;
    assert_eq!(created.status, 201);
    let ticket = created.data();
    assert_eq!(ticket["subject"], "Late parcel");
    assert_eq!(ticket["priority"], "high");
    assert_eq!(ticket["status"], "open");
    assert_eq!(ticket["category"], "general");
    assert_eq!(ticket["userId"], "maya");
    assert_eq!(ticket["createdAt"], "2026-01-31T09:30:00.000Z");

    let place = created.header("location");
    assert_eq!(place, format!("/api/support/tickets/{}", id(&ticket)));
    assert_eq!(maya.get(place).await.data(), ticket);
}

#[tokio::test]
async fn a_ticket_of_somebody_else_is_not_there() {
    let server = Server::start().await;
    let ticket = open_ticket(&server.user("maya"), "Late").await;
    let place = format!("/tickets/{}", id(&ticket));
    let jonas = server.user("jonas");
    jonas.get(&place).await.fails(404, "not-found");
    jonas
        .get(&format!("{place}/responses"))
        .await
        .fails(404, "not-found");
    jonas
        .post(&format!("{place}/responses"), &json!({"response": "hello"}))
        .await
        .fails(404, "not-found");
    assert_eq!(jonas.get("/tickets").await.data(), json!([]));
    assert_eq!(server.agent("sam").get(&place).await.data(), ticket);
}

#[tokio::test]
async fn an_id_that_cannot_be_is_not_there_either() {
    let server = Server::start().await;
    let maya = server.user("maya");
    maya.get("/tickets/17").await.fails(404, "not-found");
}

#[tokio::test]
async fn without_a_token_there_are_no_tickets() {
    let server = Server::start().await;
    let anyone = server.anyone();
    anyone.get("/tickets").await.fails(401, "unauthenticated");
    let answer = anyone.post("/tickets", &json!({})).await;
    answer.fails(401, "unauthenticated");
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_ticket_is_told_at_once() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let answer = maya.post("/tickets", &json!({"subject": "  "})).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["subject", "description"]);

    let answer = maya
        .post("/tickets", &json!({"subject": "a", "priority": "huge"}))
        .await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["priority"]);
    assert_eq!(maya.get("/tickets").await.data(), json!([]));
}

#[tokio::test]
async fn only_staff_changes_a_ticket_or_counts_all() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = open_ticket(&maya, "Late").await;
    let place = format!("/tickets/{}", id(&ticket));
    let patch = json!({"status": "resolved", "tags": ["vip"]});
    maya.json(Method::PATCH, &place, &[], &patch)
        .await
        .fails(403, "forbidden");
    maya.get("/tickets/counts").await.fails(403, "forbidden");

    let changed = sam.json(Method::PATCH, &place, &[], &patch).await.data();
    assert_eq!(changed["status"], "resolved");
    assert_eq!(changed["tags"], json!(["vip"]));
    assert_eq!(changed["resolvedAt"], "2026-01-31T09:30:00.000Z");
    assert_eq!(sam.get("/tickets/counts").await.data()["resolved"], 1);
}

#[tokio::test]
async fn an_answer_of_staff_sets_in_progress_and_one_of_the_owner_reopens() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = open_ticket(&maya, "Late").await;
    let place = format!("/tickets/{}", id(&ticket));
    let responses = format!("{place}/responses");

    let answer = sam.post(&responses, &json!({"response": "On it."})).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.data()["isStaffResponse"], true);
    assert_eq!(maya.get(&place).await.data()["status"], "in-progress");

    sam.json(Method::PATCH, &place, &[], &json!({"status": "resolved"}))
        .await
        .data();
    let answer = maya
        .post(&responses, &json!({"response": "Not yet."}))
        .await
        .data();
    assert_eq!(answer["isStaffResponse"], false);
    assert_eq!(maya.get(&place).await.data()["status"], "open");
}

#[tokio::test]
async fn an_internal_note_is_for_staff_alone() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let ticket = open_ticket(&maya, "Late").await;
    let responses = format!("/tickets/{}/responses", id(&ticket));
    let note = json!({"response": "Refund her.", "internal": true});
    maya.post(&responses, &note).await.fails(403, "forbidden");
    sam.post(&responses, &note).await.data();
    sam.post(&responses, &json!({"response": "We are sorry."}))
        .await
        .data();

    let seen = maya.get(&responses).await.data();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!(seen[0]["response"], "We are sorry.");
    assert_eq!(seen[0]["seq"], 1);
    let all = sam.get(&responses).await.data();
    assert_eq!(all.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_walk_over_the_pages_meets_every_ticket_once() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(id(&open_ticket(&maya, &format!("Parcel {number}")).await));
    }
    let mut met = Vec::new();
    let mut path = "/tickets?limit=3".to_owned();
    loop {
        let answer = maya.get(&path).await;
        let rows = answer.data();
        met.extend(rows.as_array().unwrap().iter().map(id));
        // A ticket that comes meanwhile shifts nothing.
        open_ticket(&server.user("jonas"), "Another").await;
        match answer.json()["page"]["next"].as_str() {
            Some(next) => path = format!("/tickets?limit=3&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(met.len(), made.len());
    met.sort();
    made.sort();
    assert_eq!(met, made);
}

#[tokio::test]
async fn a_list_is_filtered_by_what_the_query_says() {
    let server = Server::start().await;
    let (maya, sam) = (server.user("maya"), server.agent("sam"));
    let late = open_ticket(&maya, "Late parcel").await;
    open_ticket(&maya, "Broken cup").await;
    let patch = json!({"assignedTo": "sam", "priority": "urgent"});
    sam.json(
        Method::PATCH,
        &format!("/tickets/{}", id(&late)),
        &[],
        &patch,
    )
    .await
    .data();
    for query in ["assignedTo=me", "priority=urgent", "q=parcel", "q=%231"] {
        let found = sam.get(&format!("/tickets?{query}")).await.data();
        assert_eq!(found.as_array().unwrap().len(), 1, "{query}");
        assert_eq!(found[0]["id"], late["id"], "{query}");
    }
    let found = sam.get("/tickets?assignedTo=none").await.data();
    assert_eq!(found[0]["subject"], "Broken cup");
    for bad in ["status=lost", "limit=0", "limit=101", "cursor=forged"] {
        sam.get(&format!("/tickets?{bad}"))
            .await
            .fails(400, "invalid-input");
    }
}

#[tokio::test]
async fn a_repeat_under_the_same_key_gives_the_first_answer() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let key = [("idempotency-key", "k-1")];
    let body = json!({"subject": "Late", "description": "Where?"});
    let first = maya.json(Method::POST, "/tickets", &key, &body).await;
    let again = maya.json(Method::POST, "/tickets", &key, &body).await;
    assert_eq!(first.status, again.status);
    assert_eq!(first.data(), again.data());
    let all = maya.get("/tickets").await.data();
    assert_eq!(all.as_array().unwrap().len(), 1);

    let other = json!({"subject": "Other", "description": "Where?"});
    maya.json(Method::POST, "/tickets", &key, &other)
        .await
        .fails(422, "idempotency-key-reused");
    let jonas = server.user("jonas");
    let his = jonas.json(Method::POST, "/tickets", &key, &body).await;
    assert_ne!(his.data()["id"], first.data()["id"], "keys are a person's");
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let server = Server::start().await;
    let long = "k".repeat(101);
    let body = json!({"subject": "Late", "description": "Where?"});
    server
        .user("maya")
        .json(
            Method::POST,
            "/tickets",
            &[("idempotency-key", &long)],
            &body,
        )
        .await
        .fails(400, "invalid-input");
}
