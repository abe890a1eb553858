//! Teams, agents' skills and capacity, and the router's decisions.

use axum::http::{Method, StatusCode};
use frontdesk_model::Role;
use serde_json::{Value, json};

use crate::client::Server;

/// Staff that has signed in, so that the desk knows them.
async fn staffed() -> Server {
    let server = Server::start().await;
    for id in ["ann", "bob"] {
        server.kit.actor(id, Role::Agent).await;
    }
    server
}

async fn team(server: &Server, body: &Value) -> Value {
    let answer = server.admin("root").post("/teams", body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.json());
    answer.data()
}

async fn put(server: &Server, id: &Value, body: &Value) -> crate::client::Answer {
    let path = format!("/teams/{}", id.as_str().unwrap());
    server
        .admin("root")
        .json(Method::PUT, &path, &[], body)
        .await
}

#[tokio::test]
async fn an_admin_makes_changes_and_deletes_a_team() {
    let server = staffed().await;
    let made = team(
        &server,
        &json!({"name": " Billing ", "skills": ["Billing", "billing "], "members": ["ann"]}),
    )
    .await;
    assert_eq!(made["name"], "Billing");
    assert_eq!(made["skills"], json!(["billing"]));
    assert_eq!(made["strategy"], "least-loaded");
    assert_eq!(made["overflowAfterSeconds"], 120);
    let change = json!({"name": "Billing", "strategy": "round-robin", "members": ["ann", "bob"]});
    let changed = put(&server, &made["id"], &change).await.data();
    assert_eq!(changed["strategy"], "round-robin");
    assert_eq!(changed["members"], json!(["ann", "bob"]));
    let seen = server.agent("ann").get("/teams").await.data();
    assert_eq!(seen, json!([changed]));
    let agents = server.agent("ann").get("/agents").await.data();
    assert_eq!(agents[0]["teams"], json!([made["id"]]));
    let path = format!("/teams/{}", made["id"].as_str().unwrap());
    assert_eq!(server.admin("root").delete(&path).await.status, 200);
    assert_eq!(server.admin("root").delete(&path).await.status, 404);
    let filter = frontdesk_store::AuditFilter {
        action: Some("team".into()),
        subject: None,
    };
    let page = frontdesk_model::PageRequest::default();
    let entries = server.kit.store.audit(&filter, &page).await.unwrap().items;
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["team.delete", "team.update", "team.create"]);
}

#[tokio::test]
async fn only_admins_change_teams_and_only_staff_sees_them() {
    let server = staffed().await;
    let body = json!({"name": "Billing"});
    assert_eq!(server.agent("ann").post("/teams", &body).await.status, 403);
    assert_eq!(server.user("maya").post("/teams", &body).await.status, 403);
    assert_eq!(server.user("maya").get("/teams").await.status, 403);
    assert_eq!(server.anyone().get("/teams").await.status, 401);
    let patch = json!({"capacity": 1});
    let answer = server
        .agent("ann")
        .json(Method::PATCH, "/agents/ann", &[], &patch)
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(server.user("maya").get("/chat/decisions").await.status, 403);
    assert_eq!(server.agent("ann").get("/teams").await.data(), json!([]));
}

#[tokio::test]
async fn a_team_that_cannot_be_is_refused_and_changes_nothing() {
    let server = staffed().await;
    let made = team(&server, &json!({"name": "Billing"})).await;
    for (body, field) in [
        (json!({"name": " "}), "name"),
        (json!({"name": "X", "members": ["maya"]}), "members"),
        (
            json!({"name": "X", "overflowAfterSeconds": -1}),
            "overflowAfterSeconds",
        ),
        (
            json!({"name": "X", "overflowTeamId": made["id"]}),
            "overflowTeamId",
        ),
        (json!({"name": "X", "strategy": "loudest"}), "strategy"),
    ] {
        let answer = put(&server, &made["id"], &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
    let taken = json!({"name": "BILLING"});
    let taken = server.admin("root").post("/teams", &taken).await;
    assert_eq!(taken.status, 409);
    assert_eq!(
        server.agent("ann").get("/teams").await.data(),
        json!([made])
    );
}

#[tokio::test]
async fn a_team_that_chats_wait_for_is_not_deleted() {
    let server = staffed().await;
    let made = team(&server, &json!({"name": "Billing"})).await;
    let form = json!({"enabled": true, "topics": [
        {"id": "bill", "label": "My bill", "teamId": made["id"], "skills": ["billing"]},
    ]});
    let answer = server
        .admin("root")
        .json(Method::PUT, "/chat/form", &[], &form)
        .await;
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    let chat = server
        .user("maya")
        .post("/chat/initiate", &json!({"topicId": "bill"}))
        .await
        .data();
    let session = chat["sessionId"].as_str().unwrap();
    let path = format!("/teams/{}", made["id"].as_str().unwrap());
    assert_eq!(server.admin("root").delete(&path).await.status, 409);
    let decisions = server
        .agent("ann")
        .get(&format!("/chat/sessions/{session}/decisions"))
        .await
        .data();
    assert_eq!(decisions[0]["kind"], "queued");
    assert_eq!(decisions[0]["teamId"], made["id"]);
    assert_eq!(
        decisions[0]["reason"],
        "queued for Billing, asks for skill billing"
    );
}

#[tokio::test]
async fn an_agents_skills_and_capacity_are_set_and_cleared() {
    let server = staffed().await;
    let patch = async |body: Value| {
        server
            .admin("root")
            .json(Method::PATCH, "/agents/ann", &[], &body)
            .await
    };
    let set = patch(json!({"skills": ["API", "billing"], "capacity": 2}))
        .await
        .data();
    assert_eq!(set["skills"], json!(["api", "billing"]));
    assert_eq!(
        (&set["capacity"], &set["capacityOverride"]),
        (&json!(2), &json!(2))
    );
    let cleared = patch(json!({"capacity": null})).await.data();
    assert_eq!(cleared["skills"], json!(["api", "billing"]));
    assert_eq!(cleared["capacity"], 5);
    assert_eq!(cleared["capacityOverride"], Value::Null);
    assert_eq!(patch(json!({"capacity": -1})).await.status, 400);
    let nobody = server
        .admin("root")
        .json(Method::PATCH, "/agents/maya", &[], &json!({}))
        .await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn decisions_of_all_chats_come_in_pages_newest_first() {
    let server = staffed().await;
    for user in ["maya", "noah", "zoe"] {
        server.user(user).post("/chat/initiate", &json!({})).await;
        server.kit.clock.advance(std::time::Duration::from_secs(1));
    }
    let answer = server.agent("ann").get("/chat/decisions?limit=2").await;
    let first = answer.data();
    let next = answer.json()["page"]["next"].as_str().unwrap().to_owned();
    let rest = server
        .agent("ann")
        .get(&format!("/chat/decisions?limit=2&cursor={next}"))
        .await
        .data();
    let count = |page: &Value| page.as_array().unwrap().len();
    assert_eq!((count(&first), count(&rest)), (2, 1));
    assert!(first[0]["at"].as_str() > rest[0]["at"].as_str());
    let unknown = "/chat/sessions/00000000-0000-7000-8000-000000000000/decisions";
    assert_eq!(server.agent("ann").get(unknown).await.status, 404);
}
