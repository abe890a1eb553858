//! The list of what happened while a person was not looking.

use serde_json::json;

use crate::client::{Server, id};

/// Maya has a ticket with two responses, and so two notifications.
async fn two_notifications(server: &Server) {
    let maya = server.user("maya");
    let body = json!({"subject": "Late", "description": "Where?"});
    let ticket = maya.post("/tickets", &body).await.data();
    for text in ["We look.", "Found it."] {
        let place = format!("/tickets/{}/responses", id(&ticket));
        let body = json!({"response": text});
        server.agent("sam").post(&place, &body).await.data();
    }
}

#[tokio::test]
async fn notifications_are_listed_counted_and_marked_read() {
    let server = Server::start().await;
    two_notifications(&server).await;
    let maya = server.user("maya");
    let list = maya.get("/notifications?limit=1").await;
    let unread = list.json()["unreadCount"].as_i64().unwrap();
    assert!(unread >= 2, "each response is told of");
    assert_eq!(list.data().as_array().unwrap().len(), 1);
    assert!(list.json()["page"]["next"].is_string());

    let first = id(&list.data()[0]);
    let place = format!("/notifications/{first}/read");
    server
        .user("jonas")
        .post(&place, &json!({}))
        .await
        .fails(404, "not-found");
    // Marking it again changes nothing.
    for _ in 0..2 {
        maya.post(&place, &json!({})).await.data();
    }
    let list = maya.get("/notifications?unread=true").await;
    assert_eq!(list.json()["unreadCount"], unread - 1);
    assert!(
        list.data()
            .as_array()
            .unwrap()
            .iter()
            .all(|notification| notification["id"] != first.as_str())
    );

    maya.post("/notifications/read-all", &json!({}))
        .await
        .data();
    let list = maya.get("/notifications?unread=true").await;
    assert_eq!(list.json()["unreadCount"], 0);
    assert_eq!(list.data(), json!([]));
}

#[tokio::test]
async fn a_conversation_that_was_read_takes_its_notifications_along() {
    let server = Server::start().await;
    two_notifications(&server).await;
    let maya = server.user("maya");
    let list = maya.get("/notifications").await;
    let ticket = list.data()[0]["data"]["ticketId"].clone();
    let ticket = ticket.as_str().unwrap();
    // Fetching is not reading.
    maya.get(&format!("/tickets/{ticket}")).await.data();
    let unread = maya.get("/notifications").await.json()["unreadCount"].clone();
    assert_eq!(unread, list.json()["unreadCount"]);
    let place = format!("/conversations/{ticket}/read");
    let jonas = server.user("jonas");
    jonas.post(&place, &json!({})).await.fails(404, "not-found");
    // An agent's reading is the agent's.
    server.agent("sam").post(&place, &json!({})).await.data();
    assert_eq!(
        maya.get("/notifications").await.json()["unreadCount"],
        unread
    );
    maya.post(&place, &json!({})).await.data();
    assert_eq!(maya.get("/notifications").await.json()["unreadCount"], 0);
}

#[tokio::test]
async fn only_an_admin_announces() {
    let server = Server::start().await;
    let body = json!({"title": "Maintenance", "message": "Tonight at ten."});
    server
        .agent("sam")
        .post("/announcements", &body)
        .await
        .fails(403, "forbidden");
    let ada = server.admin("ada");
    assert_eq!(ada.post("/announcements", &body).await.status, 202);
    let answer = ada.post("/announcements", &json!({})).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["title", "message"]);
}
