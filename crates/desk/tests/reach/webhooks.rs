//! Webhook endpoints: what they are told, signed, tried again, and turned off.

use std::time::Duration;

use frontdesk_model::{
    Role,
    delivery::{Channel, DeliveryState},
    webhook::{NewWebhook, Webhook},
};
use frontdesk_notify::webhook::WebhookSecret;
use frontdesk_testkit::{HttpSink, SmtpServer, TestDesk};
use serde_json::Value;

use crate::life::{all_are, answer, call, deliveries, mailing, ticket};

async fn endpoint(kit: &TestDesk, sink: &HttpSink, events: &[&str]) -> Webhook {
    let admin = kit.actor("ada", Role::Admin).await;
    let input = NewWebhook {
        url: format!("{}/hook", sink.url),
        events: events.iter().map(|one| (*one).to_owned()).collect(),
        ..NewWebhook::default()
    };
    kit.desk
        .create_webhook(&call(&admin), &input)
        .await
        .unwrap()
}

async fn desk() -> TestDesk {
    let smtp = SmtpServer::start().await;
    TestDesk::with(mailing(&smtp)).await
}

#[tokio::test]
async fn an_endpoint_is_told_what_it_has_chosen_signed_and_without_notes() {
    let (kit, sink) = (desk().await, HttpSink::start().await);
    let hook = endpoint(&kit, &sink, &["ticket.created", "ticket.response.created"]).await;
    let ticket = ticket(&kit).await;
    let sam = kit.actor("sam", Role::Agent).await;
    let note = frontdesk_model::conversation::NewNote {
        content: "a secret of staff".into(),
        ..Default::default()
    };
    kit.desk
        .write_note(&call(&sam), ticket, &note)
        .await
        .unwrap();
    answer(&kit, ticket, "On its way").await;
    let requests = sink.requests(2).await;
    let rows = deliveries(&kit, Channel::Webhook, |rows| {
        rows.len() == 2 && all_are(DeliveryState::Sent)(rows)
    })
    .await;
    let secret = WebhookSecret::read(hook.secret.as_deref().unwrap()).unwrap();
    let mut events = Vec::new();
    for request in &requests {
        let id = &request.headers["webhook-id"];
        assert!(rows.iter().any(|row| row.id.to_string() == *id));
        let at = request.headers["webhook-timestamp"].parse().unwrap();
        let signature = secret.sign(id, at, &request.body);
        assert_eq!(request.headers["webhook-signature"], signature);
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body["version"], 1);
        assert!(!body.to_string().contains("a secret of staff"));
        events.push(body["type"].as_str().unwrap().to_owned());
    }
    events.sort();
    assert_eq!(events, ["ticket.created", "ticket.response.created"]);
    let hook = kit.store.webhook(hook.id).await.unwrap().unwrap();
    assert!(hook.last_delivery_at.is_some());
}

#[tokio::test]
async fn one_that_wants_no_more_is_turned_off_at_once_and_the_admins_hear_of_it() {
    let (kit, sink) = (desk().await, HttpSink::start().await);
    sink.answer(410);
    let hook = endpoint(&kit, &sink, &["*"]).await;
    ticket(&kit).await;
    deliveries(&kit, Channel::Webhook, all_are(DeliveryState::Dead)).await;
    let hook = kit.store.webhook(hook.id).await.unwrap().unwrap();
    assert!(!hook.active && hook.disabled_reason.is_some());
    assert_eq!(kit.store.unread_count(&"ada".into()).await.unwrap(), 1);
}

#[tokio::test]
async fn one_that_has_failed_for_days_is_turned_off() {
    let (kit, sink) = (desk().await, HttpSink::start().await);
    sink.answer(500);
    let hook = endpoint(&kit, &sink, &["*"]).await;
    ticket(&kit).await;
    let failed = deliveries(&kit, Channel::Webhook, all_are(DeliveryState::Failed)).await;
    assert_eq!(failed[0].attempts, 1);
    let row = kit.store.webhook(hook.id).await.unwrap().unwrap();
    assert!(row.active && row.failing_since.is_some());
    kit.clock.advance(Duration::from_secs(6 * 24 * 3_600));
    deliveries(&kit, Channel::Webhook, |rows| {
        rows[0].attempts == 2 && rows[0].state == DeliveryState::Failed
    })
    .await;
    let row = kit.store.webhook(hook.id).await.unwrap().unwrap();
    assert!(!row.active, "{row:?}");
    // It is mended, and sent to again by hand.
    sink.answer(200);
    let admin = kit.actor("ada", Role::Admin).await;
    kit.desk
        .replay_delivery(&call(&admin), failed[0].id)
        .await
        .unwrap();
    let sent = deliveries(&kit, Channel::Webhook, all_are(DeliveryState::Sent)).await;
    assert_eq!(sent[0].id, failed[0].id);
    let requests = sink.requests(3).await;
    let key = failed[0].id.to_string();
    assert!(requests.iter().all(|one| one.headers["webhook-id"] == key));
}
