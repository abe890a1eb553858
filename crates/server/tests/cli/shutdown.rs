//! Ending: nothing that was acknowledged is lost, and what is under way is
//! finished.

use std::{
    collections::HashSet,
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};

use crate::server::Server;

/// Begins a request and holds its body back.
fn begin_ticket(server: &Server, token: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST /api/support/tickets HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        server.address(),
        body.len(),
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The server asks for the body once a handler waits for it.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    stream
}

#[test]
fn a_request_that_was_begun_is_finished_before_the_end() {
    let mut server = Server::start(&[], &[]);
    let token = server.token(&["--sub", "maya"]);
    let body = json!({ "subject": "Late", "description": "But in time" }).to_string();
    let mut request = begin_ticket(&server, &token, &body);

    server.signal("TERM");
    server.wait_for_log("shutting down");
    request.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    request.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 201"), "{answer}");
    assert!(server.wait().success());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut server = Server::start(&[], &[]);
    let token = server.token(&["--sub", "maya"]);
    let _request = begin_ticket(&server, &token, "{\"never\": \"sent\"}");
    server.signal("TERM");
    server.wait_for_log("shutting down");
    server.signal("INT");
    assert_eq!(server.wait().code(), Some(1));
}

/// Writes tickets until the server is gone; gives the ids of those it answered.
async fn write_until_the_end(url: String, token: String, name: usize) -> Vec<String> {
    let client = reqwest::Client::new();
    let mut stored = Vec::new();
    for number in 0.. {
        let answer = client
            .post(&url)
            .bearer_auth(&token)
            .json(&json!({ "subject": format!("{name}/{number}"), "description": "load" }))
            .send()
            .await;
        let Ok(answer) = answer else { break };
        if answer.status() != 201 {
            continue;
        }
        let Ok(body) = answer.json::<Value>().await else {
            break;
        };
        stored.push(body["data"]["id"].as_str().unwrap().to_owned());
    }
    stored
}

// The load goes on while this thread waits for the process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_under_load_is_there_after_the_restart() {
    let server = Server::start(&["--rate-limits=off"], &[]);
    let token = server.token(&["--sub", "maya"]);
    let writers: Vec<_> = (0..8)
        .map(|name| {
            let url = server.url("/api/support/tickets");
            tokio::spawn(write_until_the_end(url, token.clone(), name))
        })
        .collect();
    // Load is on when requests are in the log.
    for _ in 0..50 {
        server.wait_for_log("status=201");
    }
    let dir = server.stop();
    let mut acknowledged = HashSet::new();
    for writer in writers {
        acknowledged.extend(writer.await.unwrap());
    }
    assert!(acknowledged.len() >= 50);

    let server = Server::start_in(dir, &[], &[]);
    let mut stored = HashSet::new();
    let mut cursor = String::new();
    loop {
        let page: Value = reqwest::Client::new()
            .get(server.url(&format!("/api/support/tickets?limit=100{cursor}")))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        for ticket in page["data"].as_array().unwrap() {
            stored.insert(ticket["id"].as_str().unwrap().to_owned());
        }
        match page["page"]["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(acknowledged.is_subset(&stored));
}
