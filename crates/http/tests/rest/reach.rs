//! How people are reached: preferences, mutes, browsers, numbers, the link at
//! the end of a mail; the ledger of deliveries; webhooks.

use std::time::Duration;

use axum::http::Method;
use frontdesk_http::HttpOptions;
use frontdesk_notify::{MailConfig, push::ReceiverKeys};
use frontdesk_testkit::{HttpSink, SmtpServer};
use serde_json::{Value, json};

use crate::client::{Caller, Server, id};

async fn with_mail() -> (Server, SmtpServer) {
    let smtp = SmtpServer::start().await;
    let mail = MailConfig {
        url: smtp.url.parse().unwrap(),
        from: "Desk <desk@desk.example>".parse().unwrap(),
    };
    let change = |config: &mut frontdesk_desk::DeskConfig| {
        config.mail = Some(mail);
        config.notify.allow_private = true;
    };
    (Server::with(change, HttpOptions::default()).await, smtp)
}

const PREFERENCES: &str = "/notifications/preferences";

async fn put(caller: &Caller<'_>, path: &str, body: Value) -> crate::client::Answer {
    caller.json(Method::PUT, path, &[], &body).await
}

#[tokio::test]
async fn preferences_have_defaults_and_take_any_part_of_themselves() {
    let (server, _smtp) = with_mail().await;
    let maya = server.user("maya");
    let first = maya.get(PREFERENCES).await.data();
    assert_eq!(first["channels"]["ticket-response"]["email"], "at-once");
    assert_eq!(first["channels"]["system"]["email"], "off");
    assert!(
        first["channels"].get("mentioned").is_none(),
        "it is for agents"
    );
    assert_eq!(first["email"]["address"], "maya@example.com");
    assert_eq!(
        first["available"],
        json!({"email": true, "push": true, "sms": false})
    );
    let change = json!({
        "channels": {"chat-message": {"email": "daily", "escalate": {"afterMinutes": 30, "to": "email"}}},
        "quietHours": {"from": "22:00", "to": "07:00", "days": [5, 6]},
        "timeZone": "Europe/Berlin",
    });
    let after = put(&maya, PREFERENCES, change).await.data();
    assert_eq!(after["channels"]["chat-message"]["email"], "daily");
    assert_eq!(after["channels"]["chat-message"]["inApp"], true);
    assert_eq!(after["quietHours"]["days"], json!([5, 6]));
    assert_eq!(maya.get(PREFERENCES).await.data(), after);
    let agent = server.agent("sam").get(PREFERENCES).await.data();
    assert_eq!(agent["channels"]["mentioned"]["email"], "at-once");
}

#[tokio::test]
async fn bad_preferences_are_refused_as_a_whole() {
    let (server, _smtp) = with_mail().await;
    let maya = server.user("maya");
    let before = maya.get(PREFERENCES).await.data();
    let bad = json!({
        "channels": {"system": {"inApp": false}, "chat-message": {"email": "daily"}},
        "timeZone": "Mars/Olympus",
    });
    let refused = put(&maya, PREFERENCES, bad).await;
    refused.fails(400, "invalid-input");
    assert_eq!(
        refused.failed_fields(),
        ["channels.system.inApp", "timeZone"]
    );
    for bad in [
        json!({"channels": {"letters": {"email": "off"}}}),
        json!({"channels": {"system": {"email": "weekly"}}}),
    ] {
        put(&maya, PREFERENCES, bad)
            .await
            .fails(400, "invalid-input");
    }
    assert_eq!(maya.get(PREFERENCES).await.data(), before);
}

async fn ticket(server: &Server, user: &str) -> String {
    let body = json!({"subject": "Late", "description": "Where?"});
    id(&server.user(user).post("/tickets", &body).await.data())
}

async fn answer(server: &Server, ticket: &str) {
    let place = format!("/tickets/{ticket}/responses");
    let body = json!({"response": "Found it."});
    server.agent("sam").post(&place, &body).await.data();
}

#[tokio::test]
async fn one_mutes_only_what_one_sees() {
    let (server, _smtp) = with_mail().await;
    let ticket = ticket(&server, "maya").await;
    let place = format!("/notifications/mutes/{ticket}");
    let (maya, jonas) = (server.user("maya"), server.user("jonas"));
    put(&jonas, &place, json!({})).await.fails(404, "not-found");
    let past = json!({"until": "2020-01-01T00:00:00Z"});
    put(&maya, &place, past).await.fails(400, "invalid-input");
    put(&maya, &place, json!({})).await.data();
    let mutes = maya.get(PREFERENCES).await.data()["mutes"].clone();
    assert_eq!(
        mutes,
        json!([{"conversationId": ticket, "subject": "Late", "until": null}])
    );
    maya.delete(&place).await.data();
    assert_eq!(maya.get(PREFERENCES).await.data()["mutes"], json!([]));
}

/// The deliveries, once they are all in that state.
async fn deliveries(server: &Server, state: &str, count: usize) -> Vec<Value> {
    let admin = server.admin("ada");
    loop {
        let path = format!("/deliveries?state={state}");
        let list = admin.get(&path).await.data();
        let list = list.as_array().unwrap().clone();
        if list.len() == count {
            return list;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn admins_read_the_ledger_and_send_again() {
    let (server, smtp) = with_mail().await;
    let ticket = ticket(&server, "maya").await;
    answer(&server, &ticket).await;
    let waiting = deliveries(&server, "waiting", 1).await.remove(0);
    assert_eq!(waiting["channel"], "email");
    assert_eq!(waiting["type"], "ticket-response");
    assert_eq!(waiting["personName"], "Maya");
    assert_eq!(waiting["idempotencyKey"], waiting["id"]);
    let admin = server.admin("ada");
    let place = format!("/deliveries/{}", id(&waiting));
    let replay = format!("{place}/replay");
    admin.post(&replay, &json!({})).await.fails(409, "conflict");
    server.kit.clock.advance(Duration::from_secs(60));
    let sent = deliveries(&server, "sent", 1).await.remove(0);
    assert_eq!(sent["to"], "m***@example.com");
    admin.post(&replay, &json!({})).await.data();
    let mails = smtp.mails(2).await;
    let key = format!("Message-ID: <{}@desk.example>", id(&sent));
    assert!(mails.iter().all(|mail| mail.data.contains(&key)));
    deliveries(&server, "sent", 1).await;
    let detail = admin.get(&place).await.data();
    assert_eq!(detail["attempts"].as_array().unwrap().len(), 2);
    assert_eq!(detail["attempts"][0]["outcome"], "sent");
    assert_eq!(detail["notifications"][0]["read"], false);
    let audit = admin.get("/audit?action=delivery").await.data();
    assert_eq!(audit[0]["action"], "delivery.replay");

    let summary = admin.get("/deliveries/summary").await.data();
    let mail = &summary["channels"][0];
    assert_eq!(mail["channel"], "email");
    assert_eq!(
        (&mail["configured"], &mail["breaker"]),
        (&json!(true), &json!("closed"))
    );
    assert_eq!(mail["perHour"][0]["sent"], 2);
    let none = admin
        .post("/deliveries/replay", &json!({"channel": "email"}))
        .await;
    assert_eq!(none.data()["count"], 0);
    admin
        .post("/deliveries/replay", &json!({"state": "sent"}))
        .await
        .fails(400, "invalid-input");
    for caller in [server.user("maya"), server.agent("sam")] {
        for path in [
            "/deliveries",
            place.as_str(),
            "/deliveries/summary",
            "/webhooks",
        ] {
            caller.get(path).await.fails(403, "forbidden");
        }
        caller
            .post(&replay, &json!({}))
            .await
            .fails(403, "forbidden");
    }
    for query in [
        "channel=pigeon",
        "state=lost",
        "from=yesterday",
        "conversationId=1",
    ] {
        admin
            .get(&format!("/deliveries?{query}"))
            .await
            .fails(400, "invalid-input");
    }
}

fn subscription(endpoint: &str) -> Value {
    let keys = ReceiverKeys::generate().unwrap();
    let (p256dh, auth) = keys.public().encoded();
    json!({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}, "device": "Firefox"})
}

#[tokio::test]
async fn a_browser_gets_push_messages_until_its_subscription_ends() {
    let (server, _smtp) = with_mail().await;
    let sink = HttpSink::start().await;
    let maya = server.user("maya");
    let key = server.anyone().get("/notifications/push-key").await.data();
    assert_eq!(key["publicKey"].as_str().unwrap().len(), 87);
    let body = subscription(&format!("{}/push/1", sink.url));
    let place = "/notifications/push-subscriptions";
    let first = maya.post(place, &body).await;
    assert_eq!(first.status, 201);
    let device = id(&first.data());
    assert_eq!(id(&maya.post(place, &body).await.data()), device);
    let bad = json!({"endpoint": "ftp://x", "keys": {"p256dh": "x", "auth": "y"}});
    maya.post(place, &bad).await.fails(400, "invalid-input");
    let test = format!("{place}/{device}/test");
    server
        .user("jonas")
        .post(&test, &json!({}))
        .await
        .fails(404, "not-found");
    maya.post(&test, &json!({})).await.data();
    let got = sink.requests(1).await.remove(0);
    assert_eq!(got.headers["content-encoding"], "aes128gcm");

    let ticket = ticket(&server, "maya").await;
    answer(&server, &ticket).await;
    deliveries(&server, "waiting", 2).await;
    server.kit.clock.advance(Duration::from_secs(5));
    let sent = deliveries(&server, "sent", 1).await.remove(0);
    assert_eq!(
        (&sent["channel"], &sent["to"]),
        (&json!("push"), &json!("127.0.0.1"))
    );
    sink.answer(410);
    maya.post(&test, &json!({})).await.fails(404, "not-found");
    let left = maya.get(PREFERENCES).await.data();
    assert_eq!(left["pushSubscriptions"], json!([]));
}

#[tokio::test]
async fn a_push_message_is_marked_read_by_its_own_token_and_by_no_other() {
    let (server, smtp) = with_mail().await;
    let sink = HttpSink::start().await;
    let maya = server.user("maya");
    let keys = ReceiverKeys::generate().unwrap();
    let (p256dh, auth) = keys.public().encoded();
    let body = json!({
        "endpoint": format!("{}/push/1", sink.url), "keys": {"p256dh": p256dh, "auth": auth},
    });
    maya.post("/notifications/push-subscriptions", &body)
        .await
        .data();
    let ticket = ticket(&server, "maya").await;
    answer(&server, &ticket).await;
    answer(&server, &ticket).await;
    // What joins a message later puts it off.
    while deliveries(&server, "waiting", 2)
        .await
        .iter()
        .any(|one| one["notifications"] != 2)
    {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.kit.clock.advance(Duration::from_secs(5));
    let message = sink.requests(1).await.remove(0);
    let note: Value = serde_json::from_slice(&keys.decrypt(&message.body).unwrap()).unwrap();
    let unread = async || maya.get("/notifications?unread=true").await.data();
    let ids: Vec<_> = note["notificationIds"].as_array().unwrap().clone();
    assert_eq!(unread().await.as_array().unwrap().len(), ids.len());

    let (anyone, path) = (server.anyone(), "/notifications/read");
    let read = async |token: &str| anyone.post(path, &json!({"token": token})).await;
    read("forged").await.fails(404, "not-found");
    // What ends mail does not mark read.
    server.kit.clock.advance(Duration::from_secs(60));
    let mail = smtp.mails(1).await.remove(0).data;
    let mail = mail.replace("=\n", "").replace("=3D", "=");
    let (_, link) = mail.split_once("unsubscribe?token=").unwrap();
    let other: String = link
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .collect();
    read(&other).await.fails(404, "not-found");
    assert_eq!(unread().await.as_array().unwrap().len(), ids.len());

    let token = note["readToken"].as_str().unwrap();
    anyone
        .post(
            &format!("/notifications/unsubscribe?token={token}"),
            &json!({}),
        )
        .await
        .fails(404, "not-found");
    for _again in 0..2 {
        assert_eq!(read(token).await.status, 200);
        assert_eq!(unread().await, json!([]));
    }
    server
        .kit
        .clock
        .advance(Duration::from_secs(7 * 24 * 3_600));
    read(token).await.fails(404, "not-found");
}

#[tokio::test]
async fn a_link_unsubscribes_without_signing_in_and_back() {
    let (server, smtp) = with_mail().await;
    let path = "/notifications/unsubscribe?token=";
    let anyone = server.anyone();
    let ticket = ticket(&server, "maya").await;
    answer(&server, &ticket).await;
    deliveries(&server, "waiting", 1).await;
    server.kit.clock.advance(Duration::from_secs(60));
    let mail = smtp.mails(1).await.remove(0).data;
    // As quoted-printable has it.
    let mail = mail.replace("=\n", "").replace("=3D", "=");
    let (_, link) = mail.split_once("unsubscribe?token=").unwrap();
    let token: String = link
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .collect();
    let place = format!("{path}{token}");
    let json = [("accept", "application/json")];
    let about = || async { anyone.get_with(&place, &json).await.data() };
    let subscribed = json!({"type": null, "conversationId": ticket, "subscribed": true});
    assert_eq!(about().await, subscribed);
    let ended = anyone.post(&place, &json!({})).await.data();
    assert_eq!(ended["subscribed"], false);
    let mutes = server.user("maya").get(PREFERENCES).await.data()["mutes"].clone();
    assert_eq!(mutes[0]["conversationId"], ticket.as_str());
    let undo = format!("{place}&undo=true");
    anyone.post(&undo, &json!({})).await.data();
    assert_eq!(about().await, subscribed);
    anyone
        .post(&format!("{path}forged"), &json!({}))
        .await
        .fails(404, "not-found");
    let page = anyone.get(&format!("{path}a.b")).await;
    assert_eq!(page.status, 303);
    assert!(page.header("location").ends_with("/unsubscribe?token=a.b"));
}

#[tokio::test]
async fn a_number_needs_a_provider() {
    let (server, _smtp) = with_mail().await;
    let maya = server.user("maya");
    let body = json!({"number": "+49 151 12345678"});
    maya.post("/notifications/phone", &body)
        .await
        .fails(409, "conflict");
    let bad = json!({"number": "0151"});
    maya.post("/notifications/phone", &bad)
        .await
        .fails(400, "invalid-input");
    let code = json!({"code": "123456"});
    maya.post("/notifications/phone/confirm", &code)
        .await
        .fails(409, "conflict");
}

#[tokio::test]
async fn webhooks_are_kept_by_admins_and_show_their_secret_once() {
    let (server, _smtp) = with_mail().await;
    let sink = HttpSink::start().await;
    let admin = server.admin("ada");
    let body = json!({"url": format!("{}/hook", sink.url), "events": ["chat.started"]});
    let made = admin.post("/webhooks", &body).await;
    assert_eq!(made.status, 201);
    let made = made.data();
    assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
    let place = format!("/webhooks/{}", id(&made));
    assert!(admin.get(&place).await.data().get("secret").is_none());
    let test = admin.post(&format!("{place}/test"), &json!({})).await;
    assert_eq!(test.status, 202);
    let got = sink.requests(1).await.remove(0);
    let delivery = test.data()["deliveryId"].clone();
    assert_eq!(json!(got.headers["webhook-id"]), delivery);
    let rotated = admin
        .post(&format!("{place}/rotate-secret"), &json!({}))
        .await;
    assert_ne!(rotated.data()["secret"], made["secret"]);
    admin
        .post(&format!("{place}/test"), &json!({}))
        .await
        .data();
    let got = sink.requests(2).await.remove(1);
    let signatures = got.headers["webhook-signature"].split(' ').count();
    assert_eq!(signatures, 2, "the old secret signs for a day");
    let off = json!({"active": false, "events": ["*"]});
    let off = admin.json(Method::PATCH, &place, &[], &off).await.data();
    assert_eq!(
        (&off["active"], &off["events"]),
        (&json!(false), &json!(["*"]))
    );
    let bad = json!({"url": "nowhere", "events": []});
    let refused = admin.post("/webhooks", &bad).await;
    refused.fails(400, "invalid-input");
    assert_eq!(refused.failed_fields(), ["url", "events"]);
    admin.delete(&place).await.data();
    admin.get(&place).await.fails(404, "not-found");
}

#[tokio::test]
async fn private_addresses_are_refused_unless_they_are_allowed() {
    let server = Server::start().await;
    let admin = server.admin("ada");
    for url in [
        "https://127.0.0.1/hook",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "http://example.com/",
    ] {
        let body = json!({"url": url, "events": ["*"]});
        admin
            .post("/webhooks", &body)
            .await
            .fails(400, "invalid-input");
    }
}
