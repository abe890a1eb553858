//! Signing in by a mailed link: a real SMTP conversation with a server on this
//! machine.

use std::{sync::Arc, time::Duration};

use frontdesk_desk::{
    DeskConfig, LINK_LIFE, LINK_PERIOD, LINKS_PER_ADDRESS, LINKS_PER_CLIENT, LinkSignIn,
};
use frontdesk_http::HttpOptions;
use frontdesk_notify::MailConfig;
use frontdesk_store::FailPoints;
use frontdesk_testkit::{SmtpServer, TestData, desk::TestDesk};
use serde_json::{Value, json};

use crate::client::{Answer, Server};

fn mailing(smtp: &SmtpServer) -> impl FnOnce(&mut DeskConfig) {
    let mail = MailConfig {
        url: smtp.url.parse().unwrap(),
        from: "Desk <desk@desk.example>".parse().unwrap(),
    };
    |config| config.mail = Some(mail)
}

async fn with_mail(smtp: &SmtpServer, change: impl FnOnce(&mut DeskConfig)) -> Server {
    let mailing = mailing(smtp);
    let change = |config: &mut DeskConfig| {
        mailing(config);
        change(config);
    };
    Server::with(change, HttpOptions::default()).await
}

async fn ask(server: &Server, email: &str) -> Answer {
    let body = json!({"email": email});
    server.anyone().post("/auth/link", &body).await
}

async fn redeem(server: &Server, token: &str) -> Answer {
    let body = json!({"token": token});
    server.anyone().post("/auth/link/redeem", &body).await
}

/// The token of the last of so many mails.
async fn token(smtp: &SmtpServer, mails: usize) -> String {
    let mails = smtp.mails(mails).await;
    let data = mails.last().unwrap().data.replace("=\n", "");
    let (_, rest) = data.split_once("/sign-in/link#").unwrap();
    rest.chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}

/// Who signs in by a link that was mailed to this address.
async fn signed_in(server: &Server, smtp: &SmtpServer, email: &str, mails: usize) -> Value {
    ask(server, email).await.data_none();
    redeem(server, &token(smtp, mails).await).await.data()
}

impl Answer {
    /// A success without anything in it.
    #[track_caller]
    fn data_none(&self) {
        assert_eq!(self.status, 202, "{}", self.text());
        assert_eq!(self.json(), json!({"success": true, "data": null}));
    }
}

#[tokio::test]
async fn who_reads_the_mail_of_an_address_is_its_customer() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |_| {}).await;
    let config = server.anyone().get("/config").await.data();
    assert_eq!(config["linkSignIn"], true);
    let signed = signed_in(&server, &smtp, " Noor@Example.com ", 1).await;
    assert_eq!(signed["user"]["email"], "noor@example.com");
    assert_eq!(signed["user"]["role"], "user");
    assert_eq!(signed["user"]["name"], "noor");
    let caller = server.with_token(signed["token"].as_str().unwrap());
    assert_eq!(caller.get("/auth/me").await.data(), signed["user"]);
    let ticket = json!({"subject": "Late", "description": "Where is it?"});
    caller.post("/tickets", &ticket).await.data();
    // The same person the next time.
    let again = signed_in(&server, &smtp, "noor@example.com", 2).await;
    assert_eq!(again["user"], signed["user"]);

    let mail = &smtp.mails(2).await[0];
    assert_eq!(mail.to, "noor@example.com");
    assert!(mail.data.contains("Subject: Sign in to "), "{}", mail.data);
    assert!(mail.data.contains("Auto-Submitted: auto-generated"));
}

#[tokio::test]
async fn a_link_is_used_once_and_only_in_its_time() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |_| {}).await;
    ask(&server, "noor@example.com").await.data_none();
    let first = token(&smtp, 1).await;
    // Two presses at once: one signs in.
    let presses = tokio::join!(redeem(&server, &first), redeem(&server, &first));
    let mut statuses = [presses.0.status.as_u16(), presses.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403]);
    redeem(&server, &first).await.fails(403, "forbidden");

    ask(&server, "noor@example.com").await.data_none();
    let second = token(&smtp, 2).await;
    server
        .kit
        .clock
        .advance(LINK_LIFE - Duration::from_millis(1));
    redeem(&server, &second).await.data();
    ask(&server, "noor@example.com").await.data_none();
    let third = token(&smtp, 3).await;
    server.kit.clock.advance(LINK_LIFE);
    redeem(&server, &third).await.fails(403, "forbidden");
}

#[tokio::test]
async fn what_was_not_mailed_opens_nothing() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |_| {}).await;
    ask(&server, "noor@example.com").await.data_none();
    let right = token(&smtp, 1).await;
    let wrong = format!("{}0", &right[..63]);
    let wrong = if wrong == right {
        "1".repeat(64)
    } else {
        wrong
    };
    for token in ["", "x", &wrong, &right.to_uppercase()] {
        redeem(&server, token).await.fails(403, "forbidden");
    }
    // A GET, as a mail scanner makes it, uses nothing up.
    let path = format!("/auth/link/redeem?token={right}");
    let scanner = server.anyone().get(&path).await;
    assert_eq!(scanner.status, 405);
    redeem(&server, &right).await.data();
}

#[tokio::test]
async fn neither_the_store_nor_the_outbox_holds_the_token() {
    let smtp = SmtpServer::start().await;
    let data = Arc::new(TestData::new());
    let kit = TestDesk::over(Arc::clone(&data), FailPoints::default(), mailing(&smtp)).await;
    let server = Server::of(kit, HttpOptions::default());
    ask(&server, "noor@example.com").await.data_none();
    let token = token(&smtp, 1).await;
    let bytes = data.database_bytes();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(holds("noor@example.com"));
    assert!(!holds(&token));
}

#[tokio::test]
async fn no_answer_tells_whether_an_address_is_known() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |config| config.link_sign_in = LinkSignIn::Known).await;
    server.user("maya").get("/auth/me").await.data();
    server.agent("sam").get("/auth/me").await.data();
    let unknown = ask(&server, "noor@example.com").await;
    let staff = ask(&server, "sam@example.com").await;
    let known = ask(&server, "maya@example.com").await;
    for answer in [&unknown, &staff] {
        assert_eq!((answer.status, answer.text()), (known.status, known.text()));
    }
    // The only mail is hers, and hers are her tickets.
    let signed = redeem(&server, &token(&smtp, 1).await).await.data();
    assert_eq!(signed["user"]["id"], "maya");
    let mails = smtp.mails(1).await;
    let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["maya@example.com"]);
}

#[tokio::test]
async fn nobody_signs_in_as_whoever_merely_said_the_address_was_theirs() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |config| config.visitors = true).await;
    let visitor = json!({"name": "Eve", "email": "noor@example.com"});
    let visitor = server.anyone().post("/auth/visitor", &visitor).await.data();
    let eve = server.with_token(visitor["token"].as_str().unwrap());
    eve.get("/auth/me").await.data();
    let signed = signed_in(&server, &smtp, "noor@example.com", 1).await;
    assert_ne!(signed["user"]["id"], visitor["user"]["id"]);
    // Nor does an agent's address make an agent.
    server.agent("sam").get("/auth/me").await.data();
    let signed = signed_in(&server, &smtp, "sam@example.com", 2).await;
    assert_eq!(signed["user"]["role"], "user");
    assert_ne!(signed["user"]["id"], "sam");
}

#[tokio::test]
async fn links_are_limited_by_address_and_by_client() {
    let smtp = SmtpServer::start().await;
    let rate = DeskConfig::default().login_rate;
    let server = with_mail(&smtp, |config| config.login_rate = rate).await;
    for _ in 0..LINKS_PER_ADDRESS {
        ask(&server, "noor@example.com").await.data_none();
    }
    let refused = ask(&server, "NOOR@example.com").await;
    refused.fails(429, "rate-limited");
    let wait = LINK_PERIOD.as_secs().to_string();
    assert_eq!(refused.header("retry-after"), wait);
    server.kit.clock.advance(LINK_PERIOD);
    ask(&server, "noor@example.com").await.data_none();
    // Half of an hour's share may come at once; it does not come back within a test.
    let asked = LINKS_PER_ADDRESS as u32 + 2;
    for n in asked..LINKS_PER_CLIENT / 2 {
        ask(&server, &format!("person-{n}@example.com"))
            .await
            .data_none();
    }
    let refused = ask(&server, "one-more@example.com").await;
    refused.fails(429, "rate-limited");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn bad_input_and_a_desk_without_links_are_refused() {
    let smtp = SmtpServer::start().await;
    let server = with_mail(&smtp, |_| {}).await;
    for email in ["", "noor", "noor@example", "a b@example.com"] {
        let answer = ask(&server, email).await;
        answer.fails(400, "invalid-input");
        assert_eq!(answer.failed_fields(), ["email"], "{email}");
    }
    let off = with_mail(&smtp, |config| config.link_sign_in = LinkSignIn::Off).await;
    let without_mail = Server::start().await;
    for server in [off, without_mail] {
        ask(&server, "noor@example.com")
            .await
            .fails(403, "forbidden");
        let config = server.anyone().get("/config").await.data();
        assert_eq!(config["linkSignIn"], false);
    }
}
