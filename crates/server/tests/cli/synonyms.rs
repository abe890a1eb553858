//! Two processes on one database: what one is taught, the other knows.

use std::time::Duration;

use frontdesk_testkit::Postgres;
use serde_json::{Value, json};

use crate::server::Server;

const ADMIN: &[&str] = &["--sub", "ada", "--role", "admin"];

async fn send(server: &Server, request: reqwest::RequestBuilder) -> Value {
    let answer = request.bearer_auth(server.token(ADMIN)).send();
    let answer = answer.await.unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
    answer.json().await.unwrap()
}

async fn post(server: &Server, path: &str, body: &Value) -> Value {
    let url = server.url(&format!("/api/support{path}"));
    send(server, reqwest::Client::new().post(url).json(body)).await
}

/// Waits until a word finds as many articles: the other process looks for news now and then.
async fn finds(server: &Server, word: &str, count: usize) {
    let url = server.url(&format!("/api/support/search?q={word}&type=faq"));
    let mut found = Value::Null;
    for _ in 0..600 {
        found = reqwest::get(&url).await.unwrap().json().await.unwrap();
        if found["data"]["faq"].as_array().unwrap().len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{word}: {found}");
}

#[tokio::test]
async fn articles_and_synonyms_of_one_process_are_in_force_in_another() {
    let url = Postgres::shared().create_database();
    let environment = [("DATABASE_URL", url.as_str())];
    let one = Server::start(&[], &environment);
    let other = Server::start(&[], &environment);
    let article = json!({
        "question": "How do I return a parcel?", "answer": "Print the label.", "isPublished": true,
    });
    post(&one, "/faq", &article).await;
    finds(&other, "parcel", 1).await;
    finds(&other, "consignment", 0).await;
    let group = json!({ "kind": "two-way", "terms": ["parcel", "consignment"] });
    let made = post(&one, "/search/synonyms", &group).await;
    finds(&other, "consignment", 1).await;
    let id = made["data"]["id"].as_str().unwrap();
    let path = one.url(&format!("/api/support/search/synonyms/{id}"));
    send(&one, reqwest::Client::new().delete(path)).await;
    finds(&other, "consignment", 0).await;
}
