//! The agents' inbox: views, drafts, tags, many changes at once.

use axum::http::Method;
use frontdesk_model::Role;
use serde_json::{Value, json};

use crate::client::{Caller, Server, id};

async fn ticket(server: &Server, user: &str, subject: &str) -> String {
    let body = json!({"subject": subject, "description": "Where is it?"});
    id(&server.user(user).post("/tickets", &body).await.data())
}

async fn chat(server: &Server, user: &str) -> String {
    let chat = server.user(user).post("/chat/initiate", &json!({})).await;
    chat.data()["sessionId"].as_str().unwrap().to_owned()
}

async fn accept(server: &Server, agent: &str, session: &str) {
    let agent = server.kit.actor(agent, Role::Agent).await;
    let session = session.parse().unwrap();
    let desk = &server.kit.desk;
    desk.accept_session(&agent, session).await.unwrap();
}

async fn ids(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let list = caller.get(&format!("/inbox{query}")).await.data();
    list.as_array().unwrap().iter().map(id).collect()
}

/// Sends a change of each of these conversations.
async fn change(caller: &Caller<'_>, of: &[&str], change: &Value) -> Value {
    let items: Vec<_> = of
        .iter()
        .map(|id| json!({"id": id, "change": change}))
        .collect();
    let answer = caller
        .post("/inbox/changes", &json!({"items": items}))
        .await;
    answer.data()
}

#[tokio::test]
async fn the_inbox_is_staffs_alone() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let one = ticket(&server, "maya", "Late parcel").await;
    for path in ["", "/counts", "/views", "/drafts", &format!("/{one}")] {
        let answer = maya.get(&format!("/inbox{path}")).await;
        answer.fails(403, "forbidden");
    }
    let items = json!({"items": [{"id": one, "change": {"status": "closed"}}]});
    maya.post("/inbox/changes", &items)
        .await
        .fails(403, "forbidden");
    let view = json!({"name": "Mine"});
    maya.post("/inbox/views", &view)
        .await
        .fails(403, "forbidden");
    for (path, body) in [
        ("drafts/reply", json!({"content": "Hi"})),
        ("tags", json!({"tags": ["x"]})),
    ] {
        let path = format!("/conversations/{one}/{path}");
        let answer = maya.json(Method::PUT, &path, &[], &body).await;
        answer.fails(403, "forbidden");
    }
}

#[tokio::test]
async fn tickets_and_chats_are_one_list_with_counts() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let parcel = ticket(&server, "maya", "Late parcel").await;
    let talk = chat(&server, "noor").await;
    accept(&server, "sam", &talk).await;
    assert_eq!(ids(&sam, "").await.len(), 2);
    assert_eq!(ids(&sam, "?assignee=me").await, [talk.as_str()]);
    assert_eq!(ids(&sam, "?assignee=none").await, [parcel.as_str()]);
    assert_eq!(ids(&sam, "?kind=chat&order=oldest").await, [talk.as_str()]);
    let item = sam.get(&format!("/inbox/{parcel}")).await.data();
    assert_eq!(item["subject"], "Late parcel");
    assert_eq!(item["preview"], "Where is it?");
    assert_eq!(item["isOpen"], true);
    assert_eq!(item["assigneeId"], Value::Null);
    let view = json!({"name": "Chats", "filter": {"kind": "chat"}});
    let view = id(&sam.post("/inbox/views", &view).await.data());
    let counts = sam.get("/inbox/counts").await.data();
    let views = json!([{"id": view, "count": 1}]);
    assert_eq!(
        counts,
        json!({"mine": 1, "unassigned": 1, "all": 2, "snoozed": 0, "views": views})
    );
    let bad = sam.get("/inbox?status=lost").await;
    let problem = bad.fails(400, "invalid-input");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("open, snoozed, closed, all"), "{detail}");
}

#[tokio::test]
async fn a_saved_view_is_kept_changed_and_removed() {
    let server = Server::start().await;
    let (sam, kim) = (server.agent("sam"), server.agent("kim"));
    let shared = json!({
        "name": " Refunds ", "visibility": "everyone",
        "filter": {"tag": "refund", "assignee": "none"}, "order": "oldest",
    });
    let made = sam.post("/inbox/views", &shared).await;
    assert_eq!(made.status, 201);
    let made = made.data();
    assert_eq!(made["name"], "Refunds");
    assert_eq!(made["filter"]["status"], "open");
    let path = format!("/inbox/views/{}", id(&made));
    let renamed = json!({"name": "All refunds", "visibility": "everyone"});
    let renamed = kim.json(Method::PUT, &path, &[], &renamed).await.data();
    assert_eq!(renamed["filter"]["tag"], Value::Null);
    let own = id(&sam
        .post("/inbox/views", &json!({"name": "Own"}))
        .await
        .data());
    kim.delete(&format!("/inbox/views/{own}"))
        .await
        .fails(404, "not-found");
    kim.delete(&path).await.data();
    let left = sam.get("/inbox/views").await.data();
    assert_eq!(left.as_array().unwrap().len(), 1);
    sam.post("/inbox/views", &json!({"name": " "}))
        .await
        .fails(400, "invalid-input");
    sam.post(
        "/inbox/views",
        &json!({"name": "x", "filter": {"colour": "red"}}),
    )
    .await
    .fails(400, "invalid-input");
}

#[tokio::test]
async fn a_draft_is_kept_until_it_is_empty() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let parcel = ticket(&server, "maya", "Late parcel").await;
    let path = format!("/conversations/{parcel}/drafts/reply");
    let keep = async |content: &str| {
        let body = json!({"content": content});
        sam.json(Method::PUT, &path, &[], &body).await
    };
    keep("Dear Ma").await.data();
    keep("Dear Maya").await.data();
    let drafts = sam.get("/inbox/drafts").await.data();
    assert_eq!(drafts[0]["content"], "Dear Maya");
    assert_eq!(drafts[0]["conversationId"], parcel);
    assert_eq!(drafts[0]["kind"], "reply");
    let item = sam.get(&format!("/inbox/{parcel}")).await.data();
    assert_eq!(item["hasDraft"], true);
    let of = format!("/inbox/drafts?conversationId={parcel}");
    assert_eq!(server.agent("kim").get(&of).await.data(), json!([]));
    keep(" ").await.data();
    assert_eq!(sam.get(&of).await.data(), json!([]));
    keep(&"x".repeat(10_001)).await.fails(400, "invalid-input");
    let wrong = format!("/conversations/{parcel}/drafts/poem");
    let body = json!({"content": "x"});
    sam.json(Method::PUT, &wrong, &[], &body)
        .await
        .fails(404, "not-found");
}

#[tokio::test]
async fn many_are_changed_at_once_and_taken_back() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let kim = server.kit.actor("kim", Role::Agent).await;
    let first = ticket(&server, "maya", "One").await;
    let second = ticket(&server, "noor", "Two").await;
    let tags = json!({"tags": ["old"]});
    let path = format!("/conversations/{second}/tags");
    sam.json(Method::PUT, &path, &[], &tags).await.data();
    let to = json!({
        "status": "resolved", "priority": "urgent", "assignedTo": kim.id,
        "addTags": ["refund"], "removeTags": ["old"],
    });
    let done = change(&sam, &[&first, &second], &to).await;
    assert_eq!(done["changed"], 2);
    assert_eq!(done["skipped"], json!([]));
    let item = async |id: &str| sam.get(&format!("/inbox/{id}")).await.data();
    for one in [&first, &second] {
        let item = item(one).await;
        assert_eq!(item["ticketStatus"], "resolved");
        assert_eq!(item["priority"], "urgent");
        assert_eq!(item["assigneeId"], "kim");
        assert_eq!(item["tags"], json!(["refund"]));
        assert_eq!(item["isOpen"], false);
    }
    let undo = json!({"items": done["undo"]});
    let undone = sam.post("/inbox/changes", &undo).await.data();
    assert_eq!(undone["changed"], 2);
    for (one, tags) in [(&first, json!([])), (&second, json!(["old"]))] {
        let item = item(one).await;
        assert_eq!(item["ticketStatus"], "open");
        assert_eq!(item["priority"], "medium");
        assert_eq!(item["assigneeId"], Value::Null);
        assert_eq!(item["tags"], tags);
    }
}

#[tokio::test]
async fn what_cannot_be_changed_is_told_and_keeps_nothing_back() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let parcel = ticket(&server, "maya", "One").await;
    let talk = chat(&server, "noor").await;
    accept(&server, "kim", &talk).await;
    let gone = "00000000-0000-7000-8000-000000000000";
    let to = json!({"status": "closed", "addTags": ["spam"]});
    let done = change(&sam, &[&talk, gone, &parcel], &to).await;
    assert_eq!(done["changed"], 1);
    let skipped = done["skipped"].as_array().unwrap();
    assert_eq!(skipped[0]["id"], talk.as_str());
    assert_eq!(skipped[0]["reason"], "another agent holds this chat");
    assert_eq!(skipped[1]["id"], gone);
    // The tag was added to the chat, and can be taken back.
    assert_eq!(
        done["undo"][0],
        json!({"id": talk, "change": {"removeTags": ["spam"]}})
    );
    let item = sam.get(&format!("/inbox/{talk}")).await.data();
    assert_eq!(item["tags"], json!(["spam"]));
    assert_eq!(item["chatStatus"], "active");
    let kim = server.agent("kim");
    let closed = change(&kim, &[&talk], &json!({"status": "closed"})).await;
    assert_eq!(closed["changed"], 1);
    assert_eq!(closed["undo"], json!([]));
    for bad in [
        json!({"items": []}),
        json!({"items": [{"id": parcel, "change": {}}]}),
        json!({"items": [{"id": parcel, "change": {"colour": "red"}}]}),
    ] {
        sam.post("/inbox/changes", &bad)
            .await
            .fails(400, "invalid-input");
    }
}

#[tokio::test]
async fn conversations_are_set_aside_together_and_brought_back() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let parcel = ticket(&server, "maya", "One").await;
    let until = server
        .kit
        .clock
        .now()
        .plus(std::time::Duration::from_secs(3_600));
    let done = change(&sam, &[&parcel], &json!({"snoozedUntil": until})).await;
    assert_eq!(
        done["undo"],
        json!([{"id": parcel, "change": {"snoozedUntil": null}}])
    );
    assert_eq!(ids(&sam, "").await, Vec::<String>::new());
    assert_eq!(ids(&sam, "?status=snoozed").await, [parcel.as_str()]);
    sam.post("/inbox/changes", &json!({"items": done["undo"]}))
        .await
        .data();
    assert_eq!(ids(&sam, "").await, [parcel.as_str()]);
}

#[tokio::test]
async fn a_repeated_change_gives_its_first_answer() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let parcel = ticket(&server, "maya", "One").await;
    let body = json!({"items": [{"id": parcel, "change": {"priority": "high"}}]});
    let key = [("idempotency-key", "once")];
    let send = async || {
        let answer = sam.json(Method::POST, "/inbox/changes", &key, &body).await;
        answer.data()
    };
    let first = send().await;
    assert_eq!(first["undo"][0]["change"], json!({"priority": "medium"}));
    assert_eq!(send().await, first);
}
