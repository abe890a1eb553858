//! The help centre.

use axum::http::Method;
use serde_json::{Value, json};

use crate::client::{Server, id};

async fn publish(server: &Server, question: &str) -> Value {
    let body = json!({"question": question, "answer": "Like this.", "isPublished": true});
    server.agent("sam").post("/faq", &body).await.data()
}

#[tokio::test]
async fn anyone_reads_published_articles_by_id_or_slug() {
    let server = Server::start().await;
    let article = publish(&server, "How do I return a cup?").await;
    let anyone = server.anyone();
    let list = anyone.get("/faq").await;
    assert_eq!(list.data()[0]["id"], article["id"]);
    assert_eq!(list.json()["page"]["next"], Value::Null);
    for key in [&id(&article), "how-do-i-return-a-cup"] {
        let read = anyone.get(&format!("/faq/{key}")).await.data();
        assert_eq!(read["question"], "How do I return a cup?");
    }
    anyone.get("/faq/no-such").await.fails(404, "not-found");
}

#[tokio::test]
async fn a_draft_is_for_staff_alone() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let draft = json!({"question": "Soon?", "answer": "Yes."});
    let draft = sam.post("/faq", &draft).await.data();
    let place = format!("/faq/{}", id(&draft));
    for reader in [server.anyone(), server.user("maya")] {
        reader.get(&place).await.fails(404, "not-found");
        assert_eq!(reader.get("/faq").await.data(), json!([]));
    }
    assert_eq!(sam.get(&place).await.data()["isPublished"], false);
    let drafts = sam.get("/faq?drafts=true").await.data();
    assert_eq!(drafts[0]["id"], draft["id"]);
    assert_eq!(sam.get("/faq?drafts=maybe").await.status, 400);
}

#[tokio::test]
async fn a_vote_can_be_changed_and_counts_once() {
    let server = Server::start().await;
    let article = publish(&server, "How?").await;
    let place = format!("/faq/{}/feedback", id(&article));
    let votes = |answer: Value| (answer["helpful"].clone(), answer["notHelpful"].clone());
    for voter in [server.user("maya"), server.anyone()] {
        let yes = voter.post(&place, &json!({"helpful": true})).await.data();
        let again = voter.post(&place, &json!({"helpful": true})).await.data();
        assert_eq!(votes(yes), votes(again), "the same vote again");
    }
    let maya = server.user("maya");
    let changed = maya.post(&place, &json!({"helpful": false})).await.data();
    assert_eq!(votes(changed), (json!(1), json!(1)));
    let answer = maya.post(&place, &json!({})).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["helpful"]);
}

#[tokio::test]
async fn only_staff_writes_articles() {
    let server = Server::start().await;
    let article = publish(&server, "How?").await;
    let place = format!("/faq/{}", id(&article));
    let body = json!({"question": "How then?", "answer": "So.", "isPublished": true});
    let maya = server.user("maya");
    maya.post("/faq", &body).await.fails(403, "forbidden");
    maya.json(Method::PUT, &place, &[], &body)
        .await
        .fails(403, "forbidden");
    maya.delete(&place).await.fails(403, "forbidden");

    let sam = server.agent("sam");
    let changed = sam.json(Method::PUT, &place, &[], &body).await.data();
    assert_eq!(changed["question"], "How then?");
    assert_eq!(sam.delete(&place).await.data(), Value::Null);
    sam.get(&place).await.fails(404, "not-found");
}

#[tokio::test]
async fn categories_are_made_used_and_renamed() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let made = sam
        .post("/categories", &json!({"name": "Returns & Refunds"}))
        .await
        .data();
    assert_eq!(made["slug"], "returns-refunds");
    let taken = json!({"name": "Returns", "slug": "returns-refunds"});
    sam.post("/categories", &taken).await.fails(409, "conflict");
    server
        .user("maya")
        .post("/categories", &json!({"name": "Mine"}))
        .await
        .fails(403, "forbidden");

    let body = json!({
        "question": "How?", "answer": "So.", "category": "returns-refunds", "isPublished": true,
    });
    sam.post("/faq", &body).await.data();
    publish(&server, "Another?").await;
    let found = server.anyone().get("/faq?category=returns-refunds").await;
    assert_eq!(found.data().as_array().unwrap().len(), 1);

    let place = format!("/categories/{}", id(&made));
    let renamed = sam
        .json(Method::PUT, &place, &[], &json!({"name": "Returns"}))
        .await
        .data();
    assert_eq!(renamed["name"], "Returns");
    assert_eq!(renamed["slug"], "returns-refunds");
    let all = server.anyone().get("/categories").await.data();
    let ours = all
        .as_array()
        .unwrap()
        .iter()
        .find(|category| category["id"] == made["id"]);
    assert_eq!(ours.unwrap()["articleCount"], 1);
    sam.delete(&place).await.fails(409, "conflict");
}

#[tokio::test]
async fn the_most_viewed_can_come_first() {
    let server = Server::start().await;
    let read = publish(&server, "Read by many?").await;
    publish(&server, "Read by none?").await;
    let anyone = server.anyone();
    for _ in 0..2 {
        anyone.get(&format!("/faq/{}", id(&read))).await.data();
    }
    let first = anyone.get("/faq?sort=views&limit=1").await;
    assert_eq!(first.data()[0]["id"], read["id"]);
    let next = first.json()["page"]["next"].as_str().unwrap().to_owned();
    let second = anyone.get(&format!("/faq?sort=views&cursor={next}")).await;
    assert_eq!(second.data()[0]["question"], "Read by none?");
    anyone
        .get("/faq?sort=name")
        .await
        .fails(400, "invalid-input");
}
