//! `frontdesk serve --demo`.

use std::io::BufRead;

use crate::server::Server;

/// The printed text up to its last line.
fn welcome(server: &mut Server) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        server.out.read_line(&mut line).expect("it prints");
        let last = line.contains("Ctrl-C") || line.contains("--data-dir");
        lines.push(line.trim().to_owned());
        if last {
            return lines;
        }
        assert!(lines.len() < 50, "{lines:?}");
    }
}

fn token<'l>(lines: &'l [String], path: &str) -> &'l str {
    lines
        .iter()
        .find_map(|line| line.split_once(&format!("{path}#token=")))
        .map(|(_, token)| token)
        .expect("a link is printed")
}

async fn get(server: &Server, path: &str, token: &str) -> serde_json::Value {
    let answer = reqwest::Client::new()
        .get(server.url(&format!("/api/support{path}")))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

#[tokio::test]
async fn the_links_sign_a_customer_and_an_agent_in_and_again_after_a_restart() {
    let mut server = Server::start(&["--demo"], &[]);
    let lines = welcome(&mut server);
    let customer = token(&lines, "/");
    let agent = token(&lines, "/console");

    let me = get(&server, "/auth/me", customer).await;
    assert_eq!(me["data"]["id"], "maya", "{me}");
    let own = get(&server, "/tickets?limit=100", customer).await;
    let own = own["data"].as_array().unwrap();
    assert!(!own.is_empty() && own.iter().all(|ticket| ticket["userId"] == "maya"));

    let me = get(&server, "/auth/me", agent).await;
    assert_eq!(me["data"]["role"], "agent", "{me}");
    let all = get(&server, "/tickets?limit=100", agent).await;
    assert_eq!(all["data"].as_array().unwrap().len(), 40);

    let mut server = Server::start_in(server.stop(), &["--demo"], &[]);
    let lines = welcome(&mut server);
    let all = get(&server, "/tickets?limit=100", token(&lines, "/console")).await;
    assert_eq!(all["data"].as_array().unwrap().len(), 40, "loaded once");
}

#[tokio::test]
async fn it_runs_on_postgres_as_well() {
    let url = frontdesk_testkit::Postgres::shared().create_database();
    let mut server = Server::start(&["--demo"], &[("DATABASE_URL", &url)]);
    let lines = welcome(&mut server);
    let all = get(&server, "/tickets?limit=100", token(&lines, "/console")).await;
    assert_eq!(all["data"].as_array().unwrap().len(), 40);
    assert!(!server.dir.path().join("data/frontdesk.db").exists());
    server.stop();
}

#[tokio::test]
async fn the_demos_articles_can_be_found() {
    let server = Server::start(&["--demo"], &[]);
    server.wait_for_log("the search index was built");
    let found = reqwest::get(server.url("/api/support/search?q=refnud&type=faq"))
        .await
        .unwrap();
    let found: serde_json::Value = found.json().await.unwrap();
    assert!(
        !found["data"]["faq"].as_array().unwrap().is_empty(),
        "{found}"
    );
}

#[tokio::test]
async fn a_desk_with_tickets_of_its_own_is_left_alone_and_gets_no_links() {
    let server = Server::start(&[], &[]);
    let token = server.token(&["--sub", "maya"]);
    let answer = reqwest::Client::new()
        .post(server.url("/api/support/tickets"))
        .bearer_auth(&token)
        .json(&serde_json::json!({ "subject": "Hello", "description": "A real one" }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let mut server = Server::start_in(server.stop(), &["--demo"], &[]);
    let lines = welcome(&mut server).join("\n");
    assert!(lines.contains("The demo was not loaded"), "{lines}");
    assert!(!lines.contains("#token="), "{lines}");
}
