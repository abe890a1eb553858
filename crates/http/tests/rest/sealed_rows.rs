//! Bodies of notifications and deliveries, and secrets, as they lie in the
//! database: sealed, on both engines.

use std::{sync::Arc, time::Duration};

use frontdesk_http::HttpOptions;
use frontdesk_model::notification::NotificationType;
use frontdesk_store::NewNotification;
use frontdesk_testkit::{HttpSink, Postgres, TestData, TestDesk};
use serde_json::{Value, json};

use crate::client::{Server, id};

/// More than are sealed in one transaction.
const MANY: usize = 1_100;

async fn over(data: &Arc<TestData>, encrypted: bool) -> Server {
    let kit = TestDesk::over(Arc::clone(data), Default::default(), |config| {
        config.notify.encrypt_at_rest = encrypted;
        config.notify.allow_private = true;
    });
    Server::of(kit.await, HttpOptions::default())
}

async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    while !is_so().await {
        turns.tick().await;
    }
}

async fn all_sealed(server: &Server, data: &TestData) {
    let present = data.master_keys().id().to_owned();
    until(async || {
        let setting = server.kit.store.setting("bodies_sealed").await.unwrap();
        setting.as_deref() == Some(present.as_str())
    })
    .await;
}

/// Maya is told so, by an announcement.
async fn announced(server: &Server, words: &str) {
    let body = json!({"title": format!("Title {words}"), "message": format!("Message {words}")});
    let ada = server.admin("ada");
    assert_eq!(ada.post("/announcements", &body).await.status, 202);
    until(async || found(server, "maya", words).await.is_some()).await;
}

/// What was announced in these words, in their list.
async fn found(server: &Server, person: &str, words: &str) -> Option<Value> {
    let list = server
        .user(person)
        .get("/notifications?limit=100")
        .await
        .data();
    let title = json!(format!("Title {words}"));
    let mut list = list.as_array().unwrap().iter();
    list.find(|one| one["title"] == title).cloned()
}

/// The endpoint is told something; gives how it is called.
async fn told(server: &Server, sink: &HttpSink, endpoint: &str, nth: usize) -> Value {
    let place = format!("/webhooks/{endpoint}/test");
    let ada = server.admin("ada");
    let test = ada.post(&place, &json!({})).await.data();
    let got = sink.requests(nth).await.remove(nth - 1);
    let body: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(body["data"]["webhookId"], endpoint);
    test["deliveryId"].clone()
}

fn holds(data: &TestData, words: &str) -> bool {
    let bytes = data.database_bytes();
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

async fn lie_there_sealed(data: TestData) {
    let (data, sink) = (Arc::new(data), HttpSink::start().await);
    let server = over(&data, false).await;
    server.user("maya").get("/notifications").await.data();
    let ada = server.admin("ada");
    let hook = json!({"url": format!("{}/hook", sink.url), "events": ["chat.started"]});
    let key = [("idempotency-key", "once")];
    let made = ada
        .json(axum::http::Method::POST, "/webhooks", &key, &hook)
        .await
        .data();
    let again = ada
        .json(axum::http::Method::POST, "/webhooks", &key, &hook)
        .await
        .data();
    assert_eq!(made, again);
    let secret = made["secret"].as_str().unwrap().to_owned();
    let endpoint = id(&made);
    let of_delivery = format!("webhookId\": \"{endpoint}");
    let of_delivery = [of_delivery.replace(' ', ""), of_delivery];
    announced(&server, "before-7f3a").await;
    told(&server, &sink, &endpoint, 1).await;
    let before = found(&server, "maya", "before-7f3a").await;
    let ids = frontdesk_model::IdSource::default();
    let many: Vec<_> = (0..MANY)
        .map(|n| NewNotification {
            id: ids.make(),
            person_id: "jonas".into(),
            kind: NotificationType::System,
            title: format!("Number {n}"),
            message: "One of many-7f3a".into(),
            data: json!({}),
            dedup_key: None,
            created_at: server.kit.clock.now(),
        })
        .collect();
    let mut tx = server.kit.store.begin().await.unwrap();
    tx.add_past_notifications(&many).await.unwrap();
    tx.commit().await.unwrap();
    server.kit.desk.close().await;
    // What is looked for can be found.
    assert!(holds(&data, "Message before-7f3a") && holds(&data, "many-7f3a"));
    assert!(of_delivery.iter().any(|words| holds(&data, words)));
    // There is a key, so no secret lies there in plain, nor in a kept answer.
    assert!(!holds(&data, &secret) && !holds(&data, &secret["whsec_".len()..]));

    // Turned on: the old ones are sealed behind the desk's back, new ones at once.
    let server = over(&data, true).await;
    all_sealed(&server, &data).await;
    assert_eq!(found(&server, "maya", "before-7f3a").await, before);
    announced(&server, "after-7f3a").await;
    let delivery = told(&server, &sink, &endpoint, 2).await;
    let place = format!("/deliveries/{}", delivery.as_str().unwrap());
    let ada = server.admin("ada");
    until(async || ada.get(&place).await.data()["state"] == "sent").await;
    server.kit.desk.close().await;
    for words in ["before-7f3a", "after-7f3a", "many-7f3a"] {
        assert!(!holds(&data, words), "{words}");
    }
    assert!(!of_delivery.iter().any(|words| holds(&data, words)));

    // A new master key takes over what is sealed.
    data.set_master_keys(&[2, 1]);
    let server = over(&data, true).await;
    let present = data.master_keys().id().to_owned();
    until(async || server.kit.store.master_keys_in_use().await.unwrap() == [present.as_str()])
        .await;
    server.kit.desk.close().await;
    data.set_master_keys(&[2]);

    // Turned off: what is sealed can be read, and what comes is plain.
    let server = over(&data, false).await;
    let after = found(&server, "maya", "after-7f3a").await.unwrap();
    assert_eq!(after["message"], "Message after-7f3a");
    let jonas = server
        .user("jonas")
        .get("/notifications?limit=100")
        .await
        .data();
    assert_eq!(jonas.as_array().unwrap().len(), 100);
    assert!(
        jonas
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["message"] == "One of many-7f3a")
    );
    announced(&server, "last-7f3a").await;
    // The endpoint's secret has moved along.
    told(&server, &sink, &endpoint, 3).await;
    server.kit.desk.close().await;
    assert!(holds(&data, "last-7f3a") && !holds(&data, "after-7f3a"));
}

#[tokio::test]
async fn bodies_and_secrets_lie_there_sealed() {
    lie_there_sealed(TestData::new()).await;
}

#[tokio::test]
async fn bodies_and_secrets_lie_there_sealed_on_postgres() {
    lie_there_sealed(TestData::on_postgres(Postgres::shared().create_database())).await;
}

#[tokio::test]
async fn what_was_put_into_another_row_is_not_shown() {
    let data = TestData::on_postgres(Postgres::shared().create_database());
    let data = Arc::new(data);
    let server = over(&data, true).await;
    for person in ["maya", "jonas"] {
        server.user(person).get("/notifications").await.data();
    }
    announced(&server, "first").await;
    announced(&server, "second").await;
    data.tamper(
        "UPDATE notification n SET sealed = o.sealed FROM notification o
         WHERE n.person_id = 'maya' AND o.person_id = 'maya' AND n.id <> o.id",
    );
    for words in ["first", "second"] {
        assert_eq!(found(&server, "maya", words).await, None);
        assert!(found(&server, "jonas", words).await.is_some());
    }
    // The rest of the list can still be read.
    announced(&server, "third").await;
    let list = server.user("maya").get("/notifications").await.data();
    let titles: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["title"])
        .collect();
    assert_eq!(
        titles
            .iter()
            .filter(|it| **it == "This notification cannot be read")
            .count(),
        2
    );
}
