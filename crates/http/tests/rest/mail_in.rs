//! Mail that comes in by the hook, and what becomes of it.

use std::time::Duration;

use axum::{body::Body, http::Method};
use frontdesk_http::HttpOptions;
use frontdesk_model::ConversationId;
use frontdesk_notify::inbound::ReplyAddress;
use serde_json::{Value, json};

use crate::client::{Answer, Caller, Server, id};

const SECRET: &str = "a secret of the provider";
const ADDRESS: &str = "support@desk.example";

async fn start() -> Server {
    Server::with(
        |config| {
            config.mail_in.hook_secret = Some(SECRET.parse().unwrap());
            config.mail_in.reply_address = Some(ADDRESS.parse().unwrap());
            config.mail_in.tickets_per_hour = 2;
        },
        HttpOptions::default(),
    )
    .await
}

/// A mail of plain text.
fn mail(from: &str, to: &str, message_id: &str, extra: &str, words: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: Brakes\r\nMessage-ID: <{message_id}>\r\n{extra}\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    )
    .into_bytes()
}

async fn post_with(server: &Server, headers: &[(&str, &str)], bytes: Vec<u8>) -> Answer {
    let mut request = server
        .anyone()
        .request(Method::POST, "/inbound/mail")
        .header("content-type", "message/rfc822");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::from(bytes)).unwrap()).await
}

async fn post(server: &Server, bytes: Vec<u8>) -> Answer {
    post_with(server, &[("x-mail-hook-secret", SECRET)], bytes).await
}

/// Posts a mail, and waits for what becomes of it.
async fn take(server: &Server, bytes: Vec<u8>) -> Value {
    let answer = post(server, bytes).await;
    assert_eq!(answer.status, 202);
    let path = format!("/inbound-mail/{}", answer.data()["id"].as_str().unwrap());
    let admin = server.admin("ada");
    loop {
        let mail = admin.get(&path).await.data();
        if mail["state"] != "waiting" {
            return mail;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn ticket(caller: &Caller<'_>) -> String {
    let input = json!({"subject": "Brakes", "description": "They squeak"});
    id(&caller.post("/tickets", &input).await.data())
}

fn reply_address(server: &Server, ticket: &str, person: &str) -> String {
    let conversation: ConversationId = ticket.parse().unwrap();
    let token = server.kit.keys.reply_tokens().make(conversation.0, person);
    let address: ReplyAddress = ADDRESS.parse().unwrap();
    address.with(&token)
}

async fn responses(caller: &Caller<'_>, ticket: &str) -> Vec<Value> {
    let list = caller
        .get(&format!("/tickets/{ticket}/responses"))
        .await
        .data();
    list.as_array().unwrap().clone()
}

#[tokio::test]
async fn an_answer_goes_to_its_conversation_by_its_token_and_once() {
    let server = start().await;
    let maya = server.user("maya");
    let ticket = ticket(&maya).await;
    let to = reply_address(&server, &ticket, "maya");
    let words = "The left one.\r\n\r\nOn Mon, Jan 5, 2026, Desk <support@desk.example> wrote:\r\n\r\n> Which one?";
    let bytes = mail("Maya <maya@example.com>", &to, "1@example.com", "", words);
    let settled = take(&server, bytes.clone()).await;
    assert_eq!(settled["state"], "reply", "{settled}");
    assert_eq!(settled["conversationId"], ticket.as_str());
    let said = responses(&maya, &ticket).await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0]["response"], "The left one.");
    assert_eq!(said[0]["authorId"], "maya");
    assert_eq!(said[0]["isStaffResponse"], false);

    let again = post(&server, bytes).await;
    assert_eq!(again.status, 202);
    assert_eq!(
        again.data()["id"],
        Value::Null,
        "the same mail is taken once"
    );
    assert_eq!(responses(&maya, &ticket).await.len(), 1);

    // An agent's own token, from the agent's own address.
    let to = reply_address(&server, &ticket, "sam");
    server.agent("sam").get("/tickets").await.data();
    let bytes = mail(
        "Sam <sam@example.com>",
        &to,
        "2@example.com",
        "",
        "Thanks, we look into it.",
    );
    assert_eq!(take(&server, bytes).await["state"], "reply");
    let said = responses(&maya, &ticket).await;
    assert_eq!(said[1]["isStaffResponse"], true, "{said:?}");
    // The same token from elsewhere is nobody's word.
    let bytes = mail("Eve <eve@example.com>", &to, "3@example.com", "", "Pay me.");
    assert_eq!(take(&server, bytes).await["state"], "ticket");
    assert_eq!(responses(&maya, &ticket).await.len(), 2);
}

#[tokio::test]
async fn a_reference_counts_only_from_the_customers_own_address() {
    let server = start().await;
    let maya = server.user("maya");
    let ticket = ticket(&maya).await;
    let to = reply_address(&server, &ticket, "maya");
    take(
        &server,
        mail("maya@example.com", &to, "1@example.com", "", "First"),
    )
    .await;
    let refers = "In-Reply-To: <1@example.com>\r\n";
    let bytes = mail(
        "maya@example.com",
        ADDRESS,
        "2@example.com",
        refers,
        "Second",
    );
    assert_eq!(
        take(&server, bytes).await["conversationId"],
        ticket.as_str()
    );
    let bytes = mail("eve@example.com", ADDRESS, "3@example.com", refers, "Third");
    let other = take(&server, bytes).await;
    assert_eq!(other["state"], "ticket", "{other}");
    assert_ne!(other["conversationId"], ticket.as_str());
    // Nor does staff's address without a token.
    server.agent("sam").get("/tickets").await.data();
    let bytes = mail(
        "sam@example.com",
        ADDRESS,
        "4@example.com",
        refers,
        "Fourth",
    );
    assert_eq!(take(&server, bytes).await["state"], "ticket");
    let said = responses(&maya, &ticket).await;
    assert_eq!(said.len(), 2, "{said:?}");
}

#[tokio::test]
async fn a_new_mail_opens_a_ticket_of_its_sender_until_it_is_too_many() {
    let server = start().await;
    let bytes = mail(
        "Zoë <zoe@example.org>",
        ADDRESS,
        "1@example.org",
        "",
        "Where is it?",
    );
    let settled = take(&server, bytes).await;
    assert_eq!(settled["state"], "ticket");
    assert_eq!(settled["personId"], "mail:zoe@example.org");
    let agent = server.agent("sam");
    let path = format!("/tickets/{}", settled["conversationId"].as_str().unwrap());
    let ticket = agent.get(&path).await.data();
    assert_eq!(ticket["subject"], "Brakes");
    assert_eq!(ticket["description"], "Where is it?");
    assert_eq!(ticket["userName"], "Zoë");
    assert_eq!(ticket["tags"], json!(["email"]));
    let bytes = mail("zoe@example.org", ADDRESS, "2@example.org", "", "And this?");
    assert_eq!(
        take(&server, bytes).await["personId"],
        "mail:zoe@example.org"
    );
    let bytes = mail("zoe@example.org", ADDRESS, "3@example.org", "", "And that?");
    let third = take(&server, bytes).await;
    assert_eq!(third["state"], "set-aside");
    assert!(
        third["reason"]
            .as_str()
            .unwrap()
            .contains("MAIL_TICKETS_PER_HOUR"),
        "{third}"
    );

    // An hour later an admin has it read again.
    server.kit.clock.advance(Duration::from_secs(3_601));
    let admin = server.admin("ada");
    let listed = admin.get("/inbound-mail?state=set-aside").await.data();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let path = format!("/inbound-mail/{}", third["id"].as_str().unwrap());
    admin
        .post(&format!("{path}/retry"), &json!({}))
        .await
        .data();
    loop {
        match admin.get(&path).await.data()["state"].as_str().unwrap() {
            "waiting" => tokio::time::sleep(Duration::from_millis(10)).await,
            state => break assert_eq!(state, "ticket"),
        }
    }
    admin
        .post(&format!("{path}/retry"), &json!({}))
        .await
        .fails(409, "conflict");
    let agent = server.agent("sam");
    agent.get("/inbound-mail").await.fails(403, "forbidden");
}

#[tokio::test]
async fn files_pass_the_checks_of_uploads_and_the_refused_are_named() {
    let server = start().await;
    let maya = server.user("maya");
    let ticket = ticket(&maya).await;
    let to = reply_address(&server, &ticket, "maya");
    let bytes = format!(
        "From: maya@example.com\r\nTo: {to}\r\nMessage-ID: <1@example.com>\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSee this.\r\n\
         --b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nline one\r\n\
         --b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=setup.exe\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nTVqQAAMAAAAEAAAA//8AALgAAAA=\r\n--b--\r\n"
    );
    let settled = take(&server, bytes.into_bytes()).await;
    assert_eq!(settled["state"], "reply", "{settled}");
    let said = responses(&maya, &ticket).await;
    let text = said[0]["response"].as_str().unwrap();
    assert!(
        text.starts_with("See this.\n\nNot taken from this mail: setup.exe ("),
        "{text}"
    );
    assert_eq!(said[0]["files"][0]["name"], "log.txt");
    assert_eq!(said[0]["files"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn machines_are_noted_and_never_answered() {
    let server = start().await;
    let maya = server.user("maya");
    let ticket = ticket(&maya).await;
    let to = reply_address(&server, &ticket, "maya");
    let away = mail(
        "maya@example.com",
        &to,
        "1@x",
        "Auto-Submitted: auto-replied\r\n",
        "I am away",
    );
    let settled = take(&server, away).await;
    assert_eq!(settled["state"], "automatic");
    assert!(
        settled["reason"]
            .as_str()
            .unwrap()
            .starts_with("Auto-Submitted")
    );
    let own = mail(
        &format!("Desk <{ADDRESS}>"),
        &to,
        "2@x",
        "",
        "Our own words",
    );
    assert_eq!(take(&server, own).await["state"], "ignored");
    assert!(responses(&maya, &ticket).await.is_empty());
}

#[tokio::test]
async fn a_closed_ticket_is_followed_by_another() {
    let server = start().await;
    let maya = server.user("maya");
    let ticket = ticket(&maya).await;
    let agent = server.agent("sam");
    agent
        .json(
            Method::PATCH,
            &format!("/tickets/{ticket}"),
            &[],
            &json!({"status": "closed"}),
        )
        .await
        .data();
    let to = reply_address(&server, &ticket, "maya");
    let settled = take(&server, mail("maya@example.com", &to, "1@x", "", "Again!")).await;
    assert_eq!(settled["state"], "ticket", "{settled}");
    assert_ne!(settled["conversationId"], ticket.as_str());
    let path = format!("/tickets/{}", settled["conversationId"].as_str().unwrap());
    let text = agent.get(&path).await.data()["description"].clone();
    assert_eq!(text, "Again!\n\nThis follows ticket #1, which is closed.");
}

#[tokio::test]
async fn a_bad_mail_is_set_aside_and_stops_nothing() {
    let server = start().await;
    let bad = take(&server, b"Subject: nobody sent this\r\n\r\nx".to_vec()).await;
    assert_eq!(bad["state"], "set-aside");
    assert_eq!(
        bad["reason"],
        "it names no sender, or one that is no address"
    );
    let admin = server.admin("ada");
    let raw = admin
        .get(&format!(
            "/inbound-mail/{}/raw",
            bad["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(raw.status, 200);
    let good = mail("zoe@example.org", ADDRESS, "1@x", "", "Hello");
    assert_eq!(take(&server, good).await["state"], "ticket");
}

#[tokio::test]
async fn who_posts_mail_needs_the_secret() {
    let server = start().await;
    let bytes = mail("zoe@example.org", ADDRESS, "1@x", "", "Hello");
    for headers in [&[][..], &[("x-mail-hook-secret", "a wrong secret of it")]] {
        let answer = post_with(&server, headers, bytes.clone()).await;
        answer.fails(401, "unauthenticated");
    }
    let without = Server::start().await;
    post(&without, bytes).await.fails(404, "not-found");
    post(&server, Vec::new()).await.fails(400, "invalid-input");
}
