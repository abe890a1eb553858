//! Filters while they are typed: completed for staff by what the desk has at the time.

use axum::http::Method;
use frontdesk_model::Role;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server},
    search::eventually_found,
};

async fn offered(caller: &Caller<'_>, typed: &str) -> Vec<String> {
    let path = format!("/search/suggest?q={typed}");
    let suggested = caller.get(&path).await.data();
    let filters = suggested["filters"].as_array().unwrap().iter();
    filters
        .map(|filter| filter["text"].as_str().unwrap().to_owned())
        .collect()
}

/// A billing team, a category, a tagged article, an agent called Sam, and Maya with a chat.
async fn world() -> Server {
    let server = Server::start().await;
    let ada = server.admin("ada");
    let team = json!({"name": "Billing desk", "members": []});
    let team = ada.post("/teams", &team).await.data();
    let category = json!({"name": "Workshop repairs"});
    ada.post("/categories", &category).await.data();
    let form = json!({
        "enabled": true, "greeting": "", "fields": [], "suggestArticles": true,
        "topics": [{"id": "bill", "label": "My bill", "teamId": team["id"], "skills": []}],
    });
    ada.json(Method::PUT, "/chat/form", &[], &form).await.data();
    server.kit.actor("sam", Role::Agent).await;
    let sam = server.agent("sam");
    let article = json!({
        "question": "Oiling a chain", "answer": "Little.", "isPublished": true,
        "tags": ["Winter tyres"], "category": "cargo-bikes",
    });
    sam.post("/faq", &article).await.data();
    let chat = json!({"initialMessage": "A fee too many", "topicId": "bill"});
    server
        .user("maya")
        .post("/chat/initiate", &chat)
        .await
        .data();
    eventually_found(&sam, "/search?q=fee&type=chats", "chats").await;
    eventually_found(&sam, "/search?q=maya&type=customers", "customers").await;
    eventually_found(&sam, "/search?q=oiling", "faq").await;
    server
}

#[tokio::test]
async fn values_are_those_that_the_desk_has() {
    let server = world().await;
    let sam = server.agent("sam");
    for (typed, expected) in [
        ("fee+assignee:s", "assignee:Sam"),
        ("assignee:", "assignee:me"),
        ("team:bil", "team:\"Billing desk\""),
        ("-team:desk", "team:\"Billing desk\""),
        ("from:ma", "from:maya@example.com"),
        ("category:work", "category:workshop-repairs"),
        ("category:car", "category:cargo-bikes"),
        ("tag:win", "tag:\"Winter tyres\""),
        ("tag:%22winter+t", "tag:\"Winter tyres\""),
        ("status:in", "status:in-progress"),
    ] {
        let offered = offered(&sam, typed).await;
        assert!(
            offered.iter().any(|text| text == expected),
            "{typed}: {offered:?}"
        );
    }
    assert_eq!(offered(&sam, "assignee:zz").await, [""; 0]);
    assert_eq!(offered(&sam, "team:zz").await, [""; 0]);
    let described = sam.get("/search/suggest?q=from:ma").await.data();
    assert_eq!(described["filters"][0]["description"], "Maya");
}

#[tokio::test]
async fn nobody_but_staff_is_told_any() {
    let server = world().await;
    for caller in [server.anyone(), server.user("maya"), server.user("jonas")] {
        for typed in ["assignee:", "team:", "from:ma", "category:", "tag:", "sta"] {
            assert_eq!(offered(&caller, typed).await, [""; 0], "{typed}");
        }
    }
}

#[tokio::test]
async fn a_team_narrows_what_is_found_by_its_name() {
    let server = world().await;
    let sam = server.agent("sam");
    let chats = async |query: &str| {
        let found = sam
            .get(&format!("/search?q={query}&type=chats&facets=true"))
            .await
            .json();
        let count = found["data"]["chats"].as_array().unwrap().len();
        (count, found["facets"]["team"].clone())
    };
    let (count, teams) = chats("fee").await;
    assert_eq!((count, &teams[0]["label"]), (1, &json!("Billing desk")));
    assert_eq!(chats("fee+team:billing").await.0, 1);
    assert_eq!(chats("fee+team:%22Billing+desk%22").await.0, 1);
    assert_eq!(chats("fee+-team:billing").await.0, 0);
    assert_eq!(chats("fee+team:nobody").await.0, 0);
    let chosen = format!("fee&team={}", teams[0]["value"].as_str().unwrap());
    assert_eq!(chats(&chosen).await.0, 1);
    let words = server
        .user("maya")
        .get("/search?q=fee+team:billing&type=chats")
        .await;
    assert_ne!(
        words.data()["chats"],
        Value::Null,
        "to a customer they are words"
    );
}
