//! Transcripts by mail: a real SMTP conversation with a server on this machine.

use std::time::Duration;

use frontdesk_http::HttpOptions;
use frontdesk_model::{PageRequest, Person, Role};
use frontdesk_notify::MailConfig;
use frontdesk_testkit::SmtpServer;
use serde_json::{Value, json};

use crate::client::{PNG, Server, file};

async fn with_mail(smtp: &SmtpServer) -> Server {
    let mail = MailConfig {
        url: smtp.url.parse().unwrap(),
        from: "Desk <desk@desk.example>".parse().unwrap(),
    };
    Server::with(|config| config.mail = Some(mail), HttpOptions::default()).await
}

async fn ask(server: &Server, user: &str) -> (String, crate::client::Answer) {
    let caller = server.user(user);
    let body = json!({"initialMessage": "<script>alert(1)</script> ümlaut"});
    let chat = caller.post("/chat/initiate", &body).await.data();
    let path = format!(
        "/conversations/{}/transcript",
        chat["sessionId"].as_str().unwrap()
    );
    let answer = caller.post(&path, &json!({})).await;
    (path, answer)
}

#[tokio::test]
async fn the_customer_gets_it_at_their_own_address() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp).await;
    let (path, answer) = ask(&server, "maya").await;
    assert_eq!(answer.status, 202);
    let sent = answer.data();
    assert_eq!(sent["to"], "maya@example.com");
    let mails = smtp.mails(1).await;
    assert_eq!(mails[0].to, "maya@example.com");
    let data = &mails[0].data;
    let message_id = sent["messageId"].as_str().unwrap();
    assert!(message_id.ends_with("@desk.example"));
    for header in [
        format!("Message-ID: <{message_id}>\n"),
        "Auto-Submitted: auto-generated\n".to_owned(),
        "From: Desk <desk@desk.example>\n".to_owned(),
        "Date: Sat, 31 Jan 2026 09:30:00 +0000\n".to_owned(),
    ] {
        assert!(data.contains(&header), "{header} in {data}");
    }
    let unbroken = data.replace("=\n", "");
    assert!(unbroken.contains("&lt;script&gt;"), "{data}");
    let html = data.split("text/html").nth(1).unwrap();
    assert!(!html.contains("<script"), "{html}");

    // An agent's wish reaches the customer as well, but not so soon.
    let again = server.agent("sam").post(&path, &json!({})).await;
    again.fails(429, "rate-limited");
    assert_eq!(again.header("retry-after"), "60");
    server.kit.clock.advance(Duration::from_secs(60));
    let again = server.agent("sam").post(&path, &json!({})).await;
    assert_eq!(again.data()["to"], "maya@example.com");
    assert_eq!(smtp.mails(2).await[1].to, "maya@example.com");
    server
        .user("jonas")
        .post(&path, &json!({}))
        .await
        .fails(404, "not-found");
}

/// Whatever a customer can choose: the name in their token, the topic, their
/// words, a file's name.
#[tokio::test]
async fn nothing_that_a_customer_chose_is_markup_in_the_mail() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp).await;
    let person = Person {
        id: "eve".into(),
        name: "<img src=1 onerror=alert(1)>".to_owned(),
        email: Some("eve@example.com".to_owned()),
        role: Role::User,
    };
    let until = server.kit.clock.now().plus(Duration::from_secs(600));
    let token = server.kit.keys.sign(&person, until).unwrap();
    let eve = server.with_token(&token);
    let name = "<img src=4 onerror=alert(4)>.png";
    let stored = eve.upload(&[file(name, "image/png", PNG)]).await.data();
    let ticket = json!({
        "subject": "<img src=2 onerror=alert(2)>",
        "description": "</p></div><script>alert(3)</script> [x](javascript:alert(5))",
        "attachments": [stored["cid"]],
    });
    let ticket = crate::client::id(&eve.post("/tickets", &ticket).await.data());
    let path = format!("/conversations/{ticket}/transcript");
    eve.post(&path, &json!({})).await.data();
    let mails = smtp.mails(1).await;
    let html = mails[0].data.split("text/html").nth(1).unwrap();
    let html = html.replace("=\n", "");
    for markup in [
        "<img",
        "<script",
        "</p></div><",
        "href=\"javascript",
        "href=3D\"javascript",
    ] {
        assert!(!html.contains(markup), "{markup} in {html}");
    }
    for number in 1..=3 {
        assert!(
            html.contains(&format!("alert({number})")),
            "it is all there: {html}"
        );
    }
}

#[tokio::test]
async fn without_a_mail_server_it_is_refused() {
    let server = Server::start().await;
    let (_, answer) = ask(&server, "maya").await;
    let problem = answer.fails(409, "conflict");
    assert!(problem["detail"].as_str().unwrap().contains("SMTP_URL"));
    let config = server.anyone().get("/config").await.data();
    assert_eq!(config["mail"], false);
}

/// The lines of the ledger about mail, once there are `count`.
async fn ledger(server: &Server, count: usize) -> Vec<Value> {
    let mut turns = tokio::time::interval(Duration::from_millis(20));
    loop {
        turns.tick().await;
        let page = PageRequest::default();
        let attempts = server.kit.store.job_attempts(&page).await.unwrap().items;
        let mails: Vec<_> = attempts
            .iter()
            .filter(|one| one.kind == "mail-transcript")
            .map(|one| json!([one.outcome.as_str(), one.error]))
            .collect();
        if mails.len() >= count {
            return mails;
        }
    }
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_not_tried_again() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp).await;
    ask(&server, "bounce").await.1.data();
    let tried = ledger(&server, 1).await;
    assert_eq!(tried[0][0], "dead");
    assert!(tried[0][1].as_str().unwrap().contains("no such mailbox"));
    assert_eq!(smtp.refused(1).await.len(), 1);
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_again() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp).await;
    ask(&server, "later").await.1.data();
    assert_eq!(ledger(&server, 1).await[0][0], "failed");
    server.kit.clock.advance(Duration::from_secs(2));
    smtp.refused(2).await;
    assert_eq!(ledger(&server, 2).await[0][0], "failed");
}
