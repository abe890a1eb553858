//! The description against the routes and the contract.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use serde_json::Value;

use crate::client::Server;

/// Method and path of everything that the contract names and this crate serves.
const CONTRACT: &[(&str, &str)] = &[
    ("get", "/api/support/config"),
    ("post", "/api/support/auth/login"),
    ("post", "/api/support/auth/visitor"),
    ("post", "/api/support/auth/link"),
    ("post", "/api/support/auth/link/redeem"),
    ("get", "/api/support/auth/me"),
    ("get", "/api/support/search"),
    ("get", "/api/support/search/suggest"),
    ("post", "/api/support/search/click"),
    ("get", "/api/support/search/analytics"),
    ("get", "/api/support/search/synonyms"),
    ("post", "/api/support/search/synonyms"),
    ("put", "/api/support/search/synonyms/{id}"),
    ("delete", "/api/support/search/synonyms/{id}"),
    ("post", "/api/support/upload"),
    ("get", "/api/support/notifications/preferences"),
    ("put", "/api/support/notifications/preferences"),
    ("put", "/api/support/notifications/mutes/{id}"),
    ("delete", "/api/support/notifications/mutes/{id}"),
    ("get", "/api/support/notifications/push-key"),
    ("post", "/api/support/notifications/push-subscriptions"),
    (
        "delete",
        "/api/support/notifications/push-subscriptions/{id}",
    ),
    (
        "post",
        "/api/support/notifications/push-subscriptions/{id}/test",
    ),
    ("post", "/api/support/notifications/phone"),
    ("delete", "/api/support/notifications/phone"),
    ("post", "/api/support/notifications/phone/confirm"),
    ("get", "/api/support/notifications/unsubscribe"),
    ("post", "/api/support/notifications/unsubscribe"),
    ("post", "/api/support/inbound/sms"),
    ("get", "/api/support/webhooks"),
    ("post", "/api/support/webhooks"),
    ("get", "/api/support/webhooks/{id}"),
    ("patch", "/api/support/webhooks/{id}"),
    ("delete", "/api/support/webhooks/{id}"),
    ("post", "/api/support/webhooks/{id}/test"),
    ("post", "/api/support/webhooks/{id}/rotate-secret"),
    ("get", "/api/support/deliveries"),
    ("get", "/api/support/deliveries/summary"),
    ("get", "/api/support/deliveries/{id}"),
    ("post", "/api/support/deliveries/{id}/replay"),
    ("post", "/api/support/deliveries/replay"),
    ("options", "/api/support/uploads"),
    ("post", "/api/support/uploads"),
    ("get", "/api/support/uploads/{id}"),
    ("head", "/api/support/uploads/{id}"),
    ("patch", "/api/support/uploads/{id}"),
    ("post", "/api/support/uploads/{id}"),
    ("delete", "/api/support/uploads/{id}"),
    ("post", "/api/support/tickets"),
    ("get", "/api/support/tickets"),
    ("get", "/api/support/tickets/counts"),
    ("get", "/api/support/tickets/{id}"),
    ("patch", "/api/support/tickets/{id}"),
    ("get", "/api/support/tickets/{id}/responses"),
    ("post", "/api/support/tickets/{id}/responses"),
    ("get", "/api/support/faq"),
    ("post", "/api/support/faq"),
    ("get", "/api/support/faq/{id}"),
    ("put", "/api/support/faq/{id}"),
    ("delete", "/api/support/faq/{id}"),
    ("post", "/api/support/faq/{id}/feedback"),
    ("get", "/api/support/faq/{id}/related"),
    ("get", "/api/support/categories"),
    ("post", "/api/support/categories"),
    ("put", "/api/support/categories/{id}"),
    ("delete", "/api/support/categories/{id}"),
    ("get", "/api/support/agents"),
    ("patch", "/api/support/agents/{id}"),
    ("get", "/api/support/teams"),
    ("post", "/api/support/teams"),
    ("put", "/api/support/teams/{id}"),
    ("delete", "/api/support/teams/{id}"),
    ("get", "/api/support/chat/decisions"),
    ("get", "/api/support/chat/sessions/{id}/decisions"),
    ("post", "/api/support/chat/initiate"),
    ("get", "/api/support/chat/sessions"),
    ("get", "/api/support/chat/sessions/{id}"),
    ("get", "/api/support/chat/sessions/{id}/messages"),
    ("get", "/api/support/chat/sessions/{id}/notes"),
    ("post", "/api/support/chat/sessions/{id}/notes"),
    ("post", "/api/support/chat/sessions/{id}/ticket"),
    ("post", "/api/support/tickets/{id}/chat"),
    ("get", "/api/support/inbox"),
    ("get", "/api/support/inbox/{id}"),
    ("get", "/api/support/inbox/counts"),
    ("post", "/api/support/inbox/changes"),
    ("get", "/api/support/inbox/views"),
    ("post", "/api/support/inbox/views"),
    ("put", "/api/support/inbox/views/{id}"),
    ("delete", "/api/support/inbox/views/{id}"),
    ("get", "/api/support/inbox/drafts"),
    ("put", "/api/support/conversations/{id}/drafts/{kind}"),
    ("delete", "/api/support/conversations/{id}/drafts/{kind}"),
    ("put", "/api/support/conversations/{id}/tags"),
    ("get", "/api/support/conversations"),
    ("post", "/api/support/conversations/{id}/merge"),
    ("post", "/api/support/conversations/{id}/unmerge"),
    ("get", "/api/support/conversations/{id}/merged"),
    ("get", "/api/support/conversations/{id}/context"),
    ("post", "/api/support/conversations/{id}/read"),
    ("post", "/api/support/conversations/{id}/snooze"),
    ("post", "/api/support/conversations/{id}/unsnooze"),
    ("put", "/api/support/conversations/{id}/rating"),
    ("get", "/api/support/ratings"),
    ("post", "/api/support/conversations/{id}/transcript"),
    ("get", "/api/support/conversations/{id}/export"),
    ("get", "/api/support/files"),
    ("post", "/api/support/storage/files/{cid}/rescan"),
    ("post", "/api/support/storage/files/{cid}/release"),
    ("get", "/api/support/files/{cid}"),
    ("delete", "/api/support/files/{cid}"),
    ("get", "/api/support/search/index"),
    ("post", "/api/support/search/index/rebuild"),
    ("post", "/api/support/search/index/verify"),
    ("get", "/api/support/storage"),
    ("get", "/api/support/storage/files"),
    ("post", "/api/support/storage/collect"),
    ("post", "/api/support/storage/scrub"),
    ("get", "/api/support/macros"),
    ("post", "/api/support/macros"),
    ("put", "/api/support/macros/{id}"),
    ("delete", "/api/support/macros/{id}"),
    ("post", "/api/support/macros/{id}/render"),
    ("post", "/api/support/macros/{id}/apply"),
    ("get", "/api/support/notifications"),
    ("get", "/api/support/people"),
    ("get", "/api/support/people/{id}"),
    ("patch", "/api/support/people/{id}"),
    ("post", "/api/support/people/{id}/block"),
    ("post", "/api/support/people/{id}/unblock"),
    ("get", "/api/support/people/{id}/notes"),
    ("post", "/api/support/people/{id}/notes"),
    ("put", "/api/support/people/{id}/notes/{note}"),
    ("delete", "/api/support/people/{id}/notes/{note}"),
    ("get", "/api/support/chat/availability"),
    ("get", "/api/support/chat/hours"),
    ("put", "/api/support/chat/hours"),
    ("delete", "/api/support/chat/hours"),
    ("get", "/api/support/chat/form"),
    ("put", "/api/support/chat/form"),
    ("post", "/api/support/chat/offline-message"),
    ("get", "/api/support/widget/config"),
    ("get", "/api/support/widget/settings"),
    ("put", "/api/support/widget/settings"),
    ("post", "/api/support/chat/sessions/{id}/leave-message"),
    ("post", "/api/support/notifications/{id}/read"),
    ("post", "/api/support/notifications/read"),
    ("post", "/api/support/notifications/read-all"),
    ("post", "/api/support/announcements"),
    ("get", "/api/support/moderation/rules"),
    ("post", "/api/support/moderation/rules"),
    ("put", "/api/support/moderation/rules/{id}"),
    ("delete", "/api/support/moderation/rules/{id}"),
    ("post", "/api/support/moderation/try"),
    ("get", "/api/support/moderation/reviews"),
    ("get", "/api/support/moderation/reviews/{id}"),
    ("post", "/api/support/moderation/reviews/{id}/approve"),
    ("post", "/api/support/moderation/reviews/{id}/reject"),
    ("get", "/api/support/audit"),
    ("post", "/api/support/inbound/mail"),
    ("get", "/api/support/inbound-mail"),
    ("get", "/api/support/inbound-mail/{id}"),
    ("get", "/api/support/inbound-mail/{id}/raw"),
    ("post", "/api/support/inbound-mail/{id}/retry"),
    ("get", "/ipfs/{cid}"),
    ("get", "/ipfs/{cid}/{path}"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/openapi.json"),
    ("get", "/docs/plain"),
    ("get", "/api/support/setup"),
    ("get", "/docs/errors"),
];

fn description() -> Value {
    serde_json::to_value(frontdesk_http::openapi()).unwrap()
}

/// Every operation by method and path.
fn operations(api: &Value) -> BTreeMap<(String, String), Value> {
    let mut operations = BTreeMap::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.insert((method.clone(), path.clone()), operation.clone());
        }
    }
    operations
}

#[test]
fn the_description_covers_the_contract_and_nothing_else() {
    let described: BTreeSet<_> = operations(&description()).into_keys().collect();
    let contract: BTreeSet<_> = CONTRACT
        .iter()
        .map(|(method, path)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(described, contract);
}

#[tokio::test]
async fn everything_described_is_served() {
    let server = Server::start().await;
    let admin = server.admin("ada");
    for (method, path) in operations(&description()).into_keys() {
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let answer = admin.bare(method.clone(), &path, &[]).await;
        let unknown = answer.status == 405 || answer.text().contains("no such endpoint");
        assert!(!unknown, "{method} {path} answers {}", answer.status);
    }
}

#[test]
fn every_operation_says_what_it_does_answers_and_fails_with() {
    let mut ids = BTreeSet::new();
    for ((method, path), operation) in operations(&description()) {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(ids.insert(id), "{method} {path} shares its operationId");
        assert!(operation["summary"].is_string(), "{method} {path}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')));
        assert!(responses.contains_key("500"), "{method} {path}");
        for (status, response) in responses {
            assert!(response["description"].is_string());
            if status.as_str() >= "400" {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(
                    schema, "#/components/schemas/Problem",
                    "{method} {path} {status}"
                );
            }
        }
        let placeholders = path.matches('{').count();
        let in_path = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .count();
        assert_eq!(in_path, placeholders, "{method} {path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(target)) = map.get("$ref") {
                    found.insert(target.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let api = description();
    let mut found = BTreeSet::new();
    references(&api, &mut found);
    assert!(found.len() > 20);
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(api.pointer(pointer).is_some(), "{target} leads nowhere");
    }
}

#[test]
fn answers_refer_to_what_they_hold_by_name() {
    let api = description();
    let schemas = &api["components"]["schemas"];
    let one = &schemas["Answer_Ticket"]["properties"]["data"]["$ref"];
    assert_eq!(one, "#/components/schemas/Ticket");
    let several = &schemas["List_Faq"]["properties"]["data"]["items"]["$ref"];
    assert_eq!(several, "#/components/schemas/Faq");
}

#[test]
fn the_payloads_of_socket_events_are_among_the_schemas() {
    let api = description();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    for name in ["SendMessageAck", "SyncAck", "SessionAccepted", "AgentState"] {
        assert!(schemas.contains_key(name), "{name}");
    }
    assert_eq!(
        api["components"]["securitySchemes"]["bearer"]["scheme"],
        "bearer"
    );
}

#[tokio::test]
async fn the_served_description_is_always_the_same() {
    let first = frontdesk_http::openapi().to_pretty_json().unwrap();
    assert_eq!(first, frontdesk_http::openapi().to_pretty_json().unwrap());
    let server = Server::start().await;
    let served = server.anyone().get("/openapi.json").await;
    assert_eq!(served.text(), first);
    for page in ["/docs/plain", "/docs/errors"] {
        let answer = server.anyone().get(page).await;
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
    let style = server.anyone().get("/docs/style.css").await;
    assert!(style.header("content-type").starts_with("text/css"));
}
